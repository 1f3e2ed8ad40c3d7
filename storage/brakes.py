"""The brake: what may not go out. Pulling it and starting a send exclude each other, so "from that instant" is exact."""

from __future__ import annotations

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select

from storage import seldom, turns
from storage.tables import Brake

BRAKE_LOCK = 7_311_952
"""The advisory lock sends share on PostgreSQL and pulling the brake takes alone. SQLite has one writer anyway."""


HOLDING = (
    select(Brake)
    .where(
        col(Brake.released_at).is_(None),
        or_(col(Brake.source).is_(None), col(Brake.source) == bindparam("source")),
        or_(col(Brake.account).is_(None), col(Brake.account) == bindparam("account")),
    )
    .order_by(col(Brake.id))
    .limit(1)
)
"""Asked at every send. Made once: making a statement takes longer than running it."""


def shut(session: Session) -> None:
    """Wait until every send that is being started is on record, and keep others from starting until the commit."""
    turns.hold(session.connection(), BRAKE_LOCK)


def standing_in_the_way(session: Session, source: str, account: str) -> Brake | None:
    """The brake that holds what this source sends from this account, asked while a send is being started."""
    turns.hold(session.connection(), BRAKE_LOCK, shared=True)
    return holding(session, source, account)


def holding(session: Session, source: str, account: str) -> Brake | None:
    """The oldest brake that holds what this source sends from this account."""
    return next(iter(seldom.found(session, HOLDING, {"source": source, "account": account})), None)


def standing(session: Session) -> list[Brake]:
    """Every brake that is on, oldest first."""
    return list(session.exec(select(Brake).where(col(Brake.released_at).is_(None)).order_by(col(Brake.id))))


def locked(session: Session, brake_id: int) -> Brake | None:
    """One brake, held until the transaction ends."""
    return session.exec(select(Brake).where(Brake.id == brake_id).with_for_update()).first()
