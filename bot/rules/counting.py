"""How figures are worked out: each stretch of time is added up once, and stretches are put together.

A `Tally` keeps what cannot be summed (durations, for their median) as it is; so the figures of thirty days are those
of thirty tallies, exactly as if all their tickets were counted at once.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from math import ceil, inf
from zoneinfo import ZoneInfo

from bot.rules.figures import (
    DEFINITIONS,
    About,
    Answer,
    Case,
    Dimension,
    Figure,
    Kind,
    Material,
    Spread,
    Wait,
)
from bot.rules.load import HOURS, WEEKDAYS, Load, load
from storage.words import SurveyKind, Urgency

SATISFIED = 4
"""Of 5: from here on a customer was satisfied."""
PROMOTER, DETRACTOR = 9, 6
"""Of 10: from here on, and down from here."""
NOBODY_HAS_IT, NOT_ANSWERED = "nobody has it", "claimed, not answered yet"
CLAIMED_LATE, IN_APPROVAL, ANSWERED_LATE = "claimed late", "long in approval", "answered long after the claim"
"""Why a first response was late."""
_RANK = {Urgency.URGENT: 0, Urgency.NORMAL: 1, Urgency.LOW: 2}


Turn = tuple[float, int, int, float, float | None]
"""Opened, ticket, rank of its urgency, when it left the queue (before all time: it was never in it), first claimed."""


def _numbers() -> array[int]:
    return array("q")


def _durations() -> array[float]:
    return array("d")


@dataclass
class Part:
    """What one figure counts in a stretch: how many, how many of them are good, whose, and how long they took."""

    of: int = 0
    good: int = 0
    tickets: array[int] = field(default_factory=_numbers)
    worked: array[float] = field(default_factory=_durations)
    wall: array[float] = field(default_factory=_durations)
    names: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Tally:
    """What a stretch of time adds up to.

    `undecided` are, for each figure of windows, the tickets that time alone may yet make late. `as_of_now` is what
    they add to these figures, and has to be added up anew whenever it is asked for.
    """

    parts: dict[str, Part]
    turns: list[Turn]
    load: Load
    undecided: dict[str, frozenset[int]] = field(default_factory=dict)
    as_of_now: dict[str, Part] = field(default_factory=dict)


def tally(material: Material, zone: ZoneInfo | None = None) -> Tally:
    """Add a stretch up. `zone` is the wall clock of the load."""
    cases, answers = material.cases, material.answers
    further = [one for one in answers if not one.first and one.since is not None]
    complaints = [one for one in cases if one.complaint and one.answered_at is not None]
    unsaved = [one for one in cases if one.question and one.answered_at and not one.saved]
    parts = {
        "messages": _count(one.ticket_id for one in material.messages),
        "tickets": _count(one.about.ticket_id for one in cases),
        "answers": _count(one.about.ticket_id for one in answers),
        "answered": _share((one.about, one.answered_at is not None) for one in cases if _asks(one)),
        "first_response": _times((one, one.opened_at, one.answered_at, one.answered_worked) for one in cases),
        "next_response": _times((one, one.since, one.sent_at, one.worked) for one in further),
        "next_in_time": _share(_judged((one.about, one.in_time) for one in further)),
        "resolution": _times((one, one.opened_at, one.resolved_at, one.resolved_worked) for one in cases),
        "approval": _times((one, one.asked_at, one.ended_at, one.worked) for one in material.waits),
        "reopened": _count(one.about.ticket_id for one in cases if one.reopened),
        "dismissed": _named((one.about, one.dismissed) for one in cases if one.dismissed),
        "turned": _share(((one.about, one.turned) for one in complaints), opens=True),
        "satisfaction": _satisfaction(material),
        "nps": _promoters(material),
        "topics": _named((one.about, one.about.topic) for one in cases),
        "no_saved_reply": _count(one.about.ticket_id for one in unsaved),
    }
    undecided = {
        "first_in_time": _numbers_of(one for one in cases if one.runs and one.answer_in_time is None),
        "resolved_in_time": _numbers_of(one for one in cases if one.runs and one.resolution_in_time is None),
    }
    return Tally(
        parts | _windows(cases),
        [_turn(one) for one in cases],
        load(cases, zone) if zone else Load(),
        undecided,
    )


def as_of_now(cases: Sequence[Case], undecided: Mapping[str, Container[int]]) -> dict[str, Part]:
    """What tickets add to the figures of windows that were not decided for them before."""
    return {
        key: _windows([one for one in cases if one.about.ticket_id in numbers])[key]
        for key, numbers in undecided.items()
    }


def _numbers_of(cases: Iterable[Case]) -> frozenset[int]:
    return frozenset(one.about.ticket_id for one in cases)


def _windows(cases: Sequence[Case]) -> dict[str, Part]:
    """The figures that may change by time alone. Late first responses are told apart by why."""
    first = _share(_judged((one.about, one.answer_in_time) for one in cases))
    first.names.update(why_late(one) for one in cases if one.answer_in_time is False)
    return {
        "first_in_time": first,
        "resolved_in_time": _share(_judged((one.about, one.resolution_in_time) for one in cases)),
    }


def why_late(case: Case) -> str:
    """Where most of the time of a late first response went."""
    if case.answered_at is None:
        return NOT_ANSWERED if case.about.person else NOBODY_HAS_IT
    claimed_at = case.claimed_at or case.answered_at
    before = (claimed_at - case.opened_at).total_seconds()
    after = (case.answered_at - claimed_at).total_seconds()
    if before >= after:
        return CLAIMED_LATE
    return IN_APPROVAL if 2 * case.in_approval >= after else ANSWERED_LATE


def _asks(case: Case) -> bool:
    """Whether it needs an answer, or got one all the same."""
    return case.answered_at is not None or (case.needs_reply and not case.dismissed)


def _judged(pairs: Iterable[tuple[About, bool | None]]) -> Iterable[tuple[About, bool]]:
    return ((about, met) for about, met in pairs if met is not None)


def _count(numbers: Iterable[int]) -> Part:
    tickets = array("q", numbers)
    return Part(len(tickets), tickets=tickets)


def _share(judged: Iterable[tuple[About, bool]], *, opens: bool = False) -> Part:
    """A share of 1. `opens` says which side its tickets are."""
    whole = list(judged)
    shown = array("q", (about.ticket_id for about, met in whole if met is opens))
    return Part(len(whole), sum(met for _about, met in whole), shown)


def _named(named: Iterable[tuple[About, str]]) -> Part:
    whole = list(named)
    tickets = array("q", (about.ticket_id for about, _name in whole))
    return Part(len(whole), tickets=tickets, names=Counter(name for _about, name in whole))


_Taken = tuple[Case | Answer | Wait, datetime | None, datetime | None, float]
"""What, from when, until when, and the working seconds of it."""


def _times(found: Iterable[_Taken]) -> Part:
    part = Part()
    for thing, start, end, worked in found:
        if start is not None and end is not None:
            part.tickets.append(thing.about.ticket_id)
            part.worked.append(max(0.0, worked))
            part.wall.append(max(0.0, (end - start).total_seconds()))
    part.of = len(part.tickets)
    return part


def _satisfaction(material: Material) -> Part:
    rated = [one for one in material.ratings if one.kind is SurveyKind.SATISFACTION]
    part = _share((one.about, one.score >= SATISFIED) for one in rated)
    part.names.update(str(one.score) for one in rated)
    return part


def _promoters(material: Material) -> Part:
    """Good are the promoters; those it opens, the detractors."""
    rated = [one for one in material.ratings if one.kind is SurveyKind.NPS]
    against = [one for one in rated if one.score <= DETRACTOR]
    part = _count(one.about.ticket_id for one in against)
    part.of, part.good = len(rated), sum(one.score >= PROMOTER for one in rated)
    part.names.update(str(one.score) for one in rated)
    return part


def _turn(case: Case) -> Turn:
    left = case.left_at.timestamp() if case.left_at else inf
    claimed = case.claimed_at.timestamp() if case.claimed_at else None
    gone = left if case.needs_reply else -inf
    return case.opened_at.timestamp(), case.about.ticket_id, _RANK[Urgency(case.urgency)], gone, claimed


def figures(*tallies: Tally) -> tuple[Figure, ...]:
    """Every figure of the stretches, in the order of `DEFINITIONS`."""
    parts = [part for one in tallies for part in (one.parts, one.as_of_now)]
    found = [_figure(key, [part[key] for part in parts if key in part]) for key in _SUMMED]
    jumped = out_of_turn(chain.from_iterable(one.turns for one in tallies))
    found.append(Figure(_OUT_OF_TURN, len(jumped), len(jumped), _newest([array("q", jumped)])))
    by_key = {one.key: one for one in found}
    return tuple(by_key[key] for key in DEFINITIONS)


_OUT_OF_TURN = "out_of_turn"
_SUMMED = tuple(key for key in DEFINITIONS if key != _OUT_OF_TURN)


def _figure(key: str, parts: Sequence[Part]) -> Figure:
    of, good = sum(part.of for part in parts), sum(part.good for part in parts)
    names: Counter[str] = Counter()
    for part in parts:
        names.update(part.names)
    worked, wall = spread([part.worked for part in parts]), spread([part.wall for part in parts])
    tickets = _newest([part.tickets for part in parts])
    value = _value(DEFINITIONS[key].kind, of, good, worked, sum(len(part.tickets) for part in parts))
    return Figure(key, value, of, tickets, worked, wall, tuple(sorted(names.items(), key=_most_first)))


def _most_first(named: tuple[str, int]) -> tuple[int, str]:
    return -named[1], named[0]


def _value(kind: Kind, of: int, good: int, worked: Spread | None, bad: int) -> float | None:
    match kind:
        case Kind.COUNT:
            return of
        case Kind.SHARE:
            return good / of if of else None
        case Kind.TIME:
            return worked.median if worked else None
        case Kind.POINTS:
            return 100 * (good - bad) / of if of else None


def _newest(numbers: Sequence[array[int]]) -> tuple[int, ...]:
    """Each ticket once, the newest first."""
    return tuple(dict.fromkeys(sorted(chain.from_iterable(numbers), reverse=True)))


def spread(seconds: Iterable[Iterable[float]]) -> Spread | None:
    """How durations lie; None where there are none."""
    ordered = sorted(chain.from_iterable(seconds))
    count = len(ordered)
    if not count:
        return None
    median = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    p90 = ordered[ceil(count * 0.9) - 1]
    return Spread(sum(ordered) / count, median, p90, ordered[0], ordered[-1])


def out_of_turn(turns: Iterable[Turn]) -> list[int]:
    """The tickets that were claimed although an older one, at least as urgent, stood in the queue.

    Of what was opened before a ticket, only what left the queue last matters: was it still there at the claim?
    """
    longest, found = [-inf] * len(_RANK), []
    for _opened, group in groupby(sorted(turns, key=_by_opening), key=_by_opening):
        together = list(group)
        for _at, ticket, rank, _left, claimed in together:
            if claimed is not None and max(longest[: rank + 1]) > claimed:
                found.append(ticket)
        for _at, _ticket, rank, left, _claimed in together:
            longest[rank] = max(longest[rank], left)
    return found


def _by_opening(turn: Turn) -> float:
    return turn[0]


def groups(material: Material, dimension: Dimension, zone: ZoneInfo) -> dict[str, Material]:
    """The material told apart by a dimension, the largest part first. "" holds what belongs to nobody.

    Weekdays and hours, those of `zone`, stand in their own order; the messages of a ticket are not told apart by them.
    """
    if dimension is Dimension.WEEKDAY:
        return {name: _at(material, zone, day=day) for day, name in enumerate(WEEKDAYS)}
    if dimension is Dimension.HOUR:
        return {f"{hour:02}:00": _at(material, zone, hour=hour) for hour in range(HOURS)}
    counts: Counter[str] = Counter()
    for about in _all(material):
        counts[getattr(about, dimension)] += 1
    return {name: material.only(_is_of(dimension, name)) for name, _count in counts.most_common()}


def _at(material: Material, zone: ZoneInfo, *, day: int | None = None, hour: int | None = None) -> Material:
    """What was opened, sent or asked on that weekday or at that hour."""

    def fits(at: datetime) -> bool:
        local = at.astimezone(zone)
        return day in (None, local.weekday()) and hour in (None, local.hour)

    return Material(
        [one for one in material.cases if fits(one.opened_at)],
        [one for one in material.answers if fits(one.sent_at)],
        [one for one in material.waits if fits(one.asked_at)],
    )


def _all(material: Material) -> list[About]:
    return [*(one.about for one in material.cases), *(one.about for one in material.answers)]


def _is_of(dimension: Dimension, name: str) -> Callable[[About], bool]:
    return lambda about: getattr(about, dimension) == name
