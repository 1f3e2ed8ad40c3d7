"""An independent, slow model of working time: it looks at every minute's wall clock and counts.

It knows nothing of offsets, folds or intervals. A shift from S to E is open at a minute if the wall clock has
shown S or later by then, and will show a time before E then or later: the plain meaning of "from S to E",
which also settles the times a clock skips or shows twice.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from bot.rules.hours import DAYS, Team

MINUTE = timedelta(minutes=1)
PAD = 3 * 24 * 60


def open_minutes(teams: tuple[Team, ...], start: datetime, minutes: int) -> list[bool]:
    """Whether any team is open in each of the minutes from `start` (a whole minute)."""
    opened = [False] * minutes
    for team in teams:
        for minute, is_open in enumerate(_team_minutes(team, start.astimezone(UTC), minutes)):
            opened[minute] |= is_open
    return opened


def _team_minutes(team: Team, start: datetime, minutes: int) -> list[bool]:
    zone = ZoneInfo(team.zone)
    walls = [(start + n * MINUTE).astimezone(zone).replace(tzinfo=None) for n in range(-PAD, minutes + PAD)]
    shown_by_then = list(accumulate(walls, max))
    shown_from_then = list(accumulate(reversed(walls), min))[::-1]
    opened = [False] * minutes
    for day in sorted({wall.date() for wall in walls}):
        for begin, end in _wall_shifts(team, day):
            for n in range(minutes):
                if shown_by_then[n + PAD] >= begin and shown_from_then[n + PAD] < end:
                    opened[n] = True
    return opened


def _wall_shifts(team: Team, day: date) -> list[tuple[datetime, datetime]]:
    if day in team.holidays | team.closed_days:
        return []
    found = []
    for shift in team.shifts:
        if DAYS[day.weekday()] in shift.days:
            over_midnight = timedelta(days=1 if shift.end <= shift.start else 0)
            found.append(
                (datetime.combine(day, shift.start), datetime.combine(day + over_midnight, shift.end))
            )
    return found


def slow_add(opened: list[bool], working_minutes: int) -> int | None:
    """After how many minutes so many open ones have passed; None if the list ends before."""
    left = working_minutes
    for n, is_open in enumerate(opened):
        if left == 0:
            return n
        left -= is_open
    return len(opened) if left == 0 else None
