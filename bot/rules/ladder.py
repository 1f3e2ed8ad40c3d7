"""The nag ladder: when a window's reminders fall, whom each goes to, and when it is polite to deliver it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.hours import Calendar, NoOpeningError
from bot.rules.windows import Window, WindowName

LEAST_STEP_SECONDS = 600.0
"""Reminders after the end are at least this far apart, however short the window was."""

BEFORE_CLOSING = timedelta(minutes=30)
"""A reminder that would fall in the night before a network closes comes this long before the team leaves."""


class Addressee(StrEnum):
    """Whom a rung speaks to. A ticket without an owner has its first rung in the channel instead."""

    OWNER = "owner"
    CHANNEL = "channel"
    LEAD = "lead"


@dataclass(frozen=True)
class Ladder:
    """`[nags]` of desk.toml: at which shares of a window reminders fall, and how many there are at most."""

    shares: tuple[float, ...] = (0.5, 0.8, 1.0)
    """Shares of the target, in rising order; 1.0 is the end itself."""
    repeat_every: float = 1.0
    """After the last share: a reminder each time this further share has passed."""
    most: int = 5
    """Reminders per window, all rungs together."""
    per_person_per_hour: int = 6
    """More than these wait and are folded into one list."""

    def __post_init__(self) -> None:
        if list(self.shares) != sorted(set(self.shares)) or any(share <= 0 for share in self.shares):
            raise ValueError(
                "The shares of the nag ladder must be above 0 and rising, such as [0.5, 0.8, 1.0]."
            )
        if self.repeat_every <= 0 or self.most < 0 or self.per_person_per_hour < 1:
            raise ValueError(
                "In the nag ladder repeat_every must be above 0, most 0 or more, and per_person_per_hour 1 or more."
            )


@dataclass(frozen=True)
class Rung:
    """One reminder: its number from 1, the share of the window it stands for, its instant and addressee."""

    number: int
    share: float
    at: datetime
    to: Addressee


def rungs(window: Window, ladder: Ladder) -> tuple[Rung, ...]:
    """Every reminder of a window, earliest first; none once it is met or while its end is unknown.

    Rungs are counted on the window's own clock, so those of a working-time window never fall in closed
    time. Two rungs at one instant are one, the higher. A network's closing time is final: it has no rungs
    after 1.0, and those before come early enough for a team that goes home.
    """
    return tuple(rising(window, ladder))


def rising(window: Window, ladder: Ladder) -> Iterator[Rung]:
    """The same, each worked out only when it is asked for: most who ask need the first alone."""
    if window.met_at is not None or window.due_at is None:
        return
    below: Rung | None = None
    for number, share in enumerate(_shares(window, ladder), start=1):
        at = _instant(window, share)
        if at is None:
            break
        if below is not None and at > below.at:
            yield below
        below = Rung(number, share, max(at, below.at) if below else at, _addressee(number))
    if below is not None:
        yield below


def first_at(window: Window, ladder: Ladder) -> datetime | None:
    """The instant of the first reminder, without working out the others."""
    shares = _shares(window, ladder)
    if window.met_at is not None or window.due_at is None or not shares:
        return None
    return _instant(window, shares[0])


def _shares(window: Window, ladder: Ladder) -> list[float]:
    if window.name is WindowName.NETWORK_CLOSE:
        return [share for share in ladder.shares if share <= 1][: ladder.most]
    shares = list(ladder.shares[: ladder.most])
    last = shares[-1] if shares else 0.0
    return shares + [last + ladder.repeat_every * n for n in range(1, ladder.most - len(shares) + 1)]


def _instant(window: Window, share: float) -> datetime | None:
    """When a share has passed; None if a pause without an end, or more than a year of closed time, is before it."""
    step = max(window.target_seconds, LEAST_STEP_SECONDS)
    seconds = window.target_seconds + (share - 1) * step if share > 1 else share * window.target_seconds
    try:
        at = window.at(seconds)
    except NoOpeningError:
        return None
    if window.name is WindowName.NETWORK_CLOSE and share < 1 and at is not None:
        return _brought_forward(at, window)
    return at


def _brought_forward(at: datetime, window: Window) -> datetime:
    """The same instant, or shortly before the team last goes home ahead of it; never before the opening."""
    if window.hours.is_open(at):
        return at
    closing = window.hours.last_open(at)
    if closing is None or closing <= window.opened_at:
        return at
    return max(window.opened_at, closing - BEFORE_CLOSING)


def _addressee(number: int) -> Addressee:
    return (Addressee.OWNER, Addressee.CHANNEL, Addressee.LEAD)[min(number, 3) - 1]


def next_rung(window: Window, ladder: Ladder, fired: int) -> Rung | None:
    """The first rung above number `fired` (0: none fired yet); its instant may have passed. None: no more."""
    return next((rung for rung in rungs(window, ladder) if rung.number > fired), None)


def deliver_at(at: datetime, addressee: Calendar, *, urgent: bool) -> datetime:
    """When to deliver a reminder that falls at `at`: at once if urgent, else when the addressee is at work.

    Raises NoOpeningError for an addressee who is not at work in the next 400 days.
    """
    return at if urgent else addressee.next_opening(at)


def may_nag(sent: Iterable[datetime], now: datetime, most: int) -> bool:
    """Whether one more reminder to this person is polite: fewer than `most` in the hour up to now."""
    hour_ago = now - timedelta(hours=1)
    return sum(hour_ago < at <= now for at in sent) < most


def for_nobody(rung: Rung) -> Rung:
    """The rung for a ticket nobody has claimed: there is no owner to ask, so the channel hears it."""
    return replace(rung, to=Addressee.CHANNEL) if rung.to is Addressee.OWNER else rung
