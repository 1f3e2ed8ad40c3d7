"""What of an answer's fate on its network is worth telling, and when it is looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.reception import Finding, Reception, WatchPolicy, findings, look_after

POLICY = WatchPolicy(minutes=60, many_replies=10, bad_ratio=3)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Reception(), []),
        (Reception(replies=9, likes=9), []),
        (Reception(replies=10), [Finding.MANY_REPLIES]),
        (Reception(replies=4, likes=0), []),  # too few to say anything
        (Reception(replies=5, likes=1), [Finding.BAD_RATIO]),
        (Reception(replies=5, likes=0), [Finding.BAD_RATIO]),
        (Reception(replies=6, likes=2), []),  # just three times as many
        (Reception(replies=7, likes=2), [Finding.BAD_RATIO]),
        (Reception(replies=400, likes=3), [Finding.MANY_REPLIES, Finding.BAD_RATIO]),
        (Reception(hidden="spam", replies=0, likes=0), [Finding.HIDDEN]),
        (Reception(gone=True, replies=400, likes=0), [Finding.GONE]),
    ],
)
def test_what_is_worth_telling(seen: Reception, told: list[Finding]) -> None:
    assert list(findings(seen, POLICY)) == told


def test_an_hour_is_looked_at_four_times() -> None:
    assert [look_after(number, POLICY) for number in range(5)] == [
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(minutes=30),
        timedelta(minutes=60),
        None,
    ]


def test_no_time_no_look() -> None:
    assert look_after(0, WatchPolicy(minutes=0)) is None
