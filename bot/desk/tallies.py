"""What a period adds up to. Days that are over are added up once, and kept while the record names nothing in them.

Every change of a ticket stands in the record (P9), whose entries follow each other in one line: those that came
since say which tickets changed, and so which days must be added up anew. Only the windows that still run are looked
at each time, since time alone may end them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.rules import counting
from bot.rules.counting import Load, Tally
from storage import figures as rows
from storage import people

if TYPE_CHECKING:
    from bot.desk.context import Desk

DAY = timedelta(days=1)
MOST_DAYS = 100
"""How many days are kept; a day with a thousand tickets takes about a quarter of a megabyte."""
MOST_ENTRIES = 5_000
"""After so many entries of the record it is quicker to add everything up anew."""

Stretch = tuple[datetime, datetime]


@dataclass
class Kept:
    """The tallies of whole days, as they were after the record's entry `seq`."""

    days: OrderedDict[Stretch, Tally] = field(default_factory=OrderedDict)
    seq: int = 0
    teams: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def drop(self, moments: Iterable[datetime]) -> None:
        """Forget the days in which these instants lie."""
        instants = list(moments)
        for start, end in list(self.days):
            if any(start <= at < end for at in instants):
                del self.days[start, end]


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
    undecided: list[int] = []
    for first, last in days:
        if last - first < DAY or last > now:
            yield _added_up(desk, session, (first, last), zone, now)
            continue
        day = _kept_day(desk, session, (first, last), zone, now)
        undecided += day.undecided
        yield day
    if undecided:
        from bot.desk import gathering

        open_ones = counting.windows(gathering.undecided(desk, session, undecided, now))
        yield Tally({}, [], Load(), as_of_now=open_ones)


def _kept_day(desk: Desk, session: Session, day: Stretch, zone: ZoneInfo, now: datetime) -> Tally:
    days = desk.kept.days
    if day not in days:
        days[day] = replace(_added_up(desk, session, day, zone, now), as_of_now={})
        if len(days) > MOST_DAYS:
            days.popitem(last=False)
    days.move_to_end(day)
    return days[day]


def _added_up(desk: Desk, session: Session, stretch: Stretch, zone: ZoneInfo, now: datetime) -> Tally:
    from bot.desk import gathering

    return counting.tally(gathering.material(desk, session, *stretch, now), zone)


def _catch_up(kept: Kept, session: Session) -> None:
    """Forget the days of what changed since they were added up."""
    teams = {person.id: person.team for person in people.everyone(session)}
    since = rows.changed_since(session, kept.seq, MOST_ENTRIES) if kept.days else None
    if since is None or since.all_new or teams != kept.teams:
        kept.days.clear()
        kept.seq = since.seq if since else rows.newest_entry(session)
    else:
        kept.drop(rows.counted_at(session, since.tickets))
        kept.seq = since.seq
    kept.teams = teams
