"""Days that are over are added up once and kept; whatever happens after that, the figures are those of a fresh count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import tallies
from bot.desk.context import Desk
from bot.policy import WindowSettings
from bot.rules.counting import figures
from bot.rules.load import together
from bot.settings import Settings
from storage.db import Database
from storage.tables import Person
from storage.words import Verb
from tests.desk_in_town import ANA, BEN, NORA, TESS, Town
from tests.figures import histories
from tests.figures.histories import MONDAY
from tests.figures.slowly import Slowly

START, END = MONDAY + timedelta(days=1), MONDAY + timedelta(days=11, hours=5)
NOW = MONDAY + timedelta(days=40)
NO_LIMITS = Settings(windows=WindowSettings(outside_minutes=0, wall_minutes=0))


def counted(desk: Desk, now=NOW, start=START, end=END):
    with desk.db.reading() as session:
        added_up = tallies.of(desk, session, start, end, now)
    return {one.key: one for one in figures(*added_up)}, together(one.load for one in added_up)


def test_the_days_together_are_the_whole(database: Database) -> None:
    histories.write(database, 4)
    whole, slow = counted(Desk(database, NO_LIMITS))[0], Slowly(database, START, END, NOW)
    assert set(whole["tickets"].tickets) == {one.id for one in slow.tickets}
    assert set(whole["out_of_turn"].tickets) == slow.out_of_turn() != set()
    late = {one.id for one, met in slow.judged("first") if not met}
    assert set(whole["first_in_time"].tickets) == late != set()


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_what_happens_later_counts(database: Database, seed: int) -> None:
    histories.write(database, seed)
    desk = Desk(database, NO_LIMITS)
    before = counted(desk)
    histories.goes_on(database, seed + 200)
    histories.write(database, seed + 50, 20, more=True)
    assert counted(desk) == counted(Desk(database, NO_LIMITS)) != before


def test_time_alone_makes_late(database: Database) -> None:
    histories.write(database, 8, 150)
    desk, end = Desk(database, NO_LIMITS), MONDAY + timedelta(days=11)
    before = counted(desk, end, end=end)
    for later in (timedelta(hours=10), timedelta(hours=13), timedelta(days=3)):
        assert counted(desk, end + later, end=end) == counted(Desk(database, NO_LIMITS), end + later, end=end)
    after = counted(desk, NOW, end=end)
    assert after[0]["resolved_in_time"] != before[0]["resolved_in_time"]


def test_somebody_who_changes_teams_takes_their_figures_along(database: Database) -> None:
    histories.write(database, 9)
    desk = Desk(database, NO_LIMITS)
    counted(desk)
    with database.unit() as unit:
        ana = unit.session.get_one(Person, "U0ANA")
        ana.team = "west"
        unit.session.add(ana)
    counted(desk)
    assert desk.kept.teams["U0ANA"] == "west"


def test_what_concerns_more_than_it_names_drops_every_day(database: Database) -> None:
    histories.write(database, 10)
    desk = Desk(database, NO_LIMITS)
    counted(desk)
    with database.unit() as unit:
        unit.note(Verb.SOURCE_UP, NOW, "desk")
    before = dict(desk.kept.days)
    counted(desk)
    assert before
    assert all(desk.kept.days[day] is not before[day] for day in before)


def test_everything_people_do_reaches_the_kept_days(town: Town) -> None:
    """Through the front door: after each step the figures of the days before are those of a fresh count."""
    desk = town.running.desk
    start = town.clock() - timedelta(days=2)
    post = town.arrives(NORA, "@acme my kettle arrived broken!")
    steps = [
        lambda: town.arrives(TESS, "@acme when do you open?"),
        lambda: town.does(ANA, "claim", 2),
        lambda: town.answers(BEN, "Sorry! A new one is on its way.", 1),
        lambda: town.does(BEN, "resolve", 1),
        lambda: town.does(ANA, "reopen", 1),
        lambda: town.arrives(NORA, "Thank you so much!", in_reply_to=post),
        lambda: town.does(BEN, "release", 1),
        lambda: town.does(ANA, "resolve", 2),
    ]
    for step in steps:
        step()
        town.settle()
        town.clock.forward(timedelta(hours=26))
        now = town.clock()
        end = start + (now - start) // timedelta(days=1) * timedelta(days=1)
        fresh = counted(Desk(desk.db, desk.settings, desk.networks), now, start, end)
        assert counted(desk, now, start, end) == fresh
