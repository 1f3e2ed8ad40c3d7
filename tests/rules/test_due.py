import json
from datetime import UTC, datetime

import pytest

from bot.rules.due import DueCase, due_report
from bot.rules.hours import ROUND_THE_CLOCK, Calendar, Team
from bot.rules.targets import Situation, TargetRule, WindowPolicy
from bot.rules.windows import Pause, PauseKind

POLICY = WindowPolicy(Calendar((Team("Berlin", "Europe/Berlin"),)))
FRIDAY = datetime(2026, 3, 27, 16, 45)


def report(case: DueCase, policy: WindowPolicy = POLICY) -> dict[str, dict]:
    return {line["name"]: line for line in due_report(case, policy)}


def test_the_report_of_friday_afternoon_names_monday_morning():
    first = report(DueCase(FRIDAY, "Europe/Berlin"))["first_response"]
    assert first["opened_utc"] == "2026-03-27T15:45:00+00:00"
    assert first["due_utc"] == "2026-03-30T07:15:00+00:00"
    assert first["due_local"] == "2026-03-30T09:15:00+02:00"
    assert first["working_seconds"] == 1800
    assert "Due Mon 30 Mar 2026 09:15" in first["explanation"]


def test_the_report_gives_each_nag_with_its_instant_and_its_polite_delivery():
    nags = report(DueCase(FRIDAY, "Europe/Berlin"))["first_response"]["nags"]
    assert [(nag["share"], nag["to"]) for nag in nags] == [
        (0.5, "owner"),
        (0.8, "channel"),
        (1.0, "lead"),
        (2.0, "lead"),
        (3.0, "lead"),
    ]
    assert nags[0]["at_local"] == "2026-03-27T17:00:00+01:00"
    assert nags[0]["delivered_local"] == "2026-03-30T09:00:00+02:00"
    assert nags[1]["at_local"] == nags[1]["delivered_local"] == "2026-03-30T09:09:00+02:00"


def test_the_report_is_json():
    lines = due_report(DueCase(FRIDAY, "Europe/Berlin", Situation("instagram", "private")), POLICY)
    assert [json.loads(json.dumps(line))["name"] for line in lines] == [
        "first_response",
        "next_response",
        "resolution",
        "approval",
        "network_close",
    ]


@pytest.mark.parametrize(
    ("situation", "due"),
    [
        (Situation("instagram", "private"), "2026-03-28T16:45:00+01:00"),
        (Situation("instagram", "public"), "2026-04-03T17:45:00+02:00"),
        (Situation("tiktok", "private"), "2026-03-29T17:45:00+02:00"),
    ],
)
def test_the_report_has_the_networks_closing_time(situation: Situation, due: str):
    assert report(DueCase(FRIDAY, "Europe/Berlin", situation))["network_close"]["due_local"] == due


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (DueCase(FRIDAY, "Europe/Berln"), 'no time zone "Europe/Berln"'),
        (DueCase(datetime(9999, 12, 31), "Europe/Berlin"), "too far away"),
        (DueCase(datetime(1, 1, 1), "Asia/Bangkok"), "too far away"),
    ],
)
def test_a_case_that_cannot_be_counted_is_refused_in_a_sentence(case: DueCase, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        due_report(case, POLICY)


def test_a_network_that_never_shuts_has_no_closing_time():
    assert "network_close" not in report(DueCase(FRIDAY, "Europe/Berlin", Situation("bluesky", "private")))


def test_pauses_are_in_the_report():
    snooze = Pause(PauseKind.SNOOZED, datetime(2026, 3, 27, 15, 50, tzinfo=UTC))
    first = report(DueCase(FRIDAY, "Europe/Berlin", pauses=(snooze,)))["first_response"]
    assert (first["due_utc"], first["working_seconds"], first["nags"]) == (None, None, [])
    assert "Paused Fri 27 Mar 2026 16:50" in first["explanation"]


def test_an_hour_from_friday_under_the_operators_own_target():
    policy = WindowPolicy(POLICY.calendar, targets=(TargetRule("an hour", first_response_minutes=60),))
    first = report(DueCase(datetime(2026, 3, 27, 16, 30), "Europe/Berlin"), policy)["first_response"]
    assert first["due_local"] == "2026-03-30T09:30:00+02:00"


def test_round_the_clock_needs_no_opening():
    first = report(DueCase(datetime(2026, 3, 29, 1, 45), "Europe/Berlin"), WindowPolicy(ROUND_THE_CLOCK))[
        "first_response"
    ]
    assert first["due_local"] == "2026-03-29T03:15:00+02:00"


@pytest.mark.parametrize(
    ("opened", "utc"),
    [
        (datetime(2026, 3, 27, 16, 45, tzinfo=UTC), "2026-03-27T16:45:00+00:00"),
        (datetime(2026, 3, 29, 2, 30), "2026-03-29T01:00:00+00:00"),
        (datetime(2026, 10, 25, 2, 30), "2026-10-25T00:30:00+00:00"),
        (datetime(2026, 10, 25, 2, 30, fold=1), "2026-10-25T01:30:00+00:00"),
    ],
    ids=["with an offset", "in the skipped hour", "in the first of two hours", "in the second"],
)
def test_an_opening_on_a_local_clock_becomes_an_instant(opened: datetime, utc: str):
    assert report(DueCase(opened, "Europe/Berlin"))["first_response"]["opened_utc"] == utc
