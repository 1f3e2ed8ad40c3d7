"""Questions about what the brand's own accounts wrote on a network."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from storage.mentions import chunks
from storage.tables import BrandPost, Mention, Ticket


def by_ids(session: Session, source: str, external_ids: Iterable[str]) -> list[BrandPost]:
    """The posts of these ids, oldest first."""
    return _where(session, source, "external_id", external_ids)


def answering(session: Session, source: str, mentions: Iterable[str]) -> list[BrandPost]:
    """The posts that answer these mentions, oldest first."""
    return _where(session, source, "in_reply_to", mentions)


def _where(session: Session, source: str, column: str, values: Iterable[str]) -> list[BrandPost]:
    found: list[BrandPost] = []
    for part in chunks(values):
        query = select(BrandPost).where(BrandPost.source == source, col(getattr(BrandPost, column)).in_(part))
        found += session.exec(query)
    return sorted(found, key=lambda post: (post.created_at, post.external_id))


def ticket_answered(session: Session, post: BrandPost) -> int | None:
    """The ticket of the mention it answers; in private, that of its conversation which was opened before it."""
    if post.in_reply_to is not None:
        query = select(Mention.ticket_id).where(
            Mention.source == post.source, Mention.external_id == post.in_reply_to
        )
        return session.exec(query).first()
    private = (
        select(Ticket.id)
        .where(Ticket.source == post.source, Ticket.conversation == post.conversation)
        .where(col(Ticket.private).is_(True), Ticket.opened_at <= post.created_at)
    )
    return session.exec(private.order_by(col(Ticket.id).desc()).limit(1)).first()


def answer_outside(session: Session, ticket_id: int) -> BrandPost | None:
    """The latest answer that this ticket had outside the desk."""
    query = select(BrandPost).where(BrandPost.ticket_id == ticket_id)
    return session.exec(query.order_by(col(BrandPost.created_at).desc()).limit(1)).first()
