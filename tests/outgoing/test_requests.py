"""What an approver is shown beside the text: the words that went before, and who may decide now."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk_in_town import ANA, BEN, MIRA, NORA, Founder, Town
from tests.handlers.test_home import press as in_home
from tests.outgoing.conftest import directs, press
from tests.outgoing.test_approval import PUBLIC_NEEDS_IT, TWO_STEPS
from tests.outgoing.test_approvers import BOTH, DEPUTY

KETTLE = "My kettle broke. Write to me at nora@example.org."


def grey(message: dict[str, Any], block_id: str) -> list[str]:
    """The lines of a small grey block; none where it is not there."""
    found = [block for block in message["blocks"] if block["block_id"] == block_id]
    return found[0]["elements"][0]["text"].split("\n") if found else []


def who_approves(message: dict[str, Any]) -> str:
    return grey(message, "why")[-1]


def goes_out(town: Town, text: str, ticket_id: int = 1) -> None:
    """Ana answers, Mira approves, the customer reads it."""
    town.answers(ANA, text, ticket_id)
    town.draw_cards()
    press(town, MIRA, directs(town, MIRA)[-1], "approve")
    town.settle()


def test_the_request_shows_the_words_that_went_before_and_how_earlier_matters_ended(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=PUBLIC_NEEDS_IT) as town:
        town.arrives(NORA, "Do you sell lids?")
        town.does(ANA, "claim")
        town.does(ANA, "resolve")
        town.clock.forward(days=3)
        post = town.arrives(NORA, KETTLE)
        goes_out(town, "Which kettle is it?", 2)
        town.arrives(NORA, "The blue one.", in_reply_to=post)
        town.answers(ANA, "A new lid leaves today.", 2)
        town.draw_cards()
        message = directs(town, MIRA)[-1]
        assert grey(message, "talk") == [
            "*Said before*",
            "Nora Lindqvist: “My kettle broke. Write to me at n•••@•••.”",
            "Ana Ramos, in public: “Which kettle is it?”",
        ]
        assert grey(message, "matters") == [
            "*Earlier matters*",
            "2 March 2026: “Do you sell lids?” · resolved",
        ]

        press(town, MIRA, message, "approve")
        town.settle()
        assert len(grey(directs(town, MIRA)[-1], "talk")) == 3, (
            "what was decided on is not among what was said before"
        )


def test_a_first_word_has_no_history(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=PUBLIC_NEEDS_IT) as town:
        town.arrives(NORA, KETTLE)
        town.answers(ANA, "Which kettle is it?")
        town.draw_cards()
        (message,) = directs(town, MIRA)
        assert grey(message, "talk") == grey(message, "matters") == []


@pytest.mark.parametrize(
    ("policy", "who"),
    [
        (PUBLIC_NEEDS_IT, "approver (Mira Chen)"),
        (BOTH.format(all_of=""), "two (Ben Okafor or Mira Chen)"),
        (BOTH.format(all_of="all_of = true"), "two (all of them: Ben Okafor and Mira Chen)"),
        (DEPUTY, "press (Mira Chen)"),
    ],
)
def test_a_step_names_the_people_who_may_give_it(
    policy: str, who: str, found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=policy) as town:
        town.arrives(NORA, KETTLE)
        town.answers(ANA, "Which kettle is it?")
        town.draw_cards()
        assert who_approves(directs(town, MIRA)[-1]) == f"Who approves: {who}"
        assert (
            f"waits for approval by {who.split('(')[1].removeprefix('all of them: ')[:-1]}"
            in town.card_says()
        )


def test_a_step_that_was_given_names_who_gave_it_and_the_next_one_who_may(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=TWO_STEPS) as town:
        town.arrives(NORA, KETTLE)
        town.answers(ANA, "Our lawyer looks at it.")
        town.draw_cards()
        press(town, MIRA, directs(town, MIRA)[-1], "approve")
        shown = who_approves(directs(town, BEN)[-1])
        assert shown == "Who approves: approver ✓ (Mira Chen), then legal (Ben Okafor)"
        assert "waits for approval by Ben Okafor" in town.card_says()


def test_who_goes_away_or_comes_back_is_named_so_on_card_and_request(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=BOTH.format(all_of="")) as town:
        town.arrives(NORA, KETTLE)
        town.answers(ANA, "Which kettle is it?")
        town.draw_cards()
        for button, who in (("go_away", "Mira Chen"), ("come_back", "Ben Okafor or Mira Chen")):
            in_home(town, BEN, button, "0")
            town.draw_cards()
            assert f"waits for approval by {who}" in town.card_says()
            assert who_approves(directs(town, MIRA)[-1]) == f"Who approves: two ({who})"
