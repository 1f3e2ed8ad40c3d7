"""Questions about tickets, and the lock under which one is changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_
from sqlmodel import Session, col, select

from storage.tables import Mention, Note, Ticket
from storage.words import TicketStatus

LOCKED = (
    select(Ticket)
    .where(col(Ticket.id) == bindparam("ticket_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
"""Asked at every click. Made once: making a statement takes longer than running it."""


def locked(session: Session, ticket_id: int) -> Ticket | None:
    """The ticket, held until the transaction ends, so that of two people at the same instant one is first.

    SQLite holds the whole store anyway and ignores FOR UPDATE.
    """
    session.flush()
    ticket = session.exec(LOCKED, params={"ticket_id": ticket_id}).first()
    if ticket is not None and ticket.merged_into is not None:
        return locked(session, ticket.merged_into)
    return ticket


def changed(session: Session, ticket: Ticket, now: datetime) -> None:
    """Write what was set on a locked ticket, as a new version of it."""
    ticket.version += 1
    ticket.changed_at = now
    session.add(ticket)


def by_id(session: Session, ticket_id: int) -> Ticket | None:
    """The ticket for reading; a merged one leads to the one it became part of."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is not None and ticket.merged_into is not None:
        return by_id(session, ticket.merged_into)
    return ticket


def by_card(session: Session, channel: str, ts: str) -> Ticket | None:
    """The ticket whose card is that message."""
    return session.exec(select(Ticket).where(Ticket.channel == channel, Ticket.card_ts == ts)).first()


def in_conversations(session: Session, source: str, conversations: Sequence[str]) -> list[Ticket]:
    """The tickets of those conversations, held until the transaction ends."""
    query = select(Ticket).where(Ticket.source == source, col(Ticket.conversation).in_(conversations))
    return list(session.exec(query.order_by(col(Ticket.id)).with_for_update()))


def mentions(session: Session, ticket_id: int) -> list[Mention]:
    """What the customer said, oldest first."""
    query = select(Mention).where(Mention.ticket_id == ticket_id)
    return list(session.exec(query.order_by(col(Mention.created_at), col(Mention.id))))


LATEST_MENTION_ID = (
    select(Mention.id)
    .where(col(Mention.ticket_id) == bindparam("ticket_id"))
    .order_by(col(Mention.created_at).desc(), col(Mention.id).desc())
    .limit(1)
)
"""Asked at every approval. Made once: making a statement takes longer than running it."""


def latest_mention_id(session: Session, ticket_id: int) -> int | None:
    """Which are the customer's newest words."""
    return session.exec(LATEST_MENTION_ID, params={"ticket_id": ticket_id}).first()


def latest_mention(session: Session, ticket_id: int) -> Mention | None:
    """The customer's newest words."""
    query = select(Mention).where(Mention.ticket_id == ticket_id)
    return session.exec(
        query.order_by(col(Mention.created_at).desc(), col(Mention.id).desc()).limit(1)
    ).first()


def first_mention(session: Session, ticket_id: int) -> Mention | None:
    """The customer's first words."""
    query = select(Mention).where(Mention.ticket_id == ticket_id)
    return session.exec(query.order_by(col(Mention.created_at), col(Mention.id)).limit(1)).first()


def mentions_at(session: Session, ticket_id: int, at: datetime) -> list[str]:
    """The network's ids of what the customer said at that instant."""
    query = select(Mention.external_id).where(Mention.ticket_id == ticket_id, Mention.created_at == at)
    return list(session.exec(query))


def waits_since(session: Session, ticket: Ticket) -> datetime | None:
    """Since when the customer waits for us: their first words after our last answer."""
    query = select(func.min(Mention.created_at)).where(Mention.ticket_id == ticket.id)
    if ticket.last_response_at is not None:
        query = query.where(col(Mention.created_at) > ticket.last_response_at)
    return session.exec(query).one()


def earlier(session: Session, ticket: Ticket, most: int) -> list[Ticket]:
    """The customer's matters on this network before this one, newest first."""
    same_moment = and_(col(Ticket.opened_at) == ticket.opened_at, col(Ticket.id) < ticket.id)
    query = select(Ticket).where(
        Ticket.source == ticket.source,
        Ticket.author_id == ticket.author_id,
        or_(col(Ticket.opened_at) < ticket.opened_at, same_moment),
        col(Ticket.merged_into).is_(None),
    )
    return list(session.exec(query.order_by(col(Ticket.opened_at).desc()).limit(most)))


def notes(session: Session, ticket_id: int) -> list[Note]:
    """What the team noted, oldest first."""
    return list(session.exec(select(Note).where(Note.ticket_id == ticket_id).order_by(col(Note.created_at))))


def _queue(assignee: str | None, now: datetime) -> list[object]:
    mine = [Ticket.assignee == assignee] if assignee else [col(Ticket.assignee).is_(None)]
    return [
        *mine,
        col(Ticket.status).in_([TicketStatus.NEW, TicketStatus.CLAIMED]),
        col(Ticket.merged_into).is_(None),
        or_(col(Ticket.snoozed_until).is_(None), col(Ticket.snoozed_until) <= now),
    ]


def in_hand(session: Session, person: str) -> list[Ticket]:
    """What this person has to see to: open tickets, and promises to customers who wait; what runs out first on top."""
    query = select(Ticket).where(
        Ticket.assignee == person,
        or_(
            col(Ticket.status).in_([TicketStatus.NEW, TicketStatus.CLAIMED]),
            col(Ticket.follow_up_at).is_not(None),
        ),
        col(Ticket.status).not_in([TicketStatus.RESOLVED, TicketStatus.DISMISSED]),
        col(Ticket.merged_into).is_(None),
    )
    asked = select(Ticket).where(
        col(Ticket.approval_asked_at).is_not(None), col(Ticket.merged_into).is_(None)
    )
    mine = [*session.exec(query), *(one for one in session.exec(asked) if person in one.approvers)]
    unique = {one.id: one for one in mine}
    return sorted(
        unique.values(), key=lambda one: (one.due_at is None, one.due_at or one.opened_at, one.id or 0)
    )


def due_next(session: Session, now: datetime, most: int) -> list[Ticket]:
    """Tickets with a clock that runs, what runs out first on top."""
    query = select(Ticket).where(
        col(Ticket.due_at).is_not(None),
        col(Ticket.merged_into).is_(None),
        or_(col(Ticket.snoozed_until).is_(None), col(Ticket.snoozed_until) <= now),
    )
    return list(session.exec(query.order_by(col(Ticket.due_at), col(Ticket.id)).limit(most)))


def queue(session: Session, assignee: str | None, now: datetime, most: int) -> list[Ticket]:
    """Tickets whose turn is the team's: one person's, or (None) nobody's yet; what runs out first comes first."""
    query = select(Ticket).where(*_queue(assignee, now))  # type: ignore[arg-type]
    return list(
        session.exec(
            query.order_by(col(Ticket.due_at).is_(None), col(Ticket.due_at), col(Ticket.id)).limit(most)
        )
    )


def queue_length(session: Session, assignee: str | None, now: datetime) -> int:
    """How many `queue` would list."""
    query = select(func.count()).select_from(Ticket).where(*_queue(assignee, now))  # type: ignore[arg-type]
    return session.exec(query).one()


def snoozed_until(session: Session, now: datetime, most: int) -> list[Ticket]:
    """Tickets whose snooze has ended."""
    query = (
        select(Ticket).where(col(Ticket.snoozed_until) <= now).order_by(col(Ticket.snoozed_until)).limit(most)
    )
    return list(session.exec(query.with_for_update(skip_locked=True)))


def note_exists(session: Session, channel: str, ts: str) -> bool:
    """Whether what was typed there is kept already."""
    return session.exec(select(Note.id).where(Note.channel == channel, Note.ts == ts)).first() is not None


def with_card(session: Session, statuses: Collection[TicketStatus], most: int) -> list[Ticket]:
    """The newest tickets of these statuses whose card is posted."""
    query = select(Ticket).where(
        col(Ticket.status).in_(statuses),
        col(Ticket.card_ts).is_not(None),
        col(Ticket.merged_into).is_(None),
    )
    return list(session.exec(query.order_by(col(Ticket.id).desc()).limit(most)))
