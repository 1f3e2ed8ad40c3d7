"""Small facts that only one copy of the desk may move on: read what stands there, then change it if it still does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col

from storage.tables import Setting

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def standing(session: Session, name: str) -> str | None:
    """What stands there; None where nothing does yet."""
    kept = session.get(Setting, name)
    return kept.value if kept else None


def insert(session: Session, row: SQLModel) -> postgresql.Insert | sqlite.Insert:
    """An INSERT of this row that does nothing where it stands already."""
    new = _insert_on(session.get_bind().dialect.name)(type(row)).values(row.model_dump())
    return new.on_conflict_do_nothing()


def _insert_on(dialect: str) -> Callable[..., postgresql.Insert | sqlite.Insert]:
    """The INSERT that gives way where somebody else was first. SQLAlchemy has it by dialect only, each of megabytes."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as on_sqlite

        return on_sqlite
    from sqlalchemy.dialects.postgresql import insert as on_postgresql

    return on_postgresql


def swap(session: Session, name: str, before: str | None, value: str) -> bool:
    """Put a value in place of what was read. False: another copy was first, and nothing was changed."""
    if before is None:
        new = insert(session, Setting(name=name, value=value)).returning(col(Setting.name))
        return session.execute(new).first() is not None
    moved = update(Setting).where(col(Setting.name) == name, col(Setting.value) == before).values(value=value)
    return session.execute(moved).rowcount == 1  # type: ignore[attr-defined, no-any-return]
