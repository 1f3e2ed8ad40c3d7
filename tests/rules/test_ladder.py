from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.closing import CLOSING_RULES, closing_window
from bot.rules.hours import ROUND_THE_CLOCK, Calendar, Team
from bot.rules.ladder import Addressee, Ladder, deliver_at, for_nobody, may_nag, next_rung, rungs
from bot.rules.targets import WindowPolicy, approval_window
from bot.rules.windows import Clock, Pause, PauseKind, Window, WindowName

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar((Team("Berlin", "Europe/Berlin"),))
LADDER = Ladder()
OWNER, CHANNEL, LEAD = Addressee.OWNER, Addressee.CHANNEL, Addressee.LEAD


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def window(opened: str, minutes: float = 30, **more) -> Window:
    return Window(WindowName.FIRST_RESPONSE, berlin(opened), minutes * 60, OFFICE, **more)


def times(found: Window, ladder: Ladder = LADDER) -> list[str]:
    return [rung.at.astimezone(BERLIN).strftime("%a %H:%M") for rung in rungs(found, ladder)]


LADDERS = [
    (
        "within a morning",
        window("2026-03-25T10:00"),
        ["Wed 10:15", "Wed 10:24", "Wed 10:30", "Wed 11:00", "Wed 11:30"],
    ),
    (
        "over the weekend",
        window("2026-03-27T16:50"),
        ["Mon 09:05", "Mon 09:14", "Mon 09:20", "Mon 09:50", "Mon 10:20"],
    ),
    (
        "on the wall clock",
        window("2026-03-27T16:50", clock=Clock.WALL),
        ["Fri 17:05", "Fri 17:14", "Fri 17:20", "Fri 17:50", "Fri 18:20"],
    ),
    (
        "ten minutes at least between repeats",
        window("2026-03-25T10:00", 2),
        ["Wed 10:01", "Wed 10:01", "Wed 10:02", "Wed 10:12", "Wed 10:22"],
    ),
]


@pytest.mark.parametrize(("one", "expected"), [c[1:] for c in LADDERS], ids=[c[0] for c in LADDERS])
def test_rungs_fall_at_shares_of_the_windows_own_time(one: Window, expected: list[str]):
    assert times(one) == expected


def test_the_owner_is_asked_first_then_the_channel_then_the_lead():
    assert [rung.to for rung in rungs(window("2026-03-25T10:00"), LADDER)] == [
        OWNER,
        CHANNEL,
        LEAD,
        LEAD,
        LEAD,
    ]


def test_what_nobody_owns_is_asked_in_the_channel():
    first, *_, last = rungs(window("2026-03-25T10:00"), LADDER)
    assert for_nobody(first).to is CHANNEL
    assert for_nobody(last).to is LEAD


def test_a_ladder_can_be_shorter_and_repeat_slower():
    assert times(window("2026-03-25T10:00"), Ladder((0.5, 1.0), repeat_every=2, most=3)) == [
        "Wed 10:15",
        "Wed 10:30",
        "Wed 11:30",
    ]
    assert times(window("2026-03-25T10:00"), Ladder(most=0)) == []


@pytest.mark.parametrize(
    "wrong", [{"shares": (0.8, 0.5)}, {"shares": (0.0, 1.0)}, {"repeat_every": 0}, {"per_person_per_hour": 0}]
)
def test_a_ladder_that_cannot_be_climbed_is_refused(wrong: dict):
    with pytest.raises(ValueError, match="nag ladder"):
        Ladder(**wrong)


def test_pauses_push_the_rungs_that_lie_behind_them():
    snooze = Pause(PauseKind.SNOOZED, berlin("2026-03-25T10:20"), berlin("2026-03-25T11:20"))
    assert times(window("2026-03-25T10:00", pauses=(snooze,)))[:3] == ["Wed 10:15", "Wed 11:24", "Wed 11:30"]


def test_nothing_is_nagged_while_the_end_is_unknown_or_once_it_is_met():
    endless = Pause(PauseKind.CUSTOMERS_TURN, berlin("2026-03-25T10:05"))
    assert rungs(window("2026-03-25T10:00", pauses=(endless,)), LADDER) == ()
    assert rungs(window("2026-03-25T10:00", met_at=berlin("2026-03-25T10:02")), LADDER) == ()


def test_a_window_of_most_of_a_year_has_the_rungs_that_can_be_counted():
    assert [rung.share for rung in rungs(window("2026-03-25T10:00", 2000 * 60), LADDER)] == [0.5, 0.8, 1.0]


def test_the_next_rung_is_the_one_above_the_last_fired():
    one = window("2026-03-25T10:00")
    assert [getattr(next_rung(one, LADDER, fired), "number", None) for fired in range(6)] == [
        1,
        2,
        3,
        4,
        5,
        None,
    ]


def test_rungs_at_one_instant_are_one():
    too_late = approval_window(WindowPolicy(OFFICE), window("2026-03-25T10:00"), berlin("2026-03-25T11:00"))
    assert [(rung.number, rung.at) for rung in rungs(too_late, LADDER)] == [
        (3, berlin("2026-03-25T10:30")),
        (4, berlin("2026-03-25T10:40")),
        (5, berlin("2026-03-25T10:50")),
    ]


WHATSAPP = next(rule for rule in CLOSING_RULES if rule.network == "whatsapp")
CLOSINGS = [
    ("in the night: before the team goes home", "2026-03-25T16:00", ["Wed 16:30", "Thu 11:12", "Thu 16:00"]),
    ("both in the night: once", "2026-03-27T12:00", ["Fri 16:30", "Sat 12:00"]),
    ("nobody there any more: at its own time", "2026-03-27T18:00", ["Sat 06:00", "Sat 13:12", "Sat 18:00"]),
]


@pytest.mark.parametrize(("message", "expected"), [c[1:] for c in CLOSINGS], ids=[c[0] for c in CLOSINGS])
def test_a_network_that_closes_is_nagged_while_somebody_can_still_answer(message: str, expected: list[str]):
    assert times(closing_window(WHATSAPP, berlin(message), OFFICE)) == expected


def test_a_nag_waits_for_its_addressee_unless_it_is_urgent():
    evening = berlin("2026-03-25T20:00")
    assert deliver_at(evening, OFFICE, urgent=False) == berlin("2026-03-26T09:00")
    assert deliver_at(evening, OFFICE, urgent=True) == evening
    assert deliver_at(berlin("2026-03-25T12:00"), OFFICE, urgent=False) == berlin("2026-03-25T12:00")


def test_a_person_hears_no_more_than_the_limit_in_an_hour():
    now = berlin("2026-03-25T12:00")
    sent = [now - timedelta(minutes=m) for m in (10, 50, 60, 70)]
    assert may_nag(sent, now, 3)
    assert not may_nag(sent, now, 2)


@given(
    st.sampled_from([OFFICE, ROUND_THE_CLOCK]),
    st.integers(0, 20_000),
    st.integers(1, 3000),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 2000)), max_size=3),
)
def test_rungs_rise_never_come_early_and_never_fall_in_closed_time(
    hours: Calendar, opened: int, target: int, pauses: list
):
    start = berlin("2026-03-20T00:00")
    at = start + timedelta(minutes=opened)
    snoozes = tuple(
        Pause(PauseKind.SNOOZED, start + timedelta(minutes=a), start + timedelta(minutes=a + n))
        for a, n in pauses
    )
    one = Window(WindowName.RESOLUTION, at, target * 60, hours, pauses=snoozes)
    found = rungs(one, LADDER)
    assert [rung.at for rung in found] == sorted({rung.at for rung in found})
    for rung in found:
        assert hours.is_open(rung.at - timedelta(microseconds=1))
        assert one.used_seconds(rung.at) == pytest.approx(_used_at(rung.share, target * 60))
    assert next(rung.at for rung in found if rung.share == 1) == one.due_at


def _used_at(share: float, target: float) -> float:
    return share * target if share <= 1 else target + (share - 1) * max(target, 600)
