"""What the figures are made of, as narrow rows of one period. Nothing is counted here: see `bot.rules.figures`.

Tickets are those opened in the period, but for those that became part of another. Replies the desk sent by itself
are left out everywhere. A month of a busy desk is tens of thousands of rows, so they are read as bare values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, Table, func, select, type_coerce
from sqlmodel import Session, SQLModel, col

from storage.mentions import chunks
from storage.tables import Approval, Mention, Pause, RecordEntry, Reply, Survey, Ticket
from storage.words import Intent, ReplyStatus, SurveyKind, Verb


def _columns(model: type[SQLModel]) -> Any:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table.c


TICKET, MENTION, REPLY = _columns(Ticket), _columns(Mention), _columns(Reply)
RECORD, APPROVAL, SURVEY = _columns(RecordEntry), _columns(Approval), _columns(Survey)
STEPS = (Verb.CLAIMED, Verb.RESOLVED, Verb.DISMISSED, Verb.REOPENED)


class Opened(NamedTuple):
    """A ticket. `assignee` is who has it now."""

    id: int
    source: str
    language: str
    intent: str
    assignee: str | None
    private: bool
    urgency: str
    needs_reply: bool
    status: str
    dismiss_reason: str | None
    followers: int | None
    author_handle: str
    opened_at: datetime
    received_at: datetime
    first_response_at: datetime | None
    resolved_at: datetime | None


class Whose(NamedTuple):
    """What a ticket belongs to, where that is all there is to know."""

    id: int
    source: str
    language: str
    intent: str
    assignee: str | None


class Sent(NamedTuple):
    """An answer that was the first of its ticket."""

    author: str
    sent_at: datetime
    ticket: Whose


class Further(NamedTuple):
    """An answer after the first. `since` is the customer's first message after the answer before it."""

    author: str
    sent_at: datetime
    before_at: datetime | None
    since: datetime | None
    ticket: Opened


class Step(NamedTuple):
    """Something that happened to a ticket."""

    ticket_id: int
    verb: str
    at: datetime


_WHOSE = tuple(TICKET[name] for name in Whose._fields)


class _Bare(String):
    """A value left as the driver gives it: SQLite's moments are text then."""

    cache_ok = True

    def result_processor(self, dialect: Any, coltype: Any) -> None:
        """None: nothing is done to it."""


_BARE = _Bare()


def _bare(column: Any) -> Any:
    return type_coerce(column, _BARE)


_FOUR_TIMES = 4
"""How many moments end a row of `Opened`."""
_BARE_ONES = ("status", *Opened._fields[-_FOUR_TIMES:])
_TICKET = tuple(_bare(TICKET[name]) if name in _BARE_ONES else TICKET[name] for name in Opened._fields)


def _moment(value: Any) -> Any:
    """A moment as the driver gave it, aware and in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


def _opened(row: Any) -> Opened:
    return Opened(*row[:-_FOUR_TIMES], *map(_moment, row[-_FOUR_TIMES:]))


def _in(start: datetime, end: datetime) -> tuple[Any, ...]:
    return TICKET.opened_at >= start, TICKET.opened_at < end, TICKET.merged_into.is_(None)


def opened(session: Session, start: datetime, end: datetime) -> list[Opened]:
    """The tickets of the period."""
    query = select(*_TICKET).where(*_in(start, end))
    return [_opened(row) for row in session.connection().execute(query)]


def by_number(session: Session, numbers: Iterable[int]) -> list[Opened]:
    """Some tickets, but for those that became part of another."""
    found: list[Opened] = []
    for part in chunks(sorted(numbers)):
        query = select(*_TICKET).where(TICKET.id.in_(part), TICKET.merged_into.is_(None))
        found += [_opened(row) for row in session.connection().execute(query)]
    return found


def steps(session: Session, start: datetime, end: datetime) -> list[Step]:
    """Every claim, end and return of the period's tickets, in the order of time."""
    query = (
        select(RECORD.ticket_id, _bare(RECORD.verb), _bare(RECORD.at))
        .join_from(Ticket, RecordEntry, TICKET.id == RECORD.ticket_id)
        .where(*_in(start, end), RECORD.verb.in_(STEPS))
        .order_by(RECORD.seq)
    )
    found = [Step(row[0], row[1], _moment(row[2])) for row in session.connection().execute(query)]
    return sorted(found, key=lambda step: step.at)


def first_answers(session: Session, start: datetime, end: datetime) -> list[Sent]:
    """The answers sent in the period that were their ticket's first, whenever that was opened."""
    query = (
        select(REPLY.author, _bare(REPLY.sent_at), *_WHOSE)
        .join_from(Reply, Ticket, TICKET.id == REPLY.ticket_id)
        .where(*_sent_in(start, end), REPLY.sent_at == TICKET.first_response_at)
    )
    return [Sent(row[0], _moment(row[1]), Whose(*row[2:])) for row in session.connection().execute(query)]


def _sent_in(start: datetime, end: datetime) -> tuple[Any, ...]:
    return (
        REPLY.sent_at >= start,
        REPLY.sent_at < end,
        REPLY.status == ReplyStatus.SENT,
        REPLY.automatic.is_(False),
    )


def further_answers(session: Session, start: datetime, end: datetime) -> list[Further]:
    """All others sent in the period."""
    earlier = Reply.__table__.alias("earlier")  # type: ignore[attr-defined]
    before = (
        select(func.max(earlier.c.sent_at))
        .where(earlier.c.ticket_id == REPLY.ticket_id, earlier.c.status == ReplyStatus.SENT)
        .where(earlier.c.automatic.is_(False), earlier.c.sent_at < REPLY.sent_at)
        .correlate(Reply)
        .scalar_subquery()
    )
    since = (
        select(func.min(MENTION.created_at))
        .where(MENTION.ticket_id == REPLY.ticket_id)
        .where(MENTION.created_at > before, MENTION.created_at <= REPLY.sent_at)
        .correlate(Reply)
        .scalar_subquery()
    )
    query = (
        select(REPLY.author, REPLY.sent_at, before, since, *_TICKET)
        .join_from(Reply, Ticket, TICKET.id == REPLY.ticket_id)
        .where(*_sent_in(start, end), REPLY.sent_at.is_distinct_from(TICKET.first_response_at))
    )
    rows = session.connection().execute(query)
    return [Further(row[0], row[1], row[2], row[3], _opened(row[4:])) for row in rows]


def approvals(session: Session, start: datetime, end: datetime) -> list[tuple[datetime, datetime, Whose]]:
    """The requests for approval made in the period that have ended: asked, ended, ticket."""
    query = (
        select(APPROVAL.asked_at, APPROVAL.ended_at, *_WHOSE)
        .join_from(Approval, Ticket, TICKET.id == APPROVAL.ticket_id)
        .where(APPROVAL.asked_at >= start, APPROVAL.asked_at < end, APPROVAL.ended_at.is_not(None))
    )
    return [(row[0], row[1], Whose(*row[2:])) for row in session.connection().execute(query)]


def in_approval(session: Session, start: datetime, end: datetime) -> dict[int, float]:
    """How many seconds the replies of the period's tickets waited for approval, where that has ended."""
    query = (
        select(APPROVAL.ticket_id, APPROVAL.asked_at, APPROVAL.ended_at)
        .join_from(Ticket, Approval, TICKET.id == APPROVAL.ticket_id)
        .where(*_in(start, end), APPROVAL.ended_at.is_not(None))
    )
    found: defaultdict[int, float] = defaultdict(float)
    for number, asked_at, ended_at in session.connection().execute(query):
        found[number] += (ended_at - asked_at).total_seconds()
    return found


def messages(session: Session, start: datetime, end: datetime) -> list[Whose]:
    """The ticket of each message of a customer that came in during the period: as often as it has messages."""
    query = (
        select(*_WHOSE)
        .join_from(Mention, Ticket, TICKET.id == MENTION.ticket_id)
        .where(MENTION.received_at >= start, MENTION.received_at < end)
    )
    return [Whose(*row) for row in session.connection().execute(query)]


def later_words(session: Session, start: datetime, end: datetime) -> list[tuple[int, str, str, int | None]]:
    """What authors of public complaints wrote after our first answer: ticket, text, language, rating."""
    query = (
        select(MENTION.ticket_id, MENTION.text, MENTION.language, MENTION.rating)
        .join_from(Ticket, Mention, TICKET.id == MENTION.ticket_id)
        .where(*_in(start, end), TICKET.intent == Intent.COMPLAINT, TICKET.private.is_(False))
        .where(TICKET.mention_count > 1, MENTION.created_at > TICKET.first_response_at)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.connection().execute(query)]


def with_saved_reply(session: Session, start: datetime, end: datetime) -> set[int]:
    """The period's tickets that were answered starting from a saved reply."""
    query = (
        select(REPLY.ticket_id)
        .join_from(Ticket, Reply, TICKET.id == REPLY.ticket_id)
        .where(*_in(start, end), REPLY.status == ReplyStatus.SENT, REPLY.saved_reply_id.is_not(None))
    )
    return set(session.connection().execute(query).scalars())


def ratings(session: Session, start: datetime, end: datetime) -> list[tuple[SurveyKind, int, Whose]]:
    """What customers rated in the period: the kind of question, the score, the ticket."""
    query = (
        select(SURVEY.kind, SURVEY.score, *_WHOSE)
        .join_from(Survey, Ticket, TICKET.id == SURVEY.ticket_id)
        .where(SURVEY.answered_at >= start, SURVEY.answered_at < end, SURVEY.score.is_not(None))
    )
    return [(SurveyKind(row[0]), row[1], Whose(*row[2:])) for row in session.connection().execute(query)]


def pauses(session: Session, start: datetime, end: datetime, also: Iterable[int]) -> list[Pause]:
    """The pauses of the period's tickets and of some others, and every outage of a source."""
    own = select(Pause).join(Ticket, TICKET.id == col(Pause.ticket_id)).where(*_in(start, end))
    return _unique([*session.execute(own).scalars(), *pauses_of(session, also)])


def pauses_of(session: Session, numbers: Iterable[int]) -> list[Pause]:
    """The pauses of some tickets, and every outage of a source."""
    found = [*session.execute(select(Pause).where(col(Pause.source).is_not(None))).scalars()]
    for part in chunks(sorted(numbers)):
        found += session.execute(select(Pause).where(col(Pause.ticket_id).in_(part))).scalars()
    return _unique(found)


def _unique(found: Iterable[Pause]) -> list[Pause]:
    return list({one.id: one for one in found}.values())
