"""The figures of the desk: what each number counts, and when its clock starts and stops.

Everything about tickets counts those whose customer first wrote in the period; everything about answers counts
those sent in it. What the desk sends by itself (automatic acknowledgements) and what bots write never counts.
Every figure carries the tickets it counts. `bot.rules.counting` works them out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.words import SurveyKind, Urgency


class Dimension(StrEnum):
    """What figures can be told apart by."""

    NETWORK = "network"
    PERSON = "person"
    TOPIC = "topic"
    LANGUAGE = "language"
    TEAM = "team"
    WEEKDAY = "weekday"
    HOUR = "hour"


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
    in_approval: float = 0.0
    """Seconds on the wall clock that its replies waited for approval."""
    question: bool = False
    saved: bool = False
    """Whether an answer began with a saved reply."""
    answer_in_time: bool | None = None
    resolution_in_time: bool | None = None
    runs: bool = False
    """Whether its windows run now, so that time alone may end them."""


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


@dataclass(frozen=True, slots=True)
class Rating:
    """What a customer answered when the desk asked how it went."""

    about: About
    kind: SurveyKind
    score: int


@dataclass(frozen=True)
class Material:
    """All that the figures of one period are made of. `messages` is one entry for each message of a customer."""

    cases: Sequence[Case] = ()
    answers: Sequence[Answer] = ()
    waits: Sequence[Wait] = ()
    messages: Sequence[About] = ()
    ratings: Sequence[Rating] = ()

    def only(self, fits: Callable[[About], bool]) -> Material:
        """The part of it that belongs to what fits."""
        return Material(
            [one for one in self.cases if fits(one.about)],
            [one for one in self.answers if fits(one.about)],
            [one for one in self.waits if fits(one.about)],
            [one for one in self.messages if fits(one)],
            [one for one in self.ratings if fits(one.about)],
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
    POINTS = "points"


@dataclass(frozen=True)
class Definition:
    """What a figure is called and what counts."""

    label: str
    kind: Kind
    means: str


@dataclass(frozen=True)
class Figure:
    """One number. `value` is a count, a share of 1, a median of working seconds, or points from -100 to 100.

    It is None where nothing was counted.

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
    """What it is made up of, the largest first: reasons, topics, ratings."""

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
        "Of the first-response windows that were met or have ended, those met. Opens those missed, and tells by "
        "where most of the time went: before the claim, in approval, or between claim and answer.",
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
    "satisfaction": Definition(
        "Satisfaction",
        Kind.SHARE,
        "Of the customers who rated us in the period, asked once their ticket was resolved, those who gave 4 or 5 "
        "of 5. Opens the others.",
    ),
    "nps": Definition(
        "Net promoter score",
        Kind.POINTS,
        "Of the customers who said from 0 to 10 how likely they are to recommend us: the percentage of 9 and 10 "
        "less the percentage of 0 to 6. Opens those who gave 0 to 6.",
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
