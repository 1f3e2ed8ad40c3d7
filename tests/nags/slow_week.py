"""An independent model of the ladder: minute by minute, with nothing of the desk's in it.

Hours are Monday to Friday, 9 to 17 UTC, the targets the built-in ones. Events fall on whole minutes, sweeps on half
ones, so that there is never a question which came first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
FIRST = {"urgent": 10, "normal": 30, "low": 30}
RESOLUTION = 120


@dataclass
class Life:
    """What happened to one ticket. `events` are (when, what, who or until when), in order."""

    number: int
    opened_at: datetime
    urgency: str
    events: list[tuple[datetime, str, object]] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Reminder:
    ticket: int
    window: str
    rung: int
    fired_at: datetime
    addressee: str


def is_open(at: datetime) -> bool:
    return at.weekday() < 5 and 9 <= at.hour < 17


def marks(target: int) -> list[float]:
    """Minutes of the window's clock at which the rungs fall."""
    step = max(target, 10)
    return [0.5 * target, 0.8 * target, target, target + step, target + 2 * step]


@dataclass
class _Window:
    name: str
    target: int
    used: int = 0
    reached: dict[int, datetime] = field(default_factory=dict)
    fired: set[int] = field(default_factory=set)

    def tick(self, at: datetime) -> None:
        """One minute of open, unpaused time has passed until `at`."""
        self.used += 1
        for rung, mark in enumerate(marks(self.target), start=1):
            if rung not in self.reached and self.used >= mark:
                late = self.used - mark
                self.reached[rung] = at - timedelta(minutes=late)


def reminders(life: Life, sweeps: list[datetime], until: datetime) -> list[Reminder]:
    """Every reminder of one ticket, given when the desk looked."""
    state = _State(life)
    due = iter(sorted(at for at in sweeps if at > life.opened_at))
    sweep = next(due, None)
    at = life.opened_at
    while at < until:
        state.happen(at)
        following = at + MINUTE
        state.minute(at, following)
        while sweep is not None and sweep < following:
            state.look(sweep)
            sweep = next(due, None)
        at = following
    return sorted(state.found)


class _State:
    def __init__(self, life: Life) -> None:
        self.life = life
        self.events = list(life.events)
        self.owner = ""
        self.asleep_until = life.opened_at
        self.our_turn, self.closed = True, False
        self.windows = [_Window("first_response", FIRST[life.urgency]), _Window("resolution", RESOLUTION)]
        self.found: list[Reminder] = []

    def happen(self, at: datetime) -> None:
        while self.events and self.events[0][0] <= at:
            _, what, more = self.events.pop(0)
            getattr(self, what)(at, more)

    def claim(self, at: datetime, who: object) -> None:
        """Whoever claims while the customer is to answer takes the turn back."""
        self.owner, self.asleep_until, self.our_turn = str(who), at, True

    def release(self, _at: datetime, _more: object) -> None:
        self.owner = ""

    def snooze(self, _at: datetime, until: object) -> None:
        assert isinstance(until, datetime)
        self.asleep_until = until

    def resolve(self, _at: datetime, _more: object) -> None:
        self.closed = True

    def answer(self, at: datetime, _more: object) -> None:
        self.our_turn, self.asleep_until = False, at
        self.windows = [one for one in self.windows if one.name == "resolution"]

    def hear(self, at: datetime, _more: object) -> None:
        self.our_turn, self.asleep_until = True, at
        self.windows.append(_Window("next_response", FIRST[self.life.urgency]))

    def minute(self, at: datetime, following: datetime) -> None:
        if self.closed or not self.our_turn or at < self.asleep_until or not is_open(at):
            return
        for window in self.windows:
            window.tick(following)

    def look(self, now: datetime) -> None:
        """The desk looks, half a minute into the minute that `minute` has just counted."""
        if self.closed or not self.our_turn:
            return
        urgent = self.life.urgency == "urgent"
        for window in self.windows:
            for rung, at in window.reached.items():
                if rung in window.fired or at > now or not (urgent or is_open(now)):
                    continue
                window.fired.add(rung)
                to = "lead" if rung > 2 else "channel" if rung == 2 or not self.owner else self.owner
                self.found.append(Reminder(self.life.number, window.name, rung, now, to))
