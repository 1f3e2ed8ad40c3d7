from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from bot.rules.hours import DAYS, ROUND_THE_CLOCK, Calendar, NoOpeningError, Shift, Team
from tests.rules.slow_hours import open_minutes, slow_add

BERLIN = ZoneInfo("Europe/Berlin")
MIN, HOUR = 60, 3600
EVERY_DAY = DAYS


def berlin(text: str) -> datetime:
    """A wall clock in Berlin, or an instant where the text has an offset; in UTC, so that arithmetic is real time."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=BERLIN)).astimezone(UTC)


def team(
    *shifts: Shift, zone: str = "Europe/Berlin", name: str = "team", **days_off: frozenset[date]
) -> Team:
    return Team(name, zone, shifts or (Shift(),), **days_off)


def shift(start: str, end: str, *days: str) -> Shift:
    return Shift(days or EVERY_DAY, time.fromisoformat(start), time.fromisoformat(end))


OFFICE = Calendar((team(),))
EASTER_MONDAY = Calendar((team(holidays=frozenset({date(2026, 4, 6)})),))
LUNCH = Calendar((team(shift("09:00", "12:00", *DAYS[:5]), shift("13:00", "17:00", *DAYS[:5])),))
NIGHTS = Calendar((team(shift("22:00", "06:00")),))
SATURDAY_NIGHT_CLOSED = Calendar((team(shift("22:00", "06:00"), closed_days=frozenset({date(2026, 3, 28)})),))

CASES = [
    # what, calendar, start, working seconds, end
    ("30 min from Friday 16:45", OFFICE, "2026-03-27T16:45", 30 * MIN, "2026-03-30T09:15"),
    ("one hour from Friday 16:30", OFFICE, "2026-03-20T16:30", HOUR, "2026-03-23T09:30"),
    (
        "one hour from Friday 16:30 over the spring change",
        OFFICE,
        "2026-03-27T16:30",
        HOUR,
        "2026-03-30T09:30",
    ),
    (
        "one hour from Friday 16:30 over the autumn change",
        OFFICE,
        "2026-10-23T16:30",
        HOUR,
        "2026-10-26T09:30",
    ),
    ("30 min over Easter Monday", EASTER_MONDAY, "2026-04-03T16:45", 30 * MIN, "2026-04-07T09:15"),
    ("opened on a Saturday", OFFICE, "2026-03-28T11:00", 30 * MIN, "2026-03-30T09:30"),
    ("opened in the evening", OFFICE, "2026-03-25T20:00", 30 * MIN, "2026-03-26T09:30"),
    ("opened before opening", OFFICE, "2026-03-25T07:00", 30 * MIN, "2026-03-25T09:30"),
    ("opened at the very closing", OFFICE, "2026-03-27T17:00", 30 * MIN, "2026-03-30T09:30"),
    ("opened at the very opening", OFFICE, "2026-03-27T09:00", 30 * MIN, "2026-03-27T09:30"),
    ("ends exactly at closing", OFFICE, "2026-03-27T16:30", 30 * MIN, "2026-03-27T17:00"),
    ("a week of work", OFFICE, "2026-03-23T09:00", 40 * HOUR, "2026-03-27T17:00"),
    ("over lunch", LUNCH, "2026-03-25T11:45", 30 * MIN, "2026-03-25T13:15"),
    ("opened at lunch", LUNCH, "2026-03-25T12:20", 30 * MIN, "2026-03-25T13:30"),
    ("24/7 on a Sunday", ROUND_THE_CLOCK, "2026-03-22T03:00", 2 * HOUR, "2026-03-22T05:00"),
    ("24/7 over the spring change", ROUND_THE_CLOCK, "2026-03-29T01:30", HOUR, "2026-03-29T03:30"),
    ("24/7 over the autumn change", ROUND_THE_CLOCK, "2026-10-25T01:30", 2 * HOUR, "2026-10-25T02:30+01:00"),
    ("over midnight", NIGHTS, "2026-03-25T23:30", HOUR, "2026-03-26T00:30"),
    ("a night shift an hour shorter in spring", NIGHTS, "2026-03-28T22:00", 7 * HOUR, "2026-03-29T06:00"),
    ("a night shift an hour longer in autumn", NIGHTS, "2026-10-24T22:00", 9 * HOUR, "2026-10-25T06:00"),
    (
        "a closed day closes the night it begins",
        SATURDAY_NIGHT_CLOSED,
        "2026-03-28T05:00",
        2 * HOUR,
        "2026-03-29T23:00",
    ),
]


@pytest.mark.parametrize(
    ("calendar", "start", "seconds", "end"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_working_time_ends_when_the_manuals_say(calendar: Calendar, start: str, seconds: int, end: str):
    result = calendar.add_working(berlin(start), seconds)
    assert result == berlin(end)
    assert calendar.working_seconds(berlin(start), result) == seconds


def test_a_shift_beginning_in_the_skipped_hour_begins_at_the_jump():
    calendar = Calendar((team(shift("02:30", "06:00")),))
    assert calendar.next_opening(berlin("2026-03-29T00:00")) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_shift_ending_in_the_skipped_hour_ends_at_the_jump():
    calendar = Calendar((team(shift("00:00", "02:30")),))
    assert calendar.closes_at(berlin("2026-03-29T01:00")) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_shift_wholly_in_the_skipped_hour_does_not_take_place():
    calendar = Calendar((team(shift("02:15", "02:45")),))
    assert calendar.working_seconds(berlin("2026-03-29T00:00"), berlin("2026-03-29T12:00")) == 0


def test_of_a_time_shown_twice_a_shift_begins_at_the_first_and_ends_at_the_second():
    begins = Calendar((team(shift("02:30", "06:00")),))
    assert begins.next_opening(berlin("2026-10-25T00:00")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    ends = Calendar((team(shift("00:00", "02:30")),))
    assert ends.closes_at(berlin("2026-10-25T01:00")) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


FOLLOW_THE_SUN = Calendar(
    (
        team(zone="Asia/Bangkok", name="Bangkok"),
        team(zone="Europe/Berlin", name="Berlin"),
        team(zone="America/New_York", name="New York"),
    )
)


def test_the_team_that_is_open_takes_over():
    opened = berlin("2026-03-25T16:45")
    assert FOLLOW_THE_SUN.open_teams(opened) == ("Berlin", "New York")
    assert FOLLOW_THE_SUN.add_working(opened, 2 * HOUR) == berlin("2026-03-25T18:45")
    assert FOLLOW_THE_SUN.open_teams(berlin("2026-03-25T18:45")) == ("New York",)
    assert FOLLOW_THE_SUN.open_teams(berlin("2026-03-25T04:00")) == ("Bangkok",)


def test_shifts_of_two_teams_at_the_same_time_count_once():
    both = Calendar((team(name="a"), team(name="b")))
    assert both.working_seconds(berlin("2026-03-25T00:00"), berlin("2026-03-26T00:00")) == 8 * HOUR


def test_the_instant_of_opening_is_open_and_that_of_closing_is_not():
    assert OFFICE.is_open(berlin("2026-03-27T09:00"))
    assert not OFFICE.is_open(berlin("2026-03-27T17:00"))
    assert not OFFICE.is_open(berlin("2026-03-27T08:59:59"))


def test_openings_and_closings_around_a_weekend():
    friday, saturday, monday = (
        berlin("2026-03-27T16:00"),
        berlin("2026-03-28T12:00"),
        berlin("2026-03-30T09:00"),
    )
    assert OFFICE.closes_at(friday) == berlin("2026-03-27T17:00")
    assert OFFICE.closes_at(saturday) is None
    assert OFFICE.next_opening(saturday) == monday
    assert OFFICE.next_opening(friday) == friday
    assert OFFICE.last_open(saturday) == berlin("2026-03-27T17:00")
    assert OFFICE.last_open(friday) == friday


def test_round_the_clock_never_closes():
    assert ROUND_THE_CLOCK.closes_at(berlin("2026-03-27T16:00")) is None


@pytest.mark.parametrize(
    ("teams", "cure"),
    [
        ((), "Add a [[team]]"),
        ((team(Shift(days=())),), "never open"),
        ((Team("empty", shifts=()),), "never open"),
        ((team(zone="Europe/Berln"),), "Use a name such as"),
        ((team(zone=""),), "Use a name such as"),
        ((team(Shift(days=("monday",))),), "Days are mon, tue"),
        ((team(), team()), "Give each its own name"),
    ],
)
def test_a_calendar_that_could_never_work_is_refused_with_its_cure(teams: tuple[Team, ...], cure: str):
    with pytest.raises(ValueError, match=cure.replace("[", r"\[")):
        Calendar(teams)


def test_all_mistakes_of_a_calendar_are_told_at_once():
    with pytest.raises(ValueError, match=r"unknown zone.*never open"):
        Calendar((team(zone="Mars/Base", name="a"), team(Shift(days=()), name="b")))


def test_a_calendar_closed_for_more_than_a_year_is_refused_and_not_searched_for_ever():
    closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(500))
    calendar = Calendar((team(closed_days=closed),))
    with pytest.raises(NoOpeningError, match="400 days"):
        calendar.next_opening(berlin("2026-01-01T00:00"))
    with pytest.raises(NoOpeningError, match="Shorten the target"):
        OFFICE.add_working(berlin("2026-01-01T00:00"), 10_000 * HOUR)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.add_working(datetime(2026, 3, 27, 16, 45), 60)


def test_a_time_beyond_the_calendar_is_refused():
    with pytest.raises(ValueError, match="too far away"):
        OFFICE.add_working(datetime(9999, 12, 31, tzinfo=UTC), 60)


def test_working_time_cannot_be_added_backwards():
    with pytest.raises(ValueError, match="0 or more"):
        OFFICE.add_working(berlin("2026-03-27T12:00"), -1)


# --- properties -----------------------------------------------------------------------------------------

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Bangkok",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Tehran",
    "UTC",
)
minutes_of_day = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))
shifts = st.builds(
    Shift,
    days=st.lists(st.sampled_from(DAYS), min_size=1, unique=True).map(tuple),
    start=minutes_of_day,
    end=minutes_of_day,
)
days_off = st.frozensets(st.dates(date(2026, 3, 1), date(2026, 4, 30)), max_size=5)
teams_of = st.builds(
    Team,
    name=st.uuids().map(str),
    zone=st.sampled_from(ZONES),
    shifts=st.lists(shifts, min_size=1, max_size=3).map(tuple),
    holidays=days_off,
    closed_days=days_off,
)
calendars = st.lists(teams_of, min_size=1, max_size=3).map(lambda teams: Calendar(tuple(teams)))
instants = st.datetimes(
    datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.sampled_from([UTC, BERLIN])
)
amounts = st.integers(1, 60 * HOUR)


def added(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """When that much working time has passed. Teams that work a minute a week never get there: no case for these tests."""
    try:
        return calendar.add_working(start, seconds)
    except NoOpeningError:
        reject()


@given(calendars, instants, amounts)
def test_what_was_added_is_what_lies_between(calendar: Calendar, start: datetime, seconds: int):
    assert calendar.working_seconds(start, added(calendar, start, seconds)) == seconds


@given(calendars, instants, amounts)
def test_working_time_never_ends_while_closed_except_at_the_very_closing(
    calendar: Calendar, start: datetime, seconds: int
):
    end = added(calendar, start, seconds)
    assert calendar.is_open(end - timedelta(microseconds=1))


@given(calendars, instants, st.timedeltas(timedelta(0), timedelta(days=9)), amounts)
def test_who_starts_later_never_ends_earlier(
    calendar: Calendar, start: datetime, later: timedelta, seconds: int
):
    start = start.astimezone(UTC)
    assert added(calendar, start, seconds) <= added(calendar, start + later, seconds)


@given(calendars, instants, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_together_teams_work_at_least_as_long_as_each_and_at_most_as_all(
    calendar: Calendar, start: datetime, length: timedelta
):
    end = start.astimezone(UTC) + length
    each = [Calendar((one,)).working_seconds(start, end) for one in calendar.teams]
    assert max(each) <= calendar.working_seconds(start, end) <= sum(each)


@given(calendars, instants)
def test_the_next_opening_is_open_and_nothing_before_it_is(calendar: Calendar, at: datetime):
    opening = calendar.next_opening(at)
    assert calendar.is_open(opening)
    assert calendar.working_seconds(at, opening) == 0


@given(calendars, instants)
def test_the_closing_ends_an_unbroken_stretch(calendar: Calendar, at: datetime):
    closing = calendar.closes_at(at)
    if closing is not None:
        assert not calendar.is_open(closing)
        assert calendar.working_seconds(at, closing) == (closing - at).total_seconds()
        assert calendar.last_open(closing) == closing


CHANGES = (
    datetime(2026, 3, 8, tzinfo=UTC),  # New York and St. John's, spring
    datetime(2026, 3, 29, tzinfo=UTC),  # Berlin, spring
    datetime(2026, 4, 4, tzinfo=UTC),  # Lord Howe, autumn, half an hour
    datetime(2026, 10, 3, tzinfo=UTC),  # Lord Howe, spring
    datetime(2026, 10, 25, tzinfo=UTC),  # Berlin, autumn
    datetime(2026, 11, 1, tzinfo=UTC),  # New York, autumn
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(teams_of, min_size=1, max_size=2).map(tuple),
    st.sampled_from(CHANGES),
    st.integers(-900, 900),
    st.integers(1, 900),
)
def test_every_minute_around_a_clock_change_agrees_with_a_slow_model(
    teams: tuple[Team, ...], change: datetime, offset: int, working_minutes: int
):
    calendar, start, length = Calendar(teams), change + timedelta(minutes=offset), 2500
    opened = open_minutes(teams, start, length)
    assert [calendar.is_open(start + timedelta(minutes=n)) for n in range(length)] == opened
    assert calendar.working_seconds(start, start + timedelta(minutes=length)) == sum(opened) * 60
    end = slow_add(opened, working_minutes)
    if end is not None:
        assert calendar.add_working(start, working_minutes * 60) == start + timedelta(minutes=end)
