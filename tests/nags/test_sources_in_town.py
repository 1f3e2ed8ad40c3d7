"""Promises, acknowledgements, silent and lost sources."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot import nags
from bot.desk import acknowledging, commands, listening, watch
from bot.desk.context import Desk
from storage import outbox, rhythm, sources
from storage.tables import Nag, Pause, Posting, Reply, Ticket
from storage.words import PauseKind, ReplyStatus, TicketStatus, Verb
from tests.desk_in_town import ANA, CARE, IDS, NORA, Founder, Town
from tests.nags.test_ladder_in_town import COMPLAINT, direct, pass_time, texts

ACKNOWLEDGEMENT = """
[[acknowledgement]]
text = "Thanks! We are here {hours} and answer by {answer_by}."
"""


def test_a_promise_is_offered_as_a_reminder_and_then_nags(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    small_town.answers(ANA, "So sorry! We'll get back to you tomorrow.")
    small_town.settle()
    assert "promised to come back" in small_town.thread()[-1]
    offer = next(m for m in small_town.messages() if "promised to come back" in m["text"])
    opened = small_town.act(ANA, click={"channel": CARE, "ts": offer["ts"], "action_id": "follow_up"})
    assert opened["view"]
    small_town.submit(ANA)
    small_town.settle()
    ticket = small_town.ticket()
    assert ticket.status == TicketStatus.WAITING
    assert (ticket.due_name, ticket.due_at) == (
        "Promised follow-up",
        datetime.fromisoformat("2026-03-03T11:00+00:00"),
    )
    pass_time(small_town, hours=26)
    assert "Promised follow-up" in texts(direct(small_town, ANA))
    small_town.answers(ANA, "Here is your parcel number.")
    small_town.settle()
    assert small_town.ticket().follow_up_at is None
    assert len(small_town.entries(Verb.PROMISE_KEPT)) == 1


def test_out_of_hours_the_customer_is_told_once_a_day(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=ACKNOWLEDGEMENT) as town:
        town.clock.forward(hours=10)
        first = town.arrives(NORA, COMPLAINT)
        town.arrives(NORA, "hello?", in_reply_to=first)
        assert len(town.customer_reads()) == 1
        assert "Mon-Fri 09:00-17:00" in town.customer_reads()[0]
        assert "2026-03-03 09:30" in town.customer_reads()[0]
        ticket = town.ticket()
        assert (ticket.first_response_at, ticket.status) == (None, TicketStatus.NEW)
        assert ticket.due_at == datetime.fromisoformat("2026-03-03T09:30+00:00")
        assert [reply.automatic for reply in town.replies()] == [True]


def test_the_evening_after_the_customer_is_told_again(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=ACKNOWLEDGEMENT) as town:
        town.clock.forward(hours=10)
        first = town.arrives(NORA, COMPLAINT)
        town.clock.forward(hours=24)
        second = town.arrives(NORA, "hello?", in_reply_to=first)
        town.arrives(NORA, "anyone?", in_reply_to=second)
        assert len(town.customer_reads()) == 2


def test_an_acknowledgement_that_went_out_after_its_hold_shows_on_the_card(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=ACKNOWLEDGEMENT, hold=15) as town:
        town.clock.forward(hours=10)
        town.arrives(NORA, COMPLAINT)
        assert len(town.customer_reads()) == 1
        assert "the desk delivered the reply" in town.card_says()


ONLY_ONE = """
[[closing]]
network = "rehearsal"
opener = "message"
hours = 168
once = {once}
"""


@pytest.mark.parametrize(("once", "told"), [("true", 0), ("false", 1)])
def test_where_only_one_private_reply_is_possible_it_is_left_for_a_person(
    found: Founder, sqlite_url: str, once: str, told: int
) -> None:
    with found(sqlite_url, desk=ACKNOWLEDGEMENT + ONLY_ONE.format(once=once)) as town:
        town.clock.forward(hours=10)
        town.arrives(NORA, COMPLAINT, private=True)
        assert len(town.customer_reads()) == told


def test_in_hours_and_to_spam_nothing_is_acknowledged(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=ACKNOWLEDGEMENT) as town:
        town.arrives(NORA, COMPLAINT)
        town.clock.forward(hours=10)
        with town.running.desk.db.unit() as unit:
            ticket = unit.session.get(Ticket, 1)
            assert ticket is not None
            ticket.intent = "spam"
            unit.session.add(ticket)
            outbox.card(unit, 1, town.clock())
            assert acknowledging.acknowledge(town.running.desk, unit, {1}, town.clock()) == 0
        assert town.customer_reads() == []


def test_a_source_that_cannot_be_read_stops_the_clock_and_says_so(small_town: Town) -> None:
    desk = small_town.running.desk
    small_town.arrives(NORA, COMPLAINT)
    before = small_town.ticket().due_at
    for _ in range(2):
        small_town.clock.forward(seconds=30)
        watch.failed(desk, "skyline", "It does not answer.", small_town.clock())
    assert any("cannot be read any more" in m["text"] for m in told(small_town))
    pass_time(small_town, minutes=40)
    assert small_town.rows(Nag) == []
    assert "paused" in small_town.card_says()
    watch.succeeded(desk, "skyline", small_town.clock())
    pass_time(small_town, seconds=1)
    pause = next(one for one in small_town.rows(Pause) if one.kind == PauseKind.NETWORK_DOWN)
    assert small_town.ticket().due_at == before + (pause.ended_at - pause.started_at)


def told(town: Town) -> list[dict[str, str]]:
    town.settle()
    return [m for m in town.messages() if "thread_ts" not in m]


def with_a_rhythm(desk: Desk, now: datetime) -> None:
    """Three weeks in which ten mentions came each hour."""
    with desk.db.unit() as unit:
        sources.held(unit.session, "skyline")
        for hours in range(24 * 21):
            rhythm.count(unit.session, "skyline", now - timedelta(hours=hours + 1), 10)
        sources.held(unit.session, "skyline").heard_at = now


def test_a_source_that_falls_silent_is_said_once_and_once_when_it_is_back(small_town: Town) -> None:
    desk = small_town.running.desk
    with_a_rhythm(desk, small_town.clock())
    assert listening.listen(desk, small_town.clock.forward(minutes=30)) == []
    assert listening.listen(desk, small_town.clock.forward(hours=2)) == ["skyline"]
    assert listening.listen(desk, small_town.clock.forward(hours=2)) == []
    assert any("Nothing from Skyline for" in m["text"] for m in told(small_town))
    small_town.arrives(NORA, COMPLAINT)
    listening.listen(desk, small_town.clock.forward(minutes=1))
    listening.listen(desk, small_town.clock.forward(minutes=1))
    assert sum("is heard again" in m["text"] for m in told(small_town)) == 1


def test_an_automatic_word_promises_nothing_and_is_not_the_cards_reply(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    now = small_town.clock()
    with small_town.running.desk.db.unit() as unit:
        unit.session.add(
            Reply(
                ticket_id=1, mention_id=1, source="skyline", key="k", author="desk", audience="public",
                account="acme", text="We'll get back to you tomorrow.", status=ReplyStatus.SENT, automatic=True,
                created_at=now, changed_at=now, sent_at=now,
            )
        )  # fmt: skip
    assert "get back to you" not in small_town.card_says()
    nags.sweep(small_town.running.desk, small_town.clock)
    assert small_town.rows(Posting) == []
    assert IDS[ANA]


CLOSING = """
[[closing]]
network = "rehearsal"
opener = "message"
hours = 24
[windows]
human_agent = false
"""


def test_a_private_conversation_shows_counts_down_and_nags_the_networks_own_closing(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=CLOSING) as town:
        town.arrives(NORA, COMPLAINT, private=True)
        town.answers(ANA, "Let me look.")
        town.settle()
        town.clock.forward(hours=1)
        town.arrives(NORA, "And?", private=True)
        said = str(commands.worked_out(town.running.desk, "why 1", IDS[ANA], town.clock()))
        assert "Private messages close" in said
        pass_time(town, hours=23)
        windows = {nag.window for nag in town.rows(Nag)}
        assert "network_close" in windows


def test_the_card_says_until_when_private_answers_are_possible(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=CLOSING) as town:
        town.arrives(NORA, COMPLAINT, private=True)
        assert "Private answers are possible until" in town.card_says()
        town.clock.forward(hours=25)
        town.arrives(NORA, COMPLAINT)
        assert "Private answers" not in town.card_says(2)
        town.does(ANA, "claim")
        assert "Private answers were possible until" in town.card_says()


COMMENT = """
[[closing]]
network = "rehearsal"
opener = "comment"
hours = 168
once = true
"""


def test_a_comment_shows_and_nags_until_when_its_one_private_reply_is_possible(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=COMMENT) as town:
        town.arrives(NORA, COMPLAINT)
        assert "Private answers are possible until" in town.card_says()
        said = str(commands.worked_out(town.running.desk, "why 1", IDS[ANA], town.clock()))
        assert "own limit after the comment" in said
        pass_time(town, hours=24 * 4)
        assert "network_close" in {nag.window for nag in town.rows(Nag)}


def test_when_the_network_has_closed_the_dialog_says_what_is_still_possible(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=CLOSING) as town:
        town.arrives(NORA, COMPLAINT, private=True)
        town.clock.forward(hours=25)
        town.click(ANA, "reply")
        assert "that time is over" in "".join(town.told(IDS[ANA]))


def test_a_private_reply_that_waits_past_the_closing_does_not_leave(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=CLOSING) as town:
        town.arrives(NORA, COMPLAINT, private=True)
        town.clock.forward(hours=23, minutes=59)
        town.answers(ANA, "Sorry!")
        town.clock.forward(minutes=2)
        town.settle()
        assert [reply.status for reply in town.replies()] == [ReplyStatus.FAILED]
        assert town.customer_reads() == []
        assert "that time is over" in town.thread()[-1]
