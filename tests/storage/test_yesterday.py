"""A desk opens the file that any earlier one left behind, and nothing in it is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from storage import record
from storage.db import Database
from storage.migrate import current, head, upgrade
from storage.tables import Mention, Ticket
from storage.words import TicketStatus
from tests.storage.test_migrate import difference
from tests.storage.yesterday import STORES, THEN, restore

Opener = Callable[[str], Database]


@pytest.fixture(params=sorted(STORES.glob("*.sql")), ids=lambda path: path.stem)
def yesterday(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    restore(request.param, path)
    return path


@pytest.fixture
def opened(yesterday: Path, connected: Opener) -> Database:
    return connected(f"sqlite:///{yesterday}")


def rows(path: Path) -> dict[str, int]:
    """How many rows each table holds."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counted = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    connection.close()
    return counted


def test_each_revision_has_its_store() -> None:
    kept = {path.stem for path in STORES.glob("*.sql")}
    written = {f"{number:04}" for number in range(1, int(head() or 0) + 1)}
    assert kept == written, "run `python -m tests.storage.yesterday`"


def test_yesterdays_file_becomes_todays(opened: Database) -> None:
    upgrade(opened)
    assert current(opened) == head()
    assert difference(opened) == []


def test_no_row_of_yesterday_is_lost(yesterday: Path, opened: Database) -> None:
    before = rows(yesterday)
    upgrade(opened)
    assert {name: count for name, count in rows(yesterday).items() if name in before} == before


def test_yesterdays_ticket_reads_as_it_did(opened: Database) -> None:
    upgrade(opened)
    with opened.reading() as session:
        ticket = session.exec(select(Ticket)).one()
        mention = session.exec(select(Mention)).one()
    assert (ticket.status, ticket.assignee, ticket.opened_at) == (TicketStatus.CLAIMED, "U1", THEN)
    assert mention.text == "Where is my parcel?\nΠού είναι;"


def test_yesterdays_record_still_holds(opened: Database) -> None:
    upgrade(opened)
    with opened.reading() as session:
        assert list(record.verify(record.all_rows(session))) == []
