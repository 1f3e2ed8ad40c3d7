"""Where each source was read up to, and how it is doing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from storage.tables import Source

INSERTS: dict[str, Callable[..., postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
"""Inserts that give way where somebody else was first. SQLAlchemy has them by dialect only."""


def by_name(session: Session, name: str) -> Source | None:
    """One source's row, or None before it was first read."""
    return session.get(Source, name)


def everyone(session: Session) -> list[Source]:
    """All sources ever read."""
    return list(session.exec(select(Source)))


def held(session: Session, name: str) -> Source:
    """The source's row, made if need be, held until the transaction ends."""
    row = select(Source).where(Source.name == name).with_for_update()
    found = session.exec(row).first()
    if found is not None:
        return found
    insert = INSERTS[session.get_bind().dialect.name]
    session.execute(insert(Source).values(Source(name=name).model_dump()).on_conflict_do_nothing())
    return session.exec(row).one()


def read(session: Session, name: str, cursor: str | None, now: datetime, *, heard: bool) -> Source:
    """Note a successful read. A None cursor leaves the position where it was."""
    source = held(session, name)
    source.cursor = cursor if cursor is not None else source.cursor
    source.read_at = now
    source.heard_at = now if heard else source.heard_at
    session.add(source)
    return source
