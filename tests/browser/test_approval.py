"""Approval, the guards and the brake as people meet them, clicked in a real browser: the real desk in town.

Only Slack is drawn by itself here. What is to leave for customers leaves when the test says so: a held reply stays to be seen.
With SCREENSHOTS set to a folder, each picture is kept there: wide and on a phone, light and dark.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.test_reminders import Scene, looked_at
from tests.desk_in_town import NORA, Founder, found, streets

__all__ = ["found", "streets"]

PUBLIC_NEEDS_IT = """
[[approval.rule]]
name = "Everything public"
steps = ["approver"]
audience = "public"
"""
COMPLAINT = "My kettle came with a cracked lid. I want a new one or my money back."
SORRY = "Sorry, Nora! A new lid leaves today."
BETTER = "Sorry, Nora! A new kettle leaves tomorrow."
ANSWERED = "Sorry, Nora! A new lid arrives on Friday."
PHONE_NUMBER = "Sorry, Nora! Please call Ana on +44 20 7946 0958, she has your case."


class Desk(Scene):
    """A scene in which nothing leaves for customers by itself."""

    def follows(self) -> None:
        self.town.events_arrive()
        self.town.draw_cards()

    def writes(self, text: str) -> None:
        """Reply from the card."""
        self.press(self.message("cracked lid"), "reply")
        self.part("text").fill(text)
        self.submit()

    def opens(self, where: Locator, button: str) -> Locator:
        """Press a button that opens a dialog."""
        self.press(where, button)
        expect(self.by("modal")).to_be_visible()
        return self.by("modal")

    def request(self) -> Locator:
        """The approver's direct message, looked at as Mira."""
        self.become("Mira")
        self.app("messages")
        return self.message("approval", last=True)

    def whispered(self) -> Locator:
        return self.by("ephemeral").last


@pytest.fixture
def scene(browser: Browser, found: Founder, sqlite_url: str) -> Iterator[Desk]:
    """Nora has written; what is public needs approval."""
    with found(sqlite_url, desk=PUBLIC_NEEDS_IT) as town:
        town.arrives(NORA, COMPLAINT)
        yield from looked_at(browser, town, Desk)


@pytest.fixture
def free(browser: Browser, found: Founder, sqlite_url: str) -> Iterator[Desk]:
    """Nora has written; nothing needs approval, and replies are held for a minute."""
    with found(sqlite_url, hold=60) as town:
        town.arrives(NORA, COMPLAINT)
        yield from looked_at(browser, town, Desk)


def test_the_manager_reads_all_they_need_in_one_message_and_approves(scene: Desk) -> None:
    scene.writes(SORRY)
    expect(scene.message("cracked lid")).to_contain_text("waits for approval")
    scene.picture("card-waits")
    scene.open_thread("cracked lid")
    expect(scene.in_thread("asks for your approval")).to_contain_text(SORRY)
    scene.picture("asked-in-thread")
    asked = scene.request()
    for words in (COMPLAINT, SORRY, "36 of 500 characters", "it is public", "Decide by", "Public reply"):
        expect(asked).to_contain_text(words)
    scene.picture("asked")
    scene.press(asked, "approve")
    scene.town.settle()
    expect(asked).to_contain_text("Approved by")
    expect(asked.locator("button[data-action-id=approve]")).to_have_count(0)
    scene.picture("approved")
    expect(scene.by("outside-public")).to_contain_text(SORRY)


def test_edit_and_approve_shows_what_changes_and_exactly_that_goes_out(scene: Desk) -> None:
    scene.writes(SORRY)
    asked = scene.request()
    dialog = scene.opens(asked, "edit_approve")
    expect(scene.part("edited")).to_have_value(SORRY)
    scene.picture("edit-opened")
    scene.part("edited").fill(BETTER)
    expect(dialog.locator("s").first).to_have_text("lid")
    expect(dialog.locator("em").first).to_have_text("kettle")
    expect(dialog).to_contain_text("A new lid kettle leaves today tomorrow.")
    expect(dialog).to_contain_text("42 of 500 characters")
    scene.picture("edit-difference")
    scene.submit()
    scene.town.settle()
    expect(asked).to_contain_text("Approved by")
    expect(asked.locator("s").first).to_have_text("lid")
    scene.picture("edited-and-approved")
    expect(scene.by("outside-public")).to_contain_text(BETTER)
    expect(scene.by("outside-public")).not_to_contain_text(SORRY)


def test_sent_back_with_a_reason_the_author_reads_it_and_tries_again(scene: Desk) -> None:
    scene.writes(SORRY)
    asked = scene.request()
    scene.opens(asked, "send_back")
    scene.part("reason").fill("Say when it arrives.")
    scene.picture("send-back")
    scene.submit()
    expect(asked).to_contain_text("Sent back by @Mira Chen: Say when it arrives.")
    scene.picture("sent-back")
    scene.become("Ana")
    scene.channel()
    expect(scene.message("cracked lid")).to_contain_text("changes requested: Say when it arrives.")
    scene.open_thread("cracked lid")
    expect(scene.in_thread("Say when it arrives.")).to_contain_text("@Ana")
    scene.picture("sent-back-to-the-author")
    scene.by("close-thread").click()
    scene.writes(ANSWERED)
    asked = scene.request()
    expect(asked).to_contain_text(ANSWERED)
    scene.press(asked, "approve")
    scene.town.settle()
    expect(scene.by("outside-public")).to_contain_text(ANSWERED)
    expect(scene.by("outside-public")).not_to_contain_text(SORRY)


def test_a_stale_button_is_refused_with_what_changed_and_nothing_goes_out(scene: Desk) -> None:
    scene.writes(SORRY)
    asked = scene.request()
    post = next(iter(scene.town.slack.outside.posts))
    scene.town.outside(NORA, text="Forget it, I found the lid!", in_reply_to=post)
    scene.town.poll()  # the message still shows its buttons: Slack has not been drawn anew
    scene.press(asked, "approve")
    expect(scene.whispered()).to_contain_text("the customer has written again")
    expect(asked).to_contain_text("Nothing to decide any more")
    expect(asked.locator("button[data-action-id=approve]")).to_have_count(0)
    scene.picture("stale")
    scene.town.settle()
    expect(scene.by("outside-public")).not_to_contain_text(SORRY)
    scene.channel()
    scene.open_thread("Forget it")
    expect(scene.in_thread("the customer has written again")).to_be_visible()
    scene.picture("voided-in-thread")


def test_who_wrote_it_is_told_kindly_that_somebody_else_approves(scene: Desk) -> None:
    scene.writes(SORRY)
    scene.open_thread("cracked lid")
    scene.press(scene.in_thread("asks for your approval"), "approve")
    expect(scene.whispered()).to_contain_text("You wrote this reply")
    scene.picture("own-reply")
    scene.town.settle()
    expect(scene.by("outside-public")).not_to_contain_text(SORRY)


def test_a_lead_pulls_the_brake_everybody_sees_why_and_its_release_lets_go(free: Desk) -> None:
    free.writes(SORRY)
    expect(free.message("cracked lid").locator("button[data-action-id=undo]")).to_be_visible()
    free.picture("held-with-undo")
    free.commands("/desk brake wrong prices")
    expect(free.whispered()).to_contain_text("Only leads")
    free.become("Mira")
    free.commands("/desk brake wrong prices in all replies")
    banner = free.by("messages").get_by_test_id("message").filter(has_text="The brake is on").last
    for words in ("everything", "wrong prices in all replies", "Mira"):
        expect(banner).to_contain_text(words)
    expect(free.message("cracked lid")).to_contain_text("held: the brake is on")
    free.picture("brake-on")
    free.app("home")
    expect(free.by("app-home")).to_contain_text("The brake is on")
    free.picture("brake-on-home")
    free.town.clock.forward(minutes=5)
    free.town.drain()
    free.channel()
    expect(free.by("outside-public")).not_to_contain_text(SORRY)
    free.press(banner, "release_brake")
    free.town.settle()
    expect(free.message("was released by")).to_be_visible()
    free.picture("brake-released")
    expect(free.by("outside-public")).to_contain_text(SORRY)


def test_a_phone_number_in_public_is_refused_in_the_dialog_and_goes_the_private_way(free: Desk) -> None:
    dialog = free.opens(free.message("cracked lid"), "reply")
    free.part("text").fill(PHONE_NUMBER)
    with free.acted("submit"):
        free.by("modal-submit").click()
    expect(dialog).to_contain_text("a phone number")
    expect(dialog).to_contain_text("Send it privately, with a public line")
    free.picture("guard")
    dialog.get_by_text("Send it privately, with a public line").click()
    expect(dialog).to_contain_text("Private, then public")
    expect(free.by("modal-submit")).to_have_text("Send both as @acme")
    free.picture("guard-private")
    free.submit()
    free.town.settle()
    expect(free.by("outside-public")).not_to_contain_text("7946")
    free.by("outside-tab-private").click()
    expect(free.by("outside-private")).to_contain_text(PHONE_NUMBER)
