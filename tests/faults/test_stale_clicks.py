"""A click on a card that has since changed: nothing happens but a sentence, for that person alone, that says why.

Every button in every standing is pressed in `tests/handlers/test_every_button.py`, and dialogs that were open meanwhile
are sent in `tests/handlers/test_dialogs.py`; here are the clicks that would hurt.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk_in_town import ANA, BEN, CARE, IDS, NORA, Town
from tests.handlers.test_every_button import press

Change = Callable[[Town], object]
SOMEBODY_CLAIMED: Change = lambda town: town.does(ANA, "claim")  # noqa: E731 - a row of the table below


def _claimed_and_resolved(town: Town) -> None:
    town.does(ANA, "claim")
    town.does(ANA, "resolve")


def _dismissed(town: Town) -> None:
    town.does(ANA, "dismiss")
    town.submit(ANA, reason="spam")


STALE: dict[str, tuple[Change, str, str]] = {
    "claimed by somebody meanwhile": (SOMEBODY_CLAIMED, "claim", "Ana Ramos has this ticket already"),
    "being answered by somebody": (SOMEBODY_CLAIMED, "reply", "Ana Ramos has this ticket"),
    "not theirs to release": (SOMEBODY_CLAIMED, "release", "Ana Ramos has this ticket"),
    "released before": (lambda _town: None, "release", "Nobody has this ticket"),
    "resolved meanwhile": (_claimed_and_resolved, "resolve", "(resolved)"),
    "dismissed meanwhile": (_dismissed, "claim", "(dismissed)"),
    "never closed": (lambda _town: None, "reopen", "(new)"),
}


@pytest.mark.parametrize("case", STALE)
def test_a_click_on_a_card_that_has_since_changed_says_why_and_changes_nothing(
    small_town: Town, case: str
) -> None:
    town, (change, button, sentence) = small_town, STALE[case]
    town.arrives(NORA, "@acme hello?")
    change(town)
    town.settle()
    before = town.card_says(), town.stored(), len(town.entries_of(1))

    assert town.interaction(press(town, button, who=IDS[BEN])).status_code == 200
    town.settle()

    assert sentence in town.whispers(BEN)[-1]
    assert (town.card_says(), town.stored(), len(town.entries_of(1))) == before
    assert not town.dialog(BEN)


def test_a_click_on_a_card_that_was_deleted_in_slack_still_counts(small_town: Town) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    del town.slack.state.channels[CARE].messages[town.card()["ts"]]
    assert town.interaction(press(town, "claim", who=IDS[BEN])).status_code == 200
    town.settle()

    assert town.ticket().assignee == IDS[BEN]
    assert "has it" in town.card_says()
