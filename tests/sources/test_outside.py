"""Somebody of the team answers on the network itself: the desk sees it, and it counts."""

from __future__ import annotations

import pytest

from storage import outbox
from storage.tables import BrandPost, Reply
from storage.words import ReplyStatus, TicketStatus, Verb
from tests.desk_in_town import ANA, Founder, Town
from tests.sources.posts import arrive, ours, post

ANSWER = "It is on its way."


@pytest.fixture
def asked(small_town: Town) -> Town:
    arrive(small_town, post(small_town, "1"))
    small_town.settle()
    return small_town


def test_an_answer_on_the_network_itself_shows_on_the_card_and_counts(asked: Town) -> None:
    asked.clock.forward(minutes=5)
    arrive(asked, ours(asked, "2", ANSWER, in_reply_to="1", url="https://social.example/2"))
    answered_at = asked.clock()
    asked.settle()
    ticket = asked.ticket()
    assert (ticket.status, ticket.first_response_at, ticket.due_name) == (
        TicketStatus.WAITING,
        answered_at,
        None,
    )
    assert "Answered outside the desk" in asked.card_says()
    assert ANSWER in asked.card_says()
    assert "the brand answered outside the desk" in asked.card_says()
    assert any("outside the desk" in said and ANSWER in said for said in asked.thread())


def test_it_is_told_apart_from_the_desks_own_answers(asked: Town) -> None:
    arrive(asked, ours(asked, "2", ANSWER, in_reply_to="1"))
    [entry] = asked.entries(Verb.ANSWERED_OUTSIDE)
    assert (entry.actor, entry.ticket_id, entry.details) == ("brand", 1, {"post": "2", "account": "acme"})
    assert asked.rows(Reply) == []


def test_it_counts_once_however_often_it_is_seen(asked: Town) -> None:
    for _ in range(3):
        arrive(asked, ours(asked, "2", ANSWER, in_reply_to="1"))
    assert len(asked.entries(Verb.ANSWERED_OUTSIDE)) == 1


@pytest.mark.parametrize("on_one_page", [True, False])
def test_it_counts_when_it_is_seen_before_what_it_answers(small_town: Town, on_one_page: bool) -> None:
    answer = ours(small_town, "2", ANSWER, in_reply_to="1", minutes=1)
    pages = [[answer, post(small_town, "1")]] if on_one_page else [[answer], [post(small_town, "1")]]
    for page in pages:
        arrive(small_town, *page)
    assert small_town.ticket().status == TicketStatus.WAITING


def test_a_customer_who_has_written_since_still_waits(asked: Town) -> None:
    arrive(asked, post(asked, "3", "Hello?", in_reply_to="1", minutes=2))
    arrive(asked, ours(asked, "2", ANSWER, in_reply_to="1", minutes=1))
    assert asked.ticket().status == TicketStatus.NEW


def test_a_private_answer_counts_for_its_conversation(small_town: Town) -> None:
    arrive(small_town, post(small_town, "1", private=True, thread="dm"))
    arrive(small_town, ours(small_town, "2", ANSWER, private=True, thread="dm", minutes=1))
    assert small_town.ticket().status == TicketStatus.WAITING


def test_our_first_word_in_private_answers_nothing(small_town: Town) -> None:
    arrive(small_town, ours(small_town, "1", "Can we help?", private=True, thread="dm"))
    arrive(small_town, post(small_town, "2", "Yes", private=True, thread="dm", minutes=1))
    assert small_town.ticket().status == TicketStatus.NEW


def test_a_post_of_ours_that_answers_nobody_is_no_answer(asked: Town) -> None:
    arrive(asked, ours(asked, "2", "We are hiring"), ours(asked, "3", "More below", in_reply_to="2"))
    assert asked.ticket().status == TicketStatus.NEW


def test_whoever_was_writing_is_told(asked: Town) -> None:
    with asked.running.desk.db.unit() as unit:
        unit.session.add(draft(asked, ReplyStatus.DRAFT))
    arrive(asked, ours(asked, "2", ANSWER, in_reply_to="1"))
    asked.settle()
    assert any("Your draft is still here" in said for said in asked.thread())


def draft(town: Town, status: ReplyStatus, **more: object) -> Reply:
    now = town.clock()
    values = {
        "ticket_id": 1,
        "mention_id": 1,
        "source": "skyline",
        "key": f"k-{status}",
        "author": "U0AGENT1",
        "text": ANSWER,
    }
    values |= {
        "audience": "public",
        "account": "acme",
        "status": status,
        "created_at": now,
        "changed_at": now,
    }
    return Reply(**values | more)


@pytest.mark.parametrize(
    ("status", "more"),
    [
        (ReplyStatus.SENT, {"remote_id": "2"}),
        (ReplyStatus.SENT, {"remote_id": "another name of it"}),
        (ReplyStatus.SENDING, {}),
        (ReplyStatus.UNKNOWN, {}),
    ],
)
def test_the_desks_own_reply_read_back_is_no_answer_from_outside(
    asked: Town, status: ReplyStatus, more: dict[str, str]
) -> None:
    with asked.running.desk.db.unit() as unit:
        unit.session.add(draft(asked, status, **more))
        outbox.card(unit, 1, asked.clock())
    arrive(asked, ours(asked, "2", f"@nora {ANSWER}", in_reply_to="1"))
    assert asked.entries(Verb.ANSWERED_OUTSIDE) == []
    assert len(asked.rows(BrandPost)) == 1


def test_a_reply_that_was_about_to_leave_stays(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, hold=60) as town:
        arrive(town, post(town, "1"))
        town.draw_cards()
        town.answers(ANA, "On its way!")
        assert town.replies()[0].status == ReplyStatus.HOLDING
        arrive(town, ours(town, "2", ANSWER, in_reply_to="1"))
        town.settle()
        assert town.replies()[0].status == ReplyStatus.DRAFT
        assert town.customer_reads() == []
        assert any("a colleague has answered" in said for said in town.thread())
