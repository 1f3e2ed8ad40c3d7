"""The figures of the desk: what each number counts, when its clock starts and stops, and how it is worked out.

Everything about tickets counts those whose customer first wrote in the period; everything about answers counts
those sent in it. What the desk sends by itself (automatic acknowledgements) and what bots write never counts.
Every figure carries the tickets it counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from heapq import heappop, heappush
from math import ceil
from zoneinfo import ZoneInfo

from bot.rules.hours import DAYS
from storage.words import Urgency


class Dimension(StrEnum):
    """What figures can be told apart by."""

    NETWORK = "network"
    PERSON = "person"
    TOPIC = "topic"
    LANGUAGE = "language"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class About:
    """What a thing that is counted belongs to. `person` and `team` are "" while nobody has it."""

    ticket_id: int
    network: str = ""
    person: str = ""
    topic: str = ""
    language: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One ticket as the figures see it. `in_time` values are None where no such window ended yet or ran at all."""

    about: About
    opened_at: datetime
    urgency: str = Urgency.NORMAL
    needs_reply: bool = True
    answered_at: datetime | None = None
    answered_worked: float = 0.0
    """Working seconds until then, pauses left out."""
    resolved_at: datetime | None = None
    resolved_worked: float = 0.0
    dismissed: str = ""
    reopened: bool = False
    claimed_at: datetime | None = None
    """The first claim."""
    left_at: datetime | None = None
    """When it left the queue: claimed, answered, resolved or dismissed, whichever was first."""
    private: bool = False
    complaint: bool = False
    """A public complaint."""
    turned: bool = False
    question: bool = False
    saved: bool = False
    """Whether an answer began with a saved reply."""
    answer_in_time: bool | None = None
    resolution_in_time: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that was sent. `since` is when the customer began to wait for it; None where they did not."""

    about: About
    sent_at: datetime
    first: bool
    since: datetime | None = None
    worked: float = 0.0
    """Working seconds since then, pauses left out."""
    in_time: bool | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """One request for approval that ended."""

    about: About
    asked_at: datetime
    ended_at: datetime
    worked: float = 0.0
    """Working seconds between the two."""


@dataclass(frozen=True)
class Material:
    """All that the figures of one period are made of. `messages` is one entry for each message of a customer."""

    cases: Sequence[Case] = ()
    answers: Sequence[Answer] = ()
    waits: Sequence[Wait] = ()
    messages: Sequence[About] = ()

    def only(self, fits: Callable[[About], bool]) -> Material:
        """The part of it that belongs to what fits."""
        return Material(
            [one for one in self.cases if fits(one.about)],
            [one for one in self.answers if fits(one.about)],
            [one for one in self.waits if fits(one.about)],
            [one for one in self.messages if fits(one)],
        )


@dataclass(frozen=True)
class Spread:
    """How a set of durations lies, in seconds.

    The median of an even number is the mean of the middle two; p90 is the smallest that 90 % do not exceed.
    """

    mean: float
    median: float
    p90: float
    fastest: float
    slowest: float


class Kind(StrEnum):
    """How a figure reads."""

    COUNT = "count"
    SHARE = "share"
    TIME = "time"


@dataclass(frozen=True)
class Definition:
    """What a figure is called and what counts."""

    label: str
    kind: Kind
    means: str


@dataclass(frozen=True)
class Figure:
    """One number. `value` is a count, a share of 1, or a median of working seconds; None where nothing was counted.

    `of` is how many things it was taken from. `tickets` are those it counts, the newest first; for a share, the
    ones that fell short, since those are what people want to see.
    """

    key: str
    value: float | None
    of: int
    tickets: tuple[int, ...]
    working: Spread | None = None
    wall: Spread | None = None
    parts: tuple[tuple[str, int], ...] = ()
    """What a count is made up of, the largest first: reasons, topics."""

    @property
    def definition(self) -> Definition:
        """What it means."""
        return DEFINITIONS[self.key]


_PAUSED = "Snoozes, outages of the network and the customer's turn stop the working clock; wall time runs on."
DEFINITIONS: dict[str, Definition] = {
    "messages": Definition("Messages in", Kind.COUNT, "Messages of customers that came in."),
    "tickets": Definition("Tickets", Kind.COUNT, "Matters whose first message was written in the period."),
    "answers": Definition("Answers out", Kind.COUNT, "Answers that people sent. Automatic ones never count."),
    "answered": Definition(
        "Answered",
        Kind.SHARE,
        "Of the tickets that need an answer and were not dismissed, those that have one. Opens those without.",
    ),
    "first_response": Definition(
        "First response",
        Kind.TIME,
        f"Starts with the customer's first message, stops when our first answer is sent. {_PAUSED}",
    ),
    "first_in_time": Definition(
        "First response in time",
        Kind.SHARE,
        "Of the first-response windows that were met or have ended, those met. Opens those missed.",
    ),
    "next_response": Definition(
        "Next response",
        Kind.TIME,
        "Starts with the first message of the customer after our last answer, stops with the next answer "
        f"sent in the period. {_PAUSED}",
    ),
    "next_in_time": Definition(
        "Next response in time",
        Kind.SHARE,
        "Of the further answers that a customer waited for, those sent within their window. Opens the late ones.",
    ),
    "resolution": Definition(
        "Resolution",
        Kind.TIME,
        f"Starts with the customer's first message, stops when the ticket was last resolved. {_PAUSED}",
    ),
    "resolved_in_time": Definition(
        "Resolved in time",
        Kind.SHARE,
        "Of the resolution windows that were met or have ended, those met. Opens those missed.",
    ),
    "approval": Definition(
        "Time in approval",
        Kind.TIME,
        "Starts when approval is asked for, stops when it is given, refused, taken over or void. Nothing pauses it.",
    ),
    "reopened": Definition("Reopened", Kind.COUNT, "Tickets that were closed and opened again."),
    "dismissed": Definition("Dismissed", Kind.COUNT, "Tickets set aside without an answer, by reason."),
    "turned": Definition(
        "Complaints turned",
        Kind.SHARE,
        "Of the public complaints we answered, those whose author later thanked us or rated us 4 or 5. "
        "Opens those turned.",
    ),
    "out_of_turn": Definition(
        "Claimed out of turn",
        Kind.COUNT,
        "First claims made while an older ticket of the period, at least as urgent, waited for somebody.",
    ),
    "topics": Definition("Topics", Kind.COUNT, "What tickets were about, as the desk read them."),
    "no_saved_reply": Definition(
        "Questions without a saved reply",
        Kind.COUNT,
        "Questions that were answered, but never starting from a saved reply.",
    ),
}


def figures(material: Material) -> tuple[Figure, ...]:
    """Every figure of the material, in the order of `DEFINITIONS`."""
    cases, answers = material.cases, material.answers
    further = [one for one in answers if not one.first and one.since is not None]
    complaints = [one for one in cases if one.complaint and one.answered_at is not None]
    return (
        _count("messages", material.messages, lambda one: one),
        _count("tickets", cases),
        _count("answers", answers),
        _share("answered", [(one.about, one.answered_at is not None) for one in cases if _asks(one)]),
        _times(
            "first_response",
            [_taken(one, one.opened_at, one.answered_at, one.answered_worked) for one in cases],
        ),
        _share("first_in_time", _judged((one.about, one.answer_in_time) for one in cases)),
        _times("next_response", [_taken(one, one.since, one.sent_at, one.worked) for one in further]),
        _share("next_in_time", _judged((one.about, one.in_time) for one in further)),
        _times(
            "resolution", [_taken(one, one.opened_at, one.resolved_at, one.resolved_worked) for one in cases]
        ),
        _share("resolved_in_time", _judged((one.about, one.resolution_in_time) for one in cases)),
        _times("approval", [_taken(one, one.asked_at, one.ended_at, one.worked) for one in material.waits]),
        _count("reopened", [one for one in cases if one.reopened]),
        _parts("dismissed", [(one, one.dismissed) for one in cases if one.dismissed]),
        _share("turned", [(one.about, one.turned) for one in complaints], opens=True),
        _count("out_of_turn", out_of_turn(cases)),
        _parts("topics", [(one, one.about.topic) for one in cases]),
        _count(
            "no_saved_reply", [one for one in cases if one.question and one.answered_at and not one.saved]
        ),
    )


def _asks(case: Case) -> bool:
    """Whether it needs an answer, or got one all the same."""
    return case.answered_at is not None or (case.needs_reply and not case.dismissed)


def _judged(pairs: Iterable[tuple[About, bool | None]]) -> list[tuple[About, bool]]:
    return [(about, met) for about, met in pairs if met is not None]


def _newest(about: Iterable[About]) -> tuple[int, ...]:
    return tuple(sorted({one.ticket_id for one in about}, reverse=True))


def _count(
    key: str, things: Sequence[Case | Answer | About], of: Callable[..., About] = lambda one: one.about
) -> Figure:
    return Figure(key, len(things), len(things), _newest(map(of, things)))


def _parts(key: str, named: Sequence[tuple[Case, str]]) -> Figure:
    parts = Counter(name for _case, name in named).most_common()
    return Figure(
        key, len(named), len(named), _newest(case.about for case, _name in named), parts=tuple(parts)
    )


def _share(key: str, judged: Sequence[tuple[About, bool]], *, opens: bool = False) -> Figure:
    """A share of 1. `opens` says which side its tickets are."""
    good = sum(met for _about, met in judged)
    shown = _newest(about for about, met in judged if met is opens)
    return Figure(key, good / len(judged) if judged else None, len(judged), shown)


_Taken = tuple[About, float, float]
"""Whose, wall seconds, working seconds."""


def _taken(
    thing: Case | Answer | Wait, start: datetime | None, end: datetime | None, worked: float
) -> _Taken | None:
    if start is None or end is None:
        return None
    return thing.about, max(0.0, (end - start).total_seconds()), max(0.0, worked)


def _times(key: str, found: Iterable[_Taken | None]) -> Figure:
    whole = [one for one in found if one is not None]
    worked = spread([working for _about, _wall, working in whole])
    wall = spread([wall for _about, wall, _working in whole])
    tickets = _newest(about for about, _wall, _working in whole)
    return Figure(key, worked.median if worked else None, len(whole), tickets, worked, wall)


def spread(seconds: Sequence[float]) -> Spread | None:
    """How durations lie; None where there are none."""
    if not seconds:
        return None
    ordered, count = sorted(seconds), len(seconds)
    median = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    p90 = ordered[ceil(count * 0.9) - 1]
    return Spread(sum(ordered) / count, median, p90, ordered[0], ordered[-1])


_RANK = {Urgency.URGENT: 0, Urgency.NORMAL: 1, Urgency.LOW: 2}


def out_of_turn(cases: Sequence[Case]) -> list[Case]:
    """The cases that were claimed although an older one, at least as urgent, stood in the queue.

    Both lines are walked once: arrivals into one heap for each urgency, claims in their order.
    """
    waiting: dict[int, list[tuple[datetime, int, datetime | None]]] = {0: [], 1: [], 2: []}
    arrivals = sorted((one for one in cases if one.needs_reply), key=lambda one: one.opened_at)
    claims = sorted((one for one in cases if one.claimed_at), key=_first_claim)
    found, at = [], 0
    for claim in claims:
        moment = _first_claim(claim)
        while at < len(arrivals) and arrivals[at].opened_at <= moment:
            one = arrivals[at]
            heappush(waiting[_rank(one)], (one.opened_at, one.about.ticket_id, one.left_at))
            at += 1
        if any(_oldest(waiting[rank], moment) < claim.opened_at for rank in range(_rank(claim) + 1)):
            found.append(claim)
    return found


def _first_claim(case: Case) -> datetime:
    assert case.claimed_at is not None
    return case.claimed_at


def _rank(case: Case) -> int:
    return _RANK[Urgency(case.urgency)]


def _oldest(waiting: list[tuple[datetime, int, datetime | None]], now: datetime) -> datetime:
    """When the oldest that still waits was written; `now` where none does."""
    while waiting and waiting[0][2] is not None and waiting[0][2] <= now:
        heappop(waiting)
    return waiting[0][0] if waiting else now


@dataclass(frozen=True)
class Load:
    """How many tickets came in by hour (0 to 23) and weekday (Monday first), on the desk's own wall clock."""

    by_hour: tuple[int, ...] = field(default=(0,) * 24)
    by_weekday: tuple[int, ...] = field(default=(0,) * 7)

    @property
    def busiest(self) -> tuple[int, str] | None:
        """The hour and the weekday with the most tickets; None where there were none."""
        if not any(self.by_hour):
            return None
        hour = max(range(24), key=self.by_hour.__getitem__)
        return hour, DAYS[max(range(7), key=self.by_weekday.__getitem__)]


def load(cases: Iterable[Case], zone: ZoneInfo) -> Load:
    """When tickets came in."""
    hours, days = [0] * 24, [0] * 7
    for case in cases:
        local = case.opened_at.astimezone(zone)
        hours[local.hour] += 1
        days[local.weekday()] += 1
    return Load(tuple(hours), tuple(days))


def groups(material: Material, dimension: Dimension) -> dict[str, Material]:
    """The material told apart by a dimension, the largest part first. "" holds what belongs to nobody."""
    counts: Counter[str] = Counter()
    for about in _all(material):
        counts[getattr(about, dimension)] += 1
    return {name: material.only(_named(dimension, name)) for name, _count in counts.most_common()}


def _all(material: Material) -> list[About]:
    return [*(one.about for one in material.cases), *(one.about for one in material.answers)]


def _named(dimension: Dimension, name: str) -> Callable[[About], bool]:
    return lambda about: getattr(about, dimension) == name
