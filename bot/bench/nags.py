"""A sweep in a large store beside one in a small store; how late reminders come; what a due time costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from rich.progress import Progress
from sqlalchemy import Update, func, text, update
from sqlmodel import col, select

from bot.assembly import NAG_SECONDS, wall_clock
from bot.bench import ROUNDS, Figure, at_most
from bot.bench.clicks import percentile
from bot.bench.stores import START, Store, available, desk_on
from bot.desk import nagging
from bot.desk.context import Desk
from bot.policy import HoursSettings, TeamSettings, TimeSettings, time_policy
from bot.rules.targets import Situation, response_window
from bot.rules.windows import WindowName
from bot.settings import Settings
from storage.db import Database
from storage.tables import Nag, Ticket

DUE = 100
FEW, MANY = 1_000, 1_000_000
SWEEPS = FEW // DUE - 1
"""Each takes tickets of its own, and the first only warms up: more rounds than that the small store does not hold."""
MOST_LATE_SECONDS = 2.0
LATE_TICKETS = 100_000
LATE_SECONDS = 600
LATE_EVERY_SECONDS = 0.25
BEFORE_SECONDS = 30
"""Time to set all the reminders, so that none is late before anything looks."""
COMPUTATIONS = 1_000_000
NEVER = START + timedelta(days=10_000)
ROUND_THE_CLOCK = HoursSettings(shifts=("daily 00:00-24:00",))
RUNG = timedelta(minutes=15)
"""Half of the half hour a first response has: when its first reminder comes."""


def bench(progress: Progress) -> Iterator[Figure]:
    """The sweep on both databases, then the lateness in real time, then the arithmetic."""
    for name, store in available().items():
        yield _sweeps(name, store, progress)
    yield from _lateness(progress)
    yield _arithmetic(progress)


def _sweeps(name: str, store: Store, progress: Progress) -> Figure:
    with ExitStack() as stack:
        few, many = (_filled(stack.enter_context(store()), count) for count in (FEW, MANY))
        ours, bare = [], []
        rounds = range(SWEEPS + 1)  # the first warms up both
        for number in progress.track(rounds, description=f"Sweeps, {name}"):
            bare.append(_sweep(few, number))
            ours.append(_sweep(many, number))
    what = f"sweep, {DUE} due among {MANY:,} open tickets, beside {FEW:,} ({name})"
    return at_most(what, "ms", ours[1:], bare[1:], 1.5)


def _filled(db: Database, count: int) -> Desk:
    """A desk with so many open tickets, none of them due."""
    desk = desk_on(db)
    first = Ticket(
        source="bench", conversation="c1", author_id="a1", author_handle="a1",
        opened_at=START, received_at=START, last_mention_at=START, changed_at=START, next_at=NEVER,
    )  # fmt: skip
    table = Ticket.__table__  # type: ignore[attr-defined]
    with db.unit() as unit:
        unit.session.add(first)
        unit.session.flush()
        own = {"id": "i", "conversation": "'c' || i", "author_id": "'a' || i"}
        names = [column.name for column in table.columns]
        values = ", ".join(own.get(name, f"t.{name}") for name in names)
        statement = (
            f"INSERT INTO ticket ({', '.join(names)}) "  # noqa: S608 - our own column names
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
            f"SELECT {values} FROM n, ticket t WHERE t.id = 1"
        )
        unit.session.execute(text(statement), {"count": count})
    _settle(db)
    return desk


def _settle(db: Database) -> None:
    """What a store does by itself after so many new rows (statistics, clean-up) is done before anything is measured."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in ["ANALYZE"] if db.is_sqlite else ["VACUUM ANALYZE", "CHECKPOINT"]:
            connection.exec_driver_sql(statement)


def _sweep(desk: Desk, number: int) -> float:
    """Milliseconds of one sweep in which the first rung of `DUE` tickets comes, other ones each time."""
    now = START + timedelta(hours=1, minutes=20 * number)
    ids = range(1 + number * DUE, 1 + (number + 1) * DUE)
    _let_come(desk.db, ids, now)
    start = time.perf_counter()
    looked_at = nagging.sweep(desk, now)
    took = (time.perf_counter() - start) * 1000
    with desk.db.unit() as unit:
        fired = unit.session.exec(select(func.count()).where(Nag.fired_at == now)).one()
        unit.session.execute(update(Ticket).where(col(Ticket.id).in_(ids)).values(next_at=NEVER))
    if (looked_at, fired) != (DUE, DUE):
        raise RuntimeError(
            f"The sweep looked at {looked_at} tickets and fired {fired} rungs, not {DUE} each."
        )
    return took


def _let_come(db: Database, ids: range, at: datetime) -> None:
    """Make the first reminder of these tickets come at an instant."""
    with db.unit() as unit:
        unit.session.execute(_coming(ids, at))


def _coming(ids: range, at: datetime) -> Update:
    names = ("opened_at", "received_at", "last_mention_at", "our_turn_at")
    opened_at: dict[str, Any] = dict.fromkeys(names, at - RUNG)
    return update(Ticket).where(col(Ticket.id).in_(ids)).values(next_at=at, **opened_at)


def _lateness(progress: Progress) -> Iterator[Figure]:
    """Ten minutes in real time on SQLite: a reminder comes every quarter of a second, and the desk looks as it does."""
    with ExitStack() as stack:
        db = stack.enter_context(available()["SQLite"]())
        _filled(db, LATE_TICKETS)
        desk = Desk(db, Settings(hours=ROUND_THE_CLOCK))
        count = int(LATE_SECONDS / LATE_EVERY_SECONDS)
        with db.unit() as unit:
            begin = wall_clock() + timedelta(seconds=BEFORE_SECONDS)
            for number in range(count):
                at = begin + timedelta(seconds=number * LATE_EVERY_SECONDS)
                unit.session.execute(_coming(range(number + 1, number + 2), at))
        if wall_clock() > begin:
            raise RuntimeError("It took so long to set the reminders that the first are late already.")
        said: dict[datetime, datetime] = {}
        task = progress.add_task("Reminders in real time", total=LATE_SECONDS)
        while (since := (wall_clock() - begin).total_seconds()) < LATE_SECONDS + 2 * MOST_LATE_SECONDS:
            progress.update(task, completed=max(0.0, since))
            looked_at = wall_clock()
            nagging.sweep(desk, looked_at)
            said[looked_at] = wall_clock()
            time.sleep(NAG_SECONDS)
        progress.remove_task(task)
        fired = _fired(db)
    limit = MOST_LATE_SECONDS
    late = sorted((said[fired_at] - due_at).total_seconds() for fired_at, due_at in fired)
    worst, early = percentile(late, 0.99), sum(fired_at < due_at for fired_at, due_at in fired)
    what = f"{len(late):,} reminders among {LATE_TICKETS:,} open tickets"
    yield Figure(
        f"{what}, lateness p99", round(worst, 3), "s", limit, round(worst / limit, 3), 1, worst <= limit
    )
    yield Figure(
        f"{what}, early", early, "reminders", "none", float(early), 0, early == 0 and len(late) == count
    )


def _fired(db: Database) -> list[tuple[datetime, datetime]]:
    """When each first reminder was fired, and when it should have been."""
    with db.reading() as session:
        return [
            (fired_at, due_at)
            for fired_at, due_at in session.exec(select(Nag.fired_at, Nag.due_at).where(Nag.rung == 1))
        ]


def _arithmetic(progress: Progress) -> Figure:
    """Due times over two teams with shifts and holidays, beside adding thirty minutes."""
    teams = (
        TeamSettings(name="Berlin", zone="Europe/Berlin", shifts=("mon-fri 09:00-12:30", "mon-fri 13:30-17:00"), country="DE"),
        TeamSettings(name="Bangkok", zone="Asia/Bangkok", shifts=("mon-sat 08:00-16:00",), country="TH"),
    )  # fmt: skip
    policy, about = time_policy(TimeSettings(team=teams)).windows, Situation("bluesky")
    half_hour = timedelta(minutes=30)
    ours, bare = [], []
    each = COMPUTATIONS // ROUNDS
    for number in progress.track(range(ROUNDS), description="Due times"):
        moments = [START + timedelta(seconds=300 * (number * each + n)) for n in range(each)]
        start = time.perf_counter()
        for moment in moments:
            response_window(policy, WindowName.FIRST_RESPONSE, about, moment).due_at  # noqa: B018 - worked out when asked
        middle = time.perf_counter()
        for moment in moments:
            moment + half_hour
        ours.append((middle - start) / each * 1e6)
        bare.append((time.perf_counter() - middle) / each * 1e6)
    what = f"{COMPUTATIONS:,} due times with shifts and holidays, each, beside a bare addition"
    return at_most(what, "µs", ours, bare, None)
