"""The record explains each fate, about the very reply."""

from __future__ import annotations

import httpx

from bot.desk import delivery, sending
from bot.desk.steps import Done
from storage import outbox, record
from storage.words import ReplyStatus, Verb
from tests.faults.sending import desk as town
from tests.faults.sending.fickle import LATER, FickleServer, Whim, network_on
from tests.parts import Clock


def test_a_repeat_that_is_refused_after_a_crash_asks_a_person_and_the_record_says_about_which_reply(
    sqlite_url: str,
) -> None:
    clock = Clock(town.START)
    with FickleServer(keyed=True) as server:
        server.whims.append(Whim.REFUSED)
        desk = town.desk_on(sqlite_url, {"far": network_on("far", server.url, keyed=True)})
        town.people(desk)
        town.customers_write(desk, "far", 0, 1, clock())
        town.answers(desk, 1, "On its way.", clock())
        clock.forward(seconds=2)
        with desk.db.unit() as unit:  # what a courier does before it dies
            delivery.begin(desk, unit, outbox.lease(unit.session, "far", "dead", clock())[0], clock())
        clock.forward(town.LEASE_IS_OVER)
        town.until_quiet(desk, clock, [town.courier(desk, "far", clock, "another")])
        assert town.check(desk.db, {"far": server}) == {ReplyStatus.UNKNOWN: 1}
        desk.db.close()


def test_an_undo_is_on_record_about_its_reply(sqlite_url: str) -> None:
    clock = Clock(town.START)
    desk = town.desk_on(sqlite_url, {"far": network_on("far", "http://127.0.0.1:9", keyed=True)})
    town.people(desk)
    town.customers_write(desk, "far", 0, 1, clock())
    town.answers(desk, 1, "On its way.", clock())
    assert isinstance(sending.undo(desk, 1, town.ANA, clock()), Done)
    with desk.db.reading() as session:
        (undone,) = (entry for entry in record.all_rows(session) if entry.verb == Verb.UNDONE)
        assert undone.reply_id == 1
    desk.db.close()


def test_what_arrives_late_where_no_key_is_known_is_not_sent_again_meanwhile(sqlite_url: str) -> None:
    clock = Clock(town.START)
    with FickleServer(keyed=False) as server:
        server.whims.append(Whim.LATE)
        desk = town.desk_on(sqlite_url, {"far": network_on("far", server.url, keyed=False)})
        town.people(desk)
        town.customers_write(desk, "far", 0, 1, clock())
        town.answers(desk, 1, "Once.", clock())
        clock.forward(seconds=2)
        town.until_quiet(desk, clock, [town.courier(desk, "far", clock)])
        for _ in range(LATER):
            httpx.get(f"{server.url}/outside/replies", params={"text": "Once.", "to": "far-0"})
        assert town.check(desk.db, {"far": server}) == {ReplyStatus.SENT: 1}
        desk.db.close()
