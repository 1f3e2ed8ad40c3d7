"""Approval, the brake and a send of unknown fate, clicked in a real browser: the real desk in town, no real waiting.

With SCREENSHOTS set to a folder, each picture is kept there: wide and on a phone, light and dark.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_reminders import Scene, found, scene, streets
from tests.desk_in_town import ANA, MIRA, NORA, Town
from tests.outgoing.conftest import directs, press
from tests.outgoing.test_approval import PUBLIC_NEEDS_IT
from tests.outgoing.test_guards import WITH_MAIL

__all__ = ["found", "scene", "streets"]

BROKE = "My kettle broke, and I drink tea all day. Send me a new one!"
NORA_CARD = "My kettle broke"
SORRY = "Sorry, Nora! A new lid leaves today."
BETTER = "Sorry, Nora! A new kettle leaves today, and it is free."

needs_approval = pytest.mark.parametrize("scene", [PUBLIC_NEEDS_IT], indirect=True, ids=["all public"])


def asks(scene: Scene) -> None:
    """Ana's answer waits, and Mira looks at her direct messages."""
    scene.town.arrives(NORA, BROKE)
    scene.town.answers(ANA, SORRY)
    scene.town.draw_cards()
    scene.become("Mira")
    scene.app("messages")


def customer_reads(town: Town) -> list[str]:
    town.settle()
    return town.customer_reads()


@needs_approval
def test_the_approver_reads_all_in_one_message_and_approves(scene: Scene) -> None:
    asks(scene)
    request = scene.message("approval")
    for words in (BROKE, SORRY, "36 of 500 characters", "it is public"):
        expect(request).to_contain_text(words)
    expect(request).to_contain_text("Decide by")
    scene.picture("asked")
    scene.channel()
    expect(scene.message(NORA_CARD)).to_contain_text("waits for approval")
    scene.open_thread(NORA_CARD)
    expect(scene.in_thread("asks for your approval")).to_contain_text(SORRY)
    scene.picture("asked-in-thread")
    scene.by("close-thread").click()
    scene.app("messages")
    scene.press(request, "approve")
    expect(request).to_contain_text("Approved by @Mira")
    expect(request.locator("button[data-action-id=approve]")).to_have_count(0)
    scene.picture("approved")
    assert customer_reads(scene.town) == [SORRY]


@needs_approval
def test_an_edit_shows_its_difference_before_it_is_approved(scene: Scene) -> None:
    asks(scene)
    request = scene.message("approval")
    scene.press(request, "edit_approve")
    scene.picture("edit")
    scene.part("edited").fill(BETTER)
    expect(scene.by("modal")).to_contain_text("What you change")
    expect(scene.by("modal").locator("s", has_text="lid")).to_be_visible()
    expect(scene.by("modal")).to_contain_text("55 of 500 characters")
    scene.picture("edit-with-difference")
    scene.submit()
    expect(request).to_contain_text("Changed since it was written")
    scene.picture("edited")
    assert customer_reads(scene.town) == [BETTER]
    scene.channel()
    scene.open_thread(NORA_CARD)
    expect(scene.in_thread("changed this reply while approving")).to_contain_text("@Ana")
    scene.picture("edited-in-thread")


@needs_approval
def test_sent_back_the_author_reads_why_on_the_card_and_in_the_thread(scene: Scene) -> None:
    asks(scene)
    request = scene.message("approval")
    scene.press(request, "send_back")
    scene.part("reason").fill("Say when it arrives.")
    scene.picture("send-back")
    scene.submit()
    expect(request).to_contain_text("Sent back by @Mira Chen: Say when it arrives.")
    scene.picture("sent-back")
    scene.become("Ana")
    scene.channel()
    expect(scene.message(NORA_CARD)).to_contain_text("Say when it arrives.")
    scene.open_thread(NORA_CARD)
    expect(scene.in_thread("Sent back by Mira Chen")).to_contain_text("@Ana")
    scene.picture("sent-back-for-the-author")
    assert customer_reads(scene.town) == []


@needs_approval
def test_taken_over_the_dialog_opens_with_the_text(scene: Scene) -> None:
    asks(scene)
    request = scene.message("approval")
    scene.press(request, "take_over")
    expect(scene.part("text")).to_have_value(SORRY)
    scene.picture("take-over")
    scene.by("modal-close").click()
    expect(request).to_contain_text("Taken over by @Mira")
    scene.picture("taken-over")


@needs_approval
def test_of_two_replies_that_wait_the_writer_is_told_and_the_approver_sees_both(scene: Scene) -> None:
    asks(scene)
    scene.become("Ana")
    scene.channel()
    scene.press(scene.message(NORA_CARD), "reply")
    expect(scene.by("modal")).to_contain_text("A reply by you to this customer waits for approval")
    scene.picture("second-reply")
    scene.part("text").fill(BETTER)
    scene.submit()
    scene.become("Mira")
    scene.app("messages")
    scene.picture("two-asked")
    scene.press(scene.message(BETTER), "approve")
    expect(scene.message(SORRY)).to_contain_text("Nothing to decide any more")
    scene.picture("one-withdrawn")
    assert customer_reads(scene.town) == [BETTER]


@needs_approval
def test_a_button_on_a_screen_that_is_no_longer_true_says_what_changed(scene: Scene) -> None:
    asks(scene)
    request = scene.message("approval")
    post = next(iter(scene.town.slack.outside.posts))
    scene.town.outside(NORA, text="Wait, it works again!", in_reply_to=post)
    scene.town.poll()
    with scene.acted("approve"):
        request.locator("button[data-action-id=approve]").click()
    scene.town.settle()
    expect(request).to_contain_text("Nothing to decide any more")
    expect(scene.by("ephemeral").last).to_contain_text("This does not wait for approval any more")
    scene.picture("stale")
    assert customer_reads(scene.town) == []


def test_the_brake_is_pulled_with_a_reason_and_released_in_the_channel(scene: Scene) -> None:
    scene.town.arrives(NORA, BROKE)
    scene.become("Mira")
    scene.commands("/desk brake wrong prices in all replies")
    banner = scene.message("The brake is on for everything")
    expect(banner).to_contain_text("“wrong prices in all replies”. Pulled by @Mira")
    scene.town.answers(ANA, SORRY)
    scene.town.draw_cards()
    expect(scene.message(NORA_CARD)).to_contain_text("held: the brake is on")
    assert scene.town.customer_reads() == []
    scene.picture("brake")
    scene.by("app").click()
    with scene.acted("open_home"):
        scene.by("app-tab-home").click()
    scene.town.events_arrive()
    scene.town.draw_cards()
    expect(scene.by("app-home")).to_contain_text("The brake is on for everything")
    scene.picture("brake-home")
    scene.channel()
    scene.press(banner, "release_brake")
    expect(scene.message("The brake for everything was released by")).to_contain_text("@Mira")
    scene.picture("brake-released")
    assert customer_reads(scene.town) == [SORRY]


def test_a_reply_nobody_knows_the_fate_of_asks_with_three_ways_on(scene: Scene) -> None:
    scene.town.arrives(NORA, BROKE)
    for method in ("outside.replies", "outside.mentions"):
        fault = {"method": method, "effect": "reset", "count": 1000}
        scene.town.http.post(f"{scene.town.streets.slack.url}/_workspace/faults", json=fault)
    scene.town.answers(ANA, SORRY)
    scene.town.settle()
    card = scene.message(NORA_CARD)
    for button in ("seen_it", "send_again", "leave_it"):
        expect(card.locator(f"button[data-action-id={button}]")).to_be_visible()
    scene.picture("unknown")
    card.locator("button[data-action-id=send_again]").click()
    scene.picture("unknown-send-again")
    scene.by("confirm-no").click()
    scene.press(card, "leave_it")
    expect(card.locator("button[data-action-id=leave_it]")).to_have_count(0)
    scene.picture("unknown-left")


def test_the_guard_warns_in_the_dialog_and_offers_the_private_route(scene: Scene) -> None:
    scene.town.arrives(NORA, BROKE)
    scene.press(scene.message(NORA_CARD), "reply")
    scene.part("text").fill(WITH_MAIL)
    with scene.acted("submit"):
        scene.by("modal-submit").click()
    expect(scene.by("modal")).to_contain_text("an e-mail address")
    scene.picture("guard")
    scene.by("modal").locator("[data-action-id=route][data-value=move]").check()
    expect(scene.by("modal-submit")).to_have_text("Send both as @acme")
    scene.picture("guard-moved")
    scene.submit()
    assert customer_reads(scene.town) == [WITH_MAIL, "We’ve sent you a message with the details."]


@needs_approval
def test_the_approver_reads_what_was_said_before_and_earlier_matters(scene: Scene) -> None:
    town = scene.town
    town.arrives(NORA, "هل تبيعون أغطية؟ ضاع غطائي.")
    town.does(ANA, "claim")
    town.does(ANA, "resolve")
    town.clock.forward(days=3)
    post = town.arrives(NORA, BROKE)
    town.answers(ANA, "Sorry to hear that, Nora! Which kettle is it? You find its name on the bottom.", 2)
    town.draw_cards()
    press(town, MIRA, directs(town, MIRA)[-1], "approve")
    town.settle()
    town.arrives(NORA, "الغلاية الزرقاء، رقمها مكتوب في الأسفل، وبريدي nora@example.org", in_reply_to=post)
    town.answers(ANA, SORRY, 2)
    town.draw_cards()
    scene.become("Mira")
    scene.app("messages")
    request = scene.message("Said before")
    expect(request).to_contain_text("Nora Lindqvist: “My kettle broke, and I drink tea all day.")
    expect(request).to_contain_text("Ana Ramos, in public: “Sorry to hear that")
    expect(request).to_contain_text("هل تبيعون أغطية؟")
    expect(request).to_contain_text("” · resolved")
    expect(request).to_contain_text("approver (Mira Chen)")
    scene.picture("asked-with-history")
