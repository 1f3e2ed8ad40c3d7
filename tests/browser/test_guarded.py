"""Deputies, covered data, a payment card and an old brake, clicked in a real browser: the desk in town, no real waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bot.desk import requests
from storage.tables import Approval
from storage.words import Verb
from tests.browser.test_approving import BROKE, NORA_CARD, SORRY, customer_reads
from tests.browser.test_reminders import Scene, found, scene, streets
from tests.desk_in_town import ANA, IDS, MIRA, NORA
from tests.outgoing.test_approval import PUBLIC_NEEDS_IT
from tests.outgoing.test_approvers import DEPUTY, GROUP, hear_who_is_who

__all__ = ["found", "scene", "streets"]

CARD_NUMBER = "We charged 4242 4242 4242 4242."

deputy = pytest.mark.parametrize("scene", [DEPUTY], indirect=True, ids=["deputy"])


@deputy
def test_when_half_of_the_time_is_gone_the_deputy_is_asked_and_everybody_reads_who_may_decide(
    scene: Scene,
) -> None:
    town = scene.town
    town.arrives(NORA, BROKE)
    town.answers(ANA, SORRY)
    town.draw_cards()
    expect(scene.message(NORA_CARD)).to_contain_text("waits for approval by Mira Chen")
    approval = town.rows(Approval)[0]
    town.clock.time = approval.asked_at + (approval.due_at - approval.asked_at) * 0.6
    requests.call_deputies(town.running.desk, town.clock())
    town.draw_cards()
    expect(scene.message(NORA_CARD)).to_contain_text("waits for approval by Ben Okafor or Mira Chen")
    scene.picture("deputy-card")
    scene.become("Ben")
    scene.app("messages")
    request = scene.message("approval")
    expect(request).to_contain_text("press (Ben Okafor or Mira Chen)")
    scene.picture("deputy-asked")
    scene.press(request, "approve")
    expect(request).to_contain_text("Approved by @Ben")
    assert customer_reads(town) == [SORRY]


@deputy
def test_while_the_approver_is_on_holiday_the_deputy_is_asked_at_once(scene: Scene) -> None:
    town = scene.town
    town.act(MIRA, change_user={"user": "manager1", "status_emoji": ":palm_tree:"})
    hear_who_is_who(town)
    town.arrives(NORA, BROKE)
    town.answers(ANA, SORRY)
    town.draw_cards()
    expect(scene.message(NORA_CARD)).to_contain_text("waits for approval by Ben Okafor")
    scene.become("Ben")
    scene.app("messages")
    expect(scene.message("asks for your approval")).to_contain_text("press (Ben Okafor)")
    scene.picture("deputy-of-who-is-away")


@pytest.mark.parametrize("scene", [GROUP], indirect=True, ids=["group"])
def test_the_last_approver_leaving_is_said_in_the_channel_and_to_who_wants_to_send(scene: Scene) -> None:
    town = scene.town
    town.arrives(NORA, BROKE)
    town.act(MIRA, change_group={"handle": "care-managers", "users": []})
    hear_who_is_who(town)
    expect(scene.message("Nobody can give the approval “care” any more")).to_be_visible()
    scene.picture("nobody-left")
    scene.press(scene.message(NORA_CARD), "reply")
    scene.part("text").fill(SORRY)
    with scene.acted("submit"):
        scene.by("modal-submit").click()
    scene.picture("nobody-left-dialog")
    expect(scene.by("modal")).to_contain_text("care")


def test_what_a_customer_gave_away_is_covered_and_opened_on_request(scene: Scene) -> None:
    town = scene.town
    town.arrives(NORA, "My kettle broke. Call me at +49 30 901820, or charge 4242 4242 4242 4242!")
    card = scene.message(NORA_CARD)
    expect(card).not_to_contain_text("901820")
    scene.picture("covered")
    scene.become("Ben")
    scene.press(card, "show")
    expect(scene.by("modal")).to_contain_text("4242 4242 4242 4242")
    expect(scene.by("modal")).to_contain_text("That you looked is in the record")
    scene.picture("uncovered")
    assert [entry.actor for entry in town.entries(Verb.SHOWN)] == [IDS["agent2"]]


def test_a_payment_card_stays_inside_even_where_a_manager_asks(scene: Scene) -> None:
    scene.town.arrives(NORA, BROKE)
    scene.become("Mira")
    scene.press(scene.message(NORA_CARD), "reply")
    scene.part("text").fill(CARD_NUMBER)
    with scene.acted("submit"):
        scene.by("modal-submit").click()
    expect(scene.by("modal")).to_contain_text("payment card")
    expect(scene.by("modal").locator("[data-action-id=route][data-value=override]")).to_have_count(0)
    scene.picture("card-refused")


@pytest.mark.parametrize("scene", [PUBLIC_NEEDS_IT], indirect=True, ids=["all public"])
def test_what_the_brake_held_for_more_than_an_hour_is_asked_for_anew(scene: Scene) -> None:
    town = scene.town
    town.arrives(NORA, BROKE)
    town.answers(ANA, SORRY)
    town.draw_cards()
    scene.become("Mira")
    scene.commands("/desk brake wrong prices in all replies")
    scene.app("messages")
    with scene.acted("approve"):
        scene.message("asks for your approval").locator("button[data-action-id=approve]").click()
    town.draw_cards()
    town.clock.forward(timedelta(minutes=61))
    scene.channel()
    expect(scene.message(NORA_CARD)).to_contain_text("held: the brake is on")
    scene.press(scene.message("The brake is on for everything"), "release_brake")
    expect(scene.message(NORA_CARD)).to_contain_text("waits for approval by Mira Chen")
    scene.picture("brake-asked-anew")
    assert customer_reads(town) == []
    scene.app("messages")
    again = scene.message("asks for your approval", last=True)
    scene.picture("brake-asked-anew-direct")
    scene.press(again, "approve")
    assert customer_reads(town) == [SORRY]
