"""One copy of the desk moves a fact on; the others find out that it was not them."""

from __future__ import annotations

from storage import once
from storage.db import Database


def swap(db: Database, before: str | None, value: str) -> bool:
    with db.unit() as unit:
        return once.swap(unit.session, "digest", before, value)


def test_only_the_first_puts_something_where_nothing_stood(database: Database) -> None:
    assert swap(database, None, "monday")
    assert not swap(database, None, "tuesday")
    with database.reading() as session:
        assert once.standing(session, "digest") == "monday"


def test_only_who_read_what_stands_there_moves_it_on(database: Database) -> None:
    swap(database, None, "monday")
    assert not swap(database, "sunday", "tuesday")
    assert swap(database, "monday", "tuesday")
    assert not swap(database, "monday", "wednesday")
    with database.reading() as session:
        assert once.standing(session, "digest") == "tuesday"
