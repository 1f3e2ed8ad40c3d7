"""Does a reply promise to come back, and when would be the time to keep it?

Found in English, Thai, Persian, Chinese, Russian, German, Spanish, French and Portuguese, whatever the reply
is said to be written in. The answer is a suggestion for a person to accept, change or decline, so a missed
promise weighs more than a needless offer; but an offer that waits for the customer is not taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.rules.hours import Calendar
from bot.rules.promise_words import (
    AFTERNOON,
    CLOCKS,
    CONDITIONS,
    LONE_UNIT,
    NEXT_WEEK,
    NUMBERS,
    PROMISES,
    TODAY,
    TOMORROW,
    UNITS,
    UNSPACED_NUMBERS,
    WEEKDAYS,
    compiled,
)

_NOON, _HOURS, _MINUTES = 12, 24, 60
MORNING = timedelta(hours=2)
"""A promise for a day without an hour is to be kept within the first two working hours of that day."""

_PROMISES = {language: [compiled(p) for p in patterns] for language, patterns in PROMISES.items()}
_CONDITION = compiled("|".join(CONDITIONS))
_NUMBER = {value: compiled(rf"^(?:{words})$") for value, words in NUMBERS.items()}
_COUNT = (
    rf"((?<!\d)\d{{1,3}}(?!\d)|(?<!\w)(?:{'|'.join(NUMBERS.values())})(?=[\s-])|{UNSPACED_NUMBERS})[\s-]*"
)
_TIMES = [
    *((unit, compiled(_COUNT + rf"(?:{words})")) for unit, words in UNITS.items()),
    *((unit, compiled(words)) for unit, words in LONE_UNIT.items()),
    ("tomorrow", compiled(TOMORROW)),
    ("today", compiled(TODAY)),
    ("next_week", compiled(NEXT_WEEK)),
    *((f"weekday {number}", compiled(words)) for number, words in enumerate(WEEKDAYS)),
]
_CLOCKS = [compiled(pattern) for pattern in CLOCKS]
_SENTENCE = re.compile(
    r"(?:[^.!?。！？؟\n]|(?<=[\d\s][ap])\.(?=m)|(?<=[ap]\.m)\.(?=\s[a-z]))+[.!?。！？؟\n]*"  # 9 a.m. ends no sentence
)


@dataclass(frozen=True)
class Promise:
    """A promise found. `when` holds the words that name a time, "" if none do; `follow_up_at` is a suggestion in UTC."""

    phrase: str
    language: str
    when: str
    follow_up_at: datetime


@dataclass(frozen=True)
class _When:
    """`clock` is the time of day that is named beside the day, if any; `kind` "" where only that is."""

    kind: str
    count: int
    words: str
    clock: time | None = None


def find_promise(text: str, sent_at: datetime, calendar: Calendar, zone: ZoneInfo) -> Promise | None:
    """The first promise in a reply sent at `sent_at`; days are those of a wall clock in `zone`.

    The time is looked for in the same sentence, then in the next one; without any it is the end of the next
    working day. May raise NoOpeningError for a calendar with no hours in the 400 days ahead.
    """
    sentences = [match.group() for match in _SENTENCE.finditer(text)]
    for sentence, following in pairwise([*sentences, ""]):
        for language, match in _matches(sentence):
            when = _time_near(sentence, match.end()) or _time_near(following, 0)
            at = _follow_up(when, sent_at, calendar, zone)
            return Promise(match.group().strip(), language, when.words if when else "", at)
    return None


def _matches(sentence: str) -> Iterator[tuple[str, re.Match[str]]]:
    if _CONDITION.search(sentence):
        return
    for language, patterns in _PROMISES.items():
        for pattern in patterns:
            if match := pattern.search(sentence):
                yield language, match


def _time_near(sentence: str, place: int) -> _When | None:
    """The time named closest to a place in the sentence; of two in one place the more exact, listed first."""
    clock, words = _clock(sentence)
    rest = (
        sentence.replace(words, " " * len(words)) if words else sentence
    )  # "à 10 h" is no span of ten hours
    found = [(kind, match) for kind, pattern in _TIMES for match in pattern.finditer(rest)]
    if not found:
        return _When("", 1, words, clock) if clock else None
    kind, match = min(found, key=lambda one: abs(one[1].start() - place))
    return _When(kind, _count(match), match.group().strip(), clock)


def _clock(sentence: str) -> tuple[time | None, str]:
    """The time of day that a sentence names, with its words."""
    for match in (match for pattern in _CLOCKS for match in pattern.finditer(sentence)):
        parts = match.groupdict()
        hour, minute = int(parts["h"]), int(parts["m"] or 0)
        if (parts.get("half") or "").lower() in AFTERNOON and hour < _NOON:
            hour += _NOON
        if hour < _HOURS and minute < _MINUTES:
            return time(hour, minute), match.group().strip()
    return None, ""


def _count(match: re.Match[str]) -> int:
    if not match.re.groups:
        return 1
    word = match.group(1)
    if word.isdecimal():  # of any script: ۲۴, ๒๔, 24
        return max(1, int(word))
    return next((value for value, pattern in _NUMBER.items() if pattern.match(word)), 1)


def _follow_up(when: _When | None, sent_at: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    today = sent_at.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    day: date | None = None
    match when.kind.split() if when else []:
        case ["today"]:
            day, at = today, _end_of_working_day(today, calendar, zone, not_before=sent_at)
        case ["tomorrow"]:
            day, at = tomorrow, _morning(tomorrow, calendar, zone)
        case ["weekday", number]:
            day = tomorrow + timedelta(days=(int(number) - tomorrow.weekday()) % 7)
            at = _morning(day, calendar, zone)
        case ["next_week"]:
            at = _end_of_working_day(today + timedelta(days=7 - today.weekday()), calendar, zone)
        case ["working_day"] if when:
            at = _working_days_on(when.count, today, calendar, zone)
        case [unit] if when:
            clock = zone if unit in {"days", "weeks"} else UTC  # in three days is at the same time of day
            at = _at_work(sent_at, sent_at.astimezone(clock) + timedelta(**{unit: when.count}), calendar)
        case _:
            at = _end_of_working_day(tomorrow, calendar, zone)
            if when and when.clock:
                day = today if datetime.combine(today, when.clock, zone) > sent_at else tomorrow
    if when is None or when.clock is None or day is None:
        return at
    exactly = datetime.combine(day, when.clock, zone)
    return _at_work(sent_at, exactly, calendar) if exactly > sent_at else at


def _at_work(sent_at: datetime, at: datetime, calendar: Calendar) -> datetime:
    """The same instant, or the last before it at which somebody is there to keep the promise."""
    if calendar.is_open(at):
        return at
    before = calendar.last_open(at)
    return before if before is not None and before > sent_at else calendar.next_opening(at)


def _morning(day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    return calendar.add_working(calendar.next_opening(_midnight(day, zone)), MORNING.total_seconds())


def _end_of_working_day(
    day: date, calendar: Calendar, zone: ZoneInfo, not_before: datetime | None = None
) -> datetime:
    """The end of the first day from `day` on that has working time (after `not_before`)."""
    start = max(_midnight(day, zone), not_before or _midnight(day, zone))
    opening = calendar.next_opening(start)
    midnight = _midnight(opening.astimezone(zone).date() + timedelta(days=1), zone)
    return calendar.last_open(midnight) or opening


def _working_days_on(count: int, today: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The end of the `count`th working day after today."""
    day = today
    for _ in range(count):
        day = calendar.next_opening(_midnight(day + timedelta(days=1), zone)).astimezone(zone).date()
    return _end_of_working_day(day, calendar, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone)
