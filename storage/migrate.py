"""Bringing the store to the newest revision. Alembic is loaded only when there is something to do: it is slow to start.

A migration is one file `migrations/versions/NNNN_what_it_does.py` with `revision = "NNNN"`; the greatest number is
the newest. `python -m storage.migrations.new what_it_does` writes one from what changed in `storage.tables`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.db import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_311_951
"""The advisory lock under which one copy of the desk migrates a PostgreSQL store while the others wait."""


class StoreTooNew(Exception):
    """The store was written by a newer Mentiondesk than this one."""


def head() -> str | None:
    """The newest revision this Mentiondesk knows; None where no migration is written yet."""
    return max((path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")), default=None)


def current(db: Database) -> str | None:
    """The revision the store is at; None for an empty one."""
    with db.engine.connect() as connection:
        return _current(connection)


def upgrade(db: Database) -> None:
    """Bring the store to `head()`, all or nothing. Copies of the desk that start together do it once.

    Raises:
        StoreTooNew: the store is ahead of this Mentiondesk; nothing was touched.
    """
    if not _behind(current(db)):
        return
    with _held(db) as connection:
        if _behind(_current(connection)):
            _run(connection)


def config(connection: Connection) -> Config:
    """What an Alembic command needs to work on our migrations over an open connection."""
    from alembic.config import Config  # slow to import, and seldom needed

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _behind(revision: str | None) -> bool:
    newest = head()
    if revision and newest and revision > newest:
        raise StoreTooNew(
            f"This store is at revision {revision}, this Mentiondesk knows them up to {newest}. "
            "Update Mentiondesk, or give it a store of its own (DATABASE_URL)."
        )
    return revision != newest


def _run(connection: Connection) -> None:
    from alembic import command  # slow to import, and seldom needed

    command.upgrade(config(connection), "head")


@contextmanager
def _held(db: Database) -> Iterator[Connection]:
    """One transaction in which nobody else can migrate the same store."""
    with db.engine.connect() as connection:
        if db.is_sqlite:
            yield from _held_sqlite(connection)
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            yield connection
            connection.commit()


def _held_sqlite(connection: Connection) -> Iterator[Connection]:
    """SQLite changes a table by making it anew, which needs foreign keys off (https://sqlite.org/lang_altertable.html)."""
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
