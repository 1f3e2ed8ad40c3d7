from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surfaces.slack.pace import NO_WAIT, RATES, Pace
from tests.cards.samples import NOW

SECOND = timedelta(seconds=1)
CEILING = {"chat.update": 50, "chat.postEphemeral": 100, "users.list": 20, "chat.postMessage": 61}
"""Calls a minute by Slack's tiers; a post a second is 60 in a minute and one at its edge."""


def test_one_post_a_second_in_a_channel():
    pace = Pace()
    pace.used("chat.postMessage", "C1", NOW)
    assert pace.wait_for("chat.postMessage", "C1", NOW) == SECOND
    assert pace.wait_for("chat.postMessage", "C1", NOW + SECOND) == NO_WAIT


def test_channels_do_not_wait_for_each_other():
    pace = Pace()
    pace.used("chat.postMessage", "C1", NOW)
    assert pace.wait_for("chat.postMessage", "C2", NOW) == NO_WAIT


def test_updates_share_one_rate_in_the_whole_workspace():
    pace = Pace()
    for at in range(10):
        assert pace.wait_for("chat.update", f"C{at}", NOW) == NO_WAIT
        pace.used("chat.update", f"C{at}", NOW)
    assert pace.wait_for("chat.update", "C99", NOW) == timedelta(seconds=1.5)


def test_after_retry_after_the_method_waits_in_every_channel_and_no_other_does():
    pace = Pace()
    pace.pause("chat.postMessage", NOW + 30 * SECOND)
    pace.pause("chat.postMessage", NOW + 10 * SECOND)
    assert pace.wait_for("chat.postMessage", "C1", NOW) == 30 * SECOND
    assert pace.wait_for("chat.postMessage", "C2", NOW + 31 * SECOND) == NO_WAIT
    assert pace.wait_for("chat.update", "C1", NOW) == NO_WAIT


def test_a_method_without_a_rate_only_minds_retry_after():
    pace = Pace()
    pace.used("auth.test", "", NOW)
    assert pace.wait_for("auth.test", "", NOW) == NO_WAIT
    pace.pause("auth.test", NOW + SECOND)
    assert pace.wait_for("auth.test", "", NOW) == SECOND


@given(st.sampled_from(sorted(CEILING)), st.lists(st.floats(0, 5), min_size=50, max_size=200))
@settings(max_examples=40, deadline=None)
def test_no_minute_ever_holds_more_than_slack_allows(method, pauses):
    pace, now, calls = Pace(), NOW, []
    for pause in pauses:
        now += timedelta(seconds=pause) + pace.wait_for(method, "C1", now + timedelta(seconds=pause))
        pace.used(method, "C1", now)
        calls.append(now)
    for first in calls:
        assert sum(first <= call < first + timedelta(minutes=1) for call in calls) <= CEILING[method]


def test_every_rate_leaves_its_tier_room_for_a_burst():
    assert {rate.per_minute + rate.burst for rate in RATES.values()} <= {20, 50, 61, 100}
