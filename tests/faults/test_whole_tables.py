"""However long the desk has run, no question asked while people work reads a whole table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from storage.db import Database
from tests.desk_in_town import ANA, MIRA, NORA, Founder
from tests.outgoing.conftest import directs, press

STAY_SMALL = {"person", "source", "source_hour", "brake", "saved_reply", "setting", "login"}
"""They grow with the team and its settings, not with the mentions."""
WHOLE_TABLE = re.compile(r"SCAN (\w+)$")
APPROVAL = """
[[approval.rule]]
name = "Everything public"
steps = ["approver"]
audience = "public"
"""


@contextmanager
def questions(db: Database) -> Iterator[dict[str, list[str]]]:
    """Every statement that was run, with what SQLite says of how it will go about it."""
    asked: dict[str, list[str]] = {}

    def explain(
        connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")) and statement not in asked:
            plan = connection.connection.driver_connection.execute(
                f"EXPLAIN QUERY PLAN {statement}", parameters[0] if many else parameters
            )
            asked[statement] = [row[3] for row in plan]

    event.listen(db.engine, "before_cursor_execute", explain)
    yield asked
    event.remove(db.engine, "before_cursor_execute", explain)


def whole_tables(asked: dict[str, list[str]]) -> list[str]:
    """The statements that read every row of a table that grows."""
    return [
        f"{step}: {statement}"
        for statement, plan in asked.items()
        for step in plan
        if (found := WHOLE_TABLE.match(step)) and found[1] not in STAY_SMALL
        # the end of an ordered table is one step away
        if not re.search(r"ORDER BY record.seq DESC\s+LIMIT", statement)
    ]


def test_a_day_at_the_desk_never_reads_a_whole_table(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=APPROVAL) as town, questions(town.running.desk.db) as asked:
        town.arrives(NORA, "My kettle broke.")
        town.arrives(NORA, "Are you there?")
        town.answers(ANA, "Sorry, Nora! I will come back to you tomorrow.")
        town.draw_cards()
        (message,) = directs(town, MIRA)
        press(town, MIRA, message, "approve")
        town.settle()
        town.arrives(NORA, "Thank you.")
        town.does(ANA, "resolve")
        town.settle(timedelta(days=2))
        town.wake()
    assert len(asked) > 40
    assert whole_tables(asked) == []
