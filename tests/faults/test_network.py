"""The network goes wrong while a reply leaves (P4): sent, failed or unknown, and never twice."""

from __future__ import annotations

import pytest
from sqlmodel import select

from storage.tables import Reply, Source
from storage.words import ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, NORA, Founder, Town
from tests.faults.test_slack import goes_wrong


@pytest.mark.parametrize("effect", ["lose_answer", "reset", "down"])
def test_a_reply_whose_answer_was_lost_is_read_back_and_never_sent_twice(town: Town, effect: str) -> None:
    town.arrives(NORA, "@acme hello?")
    goes_wrong(town, "outside.replies", effect)
    town.answers(ANA, "Sorry!")
    town.settle()

    assert town.customer_reads() == ["Sorry!"]
    assert town.replies()[0].status == ReplyStatus.SENT
    assert town.ticket().status == TicketStatus.WAITING


def test_while_a_reply_is_looked_for_the_card_says_that_we_cannot_tell(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    goes_wrong(town, "outside.replies", "down", seconds=60)
    town.answers(ANA, "Sorry!")
    town.draw_cards()
    town.drain()
    town.clock.forward(seconds=1)
    town.drain()

    assert town.replies()[0].status == ReplyStatus.UNKNOWN
    assert "may or may not have gone out" in town.card_says()
    town.settle()
    assert town.customer_reads() == ["Sorry!"]


CLOSES_AFTER_AN_HOUR = """
[[closing]]
network = "rehearsal"
opener = "message"
hours = 1
"""


def test_a_network_that_shut_its_door_while_a_reply_waited_gets_nothing_and_the_card_says_so(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=CLOSES_AFTER_AN_HOUR) as town:
        town.arrives(NORA, "hello?", private=True)
        town.clock.forward(minutes=50)
        goes_wrong(town, "outside.replies", "ratelimit", count=3, seconds=300)
        town.answers(ANA, "Sorry!")
        town.draw_cards()
        town.settle()
        assert town.replies()[0].status == ReplyStatus.FAILED
        assert town.customer_reads() == []
        assert "did not go out" in town.thread()[-1]
        assert "try_again" in town.buttons()


def test_a_reply_that_is_not_what_was_agreed_on_stays_and_the_card_says_so(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, hold=60) as town:
        town.arrives(NORA, "@acme hello?")
        town.answers(ANA, "Sorry!")
        town.draw_cards()
        with town.running.desk.db.unit() as unit:
            reply = unit.session.get_one(Reply, 1)
            reply.text = "Something else"
            unit.session.add(reply)
        town.settle()
        assert town.replies()[0].status == ReplyStatus.DRAFT
        assert town.customer_reads() == []
        assert "undo" not in town.buttons()


def test_a_network_that_says_no_is_asked_once_and_the_author_told_why(town: Town) -> None:
    post = town.arrives(NORA, "@acme hello?")
    town.answers(ANA, "Sorry!")
    town.slack.outside.delete(NORA, post)
    town.settle()

    assert town.replies()[0].status == ReplyStatus.FAILED
    assert town.customer_reads() == []
    assert any("did not go out" in said and "<@U0AGENT1>" in said for said in town.thread())
    assert "try_again" in town.buttons()


def test_a_network_out_of_reach_for_long_is_given_up_and_can_be_tried_again_by_hand(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    goes_wrong(town, "outside.replies", "ratelimit", count=1000, seconds=120)
    town.answers(ANA, "Sorry!")
    town.settle()
    assert town.replies()[0].status == ReplyStatus.FAILED
    assert town.customer_reads() == []

    town.slack.faults.clear()
    town.does(ANA, "try_again")
    assert town.customer_reads() == ["Sorry!"]


def test_when_it_cannot_be_found_a_person_decides(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    goes_wrong(town, "outside.replies", "down", seconds=7200)
    town.answers(ANA, "Sorry!")
    town.settle()
    assert {"seen_it", "send_again", "leave_it"} <= set(town.buttons())
    assert any("We cannot tell" in said for said in town.thread())

    town.slack.faults.clear()
    town.does(ANA, "send_again")
    assert town.customer_reads() == ["Sorry!"]
    assert town.replies()[0].status == ReplyStatus.SENT


@pytest.mark.parametrize(
    ("choice", "status"), [("seen_it", ReplyStatus.SENT), ("leave_it", ReplyStatus.WITHDRAWN)]
)
def test_what_a_person_decided_ends_the_looking(town: Town, choice: str, status: ReplyStatus) -> None:
    town.arrives(NORA, "@acme hello?")
    goes_wrong(town, "outside.replies", "down", seconds=60)
    town.answers(ANA, "Sorry!")
    town.drain()
    town.clock.forward(seconds=1)
    town.drain()
    town.click(ANA, choice)
    town.settle()
    town.clock.forward(hours=2)
    town.settle()

    assert town.customer_reads() == []
    assert town.replies()[0].status == status


def position(town: Town) -> str | None:
    with town.running.desk.db.reading() as session:
        return session.exec(select(Source.cursor)).one()


def test_the_position_in_a_source_moves_on_with_what_was_read(town: Town) -> None:
    town.arrives(NORA, "@acme one")
    first = position(town)
    town.arrives(NORA, "@acme two")
    assert first is not None
    assert position(town) not in {None, first}


def test_a_source_that_cannot_be_read_is_said_once_and_read_on_from_the_same_place(town: Town) -> None:
    town.arrives(NORA, "@acme one")
    goes_wrong(town, "outside.mentions", "down", seconds=600)
    town.outside(NORA, text="@acme two")
    for _ in range(5):
        town.poll()
        town.settle()
        town.clock.forward(minutes=1)
    assert len([card for card in town.cards() if "cannot be read any more" in card["text"]]) == 1

    town.clock.forward(minutes=10)
    town.poll()
    town.settle()
    assert [len(town.cards()), town.stored()["Mention"]] == [4, 2]
    assert any("can be read again" in card["text"] for card in town.cards())


def test_one_slow_network_never_delays_a_click(town: Town) -> None:
    """P10: the click is answered while a reply hangs in the network's hands."""
    from threading import Event, Thread

    town.arrives(NORA, "@acme hello?")
    town.arrives(NORA, "@acme hello again?")
    town.answers(ANA, "Sorry!")
    arrived, go_on = Event(), Event()

    def hang() -> None:
        arrived.set()
        go_on.wait(20)

    town.streets.slack.before("/outside/replies", hang)
    courier = Thread(target=town.running.workers["skyline"].drain)
    courier.start()
    assert arrived.wait(20)
    try:
        assert town.click(ANA, "claim", 2)["status"] == 200
        assert town.ticket(2).assignee == "U0AGENT1"
        assert town.customer_reads() == []
    finally:
        go_on.set()
        courier.join(20)
    town.settle()
    assert town.customer_reads() == ["Sorry!"]
