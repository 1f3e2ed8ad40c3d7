"""Reminders through a whole week of kills, and the whole week beside its slow model (P6, P11)."""

from __future__ import annotations

import pytest

from storage.db import Database
from tests.nags.copies import live_through
from tests.nags.test_simulated_week import compare

pytestmark = [pytest.mark.faults, pytest.mark.timeout(3600)]


def test_two_hundred_kills_in_a_week_of_two_thousand_tickets(sqlite_url: str) -> None:
    assert live_through(sqlite_url, kills=200, tickets=2000, count=1, speed=1_000.0) > 5_000


@pytest.mark.parametrize("count", [2, 4])
def test_copies_that_are_killed_and_stopped_share_the_work(postgres_url: str, count: int) -> None:
    assert live_through(postgres_url, kills=40, tickets=600, count=count, stop=5.0, speed=3_000.0) > 1_000


def test_a_week_of_two_thousand_tickets_is_reminded_exactly_as_the_slow_model_says(
    sqlite_database: Database,
) -> None:
    assert compare(sqlite_database, seed=11, tickets=2000) > 5_000
