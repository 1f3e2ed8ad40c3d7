"""`/desk stats`: the figures of a period as people read them, and the tickets behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.desk import gathering, recurring, spending, tallies
from bot.desk.cards import DISMISSED, LANGUAGES
from bot.desk.context import Desk
from bot.rules.counting import Tally, figures, groups, tally
from bot.rules.figures import (
    DEFINITIONS,
    Dimension,
    Figure,
    Kind,
    Material,
    Spread,
)
from bot.rules.foreign import short
from bot.rules.hours import DAYS
from bot.rules.load import HOURS, WEEKDAYS, Load, load, together
from bot.rules.nearest import nearest
from bot.rules.periods import DEFAULT, Period, period
from bot.rules.questions import Recurring
from bot.rules.refusal import Refusal
from bot.rules.spans import span, stamp, working_span
from bot.surfaces.answers import NumberLine, NumbersView
from bot.surfaces.view import Option

TITLE = "Figures {words}"
SPAN = "From {start} to {end} ({zone})."
NOTHING = "Nothing was counted in this period."
UNKNOWN_WORD = (
    "I don't know “{word}” here. Did you mean “{nearest}”? Write `/desk stats 30d by network`, for instance."
)
NOBODY = "nobody"
NONE = "none"
BY = "by"
WORDS = ("today", "7d", "30d", BY, *Dimension)
MOST_GROUPS = 15
BUSIEST = "Busiest"
BUSIEST_MEANS = "When tickets were opened, on the desk's own clock. “by weekday” and “by hour” tell each apart, “by team” each team's."
BUSIEST_AT = "busiest {day}s, {hour:02}:00"
IN_GROUPS = ("answered", "first_response", "first_in_time")
"""What is told of each network, person, topic, language or team, beside its tickets and answers."""


@dataclass(frozen=True)
class Question:
    """What was asked: a period, perhaps told apart by something."""

    period: Period
    by: Dimension | None = None


def question(words: str, zone: ZoneInfo, now: datetime) -> Question | Refusal:
    """Read "30d by network". Left out, it is the last 7 days."""
    parts = words.casefold().split()
    by: Dimension | None = None
    if BY in parts:
        at = parts.index(BY)
        named = parts[at + 1] if len(parts) > at + 1 else ""
        if named not in list(Dimension):
            return _unknown(named or BY, list(Dimension))
        by, parts = Dimension(named), parts[:at] + parts[at + 2 :]
    if len(parts) > 1:
        return _unknown(parts[1], WORDS)
    asked = period(parts[0] if parts else DEFAULT, zone, now)
    return asked if isinstance(asked, Refusal) else Question(asked, by)


def _unknown(word: str, known: Sequence[str]) -> Refusal:
    return Refusal(UNKNOWN_WORD.format(word=word[:40], nearest=nearest(word, known)))


def view(desk: Desk, session: Session, words: str, zone: str, now: datetime) -> NumbersView | Refusal:
    """The figures, each with its meaning, and a menu that opens the tickets they count."""
    place = ZoneInfo(zone)
    asked = question(words, place, now)
    if isinstance(asked, Refusal):
        return asked
    stretch = asked.period
    if asked.by is not None:
        material = gathering.material(desk, session, stretch.start, stretch.end, now)
        return _grouped(desk, material, asked, place)
    added_up = tallies.of(desk, session, stretch.start, stretch.end, now)
    found = figures(*added_up)
    asked_most = recurring.asked_most(desk, session, found)
    load_of_all = together(one.load for one in added_up)
    counted = numbers(found, load_of_all, stretch, place, asked_most)
    return replace(counted, lines=(*counted.lines, *spending.lines(desk, session, now)))


def numbers(
    found: Sequence[Figure], when: Load, stretch: Period, zone: ZoneInfo, asked_most: Sequence[Recurring]
) -> NumbersView:
    """Every figure that counts anything, with its meaning, what was asked most, and when tickets came in."""
    lines = [_line(one) for one in recurring.told(found, asked_most) if one.of]
    lines += _busiest(when)
    note = _note(stretch, zone, empty=not lines)
    return NumbersView(
        TITLE.format(words=stretch.title),
        tuple(lines),
        note,
        (*openable(found, stretch), *openable_questions(asked_most, stretch)),
    )


def _note(stretch: Period, zone: ZoneInfo, *, empty: bool) -> str:
    start, end = (stamp(at.replace(second=0, microsecond=0), zone) for at in (stretch.start, stretch.end))
    said = SPAN.format(start=start, end=end, zone=zone.key)
    return f"{NOTHING} {said}" if empty else said


def zone_of(desk: Desk) -> ZoneInfo:
    """The desk's own wall clock: its first team's."""
    return ZoneInfo(desk.policy.calendar.teams[0].zone)


def _busiest(found: Load) -> list[NumberLine]:
    if found.busiest is None:
        return []
    hour, day = found.busiest
    value = f"{WEEKDAYS[DAYS.index(day)]}s, {hour:02}:00 to {(hour + 1) % 24:02}:00"
    by_day = ", ".join(
        f"{name[:3]} {count:,}" for name, count in zip(WEEKDAYS, found.by_weekday, strict=True)
    )
    by_hour = ", ".join(f"{at:02}h {count:,}" for at, count in enumerate(found.by_hour) if count)
    return [NumberLine(BUSIEST, value, f"{by_day}; {by_hour}", BUSIEST_MEANS)]


def _line(one: Figure) -> NumberLine:
    meaning = one.definition
    return NumberLine(meaning.label, said(one), _about(one), meaning.means)


def said(one: Figure) -> str:
    """A figure's value in words: "1,204", "92 %", "12 min"."""
    if one.value is None:
        return "-"
    match one.definition.kind:
        case Kind.SHARE:
            return f"{one.value:.0%}".replace("%", " %")
        case Kind.TIME:
            return working_span(one.value)
        case Kind.COUNT:
            return f"{one.value:,.0f}"
        case Kind.POINTS:
            return f"{one.value:+.0f}"


def _about(one: Figure) -> str:
    if one.working is not None and one.wall is not None:
        return f"working time, median of {one.of:,} ({_rest(one.working, working_span)}); wall time {_all(one.wall)}"
    if one.definition.kind is Kind.SHARE:
        made_of = [f"{name}: {count:,}" for name, count in one.parts]
        if one.key == "satisfaction":
            made_of = [f"{count:,} gave {name}" for name, count in sorted(one.parts, reverse=True)]
        return ", ".join([f"{round((one.value or 0) * one.of):,} of {one.of:,}", *made_of])
    if one.definition.kind is Kind.POINTS:
        return f"{one.of:,} answers"
    return ", ".join(f"{DISMISSED.get(name, name)} {count:,}" for name, count in one.parts)


def _rest(of: Spread, worded: Callable[[float], str]) -> str:
    return (
        f"mean {worded(of.mean)}, 90 % within {worded(of.p90)}, "
        f"fastest {worded(of.fastest)}, slowest {worded(of.slowest)}"
    )


def _all(of: Spread) -> str:
    return f"median {span(of.median)} ({_rest(of, span)})"


def _grouped(desk: Desk, material: Material, asked: Question, zone: ZoneInfo) -> NumbersView:
    """A line for each network, person, topic, language or team, the largest first."""
    assert asked.by is not None
    lines, openable = [], []
    most = len(DAYS) + HOURS if asked.by in (Dimension.WEEKDAY, Dimension.HOUR) else MOST_GROUPS
    parts = groups(material, asked.by, zone_of(desk))
    for name, part in list(parts.items())[:most]:
        found = {one.key: one for one in figures(tally(part))}
        label = label_of(asked.by, name)
        person = name if asked.by is Dimension.PERSON else ""
        about = [f"{DEFINITIONS[key].label.lower()} {said(found[key])}" for key in IN_GROUPS if found[key].of]
        about.insert(0, f"{said(found['answers'])} answers out")
        about += _busiest_of(desk, asked.by, part)
        lines.append(NumberLine(label, f"{said(found['tickets'])} tickets", ", ".join(about), person=person))
        for key in ("tickets", "first_in_time"):
            if found[key].tickets:
                text = f"{label}: {DEFINITIONS[key].label.lower()} ({len(found[key].tickets):,})"
                openable.append(Option(reference(key, asked.period, asked.by, name), text))
    title = TITLE.format(words=f"{asked.period.title} by {asked.by}")
    return NumbersView(title, tuple(lines), _note(asked.period, zone, empty=not lines), tuple(openable))


def _busiest_of(desk: Desk, by: Dimension, part: Material) -> list[str]:
    """When most of a part came in, where the part is none of time itself."""
    busiest = load(part.cases, zone_of(desk)).busiest
    if busiest is None or by in (Dimension.WEEKDAY, Dimension.HOUR):
        return []
    return [BUSIEST_AT.format(hour=busiest[0], day=WEEKDAYS[DAYS.index(busiest[1])])]


def label_of(dimension: Dimension, name: str) -> str:
    """What to call a part."""
    if not name:
        return NOBODY if dimension is Dimension.PERSON else NONE
    return LANGUAGES.get(name, name) if dimension is Dimension.LANGUAGE else name


def openable(found: Sequence[Figure], stretch: Period) -> Iterator[Option]:
    """A choice for each figure that has tickets behind it."""
    for one in found:
        if one.tickets:
            yield Option(reference(one.key, stretch), f"{one.definition.label} ({len(one.tickets):,})")


def openable_questions(asked_most: Sequence[Recurring], stretch: Period) -> Iterator[Option]:
    """A choice for each question that keeps coming back."""
    for asked, (text, count) in zip(asked_most, recurring.parts(asked_most), strict=True):
        yield Option(reference(recurring.KEY, stretch, name=str(asked.tickets[0])), f"{text} ({count:,})")


# What stands behind a number ---------------------------------------------------------------------------------


def reference(key: str, stretch: Period, by: Dimension | None = None, name: str = "") -> str:
    """A number as a short text that a menu can carry: `tickets_behind` reads it."""
    return f"{key}|{_micros(stretch.start)}|{_micros(stretch.end)}|{by or ''}|{name}"


def _micros(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


@dataclass(frozen=True)
class Behind:
    """The tickets of one number, the newest first."""

    label: str
    means: str
    tickets: tuple[int, ...]


def tickets_behind(desk: Desk, session: Session, text: str, now: datetime) -> Behind | None:
    """What `reference` named, counted anew; None where that is no number of ours."""
    key, start, end, by, name = (*text.split("|", 4), "", "", "", "")[:5]
    if key not in DEFINITIONS or not (start.isdecimal() and end.isdecimal()) or by not in ("", *Dimension):
        return None
    found = {
        one.key: one
        for one in figures(*_tallies(desk, session, (_moment(start), _moment(end)), (by, name), now))
    }
    meaning = DEFINITIONS[key]
    if key == recurring.KEY and name and not by:
        asked = recurring.questions(desk, session, found[key])
        same = next((one for one in asked if str(one.tickets[0]) == name), None)
        return Behind(f"“{short(same.text, 60)}”", meaning.means, tuple(same.tickets)) if same else None
    label = f"{meaning.label}, {label_of(Dimension(by), name)}" if by else meaning.label
    return Behind(label, meaning.means, found[key].tickets)


def _tallies(
    desk: Desk, session: Session, span: tuple[datetime, datetime], part: tuple[str, str], now: datetime
) -> list[Tally]:
    by, name = part
    if not by:
        return tallies.of(desk, session, *span, now)
    material = gathering.material(desk, session, *span, now)
    return [tally(groups(material, Dimension(by), zone_of(desk)).get(name, Material()))]


def _moment(micros: str) -> datetime:
    return datetime.fromtimestamp(int(micros) / 1_000_000, UTC)
