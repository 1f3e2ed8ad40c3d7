"""The whole story clicked in a real browser, on the real demo: wide and on a phone, light and dark.

With SCREENSHOTS set to a folder, a picture of each step is kept there, to be looked at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.parts import free_port

ROOT = Path(__file__).parent.parent.parent
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SECONDS = 1000
PATIENCE = 15 * SECONDS
NORA = "Nora Lindqvist"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """`mentiondesk demo` as a newcomer starts it; gives the workspace's address."""
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", str(free_port())]
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}  # noqa: TID251 - the suite's own
    with subprocess.Popen(command, cwd=tmp_path, env=variables, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Workspace: "), "the demo did not start"
            yield line.removeprefix("Workspace: ").strip()
        finally:
            process.terminate()
            process.wait(20)


@dataclass
class Screen:
    """One person's browser window."""

    page: Page
    is_phone: bool
    shots: Path | None
    taken: int = 0

    def by(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def see(self, name: str) -> None:
        """On a phone one pane is seen at a time: list, chat or customers."""
        if self.is_phone:
            self.by(f"tab-{name}").click()

    def become(self, name: str) -> None:
        """Be somebody else; the page is drawn anew for them."""
        self.by("person-switch").select_option(label=self._label(name))
        expect(self.page.locator("body")).to_contain_text(re.compile(rf"{name}\w*( \w+)?\s*you"))

    def _label(self, name: str) -> str:
        labels = self.by("person-switch").locator("option").all_inner_texts()
        return next(label for label in labels if name in label)

    def card(self, text: str = "cracked lid") -> Locator:
        return self.by("messages").get_by_test_id("message").filter(has_text=text).first

    def press(self, button: str) -> None:
        self.card().locator(f"button[data-action-id={button}]").click()

    def choose(self, button: str) -> None:
        """A button of the menu More."""
        self.press("more")
        self.page.locator(f"[role=menuitem][data-value='{button}:1']").click()

    def part(self, name: str) -> Locator:
        return self.by("modal").locator(f"[data-action-id={name}]")

    def sends_dialog(self) -> None:
        self.by("modal-submit").click()
        expect(self.by("modal")).to_be_hidden(timeout=PATIENCE)

    def shows(self, text: str) -> None:
        """The card says so before long."""
        expect(self.card()).to_contain_text(text, timeout=PATIENCE)

    def names(self, words: str) -> None:
        """The dialog's button says so, and all of it can be read."""
        button = self.by("modal-submit")
        expect(button).to_have_text(words, timeout=PATIENCE)
        assert not button.evaluate("element => element.scrollWidth > element.clientWidth"), (
            f"“{words}” is cut"
        )

    def picture(self, name: str) -> None:
        """Nothing sticks out to the side; and a picture is kept where one is wanted."""
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= room, f"{name} is wider than its screen"
        if self.shots:
            self.taken += 1
            self.page.screenshot(path=self.shots / f"{self.taken:02}-{name}.png")


@pytest.fixture(params=["wide-light", "wide-dark", "phone-light", "phone-dark"])
def screen(request: pytest.FixtureRequest, browser: Browser, demo: str) -> Iterator[Screen]:
    size, scheme = request.param.split("-")
    context = browser.new_context(viewport=WIDE if size == "wide" else PHONE, color_scheme=scheme)
    folder = os.environ.get("SCREENSHOTS")  # noqa: TID251 - the suite's own switch
    shots = Path(folder) / request.param if folder else None
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(demo)
    page.wait_for_selector("body[data-ready]")
    yield Screen(page, size == "phone", shots)
    context.close()
    assert errors == []


def test_the_whole_story_is_clicked(screen: Screen) -> None:
    arrive_and_claim(screen)
    reply_in_public(screen)
    customer_writes_again(screen)
    reply_in_private(screen)
    note_and_history(screen)
    snooze_and_wake(screen)
    end_and_reopen(screen)
    what_comes_of_a_command_is_in_sight(screen)
    guest_is_refused(screen)
    look_at_home(screen)


def arrive_and_claim(screen: Screen) -> None:
    screen.see("customers")
    expect(screen.by("customer-post").first).to_contain_text("cracked lid", timeout=PATIENCE)
    screen.by("samples-toggle").click()
    screen.see("chat")
    screen.shows(NORA)
    screen.picture("a-card")
    screen.press("claim")
    screen.shows("has it")
    screen.picture("claimed")


def reply_in_public(screen: Screen) -> None:
    screen.press("reply")
    expect(screen.by("modal")).to_contain_text("Public reply")
    screen.names("Post publicly as @acme")
    screen.part("text").fill("x" * 501)
    expect(screen.by("modal")).to_contain_text("501 of 500 characters", timeout=PATIENCE)
    screen.by("modal-submit").click()
    expect(screen.by("modal")).to_contain_text("This is too long for", timeout=PATIENCE)
    screen.picture("too-long")
    screen.part("text").fill("Sorry, Nora! A new lid leaves today.")
    expect(screen.by("modal")).to_contain_text("36 of 500 characters", timeout=PATIENCE)
    screen.picture("reply-dialog")
    screen.sends_dialog()
    screen.shows("Waiting for the customer")
    screen.picture("sent")
    screen.see("customers")
    expect(screen.by("outside-public")).to_contain_text("A new lid leaves today.")
    screen.picture("customer-reads")


def customer_writes_again(screen: Screen) -> None:
    screen.by("customer-post").filter(has_text="cracked lid").get_by_test_id("reply-post").first.click()
    screen.by("customer-box").fill("Thank you, but it is the wrong colour.")
    screen.by("customer-send").click()
    screen.see("chat")
    expect(screen.card(NORA)).to_contain_text("wrong colour", timeout=PATIENCE)
    expect(screen.card(NORA)).to_contain_text("2 posts so far")


def reply_in_private(screen: Screen) -> None:
    screen.card(NORA).locator("button[data-action-id=reply]").click()
    screen.part("text").fill("What is your address?")
    screen.by("modal").locator("[data-action-id=audience][data-value=private]").check()
    expect(screen.by("modal")).to_contain_text("Private message", timeout=PATIENCE)
    screen.names("Send privately as @acme")
    expect(screen.part("text")).to_have_value("What is your address?")
    screen.picture("private-dialog")
    screen.sends_dialog()
    expect(screen.card(NORA)).to_contain_text("Private reply", timeout=PATIENCE)
    screen.see("customers")
    screen.by("outside-tab-private").click()
    expect(screen.by("outside-private")).to_contain_text("What is your address?")
    screen.picture("customer-reads-private")
    screen.by("outside-tab-public").click()
    expect(screen.by("outside-public")).not_to_contain_text("What is your address?")
    screen.see("chat")


def note_and_history(screen: Screen) -> None:
    screen.card(NORA).get_by_test_id("open-thread").click()
    expect(screen.by("thread")).to_contain_text("wrote again")
    screen.by("thread-composer").fill("She prefers blue.")
    screen.by("thread-composer").press("Enter")
    expect(screen.by("thread-messages")).to_contain_text("She prefers blue.")
    screen.picture("thread")
    screen.by("close-thread").click()
    screen.card(NORA).locator("button[data-action-id=more]").click()
    screen.picture("menu")
    screen.page.locator("[role=menuitem][data-value='history:1']").click()
    expect(screen.by("modal")).to_contain_text("She prefers blue.", timeout=PATIENCE)
    screen.picture("history")
    screen.by("modal-close").click()
    screen.see("customers")
    expect(screen.by("outside-public")).not_to_contain_text("blue")
    screen.see("chat")


def snooze_and_wake(screen: Screen) -> None:
    card = screen.card(NORA)
    card.locator("button[data-action-id=more]").click()
    screen.page.locator("[role=menuitem][data-value='snooze:1']").click()
    screen.part("reason").fill("waiting for the warehouse")
    screen.picture("snooze-dialog")
    screen.sends_dialog()
    expect(card).to_contain_text("Snoozed until", timeout=PATIENCE)
    screen.picture("snoozed")
    card.locator("button[data-action-id=more]").click()
    screen.page.locator("[role=menuitem][data-value='wake:1']").click()
    expect(card).not_to_contain_text("Snoozed until", timeout=PATIENCE)


def end_and_reopen(screen: Screen) -> None:
    card = screen.card(NORA)
    card.locator("button[data-action-id=resolve]").click()
    expect(card).to_contain_text("Resolved", timeout=PATIENCE)
    screen.picture("resolved")
    screen.become("Ben")
    card.locator("button[data-action-id=reopen]").click()
    expect(card).to_contain_text("Ben", timeout=PATIENCE)
    card.locator("button[data-action-id=dismiss]").click()
    screen.by("modal").get_by_text("Needs no reply").click()
    screen.picture("dismiss-dialog")
    screen.sends_dialog()
    expect(card).to_contain_text("no reply needed", timeout=PATIENCE)
    screen.picture("dismissed")


def what_comes_of_a_command_is_in_sight(screen: Screen) -> None:
    """However far up somebody has scrolled."""
    screen.by("messages").evaluate("element => { element.scrollTop = 0; }")
    screen.by("composer").fill("/desk help")
    screen.by("composer-send").click()
    answer = screen.by("ephemeral").filter(has_text="Here is what you can ask for")
    expect(answer.get_by_text("Show in channel")).to_be_in_viewport(timeout=PATIENCE)
    answer.get_by_test_id("dismiss").click()


def guest_is_refused(screen: Screen) -> None:
    screen.become("Gil")
    screen.card(NORA).locator("button[data-action-id=reopen]").click()
    expect(screen.by("ephemeral").first).to_contain_text(
        "you are a guest in this workspace", timeout=PATIENCE
    )
    expect(screen.card(NORA)).to_contain_text("Dismissed")
    screen.picture("guest-refused")


def look_at_home(screen: Screen) -> None:
    screen.become("Ana")
    screen.see("list")
    screen.by("app").click()
    if screen.by("app-tab-home").is_visible():
        screen.by("app-tab-home").click()
    expect(screen.by("app-home")).to_be_visible(timeout=PATIENCE)
    expect(screen.by("app-home")).not_to_be_empty(timeout=PATIENCE)
    screen.picture("home")
