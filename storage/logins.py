"""The logins of sources, and the lock under which one is renewed.

They are secrets at rest: a SQLite file is readable by its owner only (`storage.db`), a PostgreSQL as far as its own
rights say. Nothing exports this table.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from storage.db import OWNER_ONLY, Database
from storage.tables import Login

TAKE = text("SELECT pg_advisory_lock(hashtext('mentiondesk login'), hashtext(:source))")
GIVE = text("SELECT pg_advisory_unlock(hashtext('mentiondesk login'), hashtext(:source))")


def load(db: Database, source: str) -> Login | None:
    """The newest login of a source; None before its first."""
    with db.reading() as session:
        return session.get(Login, source)


def save(db: Database, login: Login) -> None:
    """Keep a login in place of the one before; it is on disk when this returns."""
    with db.unit() as unit:
        unit.session.merge(login)


@contextmanager
def locked(db: Database, source: str) -> Iterator[None]:
    """Only one holder at a time for each source, across threads, processes and (on PostgreSQL) machines.

    It is held while the network is asked, so it is no transaction: nobody else waits for it.
    """
    held = _file_held(db, source) if db.is_sqlite else _advisory(db, source)
    with held:
        yield


@contextmanager
def _advisory(db: Database, source: str) -> Iterator[None]:
    """https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS; it ends with its connection."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(TAKE, {"source": source})
        try:
            yield
        finally:
            connection.execute(GIVE, {"source": source})


@contextmanager
def _file_held(db: Database, source: str) -> Iterator[None]:
    """A lock on a file beside the store. Each `open` has a lock of its own, so threads exclude each other too."""
    handle = os.open(f"{db.engine.url.database}-login-{source}", os.O_CREAT | os.O_RDWR, OWNER_ONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
