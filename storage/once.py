"""Small facts that only one copy of the desk may move on: read what stands there, then change it if it still does."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.tables import Setting


def standing(session: Session, name: str) -> str | None:
    """What stands there; None where nothing does yet."""
    kept = session.get(Setting, name)
    return kept.value if kept else None


def swap(session: Session, name: str, before: str | None, value: str) -> bool:
    """Put a value in place of what was read. False: another copy was first, and nothing was changed."""
    if before is None:
        insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert
        new = insert(Setting).values(name=name, value=value).on_conflict_do_nothing()
        return session.execute(new.returning(col(Setting.name))).first() is not None
    moved = update(Setting).where(col(Setting.name) == name, col(Setting.value) == before).values(value=value)
    return session.execute(moved).rowcount == 1  # type: ignore[attr-defined, no-any-return]
