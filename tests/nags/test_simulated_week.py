"""A week of tickets on the real desk against the slow model, reminder by reminder (P6)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.db import Database
from tests.nags.slow_week import reminders
from tests.nags.week import MONDAY, Week, desk_on, fired, plan, sweeps

WEEK = timedelta(days=7)


def compare(db: Database, seed: int, tickets: int) -> int:
    """Run it, compare every reminder, and say how many there were."""
    week, looks = Week(desk_on(db)), sweeps(seed, MONDAY + WEEK)
    week.run(plan(seed, tickets), looks)
    wanted = [one for life in week.lives.values() for one in reminders(life, looks, MONDAY + WEEK)]
    assert fired(db) == sorted(wanted)
    return len(wanted)


def test_a_week_of_tickets_is_reminded_exactly_as_the_slow_model_says(database: Database) -> None:
    assert compare(database, seed=7, tickets=60) > 100


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_week_is(seed: int, tmp_path_factory, migrated_file) -> None:
    import shutil

    from storage.db import connect

    path = tmp_path_factory.mktemp("week") / "desk.db"
    shutil.copy(migrated_file, path)
    db = connect(f"sqlite:///{path}")
    try:
        compare(db, seed, tickets=6)
    finally:
        db.close()
