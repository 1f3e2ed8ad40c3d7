"""Requests for approval: questions about them, and the lock under which one is decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage import seldom
from storage.tables import Approval, Posting
from storage.words import PostingKind

TICKET_OF = select(Approval.ticket_id).where(col(Approval.id) == bindparam("approval_id"))
LOCKED = (
    select(Approval)
    .where(col(Approval.id) == bindparam("approval_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
OPEN_OF_TICKET = (
    select(Approval)
    .where(col(Approval.ticket_id) == bindparam("ticket_id"), col(Approval.ended_at).is_(None))
    .order_by(col(Approval.id))
)
SHOWING = select(Posting).where(
    Posting.kind == PostingKind.APPROVAL, col(Posting.ticket_id) == bindparam("ticket_id")
)
"""These four are asked at every approval. Made once: making a statement takes longer than running it."""


def by_id(session: Session, approval_id: int) -> Approval | None:
    """One request, for reading."""
    return session.get(Approval, approval_id)


def ticket_of(session: Session, approval_id: int) -> int | None:
    """The ticket a request is about, so that it can be held first."""
    return session.exec(TICKET_OF, params={"approval_id": approval_id}).first()


def locked(session: Session, approval_id: int) -> Approval | None:
    """One request, held until the transaction ends. Lock its ticket first."""
    return session.exec(LOCKED, params={"approval_id": approval_id}).first()


def open_of_ticket(session: Session, ticket_id: int) -> list[Approval]:
    """What waits for approval about a ticket, oldest first."""
    return seldom.found(session, OPEN_OF_TICKET, {"ticket_id": ticket_id})


def open_ones(session: Session) -> list[Approval]:
    """Whatever waits for approval, oldest first."""
    return list(
        session.exec(select(Approval).where(col(Approval.ended_at).is_(None)).order_by(col(Approval.id)))
    )


def open_of_reply(session: Session, reply_id: int) -> Approval | None:
    """The request a reply waits in."""
    query = select(Approval).where(Approval.reply_id == reply_id, col(Approval.ended_at).is_(None))
    return session.exec(query.order_by(col(Approval.id).desc()).limit(1)).first()


def latest_of_reply(session: Session, reply_id: int) -> Approval | None:
    """The last request about a reply, decided or not."""
    query = select(Approval).where(Approval.reply_id == reply_id)
    return session.exec(query.order_by(col(Approval.id).desc()).limit(1)).first()


def without_deputies(session: Session, most: int) -> list[Approval]:
    """What waits and was not shown to deputies yet, the most pressing first."""
    query = select(Approval).where(col(Approval.ended_at).is_(None), col(Approval.deputies_called).is_(False))
    return list(session.exec(query.order_by(col(Approval.due_at)).limit(most)))


def postings(session: Session, approval: Approval) -> list[Posting]:
    """Every message that shows a request."""
    shown = session.exec(SHOWING, params={"ticket_id": approval.ticket_id})
    return [posting for posting in shown if posting.items == [approval.id]]


def post(
    session: Session, approval: Approval, addressee: str, now: datetime, *, thread: bool = False
) -> Posting:
    """A new message that shows a request. `draw` it once the transaction knows all it shows."""
    posting = Posting(
        kind=PostingKind.APPROVAL,
        addressee=addressee,
        ticket_id=approval.ticket_id,
        thread=thread,
        items=[approval.id or 0],
        created_at=now,
    )
    session.add(posting)
    return posting
