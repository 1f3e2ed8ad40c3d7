"""Response windows: the time within which something must happen, with its pauses, state and explanation.

A `Window` keeps only what is given (opening, target, pauses, hours); when it is due follows from these, so
the two can never disagree. Nothing here knows what time it is: `now` is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.rules.hours import ROUND_THE_CLOCK, Calendar
from bot.rules.spans import span, stamp, working_span
from bot.rules.timeline import SECOND, Interval, merged, micros, moment
from storage.words import PauseKind

__all__ = [
    "Clock",
    "Pause",
    "PauseKind",
    "Window",
    "WindowName",
    "WindowState",
    "counted",
    "explain",
    "explanation",
    "runs_out",
]

DUE_SOON_SHARE = 0.8
"""From here on a window is "due soon": the same point at which the channel is nagged by default."""

_FOREVER = 2**62


class WindowName(StrEnum):
    """What must happen within a window."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    APPROVAL = "approval"
    NETWORK_CLOSE = "network_close"
    FOLLOW_UP = "follow_up"


class Clock(StrEnum):
    """Which time a window counts: only while a team is open, or all of it."""

    WORKING = "working"
    WALL = "wall"


class WindowState(StrEnum):
    """How a window stands, in the words people read."""

    ON_TIME = "on time"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


LABELS = {
    WindowName.FIRST_RESPONSE: "First response",
    WindowName.NEXT_RESPONSE: "Next response",
    WindowName.RESOLUTION: "Resolution",
    WindowName.APPROVAL: "Approval",
    WindowName.NETWORK_CLOSE: "Private messages close",
    WindowName.FOLLOW_UP: "Promised follow-up",
}

PAUSE_WORDS = {
    PauseKind.CUSTOMERS_TURN: "waiting for the customer",
    PauseKind.SNOOZED: "snoozed",
    PauseKind.NETWORK_DOWN: "the network was down",
}


@dataclass(frozen=True)
class Pause:
    """A stretch in which the clock stands still. `end` None: it still does, and nobody knows until when."""

    kind: PauseKind
    start: datetime
    end: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether the clock stands still at an instant; the end itself is running again."""
        return micros(self.start) <= micros(at) and (self.end is None or micros(at) < micros(self.end))

    @property
    def seconds(self) -> float | None:
        """How long it lasted in real time; None while it lasts."""
        return None if self.end is None else (micros(self.end) - micros(self.start)) / SECOND


def _stopped(opened: int, pauses: Iterable[Pause]) -> list[Interval]:
    """When the clock stands still after `opened`; overlapping pauses count once."""
    ends = ((pause.start, _FOREVER if pause.end is None else micros(pause.end)) for pause in pauses)
    return merged((max(opened, micros(start)), end) for start, end in ends)


def runs_out(
    hours: Calendar, opened_at: datetime, seconds: float, pauses: Iterable[Pause]
) -> datetime | None:
    """When `seconds` of open, unpaused time have passed; None while a pause without an end stops the clock."""
    line, at, left = hours.timeline, micros(opened_at), round(seconds * SECOND)
    for start, end in _stopped(at, pauses):
        worked = line.between(at, start)
        if left <= worked:
            break
        if end == _FOREVER:
            return None
        at, left = end, left - worked
    return moment(line.after(at, left))


def counted(hours: Calendar, start: datetime, end: datetime, pauses: Iterable[Pause]) -> float:
    """Seconds of open, unpaused time between two instants."""
    line, begin, stop = hours.timeline, micros(start), micros(end)
    paused = sum(line.between(a, min(b, stop)) for a, b in _stopped(begin, pauses))
    return (line.between(begin, stop) - paused) / SECOND


@dataclass(frozen=True)
class Window:
    """One window of one ticket.

    `target_seconds` are counted on `clock`; `reason` says in words which rule set them. `expected_by` is
    the instant by which customers expect an answer on the wall clock, where that is earlier than due.
    """

    name: WindowName
    opened_at: datetime
    target_seconds: float
    hours: Calendar = field(repr=False)
    clock: Clock = Clock.WORKING
    pauses: tuple[Pause, ...] = ()
    reason: str = ""
    urgent: bool = False
    expected_by: datetime | None = None
    met_at: datetime | None = None

    @property
    def counting(self) -> Calendar:
        """The calendar the target is counted on."""
        return self.hours if self.clock is Clock.WORKING else ROUND_THE_CLOCK

    @cached_property
    def due_at(self) -> datetime | None:
        """When the window ends, in UTC; None while a pause of unknown length stops the clock."""
        return self.at(self.target_seconds)

    def at(self, seconds: float) -> datetime | None:
        """When `seconds` of the window's own clock have passed since it opened, pauses left out."""
        return runs_out(self.counting, self.opened_at, seconds, self.pauses)

    @cached_property
    def working_seconds(self) -> float | None:
        """Working time from opening to due, pauses left out; None while `due_at` is."""
        return None if self.due_at is None else counted(self.hours, self.opened_at, self.due_at, self.pauses)

    @property
    def wall_seconds(self) -> float | None:
        """All the time from opening to due, pauses and nights included; None while `due_at` is."""
        return None if self.due_at is None else (self.due_at - self.opened_at).total_seconds()

    def paused(self, now: datetime) -> bool:
        """Whether the clock stands still."""
        return any(pause.covers(now) for pause in self.pauses)

    def used_seconds(self, now: datetime) -> float:
        """How much of the target has been used up; goes on past the target when overdue."""
        return counted(self.counting, self.opened_at, now, self.pauses)

    def remaining_seconds(self, now: datetime) -> float:
        """What is left of the target on the window's own clock; negative when overdue."""
        return self.target_seconds - self.used_seconds(now)

    def state(self, now: datetime) -> WindowState:
        """How the window stands. Overdue comes before paused: a snooze does not undo a miss."""
        if self.met_at is not None:
            return (
                WindowState.MET if self.due_at is None or self.met_at <= self.due_at else WindowState.MISSED
            )
        if self.due_at is not None and now >= self.due_at:
            return WindowState.OVERDUE
        if self.paused(now):
            return WindowState.PAUSED
        soon = self.used_seconds(now) >= DUE_SOON_SHARE * self.target_seconds
        return WindowState.DUE_SOON if soon else WindowState.ON_TIME

    def countdown(self, now: datetime) -> str:
        """A few words for the card: "due in 12 min", "due in 30 min of working time", "3 min over"."""
        state = self.state(now)
        if self.met_at is not None:
            return "in time" if state is WindowState.MET else f"{self._amount(self.met_at)} late"
        if state is WindowState.OVERDUE:
            return f"{self._amount(now)} over"
        if state is WindowState.PAUSED:
            return f"paused, {self._amount(now)} left"
        return f"due in {self._amount(now)}"

    def _amount(self, now: datetime) -> str:
        """What is left or over, named as working time wherever that is not what a wall clock shows."""
        left = self.remaining_seconds(now)
        on_wall = None if self.due_at is None else (self.due_at - now).total_seconds()
        if self.clock is Clock.WORKING and (on_wall is None or abs(left - on_wall) >= 1):
            return f"{working_span(left)} of working time"
        return span(left)


def explain(window: Window, zone: ZoneInfo) -> str:
    """The window in plain words for a reader in `zone`: start, target, every pause, and when it is due."""
    started, *rest = explanation(window, zone)
    return " ".join([f"{LABELS[window.name]}: {started[0].lower()}{started[1:]}", *rest])


def explanation(window: Window, zone: ZoneInfo) -> list[str]:
    """The same as a sentence for each fact."""
    lines = [
        f"The clock started {stamp(window.opened_at, zone)} ({zone.key}).",
        f"Target: {_target(window)}.",
        *(_pause_line(pause, window, zone) for pause in window.pauses),
        _due_line(window, zone),
    ]
    if window.expected_by is not None:
        lines.append(
            f"On the wall clock the customer may expect it by {stamp(window.expected_by, zone)}; "
            "too little working time lies before that, so the window runs on in working time."
        )
    if window.met_at is not None:
        word = "in time" if window.state(window.met_at) is WindowState.MET else "too late"
        lines.append(f"It was done {stamp(window.met_at, zone)}, {word}.")
    return lines


def _target(window: Window) -> str:
    if window.clock is Clock.WALL:
        words = f"{span(window.target_seconds)} on the wall clock"
    else:
        words = f"{working_span(window.target_seconds)} of working time"
    return f"{words} ({window.reason})" if window.reason else words


def _pause_line(pause: Pause, window: Window, zone: ZoneInfo) -> str:
    start = f"Paused {stamp(pause.start, zone)}"
    if pause.end is None or pause.seconds is None:
        return f"{start}, still standing still ({PAUSE_WORDS[pause.kind]})."
    wall = span(pause.seconds)
    working = working_span(window.hours.working_seconds(pause.start, pause.end))
    end = stamp(pause.end, zone)
    return (
        f"{start} to {end} ({PAUSE_WORDS[pause.kind]}): {wall} on the wall clock, {working} of working time."
    )


def _due_line(window: Window, zone: ZoneInfo) -> str:
    due, working, wall = window.due_at, window.working_seconds, window.wall_seconds
    if due is None or working is None or wall is None:
        return "It has no end while the clock stands still."
    spent = f"{working_span(working)} of working time and {span(wall)} on the wall clock after the start"
    return f"Due {stamp(due, zone)}, {spent}."
