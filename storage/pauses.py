"""When the clocks of tickets stood still, and why. Rows are opened and ended, never removed: `/desk why` tells them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import seldom
from storage.mentions import chunks
from storage.tables import Pause, Ticket
from storage.words import PauseKind, TicketStatus

HERE = (TicketStatus.NEW, TicketStatus.CLAIMED)
LASTED = or_(col(Pause.ended_at).is_(None), col(Pause.ended_at) > bindparam("since"))
OF_TICKET = (
    select(Pause)
    .where(
        or_(
            col(Pause.ticket_id) == bindparam("ticket_id"),
            and_(col(Pause.source) == bindparam("source"), LASTED),
        )
    )
    .order_by(col(Pause.started_at))
)
"""Asked at every click, so both kinds are one question. Made once: making a statement takes longer than running it."""


def of(session: Session, ticket: Ticket) -> list[Pause]:
    """Every pause of one ticket, those of its source included, oldest first."""
    about = {"ticket_id": ticket.id, "source": ticket.source, "since": ticket.opened_at}
    return seldom.found(session, OF_TICKET, about)


def of_tickets(session: Session, tickets: Iterable[Ticket]) -> dict[int, list[Pause]]:
    """Every pause of these tickets, those of their sources included, oldest first."""
    found: defaultdict[int, list[Pause]] = defaultdict(list)
    outages: defaultdict[str, list[Pause]] = defaultdict(list)
    for part in chunks(tickets):
        outages.clear()
        for pause in session.exec(_of(part)):
            (found[pause.ticket_id] if pause.ticket_id else outages[pause.source or ""]).append(pause)
        for ticket in part:
            found[ticket.id or 0] += outages[ticket.source]
            found[ticket.id or 0].sort(key=lambda pause: pause.started_at)
    return found


def _of(tickets: Sequence[Ticket]) -> SelectOfScalar[Pause]:
    since = min(ticket.opened_at for ticket in tickets)
    lasted = or_(col(Pause.ended_at).is_(None), col(Pause.ended_at) > since)
    of_source = and_(col(Pause.source).in_({ticket.source for ticket in tickets}), lasted)
    return select(Pause).where(or_(col(Pause.ticket_id).in_([ticket.id for ticket in tickets]), of_source))


def keep(
    session: Session,
    ticket_id: int,
    mine: Iterable[Pause],
    kind: PauseKind,
    until: datetime | None,
    now: datetime,
) -> Pause | None:
    """See to it that a pause of this kind lasts until then (None: until further notice). Returns one that was begun."""
    for pause in mine:
        if pause.ticket_id == ticket_id and pause.kind == kind and _lasts(pause, now):
            pause.ended_at = until
            session.add(pause)
            return None
    begun = Pause(ticket_id=ticket_id, kind=kind, started_at=now, ended_at=until)
    session.add(begun)
    return begun


def end(
    session: Session, ticket_id: int, mine: Iterable[Pause], kind: PauseKind, at: datetime, now: datetime
) -> None:
    """End the pause of this kind, if one lasts."""
    for pause in mine:
        if pause.ticket_id == ticket_id and pause.kind == kind and _lasts(pause, now):
            pause.ended_at = max(pause.started_at, at)
            session.add(pause)


def _lasts(pause: Pause, now: datetime) -> bool:
    return pause.ended_at is None or pause.ended_at > now


def begin_outage(session: Session, source: str, since: datetime) -> None:
    """A source cannot be reached: the clocks of its tickets stand still."""
    session.add(Pause(source=source, kind=PauseKind.NETWORK_DOWN, started_at=since))
    _look_at_all(session, source, since)


def end_outage(session: Session, source: str, now: datetime) -> None:
    """It can be reached again."""
    lasting = update(Pause).where(col(Pause.source) == source, col(Pause.ended_at).is_(None))
    session.execute(lasting.values(ended_at=now))
    _look_at_all(session, source, now)


def _look_at_all(session: Session, source: str, now: datetime) -> None:
    """Have the sweep work out the deadlines of a source's open tickets anew."""
    open_ones = update(Ticket).where(
        col(Ticket.source) == source, col(Ticket.status).in_(HERE), col(Ticket.merged_into).is_(None)
    )
    session.execute(open_ones.values(next_at=now))
