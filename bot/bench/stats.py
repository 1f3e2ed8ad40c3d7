"""`/desk stats` over a million tickets, beside counting them; a chart beside importing its library; App Home.

The tickets lie evenly over three years, one mention and one answer each, and five entries of the record. Between two
questions somebody writes, and a ticket of the days before is opened again, as at a desk at work.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from rich.progress import Progress
from sqlalchemy import Integer, String, Table, case, cast, func, insert, literal, literal_column, select
from sqlmodel import SQLModel

from bot.bench import ROUNDS, Figure, at_most
from bot.bench.stores import AGENT, START, Store, available, desk_on, posts
from bot.desk import close, home, stats
from bot.desk.context import Desk
from bot.desk.receive import receive
from bot.networks.port import Page
from bot.surfaces.slack.home import home_view
from storage.db import Database
from storage.tables import Mention, RecordEntry, Reply, Ticket
from storage.words import Audience, Verb

TICKETS = 1_000_000
ENTRIES = (Verb.OPENED, Verb.CLAIMED, Verb.NOTED, Verb.SENT, Verb.RESOLVED)
"""What the record says of each ticket."""
YEARS = timedelta(days=3 * 365)
NOW = START + timedelta(seconds=int(YEARS.total_seconds()) // TICKETS * TICKETS)
"""When the last ticket came."""
FEW_OPEN, MANY_OPEN = 10, 10_000
TIMED = 7
ASKED = "30d"
NEXT_ID = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
IMPORTING = "import time; s = time.perf_counter(); {what}; print(time.perf_counter() - s)"
IMPORT = "import matplotlib.figure, matplotlib.backends.backend_agg"
CHART = (
    "from bot.surfaces.answers import BarChart, Series; from bot.surfaces.charts import png; "
    "png(BarChart('Week', tuple('abcdefg'), (Series('tickets', (3, 1, 4, 1, 5, 9, 2)),), ''))"
)


def bench(progress: Progress) -> Iterator[Figure]:
    """All three, the first and the last on both databases."""
    for name, store in available().items():
        yield from _stats(name, store, progress)
    pairs = [(_alone(CHART), _alone(IMPORT)) for _ in progress.track(range(ROUNDS), description="Charts")]
    ours, bare = zip(*pairs, strict=True)
    yield at_most("a chart, beside importing its library", "ms", ours, bare, 2)
    for name, store in available().items():
        yield _home(name, store)


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _stats(name: str, store: Store, progress: Progress) -> Iterator[Figure]:
    with store() as db:
        with progress:
            task = progress.add_task(f"Filling {name} with {TICKETS:,} tickets", total=None)
            fill(db, TICKETS)
            progress.remove_task(task)
        desk = desk_on(db)
        ours, bare = [], []
        first, counting = _milliseconds(lambda: _ask(desk)), _milliseconds(lambda: _count(db))
        for number in range(TIMED):
            _something_happens(desk, number)
            ours.append(_milliseconds(lambda: _ask(desk)))
            bare.append(_milliseconds(lambda: _count(db)))
    yield at_most(f"the first /desk stats 30d after a start, on {name}", "ms", [first], [counting], None)
    yield at_most(f"/desk stats 30d on {name}, beside counting all tickets", "ms", ours, bare, 20)


def _something_happens(desk: Desk, number: int) -> None:
    receive(desk, "bench", Page(posts(TICKETS + number, 1, NOW), None), NOW)
    close.reopen(desk, TICKETS - 10_000 + number, AGENT, NOW)


def _ask(desk: Desk) -> None:
    with desk.db.reading() as session:
        stats.view(desk, session, ASKED, "UTC", NOW)


def _count(db: Database) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM ticket").scalar_one()


def _alone(what: str) -> float:
    """Milliseconds in a fresh interpreter, which has nothing imported yet."""
    asked = [sys.executable, "-c", IMPORTING.format(what=what)]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return float(told.stdout) * 1000


def _home(name: str, store: Store) -> Figure:
    with store() as few, store() as many:
        desks = []
        for db, count in ((few, FEW_OPEN), (many, MANY_OPEN)):
            desk = desk_on(db)
            for first in range(0, count, 500):
                receive(desk, "bench", Page(posts(first, min(500, count - first)), None), START)
            desks.append(desk)
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(TIMED * ROUNDS):
            for desk, times in zip(desks, took, strict=True):
                times.append(_milliseconds(lambda desk=desk: home_view(home.home(desk, AGENT, START))))  # type: ignore[misc]
    return at_most(f"App Home on {name} with 10,000 open tickets, beside 10", "ms", took[1], took[0], 2)


def fill(db: Database, count: int) -> None:
    """Store so many tickets, answered and resolved one after the other, each with all that belongs to it."""
    receive(desk_on(db), "bench", Page(posts(0, 1), None), START)
    with db.engine.begin() as connection:
        for model, own in (
            (Ticket, _ticket(db)),
            (Mention, _mention(db)),
            (Reply, _reply(db)),
            (RecordEntry, _entry(db)),
        ):
            table: Table = getattr(model, "__table__")  # noqa: B009 - SQLModel's type does not tell of it
            rows = len(ENTRIES) if model is RecordEntry else 1
            sample = connection.execute(select(table).limit(1)).mappings().first()
            connection.execute(_copies(table, dict(sample or _blank(model)), own, count, rows))
            if not db.is_sqlite and model is not RecordEntry:
                connection.exec_driver_sql(NEXT_ID.format(table=table.name))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


NUMBER = literal_column("n", Integer)


def _ago(db: Database, seconds: Any) -> Any:
    """So many seconds after the beginning, in the way the database keeps a moment."""
    if db.is_sqlite:
        return func.strftime("%Y-%m-%d %H:%M:%S.000000", START.timestamp() + seconds, "unixepoch")
    return func.to_timestamp(START.timestamp() + seconds)


def _name() -> Any:
    """A name nobody else has."""
    return literal("bulk-") + cast(NUMBER, String)


def _step() -> int:
    """Seconds from one ticket to the next."""
    return int(YEARS.total_seconds()) // TICKETS


def _opened() -> Any:
    return NUMBER * _step()


def _answered() -> Any:
    """Between 1 and 97 minutes later."""
    return _opened() + (NUMBER % 97 + 1) * 60


def _ticket(db: Database) -> dict[str, Any]:
    key = _name()
    return {
        "id": NUMBER,
        "author_id": key,
        "conversation": key,
        "status": literal("resolved"),
        "assignee": literal(AGENT),
        "intent": case((NUMBER % 3 == 0, "complaint"), (NUMBER % 3 == 1, "question"), else_="praise"),
        "opened_at": _ago(db, _opened()),
        "received_at": _ago(db, _opened()),
        "first_response_at": _ago(db, _answered()),
        "resolved_at": _ago(db, _answered() + 600),
        "due_at": literal_column("NULL"),
        "next_at": literal_column("NULL"),
    }


def _mention(db: Database) -> dict[str, Any]:
    key, at = _name(), _ago(db, _opened())
    return {
        "id": NUMBER,
        "ticket_id": NUMBER,
        "external_id": key,
        "conversation": key,
        "created_at": at,
        "received_at": at,
    }


def _reply(db: Database) -> dict[str, Any]:
    return {
        "id": NUMBER,
        "ticket_id": NUMBER,
        "key": _name(),
        "sent_at": _ago(db, _answered()),
        "status": literal("sent"),
    }


def _entry(db: Database) -> dict[str, Any]:
    at = NUMBER % len(ENTRIES)
    ticket = NUMBER // len(ENTRIES) + 1
    verbs = [(at == number, str(verb)) for number, verb in enumerate(ENTRIES)]
    return {
        "seq": NUMBER,
        "ticket_id": ticket,
        "verb": case(*verbs, else_=str(Verb.NOTED)),
        "at": _ago(db, ticket * _step()),
        "actor": literal(AGENT),
        "hash": literal("-"),
        "previous": literal("-"),
    }


def _blank(model: type[SQLModel]) -> dict[str, Any]:
    """A first row of what is only there when somebody has answered."""
    row = model(
        ticket_id=1,
        mention_id=1,
        source="bench",
        key="first",
        author=AGENT,
        text="We are on it.",
        audience=Audience.PUBLIC,
        account="acme",
        created_at=START,
        changed_at=START,
    )
    return row.model_dump()


def _copies(table: Table, sample: dict[str, Any], own: dict[str, Any], count: int, each: int) -> Any:
    """INSERT … SELECT: the sample over and over, with columns of its own."""
    number = select(literal(2, Integer).label("n")).cte("number", recursive=True)
    number = number.union_all(select(number.c.n + 1).where(number.c.n < count * each))
    columns = [column for column in table.columns if column.name in sample]
    values = [own.get(column.name, literal(sample[column.name], column.type)) for column in columns]
    return insert(table).from_select([column.name for column in columns], select(*values).select_from(number))
