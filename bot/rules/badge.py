"""A network's badge for quick answers, such as Facebook's "very responsive": how far a team is from it.

Facebook asks for first answers to 90 % of private messages and a median of 15 minutes to them, over the last seven
days; what is marked as spam does not count (its help page “Very responsive to messages” has the rules of the day).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from statistics import median

from bot.rules.figures import Case
from storage.words import DismissReason


@dataclass(frozen=True)
class BadgeTarget:
    """What the badge asks for."""

    share: float = 0.9
    minutes: float = 15
    days: int = 7


@dataclass(frozen=True)
class Badge:
    """Where a team stands. `to_miss` is how many more may stay unanswered; below 0, how many must be answered yet."""

    messages: int
    answered: int
    typical_seconds: float | None
    """The median first answer on the wall clock; None where there was none."""
    to_miss: int
    open_tickets: tuple[int, ...]
    """Those without an answer, the oldest first."""
    earned: bool


def badge(cases: Sequence[Case], target: BadgeTarget) -> Badge:
    """The badge over private messages that were written in its days. Spam is none."""
    cases = [one for one in cases if one.dismissed != DismissReason.SPAM]
    waiting = sorted((one for one in cases if one.answered_at is None), key=lambda one: one.opened_at)
    taken = [(one.answered_at - one.opened_at).total_seconds() for one in cases if one.answered_at]
    typical = median(taken) if taken else None
    allowed = floor(len(cases) * (1 - target.share) + 1e-9)
    in_time = typical is not None and typical <= target.minutes * 60
    return Badge(
        messages=len(cases),
        answered=len(taken),
        typical_seconds=typical,
        to_miss=allowed - len(waiting),
        open_tickets=tuple(one.about.ticket_id for one in waiting),
        earned=len(waiting) <= allowed and in_time,
    )
