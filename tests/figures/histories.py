"""Random histories of a desk, written straight into the store: whole minutes, few people, everything that can happen."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from storage.db import Database
from storage.tables import Approval, Mention, Pause, Person, Reply, Survey, Ticket
from storage.words import (
    ApprovalEnd,
    Audience,
    DismissReason,
    PauseKind,
    ReplyStatus,
    SurveyKind,
    TicketStatus,
    Verb,
)

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
TEAM = {"U0ANA": "north", "U0BEN": "south", "U0CHI": ""}
THANKS = "Thank you so much, that was great!"
GRUMBLE = "Still broken."


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def write(db: Database, seed: int, tickets: int = 60, *, more: bool = False) -> None:
    """So many tickets within two weeks, the same for the same seed. `more` adds them to those of another seed."""
    dice = random.Random(seed)
    with db.unit() as unit:
        if more:
            for number in range(tickets):
                History(unit, dice, seed * 1_000 + number).write()
            return
        for who, team in TEAM.items():
            unit.session.add(Person(id=who, name=who, team=team, roles=["agent"], refreshed_at=MONDAY))
        start = MONDAY + timedelta(days=3)
        unit.session.add(
            Pause(source="sky", kind=PauseKind.NETWORK_DOWN, started_at=start, ended_at=start + minutes(95))
        )
        for number in range(tickets):
            History(unit, dice, number).write()


def goes_on(db: Database, seed: int) -> None:
    """More happens to the tickets that are there, late words and answers among it; all of it on record, as always."""
    dice = random.Random(seed)
    with db.unit() as unit:
        for ticket in unit.session.exec(select(Ticket).where(col(Ticket.merged_into).is_(None))).all():
            if dice.random() < 0.3:
                History(unit, dice, ticket.id, ticket).goes_on()
                unit.note(Verb.NOTED, ticket.opened_at, "U0ANA", ticket.id)


class History:
    """The life of one ticket."""

    def __init__(self, unit, dice, number, ticket=None):
        self.unit, self.dice, self.number, self.ticket = unit, dice, number, ticket
        self.said = ticket is not None
        self.at = MONDAY + minutes(dice.randrange(14 * 24 * 60))
        if ticket is not None:
            self.at = max(self.at, ticket.last_mention_at, ticket.first_response_at or self.at)

    def on(self) -> datetime:
        self.at += minutes(self.dice.choice([1, 4, 9, 29, 30, 31, 60, 121, 500, 1500]))
        return self.at

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def note(self, verb: Verb, actor: str) -> None:
        self.unit.note(verb, self.at, actor, self.ticket.id)

    def write(self) -> None:
        pick = self.dice.choice
        self.ticket = Ticket(
            source=pick(["sky", "hook"]),
            conversation=f"c{self.number}",
            private=self.maybe(0.3),
            author_id=f"a{self.number}",
            author_handle=f"@a{self.number}",
            language=pick(["en", "th"]),
            intent=pick(["complaint", "complaint", "question", "praise"]),
            urgency=pick(["urgent", "normal", "low"]),
            needs_reply=self.maybe(0.8),
            opened_at=self.at,
            received_at=self.at,
            last_mention_at=self.at,
            changed_at=self.at,
        )
        self.unit.session.add(self.ticket)
        self.unit.session.flush()
        self.says(GRUMBLE)
        self.note(Verb.OPENED, "customer")
        self.goes_on()
        if self.maybe(0.05):
            self.ticket.merged_into = 1
        self.unit.session.add(self.ticket)

    def goes_on(self) -> None:
        for _ in range(self.dice.randrange(4)):
            if self.maybe(0.7):
                self.claims()
            if self.maybe(0.3):
                self.waits_for_approval()
            if self.maybe(0.2):
                self.sleeps()
            if self.maybe(0.2):
                self.answers(automatic=True)
            if self.maybe(0.7):
                self.answers()
            if self.maybe(0.4):
                self.says(self.dice.choice([THANKS, GRUMBLE]), self.dice.choice([None, None, 2, 5]))
            if self.maybe(0.5):
                self.ends()
            if self.maybe(0.3):
                self.rates()

    def says(self, text: str, rating: int | None = None) -> None:
        if self.said:
            self.on()
            self.ticket.mention_count += 1
        self.said = True
        self.unit.session.add(
            Mention(
                source=self.ticket.source,
                external_id=f"{self.number}-{self.at.isoformat()}-{self.dice.random()}",
                ticket_id=self.ticket.id,
                conversation=self.ticket.conversation,
                private=self.ticket.private,
                author_id=self.ticket.author_id,
                author_handle=self.ticket.author_handle,
                text=text,
                language="en",
                rating=rating,
                created_at=self.at,
                received_at=self.at + minutes(1),
            )
        )

    def claims(self) -> None:
        self.on()
        self.ticket.assignee = self.dice.choice(list(TEAM))
        if self.ticket.status == TicketStatus.NEW:
            self.ticket.status = TicketStatus.CLAIMED
        self.note(Verb.CLAIMED, self.ticket.assignee)

    def reply(self, **values) -> Reply:
        reply = Reply(
            ticket_id=self.ticket.id,
            mention_id=1,
            source=self.ticket.source,
            key=str(self.dice.random()),
            author=self.dice.choice(list(TEAM)),
            text="We are on it.",
            audience=Audience.PUBLIC,
            account="acme",
            created_at=self.at,
            changed_at=self.at,
            **values,
        )
        self.unit.session.flush()
        self.unit.session.add(reply)
        self.unit.session.flush()
        return reply

    def answers(self, *, automatic: bool = False) -> None:
        self.on()
        if self.maybe(0.2):
            self.reply(status=ReplyStatus.FAILED)
            return
        saved = 7 if self.maybe(0.3) and not automatic else None
        self.reply(status=ReplyStatus.SENT, sent_at=self.at, automatic=automatic, saved_reply_id=saved)
        if not automatic:
            self.ticket.first_response_at = self.ticket.first_response_at or self.at
            self.ticket.status = TicketStatus.WAITING

    def rates(self) -> None:
        """The customer is asked how it went, and may answer."""
        kind = self.dice.choice(list(SurveyKind))
        reply = self.reply(status=ReplyStatus.SENT, sent_at=self.on(), automatic=True)
        score = self.dice.randint(1, 5) if kind is SurveyKind.SATISFACTION else self.dice.randint(0, 10)
        answered = self.maybe(0.7)
        self.unit.session.add(
            Survey(
                kind=kind,
                ticket_id=self.ticket.id,
                reply_id=reply.id,
                asked_at=self.at,
                answered_at=self.on() if answered else None,
                score=score if answered else None,
            )
        )
        self.note(Verb.RATED, "customer")

    def waits_for_approval(self) -> None:
        asked = self.on()
        ended = self.on() if self.maybe(0.8) else None
        reply = self.reply(status=ReplyStatus.DRAFT)
        self.unit.session.add(
            Approval(
                ticket_id=self.ticket.id,
                reply_id=reply.id,
                asked_at=asked,
                due_at=asked + minutes(30),
                ended_at=ended,
                end=ApprovalEnd.APPROVED if ended else None,
            )
        )

    def sleeps(self) -> None:
        asleep = self.on()
        self.unit.session.add(
            Pause(
                ticket_id=self.ticket.id,
                kind=PauseKind.SNOOZED,
                started_at=asleep,
                ended_at=asleep + minutes(45),
            )
        )

    def ends(self) -> None:
        self.on()
        actor = self.ticket.assignee or "U0ANA"
        if self.maybe(0.3):
            self.ticket.status = TicketStatus.DISMISSED
            self.ticket.dismiss_reason = self.dice.choice(list(DismissReason))
            self.note(Verb.DISMISSED, actor)
        else:
            self.ticket.status, self.ticket.resolved_at = TicketStatus.RESOLVED, self.at
            self.note(Verb.RESOLVED, actor)
        if self.maybe(0.3):
            self.on()
            self.ticket.status, self.ticket.resolved_at = TicketStatus.CLAIMED, None
            self.note(Verb.REOPENED, "customer")
