"""The record is a chain: whatever is changed, removed or moved in it is found."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from storage import record
from storage.db import Database
from storage.record import Break, Entry, hash_of
from storage.words import Verb
from tests.parts import WAIT_SECONDS

DETAILS = {"words": "naïve \N{SNOWMAN} <b>", "count": 3, "none": None, "list": [1, "zwei"]}


def note(db: Database, now: datetime, *actors: str) -> None:
    for number, actor in enumerate(actors):
        with db.unit() as unit:
            unit.note(Verb.CLAIMED, now + timedelta(microseconds=number), actor, 1, **DETAILS)


def breaks(db: Database) -> list[Break]:
    with db.reading() as session:
        return list(record.verify(record.all_rows(session)))


def change(db: Database, statement: str, **values: Any) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement), values)


def test_an_untouched_record_holds(database: Database, now: datetime) -> None:
    note(database, now, *"abcde")
    assert breaks(database) == []


def test_an_empty_record_holds(database: Database) -> None:
    assert breaks(database) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "x"), ("verb", "released"), ("ticket_id", 2), ("details", '{"count": 4}'), ("reply_id", 9)],
)
def test_one_changed_value_is_found(database: Database, now: datetime, column: str, value: object) -> None:
    note(database, now, *"abc")
    change(database, f"UPDATE record SET {column} = :value WHERE seq = 2", value=value)
    assert breaks(database) == [Break(2, "was changed after it was written")]


def test_one_changed_microsecond_is_found(database: Database, now: datetime) -> None:
    note(database, now, *"abc")
    with database.reading() as session:
        entry = list(record.all_rows(session))[1]
        entry.at += timedelta(microseconds=1)
        session.add(entry)
        session.commit()
    assert [found.seq for found in breaks(database)] == [2]


def test_a_removed_entry_is_found(database: Database, now: datetime) -> None:
    note(database, now, *"abcde")
    change(database, "DELETE FROM record WHERE seq IN (2, 3)")
    assert breaks(database) == [Break(2, "entries 2 to 3 are missing")]


def test_a_removed_beginning_is_found(database: Database, now: datetime) -> None:
    note(database, now, *"abc")
    change(database, "DELETE FROM record WHERE seq = 1")
    assert [found.seq for found in breaks(database)] == [1]


def test_entries_that_changed_places_are_found(database: Database, now: datetime) -> None:
    note(database, now, *"abcd")
    for old, new in ((2, 99), (3, 2), (99, 3)):
        change(database, "UPDATE record SET seq = :new WHERE seq = :old", old=old, new=new)
    assert {found.seq for found in breaks(database)} == {2, 3, 4}


def test_an_entry_forged_with_a_hash_of_its_own_breaks_the_chain_after_it(
    database: Database, now: datetime
) -> None:
    note(database, now, *"abc")
    with database.reading() as session:
        previous = next(record.all_rows(session)).hash
    forged = hash_of(2, Entry(now, "forger", Verb.SENT, 1, None, {}), previous)
    change(
        database,
        "UPDATE record SET at = :at, actor = 'forger', verb = 'sent', details = '{}', hash = :hash WHERE seq = 2",
        at=now if not database.is_sqlite else f"{now:%Y-%m-%d %H:%M:%S.%f}",
        hash=forged,
    )
    assert breaks(database) == [Break(3, "does not follow the entry before it")]


def test_what_is_rolled_back_leaves_no_entry(database: Database, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), database.unit() as unit:
        unit.note(Verb.CLAIMED, now, "a", 1)
        raise ZeroDivisionError
    note(database, now, "b")
    with database.reading() as session:
        assert [(row.seq, row.actor) for row in record.all_rows(session)] == [(1, "b")]


def test_eight_writers_make_one_unbroken_chain(
    database_url: str, connected: Callable[[str], Database], now: datetime
) -> None:
    db = connected(database_url)
    threads = [threading.Thread(target=note, args=(db, now, *[str(number)] * 5)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    with db.reading() as session:
        assert [row.seq for row in record.all_rows(session)] == list(range(1, 41))
    assert breaks(db) == []


def test_a_tickets_last_entries_come_oldest_first(database: Database, now: datetime) -> None:
    note(database, now, *"abc")
    with database.reading() as session:
        assert [row.actor for row in record.of_ticket(session, 1, most=2)] == ["b", "c"]
        assert record.of_ticket(session, 2, most=2) == []


def test_the_latest_entry_can_leave_some_verbs_out(database: Database, now: datetime) -> None:
    note(database, now, "a")
    with database.unit() as unit:
        unit.note(Verb.NOTED, now, "b", 1)
    with database.reading() as session:
        found = record.latest(session, 1, without=[Verb.NOTED])
    assert found is not None
    assert found.actor == "a"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_a_hash_does_not_depend_on_the_order_of_the_details(details: dict[str, Any]) -> None:
    now = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
    turned = dict(reversed(details.items()))
    assert hash_of(1, Entry(now, "a", Verb.SENT, 1, None, details), record.GENESIS) == hash_of(
        1, Entry(now, "a", Verb.SENT, 1, None, turned), record.GENESIS
    )


def test_a_hash_is_the_same_in_every_time_zone() -> None:
    utc = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
    tokyo = datetime.fromisoformat("2026-03-02T18:00:00+09:00")
    assert hash_of(1, Entry(utc, "a", Verb.SENT, 1, None, {}), "0") == hash_of(
        1, Entry(tokyo, "a", Verb.SENT, 1, None, {}), "0"
    )
