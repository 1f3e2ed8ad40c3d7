"""The store goes wrong: a full disk, a database that goes away and comes back. Nothing half-written, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import event, make_url
from sqlalchemy.exc import OperationalError

from storage.words import ReplyStatus
from tests.desk_in_town import ANA, IDS, NORA, WATCHER_SECRET, Founder, Town
from tests.handlers.test_every_button import press
from tests.journeys.reply_server import Tool
from tests.journeys.test_webhook import MENTION, push


@contextmanager
def full_disk(town: Town) -> Iterator[None]:
    """The file can grow by a few pages, and then by none."""
    engine, most = town.running.desk.db.engine, [0]
    with engine.connect() as connection:
        most[0] = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 40

    def no_more(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(f"PRAGMA max_page_count={most[0]}")

    engine.dispose()
    event.listen(engine, "connect", no_more)
    try:
        yield
    finally:
        event.remove(engine, "connect", no_more)
        engine.dispose()


@contextmanager
def gone(database_url: str) -> Iterator[None]:
    """PostgreSQL takes nobody in, and throws everybody out."""
    address = make_url(database_url)
    name = sql.Identifier(address.database or "")
    server = address.set(database="postgres").render_as_string(hide_password=False)
    throw_out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        connection.execute(throw_out, [address.database])
        try:
            yield
        finally:
            connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


def fill(town: Town, tool: Tool) -> list[int]:
    """Push mentions until one is refused; the answers."""
    answers = []
    for number in range(200):
        post = MENTION | {"id": f"fill-{number}", "text": "x" * 20_000, "thread": f"t{number}"}
        answers.append(push(town, tool, post).status_code)
        if answers[-1] != 200:
            return answers
    raise AssertionError("the disk was never full")


def test_a_full_disk_refuses_a_delivery_whole_and_takes_it_when_there_is_room(small_town: Town) -> None:
    town, tool = small_town, Tool(WATCHER_SECRET, small_town.clock)
    with full_disk(town):
        answers = fill(town, tool)
        assert answers[-1] == 503
        taken = town.stored()["Mention"]
        assert taken == town.stored()["Ticket"] == len(answers) - 1

    assert push(town, tool, MENTION).status_code == 200
    town.settle()
    assert len(town.cards()) == taken + 1
    assert town.does(ANA, "claim")["ok"]
    assert town.record_holds()


def test_with_a_full_disk_a_poll_fails_and_the_next_one_reads_the_same_again(small_town: Town) -> None:
    town = small_town
    for number in range(60):
        town.outside(NORA, text=f"@acme question {number} " + "x" * 4000)
    with full_disk(town), pytest.raises(OperationalError):
        town.poll()
    assert town.stored() == {"Mention": 0, "Ticket": 0, "Reply": 0, "Note": 0, "record": 0}

    town.poll()
    assert town.stored()["Mention"] == 60


def test_a_database_that_goes_away_and_comes_back_loses_nothing(found: Founder, postgres_url: str) -> None:
    with found(postgres_url) as town:
        tool = Tool(WATCHER_SECRET, town.clock)
        town.arrives(NORA, "@acme hello?")
        town.outside(NORA, text="@acme and another thing")
        with gone(postgres_url):
            assert town.interaction(press(town, "claim")).status_code == 500
            assert push(town, tool, MENTION).status_code == 503
            health = town.http.get(f"{town.streets.desk.url}/health")
            assert (health.status_code, health.json()["problems"]) == (503, ["The database does not answer."])
            with pytest.raises(OperationalError):
                town.poll()
            with pytest.raises(OperationalError):
                town.drain()

        town.poll()
        assert push(town, tool, MENTION).status_code == 200
        town.does(ANA, "claim")
        assert [len(town.cards()), town.ticket().assignee] == [3, IDS[ANA]]
        assert town.record_holds()


def test_a_database_that_was_away_while_nobody_asked_is_not_noticed_by_the_next_click(
    found: Founder, postgres_url: str
) -> None:
    with found(postgres_url) as town:
        town.arrives(NORA, "@acme hello?")
        with gone(postgres_url):
            pass
        assert town.interaction(press(town, "claim")).status_code == 200
        assert town.ticket().assignee == IDS[ANA]


@pytest.mark.parametrize("during", ["/api/chat.postMessage", "/api/chat.update"])
def test_a_database_lost_in_the_middle_of_a_post_repeats_nothing(
    found: Founder, postgres_url: str, during: str
) -> None:
    with found(postgres_url) as town:
        post = town.arrives(NORA, "@acme hello?")
        town.outside(NORA, text="hello again", in_reply_to=post)
        town.poll()
        town.clock.forward(seconds=5)
        away = gone(postgres_url)
        town.streets.slack.before(during, away.__enter__)
        with pytest.raises(OperationalError):
            for _ in range(5):
                town.drain()
                town.clock.forward(seconds=1)
        away.__exit__(None, None, None)
        town.settle()

        assert len(town.cards()) == 1
        assert len(town.thread()) == 1
        assert "hello again" in town.card_says()


def test_a_database_lost_while_a_reply_leaves_is_found_out_and_the_customer_reads_it_once(
    found: Founder, postgres_url: str
) -> None:
    with found(postgres_url) as town:
        town.arrives(NORA, "@acme hello?")
        town.answers(ANA, "Sorry!")
        away = gone(postgres_url)
        town.streets.slack.before("/outside/replies", away.__enter__)
        with pytest.raises(OperationalError):
            town.drain()
        away.__exit__(None, None, None)
        assert town.customer_reads() == ["Sorry!"]
        assert town.replies()[0].status == ReplyStatus.SENDING
        town.settle()

        assert town.customer_reads() == ["Sorry!"]
        assert town.replies()[0].status == ReplyStatus.SENT


def test_a_store_that_fails_is_one_line_in_the_log_and_a_sentence_for_the_sender(
    found: Founder, postgres_url: str
) -> None:
    with found(postgres_url) as town, gone(postgres_url):
        answer = push(town, Tool(WATCHER_SECRET, town.clock), MENTION)
        assert json.loads(answer.text) == {
            "error": "The desk's store does not answer. Please send this again later."
        }
