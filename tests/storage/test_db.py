"""The store itself: one transaction, all or nothing, and a file that only its owner can read."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from storage import tickets
from storage.db import Database, connect
from storage.migrate import upgrade
from storage.tables import Mention, Setting, Ticket
from tests.parts import WAIT_SECONDS

Opener = Callable[[str], Database]


def ticket(now: datetime, conversation: str = "p-1") -> Ticket:
    times = dict.fromkeys(("opened_at", "received_at", "last_mention_at", "changed_at"), now)
    return Ticket(
        source="watcher", conversation=conversation, author_id="u-7", author_handle="nadia", **times
    )


def put(db: Database, name: str, value: str) -> None:
    with db.unit() as unit:
        unit.session.merge(Setting(name=name, value=value))


def settings(db: Database) -> dict[str, str]:
    with db.reading() as session:
        return {row.name: row.value for row in session.exec(select(Setting))}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def generous_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


@pytest.mark.usefixtures("generous_umask")
def test_a_new_file_and_its_companions_are_readable_by_their_owner_only(
    tmp_path: Path, connected: Opener
) -> None:
    db = connected(f"sqlite:///{tmp_path / 'deep' / 'desk.db'}")
    upgrade(db)
    put(db, "a", "1")
    modes = {path.name: mode(path) for path in (tmp_path / "deep").iterdir()}
    assert modes == dict.fromkeys(("desk.db", "desk.db-shm", "desk.db-wal"), 0o600)


def test_a_file_that_others_could_read_is_closed_to_them(sqlite_url: str, connected: Opener) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.chmod(0o644)
    connected(sqlite_url)
    assert mode(path) == 0o600


def test_a_commit_on_sqlite_is_on_disk_before_it_is_acknowledged(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]


def test_a_unit_is_all_or_nothing(database: Database) -> None:
    put(database, "kept", "1")
    with pytest.raises(ZeroDivisionError), database.unit() as unit:
        unit.session.add(Setting(name="lost", value="1"))
        unit.session.flush()
        raise ZeroDivisionError
    assert settings(database) == {"kept": "1"}


def test_a_unit_that_failed_does_not_block_the_next(database: Database) -> None:
    with pytest.raises(IntegrityError), database.unit() as unit:
        unit.session.execute(text("INSERT INTO setting (name, value) VALUES ('a', '1'), ('a', '2')"))
    put(database, "a", "3")
    assert settings(database) == {"a": "3"}


def test_a_reader_sees_the_last_commit_while_a_writer_is_at_work(database: Database) -> None:
    put(database, "a", "before")
    with database.unit() as unit:
        unit.session.merge(Setting(name="a", value="after"))
        unit.session.flush()
        assert settings(database) == {"a": "before"}
    assert settings(database) == {"a": "after"}


def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    put(database, "count", "0")

    def add_one() -> None:
        with database.unit() as unit:
            row = unit.session.exec(select(Setting).where(Setting.name == "count").with_for_update()).one()
            row.value = str(int(row.value) + 1)
            unit.session.add(row)

    threads = [threading.Thread(target=add_one) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert settings(database) == {"count": "32"}


def test_two_stores_on_one_file_wait_for_each_other(sqlite_url: str, connected: Opener) -> None:
    one, two = connected(sqlite_url), connected(sqlite_url)
    wrote = threading.Event()

    def write() -> None:
        put(two, "b", "2")
        wrote.set()

    with one.unit() as unit:
        unit.session.add(Setting(name="a", value="1"))
        unit.session.flush()
        thread = threading.Thread(target=write)
        thread.start()
        assert not wrote.wait(0.2)
    thread.join(WAIT_SECONDS)
    assert settings(one) == {"a": "1", "b": "2"}


def test_a_locked_ticket_is_nobody_elses_until_the_transaction_ends(
    database_url: str, connected: Opener, now: datetime
) -> None:
    one, two = connected(database_url), connected(database_url)
    with one.unit() as unit:
        unit.session.add(ticket(now))
    seen: list[str | None] = []

    def look() -> None:
        with two.unit() as unit:
            found = tickets.locked(unit.session, 1)
            seen.append(found.assignee if found else "?")

    with one.unit() as unit:
        held = tickets.locked(unit.session, 1)
        assert held is not None
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(0.2)
        held.assignee = "U1"
        tickets.changed(unit.session, held, now)
    thread.join(WAIT_SECONDS)
    assert seen == ["U1"]


def test_times_come_back_aware_and_as_the_same_instant(database: Database) -> None:
    kolkata = datetime(2026, 3, 2, 14, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with database.unit() as unit:
        unit.session.add(ticket(kolkata))
    with database.reading() as session:
        found = session.exec(select(Ticket)).one().opened_at
    assert found == kolkata
    assert found.utcoffset() == timedelta(0)


def test_a_mention_without_its_ticket_is_refused(database: Database) -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    stray = Mention(
        source="watcher",
        external_id="p-1",
        ticket_id=99,
        conversation="p-1",
        author_id="u-7",
        author_handle="nadia",
        text="Hello?",
        created_at=now,
        received_at=now,
    )
    with pytest.raises(IntegrityError), database.unit() as unit:
        unit.session.add(stray)


def test_one_customer_has_one_ticket_in_one_conversation(database: Database, now: datetime) -> None:
    with database.unit() as unit:
        unit.session.add(ticket(now))
    with pytest.raises(IntegrityError), database.unit() as unit:
        unit.session.add(ticket(now))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_each_usual_name_for_postgresql_is_understood(scheme: str) -> None:
    db = connect(f"{scheme}://somebody@127.0.0.1/desk")
    assert (db.is_sqlite, db.turns, db.engine.driver) == (False, None, "psycopg")
    db.close()
