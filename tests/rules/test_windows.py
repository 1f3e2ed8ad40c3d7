from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.hours import ROUND_THE_CLOCK, Calendar, Shift, Team
from bot.rules.spans import span, stamp
from bot.rules.targets import (
    Situation,
    TargetRule,
    WindowPolicy,
    approval_window,
    follow_up_window,
    response_window,
)
from bot.rules.windows import Clock, Pause, PauseKind, Window, WindowName, WindowState, explain
from tests.rules.slow_hours import open_minutes

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar((Team("Berlin", "Europe/Berlin"),))
POLICY = WindowPolicy(OFFICE)
FIRST, NEXT, RESOLUTION = WindowName.FIRST_RESPONSE, WindowName.NEXT_RESPONSE, WindowName.RESOLUTION
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def pause(start: str, end: str | None, kind: PauseKind = PauseKind.SNOOZED) -> Pause:
    return Pause(kind, berlin(start), None if end is None else berlin(end))


def half_hour(opened: str, *pauses: Pause, **more) -> Window:
    return Window(FIRST, berlin(opened), 1800, OFFICE, pauses=pauses, **more)


# --- targets --------------------------------------------------------------------------------------------

DEFAULTS = [
    ("in working hours", Situation(), FIRST, "2026-03-25T10:00", "2026-03-25T10:30"),
    ("urgent", Situation(urgency="urgent"), FIRST, "2026-03-25T10:00", "2026-03-25T10:10"),
    ("a solution", Situation(), RESOLUTION, "2026-03-25T10:00", "2026-03-25T12:00"),
    ("an urgent solution", Situation(urgency="urgent"), RESOLUTION, "2026-03-25T10:00", "2026-03-25T12:00"),
    ("Friday 16:45", Situation(), FIRST, "2026-03-27T16:45", "2026-03-30T09:15"),
    ("urgent, Friday 16:55", Situation(urgency="urgent"), FIRST, "2026-03-27T16:55", "2026-03-30T09:05"),
    ("on a Saturday", Situation(), FIRST, "2026-03-28T10:00", "2026-03-30T09:30"),
    ("in the late evening", Situation(), FIRST, "2026-03-25T21:15", "2026-03-26T09:30"),
    ("a solution asked for on a Sunday", Situation(), RESOLUTION, "2026-03-22T10:00", "2026-03-23T11:00"),
]


@pytest.mark.parametrize(
    ("situation", "name", "opened", "due"), [c[1:] for c in DEFAULTS], ids=[c[0] for c in DEFAULTS]
)
def test_built_in_targets_are_due_in_working_time(
    situation: Situation, name: WindowName, opened: str, due: str
):
    assert response_window(POLICY, name, situation, berlin(opened)).due_at == berlin(due)


RULES = (
    TargetRule("slow network", network=("googlebusiness",), first_response_minutes=240),
    TargetRule("thai on instagram", network=("instagram",), language=("th",), first_response_minutes=15),
    TargetRule("instagram", network=("instagram",), first_response_minutes=20, resolution_minutes=60),
    TargetRule("also instagram", network=("instagram",), first_response_minutes=25),
    TargetRule("vip", vip=True, first_response_minutes=5),
    TargetRule("private", audience=("private",), first_response_minutes=12),
    TargetRule("shoes", brand=("Shoes",), first_response_minutes=7),
)

CHOICES = [
    ("nothing fits but the built-in", Situation("x"), FIRST, "built-in"),
    ("a network", Situation("googlebusiness"), FIRST, "slow network"),
    ("among equals the first in the file", Situation("instagram"), FIRST, "instagram"),
    ("more conditions win", Situation("instagram", language="th"), FIRST, "thai on instagram"),
    ("a language tag with a region", Situation("instagram", language="th-TH"), FIRST, "thai on instagram"),
    ("what a rule leaves out another sets", Situation("instagram", language="th"), RESOLUTION, "instagram"),
    ("vip", Situation("x", vip=True), FIRST, "vip"),
    ("audience", Situation("x", audience="private"), FIRST, "private"),
    ("brand, in any case of letters", Situation("x", brand="shoes"), FIRST, "shoes"),
    ("urgent", Situation("x", urgency="urgent"), FIRST, "built-in: urgent"),
    (
        "the operator's rule before an equal built-in",
        Situation("instagram", urgency="urgent"),
        FIRST,
        "instagram",
    ),
]


@pytest.mark.parametrize(("situation", "name", "rule"), [c[1:] for c in CHOICES], ids=[c[0] for c in CHOICES])
def test_the_most_specific_target_wins_and_is_named(situation: Situation, name: WindowName, rule: str):
    policy = WindowPolicy(OFFICE, targets=RULES)
    assert response_window(policy, name, situation, berlin("2026-03-25T10:00")).reason == f'rule "{rule}"'


def test_a_target_of_no_minutes_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        TargetRule("now", first_response_minutes=0)


def test_a_network_closing_has_no_target_rule():
    with pytest.raises(ValueError, match="no target rule"):
        response_window(POLICY, WindowName.NETWORK_CLOSE, Situation(), berlin("2026-03-25T10:00"))


# --- limits on the wall clock -----------------------------------------------------------------------------

LONG = (TargetRule("reviews", network=("reviews",), first_response_minutes=16 * 60),)
ALL_OFF = {"outside_minutes": None, "wall_minutes": None}

LIMITS = [
    ("a long target is cut to 24 h", {}, "2026-03-25T11:00", "2026-03-26T11:00"),
    ("without the limit it runs on", ALL_OFF, "2026-03-25T11:00", "2026-03-27T11:00"),
    ("over a weekend it ends with the last work before 24 h", {}, "2026-03-27T11:00", "2026-03-27T17:00"),
    ("a fair chance of 2 h is always left", {}, "2026-03-27T16:00", "2026-03-30T10:00"),
    ("what comes at night is cut to 12 h, or 2 h of work", {}, "2026-03-24T23:00", "2026-03-25T11:00"),
    (
        "without the night's limit 24 h hold",
        {"outside_minutes": None},
        "2026-03-24T23:00",
        "2026-03-25T17:00",
    ),
    ("strict limits run on the wall clock", {"strict_limits": True}, "2026-03-27T16:45", "2026-03-28T16:45"),
]


@pytest.mark.parametrize(("changes", "opened", "due"), [c[1:] for c in LIMITS], ids=[c[0] for c in LIMITS])
def test_limits_on_the_wall_clock_shorten_long_targets(changes: dict, opened: str, due: str):
    window = response_window(
        WindowPolicy(OFFICE, targets=LONG, **changes), FIRST, Situation("reviews"), berlin(opened)
    )
    assert window.due_at == berlin(due)


def test_what_the_customer_may_expect_is_kept_and_said_where_working_time_takes_longer():
    window = response_window(POLICY, FIRST, Situation(), berlin("2026-03-27T16:45"))
    assert window.expected_by == berlin("2026-03-28T16:45")
    assert "may expect it by Sat 28 Mar 2026 16:45" in explain(window, BERLIN)
    in_hours = response_window(POLICY, FIRST, Situation(), berlin("2026-03-25T10:00"))
    assert in_hours.expected_by is None


def test_a_wall_clock_target_counts_nights_and_weekends():
    policy = WindowPolicy(
        OFFICE,
        targets=(TargetRule("always", urgency=("urgent",), first_response_minutes=15, clock=Clock.WALL),),
    )
    window = response_window(policy, FIRST, Situation(urgency="urgent"), berlin("2026-03-28T03:00"))
    assert window.due_at == berlin("2026-03-28T03:15")
    assert window.urgent


# --- pauses -----------------------------------------------------------------------------------------------

PAUSES = [
    ("none", (), "2026-03-25T10:30"),
    ("in the middle", (pause("2026-03-25T10:10", "2026-03-25T11:10"),), "2026-03-25T11:30"),
    (
        "two",
        (pause("2026-03-25T10:10", "2026-03-25T10:20"), pause("2026-03-25T10:25", "2026-03-25T10:30")),
        "2026-03-25T10:45",
    ),
    (
        "overlapping ones count once",
        (
            pause("2026-03-25T10:10", "2026-03-25T11:00"),
            pause("2026-03-25T10:30", "2026-03-25T11:10", PauseKind.NETWORK_DOWN),
        ),
        "2026-03-25T11:30",
    ),
    ("before the opening", (pause("2026-03-25T08:00", "2026-03-25T10:05"),), "2026-03-25T10:35"),
    ("after the end", (pause("2026-03-25T11:00", "2026-03-25T12:00"),), "2026-03-25T10:30"),
    (
        "overnight takes only working time",
        (pause("2026-03-25T10:10", "2026-03-26T09:00"),),
        "2026-03-26T09:20",
    ),
    ("without an end", (pause("2026-03-25T10:10", None),), None),
    ("without an end, after the due time", (pause("2026-03-25T10:40", None),), "2026-03-25T10:30"),
]


@pytest.mark.parametrize(("pauses", "due"), [c[1:] for c in PAUSES], ids=[c[0] for c in PAUSES])
def test_the_clock_stands_still_in_pauses(pauses: tuple[Pause, ...], due: str | None):
    assert half_hour("2026-03-25T10:00", *pauses).due_at == (None if due is None else berlin(due))


# --- states -----------------------------------------------------------------------------------------------

SNOOZED = (pause("2026-03-25T10:10", None),)
MET, LATE = {"met_at": berlin("2026-03-25T10:20")}, {"met_at": berlin("2026-03-25T10:40")}
STATES = [
    ((), {}, "2026-03-25T10:05", WindowState.ON_TIME, "due in 25 min"),
    ((), {}, "2026-03-25T10:24", WindowState.DUE_SOON, "due in 6 min"),
    ((), {}, "2026-03-25T10:30", WindowState.OVERDUE, "0 s over"),
    ((), {}, "2026-03-25T10:33", WindowState.OVERDUE, "3 min over"),
    ((), {}, "2026-03-25T17:30", WindowState.OVERDUE, "6 h 30 min of working time over"),
    (SNOOZED, {}, "2026-03-25T10:15", WindowState.PAUSED, "paused, 20 min of working time left"),
    ((), MET, "2026-03-25T10:50", WindowState.MET, "in time"),
    ((), LATE, "2026-03-25T10:50", WindowState.MISSED, "10 min late"),
]


@pytest.mark.parametrize(("pauses", "more", "now", "state", "countdown"), STATES, ids=[c[4] for c in STATES])
def test_a_window_says_how_it_stands_in_words(
    pauses, more: dict, now: str, state: WindowState, countdown: str
):
    window = half_hour("2026-03-25T10:00", *pauses, **more)
    assert window.state(berlin(now)) is state
    assert window.countdown(berlin(now)) == countdown


def test_a_countdown_over_the_weekend_names_working_time():
    assert (
        half_hour("2026-03-27T16:45").countdown(berlin("2026-03-28T12:00")) == "due in 15 min of working time"
    )


def test_a_snooze_does_not_undo_a_miss():
    window = half_hour("2026-03-25T10:00", pause("2026-03-25T10:40", None))
    assert window.state(berlin("2026-03-25T10:50")) is WindowState.OVERDUE


# --- approval and promises --------------------------------------------------------------------------------


def test_an_approver_has_half_of_what_is_left():
    customers = half_hour("2026-03-25T10:00")
    assert approval_window(POLICY, customers, berlin("2026-03-25T10:10")).due_at == berlin("2026-03-25T10:20")


def test_an_approval_asked_for_too_late_was_due_with_the_customers_window():
    window = approval_window(POLICY, half_hour("2026-03-25T10:00"), berlin("2026-03-25T11:00"))
    assert window.due_at == berlin("2026-03-25T10:30")
    assert window.state(berlin("2026-03-25T11:00")) is WindowState.OVERDUE


@given(st.integers(0, 5000), st.floats(0.01, 1), st.integers(0, 3000), st.integers(0, 600))
def test_an_approval_never_ends_after_the_customers_window(
    asked: int, share: float, paused_at: int, paused_for: int
):
    opened = berlin("2026-03-27T15:00")
    snooze = Pause(PauseKind.SNOOZED, opened + paused_at * MINUTE, opened + (paused_at + paused_for) * MINUTE)
    customers = Window(RESOLUTION, opened, 7200, OFFICE, pauses=(snooze,))
    window = approval_window(WindowPolicy(OFFICE, approval_share=share), customers, opened + asked * MINUTE)
    assert window.due_at is not None
    assert customers.due_at is not None
    assert window.due_at <= customers.due_at


def test_a_promise_is_a_window_until_the_promised_time():
    promised, at = berlin("2026-03-27T16:00"), berlin("2026-03-30T11:00")
    window = follow_up_window(POLICY, promised, at)
    assert (window.due_at, window.name) == (at, WindowName.FOLLOW_UP)


# --- explanation ------------------------------------------------------------------------------------------


def test_an_explanation_tells_start_pauses_and_end_in_working_and_wall_time():
    window = half_hour(
        "2026-03-27T16:40", pause("2026-03-27T16:50", "2026-03-27T16:55"), reason='rule "shop"'
    )
    assert explain(window, BERLIN) == (
        "First response: the clock started Fri 27 Mar 2026 16:40 (Europe/Berlin). "
        'Target: 30 min of working time (rule "shop"). '
        "Paused Fri 27 Mar 2026 16:50 to Fri 27 Mar 2026 16:55 (snoozed): 5 min on the wall clock, 5 min of working time. "
        "Due Mon 30 Mar 2026 09:15, 30 min of working time and 2 d 15 h on the wall clock after the start."
    )


def test_an_explanation_says_when_no_end_is_known():
    window = half_hour("2026-03-25T10:00", pause("2026-03-25T10:10", None, PauseKind.CUSTOMERS_TURN))
    assert "still standing still (waiting for the customer)" in explain(window, BERLIN)
    assert "no end while the clock stands still" in explain(window, BERLIN)


def test_the_clock_times_of_an_explanation_are_the_readers():
    assert "Wed 25 Mar 2026 16:00 (Asia/Bangkok)" in explain(
        half_hour("2026-03-25T10:00"), ZoneInfo("Asia/Bangkok")
    )


SPANS = [
    (0, "0 s"),
    (59, "59 s"),
    (60, "1 min"),
    (5400, "1 h 30 min"),
    (7200, "2 h"),
    (97_200, "1 d 3 h"),
    (-180, "3 min"),
]


@pytest.mark.parametrize(("seconds", "words"), SPANS)
def test_spans_are_short_words(seconds: int, words: str):
    assert span(seconds) == words


def test_a_stamp_shows_seconds_only_where_there_are_any():
    assert stamp(datetime(2026, 3, 1, 12, 5, 9, tzinfo=UTC), ZoneInfo("UTC")) == "Sun 1 Mar 2026 12:05:09"


# --- properties -------------------------------------------------------------------------------------------

START = datetime(2026, 3, 27, tzinfo=UTC)  # the clocks change on the 29th
kinds = st.sampled_from(PauseKind)
pauses_in_minutes = st.lists(st.tuples(kinds, st.integers(-200, 4000), st.integers(0, 900)), max_size=4)
night_team = Team("nights", "Europe/Berlin", (Shift(("sat", "sun"), time(22), time(5, 30)),))
calendars = st.sampled_from(
    [OFFICE, ROUND_THE_CLOCK, Calendar((Team("Berlin", "Europe/Berlin"), night_team))]
)


def build(
    calendar: Calendar, target: int, pauses: list[tuple[PauseKind, int, int]], opened: int = 600
) -> Window:
    given_pauses = tuple(Pause(k, START + a * MINUTE, START + (a + n) * MINUTE) for k, a, n in pauses)
    return Window(FIRST, START + opened * MINUTE, target * 60, calendar, pauses=given_pauses)


@settings(max_examples=60, deadline=None)
@given(calendars, st.integers(1, 600), pauses_in_minutes)
def test_due_times_with_pauses_agree_with_counting_every_minute(
    calendar: Calendar, target: int, pauses: list
):
    window = build(calendar, target, pauses)
    running = [
        is_open and not window.paused(window.opened_at + n * MINUTE)
        for n, is_open in enumerate(open_minutes(calendar.teams, window.opened_at, 6000))
    ]
    last = [n for n, runs in enumerate(running) if runs][target - 1]
    assert window.due_at == window.opened_at + (last + 1) * MINUTE
    assert window.working_seconds == target * 60
    assert window.remaining_seconds(window.due_at) == 0


@given(
    calendars,
    st.integers(1, 600),
    pauses_in_minutes,
    st.tuples(kinds, st.integers(0, 4000), st.integers(1, 900)),
)
def test_one_more_pause_never_makes_a_window_end_earlier(
    calendar: Calendar, target: int, pauses: list, more: tuple
):
    assert build(calendar, target, [*pauses, more]).due_at >= build(calendar, target, pauses).due_at


@given(calendars, st.integers(1, 600), pauses_in_minutes)
def test_the_explanation_mentions_every_pause_and_the_end(calendar: Calendar, target: int, pauses: list):
    window = build(calendar, target, pauses)
    text = explain(window, BERLIN)
    assert text.count("Paused ") == len(window.pauses)
    for one in window.pauses:
        assert f"Paused {stamp(one.start, BERLIN)} to {stamp(one.end, BERLIN)}" in text
    assert f"Due {stamp(window.due_at, BERLIN)}" in text


def test_a_holiday_is_a_day_without_working_time():
    closed = Calendar((Team("Berlin", "Europe/Berlin", holidays=frozenset({date(2026, 4, 6)})),))
    window = response_window(WindowPolicy(closed), FIRST, Situation(), berlin("2026-04-03T16:45"))
    assert window.due_at == berlin("2026-04-07T09:15")
