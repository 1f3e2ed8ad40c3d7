"""The stretch of time a question is about: "today", "7d", "30d", "2026-03-01..2026-03-07"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.refusal import Refusal
from bot.rules.timeline import local_instant, moment

DEFAULT = "7d"
WRONG = "“{words}” is no period. Write today, 7d, 30d, or two days such as 2026-03-01..2026-03-07."
BACKWARDS = "That period ends before it begins. Write the earlier day first."
TOO_LONG = "That is more than {days} days. Ask for a shorter period."
MOST_DAYS = 400
_DAYS = re.compile(r"(\d{1,3})d")


@dataclass(frozen=True)
class Period:
    """From `start` until just before `end`. `words` is how a person would ask for it again."""

    words: str
    start: datetime
    end: datetime

    @property
    def title(self) -> str:
        """The end of a heading: "of the last 7 days", "today", "of 2026-03-01 to 2026-03-07"."""
        if found := _DAYS.fullmatch(self.words):
            return f"of the last {found[1]} days" if found[1] != "1" else "of the last day"
        return f"of {self.words.replace('..', ' to ')}" if self.words[:1].isdecimal() else self.words

    @property
    def days(self) -> int:
        """How many days it touches."""
        return max(1, -(-(self.end - self.start) // timedelta(days=1)))


def period(words: str, zone: ZoneInfo, now: datetime) -> Period | Refusal:
    """The period people mean. Days are those of `zone`; today counts as a day and ends now.

    `7d` is today and the six days before; `from..to` holds both days in full.
    """
    words = words.strip().casefold() or DEFAULT
    today = now.astimezone(zone).date()
    if words == "today":
        return Period(words, _midnight(today, zone), now)
    if found := _DAYS.fullmatch(words):
        return _last_days(int(found[1]), words, zone, now)
    first, dots, last = words.partition("..")
    try:
        begin, finish = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError:
        return Refusal(WRONG.format(words=words[:40]))
    if finish < begin:
        return Refusal(BACKWARDS)
    if (finish - begin).days >= MOST_DAYS:
        return Refusal(TOO_LONG.format(days=MOST_DAYS))
    return Period(words, _midnight(begin, zone), _midnight(finish + timedelta(days=1), zone))


def _last_days(days: int, words: str, zone: ZoneInfo, now: datetime) -> Period | Refusal:
    if not 1 <= days <= MOST_DAYS:
        return Refusal(TOO_LONG.format(days=MOST_DAYS))
    return Period(words, _midnight(now.astimezone(zone).date() - timedelta(days=days - 1), zone), now)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return moment(local_instant(day, time(0), zone, last=False))
