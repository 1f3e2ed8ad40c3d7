"""Open time as a line of half-open intervals on the instant line, and fast counting along it.

`Calendar` (in `bot.rules.hours`) says when a team is open in local words; this file turns local wall-clock
times into instants, joins the intervals of all teams, and answers "how much open time lies between" and
"when has so much open time passed". Everything in here is in whole microseconds since 1970 (UTC), so that
counting forth and back gives exactly the same instant, whatever daylight saving does to the wall clock.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[int, int]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
DAY = 86_400 * SECOND

PAGE = 28 * DAY
"""Open time is worked out and kept in pages of four weeks: a lookup needs one, rarely two."""

HORIZON = 400 * DAY
"""How far ahead open time is looked for: a little over a year, so that a yearly closure is no obstacle."""

_MARGIN_BEFORE, _MARGIN_AFTER = 3, 2
"""A page needs the local days around it: a day may begin 14 h early or 12 h late, and a shift may last a day."""


_FIRST_YEAR, _LAST_YEAR = 1900, 9000


class NoOpeningError(ValueError):
    """No (or not enough) open time within the horizon of 400 days."""


def micros(at: datetime) -> int:
    """An instant as microseconds since 1970. A datetime without a zone is refused: it names no instant."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone. Add one, such as +00:00.")
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(f"{at.isoformat()} is too far away to count from. Use a year from 1900 to 9000.")
    return (at - EPOCH) // MICROSECOND


def moment(at: int) -> datetime:
    """Microseconds since 1970 as a UTC datetime."""
    return EPOCH + timedelta(microseconds=at)


def local_instant(day: date, at: time, zone: ZoneInfo, *, last: bool) -> int:
    """The instant at which a wall clock in `zone` shows `at` on `day`.

    Where the clock shows that time twice (autumn) `last` chooses the second; where it never shows it
    (spring) the instant of the jump is meant: a shift from 02:30 then begins when the clock jumps to 03:00.
    """
    wall = datetime.combine(day, at)
    first = micros(wall.replace(tzinfo=zone, fold=0))
    second = micros(wall.replace(tzinfo=zone, fold=1))
    if first > second:
        return _jump(second, first, zone)
    return second if last else first


def _jump(before: int, after: int, zone: ZoneInfo) -> int:
    """The instant in (before, after] at which the zone's offset changes, to the second."""
    old = moment(before).astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        if moment(middle).astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as sorted intervals that neither overlap nor touch; empty ones are dropped."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True)
class _Page:
    """The open intervals of four weeks; `before[i]` is the open time on this page before interval i."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int

    @classmethod
    def of(cls, intervals: list[Interval]) -> _Page:
        before, total = [], 0
        for start, end in intervals:
            before.append(total)
            total += end - start
        return cls(tuple(s for s, _ in intervals), tuple(e for _, e in intervals), tuple(before), total)

    def open_until(self, at: int) -> int:
        """Open time on this page before `at`."""
        i = bisect_right(self.starts, at) - 1
        return 0 if i < 0 else self.before[i] + min(at, self.ends[i]) - self.starts[i]

    def instant(self, amount: int) -> int:
        """The first instant by which `amount` (> 0, ≤ total) of this page's open time has passed."""
        i = bisect_left(self.before, amount) - 1
        return self.starts[i] + amount - self.before[i]


class Timeline:
    """Counts open time. `shifts_on(day)` gives the open intervals of all shifts that begin on a local day.

    Pages are worked out when first needed and kept; the answers depend on `shifts_on` alone.
    """

    def __init__(self, shifts_on: Callable[[date], Iterable[Interval]]) -> None:
        self._shifts_on = shifts_on
        self._pages: dict[int, _Page] = {}

    def _page(self, number: int) -> _Page:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = _Page.of(self._open_on_page(number))
        return page

    def _open_on_page(self, number: int) -> list[Interval]:
        begin, end = number * PAGE, (number + 1) * PAGE
        first = moment(begin).date() - timedelta(days=_MARGIN_BEFORE)
        days = (first + timedelta(days=n) for n in range(PAGE // DAY + _MARGIN_BEFORE + _MARGIN_AFTER))
        shifts = (shift for day in days for shift in self._shifts_on(day))
        return merged((max(start, begin), min(stop, end)) for start, stop in shifts)

    def between(self, start: int, end: int) -> int:
        """Open time between two instants; 0 when `end` is not after `start`."""
        if end <= start:
            return 0
        first, last = start // PAGE, end // PAGE
        whole = sum(self._page(number).total for number in range(first, last))
        return whole + self._page(last).open_until(end) - self._page(first).open_until(start)

    def after(self, start: int, amount: int) -> int:
        """The first instant by which `amount` of open time has passed since `start`."""
        if amount <= 0:
            return start
        number, need = start // PAGE, amount
        need += self._page(number).open_until(start)
        while need > self._page(number).total:
            need -= self._page(number).total
            number += 1
            if number * PAGE - start > HORIZON:
                raise NoOpeningError(
                    "There is not enough working time in the 400 days ahead. Shorten the target or open more hours."
                )
        return self._page(number).instant(need)

    def is_open(self, at: int) -> bool:
        """Whether any shift covers the instant; its beginning counts, its end does not."""
        page = self._page(at // PAGE)
        i = bisect_right(page.starts, at) - 1
        return i >= 0 and at < page.ends[i]

    def opening(self, at: int) -> int:
        """The first open instant at or after `at`: `at` itself while open."""
        return at if self.is_open(at) else self.after(at, 1) - 1

    def closing(self, at: int) -> int | None:
        """The end of the open stretch that `at` lies in; None while closed, or if it never ends."""
        if not self.is_open(at):
            return None
        end = at
        for start, stop in self._ahead(at):
            if start > end:
                return end
            end = max(end, stop)
        return None

    def last_open(self, at: int) -> int | None:
        """The end of the last open time before `at` (`at` itself if open right before it), or None."""
        for number in range(at // PAGE, (at - HORIZON) // PAGE - 1, -1):
            page = self._page(number)
            i = bisect_left(page.starts, at) - 1
            if i >= 0:
                return min(at, page.ends[i])
        return None

    def _ahead(self, at: int) -> Iterator[Interval]:
        for number in range(at // PAGE, (at + HORIZON) // PAGE + 1):
            page = self._page(number)
            yield from zip(page.starts, page.ends, strict=True)
