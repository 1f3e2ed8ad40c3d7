"""`mentiondesk report`, and periods in words."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.report import written_report
from bot.desk import stats
from bot.desk.context import Desk
from bot.rules.figures import DEFINITIONS
from bot.rules.periods import Period, period
from bot.rules.refusal import Refusal
from bot.settings import Settings
from storage.db import Database
from tests.figures import histories
from tests.figures.histories import MONDAY

NOW = MONDAY + timedelta(days=9, hours=15)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    histories.write(sqlite_database, 1)
    return Desk(sqlite_database, Settings())


def test_json_and_csv_hold_the_same_figures(desk: Desk) -> None:
    rows = json.loads(str(written_report(desk, "7d", "json", NOW)))
    lines = list(csv.DictReader(io.StringIO(str(written_report(desk, "7d", "csv", NOW)))))
    assert [row["figure"] for row in rows] == [line["figure"] for line in lines] == [*DEFINITIONS, "load"]
    assert rows[1]["value"] == float(lines[1]["value"]) > 0
    assert rows[1]["tickets"] == json.loads(lines[1]["tickets"])
    assert sum(rows[-1]["parts"].values()) == rows[1]["value"]


def test_the_page_tells_every_figure_that_counts_something(desk: Desk) -> None:
    html = str(written_report(desk, "7d", "html", NOW))
    assert "Tickets" in html
    assert "At a glance" not in html.partition("<figure>")[0]
    assert html.count("<figure>") == 5


def test_a_wrong_period_is_refused_with_a_sentence(desk: Desk) -> None:
    assert isinstance(written_report(desk, "lately", "json", NOW), Refusal)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("today", "2026-03-11T00:00", None),
        ("7d", "2026-03-05T00:00", None),
        ("1d", "2026-03-11T00:00", None),
        ("", "2026-03-05T00:00", None),
        ("2026-03-01..2026-03-07", "2026-03-01T00:00", "2026-03-08T00:00"),
        ("2026-03-29", "2026-03-29T00:00", "2026-03-30T00:00"),
    ],
)
def test_a_period_holds_whole_local_days(words: str, start: str, end: str | None) -> None:
    zone = ZoneInfo("Europe/Berlin")
    found = period(words, zone, NOW)
    assert isinstance(found, Period)
    assert found.start.astimezone(zone).strftime("%Y-%m-%dT%H:%M") == start
    assert found.end == NOW if end is None else found.end.astimezone(zone).strftime("%Y-%m-%dT%H:%M") == end


@pytest.mark.parametrize(
    "words", ["lately", "0d", "999d", "2026-03-07..2026-03-01", "2026-13-01", "2020-01-01..2026-01-01"]
)
def test_what_is_no_period_is_told_so(words: str) -> None:
    assert isinstance(period(words, ZoneInfo("UTC"), NOW), Refusal)


def test_what_a_menu_carries_leads_back_to_the_same_tickets(desk: Desk) -> None:
    stretch = period("7d", ZoneInfo("UTC"), NOW)
    assert isinstance(stretch, Period)
    with desk.db.reading() as session:
        view = stats.view(desk, session, "7d", "UTC", NOW)
        assert not isinstance(view, Refusal)
        for option in view.openable:
            behind = stats.tickets_behind(desk, session, option.value, NOW)
            assert behind is not None
            assert option.label == f"{behind.label} ({len(behind.tickets):,})"
