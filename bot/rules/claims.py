"""A claim without progress: first a warning to its owner, then the ticket goes back to the queue, aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.rules.hours import Calendar


@dataclass(frozen=True)
class ClaimPolicy:
    """`[claims]` of desk.toml: minutes of the owner's working time without a draft, note, dialog or extension."""

    warn_minutes: float = 45
    lapse_minutes: float = 60
    extension_minutes: float = 60
    """What the owner gains by the one click."""

    def __post_init__(self) -> None:
        if not 0 < self.warn_minutes < self.lapse_minutes or self.extension_minutes < 0:
            raise ValueError(
                "A claim must be warned (warn_minutes, above 0) before it lapses (lapse_minutes)."
            )


@dataclass(frozen=True)
class ClaimTimes:
    """When a claim is warned and when it lapses, if nothing happens; in UTC."""

    warn_at: datetime
    lapse_at: datetime
    may_extend: bool

    def warned(self, now: datetime) -> bool:
        """Whether the owner should have been warned by now."""
        return self.warn_at <= now

    def lapsed(self, now: datetime) -> bool:
        """Whether the ticket belongs back in the queue."""
        return self.lapse_at <= now


def claim_times(
    policy: ClaimPolicy, progress_at: datetime, owner: Calendar, *, extended: bool = False
) -> ClaimTimes:
    """The times of a claim whose last progress (or the claim itself) was at `progress_at`.

    Counted in the owner's working time, so nobody loses a ticket overnight. An owner may extend once per claim.
    """
    more = policy.extension_minutes if extended else 0
    return ClaimTimes(
        owner.add_working(progress_at, (policy.warn_minutes + more) * 60),
        owner.add_working(progress_at, (policy.lapse_minutes + more) * 60),
        may_extend=not extended,
    )
