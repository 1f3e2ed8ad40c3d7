"""What a period adds up to. Days that are over are added up once, and kept while the record names nothing in them.

Every change of a ticket stands in the record (P9), whose entries follow each other in one line: those that came
since say which tickets changed, and so which days must be added up anew. Only the windows that still run are looked
at each time, since time alone may end them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.desk import gathering
from bot.desk.context import Desk
from bot.desk.kept_days import Kept, Stretch
from bot.rules import counting
from bot.rules.counting import Tally
from bot.rules.load import Load
from storage import changes, people

DAY = timedelta(days=1)
MOST_DAYS = 100
"""How many days are kept; a day with a thousand tickets takes about a quarter of a megabyte."""
MOST_ENTRIES = 5_000
"""After so many entries of the record it is quicker to add everything up anew."""


def of(desk: Desk, session: Session, start: datetime, end: datetime, now: datetime) -> list[Tally]:
    """The tallies that make up a period."""
    zone = ZoneInfo(desk.policy.calendar.teams[0].zone)
    with desk.kept.lock:
        _catch_up(desk.kept, session)
        return list(_tallies(desk, session, list(_days(start, end)), zone, now))


def _days(start: datetime, end: datetime) -> Iterator[Stretch]:
    """The period day by day; the last one may be shorter."""
    while start < end:
        yield start, min(start + DAY, end)
        start += DAY


def _tallies(
    desk: Desk, session: Session, days: Iterable[Stretch], zone: ZoneInfo, now: datetime
) -> Iterator[Tally]:
    undecided: defaultdict[str, set[int]] = defaultdict(set)
    for first, last in days:
        if last - first < DAY or last > now:
            yield _added_up(desk, session, (first, last), zone, now)
            continue
        day = _kept_day(desk, session, (first, last), zone, now)
        for key, numbers in day.undecided.items():
            undecided[key] |= numbers
        yield day
    running = set[int]().union(*undecided.values())
    if running:
        cases = gathering.running(desk, session, running, now)
        yield Tally({}, [], Load(), as_of_now=counting.as_of_now(cases, undecided))


def _kept_day(desk: Desk, session: Session, day: Stretch, zone: ZoneInfo, now: datetime) -> Tally:
    days = desk.kept.days
    if day not in days:
        days[day] = _added_up(desk, session, day, zone, now)
        if len(days) > MOST_DAYS:
            days.popitem(last=False)
    days.move_to_end(day)
    return days[day]


def _added_up(desk: Desk, session: Session, stretch: Stretch, zone: ZoneInfo, now: datetime) -> Tally:
    return counting.tally(gathering.material(desk, session, *stretch, now), zone)


def _catch_up(kept: Kept, session: Session) -> None:
    """Forget the days of what changed since they were added up."""
    teams = {person.id: person.team for person in people.everyone(session)}
    since = changes.changed_since(session, kept.seq, MOST_ENTRIES) if kept.days else None
    if since is None or since.all_new or teams != kept.teams:
        kept.days.clear()
        kept.seq = since.seq if since else changes.newest_entry(session)
    else:
        kept.drop(changes.counted_at(session, since.tickets))
        kept.seq = since.seq
    kept.teams = teams
