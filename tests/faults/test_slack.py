"""Slack goes wrong: down for an hour, answers lost, storms of 429. Nothing is lost, nothing is posted twice."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.workspace.faults import Fault
from tests.desk_in_town import ANA, BEN, CARE, IDS, NORA, SOMCHAI, TESS, Founder, Town
from tests.handlers.test_every_button import press


def goes_wrong(town: Town, method: str, effect: str, **more: float | str) -> Fault:
    return town.slack.faults.tell({"method": method, "effect": effect, **more})


def ids_posted(town: Town) -> Counter[str]:
    """How often each row of the outbox stands in Slack."""
    return Counter(m["metadata"]["event_payload"]["id"] for m in town.messages() if "metadata" in m)


def nothing_twice(town: Town) -> bool:
    return set(ids_posted(town).values()) <= {1}


def test_slack_is_down_for_an_hour_with_500_mentions_waiting(small_town: Town) -> None:
    town, waiting = small_town, 500
    for number in range(waiting):
        town.outside(NORA, text=f"@acme question number {number:03}")
    town.poll()
    goes_wrong(town, "*", "down", seconds=3600)
    assert town.stored()["Ticket"] == waiting
    back = town.clock() + timedelta(hours=1)
    while town.clock() < back:
        town.drain()
        town.clock.forward(seconds=15)
    assert town.cards() == []
    assert sum(town.slack.state.calls.values()) < 150, "a Slack that is down is not hammered"

    up_again, tried = town.clock(), town.slack.state.calls["chat.postMessage"]
    town.settle()

    numbers = [card["text"].partition("number ")[2][:3] for card in town.cards()]
    assert numbers == [f"{number:03}" for number in range(waiting)], "all arrived, in order, none twice"
    assert nothing_twice(town)
    assert town.slack.state.calls["chat.postMessage"] - tried == waiting, "Slack never had to slow us down"
    posted = [datetime.fromtimestamp(float(card["ts"]), up_again.tzinfo) for card in town.cards()]
    assert posted[-1] - up_again <= timedelta(seconds=1.1 * waiting), "at Slack's pace, not slower"
    assert max(Counter(at.replace(second=0, microsecond=0) for at in posted).values()) <= 62, "and not faster"


@pytest.mark.parametrize("effect", ["lose_answer", "reset", "error", "down"])
def test_a_post_whose_answer_was_lost_is_found_and_not_posted_twice(town: Town, effect: str) -> None:
    goes_wrong(town, "chat.postMessage", effect, error="internal_error")
    town.arrives(NORA, "@acme hello?")

    assert len(town.cards()) == 1
    assert "hello?" in town.card_says()
    town.does(ANA, "claim")
    assert "has it" in town.card_says(), "the card that was found is the one that is kept true"


def test_a_card_that_changed_while_the_answer_to_its_post_was_lost_is_found_and_drawn_as_it_is_now(
    town: Town,
) -> None:
    goes_wrong(town, "chat.postMessage", "lose_answer")
    town.outside(NORA, text="@acme hello?")
    town.poll()
    town.drain()
    assert town.interaction(press(town, "claim")).status_code == 200
    town.settle()

    assert len(town.cards()) == 1
    assert "has it" in town.card_says()


@pytest.mark.parametrize("effect", ["lose_answer", "reset", "down"])
def test_an_answer_lost_in_a_thread_or_at_an_edit_leaves_one_of_each(town: Town, effect: str) -> None:
    post = town.arrives(NORA, "@acme hello?")
    goes_wrong(town, "chat.postMessage", effect)
    goes_wrong(town, "chat.update", effect)
    goes_wrong(town, "conversations.replies", effect)
    town.arrives(NORA, "hello again", in_reply_to=post)

    assert len(town.thread()) == 1
    assert "hello again" in town.card_says()
    assert nothing_twice(town)


def test_a_storm_of_429_is_waited_out_as_long_as_slack_asks(town: Town) -> None:
    for who in (NORA, SOMCHAI, TESS):
        town.outside(who, text="@acme hello?")
    town.poll()
    goes_wrong(town, "chat.postMessage", "ratelimit", count=6, seconds=30)
    before = town.clock()
    town.settle()

    assert len(town.cards()) == 3
    assert nothing_twice(town)
    assert town.clock() - before >= timedelta(seconds=180)
    assert town.slack.state.calls["chat.postMessage"] == 9, "no call was made before Retry-After had passed"


def test_while_slack_is_down_a_click_is_still_answered(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    goes_wrong(town, "*", "down", seconds=60)
    assert town.click(ANA, "claim")["status"] == 200
    town.drain()
    assert town.ticket().assignee == "U0AGENT1"
    town.settle()
    assert "has it" in town.card_says()


def test_while_slack_is_down_a_click_that_is_refused_is_answered_and_told_why_afterwards(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.does(ANA, "claim")
    goes_wrong(town, "*", "down", seconds=60)
    assert town.interaction(press(town, "claim", who=IDS[BEN])).status_code == 200
    assert town.whispers(BEN) == []
    town.settle()
    assert "Ana Ramos has this ticket already" in town.whispers(BEN)[-1]


def test_a_card_deleted_by_hand_is_posted_anew(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    del town.slack.state.channels[CARE].messages[town.card()["ts"]]
    town.interaction(press(town, "claim"))
    town.settle()

    assert len(town.cards()) == 1
    assert "has it" in town.card_says()


def test_a_bot_that_was_removed_from_the_channel_catches_up_when_it_is_invited_again(town: Town) -> None:
    town.slack.state.channels[CARE].members.discard("U0DESKBOT")
    town.outside(NORA, text="@acme hello?")
    town.poll()
    for _ in range(20):
        town.drain()
        town.clock.forward(seconds=30)
    assert town.cards() == []

    town.slack.state.channels[CARE].members.add("U0DESKBOT")
    town.clock.forward(minutes=5)
    town.settle()
    assert len(town.cards()) == 1


def test_a_restart_in_the_middle_of_an_outage_loses_and_repeats_nothing(
    found: Founder, database_url: str
) -> None:
    with found(database_url) as town:
        for number in range(10):
            town.outside(NORA, text=f"@acme question {number}")
        town.poll()
        for _ in range(5):
            goes_wrong(town, "chat.postMessage", "lose_answer")
            town.drain()
            town.restart()
            town.clock.forward(seconds=61)
        town.settle()

        assert len(town.cards()) == 10
        assert nothing_twice(town)
