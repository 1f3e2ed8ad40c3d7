from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.claims import ClaimPolicy, claim_times
from bot.rules.hours import Calendar, Team

OFFICE = Calendar((Team("Berlin", "Europe/Berlin"),))
POLICY = ClaimPolicy(warn_minutes=45, lapse_minutes=60, extension_minutes=30)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


CASES = [
    ("in the morning", "2026-03-25T10:00", False, "2026-03-25T10:45", "2026-03-25T11:00"),
    ("extended", "2026-03-25T10:00", True, "2026-03-25T11:15", "2026-03-25T11:30"),
    ("nobody loses a ticket overnight", "2026-03-27T16:30", False, "2026-03-30T09:15", "2026-03-30T09:30"),
]


@pytest.mark.parametrize(
    ("progress", "extended", "warn", "lapse"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_claim_is_warned_and_lapses_in_its_owners_working_time(
    progress: str, extended: bool, warn: str, lapse: str
):
    times = claim_times(POLICY, berlin(progress), OFFICE, extended=extended)
    assert (times.warn_at, times.lapse_at) == (berlin(warn), berlin(lapse))
    assert times.may_extend is not extended


def test_the_warning_comes_before_the_lapse():
    times = claim_times(POLICY, berlin("2026-03-25T10:00"), OFFICE)
    at = [berlin(f"2026-03-25T{clock}") for clock in ("10:44", "10:45", "11:00")]
    assert [(times.warned(now), times.lapsed(now)) for now in at] == [
        (False, False),
        (True, False),
        (True, True),
    ]


@pytest.mark.parametrize("wrong", [{"warn_minutes": 0}, {"warn_minutes": 60}, {"extension_minutes": -1}])
def test_a_claim_that_lapses_unwarned_is_refused(wrong: dict):
    with pytest.raises(ValueError, match="warned"):
        ClaimPolicy(**wrong)
