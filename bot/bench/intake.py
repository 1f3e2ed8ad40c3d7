"""Intake: 10,000 mentions in pages, beside bare inserts of the same rows; and a page beside a million tickets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.progress import Progress
from sqlalchemy import Integer, String, Table, cast, insert, literal, select
from sqlmodel import SQLModel

from bot.bench import ROUNDS, Figure, at_least, at_most
from bot.bench.stores import START, Store, available, desk_on, posts
from bot.desk.context import Desk
from bot.desk.receive import receive
from bot.networks.port import Incoming, Page
from storage.db import Database
from storage.tables import Mention, Outbox, RecordEntry, Ticket

MENTIONS = 10_000
PAGE = 100
WRITTEN: tuple[type[SQLModel], ...] = (Ticket, Mention, RecordEntry, Outbox)
"""What intake writes, parents first."""
FEW, MANY = 1_000, 1_000_000
PAGES_TIMED = 15
Rows = dict[type[SQLModel], list[dict[str, Any]]]


def bench(progress: Progress) -> Iterator[Figure]:
    """Both figures, on both databases."""
    for name, store in available().items():
        rounds = range(ROUNDS)
        pairs = [_pair(store) for _ in progress.track(rounds, description=f"Intake on {name}")]
        ours, bare = zip(*pairs, strict=True)
        yield at_least(f"intake of 10,000 on {name}, beside bare inserts", "mentions/s", ours, bare, 0.2)
    for name, store in available().items():
        yield _with_many(name, store, progress)


def _pair(store: Store) -> tuple[float, float]:
    """Mentions a second through the desk, and the very same rows inserted bare."""
    pages = [posts(first, PAGE) for first in range(0, MENTIONS, PAGE)]
    with store() as db:
        desk = desk_on(db)
        ours = _seconds(lambda: _receive(desk, pages))
        written = _by_page(db, len(pages))
    with store() as db:
        bare = _seconds(lambda: _insert(db, written))
    return MENTIONS / ours, MENTIONS / bare


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _receive(desk: Desk, pages: Sequence[tuple[Incoming, ...]]) -> None:
    for page in pages:
        receive(desk, "bench", Page(page, None), START)


def _by_page(db: Database, pages: int) -> list[Rows]:
    """What was written, split into as many transactions."""
    split: list[Rows] = [{} for _ in range(pages)]
    with db.engine.connect() as connection:
        for model in WRITTEN:
            table = _table(model)
            key = table.c.seq if model is RecordEntry else table.c.id
            rows = [dict(row) for row in connection.execute(select(table).order_by(key)).mappings()]
            share = len(rows) // pages
            for number, page in enumerate(split):
                page[model] = rows[number * share : (number + 1) * share]
    return split


def _insert(db: Database, written: Sequence[Rows]) -> None:
    for page in written:
        with db.engine.begin() as connection:
            for model, rows in page.items():
                connection.execute(insert(_table(model)), rows)


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def _with_many(name: str, store: Store, progress: Progress) -> Figure:
    """The time of one page where few and where many tickets are stored, in turn."""
    with store() as few, store() as many:
        fill(few, FEW)
        with progress:
            task = progress.add_task(f"Filling {name} with {MANY:,} tickets", total=None)
            fill(many, MANY)
            progress.remove_task(task)
        desks = (desk_on(many), desk_on(few))
        took: tuple[list[float], list[float]] = ([], [])
        for number in range(PAGES_TIMED):
            page = posts(10 * MANY + number * PAGE, PAGE)
            for desk, times in zip(desks, took, strict=True):
                times.append(_seconds(lambda desk=desk, page=page: _receive(desk, [page])) * 1000)  # type: ignore[misc]
    return at_most(f"intake page on {name} with 1,000,000 tickets, beside 1,000", "ms", *took, 1.5)


def fill(db: Database, count: int) -> None:
    """Store so many tickets, each with its mention, by two statements."""
    desk = desk_on(db)
    receive(desk, "bench", Page(posts(0, 1), None), START)
    with db.engine.begin() as connection:
        for model, numbered in (
            (Ticket, ("author_id", "conversation")),
            (Mention, ("external_id", "conversation")),
        ):
            table = _table(model)
            sample = dict(connection.execute(select(table).limit(1)).mappings().one())
            connection.execute(_copies(table, sample, numbered, count))
    _analyse(db)


def _copies(table: Table, sample: dict[str, Any], numbered: Sequence[str], count: int) -> Any:
    """INSERT … SELECT: the sample over and over, with ids of their own."""
    number = select(literal(2, Integer).label("n")).cte("number", recursive=True)
    number = number.union_all(select(number.c.n + 1).where(number.c.n < count))
    own = {"id": number.c.n, "ticket_id": number.c.n} | {
        name: literal("bulk-") + cast(number.c.n, String) for name in numbered
    }
    columns = [column for column in table.columns if column.name in sample]
    values = [own.get(column.name, literal(sample[column.name], column.type)) for column in columns]
    return insert(table).from_select([column.name for column in columns], select(*values).select_from(number))


def _analyse(db: Database) -> None:
    """Let the database know its own size, as it would by itself in time; and PostgreSQL its next ids."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
        if not db.is_sqlite:
            for table in ("ticket", "mention"):
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608 - our own table names
                )
