"""Working time: who is open when, and how much of it lies between two instants.

A `Calendar` is a set of teams; each has a zone, shifts, public holidays and closed days of its own. The desk
is open while any team is (the team that is open takes over), so working time is the union of their shifts.

What a shift means, to the letter:
- It begins on each of its `days` unless that day is a holiday or a closed day of the team. A shift past
  midnight belongs to the day it begins on, so a holiday closes it whole and the night before runs out.
- Its times are those on the team's wall clock. Between them real time counts: a shift over the spring
  change is an hour shorter, over the autumn change an hour longer.
- A time the clock skips means the instant of the jump. Of a time shown twice a shift begins at the first
  and ends at the second, so that nobody who may be at work counts as away.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.timeline import SECOND, Interval, NoOpeningError, Timeline, local_instant, micros, moment

__all__ = ["DAYS", "ROUND_THE_CLOCK", "Calendar", "NoOpeningError", "Shift", "Team", "problems", "zone_named"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Shift:
    """The same hours on some days of the week.

    An `end` at or before `start` lies on the next day; 00:00 to 00:00 is the whole day.
    """

    days: tuple[str, ...] = DAYS[:5]
    """Days it begins on, as in `DAYS`."""
    start: time = time(9)
    end: time = time(17)


@dataclass(frozen=True)
class Team:
    """People who work the same hours in one zone."""

    name: str = "team"
    zone: str = "UTC"
    """IANA name, such as "Europe/Berlin"."""
    shifts: tuple[Shift, ...] = (Shift(),)
    holidays: Container[date] = frozenset()
    """Public holidays, by the team's own date."""
    closed_days: frozenset[date] = frozenset()
    """Further days off, entered by hand."""

    def shifts_on(self, day: date) -> Iterator[Interval]:
        """The team's shifts that begin on a day, as instants in microseconds since 1970."""
        if day in self.holidays or day in self.closed_days:
            return
        zone, word = ZoneInfo(self.zone), DAYS[day.weekday()]
        for shift in self.shifts:
            if word in shift.days:
                last_day = day + timedelta(days=1) if shift.end <= shift.start else day
                yield (
                    local_instant(day, shift.start, zone, last=False),
                    local_instant(last_day, shift.end, zone, last=True),
                )


@dataclass(frozen=True)
class Calendar:
    """When the desk is open. Construction raises ValueError with every sentence of `problems`.

    Instants are aware datetimes; answers are in UTC; seconds count real (not wall-clock) time.
    """

    teams: tuple[Team, ...] = (Team(),)

    def __post_init__(self) -> None:
        if found := problems(self.teams):
            raise ValueError(" ".join(found))

    @cached_property
    def timeline(self) -> Timeline:
        """The open time of all teams together, in microseconds, for counting."""
        return Timeline(self._shifts_on)

    @cached_property
    def _team_timelines(self) -> dict[str, Timeline]:
        return {team.name: Timeline(team.shifts_on) for team in self.teams}

    def _shifts_on(self, day: date) -> Iterator[Interval]:
        for team in self.teams:
            yield from team.shifts_on(day)

    def is_open(self, at: datetime) -> bool:
        """Whether any team is at work. The instant of opening is open, the instant of closing is not."""
        return self.timeline.is_open(micros(at))

    def open_teams(self, at: datetime) -> tuple[str, ...]:
        """The names of the teams at work, in the order of the calendar."""
        return tuple(name for name, line in self._team_timelines.items() if line.is_open(micros(at)))

    def working_seconds(self, start: datetime, end: datetime) -> float:
        """Seconds of working time between two instants; 0.0 when `end` is not after `start`."""
        return self.timeline.between(micros(start), micros(end)) / SECOND

    def add_working(self, start: datetime, seconds: float) -> datetime:
        """The first instant by which `seconds` of working time have passed since `start`.

        Work that ends exactly at closing ends then, not at the next opening. Raises ValueError for a
        negative number and NoOpeningError if the 400 days ahead do not hold so much working time.
        """
        if seconds < 0:
            raise ValueError(f"Working time cannot be added backwards ({seconds} s). Give 0 or more.")
        return moment(self.timeline.after(micros(start), round(seconds * SECOND)))

    def next_opening(self, at: datetime) -> datetime:
        """The first open instant at or after `at`: `at` itself while open. May raise NoOpeningError."""
        return moment(self.timeline.opening(micros(at)))

    def closes_at(self, at: datetime) -> datetime | None:
        """When the open stretch around `at` ends; None while closed, and where it never closes."""
        end = self.timeline.closing(micros(at))
        return None if end is None else moment(end)

    def last_open(self, at: datetime) -> datetime | None:
        """The end of the last working time before `at`; `at` itself if open until then."""
        end = self.timeline.last_open(micros(at))
        return None if end is None else moment(end)


def problems(teams: tuple[Team, ...]) -> list[str]:
    """Everything that makes these teams unfit for a calendar, one sentence with its cure each."""
    if not teams:
        return ["No team has any hours. Add a [[team]] with at least one shift."]
    names = [team.name for team in teams]
    twice = [
        f'Two teams are called "{name}". Give each its own name.'
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    return twice + [sentence for team in teams for sentence in _team_problems(team)]


def _team_problems(team: Team) -> Iterator[str]:
    if not _zone_exists(team.zone):
        yield f'Team "{team.name}" has an unknown zone "{team.zone}". Use a name such as "Europe/Berlin".'
    for word in sorted({day for shift in team.shifts for day in shift.days} - set(DAYS)):
        yield f'Team "{team.name}" works on an unknown day "{word}". Days are {", ".join(DAYS)}.'
    if not any(shift.days for shift in team.shifts):
        yield f'Team "{team.name}" is never open, so no window could ever end. Add a shift with at least one day.'


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises ValueError with a sentence for a name that is none."""
    if not _zone_exists(name):
        raise ValueError(f'There is no time zone "{name}". Use a name such as "Europe/Berlin".')
    return ZoneInfo(name)


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder, an absolute path, an empty name
        return False
    return True


ROUND_THE_CLOCK = Calendar((Team("round the clock", "UTC", (Shift(DAYS, time(0), time(0)),)),))
"""The clock on the wall as a calendar: windows that never stop are counted with it."""
