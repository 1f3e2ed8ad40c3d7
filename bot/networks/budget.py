"""What a network that bills per call has cost this month, and what follows from it.

Money is counted from our own calls, so it is an estimate: the network's console has the last word.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

WARNING_SHARE = Decimal("0.8")
SLOWER = 10
"""Past the budget a source is read this many times less often: slow, never blind."""


class Budget(BaseModel):
    """The money of one source. `monthly` 0 sets no limit. Months are UTC, like the network's bill."""

    model_config = ConfigDict(frozen=True)

    monthly: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    month: str = ""
    """The month `spent` belongs to, like "2026-11"."""

    def after(self, cost: Decimal, now: datetime) -> Budget:
        """The budget once `cost` (US dollars) has been spent; a new month begins at nothing."""
        month = f"{now:%Y-%m}"
        before = self.spent if month == self.month else Decimal(0)
        return self.model_copy(update={"spent": before + cost, "month": month})

    @property
    def share(self) -> Decimal:
        """How much of the month's money is spent; 1 is all of it, 0 where there is no limit."""
        return self.spent / self.monthly if self.monthly else Decimal(0)

    @property
    def warning(self) -> str:
        """A sentence once 80 % are spent, "" before."""
        if self.share < WARNING_SHARE:
            return ""
        said = f"${self.spent:.2f} of this month's ${self.monthly:.2f} are spent ({self.share:.0%})."
        slowed = f" It is now read {SLOWER} times less often; raise monthly_budget in desk.toml to undo that."
        return said + (slowed if self.share >= 1 else "")

    def interval(self, poll_seconds: float) -> timedelta:
        """How often the source may be read."""
        return timedelta(seconds=poll_seconds * (SLOWER if self.share >= 1 else 1))


class Meter:
    """What has been spent and is not yet in a stored `Budget`; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = Decimal(0)

    def spend(self, cost: Decimal) -> None:
        """Count one charge, in US dollars."""
        with self._lock:
            self._running += cost

    def running(self) -> Decimal:
        """What has been spent since the last `take`."""
        with self._lock:
            return self._running

    def take(self) -> Decimal:
        """The same, and begin again at nothing."""
        with self._lock:
            taken, self._running = self._running, Decimal(0)
            return taken
