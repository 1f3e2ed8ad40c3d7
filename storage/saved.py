"""What became of the tickets that were answered starting from a saved reply."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import case, exists, func, select
from sqlmodel import Session, col

from storage.tables import RecordEntry, Reply, Ticket
from storage.words import ReplyStatus, TicketStatus, Verb


class Result(NamedTuple):
    """How often one was sent, and how many of those tickets are resolved or were opened again after an end."""

    sent: int
    resolved: int
    reopened: int


def results(session: Session) -> dict[int, Result]:
    """By saved reply."""
    back = exists().where(
        col(RecordEntry.ticket_id) == Reply.ticket_id, col(RecordEntry.verb) == Verb.REOPENED
    )
    query = (
        select(
            col(Reply.saved_reply_id),
            func.count(),
            func.sum(case((col(Ticket.status) == TicketStatus.RESOLVED, 1), else_=0)),
            func.sum(case((back, 1), else_=0)),
        )
        .join(Ticket, col(Ticket.id) == Reply.ticket_id)
        .where(col(Reply.status) == ReplyStatus.SENT, col(Reply.saved_reply_id).is_not(None))
        .group_by(col(Reply.saved_reply_id))
    )
    return {row[0]: Result(*map(int, row[1:])) for row in session.execute(query) if row[0] is not None}
