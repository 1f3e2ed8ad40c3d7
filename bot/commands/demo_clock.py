"""The demo's time: the workspace's clock, which a control on its page pauses, speeds up and moves ahead."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from storage import nags
from storage.db import Database

LOOK_SECONDS = 0.25


@dataclass
class DemoClock:
    """Call it for the time. It follows the workspace by asking a few times a second, and never goes back."""

    url: str
    real: Callable[[], datetime]
    store: Database | None = None
    _anchor: tuple[datetime, datetime, float] = field(init=False)
    _last: datetime = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._last = self.real()
        self._anchor = (self._last, self._last, 1.0)

    def __call__(self) -> datetime:
        """The time in the workspace."""
        shown, since, rate = self._anchor
        with self._lock:
            self._last = max(self._last, shown + (self.real() - since) * rate)
            return self._last

    def follow(self) -> None:
        """Begin to follow the workspace, for as long as the program runs."""
        threading.Thread(target=self._follow, name="demo-clock", daemon=True).start()

    def _follow(self) -> None:
        pause = threading.Event()
        with httpx.Client(base_url=self.url, timeout=2) as client:
            while True:
                self._look(client)
                pause.wait(LOOK_SECONDS)

    def _look(self, client: httpx.Client) -> None:
        """Tell the workspace when the next reminder comes, and read its clock."""
        try:
            told = client.post("/_workspace/clock", json={"next": self._next()}).json()
        except (httpx.HTTPError, ValueError):
            return
        self._anchor = (datetime.fromisoformat(told["now"]), self.real(), float(told["rate"]))

    def _next(self) -> str | None:
        if self.store is None:
            return None
        with self.store.reading() as session:
            at = nags.next_due(session)
        return at.isoformat() if at else None
