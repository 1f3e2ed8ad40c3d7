"""The outbox: what is to leave, leased to one courier at a time, in order within its lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, insert, literal_column, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import seldom
from storage.db import Unit
from storage.tables import Outbox, OutboxRow
from storage.words import OutboxKind, OutboxState, Priority

SLACK = "slack"
QUICK = frozenset({OutboxKind.WHISPER, OutboxKind.DIRECT, OutboxKind.HOME})
"""What goes to one person, who waits for it: it keeps to no channel's pace."""
TERM = timedelta(seconds=60)
"""How long a lease holds: several times the longest a call may take."""

UNDONE: tuple[ColumnElement[str], ...] = tuple(
    literal_column(f"'{state}'") for state in (OutboxState.QUEUED, OutboxState.TRYING)
)
"""The states of the partial indexes, spelled out in the SQL: SQLite knows an index to fit by its words alone. Whoever
looks for rows that wait says so, or reads all rows that ever were."""
EARLIER = aliased(Outbox)
"""The rows ahead of a row in its lane. Made once: each alias is costly to prepare."""
QUEUE = insert(Outbox.__table__)  # type: ignore[attr-defined]
LEASED = ("state", "tried_at", "attempts", "leased_by", "leased_until")
"""What a lease writes on a row."""
LEASE = (
    update(Outbox.__table__)  # type: ignore[attr-defined]
    .where(col(Outbox.id) == bindparam("row"))
    .values({name: bindparam(name) for name in LEASED})
)
CARD_WAITS = (
    update(Outbox.__table__)  # type: ignore[attr-defined]
    .where(
        col(Outbox.lane) == bindparam("card"),
        col(Outbox.kind) == OutboxKind.CARD,
        col(Outbox.state).in_(UNDONE),
        col(Outbox.state) == OutboxState.QUEUED,
        col(Outbox.leased_until).is_(None),
    )
    .values(
        priority=case((Outbox.priority > bindparam("at_most"), bindparam("at_most")), else_=Outbox.priority)
    )
)
"""Asked at every click. Made once: making a statement takes longer than running it."""


def lane_of(ticket_id: int) -> str:
    """The lane of one card: its posts, edits and thread keep their order."""
    return f"ticket:{ticket_id}"


def row(kind: OutboxKind, lane: str, now: datetime, *, urgent: bool = False, **values: Any) -> dict[str, Any]:
    """A row ready for `queue`; every column it does not name has its default."""
    ordinary = Priority.URGENT if urgent else Priority.NORMAL
    blank = {
        "destination": SLACK,
        "priority": Priority.QUICK if kind in QUICK else ordinary,
        "ticket_id": None,
        "reply_id": None,
        "person": None,
        "payload": {},
        "not_before": now,
    }
    fixed = {"kind": kind, "lane": lane, "state": OutboxState.QUEUED, "attempts": 0, "created_at": now}
    return blank | values | fixed


def queue(unit: Unit, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows, and wake their couriers once the transaction is through."""
    if not rows:
        return
    unit.session.flush()
    unit.session.execute(QUEUE, rows)
    for destination in {entry["destination"] for entry in rows}:
        unit.wake(destination)


def card(unit: Unit, ticket_id: int, now: datetime, *, urgent: bool = False) -> None:
    """Ask for a card to be drawn as it then is. One such request waits at most, so a storm of changes is one edit.

    The request is held until the transaction ends: no courier draws the card before what was changed can be seen.
    """
    lane, at_most = lane_of(ticket_id), Priority.URGENT if urgent else Priority.NORMAL
    waits = unit.session.connection().execute(CARD_WAITS, {"card": lane, "at_most": at_most}).rowcount
    if not waits:
        queue(unit, [row(OutboxKind.CARD, lane, now, ticket_id=ticket_id, urgent=urgent)])


@dataclass(frozen=True)
class Leased:
    """A row that is ours for now. `tried_at` is set where an earlier call was made whose answer never came in."""

    entry: OutboxRow
    tried_at: datetime | None


def lease(
    session: Session,
    destination: str,
    holder: str,
    now: datetime,
    *,
    quick_only: bool = False,
    tried_only: bool = False,
    most: int = 1,
) -> list[Leased]:
    """Take up to `most` rows that are due, by priority, each the oldest of its lane.

    With `quick_only`, only what waits for no channel's pace; with `tried_only`, only what was tried before. They are marked as being tried: whoever finds such a row after a crash must look before trying again.
    Nobody else gets them for `TERM`.
    """
    connection = session.connection()
    due = _due(quick_only=quick_only, tried_only=tried_only, hold=True)
    found = connection.execute(due, {"destination": destination, "now": now, "most": most})
    leased = [_leased(OutboxRow.model_construct(**row), holder, now) for row in found.mappings()]
    if leased:
        connection.execute(LEASE, [_lease_of(one.entry) for one in leased])
    return leased


def _leased(entry: OutboxRow, holder: str, now: datetime) -> Leased:
    tried_at = entry.tried_at if entry.state == OutboxState.TRYING else None
    entry.state, entry.tried_at, entry.attempts = OutboxState.TRYING, tried_at or now, entry.attempts + 1
    entry.leased_by, entry.leased_until = holder, now + TERM
    return Leased(entry, tried_at)


def _lease_of(entry: OutboxRow) -> dict[str, Any]:
    return {"row": entry.id} | {name: getattr(entry, name) for name in LEASED}


def anything_due(session: Session, destination: str, now: datetime, *, quick_only: bool = False) -> bool:
    """Whether `lease` would find something: asked first, so that looking never holds up a writer."""
    about = {"destination": destination, "now": now, "most": 1}
    return seldom.anything(session, _due(quick_only=quick_only), about)


@cache
def _due(*, quick_only: bool, tried_only: bool = False, hold: bool = False) -> SelectOfScalar[Outbox]:
    """Asked by every courier all the time. Made once: making a statement takes longer than running it."""
    ahead = select(EARLIER.id).where(
        EARLIER.lane == Outbox.lane, col(EARLIER.id) < Outbox.id, col(EARLIER.state).in_(UNDONE)
    )
    query = select(Outbox).where(
        Outbox.destination == bindparam("destination"),
        col(Outbox.state).in_(UNDONE),
        col(Outbox.not_before) <= bindparam("now"),
        or_(col(Outbox.leased_until).is_(None), col(Outbox.leased_until) <= bindparam("now")),
        ~ahead.exists(),
    )
    if quick_only:
        query = query.where(Outbox.priority == Priority.QUICK)
    if tried_only:
        query = query.where(Outbox.state == OutboxState.TRYING)
    query = query.order_by(col(Outbox.priority), col(Outbox.id)).limit(bindparam("most"))
    return query.with_for_update(skip_locked=True) if hold else query


def done(session: Session, entry_id: int, holder: str, now: datetime, remote_ts: str | None = None) -> bool:
    """Mark that it arrived."""
    return _if_held(
        session, entry_id, holder, state=OutboxState.DONE, done_at=now, remote_ts=remote_ts, leased_until=None
    )


def dropped(session: Session, entry_id: int, holder: str, now: datetime, problem: str) -> bool:
    """Mark that it will never arrive, and why."""
    return _if_held(
        session, entry_id, holder, state=OutboxState.DROPPED, done_at=now, problem=problem, leased_until=None
    )


def later(
    session: Session, entry_id: int, holder: str, until: datetime, problem: str, *, unsure: bool = False
) -> bool:
    """Give it back until then. `unsure` keeps it marked as tried: somebody must look before trying again."""
    state = OutboxState.TRYING if unsure else OutboxState.QUEUED
    return _if_held(
        session, entry_id, holder, state=state, not_before=until, problem=problem, leased_until=None
    )


def look_again(session: Session, entry_id: int, holder: str, until: datetime, problem: str) -> bool:
    """Give a row of unknown fate back until the next look, and count the looks."""
    entry = session.get(Outbox, entry_id)
    if entry is None or entry.leased_by != holder:
        return False
    entry.payload = entry.payload | {"looks": int(entry.payload.get("looks", 0)) + 1}
    session.add(entry)
    session.flush()
    return later(session, entry_id, holder, until, problem, unsure=True)


def _if_held(session: Session, entry_id: int, holder: str, **values: Any) -> bool:
    statement = (
        update(Outbox)
        .where(col(Outbox.id) == entry_id, col(Outbox.leased_by) == holder, col(Outbox.state).in_(UNDONE))
        .values(**values)
    )
    return session.execute(statement).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def quotes(session: Session, ticket_id: int, mention_id: int) -> list[Outbox]:
    """What quotes a mention in its ticket's thread, or is about to."""
    query = select(Outbox).where(Outbox.ticket_id == ticket_id, Outbox.kind == OutboxKind.THREAD)
    rows = session.exec(query.order_by(col(Outbox.id)).with_for_update())
    return [row for row in rows if row.payload.get("quotes") == mention_id]


def next_due(session: Session, destination: str) -> datetime | None:
    """When the earliest waiting row of a destination may leave."""
    query = select(func.min(Outbox.not_before)).where(
        Outbox.destination == destination, col(Outbox.state).in_(UNDONE)
    )
    return session.exec(query).one()


def waiting(session: Session) -> dict[str, int]:
    """How many rows wait, by destination."""
    query = (
        select(Outbox.destination, func.count())
        .where(col(Outbox.state).in_(UNDONE))
        .group_by(Outbox.destination)
    )
    return dict(session.exec(query).all())


def cards_waiting(session: Session) -> set[int | None]:
    """The tickets whose card is about to be drawn."""
    query = select(Outbox.ticket_id).where(
        Outbox.destination == SLACK, Outbox.kind == OutboxKind.CARD, col(Outbox.state).in_(UNDONE)
    )
    return set(session.exec(query))


def hold(session: Session, reply_id: int) -> None:
    """Hold what is queued for a reply until the transaction ends. A courier holds it before the reply itself, so others do too."""
    query = select(Outbox.id).where(Outbox.reply_id == reply_id, col(Outbox.state).in_(UNDONE))
    session.exec(query.with_for_update()).all()


def withdraw(session: Session, reply_id: int, now: datetime) -> bool:
    """Take a reply's queued row back. False: it is being sent, or was."""
    statement = (
        update(Outbox)
        .where(
            col(Outbox.reply_id) == reply_id,
            col(Outbox.state).in_(UNDONE),
            col(Outbox.state) == OutboxState.QUEUED,
        )
        .values(state=OutboxState.DROPPED, done_at=now, problem="withdrawn")
    )
    return session.execute(statement).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def give_up(session: Session, reply_id: int, now: datetime) -> None:
    """End whatever still waits for a reply: a person has decided its fate."""
    statement = (
        update(Outbox)
        .where(col(Outbox.reply_id) == reply_id, col(Outbox.state).in_(UNDONE))
        .values(state=OutboxState.DROPPED, done_at=now, problem="a person decided")
    )
    session.execute(statement)


def oldest_waiting(session: Session) -> dict[str, datetime]:
    """Since when the oldest row of each destination waits."""
    query = select(Outbox.destination, func.min(Outbox.created_at)).where(col(Outbox.state).in_(UNDONE))
    return dict(session.exec(query.group_by(Outbox.destination)).all())
