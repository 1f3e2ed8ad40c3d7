"""People, a customer, a network and time do as they please; after each step the promises P3, P4, P5, P7 and P12 hold.

Two agents, two approvers and four who have no business here press whatever there is; the network loses, refuses
and delays, and a courier dies in the middle of a call. Each of these promises was broken on purpose once, and seen
to fail here: where you change one, do so again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from bot.desk import directory
from bot.desk.context import Desk
from storage.db import connect
from tests.faults.machine.life import Life
from tests.faults.machine.ways import ANYTHING, FOCUS, MEMBERS, POLICY, START, Way


@pytest.fixture(params=FOCUS)
def life(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[type[Life]]:
    """Lives on one store, whose answers are mostly about one thing."""
    db = connect(sqlite_url)
    directory.refresh(Desk(db, POLICY, {}), MEMBERS, {}, START, all_of_them=True)
    ways = st.builds(Way, **ANYTHING | FOCUS[request.param])
    with closing(db), closing(sqlite3.connect(":memory:")) as before:
        with closing(sqlite3.connect(str(db.engine.url.database))) as store:
            store.backup(before)
        yield type("Life", (Life,), {"db": db, "before": before, "ways": ways})


def live(life: type[Life], lives: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=checks,
            database=None,
        ),
    )


def test_a_few_lives_keep_every_promise(life: type[Life]) -> None:
    live(life, lives=14, steps=8)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_many_lives_keep_every_promise(life: type[Life]) -> None:
    live(life, lives=100, steps=60)
