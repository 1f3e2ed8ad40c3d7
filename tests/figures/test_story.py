"""Case stories: short enough, complete, and without a trace of who it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import telling
from bot.desk.context import Desk
from bot.rules.refusal import Refusal
from bot.rules.stories import LONGEST, SHORTEST, Material, story
from bot.settings import Settings
from storage.db import Database
from storage.tables import Mention, Reply, Ticket
from storage.words import Audience, ReplyStatus, TicketStatus
from tests.figures.histories import MONDAY

TELLING = (
    "Nora Lindqvist",
    "Lindqvist",
    "nora.bsky.example",
    "nora@mail.example",
    "4111 1111 1111 1111",
    "https://x.example/1",
)
SAID = f"@acme I am {TELLING[0]} (@{TELLING[2]}, {TELLING[3]}), card {TELLING[4]}, see {TELLING[5]}: kettle broken!"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    then = MONDAY
    with sqlite_database.unit() as unit:
        ticket = Ticket(
            source="sky",
            conversation="c",
            author_id="n",
            author_handle="nora.bsky.example",
            author_name="Nora Lindqvist",
            status=TicketStatus.RESOLVED,
            opened_at=then,
            received_at=then,
            last_mention_at=then,
            changed_at=then,
            first_response_at=then + timedelta(minutes=12),
            resolved_at=then + timedelta(hours=2),
        )
        unit.session.add(ticket)
        unit.session.flush()
        for at, text in ((0, SAID), (30, "Thank you! Nora")):
            unit.session.add(
                Mention(
                    source="sky",
                    external_id=str(at),
                    ticket_id=1,
                    conversation="c",
                    author_id="n",
                    author_handle="n",
                    text=text,
                    created_at=then + timedelta(minutes=at),
                    received_at=then,
                )
            )
        unit.session.flush()
        unit.session.add(
            Reply(
                ticket_id=1,
                mention_id=1,
                source="sky",
                key="k",
                author="U1",
                text="Sorry, Nora! A new one is coming.",
                audience=Audience.PUBLIC,
                account="acme",
                status=ReplyStatus.SENT,
                sent_at=then + timedelta(minutes=12),
                created_at=then,
                changed_at=then,
            )
        )
    return Desk(sqlite_database, Settings())


def told(desk: Desk, words: str) -> str:
    with desk.db.reading() as session:
        found = telling.draft(desk, session, words)
    return found.sentence if isinstance(found, Refusal) else "\n".join(one.text for one in found.lines)


def test_a_story_tells_request_reaction_and_result(desk: Desk) -> None:
    said = told(desk, "1")
    assert "Request. On sky, a customer wrote" in said
    assert "kettle broken!" in said
    assert "Within 12 min we answered: “Sorry, [customer]! A new one is coming.”" in said
    assert "After 2 h the matter was resolved" in said
    assert "Thank you! [customer]" in said


@pytest.mark.parametrize("secret", TELLING)
def test_a_story_holds_no_trace_of_who_it_was(desk: Desk, secret: str) -> None:
    assert secret in SAID
    assert secret not in told(desk, "1")


@pytest.mark.parametrize(
    ("words", "says"), [("", "Which ticket"), ("nine", "Which ticket"), ("99", "no ticket 99")]
)
def test_what_has_no_story_is_told_why(desk: Desk, words: str, says: str) -> None:
    assert says in told(desk, words)


def test_a_ticket_that_goes_on_has_no_story_yet(desk: Desk) -> None:
    with desk.db.unit() as unit:
        ticket = unit.session.get(Ticket, 1)
        assert ticket is not None
        ticket.status = TicketStatus.WAITING
        unit.session.add(ticket)
    assert "not resolved yet" in told(desk, "1")


texts = st.lists(st.text(max_size=4_000), max_size=6)


@given(texts, texts, texts)
def test_a_story_is_never_too_long_and_a_short_one_says_so(requests, answers, afterwards) -> None:
    found = story(Material("Sky", requests, answers, afterwards, "Within 1 h", "After 2 h it was resolved."))
    length = len("\n\n".join(found[:3]))
    assert length <= LONGEST
    assert (len(found) == 4) == (length < SHORTEST)
