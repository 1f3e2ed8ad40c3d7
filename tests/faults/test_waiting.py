"""P10: nobody waits for a slow network, a slow Slack, a long write or a source that hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from bot.clock import Clock
from bot.workers import Worker
from tests.desk_in_town import ANA, BEN, IDS, NORA, WATCHER_SECRET, Town
from tests.handlers.test_every_button import press
from tests.journeys.reply_server import Tool
from tests.journeys.test_webhook import MENTION, push

PATIENCE = 10.0
"""Seconds until a test gives up: so long only where something waits that should not."""


@contextmanager
def hanging(town: Town, path: str) -> Iterator[Event]:
    """Slack or the world outside takes that request and does not answer while the block runs."""
    arrived, go_on = Event(), Event()

    def hang() -> None:
        arrived.set()
        go_on.wait(2 * PATIENCE)

    town.streets.slack.before(path, hang)
    try:
        yield arrived
    finally:
        go_on.set()


@contextmanager
def written_to(town: Town) -> Iterator[None]:
    """The store is being written to for as long as the block runs: whoever else writes stands in line."""
    turns = town.running.desk.db.turns
    assert turns is not None
    with turns:
        yield


Begin = Callable[[Callable[[], object]], Future[object]]


@contextmanager
def meanwhile() -> Iterator[Begin]:
    """Begins things that go on in threads of their own, and waits for them at the end of the block."""
    with ThreadPoolExecutor() as pool:
        yield pool.submit


def answered(begin: Begin, town: Town, payload: dict[str, object]) -> object:
    """The status of a click that is answered before whatever hangs gives up."""
    return begin(lambda: town.interaction(payload).status_code).result(PATIENCE / 2)


def is_healthy(town: Town) -> bool:
    return town.http.get(f"{town.streets.desk.url}/health", timeout=PATIENCE).is_success


def arrives_there(town: Town, path: str) -> Event:
    """Set once the next request of that path has reached the desk."""
    arrived = Event()
    town.streets.desk.before(path, arrived.set)
    return arrived


def test_a_slow_slack_that_is_being_posted_to_delays_no_click(small_town: Town) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    town.outside(NORA, text="@acme hello again?")
    town.poll()
    town.clock.forward(seconds=5)
    with meanwhile() as begin, hanging(town, "/api/chat.postMessage") as arrived:
        posting = begin(town.drain)
        assert arrived.wait(PATIENCE)
        assert answered(begin, town, press(town, "claim")) == 200
        assert not posting.done()
    assert town.ticket().assignee == IDS[ANA]
    town.settle()
    assert len(town.cards()) == 2


def test_a_source_that_is_slow_to_read_delays_no_click(small_town: Town) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    with meanwhile() as begin, hanging(town, "/outside/mentions") as arrived:
        reading = begin(town.poll)
        assert arrived.wait(PATIENCE)
        assert answered(begin, town, press(town, "claim")) == 200
        assert not reading.done()
    town.settle()


@pytest.mark.parametrize("knock", ["a click", "a delivery"])
def test_what_waits_for_the_store_keeps_nothing_else_waiting(small_town: Town, knock: str) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    claim = press(town, "claim")
    tool = Tool(WATCHER_SECRET, town.clock)
    work = {
        "a click": ("/slack/events", lambda: town.interaction(claim)),
        "a delivery": ("/intake/webhook", lambda: push(town, tool, MENTION)),
    }
    path, knocks = work[knock]
    arrived = arrives_there(town, path)
    with meanwhile() as begin, written_to(town):
        waiting = begin(knocks)
        assert arrived.wait(PATIENCE)
        assert is_healthy(town) and is_healthy(town)
        assert not waiting.done()
    town.settle()


def test_a_click_that_only_looks_waits_for_no_click_that_writes(small_town: Town) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    claim, history = press(town, "claim"), press(town, "history", who=IDS[BEN])
    arrived = arrives_there(town, "/slack/events")
    with meanwhile() as begin, written_to(town):
        waiting = begin(lambda: town.interaction(claim))
        assert arrived.wait(PATIENCE)
        assert answered(begin, town, history) == 200
        assert not waiting.done()
    assert town.dialog(BEN)
    town.settle()


def test_sources_that_all_hang_keep_no_other_job_waiting() -> None:
    clock, done, go_on = Clock(sources=20), Event(), Event()
    for number in range(20):
        clock.every(0.01, f"source {number}", lambda: go_on.wait(2 * PATIENCE))
    clock.every(0.01, "nags", done.set)
    clock.start()
    try:
        assert done.wait(PATIENCE)
        done.clear()
        assert done.wait(PATIENCE), "and again, while all of them hang"
    finally:
        go_on.set()
        clock.stop()


def test_an_error_is_never_the_end_of_a_couriers_thread() -> None:
    fine = Event()
    moods = iter([OSError("no route"), ValueError("what is this?")])

    def drain() -> None:
        if (mood := next(moods, None)) is not None:
            raise mood
        fine.set()

    worker = Worker("slack", drain, seconds=0.01)
    worker.start()
    try:
        assert fine.wait(PATIENCE)
    finally:
        worker.stop()
