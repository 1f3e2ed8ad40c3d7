"""A claim without progress: warned, extended once, and back in the queue aloud; and shift end, item by item."""

from __future__ import annotations

import json

from bot import nags
from bot.desk import claim, commands, handing, notes
from bot.desk.steps import Done
from bot.rules.refusal import Refusal
from storage.tables import Nag, Posting
from storage.words import PostingKind, Verb
from tests.desk_in_town import ANA, BEN, CARE, IDS, MIRA, NORA, SOMCHAI, Town
from tests.nags.test_ladder_in_town import COMPLAINT, direct, pass_time, texts


def claimed(town: Town) -> None:
    town.arrives(NORA, COMPLAINT)
    town.does(ANA, "claim")


def test_the_owner_is_warned_and_then_it_goes_back_to_the_queue_aloud(small_town: Town) -> None:
    claimed(small_town)
    pass_time(small_town, minutes=46)
    assert "It goes back to the queue" in texts(direct(small_town, ANA))
    assert small_town.ticket().assignee == IDS[ANA]
    pass_time(small_town, minutes=16)
    assert small_town.ticket().assignee is None
    assert small_town.ticket().status == "new"
    assert "back in the queue" in small_town.thread()[-1]
    assert "Ana Ramos had it since" in small_town.thread()[-1]
    assert len(small_town.entries(Verb.CLAIM_LAPSED)) == 1


def test_a_note_is_progress_and_takes_the_warning_back(small_town: Town) -> None:
    claimed(small_town)
    pass_time(small_town, minutes=46)
    notes.add(small_town.running.desk, 1, "Asked the warehouse.", IDS[ANA], small_town.clock())
    small_town.settle()
    warnings = [nag for nag in small_town.rows(Nag) if nag.window == "claim"]
    assert [nag.ended_at is not None for nag in warnings] == [True]
    pass_time(small_town, minutes=20)
    assert small_town.ticket().assignee == IDS[ANA]


def test_the_owner_may_extend_once(small_town: Town) -> None:
    claimed(small_town)
    pass_time(small_town, minutes=46)
    desk = small_town.running.desk
    assert isinstance(claim.extend(desk, 1, IDS[ANA], small_town.clock()), Done)
    assert isinstance(claim.extend(desk, 1, IDS[ANA], small_town.clock()), Refusal)
    assert isinstance(claim.extend(desk, 1, IDS[BEN], small_town.clock()), Refusal)
    pass_time(small_town, minutes=30)
    assert small_town.ticket().assignee == IDS[ANA]
    pass_time(small_town, minutes=35)
    pass_time(small_town, minutes=16)
    assert small_town.ticket().assignee is None
    assert len(small_town.entries(Verb.CLAIM_WARNED)) == 2


def test_a_warning_that_came_late_still_leaves_time(small_town: Town) -> None:
    claimed(small_town)
    pass_time(small_town, hours=3)
    assert small_town.ticket().assignee == IDS[ANA]
    pass_time(small_town, minutes=14)
    assert small_town.ticket().assignee == IDS[ANA]
    pass_time(small_town, minutes=2)
    assert small_town.ticket().assignee is None


def test_a_claim_never_lapses_overnight(small_town: Town) -> None:
    small_town.clock.forward(hours=7, minutes=50)
    claimed(small_town)
    pass_time(small_town, hours=15)
    assert small_town.ticket().assignee == IDS[ANA]


def test_at_shift_end_matters_are_offered_and_taken_one_by_one(small_town: Town) -> None:
    for ticket_id, customer in enumerate((NORA, SOMCHAI), start=1):
        small_town.arrives(customer, COMPLAINT)
        small_town.does(ANA, "claim", ticket_id)
    said = str(commands.worked_out(small_town.running.desk, "handover", IDS[ANA], small_town.clock()))
    assert "2 matters" in said
    small_town.settle()
    posting = next(one for one in small_town.rows(Posting) if one.kind == PostingKind.HANDOVER)
    click = {"channel": CARE, "ts": posting.ts, "action_id": "accept", "value": "2"}
    small_town.act(BEN, click=click)
    small_town.settle()
    assert [small_town.ticket(number).assignee for number in (1, 2)] == [IDS[ANA], IDS[BEN]]
    shown = json.dumps(small_town.slack.state.channels[CARE].messages[posting.ts], ensure_ascii=False)
    assert "has it" in shown
    refused = handing.accept(small_town.running.desk, 2, IDS[MIRA], small_town.clock())
    assert isinstance(refused, Refusal)
    assert "Ben Okafor has it" in refused.sentence


def test_nothing_in_hand_is_nothing_to_hand_over(small_town: Town) -> None:
    assert "nothing to hand over" in str(
        commands.worked_out(small_town.running.desk, "handover", IDS[ANA], small_town.clock())
    )


def test_the_overview_names_everybody_with_something_in_hand(small_town: Town) -> None:
    claimed(small_town)
    said = str(commands.worked_out(small_town.running.desk, "handover all", IDS[MIRA], small_town.clock()))
    assert "Ana Ramos" in said
    assert "First response for Nora" in said


def test_the_sweep_sees_progress_that_was_not_worked_out_yet(small_town: Town) -> None:
    claimed(small_town)
    small_town.clock.forward(minutes=40)
    notes.add(small_town.running.desk, 1, "Still on it.", IDS[ANA], small_town.clock())
    small_town.clock.forward(minutes=10)
    nags.sweep(small_town.running.desk, small_town.clock)
    assert small_town.entries(Verb.CLAIM_WARNED) == []
