"""Two and four copies of the desk share the work on PostgreSQL: each reply leaves once, whichever copy takes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from bot.desk import braking, sending
from bot.desk.braking import Scope
from storage import outbox, replies
from storage.db import Database
from storage.tables import Outbox, Reply
from storage.words import OutboxState, ReplyStatus
from tests.faults.sending import desk as town
from tests.faults.sending.fickle import FickleServer, network_on
from tests.parts import WAIT_SECONDS, Clock

NAMES = {"keyed": True, "keyless": False}


def at_once(jobs: list[Callable[[], object]]) -> None:
    """All of them together; what goes wrong in one goes wrong in the test."""
    wrong: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - told below
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20 * WAIT_SECONDS)
    assert not wrong, wrong


@pytest.mark.parametrize("copies", [2, 4])
def test_copies_share_the_work_and_no_reply_leaves_twice(postgres_url: str, copies: int) -> None:
    clock = Clock(town.START)
    with ExitStack() as stack:
        far = {n: stack.enter_context(FickleServer(keyed=k, seed=copies)) for n, k in NAMES.items()}
        networks = {name: network_on(name, server.url, keyed=NAMES[name]) for name, server in far.items()}
        desks = [town.desk_on(postgres_url, networks) for _ in range(copies)]
        town.people(desks[0])
        for name in NAMES:
            town.customers_write(desks[0], name, 0, 20, clock())
            for number, ticket_id in enumerate(town.ticket_ids(desks[0], name)):
                town.answers(
                    desks[0],
                    ticket_id,
                    f"{name} {number} {town.SENSITIVE if number % 4 == 0 else ''}",
                    clock(),
                )
        town.approves(desks[0], clock())
        clock.forward(seconds=2)
        couriers = [
            town.courier(desk, name, clock, f"copy {at}") for at, desk in enumerate(desks) for name in NAMES
        ]
        at_once([one.drain for one in couriers])
        town.until_quiet(desks[0], clock, couriers)
        ended = town.check(desks[0].db, far)
        with desks[0].db.reading() as session:
            holders = {
                row.leased_by for row in session.query(Outbox).filter(Outbox.state == OutboxState.DONE)
            }
        for desk in desks:
            desk.db.close()
    assert sum(ended.values()) == 40
    assert len(holders) > 1, "one copy did everything"


def test_undo_brake_and_couriers_at_the_same_instant_never_wait_for_each_other(postgres_url: str) -> None:
    """Everybody takes locks in one order; whoever is called back was not sent, whoever was sent was not called back."""
    clock = Clock(town.START)
    with FickleServer(keyed=True) as server:
        networks = {"far": network_on("far", server.url, keyed=True)}
        desks = [town.desk_on(postgres_url, networks) for _ in range(4)]
        town.people(desks[0])
        town.customers_write(desks[0], "far", 0, 24, clock())
        tickets = town.ticket_ids(desks[0], "far")
        for ticket_id in tickets:
            town.answers(desks[0], ticket_id, f"Answer {ticket_id}.", clock())
        clock.forward(seconds=2)

        def call_back() -> None:
            for ticket_id in tickets[::2]:
                sending.undo(desks[0], ticket_id, town.BEN, clock())

        def brake() -> None:
            braking.pull(desks[1], Scope(), "a storm", town.MIRA, clock())

        at_once(
            [
                call_back,
                brake,
                *(town.courier(desk, "far", clock, str(at)).drain for at, desk in enumerate(desks)),
            ]
        )
        seen = len(server.posts)
        for at, desk in enumerate(desks):
            town.courier(desk, "far", clock, str(at)).drain()
        assert len(server.posts) == seen, "the brake held what had not begun to leave"

        braking.release_all(desks[0], town.MIRA, clock())
        town.until_quiet(desks[0], clock, [town.courier(desks[0], "far", clock)])
        ended = town.check(desks[0].db, {"far": server})
        for desk in desks:
            desk.db.close()
    assert set(ended) <= {ReplyStatus.SENT, ReplyStatus.DRAFT}
    assert sum(ended.values()) == 24


def test_who_calls_a_reply_back_holds_its_row_before_the_reply_as_the_courier_does(postgres_url: str) -> None:
    """The courier has the row and is about to take the reply: whoever takes them in the other order would never end."""
    clock = Clock(town.START)
    with FickleServer(keyed=True) as server:
        desk = town.desk_on(postgres_url, {"far": network_on("far", server.url, keyed=True)})
        town.people(desk)
        town.customers_write(desk, "far", 0, 1, clock())
        (ticket_id,) = town.ticket_ids(desk, "far")
        town.answers(desk, ticket_id, "On its way.", clock())
        clock.forward(seconds=2)
        calls_back = threading.Thread(target=lambda: sending.undo(desk, ticket_id, town.BEN, clock()))
        with desk.db.unit() as unit:
            (leased,) = outbox.lease(unit.session, "far", "a courier", clock())
            calls_back.start()
            until_somebody_waits(desk.db)
            assert replies.locked(unit.session, leased.entry.reply_id or 0) is not None
        calls_back.join(WAIT_SECONDS)
        assert not calls_back.is_alive()
        desk.db.close()


def until_somebody_waits(db: Database) -> None:
    """Until a transaction waits for a lock that another one has."""
    pause = threading.Event()
    for _ in range(WAIT_SECONDS * 100):
        with db.reading() as session:
            if session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar():
                return
        pause.wait(0.01)
    raise AssertionError("nobody waits")


def test_a_courier_that_lost_its_lease_while_it_waited_does_no_harm(postgres_url: str) -> None:
    """The answer stalls beyond the lease, another copy takes over: still one post, still one fate."""
    clock = Clock(town.START)
    with FickleServer(keyed=True) as server:
        networks = {"far": network_on("far", server.url, keyed=True)}
        first, second = (town.desk_on(postgres_url, networks) for _ in range(2))
        town.people(first)
        town.customers_write(first, "far", 0, 1, clock())
        town.answers(first, town.ticket_ids(first, "far")[0], "Once.", clock())
        clock.forward(seconds=2)

        def meanwhile() -> None:
            server.waits = lambda: None
            clock.forward(town.LEASE_IS_OVER)
            town.courier(second, "far", clock, "second").drain()

        server.waits = meanwhile
        town.courier(first, "far", clock, "first").drain()
        town.until_quiet(first, clock, [town.courier(first, "far", clock, "first")])
        assert town.check(first.db, {"far": server}) == {ReplyStatus.SENT: 1}
        with first.db.reading() as session:
            assert session.query(Reply).one().remote_id
        for desk in (first, second):
            desk.db.close()
