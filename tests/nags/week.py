"""The same week on the real desk: real intake, real verbs, the real sweep, a store, and a clock moved by the test."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot import nags
from bot.desk import claim, close, delivery
from bot.desk.context import Desk
from bot.desk.receive import receive
from bot.networks.port import Author, Incoming, Page, Sent
from bot.policy import ClaimSettings
from bot.settings import Settings
from storage.db import Database
from storage.tables import Nag, Person, Reply, Ticket
from storage.words import Audience, ReplyStatus
from tests.nags.slow_week import Life, Reminder

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
AGENTS = ("UANA", "UBEN")
LEAD = "UMIRA"
TEXTS = (
    "@acme my parcel never arrived, where is it?",
    "@acme the charger caught fire, is this dangerous?",
    "@acme how do I change my address?",
)
NEVER = ClaimSettings(warn_minutes=90_000, lapse_minutes=100_000)
"""Claims that lapse have tests of their own."""


def desk_on(db: Database) -> Desk:
    """A desk with two agents and a lead."""
    desk = Desk(db, Settings(claims=NEVER))
    with db.unit() as unit:
        for who in (*AGENTS, LEAD):
            if unit.session.get(Person, who) is None:
                roles = ["lead"] if who == LEAD else ["agent"]
                unit.session.add(Person(id=who, name=who, roles=roles, refreshed_at=MONDAY))
    return desk


def post(number: int, at: datetime, text: str, reply_to: str | None = None) -> Incoming:
    suffix = f"-{at.timestamp():.0f}" if reply_to else ""
    return Incoming(
        id=f"p{number}{suffix}",
        text=text,
        created_at=at,
        author=Author(f"a{number}", f"a{number}"),
        in_reply_to=reply_to,
        thread=f"p{number}",
    )


def plan(seed: int, tickets: int) -> list[tuple[datetime, int, str, object]]:
    """(when, ticket, what, more) in order: the events of a week, from one seed."""
    dice = random.Random(seed)
    found: list[tuple[datetime, int, str, object]] = []
    for number in range(1, tickets + 1):
        at = MONDAY + timedelta(minutes=dice.randrange(6 * 24 * 60))
        found.append((at, number, "open", dice.choice(TEXTS)))
        found += _life(dice, at, number)
    return sorted(found, key=lambda event: (event[0], event[1]))


def _life(dice: random.Random, at: datetime, number: int) -> list[tuple[datetime, int, str, object]]:
    events: list[tuple[datetime, int, str, object]] = []
    for _ in range(dice.randrange(5)):
        at += timedelta(minutes=dice.choice((3, 11, 40, 150, 700)))
        until = at + timedelta(minutes=dice.choice((20, 95, 1000)))
        what, more = dice.choice(
            [
                ("claim", dice.choice(AGENTS)),
                ("release", None),
                ("snooze", until),
                ("answer", None),
                ("hear", None),
            ]
        )
        events.append((at, number, what, more))
    if dice.random() < 0.4:
        events.append((at + timedelta(minutes=dice.randrange(2, 600)), number, "resolve", None))
    return events


def sweeps(seed: int, until: datetime, longest: int = 9 * 60) -> list[datetime]:
    """When the desk looks: mostly each few minutes, now and then after hours of sleep; at half minutes."""
    dice, at, found = random.Random(seed), MONDAY + timedelta(seconds=30), []
    while at < until:
        found.append(at)
        at += timedelta(
            minutes=dice.choice((1, 2, 3, 5)) if dice.random() < 0.99 else dice.randrange(60, longest)
        )
    return found


@dataclass
class Week:
    """Runs a plan on a desk, and remembers what really happened to whom."""

    desk: Desk
    lives: dict[int, Life] = field(default_factory=dict)

    def happen(self, at: datetime, number: int, what: str, more: object) -> None:
        """One event, by the desk's own verb; what the desk refuses did not happen."""
        if getattr(self, f"_{what}")(at, number, more) and what != "open":
            self.lives[number].events.append((at, what, more))

    def _ticket(self, number: int) -> Ticket:
        with self.desk.db.reading() as session:
            return session.exec(select(Ticket).where(Ticket.author_id == f"a{number}")).one()

    def _id(self, number: int) -> int:
        return self._ticket(number).id or 0

    def _open(self, at: datetime, number: int, text: object) -> bool:
        receive(self.desk, "town", Page((post(number, at, str(text)),), None), at)
        ticket = self._ticket(number)
        assert ticket.needs_reply
        self.lives[number] = Life(ticket.id or 0, at, ticket.urgency)
        return True

    def _claim(self, at: datetime, number: int, who: object) -> bool:
        done = claim.claim(self.desk, self._id(number), str(who), at)
        return isinstance(done, claim.Done)

    def _release(self, at: datetime, number: int, _more: object) -> bool:
        owner = self._ticket(number).assignee
        return owner is not None and isinstance(
            claim.release(self.desk, self._id(number), owner, at), claim.Done
        )

    def _snooze(self, at: datetime, number: int, until: object) -> bool:
        assert isinstance(until, datetime)
        if self._ticket(number).status not in {"new", "claimed"}:
            return False
        return isinstance(close.snooze(self.desk, self._id(number), until, "later", LEAD, at), close.Done)

    def _resolve(self, at: datetime, number: int, _more: object) -> bool:
        return isinstance(close.resolve(self.desk, self._id(number), LEAD, at), close.Done)

    def _answer(self, at: datetime, number: int, _more: object) -> bool:
        ticket = self._ticket(number)
        if ticket.status not in {"new", "claimed"}:
            return False
        with self.desk.db.unit() as unit:
            reply = Reply(
                ticket_id=ticket.id, mention_id=1, source="town", key=f"k{number}-{at}", author=LEAD, text="Hello.",
                audience=Audience.PUBLIC, account="acme", status=ReplyStatus.SENDING, attempt_at=at,
                hold_until=at, created_at=at, changed_at=at,
            )  # fmt: skip
            unit.session.add(reply)
            unit.session.flush()
            delivery.sent(self.desk, unit, reply.id or 0, Sent("x"), at)
        return True

    def _hear(self, at: datetime, number: int, _more: object) -> bool:
        before = self._ticket(number).status
        if before != "waiting":
            return False
        receive(self.desk, "town", Page((post(number, at, "hello?", f"p{number}"),), None), at)
        return True

    def run(self, events: list[tuple[datetime, int, str, object]], looks: list[datetime]) -> None:
        """Events and sweeps in the order of the clock."""
        moments = sorted(
            [*((at, 0, event) for event in events for at in [event[0]]), *((at, 1, None) for at in looks)],
            key=lambda one: one[:2],
        )
        for at, _, event in moments:
            if event is not None:
                self.happen(*event)
            else:
                look(self.desk, at)


def look(desk: Desk, at: datetime) -> None:
    """What the desk's clock does."""
    close.wake_due(desk, at)
    nags.sweep(desk, lambda: at)


def fired(db: Database) -> list[Reminder]:
    """What the store says was reminded."""
    with db.reading() as session:
        rows = session.exec(select(Nag)).all()
    return sorted(
        Reminder(
            nag.ticket_id,
            nag.window,
            nag.rung,
            nag.fired_at,
            "lead" if nag.addressee == LEAD else nag.addressee,
        )
        for nag in rows
    )
