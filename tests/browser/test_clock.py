"""The control of the demo's clock, clicked in a real browser: pause, sixty times as fast, jump to before the next reminder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_demo import PHONE, WIDE, Screen, demo

__all__ = ["demo"]
PATIENCE = 30_000
FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
def screen(browser: Browser, demo: str) -> Iterator[Screen]:
    context = browser.new_context(viewport=WIDE, base_url=demo)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(PATIENCE)
    page.goto("/")
    page.wait_for_selector("body[data-ready]")
    folder = os.environ.get("SCREENSHOTS")  # noqa: TID251 - the suite's own switch
    yield Screen(page, is_phone=False, shots=Path(folder) if folder else None)
    context.close()
    assert errors == []


def clock(page: Page) -> dict[str, Any]:
    """What the workspace says of its time."""
    told: dict[str, Any] = page.request.get("/_workspace/clock").json()
    return told


def shown(page: Page) -> datetime:
    return datetime.fromisoformat(clock(page)["now"])


def press(screen: Screen, button: str) -> None:
    with screen.page.expect_response("**/_workspace/clock"):
        screen.by(f"clock-{button}").click()


def test_the_clock_is_paused_moved_ahead_and_run_until_the_reminder_comes(screen: Screen) -> None:
    page = screen.page
    expect(screen.card()).to_contain_text("First response", timeout=PATIENCE)
    screen.by("samples-toggle").click()
    screen.press("claim")
    expect(screen.card()).to_contain_text("has it", timeout=PATIENCE)

    press(screen, "pause")
    expect(screen.by("clock-pause")).to_have_attribute("aria-pressed", "true")
    stood = shown(page)
    expect(screen.card()).to_contain_text("in 29 minutes")
    assert shown(page) == stood, "the clock runs though it is paused"

    expect(screen.by("clock-jump")).to_be_enabled(timeout=PATIENCE)
    press(screen, "jump")
    expect(screen.by("clock-jump")).to_be_disabled(timeout=PATIENCE)
    told = clock(page)
    assert datetime.fromisoformat(told["next"]) - datetime.fromisoformat(told["now"]) == FIVE_MINUTES
    assert shown(page) > stood
    screen.picture("clock-before-the-nag")

    screen.by("app").click()
    screen.by("app-tab-messages").click()
    expect(screen.by("messages").get_by_test_id("message")).to_have_count(0)
    press(screen, "fast")
    nag = screen.by("messages").get_by_test_id("message").filter(has_text="First response for Nora")
    expect(nag).to_be_visible(timeout=PATIENCE)
    press(screen, "pause")
    assert shown(page) >= datetime.fromisoformat(told["next"]), "the reminder came early"
    screen.picture("clock-nagged")

    page.set_viewport_size(PHONE)
    expect(screen.by("clock-time")).to_be_hidden()
    screen.by("tab-list").click()
    expect(screen.by("clock-time")).to_be_visible()
    screen.picture("clock-on-a-phone")
    press(screen, "pause")
    expect(screen.by("clock-pause")).to_have_attribute("aria-pressed", "false")
