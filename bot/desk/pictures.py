"""The picture of a week: what the charts show, counted from the same material as the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.desk import gathering, stats
from bot.desk.context import Desk
from bot.rules.figures import Case, Material
from bot.rules.load import WEEKDAYS, Load, load
from bot.rules.periods import Period
from bot.rules.refusal import Refusal
from bot.surfaces.answers import BarChart, Chart, ChartsView, GridChart, Series

TITLE = "Charts {words}"
GLANCE, RESPONSE, TOPICS = "At a glance", "First response time", "Topics"
HOURS, WEEK = "Load by hour", "Load by weekday and hour"
GLANCE_ALT = "Tickets and answers a day. {days}."
RESPONSE_ALT = "First responses by working time taken: {bins}."
HOURS_ALT = "Tickets by hour of the day; most came in between {hour:02}:00 and {next:02}:00."
WEEK_ALT = "Tickets by hour and weekday: {days}."
TOPICS_ALT = "Tickets by topic: {topics}."
NOTHING_ALT = "Nothing was counted."
BINS = ((5, "5 min"), (10, "10 min"), (30, "30 min"), (60, "1 h"), (120, "2 h"), (480, "8 h"))
LONGER = "longer"
MOST_DAYS = 14
MOST_TOPICS = 8


def view(desk: Desk, session: Session, words: str, zone: str, now: datetime) -> ChartsView | Refusal:
    """The charts of a period."""
    asked = stats.question(words, ZoneInfo(zone), now)
    if isinstance(asked, Refusal):
        return asked
    stretch = asked.period
    material = gathering.material(desk, session, stretch.start, stretch.end, now)
    return ChartsView(TITLE.format(words=stretch.words), charts(desk, material, stretch, ZoneInfo(zone)))


def charts(desk: Desk, material: Material, stretch: Period, zone: ZoneInfo) -> tuple[Chart, ...]:
    """The week at a glance, response times against their windows, load by hour and by weekday, topics."""
    return (
        _glance(material, stretch, zone),
        _response(material.cases),
        _hours(load(material.cases, stats.zone_of(desk))),
        _week(load(material.cases, stats.zone_of(desk))),
        _topics(material.cases),
    )


def _glance(material: Material, stretch: Period, zone: ZoneInfo) -> BarChart:
    last = (stretch.end - timedelta(microseconds=1)).astimezone(zone).date()
    days = [last - timedelta(days=back) for back in range(min(stretch.days, MOST_DAYS))][::-1]
    opened = Counter(_day(one.opened_at, zone) for one in material.cases)
    sent = Counter(_day(one.sent_at, zone) for one in material.answers)
    said = "; ".join(f"{day:%a %-d %b}: {opened[day]} tickets, {sent[day]} answers" for day in days)
    series = (
        Series("tickets", tuple(opened[day] for day in days)),
        Series("answers", tuple(sent[day] for day in days)),
    )
    return BarChart(
        GLANCE, tuple(f"{day:%a} {day.day}" for day in days), series, GLANCE_ALT.format(days=said)
    )


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _response(cases: Sequence[Case]) -> BarChart:
    """How many first responses took how long, those within their window and those too late."""
    names = [name for _minutes, name in BINS] + [LONGER]
    kept, late = Counter[str](), Counter[str]()
    for case in cases:
        if case.answered_at is not None:
            taken = case.answered_worked / 60
            name = next((name for minutes, name in BINS if taken <= minutes), LONGER)
            (late if case.answer_in_time is False else kept)[name] += 1
    words = (*(f"up to {name}" for _minutes, name in BINS), LONGER)
    said = ", ".join(
        f"{word} {kept[name]} in time and {late[name]} late" for word, name in zip(words, names, strict=True)
    )
    series = (
        Series("in time", tuple(kept[name] for name in names)),
        Series("too late", tuple(late[name] for name in names)),
    )
    labels = (*(f"≤{name}" for _minutes, name in BINS), LONGER)
    return BarChart(RESPONSE, labels, series, RESPONSE_ALT.format(bins=said), stacked=True)


def _week(found: Load) -> GridChart:
    """Each hour of each weekday."""
    days = zip(WEEKDAYS, found.by_weekday, strict=True)
    said = ", ".join(f"{name} {count}" for name, count in days) if found.busiest else ""
    alt = WEEK_ALT.format(days=said) if said else NOTHING_ALT
    hours = tuple(f"{at:02}:00" for at in range(24))
    return GridChart(WEEK, tuple(name[:3] for name in WEEKDAYS), hours, found.cells, alt)


def _hours(found: Load) -> BarChart:
    hour = found.busiest[0] if found.busiest else 0
    alt = HOURS_ALT.format(hour=hour, next=(hour + 1) % 24) if found.busiest else NOTHING_ALT
    return BarChart(HOURS, tuple(f"{at:02}:00" for at in range(24)), (Series("tickets", found.by_hour),), alt)


def _topics(cases: Sequence[Case]) -> BarChart:
    topics = Counter(case.about.topic for case in cases).most_common(MOST_TOPICS)
    said = ", ".join(f"{name} {count}" for name, count in topics) or "none"
    series = (Series("tickets", tuple(count for _name, count in topics)),)
    names = tuple(name for name, _count in topics)
    return BarChart(TOPICS, names, series, TOPICS_ALT.format(topics=said), horizontal=True)
