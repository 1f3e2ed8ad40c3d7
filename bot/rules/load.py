"""When tickets come in: each hour of each weekday, on a wall clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.rules.figures import Case
from bot.rules.hours import DAYS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 24


@dataclass(frozen=True)
class Load:
    """How many tickets came in at each hour (0 to 23) of each weekday (Monday first), on a wall clock."""

    cells: tuple[tuple[int, ...], ...] = ((0,) * HOURS,) * len(DAYS)

    @property
    def by_hour(self) -> tuple[int, ...]:
        """Each hour, whatever the day."""
        return tuple(map(sum, zip(*self.cells, strict=True)))

    @property
    def by_weekday(self) -> tuple[int, ...]:
        """Each weekday, whatever the hour."""
        return tuple(map(sum, self.cells))

    @property
    def busiest(self) -> tuple[int, str] | None:
        """The hour and the weekday with the most tickets; None where there were none."""
        if not any(self.by_hour):
            return None
        hour = max(range(HOURS), key=self.by_hour.__getitem__)
        return hour, DAYS[max(range(len(DAYS)), key=self.by_weekday.__getitem__)]


def load(cases: Iterable[Case], zone: ZoneInfo) -> Load:
    """When tickets came in."""
    cells = [[0] * HOURS for _day in DAYS]
    for case in cases:
        local = case.opened_at.astimezone(zone)
        cells[local.weekday()][local.hour] += 1
    return Load(tuple(map(tuple, cells)))


def together(several: Iterable[Load]) -> Load:
    """When the tickets of several stretches came in, together."""
    days = zip(*(one.cells for one in several), strict=True)
    cells = tuple(tuple(map(sum, zip(*day, strict=True))) for day in days)
    return Load(cells) if cells else Load()
