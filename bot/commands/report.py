"""`mentiondesk report [today|day|week|month|30d|from..to] --format html|csv|json`: the figures, to standard output."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.assembly import build_desk, open_store, wall_clock
from bot.commands import errors
from bot.commands.export import cell
from bot.desk import gathering, pictures, recurring, stats
from bot.desk.context import Desk
from bot.rules.counting import figures, tally
from bot.rules.figures import Figure
from bot.rules.load import WEEKDAYS, Load
from bot.rules.periods import Period
from bot.rules.refusal import Refusal
from bot.settings import Settings
from bot.surfaces.page import page

LOAD = "load"
FORMATS = ("html", "csv", "json")
UNKNOWN = "I can write {known}, not “{format}”."
NAMED = {"day": "today", "week": "7d", "month": "30d"}


def report(settings: Settings, period: str, format: str) -> int:  # noqa: A002 - the option's name
    """Write the figures of a period; 2 where there is no such period or format."""
    if format not in FORMATS:
        errors.print(UNKNOWN.format(known=", ".join(FORMATS), format=format), markup=False)
        return 2
    db = open_store(settings)
    written = written_report(build_desk(settings, db), NAMED.get(period, period), format, wall_clock())
    db.close()
    if isinstance(written, Refusal):
        errors.print(written.sentence, markup=False)
        return 2
    sys.stdout.write(written)
    return 0


def written_report(desk: Desk, words: str, format: str, now: datetime) -> str | Refusal:  # noqa: A002 - the option's name
    """The report as text. Its days are those of the desk's own zone."""
    zone = stats.zone_of(desk)
    asked = stats.question(words, zone, now)
    if isinstance(asked, Refusal):
        return asked
    stretch = asked.period
    with desk.db.reading() as session:
        material = gathering.material(desk, session, stretch.start, stretch.end, now)
        added_up = tally(material, zone)
        found = figures(added_up)
        asked_most = recurring.asked_most(desk, session, found)
    if format == "html":
        view = stats.numbers(found, added_up.load, stretch, zone, asked_most)
        drawn = pictures.charts(desk, material, stretch, zone)
        return page(view, drawn, {one.definition.label: one.tickets for one in found})
    rows = [_row(one, stretch) for one in recurring.told(found, asked_most)]
    rows.append(_load_row(added_up.load, rows[0]))
    return json.dumps(rows, indent=2) + "\n" if format == "json" else "".join(_csv(rows))


def _row(one: Figure, stretch: Period) -> dict[str, Any]:
    """One figure, times in seconds."""
    row: dict[str, Any] = {
        "figure": one.key,
        "from": stretch.start.isoformat(),
        "to": stretch.end.isoformat(),
        "value": one.value,
        "of": one.of,
    }
    for clock, spread in (("working", one.working), ("wall", one.wall)):
        for name in ("mean", "median", "p90", "fastest", "slowest"):
            row[f"{clock}_{name}"] = getattr(spread, name) if spread else None
    parts = dict(one.parts)
    return row | {"parts": parts, "means": one.definition.means, "tickets": list(one.tickets)}


def _load_row(load: Load, like: dict[str, Any]) -> dict[str, Any]:
    """How many tickets came in at each hour of each weekday, in a row like the others."""
    cells = {
        f"{day} {hour:02}:00": count
        for day, row in zip(WEEKDAYS, load.cells, strict=True)
        for hour, count in enumerate(row)
        if count
    }
    count = sum(cells.values())
    own = {"figure": LOAD, "value": count, "of": count, "parts": cells, "means": stats.BUSIEST_MEANS}
    return like | own


class _Lines(list[str]):
    """Takes what a csv writer writes."""

    def write(self, line: str) -> None:
        """Keep a line."""
        self.append(line)


def _csv(rows: list[dict[str, Any]]) -> Iterator[str]:
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(rows[0])
    writer.writerows([cell(value) for value in row.values()] for row in rows)
    yield from lines
