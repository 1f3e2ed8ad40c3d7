"""The engine, and `unit()`: one transaction, one lock, one place where the record is closed.

SQLite runs in WAL mode with `synchronous=FULL` (a commit is on disk before it is acknowledged), with one
process-wide line of writing transactions: uncoordinated writers made some clicks wait seconds.
PostgreSQL needs neither.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlmodel import Session

from storage import record
from storage.turns import Turns
from storage.words import Verb

OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
BUSY_SECONDS = 30
STALLED_SECONDS = 30
"""PostgreSQL ends a transaction that does nothing for so long: a copy that sleeps in the middle of one holds nobody up."""


class StoreNotMade(Exception):
    """The store's file cannot be made or opened; the message says why."""


@dataclass
class Unit:
    """One transaction. Entries for the record and wake-ups are collected and take effect at the commit."""

    session: Session
    entries: list[record.Entry] = field(default_factory=list)
    wakes: set[str] = field(default_factory=set)

    def note(  # the record's own words, in the order a sentence has them
        self,
        verb: Verb,
        at: datetime,
        actor: str,
        ticket_id: int | None = None,
        reply_id: int | None = None,
        **details: Any,
    ) -> None:
        """Append one entry to the record when this transaction commits."""
        self.entries.append(record.Entry(at, actor, verb, ticket_id, reply_id, details))

    def wake(self, destination: str) -> None:
        """Tell that destination's courier, after the commit, that there is work."""
        self.wakes.add(destination)


@dataclass
class Database:
    """The store. `on_wake` is called with a destination after a commit that queued something for it."""

    engine: Engine
    on_wake: Callable[[str], None] = lambda _destination: None
    turns: Turns | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a single file, hence a single desk."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One writing transaction: commits at the end, rolls back on any error."""
        if self.turns is None:
            yield from self._transaction()
        else:
            with self.turns:
                yield from self._transaction()

    def _transaction(self) -> Iterator[Unit]:
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            unit = Unit(session)
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield unit
            session.flush()
            record.append(session, unit.entries)
            session.commit()
        for destination in unit.wakes:
            self.on_wake(destination)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions only; it never waits for a writer."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def connect(url: str) -> Database:
    """Open the store at a SQLAlchemy address: `sqlite:///desk.db` or `postgresql://user@host/name`.

    Its errors never name what was to be stored: customers' words do not belong in logs.

    A new SQLite file is readable by its owner only.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite(url), turns=Turns())
    return Database(
        create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=20,
            max_overflow=20,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"options": f"-c idle_in_transaction_session_timeout={STALLED_SECONDS}s"},
        )
    )


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        _owner_only(Path(path))
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=20,
        max_overflow=40,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _owner_only(path: Path) -> None:
    """Create the file before SQLite does, so that nobody else can ever open it; WAL files inherit the mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY)
    except OSError as error:
        raise StoreNotMade(f"{path} cannot be made or opened ({error.strerror}).") from error
    os.fchmod(handle, OWNER_ONLY)
    os.close(handle)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Settings of one connection. `isolation_level = None` lets `unit()` say BEGIN IMMEDIATE itself."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
