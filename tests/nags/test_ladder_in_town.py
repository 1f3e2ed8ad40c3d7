"""Reminders as the team sees them: to whom, how often, and when they stop (P6)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bot import nags
from bot.desk import notes
from storage.tables import Nag, Outbox, Posting, Ticket
from storage.words import OutboxKind, OutboxState, Verb
from tests.desk_in_town import ANA, BEN, IDS, MIRA, NORA, SOMCHAI, TESS, Founder, Town

COMPLAINT = "@acme my parcel never arrived, where is it?"
DIRECT = {who: f"D0{name.removeprefix('U0')}" for who, name in IDS.items()}


def pass_time(town: Town, **units: float) -> None:
    """Time passes, the desk looks, and what follows from it happens."""
    town.clock.forward(**units)
    nags.sweep(town.running.desk, town.clock)
    town.settle()


def direct(town: Town, who: str) -> list[dict[str, Any]]:
    """What the desk wrote to somebody alone."""
    channel = town.slack.state.channels.get(DIRECT[who])
    return list(channel.messages.values()) if channel else []


def texts(messages: list[dict[str, Any]]) -> str:
    return json.dumps(messages, ensure_ascii=False)


def test_a_new_ticket_has_thirty_minutes_and_its_card_says_so(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    ticket = small_town.ticket()
    assert ticket.due_name == "First response"
    assert ticket.due_at == ticket.opened_at + timedelta(minutes=30)
    assert "First response" in small_town.card_says()
    assert "on time" in small_town.card_says()


def test_a_ticket_nobody_has_is_nagged_in_the_channel_and_on_the_card(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    pass_time(small_town, minutes=15)
    assert any("Nobody has it yet" in text for text in small_town.thread())
    pass_time(small_town, minutes=9)
    assert "due soon, nobody has it" in small_town.card_says()


def test_the_ladder_goes_from_the_owner_to_the_channel_to_the_lead(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    small_town.does(ANA, "claim")
    pass_time(small_town, minutes=15)
    assert "First response" in texts(direct(small_town, ANA))
    assert small_town.thread() == []
    pass_time(small_town, minutes=9)
    assert len(small_town.thread()) == 1
    assert IDS[MIRA] not in small_town.thread()[0]
    pass_time(small_town, minutes=6)
    assert IDS[MIRA] in small_town.thread()[-1]


def test_each_rung_fires_once_however_often_the_desk_looks(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    for _ in range(20):
        pass_time(small_town, minutes=1)
        nags.sweep(small_town.running.desk, small_town.clock)
    assert [(nag.window, nag.rung) for nag in small_town.rows(Nag)] == [("first_response", 1)]


def test_further_rungs_edit_the_message_that_stands(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    small_town.does(ANA, "claim")
    for _ in range(4):
        pass_time(small_town, minutes=28)
        notes.add(small_town.running.desk, 1, "Still on it.", IDS[ANA], small_town.clock())
    leads = [posting for posting in small_town.rows(Posting) if posting.addressee == IDS[MIRA]]
    assert len(leads) == 1
    assert sum(IDS[MIRA] in text for text in small_town.thread()) == 1


def test_after_the_answer_the_message_is_done_and_nothing_more_comes(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    small_town.does(ANA, "claim")
    pass_time(small_town, minutes=15)
    small_town.answers(ANA, "Sorry! It is on its way.")
    small_town.settle()
    assert "answered" in texts(direct(small_town, ANA))
    before = len(small_town.rows(Nag))
    pass_time(small_town, hours=6)
    assert len(small_town.rows(Nag)) == before
    assert small_town.ticket().next_at is None


def test_when_the_customer_writes_again_the_next_response_is_what_runs_out(small_town: Town) -> None:
    post = small_town.arrives(NORA, COMPLAINT)
    small_town.answers(ANA, "Sorry! It is on its way.")
    small_town.settle()
    small_town.clock.forward(hours=1)
    small_town.arrives(NORA, "And now?", in_reply_to=post)
    ticket = small_town.ticket()
    assert (ticket.due_name, ticket.due_at) == ("Next response", ticket.our_turn_at + timedelta(minutes=30))
    pass_time(small_town, minutes=15)
    assert [(nag.window, nag.rung) for nag in small_town.rows(Nag)] == [("next_response", 1)]


def test_a_reminder_that_is_queued_when_the_ticket_is_resolved_never_leaves(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    small_town.does(ANA, "claim")
    small_town.clock.forward(minutes=15)
    nags.sweep(small_town.running.desk, small_town.clock)
    small_town.click(ANA, "resolve")
    small_town.settle()
    rows = [row for row in small_town.rows(Outbox) if row.kind == OutboxKind.POSTING]
    assert [(row.state, row.problem) for row in rows] == [(OutboxState.DROPPED, "taken back")]
    assert direct(small_town, ANA) == []


def test_a_desk_that_slept_fires_each_rung_once_and_says_it_in_one_message_each(small_town: Town) -> None:
    small_town.arrives(NORA, COMPLAINT)
    pass_time(small_town, hours=2)
    fired = [(nag.window, nag.rung) for nag in small_town.rows(Nag)]
    assert sorted(fired) == [
        *(("first_response", n) for n in range(1, 6)),
        *(("resolution", n) for n in (1, 2, 3)),
    ]
    assert sorted(posting.addressee for posting in small_town.rows(Posting)) == [IDS[MIRA], "channel"]


AROUND_THE_CLOCK = """
[[target]]
name = "counted at night too"
first_response_minutes = 60
clock = "wall"
"""


def test_what_falls_in_the_night_is_one_digest_at_opening_urgent_excepted(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=AROUND_THE_CLOCK) as town:
        town.clock.forward(hours=7, minutes=50)  # 16:50
        for number, customer in enumerate((NORA, SOMCHAI, TESS), start=1):
            town.arrives(customer, COMPLAINT)
            town.does(ANA, "claim", number)
        assert [ticket.urgency for ticket in town.rows(Ticket)] == ["normal", "normal", "urgent"]
        pass_time(town, minutes=40)
        assert {nag.ticket_id for nag in town.rows(Nag)} == {3}
        assert len(direct(town, ANA)) == 1
        pass_time(town, hours=15, minutes=29)  # 08:59
        assert {nag.ticket_id for nag in town.rows(Nag)} == {3}
        pass_time(town, minutes=2)
        _, digest = direct(town, ANA)
        assert "in one list" in texts([digest])
        assert texts([digest]).count("First response for") >= 2
        evening = len(direct(town, ANA))
        pass_time(town, minutes=1)
        assert len(direct(town, ANA)) == evening


def test_at_night_nothing_comes(small_town: Town) -> None:
    small_town.clock.forward(hours=7, minutes=40)  # 16:40
    for customer in (NORA, SOMCHAI):
        small_town.arrives(customer, COMPLAINT)
    for ticket_id in (1, 2):
        small_town.does(ANA, "claim", ticket_id)
    pass_time(small_town, minutes=10)
    evening = len(direct(small_town, ANA))
    pass_time(small_town, hours=6)
    assert len(direct(small_town, ANA)) == evening
    pass_time(small_town, hours=10, minutes=10)
    nights = [nag for nag in small_town.rows(Nag) if nag.fired_at.hour not in range(9, 17)]
    assert nights == []


def test_many_at_once_are_folded_into_one_list(small_town: Town) -> None:
    for number in range(10):
        small_town.outside(NORA, text=f"{COMPLAINT} order {number}")
    small_town.poll()
    small_town.settle()
    for ticket in small_town.rows(Ticket):
        small_town.does(ANA, "claim", ticket.id)
    pass_time(small_town, minutes=16)
    postings = [posting for posting in small_town.rows(Posting) if posting.addressee == IDS[ANA]]
    assert len(postings) == 6
    assert len(small_town.rows(Nag)) == 10
    assert len(postings[-1].items) == 5
    assert "in one list" in texts(direct(small_town, ANA))


def test_a_snooze_moves_the_deadline_and_stands_in_the_explanation(small_town: Town) -> None:
    from bot.desk import close, commands

    small_town.arrives(NORA, COMPLAINT)
    small_town.does(ANA, "claim")
    before = small_town.ticket().due_at
    until = small_town.clock() + timedelta(hours=2)
    close.snooze(small_town.running.desk, 1, until, "the warehouse", IDS[ANA], small_town.clock())
    assert small_town.ticket().due_at == before + timedelta(hours=2)
    said = str(commands.worked_out(small_town.running.desk, "why 1", IDS[BEN], small_town.clock()))
    assert "snoozed" in said
    assert "on the wall clock" in said
    assert "working time" in said


def test_help_calls_the_lead_into_the_thread(small_town: Town) -> None:
    from bot.desk import handing

    small_town.arrives(NORA, COMPLAINT)
    small_town.does(ANA, "claim")
    handing.call_for_help(small_town.running.desk, 1, IDS[ANA], small_town.clock())
    small_town.settle()
    assert IDS[MIRA] in small_town.thread()[-1]
    assert len(small_town.entries(Verb.HELP_ASKED)) == 1
