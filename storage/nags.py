"""Reminders: which rungs fired, the messages that carry them, and the conditional update that makes each fire once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, update
from sqlmodel import Session, col, select

from storage import outbox, seldom
from storage.db import Unit
from storage.mentions import chunks
from storage.tables import Nag, Outbox, Posting, Ticket
from storage.words import OutboxKind, OutboxState, PostingKind

Fired = dict[tuple[str, str], set[int]]
"""By window and round: the rungs that fired."""
OF_TICKET = select(Nag).where(col(Nag.ticket_id) == bindparam("ticket_id")).order_by(col(Nag.id))
QUEUED = (
    select(Outbox)
    .where(
        col(Outbox.lane).in_(bindparam("lanes", expanding=True)),
        Outbox.kind == OutboxKind.POSTING,
        col(Outbox.state).in_(outbox.UNDONE),
        Outbox.state == OutboxState.QUEUED,
        col(Outbox.leased_until).is_(None),
    )
    .order_by(col(Outbox.id))
)
"""Asked at every click. Made once: making a statement takes longer than running it."""


def due(session: Session, now: datetime, most: int) -> list[Ticket]:
    """Tickets whose next instant has come, the earliest first."""
    query = select(Ticket).where(col(Ticket.next_at) <= now)
    return list(session.exec(query.order_by(col(Ticket.next_at), col(Ticket.id)).limit(most)))


def next_due(session: Session) -> datetime | None:
    """When the next rung of any ticket comes."""
    return session.exec(select(func.min(Ticket.next_at))).one()


def move(session: Session, ticket: Ticket, **values: Any) -> bool:
    """Write new deadlines over the ones that were read. False: somebody was first, and nothing was written.

    `version` guards against a change of the ticket, `next_at` against another copy of the sweep.
    """
    statement = (
        update(Ticket)
        .where(
            col(Ticket.id) == ticket.id,
            col(Ticket.version) == ticket.version,
            col(Ticket.next_at) == ticket.next_at,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def fired_for(session: Session, ticket_id: int | None) -> list[Nag]:
    """Every reminder that fired for one ticket."""
    return seldom.found(session, OF_TICKET, {"ticket_id": ticket_id})


def of_tickets(session: Session, ticket_ids: Iterable[int]) -> dict[int, list[Nag]]:
    """Every reminder that fired for these tickets."""
    found: defaultdict[int, list[Nag]] = defaultdict(list)
    for part in chunks(ticket_ids):
        for nag in session.exec(select(Nag).where(col(Nag.ticket_id).in_(part)).order_by(col(Nag.id))):
            found[nag.ticket_id].append(nag)
    return found


def rungs_of(reminders: Iterable[Nag]) -> Fired:
    """The rungs among one ticket's reminders, by window."""
    found: Fired = {}
    for nag in reminders:
        found.setdefault((nag.window, nag.round), set()).add(nag.rung)
    return found


def carried(session: Session, posting_id: int) -> list[Nag]:
    """The reminders one message carries, oldest first."""
    return list(session.exec(select(Nag).where(Nag.posting_id == posting_id).order_by(col(Nag.id))))


def of_ticket(session: Session, ticket_id: int, addressee: str) -> Posting | None:
    """The message in which this addressee was last reminded of this ticket alone."""
    query = select(Posting).where(
        Posting.ticket_id == ticket_id, Posting.addressee == addressee, Posting.kind == PostingKind.NAG
    )
    return session.exec(query.order_by(col(Posting.id).desc()).limit(1)).first()


def since(session: Session, addressee: str, start: datetime) -> list[Posting]:
    """The reminders this addressee got after an instant, oldest first."""
    query = select(Posting).where(
        Posting.addressee == addressee,
        col(Posting.created_at) > start,
        col(Posting.kind).in_([PostingKind.NAG, PostingKind.LIST]),
    )
    return list(session.exec(query.order_by(col(Posting.id))))


def take_back(
    unit: Unit, reminders: Iterable[Nag], running: Collection[tuple[str, str]], now: datetime
) -> None:
    """End what is said about windows that run no more, and have every message that still says something drawn anew."""
    standing = [nag for nag in reminders if nag.ended_at is None]
    for nag in standing:
        if (nag.window, nag.round) not in running:
            nag.ended_at = now
            unit.session.add(nag)
    ids = {nag.posting_id for nag in standing if nag.posting_id is not None}
    if ids:
        unit.session.flush()
        postings = list(unit.session.exec(select(Posting).where(col(Posting.id).in_(ids))))
        silent = [one for one in postings if one.ts is None and not _stands(unit.session, one)]
        _withdraw(unit.session, silent, now)
        draw(unit, [one for one in postings if one not in silent], now)


def _stands(session: Session, posting: Posting) -> bool:
    return any(nag.ended_at is None for nag in carried(session, posting.id or 0))


def _withdraw(session: Session, postings: Collection[Posting], now: datetime) -> None:
    """A reminder that is queued and has nothing to say any more never leaves."""
    ids = {posting.id for posting in postings}
    for row in _queued(session, [lane(posting) for posting in postings]):
        if row.payload["posting"] in ids:
            row.state, row.done_at, row.problem = OutboxState.DROPPED, now, "taken back"
            session.add(row)


def handovers(session: Session, giver: str, since: datetime) -> list[Posting]:
    """What this person offered at shift end since then."""
    query = select(Posting).where(
        Posting.addressee == giver, Posting.kind == PostingKind.HANDOVER, col(Posting.created_at) > since
    )
    return list(session.exec(query.order_by(col(Posting.id))))


def showing(session: Session, kind: PostingKind, item: int) -> list[Posting]:
    """The messages of a kind that show this one thing."""
    return [one for one in session.exec(select(Posting).where(Posting.kind == kind)) if one.items == [item]]


def lane(posting: Posting) -> str:
    """A message in a thread follows its card; every other has a lane of its own."""
    if posting.ticket_id is not None and (posting.thread or posting.kind == PostingKind.NAG):
        return outbox.lane_of(posting.ticket_id)
    return f"posting:{posting.id}"


def draw(unit: Unit, postings: Sequence[Posting], now: datetime) -> None:
    """Ask for these messages to be posted, or drawn anew as they then are. One request each waits at most."""
    unit.session.flush()
    waiting = _waiting(unit.session, [lane(posting) for posting in postings])
    rows = [
        outbox.row(
            OutboxKind.POSTING,
            lane(posting),
            now,
            ticket_id=posting.ticket_id,
            person=posting.addressee,
            payload={"posting": posting.id},
            urgent=True,
        )
        for posting in postings
        if posting.id not in waiting
    ]
    outbox.queue(unit, rows)


def _waiting(session: Session, lanes: Collection[str]) -> set[int]:
    return {int(row.payload["posting"]) for row in _queued(session, lanes)}


def _queued(session: Session, lanes: Collection[str]) -> list[Outbox]:
    """Requests that no courier has taken yet. Held until the transaction ends: no courier draws a message before what was changed can be seen."""
    return seldom.found(session, QUEUED, {"lanes": sorted(lanes)}, hold=True) if lanes else []
