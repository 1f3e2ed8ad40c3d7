"""What is to leave: each row to one courier at a time, in the order of its lane, a storm of changes as one edit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from storage import outbox
from storage.db import Database
from storage.tables import Outbox
from storage.words import OutboxKind, OutboxState, Priority
from tests.parts import WAIT_SECONDS

SECOND = timedelta(seconds=1)
ANA, BEN = "courier-a", "courier-b"


def put(
    db: Database, now: datetime, *lanes: str, kind: OutboxKind = OutboxKind.THREAD, **values: Any
) -> None:
    with db.unit() as unit:
        outbox.queue(unit, [outbox.row(kind, lane, now, **values) for lane in lanes])


def take(db: Database, holder: str, now: datetime, most: int = 1) -> list[int]:
    """Lease in a transaction of its own; the rows' ids."""
    with db.unit() as unit:
        leased = outbox.lease(unit.session, outbox.SLACK, holder, now, most=most)
        return [row.entry.id or 0 for row in leased]


def rows(db: Database) -> list[Outbox]:
    with db.reading() as session:
        return list(session.exec(select(Outbox).order_by(col(Outbox.id))))


def settle(
    db: Database, how: Callable[..., bool], entry: int, holder: str, *values: Any, **named: Any
) -> bool:
    with db.unit() as unit:
        return how(unit.session, entry, holder, *values, **named)


def test_rows_of_a_lane_leave_one_after_the_other(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1", "ticket:1")
    assert take(database, ANA, now, most=5) == [1]
    assert take(database, ANA, now, most=5) == []
    assert settle(database, outbox.done, 1, ANA, now)
    assert take(database, ANA, now, most=5) == [2]


def test_lanes_do_not_wait_for_each_other(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1", "ticket:1", "ticket:2")
    assert take(database, ANA, now, most=5) == [1, 3]


def test_the_urgent_leave_first_but_never_overtake_in_their_lane(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1", "ticket:2")
    put(database, now, "ticket:2", "ticket:3", urgent=True)
    assert take(database, ANA, now, most=5) == [4, 1, 2]


def test_a_row_that_waits_for_its_time_holds_its_lane(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1", not_before=now + 5 * SECOND)
    put(database, now, "ticket:1")
    assert take(database, ANA, now) == []
    assert take(database, ANA, now + 5 * SECOND) == [1]


def test_couriers_of_other_destinations_get_nothing(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1", kind=OutboxKind.CARD)
    with database.unit() as unit:
        assert outbox.lease(unit.session, "watcher", ANA, now) == []


def test_what_goes_to_one_person_waits_for_no_channel(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1", kind=OutboxKind.CARD, urgent=True)
    put(database, now, "person:U1", kind=OutboxKind.WHISPER)
    with database.unit() as unit:
        [quick] = outbox.lease(unit.session, outbox.SLACK, ANA, now, quick_only=True, most=5)
    assert quick.entry.kind == OutboxKind.WHISPER


def test_a_leased_row_is_nobody_elses_until_the_lease_ends(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1")
    assert take(database, ANA, now) == [1]
    assert take(database, BEN, now + outbox.TERM - SECOND) == []
    assert take(database, BEN, now + outbox.TERM) == [1]


def test_who_lost_the_lease_can_no_longer_settle(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1")
    take(database, ANA, now)
    later = now + outbox.TERM
    take(database, BEN, later)
    assert not settle(database, outbox.done, 1, ANA, later, "1.0")
    assert not settle(database, outbox.dropped, 1, ANA, later, "no")
    assert not settle(database, outbox.later, 1, ANA, later, "no")
    assert settle(database, outbox.done, 1, BEN, later, "2.0")
    assert [(row.state, row.remote_ts) for row in rows(database)] == [(OutboxState.DONE, "2.0")]


def test_after_a_crash_the_next_holder_knows_that_it_was_tried(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1")
    take(database, ANA, now)
    with database.unit() as unit:
        [found] = outbox.lease(unit.session, outbox.SLACK, BEN, now + outbox.TERM)
        assert (found.tried_at, found.entry.attempts) == (now, 2)


@pytest.mark.parametrize(("unsure", "tried"), [(False, False), (True, True)])
def test_a_row_given_back_is_tried_again_after_its_rest(
    database: Database, now: datetime, unsure: bool, tried: bool
) -> None:
    put(database, now, "ticket:1")
    take(database, ANA, now)
    assert settle(database, outbox.later, 1, ANA, now + 30 * SECOND, "Slack is busy.", unsure=unsure)
    assert take(database, BEN, now + 29 * SECOND) == []
    with database.unit() as unit:
        [found] = outbox.lease(unit.session, outbox.SLACK, BEN, now + 30 * SECOND)
        assert (found.tried_at is not None) is tried


def test_a_dropped_row_lets_its_lane_go_on(database: Database, now: datetime) -> None:
    put(database, now, "ticket:1", "ticket:1")
    take(database, ANA, now)
    assert settle(database, outbox.dropped, 1, ANA, now, "The channel is gone.")
    assert take(database, ANA, now) == [2]
    assert rows(database)[0].problem == "The channel is gone."


def test_a_storm_of_changes_is_one_edit(database: Database, now: datetime) -> None:
    for _ in range(20):
        with database.unit() as unit:
            outbox.card(unit, 7, now)
    assert [(row.kind, row.ticket_id) for row in rows(database)] == [(OutboxKind.CARD, 7)]


def test_a_change_while_the_card_is_being_drawn_asks_for_another(database: Database, now: datetime) -> None:
    with database.unit() as unit:
        outbox.card(unit, 7, now)
    take(database, ANA, now)
    with database.unit() as unit:
        outbox.card(unit, 7, now)
    assert [row.state for row in rows(database)] == [OutboxState.TRYING, OutboxState.QUEUED]


def test_an_urgent_change_makes_the_waiting_edit_urgent(database: Database, now: datetime) -> None:
    with database.unit() as unit:
        outbox.card(unit, 7, now)
    with database.unit() as unit:
        outbox.card(unit, 7, now, urgent=True)
    assert [row.priority for row in rows(database)] == [Priority.URGENT]


def test_couriers_are_woken_after_the_commit_and_only_then(database: Database, now: datetime) -> None:
    woken: list[str] = []
    database.on_wake = woken.append
    with database.unit() as unit:
        outbox.queue(unit, [outbox.row(OutboxKind.REPLY, "reply:1", now, destination="watcher")])
        outbox.card(unit, 7, now)
        assert woken == []
    assert sorted(woken) == ["slack", "watcher"]


def test_nobody_is_woken_for_what_was_rolled_back(database: Database, now: datetime) -> None:
    woken: list[str] = []
    database.on_wake = woken.append
    with pytest.raises(ZeroDivisionError), database.unit() as unit:
        outbox.card(unit, 7, now)
        raise ZeroDivisionError
    assert (woken, rows(database)) == ([], [])


def test_a_reply_can_be_taken_back_until_it_is_being_sent(database: Database, now: datetime) -> None:
    put(database, now, "reply:1", kind=OutboxKind.REPLY, reply_id=1)
    put(database, now, "reply:2", kind=OutboxKind.REPLY, reply_id=2)
    take(database, ANA, now)
    with database.unit() as unit:
        assert not outbox.withdraw(unit.session, 1, now)
        assert outbox.withdraw(unit.session, 2, now)
        assert not outbox.withdraw(unit.session, 2, now)


def test_the_next_row_due_and_how_many_wait_are_told_by_destination(
    database: Database, now: datetime
) -> None:
    put(database, now, "reply:1", kind=OutboxKind.REPLY, destination="watcher", not_before=now + SECOND)
    put(database, now, "ticket:1", "ticket:2")
    with database.reading() as session:
        assert outbox.waiting(session) == {"watcher": 1, "slack": 2}
        assert outbox.next_due(session, "watcher") == now + SECOND
        assert outbox.next_due(session, "nowhere") is None


def test_eight_couriers_deliver_each_row_once_and_in_order(database: Database, now: datetime) -> None:
    lanes = [f"ticket:{number % 10}" for number in range(60)]
    put(database, now, *lanes)
    delivered: list[int] = []

    def drain(holder: str) -> None:
        for _ in range(500):
            for entry in take(database, holder, now):
                delivered.append(entry)
                assert settle(database, outbox.done, entry, holder, now)
            if len(delivered) == len(lanes):
                return

    threads = [threading.Thread(target=drain, args=(f"courier-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert sorted(delivered) == list(range(1, 61))
    by_lane = [[entry for entry in delivered if entry % 10 == lane] for lane in range(10)]
    assert by_lane == [sorted(entries) for entries in by_lane]


def test_two_copies_leasing_at_once_never_wait_for_each_other(
    postgres_url: str, connected: Callable[[str], Database], now: datetime
) -> None:
    one, two = connected(postgres_url), connected(postgres_url)
    put(one, now, "ticket:1", "ticket:1", "ticket:2")
    with one.unit() as unit:
        [first] = outbox.lease(unit.session, outbox.SLACK, ANA, now)
        assert take(two, BEN, now, most=5) == [3]
    assert first.entry.id == 1


def test_no_card_is_drawn_before_the_change_that_counts_on_it_is_through(
    postgres_url: str, connected: Callable[[str], Database], now: datetime
) -> None:
    one, two = connected(postgres_url), connected(postgres_url)
    with one.unit() as unit:
        outbox.card(unit, 7, now)
    with one.unit() as unit:
        outbox.card(unit, 7, now)  # rides on the row above, for a change that nobody can see yet
        assert take(two, BEN, now) == []
    assert take(two, BEN, now) == [1]


def test_rows_that_are_done_are_never_read_again(sqlite_database: Database, now: datetime) -> None:
    asked: list[tuple[str, Any]] = []

    @event.listens_for(sqlite_database.engine, "before_cursor_execute")
    def listen(
        _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool
    ) -> None:
        if "FROM outbox" in statement or "UPDATE outbox" in statement:
            asked.append((statement, values))

    with sqlite_database.unit() as unit:
        outbox.card(unit, 7, now)
        outbox.lease(unit.session, outbox.SLACK, ANA, now)
        outbox.withdraw(unit.session, 1, now)
        outbox.give_up(unit.session, 1, now)
        outbox.next_due(unit.session, outbox.SLACK)
        outbox.waiting(unit.session)
    with sqlite_database.engine.connect() as connection:
        plans = [
            step[3]
            for statement, values in list(asked)
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len(asked) >= 6
    assert [plan for plan in plans if "outbox" in plan and "USING" not in plan] == []
