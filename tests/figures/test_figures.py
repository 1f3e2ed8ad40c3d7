"""Every figure against an independent slow computation over random histories, on both databases."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk import gathering
from bot.desk.context import Desk
from bot.policy import WindowSettings
from bot.rules.counting import figures, groups, tally
from bot.rules.figures import DEFINITIONS, Dimension, Figure
from bot.rules.load import load
from bot.settings import Settings
from storage.db import Database
from tests.figures import histories
from tests.figures.histories import MONDAY
from tests.figures.slowly import Slowly, spread

START, END = MONDAY + timedelta(days=1), MONDAY + timedelta(days=11)
NOW = MONDAY + timedelta(days=20)
NO_LIMITS = Settings(windows=WindowSettings(outside_minutes=0, wall_minutes=0))


@pytest.fixture(params=[1, 2, 3])
def told(request: pytest.FixtureRequest, database: Database) -> tuple[dict[str, Figure], Slowly]:
    """The figures of a random history by their key, and the slow way to the same."""
    histories.write(database, request.param)
    desk = Desk(database, NO_LIMITS)
    with database.reading() as session:
        material = gathering.material(desk, session, START, END, NOW)
    found = figures(tally(material))
    return {one.key: one for one in found}, Slowly(database, START, END, NOW)


def close(fast, slow) -> None:
    assert (fast is None) == (slow is None)
    if slow is not None:
        assert astuple(fast) == pytest.approx(slow)


def test_every_figure_equals_the_slow_computation(told) -> None:
    fast, slow = told
    volume(fast, slow)
    shares(fast, slow)
    ratings(fast, slow)
    times(fast, slow)
    events(fast, slow)


def volume(fast: dict[str, Figure], slow: Slowly) -> None:
    assert fast["messages"].value == len(slow.messages())
    assert set(fast["messages"].tickets) == set(slow.messages())
    assert fast["tickets"].value == len(slow.tickets)
    assert set(fast["tickets"].tickets) == {one.id for one in slow.tickets}
    assert fast["answers"].value == len(slow.answers())
    assert set(fast["answers"].tickets) == {one.ticket_id for one in slow.answers()}
    assert dict(fast["topics"].parts) == Counter(one.intent for one in slow.tickets)


def shares(fast: dict[str, Figure], slow: Slowly) -> None:
    asking = slow.asking()
    without = {one.id for one in asking if not slow.sent(one)}
    assert fast["answered"].value == pytest.approx(1 - len(without) / len(asking))
    assert set(fast["answered"].tickets) == without
    for key, window in (("first_in_time", "first"), ("resolved_in_time", "resolution")):
        judged = slow.judged(window)
        assert fast[key].of == len(judged) > 0
        assert fast[key].value == pytest.approx(sum(met for _one, met in judged) / len(judged))
        assert set(fast[key].tickets) == {one.id for one, met in judged if not met}
    assert dict(fast["first_in_time"].parts) == slow.why_late() != {}
    late = [one.id for one, since, at in slow.further() if not slow.in_time(one, "next", since, at)]
    assert fast["next_in_time"].of == len(slow.further()) > 0
    assert fast["next_in_time"].value == pytest.approx(1 - len(late) / len(slow.further()))
    assert set(fast["next_in_time"].tickets) == set(late)
    good, of = slow.turned()
    assert (fast["turned"].value, fast["turned"].of) == (pytest.approx(good / of), of)
    assert len(fast["turned"].tickets) == good


def ratings(fast: dict[str, Figure], slow: Slowly) -> None:
    rated = slow.scores("satisfaction")
    assert fast["satisfaction"].of == len(rated) > 0
    assert fast["satisfaction"].value == pytest.approx(sum(score >= 4 for _t, score in rated) / len(rated))
    assert set(fast["satisfaction"].tickets) == {ticket for ticket, score in rated if score < 4}
    assert dict(fast["satisfaction"].parts) == Counter(str(score) for _t, score in rated)
    likely = [score for _t, score in slow.scores("nps")]
    points = 100 * (sum(s >= 9 for s in likely) - sum(s <= 6 for s in likely)) / len(likely)
    assert (fast["nps"].value, fast["nps"].of) == (pytest.approx(points), len(likely))
    assert set(fast["nps"].tickets) == {ticket for ticket, score in slow.scores("nps") if score <= 6}


def times(fast: dict[str, Figure], slow: Slowly) -> None:
    spans = {
        "first_response": [(t, t.opened_at, slow.sent(t)[0].sent_at) for t in slow.tickets if slow.sent(t)],
        "next_response": slow.further(),
        "resolution": [(t, t.opened_at, t.resolved_at) for t in slow.tickets if t.status == "resolved"],
    }
    for key, found in spans.items():
        assert fast[key].of == len(found) > 0
        close(fast[key].wall, spread([(end - start).total_seconds() for _t, start, end in found]))
        close(fast[key].working, spread([slow.working(*one) for one in found]))
        assert set(fast[key].tickets) == {one.id for one, _start, _end in found}


def events(fast: dict[str, Figure], slow: Slowly) -> None:
    from storage.tables import Approval

    asked = [one for one in slow.rows[Approval] if START <= one.asked_at < END and one.ended_at]
    close(fast["approval"].wall, spread([(one.ended_at - one.asked_at).total_seconds() for one in asked]))
    assert set(fast["reopened"].tickets) == {one.id for one in slow.came_back()}
    away = [one for one in slow.tickets if one.status == "dismissed"]
    assert dict(fast["dismissed"].parts) == Counter(one.dismiss_reason for one in away)
    assert set(fast["out_of_turn"].tickets) == slow.out_of_turn() != set()
    assert set(fast["no_saved_reply"].tickets) == slow.unsaved()


def test_the_load_is_that_of_every_hour_of_every_weekday(told, database: Database) -> None:
    _fast, slow = told
    with database.reading() as session:
        found = load(
            gathering.material(Desk(database, NO_LIMITS), session, START, END, NOW).cases, ZoneInfo("UTC")
        )
    cells = {
        (day, hour): count for day, row in enumerate(found.cells) for hour, count in enumerate(row) if count
    }
    assert cells == dict(slow.by_hour()) != {}


def test_the_parts_of_a_dimension_add_up_to_the_whole(told, database: Database) -> None:
    desk = Desk(database, NO_LIMITS)
    with database.reading() as session:
        material = gathering.material(desk, session, START, END, NOW)
    for dimension in Dimension:
        parts = groups(material, dimension, ZoneInfo("UTC"))
        assert sum(len(part.cases) for part in parts.values()) == len(material.cases)
        assert sum(len(part.answers) for part in parts.values()) == len(material.answers)


def test_nothing_at_all_is_no_figure_and_no_mistake(database: Database) -> None:
    desk = Desk(database, NO_LIMITS)
    with database.reading() as session:
        material = gathering.material(desk, session, START, END, NOW)
    found = figures(tally(material))
    assert [one.key for one in found] == list(DEFINITIONS)
    assert all(one.value in (0, None) and one.tickets == () for one in found)
