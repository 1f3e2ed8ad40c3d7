"""Questions about replies, and the lock under which one is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import seldom
from storage.tables import Mention, Reply, SavedReply
from storage.words import ReplyStatus

PENDING = (
    ReplyStatus.IN_REVIEW,
    ReplyStatus.APPROVED,
    ReplyStatus.HOLDING,
    ReplyStatus.SENDING,
    ReplyStatus.UNKNOWN,
)
"""On its way out, or perhaps out already."""

SENT_OFF = (*PENDING, ReplyStatus.SENT)
"""Its author has pressed the button: what is typed now is another reply."""


LOCKED = (
    select(Reply)
    .where(col(Reply.id) == bindparam("reply_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
WITH_PARENT = (
    select(Reply, Mention)
    .join(Mention, col(Mention.id) == Reply.mention_id)
    .where(col(Reply.id) == bindparam("reply_id"))
    .with_for_update(of=Reply)
    .execution_options(populate_existing=True)
)
TICKET_OF = select(Reply.ticket_id).where(col(Reply.id) == bindparam("reply_id"))
RIVALS = (
    select(Reply)
    .where(
        col(Reply.ticket_id) == bindparam("ticket_id"),
        col(Reply.mention_id) == bindparam("mention_id"),
        col(Reply.id) != bindparam("reply_id"),
        Reply.status == ReplyStatus.IN_REVIEW,
    )
    .order_by(col(Reply.id))
)
"""These four are asked at every send. Made once: making a statement takes longer than running it."""


def locked(session: Session, reply_id: int) -> Reply | None:
    """The reply as it is now, held until the transaction ends. Locks are taken in the order ticket, outbox row, reply."""
    session.flush()
    return session.exec(LOCKED, params={"reply_id": reply_id}).first()


def locked_with_parent(session: Session, reply_id: int) -> tuple[Reply, Mention] | None:
    """The reply as it is now, held until the transaction ends, and the mention it answers."""
    session.flush()
    return session.exec(WITH_PARENT, params={"reply_id": reply_id}).first()


def by_key(session: Session, key: str) -> Reply | None:
    """The reply of that identity, held until the transaction ends."""
    return session.exec(select(Reply).where(Reply.key == key).with_for_update()).first()


def ticket_of(session: Session, reply_id: int) -> int | None:
    """Whose reply it is. The reply itself is not read: what is read before it is held may be stale."""
    return session.exec(TICKET_OF, params={"reply_id": reply_id}).first()


def changed(session: Session, reply: Reply, status: ReplyStatus, now: datetime) -> None:
    """Write what was set on a locked reply, with its new status, as a new version of it."""
    reply.status = status
    reply.version += 1
    reply.changed_at = now
    session.add(reply)


def of_ticket(session: Session, ticket_id: int) -> list[Reply]:
    """All replies of a ticket, oldest first."""
    return list(session.exec(select(Reply).where(Reply.ticket_id == ticket_id).order_by(col(Reply.id))))


def latest(session: Session, ticket_id: int) -> Reply | None:
    """The reply a card tells of: the one that changed last and was not withdrawn. What went out by itself is none."""
    query = select(Reply).where(
        Reply.ticket_id == ticket_id, Reply.status != ReplyStatus.WITHDRAWN, col(Reply.automatic).is_(False)
    )
    return session.exec(query.order_by(col(Reply.changed_at).desc(), col(Reply.id).desc()).limit(1)).first()


def with_status(session: Session, ticket_id: int, statuses: Sequence[ReplyStatus]) -> list[Reply]:
    """A ticket's replies that stand at one of these, oldest first."""
    return list(session.exec(_with_status(tuple(statuses)), params={"ticket_id": ticket_id}))


@cache
def _with_status(statuses: tuple[ReplyStatus, ...]) -> SelectOfScalar[Reply]:
    of_ticket = select(Reply).where(col(Reply.ticket_id) == bindparam("ticket_id"))
    return of_ticket.where(col(Reply.status).in_(statuses)).order_by(col(Reply.id))


def by_remote_ids(session: Session, source: str, remote_ids: Sequence[str]) -> list[Reply]:
    """Replies the network knows by those ids: our own posts, read back."""
    return list(
        session.exec(select(Reply).where(Reply.source == source, col(Reply.remote_id).in_(remote_ids)))
    )


def rivals(session: Session, reply: Reply) -> list[Reply]:
    """Other replies to the same post that wait for approval, oldest first."""
    about = {"ticket_id": reply.ticket_id, "mention_id": reply.mention_id, "reply_id": reply.id}
    return seldom.found(session, RIVALS, about)


def parent(session: Session, reply: Reply) -> Mention:
    """The mention it answers."""
    return session.get_one(Mention, reply.mention_id)


def sent_by(session: Session, author: str, most: int) -> int:
    """How many replies of theirs were sent; counted up to `most`."""
    query = select(Reply.id).where(Reply.author == author, Reply.status == ReplyStatus.SENT)
    return len(session.exec(query.limit(most)).all())


def followers(session: Session, reply_id: int) -> list[Reply]:
    """The public lines that wait for this private message to arrive."""
    query = select(Reply).where(Reply.follows == reply_id)
    return list(session.exec(query.order_by(col(Reply.id))))


def of_sources(session: Session, sources: Sequence[str], statuses: Sequence[ReplyStatus]) -> list[Reply]:
    """Replies of these sources that stand at one of these, oldest first."""
    query = select(Reply).where(col(Reply.source).in_(sources), col(Reply.status).in_(statuses))
    return list(session.exec(query.order_by(col(Reply.id))))


def saved(session: Session) -> list[SavedReply]:
    """The saved replies in use, the most used first."""
    query = select(SavedReply).where(col(SavedReply.retired_at).is_(None))
    return list(session.exec(query.order_by(col(SavedReply.used).desc(), col(SavedReply.id)).limit(100)))
