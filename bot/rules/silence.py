"""Is a source unusually quiet? Its rhythm is learned from how many mentions came in each hour of past weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from bot.rules.spans import span

HOUR = timedelta(hours=1)

LEAST_HISTORY = timedelta(days=14)
"""Every hour of the week must have been seen twice before anything is called unusual."""


@dataclass(frozen=True)
class SilencePolicy:
    """`[silence]` of desk.toml."""

    least_expected: float = 10.0
    """An alarm needs at least so many mentions missing: with 10 expected, none at all is no accident."""
    least_hours: float = 1.0
    """No alarm before so many quiet hours."""
    quiet_factor: float = 2.0
    """A slow source is silent when quiet for this many times its longest quiet stretch so far."""


@dataclass(frozen=True)
class Rhythm:
    """What is usual: mentions per hour of the week (168, Monday 0:00 first, in `zone`) and the longest quiet stretch."""

    zone: str
    per_hour: tuple[float, ...]
    longest_quiet: timedelta

    def expected(self, start: datetime, end: datetime) -> float:
        """How many mentions usually come between two instants."""
        zone, total, at = ZoneInfo(self.zone), 0.0, start.astimezone(UTC)
        end = end.astimezone(UTC)
        while at < end:
            until = min(end, _hour(at) + HOUR)
            total += self.per_hour[_slot(at, zone)] * ((until - at) / HOUR)
            at = until
        return total


@dataclass(frozen=True)
class Silence:
    """A source that fell silent: since when, and how many mentions usually come in such a stretch."""

    since: datetime
    usual: float
    sentence: str


def learn(counts: Mapping[datetime, int], now: datetime, zone: str) -> Rhythm | None:
    """The rhythm of a source, None while there is less than two weeks of history.

    `counts` holds mentions by the (aware) beginning of the hour they came in; an hour left out had none.
    The median over the weeks is taken, so that one storm does not make every later week look silent.
    """
    busy = sorted(_hour(at) for at, count in counts.items() if count > 0)
    if not busy or now - busy[0] < LEAST_HISTORY:
        return None
    place, slots = ZoneInfo(zone), defaultdict[int, list[int]](list)
    known = {_hour(at): count for at, count in counts.items()}
    for number in range((_hour(now) - busy[0]) // HOUR):
        at = busy[0] + number * HOUR
        slots[_slot(at, place)].append(known.get(at, 0))
    quiet = max((later - earlier - HOUR for earlier, later in pairwise(busy)), default=timedelta(0))
    return Rhythm(zone, tuple(float(median(slots[n] or [0])) for n in range(24 * 7)), quiet)


def silence(
    name: str, rhythm: Rhythm | None, last_at: datetime, now: datetime, policy: SilencePolicy
) -> Silence | None:
    """Whether a source whose last mention came at `last_at` is unusually quiet; None if it is not."""
    last_at, now = last_at.astimezone(UTC), now.astimezone(UTC)
    quiet = now - last_at
    if rhythm is None or quiet < policy.least_hours * HOUR:
        return None
    usual = rhythm.expected(last_at, now)
    length = span(quiet.total_seconds())
    if usual >= policy.least_expected:
        return Silence(last_at, usual, f"Nothing from {name} for {length}, usually {usual:.0f}. {_ADVICE}")
    longest = max(rhythm.longest_quiet, HOUR)
    if quiet > policy.quiet_factor * longest:
        before = span(longest.total_seconds())
        sentence = f"Nothing from {name} for {length}; it was never quiet for longer than {before}. {_ADVICE}"
        return Silence(last_at, usual, sentence)
    return None


_ADVICE = "Please check its connection: “mentiondesk doctor” tries it."


def _hour(at: datetime) -> datetime:
    """The beginning of the hour, in UTC: the same zone everywhere keeps sums and differences in real time."""
    utc = at.astimezone(UTC)
    return utc.replace(minute=0, second=0, microsecond=0)


def _slot(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.weekday() * 24 + local.hour
