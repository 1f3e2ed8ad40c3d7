"""What customers were asked once their ticket was resolved, and what they answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import Reply, Survey, Ticket
from storage.words import ReplyStatus, SurveyKind

NOT_ASKED = (ReplyStatus.WITHDRAWN, ReplyStatus.FAILED)
"""A question with such a fate reached nobody."""


def last_asked(
    session: Session, source: str, author_id: str, kind: SurveyKind | None = None
) -> datetime | None:
    """When somebody was last asked anything, or this; None where they never were."""
    query = (
        select(func.max(Survey.asked_at))
        .join(Ticket, col(Ticket.id) == Survey.ticket_id)
        .join(Reply, col(Reply.id) == Survey.reply_id)
        .where(Ticket.source == source, Ticket.author_id == author_id)
        .where(col(Reply.status).not_in(NOT_ASKED))
    )
    if kind is not None:
        query = query.where(Survey.kind == kind)
    return session.exec(query).one()


def waiting(session: Session, ticket_id: int) -> Survey | None:
    """The question to this ticket's customer after which they have not written yet."""
    query = (
        select(Survey)
        .join(Reply, col(Reply.id) == Survey.reply_id)
        .where(Survey.ticket_id == ticket_id, col(Survey.mention_id).is_(None))
        .where(col(Reply.status).not_in(NOT_ASKED))
    )
    return session.exec(query.order_by(col(Survey.id).desc()).limit(1)).first()


def of_reply(session: Session, reply_id: int) -> Survey | None:
    """The question that left as this reply."""
    return session.exec(select(Survey).where(Survey.reply_id == reply_id)).first()


def newest_answer(session: Session, ticket_id: int) -> Survey | None:
    """What this ticket's customer last answered."""
    query = select(Survey).where(Survey.ticket_id == ticket_id, col(Survey.score).is_not(None))
    return session.exec(query.order_by(col(Survey.id).desc()).limit(1)).first()
