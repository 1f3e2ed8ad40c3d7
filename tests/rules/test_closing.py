from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.closing import (
    CLOSING_RULES,
    ClosingRule,
    Opener,
    capability,
    closes_at,
    closing_rule,
    closing_window,
)
from bot.rules.hours import Calendar, Team
from bot.rules.windows import WindowName, explain

OFFICE = Calendar((Team("Berlin", "Europe/Berlin"),))
MESSAGE = datetime(2026, 3, 25, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

TABLE = [
    ("facebook", Opener.MESSAGE, False, DAY),
    ("facebook", Opener.MESSAGE, True, 7 * DAY),
    ("instagram", Opener.MESSAGE, False, DAY),
    ("instagram", Opener.MESSAGE, True, 7 * DAY),
    ("facebook", Opener.COMMENT, False, 7 * DAY),
    ("instagram", Opener.COMMENT, True, 7 * DAY),
    ("whatsapp", Opener.MESSAGE, False, DAY),
    ("whatsapp", Opener.MESSAGE, True, DAY),
    ("tiktok", Opener.MESSAGE, False, 2 * DAY),
]


@pytest.mark.parametrize(("network", "opener", "human_agent", "length"), TABLE)
def test_each_network_shuts_when_it_says(network: str, opener: Opener, human_agent: bool, length: timedelta):
    rule = closing_rule(network, opener)
    assert rule is not None
    before = capability(rule, MESSAGE, MESSAGE + length - timedelta(seconds=1), human_agent=human_agent)
    after = capability(rule, MESSAGE, MESSAGE + length, human_agent=human_agent)
    assert (before.allowed, before.until) == (True, MESSAGE + length)
    assert (after.allowed, after.until) == (False, MESSAGE + length)


@pytest.mark.parametrize(("network", "opener"), [("bluesky", Opener.MESSAGE), ("whatsapp", Opener.COMMENT)])
def test_a_network_without_a_row_never_shuts(network: str, opener: Opener):
    assert closing_rule(network, opener) is None


def test_an_operator_overrides_a_row():
    own = ClosingRule("tiktok", Opener.MESSAGE, 24)
    assert closing_rule("tiktok", Opener.MESSAGE, [own]) is own
    assert closing_rule("whatsapp", Opener.MESSAGE, [own]) in CLOSING_RULES


def test_a_comment_allows_one_private_reply_only():
    rule = closing_rule("instagram", Opener.COMMENT)
    assert rule is not None
    used = capability(rule, MESSAGE, MESSAGE + HOUR, private_reply_used=True)
    assert not used.allowed
    assert "has been sent" in used.reason


def test_a_shut_door_says_what_is_still_possible():
    now = MESSAGE + 2 * DAY
    whatsapp, facebook = closing_rule("whatsapp", Opener.MESSAGE), closing_rule("facebook", Opener.MESSAGE)
    assert whatsapp is not None
    assert facebook is not None
    assert capability(whatsapp, MESSAGE, now).reason == (
        "WhatsApp allows private messages for 1 d after the customer's last message; that time is over. "
        "You can send an approved template, or wait until the customer writes again."
    )
    assert "answer in public" in capability(facebook, MESSAGE, now).reason


def test_an_open_door_says_for_how_long():
    rule = closing_rule("facebook", Opener.MESSAGE)
    assert rule is not None
    assert (
        capability(rule, MESSAGE, MESSAGE + 22 * HOUR).reason
        == "Private messages are possible for another 2 h."
    )


def test_a_day_is_24_hours_even_when_the_clocks_change():
    message = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    rule = closing_rule("whatsapp", Opener.MESSAGE)
    assert rule is not None
    assert closes_at(rule, message) == datetime(2026, 3, 29, 11, tzinfo=UTC)


def test_a_closing_time_is_a_window_that_nothing_pauses():
    rule = closing_rule("whatsapp", Opener.MESSAGE)
    assert rule is not None
    window = closing_window(rule, MESSAGE, OFFICE)
    assert window.name is WindowName.NETWORK_CLOSE
    assert window.due_at == MESSAGE + DAY
    assert window.pauses == ()
    assert window.countdown(MESSAGE + 23 * HOUR) == "due in 1 h"
    assert "1 d on the wall clock (WhatsApp's own limit after the customer's last message)" in explain(
        window, ZoneInfo("UTC")
    )
