"""Every rung once: through kills, through sleep, with several copies, with a clock that jumps (P6, P11)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.db import Database
from tests.nags.copies import SPEED, live_through
from tests.nags.slow_week import Life, reminders
from tests.nags.week import MONDAY, Week, desk_on, fired, look, post


def test_killed_again_and_again_a_copy_fires_each_rung_once(sqlite_url: str) -> None:
    assert live_through(sqlite_url, kills=12, tickets=60, count=1, speed=SPEED * 2) > 100


@pytest.mark.parametrize("count", [2, 4])
def test_copies_one_of_them_asleep_for_hours_fire_each_rung_once(postgres_url: str, count: int) -> None:
    assert live_through(postgres_url, kills=2, tickets=60, count=count, stop=2.0, speed=SPEED * 1.5) > 100


def opened(db: Database) -> Week:
    week = Week(desk_on(db))
    week.happen(MONDAY + timedelta(hours=9), 1, "open", "@acme my parcel never arrived, where is it?")
    return week


def test_a_clock_set_back_an_hour_fires_nothing_early_and_nothing_twice(database: Database) -> None:
    week = opened(database)
    start = MONDAY + timedelta(hours=9)
    for minutes in (16, 25, -35, -20, 0, 10, 25, 31, 40):
        look(week.desk, start + timedelta(minutes=minutes))
    assert [(one.window, one.rung) for one in fired(database)] == [("first_response", n) for n in (1, 2, 3)]


def test_a_clock_set_forward_a_day_and_back_again_fires_each_rung_once(database: Database) -> None:
    week = opened(database)
    start = MONDAY + timedelta(hours=9)
    for minutes in (1, 24 * 60 + 1, 2, 20, 60, 400, 25 * 60):
        look(week.desk, start + timedelta(minutes=minutes))
    found = [(one.window, one.rung) for one in fired(database)]
    assert len(found) == len(set(found)) == 10


def test_a_machine_asleep_for_nine_hours_catches_up_once_and_only_while_open(database: Database) -> None:
    week = opened(database)
    start = MONDAY + timedelta(hours=9)
    for hours in (0.1, 9.1, 9.2, 15, 24.1, 24.2):
        look(week.desk, start + timedelta(hours=hours))
    assert {one.fired_at for one in fired(database)} == {start + timedelta(hours=24.1)}


def test_nothing_comes_after_the_answer(database: Database) -> None:
    week = opened(database)
    start = MONDAY + timedelta(hours=9)
    look(week.desk, start + timedelta(minutes=16))
    week.happen(start + timedelta(minutes=20), 1, "answer", None)
    look(week.desk, start + timedelta(hours=5))
    assert [(one.window, one.rung) for one in fired(database)] == [("first_response", 1)]


def test_the_model_itself_knows_the_example_of_the_manuals() -> None:
    friday = MONDAY + timedelta(days=4, hours=16, minutes=45)
    looks = [friday + timedelta(minutes=n, seconds=30) for n in range(5 * 24 * 60)]
    found = reminders(Life(1, friday, "normal"), looks, friday + timedelta(days=5))
    end = next(one for one in found if (one.window, one.rung) == ("first_response", 3))
    assert end.fired_at == MONDAY + timedelta(days=7, hours=9, minutes=15, seconds=30)
    assert post(1, friday, "x").id == "p1"
