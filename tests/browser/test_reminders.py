"""Deadlines as people meet them, clicked in a real browser: the real desk in town, on a clock the test moves.

Nothing here waits for real time to pass: the page asks the workspace, and the desk does its work when the test says so.
With SCREENSHOTS set to a folder, each picture is kept there: wide and on a phone, light and dark.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from bot import nags
from bot.desk import listening
from tests.desk_in_town import NORA, SOMCHAI, TESS, Founder, Town, found, streets
from tests.nags.test_ladder_in_town import COMPLAINT
from tests.nags.test_sources_in_town import with_a_rhythm

__all__ = ["found", "streets"]

RAFA = "p-rafa"
AROUND_THE_CLOCK = """
[[target]]
name = "counted at night too"
first_response_minutes = 60
clock = "wall"
"""
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 30_000


@dataclass
class Scene:
    """A town, and a browser that looks at it."""

    town: Town
    page: Page
    shots: Path | None

    def by(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def become(self, name: str) -> None:
        labels = self.by("person-switch").locator("option").all_inner_texts()
        self.by("person-switch").select_option(label=next(label for label in labels if name in label))
        person = self.by("sidebar").locator(".still").filter(has_text=re.compile(rf"{name} .*you"))
        expect(person).to_be_visible()

    def message(self, text: str, *, last: bool = False) -> Locator:
        """A message in the middle of the page that says so."""
        found = self.by("messages").get_by_test_id("message").filter(has_text=text)
        return found.last if last else found.first

    def in_thread(self, text: str) -> Locator:
        return self.by("thread-messages").get_by_test_id("message").filter(has_text=text).last

    def open_thread(self, of: str) -> None:
        self.message(of).get_by_test_id("open-thread").click()

    def app(self, tab: str) -> None:
        self.by("app").click()
        if tab == "home":
            with self.acted("open_home"):
                self.by("app-tab-home").click()
            self.follows()
        else:
            self.by(f"app-tab-{tab}").click()

    def channel(self) -> None:
        self.by("channel-social-care").click()

    def acted(self, what: str) -> AbstractContextManager[Any]:
        """What is done inside (a click, a dialog, words) has reached the desk afterwards."""

        def is_it(answer: Response) -> bool:
            return answer.url.endswith("/_workspace/act") and f'"{what}"' in (answer.request.post_data or "")

        return self.page.expect_response(is_it)

    def press(self, where: Locator, button: str) -> None:
        with self.acted(button):
            where.locator(f"button[data-action-id={button}]").first.click()
        self.follows()

    def submit(self) -> None:
        with self.acted("submit"):
            self.by("modal-submit").click()
        self.follows()
        expect(self.by("modal")).to_be_hidden(timeout=PATIENCE)

    def commands(self, words: str) -> None:
        with self.acted("command"):
            self.by("composer").fill(words)
            self.by("composer-send").click()
        self.follows()

    def follows(self) -> None:
        """What was done has reached the desk, and what follows from it has happened."""
        self.town.events_arrive()
        self.town.settle()

    def part(self, name: str) -> Locator:
        return self.by("modal").locator(f"[data-action-id={name}]")

    def pass_time(self, **units: float) -> None:
        """Time passes, the desk looks, and what follows from it happens."""
        self.town.clock.forward(**units)
        nags.sweep(self.town.running.desk, self.town.clock)
        self.town.settle()

    def picture(self, name: str) -> None:
        """In each look: nothing sticks out to the side; and a picture is kept where one is wanted."""
        for look, size in (("wide", WIDE), ("phone", PHONE)):
            self.page.set_viewport_size(size)
            width, room = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert width <= room, f"{name} is wider than its screen"
            for scheme in ("light", "dark") if self.shots else ():
                self.page.emulate_media(color_scheme=scheme)
                self.page.wait_for_timeout(150)
                self.page.screenshot(path=self.shots / f"{name}-{look}-{scheme}.png")
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light")


Seen = TypeVar("Seen", bound=Scene)


@pytest.fixture
def scene(
    browser: Browser, found: Founder, sqlite_url: str, request: pytest.FixtureRequest
) -> Iterator[Scene]:
    """A desk in town, with further lines of desk.toml where a test asks for them, and a browser that looks at it."""
    with found(sqlite_url, desk=getattr(request, "param", "")) as town:
        yield from looked_at(browser, town, Scene)


def looked_at(browser: Browser, town: Town, kind: type[Seen]) -> Iterator[Seen]:
    """A browser that looks at the town while a test runs; its page must do so without an error."""
    folder = os.environ.get("SCREENSHOTS")  # noqa: TID251 - the suite's own switch
    shots = Path(folder) if folder else None
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport=WIDE, timezone_id="UTC")
    page, errors = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(town.streets.slack.url)
    page.wait_for_selector("body[data-ready]")
    yield kind(town, page, shots)
    context.close()
    assert errors == []


def test_the_card_counts_down_with_a_word_and_the_thread_asks_who_takes_it(scene: Scene) -> None:
    scene.town.arrives(NORA, COMPLAINT)
    card = scene.message("parcel")
    expect(card).to_contain_text("First response due")
    expect(card).to_contain_text("on time")
    scene.picture("card-on-time")
    scene.pass_time(minutes=15)
    scene.open_thread("parcel")
    nag = scene.in_thread("Nobody has it yet")
    expect(nag).to_contain_text("09:30")
    scene.picture("nag-in-thread")
    scene.pass_time(minutes=9)
    expect(card).to_contain_text("due soon, nobody has it")
    scene.by("close-thread").click()
    scene.picture("card-due-soon")
    scene.pass_time(minutes=6)
    expect(card).to_contain_text("overdue, nobody has it")
    scene.picture("card-overdue")
    scene.open_thread("parcel")
    expect(scene.in_thread("was due")).to_contain_text("@Mira")
    scene.press(scene.in_thread("was due"), "claim")
    expect(card).to_contain_text("Ana Ramos has it")
    scene.picture("nag-to-the-lead")


def test_a_reminder_is_opened_snoozed_helped_with_and_handed_over(scene: Scene) -> None:
    scene.town.arrives(NORA, COMPLAINT)
    scene.press(scene.message("parcel"), "claim")
    scene.pass_time(minutes=15)
    scene.app("messages")
    nag = scene.message("First response for Nora")
    expect(nag).to_contain_text("due")
    scene.picture("nag")
    nag.locator("button[data-action-id=open]").click()
    expect(scene.message("parcel")).to_contain_text("Ana Ramos has it")
    scene.picture("nag-opened")
    scene.app("messages")
    scene.press(nag, "need_help")
    expect(scene.by("messages")).to_contain_text("I have called the lead")
    scene.picture("help-called")
    scene.press(nag, "snooze")
    scene.part("reason").fill("waiting for the warehouse")
    scene.picture("snooze")
    scene.submit()
    expect(nag).to_contain_text("sleeps until today at 10:15: waiting for the warehouse")
    scene.picture("nag-asleep")
    scene.press(nag, "hand_over")
    scene.part("person").select_option(label="Ben Okafor")
    scene.picture("hand-over")
    scene.submit()
    expect(nag).to_contain_text("Ben Okafor")
    scene.channel()
    expect(scene.message("parcel")).to_contain_text("Ben Okafor")
    scene.open_thread("parcel")
    expect(scene.in_thread("asks for help")).to_contain_text("@Mira")
    scene.picture("help-in-thread")


def test_the_answer_takes_the_reminder_back(scene: Scene) -> None:
    scene.town.arrives(NORA, COMPLAINT)
    scene.press(scene.message("parcel"), "claim")
    scene.pass_time(minutes=15)
    scene.app("messages")
    nag = scene.message("First response for Nora")
    expect(nag.locator("button[data-action-id=snooze]")).to_be_visible()
    scene.channel()
    scene.press(scene.message("parcel"), "reply")
    scene.part("text").fill("Sorry, Nora! It is on its way.")
    scene.submit()
    scene.app("messages")
    expect(scene.message("Nora")).to_contain_text("answered")
    expect(scene.by("messages").locator("button[data-action-id=snooze]")).to_have_count(0)
    scene.picture("nag-done")


def test_a_claim_lapses_aloud_and_can_be_extended_once(scene: Scene) -> None:
    scene.town.arrives(NORA, COMPLAINT)
    scene.press(scene.message("parcel"), "claim")
    scene.pass_time(minutes=46)
    scene.app("messages")
    warning = scene.message("goes back to the queue")
    scene.picture("claim-warning")
    scene.press(warning, "extend")
    expect(warning.locator("button[data-action-id=extend]")).to_have_count(0)
    scene.picture("claim-extended")
    for minutes in (106, 16):
        scene.pass_time(minutes=minutes)
    scene.channel()
    expect(scene.message("parcel")).not_to_contain_text("Ana Ramos has it")
    scene.open_thread("parcel")
    expect(scene.in_thread("back in the queue")).to_contain_text("Ana Ramos had it since")
    scene.picture("claim-lapsed")


def test_at_shift_end_the_next_person_takes_item_by_item(scene: Scene) -> None:
    for customer in (NORA, SOMCHAI, TESS):
        scene.town.arrives(customer, COMPLAINT)
    for number in (1, 2, 3):
        scene.town.does("agent1", "claim", number)
    scene.commands("/desk handover")
    expect(scene.by("messages")).to_contain_text("I have listed your 3 matters")
    offered = scene.message("goes off shift")
    scene.picture("handover")
    scene.become("Ben")
    scene.press(offered, "accept")
    expect(offered).to_contain_text("Ben Okafor has it")
    expect(offered.locator("button[data-action-id=accept]")).to_have_count(2)
    scene.picture("handover-one-taken")


def test_a_promise_offers_a_follow_up_with_a_time(scene: Scene) -> None:
    scene.town.arrives(NORA, COMPLAINT)
    scene.press(scene.message("parcel"), "reply")
    scene.part("text").fill("Sorry, Nora! We'll get back to you tomorrow.")
    scene.submit()
    scene.open_thread("parcel")
    offer = scene.in_thread("promised to come back")
    scene.picture("promise-offer")
    scene.press(offer, "follow_up")
    expect(scene.by("modal")).to_contain_text("By when?")
    scene.picture("promise-dialog")
    scene.submit()
    expect(scene.in_thread("will come back to the customer by")).to_contain_text("11:00")
    expect(scene.message("parcel")).to_contain_text("Promised follow-up")
    scene.picture("promise-held")


@pytest.mark.parametrize("scene", [AROUND_THE_CLOCK], indirect=True, ids=["round the clock"])
def test_what_came_at_night_is_one_digest_at_opening_and_home_says_what_runs_out_next(scene: Scene) -> None:
    scene.town.clock.forward(hours=7, minutes=50)  # 16:50
    for number, customer in enumerate((NORA, SOMCHAI, RAFA), start=1):
        scene.town.arrives(customer, COMPLAINT)
        scene.town.does("agent1", "claim", number)
    scene.app("messages")
    scene.pass_time(hours=3)
    reminders = scene.by("messages").get_by_test_id("message")
    expect(reminders).to_have_count(0)
    scene.pass_time(hours=13, minutes=11)  # 09:01 the day after
    digest = scene.message("in one list")
    for name in ("Nora Lindqvist", "สมชาย", "Rafael Souza"):
        expect(digest).to_contain_text(f"First response for {name}")
    expect(reminders).to_have_count(1)
    scene.picture("digest")
    scene.app("home")
    expect(scene.by("app-home")).to_contain_text("Next to run out")
    scene.picture("home")
    scene.by("app-home").get_by_role("link", name="Open the card").first.click()
    expect(scene.by("messages").locator(".message.highlight")).to_contain_text("Nora Lindqvist")


def test_why_writes_out_start_pauses_and_due_time(scene: Scene) -> None:
    scene.town.arrives(NORA, COMPLAINT)
    scene.press(scene.message("parcel"), "claim")
    scene.pass_time(minutes=15)
    scene.page.locator("button[data-action-id=more]").first.click()
    scene.page.locator("[role=menuitem][data-value='snooze:1']").click()
    scene.part("reason").fill("waiting for the warehouse")
    scene.submit()
    scene.commands("/desk why 1")
    said = scene.by("ephemeral").last
    for words in ("The clock started", "Target: 30 min of working time", "snoozed", "Due Mon 2 Mar 2026"):
        expect(said).to_contain_text(words)
    scene.picture("why")


def test_a_source_that_fell_silent_is_said_once_and_once_when_it_is_back(scene: Scene) -> None:
    desk = scene.town.running.desk
    with_a_rhythm(desk, scene.town.clock())
    for hours in (2, 2):
        listening.listen(desk, scene.town.clock.forward(hours=hours))
    scene.town.settle()
    alarm = scene.by("messages").get_by_test_id("message").filter(has_text="Nothing from Skyline")
    expect(alarm).to_have_count(1)
    scene.town.arrives(NORA, COMPLAINT)
    listening.listen(desk, scene.town.clock.forward(minutes=1))
    scene.town.settle()
    expect(scene.message("is heard again")).to_be_visible()
    scene.picture("silence")


def test_times_are_those_of_the_readers_own_zone(scene: Scene, browser: Browser) -> None:
    scene.town.arrives(NORA, COMPLAINT)
    scene.town.clock.forward(timedelta(minutes=15))
    nags.sweep(scene.town.running.desk, scene.town.clock)
    scene.town.settle()
    context = browser.new_context(viewport=WIDE, timezone_id="Asia/Kathmandu")
    page = context.new_page()
    page.goto(scene.town.streets.slack.url)
    expect(page.get_by_test_id("messages")).to_contain_text("15:15")  # 09:30 in UTC
    context.close()
