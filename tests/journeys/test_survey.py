"""After a private matter is resolved the customer is asked once how it went; the answer counts, and is never a matter itself."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.desk import tallies
from bot.rules.counting import figures
from storage.tables import Nag, Reply, Survey
from storage.words import TicketStatus, Verb
from tests.desk_in_town import ANA, NORA, SOMCHAI, Founder, Town

QUESTION = "How did we do?"


def resolved(town: Town, who: str = NORA, text: str = "Where is my parcel?", ticket: int = 1) -> str:
    """A private matter, answered and resolved."""
    post = town.arrives(who, text, private=True)
    town.answers(ANA, "It comes tomorrow.", ticket)
    town.settle()
    town.does(ANA, "resolve", ticket)
    return post


def figure(town: Town, key: str):
    desk, now = town.running.desk, town.clock() + timedelta(seconds=1)
    with desk.db.reading() as session:
        found = tallies.of(desk, session, now - timedelta(days=2), now, now)
    return {one.key: one for one in figures(*found)}[key]


def test_the_question_goes_out_once_in_private_and_the_thread_says_so(town: Town) -> None:
    resolved(town)
    assert [text for text in town.customer_reads() if QUESTION in text] == [town.customer_reads()[-1]]
    assert town.replies()[-1].automatic
    assert any("asked automatically how it went" in said for said in town.thread())
    assert town.ticket().status == TicketStatus.RESOLVED
    assert figure(town, "answers").value == 1
    assert town.record_holds()


def test_a_content_answer_is_counted_and_opens_nothing(town: Town) -> None:
    resolved(town)
    town.arrives(NORA, "5, thank you!", private=True)
    assert town.ticket().status == TicketStatus.RESOLVED
    assert any("answered our question after the ticket: 5 of 5" in said for said in town.thread())
    found = figure(town, "satisfaction")
    assert (found.value, found.of, found.tickets, found.parts) == (1.0, 1, (), (("5", 1),))
    assert len(town.entries(Verb.RATED)) == 1
    assert town.rows(Nag) == []


def test_an_unhappy_answer_opens_the_ticket_again_and_reminds_the_lead_until_it_is_answered(
    town: Town,
) -> None:
    resolved(town)
    town.arrives(NORA, "1: nobody called me back", private=True)
    assert town.ticket().status == TicketStatus.CLAIMED
    assert figure(town, "satisfaction").tickets == (1,)
    [nag] = [one for one in town.rows(Nag) if one.rung == 0]
    assert nag.addressee == town.running.desk.settings.roles.leads[0] or nag.addressee == "U0MANAGER1"
    said = json.dumps([m["text"] for c in town.slack.state.channels.values() for m in c.messages.values()])
    assert "is not content with how it ended (1 of 5)" in said

    town.answers(ANA, "I am so sorry. I will call you at three.")
    town.settle()
    assert town.row(Nag, nag.id).ended_at is not None


def test_out_of_hours_the_reminder_waits_for_the_morning(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url) as town:
        resolved(town)
        opening = town.running.desk.policy.calendar
        while opening.is_open(town.clock()):
            town.clock.forward(hours=1)
        town.outside(NORA, text="2", private=True)
        town.poll()
        town.drain()
        waiting = [
            row
            for row in town.slack.state.channels.values()
            for m in row.messages.values()
            if "not content" in m["text"]
        ]
        assert waiting == []
        town.settle(within=timedelta(days=4))
        assert any(
            "not content" in m["text"]
            for c in town.slack.state.channels.values()
            for m in c.messages.values()
        )


def test_a_new_question_is_a_new_matter_whatever_number_it_begins_with(town: Town) -> None:
    resolved(town)
    town.arrives(NORA, "2 of my cups are broken, can you help?", private=True)
    assert town.ticket().status == TicketStatus.CLAIMED
    [survey] = town.rows(Survey)
    assert (survey.score, survey.mention_id is None) == (None, False)
    assert figure(town, "satisfaction").of == 0
    town.arrives(NORA, "5", private=True)
    assert figure(town, "satisfaction").of == 0, "only the next message answers"


def test_a_content_answer_that_asks_something_more_opens_the_ticket(town: Town) -> None:
    resolved(town)
    town.arrives(NORA, "5, but when does my second order arrive?", private=True)
    assert town.ticket().status == TicketStatus.CLAIMED
    assert figure(town, "satisfaction").value == 1.0


def test_it_is_asked_in_the_customers_language(town: Town) -> None:
    resolved(town, SOMCHAI, "ขอสอบถามหน่อยครับ สินค้าของผมจะมาถึงเมื่อไหร่")
    assert "ตอบเป็นตัวเลข" in town.customer_reads()[-1]


def test_nobody_is_asked_twice_in_a_week(town: Town) -> None:
    resolved(town)
    town.does(ANA, "reopen")
    town.does(ANA, "resolve")
    assert len(town.rows(Survey)) == 1
    town.clock.forward(days=8)
    town.does(ANA, "reopen")
    town.does(ANA, "resolve")
    assert len(town.rows(Survey)) == 2


def test_nothing_is_asked_in_public_or_without_an_answer_of_ours(town: Town) -> None:
    town.arrives(NORA, "@acme my kettle is broken!")
    town.answers(ANA, "Sorry!")
    town.settle()
    town.does(ANA, "resolve", 1)
    town.arrives(SOMCHAI, "Where is my parcel?", private=True)
    town.does(ANA, "claim", 2)
    town.does(ANA, "resolve", 2)
    assert town.rows(Survey) == []


@pytest.mark.parametrize(
    "setting", ["satisfaction = false", 'not_on = ["skyline"]', 'not_on = ["rehearsal"]']
)
def test_it_can_be_switched_off(found: Founder, sqlite_url: str, setting: str) -> None:
    with found(sqlite_url, desk=f"[survey]\n{setting}\n") as town:
        resolved(town)
        assert town.rows(Survey) == []


def test_the_quarterly_question_goes_before_the_other(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk="[survey]\nnps = true\n") as town:
        resolved(town)
        assert "recommend us" in town.customer_reads()[-1]
        town.arrives(NORA, "9", private=True)
        found_nps = figure(town, "nps")
        assert (found_nps.value, found_nps.of, found_nps.tickets) == (100, 1, ())
        assert figure(town, "satisfaction").of == 0


def test_a_question_that_has_not_left_stays_when_the_matter_goes_on(town: Town) -> None:
    town.arrives(NORA, "Where is my parcel?", private=True)
    town.answers(ANA, "It comes tomorrow.")
    town.settle()
    town.click(ANA, "resolve")
    town.draw_cards()
    town.click(ANA, "reopen")
    town.settle()
    assert not any(QUESTION in text for text in town.customer_reads())
    assert [one.status for one in town.rows(Reply) if one.automatic] == ["withdrawn"]
