"""Where each source was read up to, and how it is doing."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from storage import once
from storage.tables import Source


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
    session.execute(once.insert(session, Source(name=name)))
    return session.exec(row).one()


def take_turn(session: Session, name: str, reader: str, now: datetime, until: datetime) -> bool:
    """Whether this reader may read a source now; then nobody else may before `until`."""
    source = held(session, name)
    if source.reader != reader and source.next_read_at is not None and source.next_read_at > now:
        return False
    source.reader, source.next_read_at = reader, until
    session.add(source)
    return True


def keep_quiet(source: Source, until: datetime) -> None:
    """Let nobody read a held source before then."""
    source.reader, source.next_read_at = None, until


def read(session: Session, name: str, cursor: str | None, now: datetime, *, heard: bool) -> Source:
    """Note a successful read. A None cursor leaves the position where it was."""
    source = held(session, name)
    source.cursor = cursor if cursor is not None else source.cursor
    source.read_at = now
    source.heard_at = now if heard else source.heard_at
    session.add(source)
    return source
