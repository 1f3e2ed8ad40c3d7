"""The past of tickets, as `mentiondesk windows simulate` replays it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage import pauses
from storage.mentions import chunks
from storage.tables import Mention, Pause, Reply, Ticket
from storage.words import Intent


@dataclass(frozen=True)
class History:
    """One ticket with when its customer wrote, when we answered, and when its clocks stood still."""

    ticket: Ticket
    heard: tuple[datetime, ...]
    answered: tuple[datetime, ...]
    pauses: tuple[Pause, ...]


def since(session: Session, start: datetime) -> Iterator[History]:
    """Every ticket that wanted an answer and was opened after an instant."""
    query = select(Ticket).where(
        col(Ticket.opened_at) >= start,
        col(Ticket.merged_into).is_(None),
        col(Ticket.needs_reply).is_(True),
        Ticket.intent != Intent.SPAM,
    )
    for part in chunks(session.exec(query.order_by(col(Ticket.opened_at)))):
        yield from _histories(session, part)


def _histories(session: Session, part: list[Ticket]) -> Iterator[History]:
    ids = [ticket.id for ticket in part]
    heard, answered = defaultdict[int, list[datetime]](list), defaultdict[int, list[datetime]](list)
    said = select(Mention.ticket_id, Mention.created_at).where(col(Mention.ticket_id).in_(ids))
    for ticket_id, at in session.exec(said):
        heard[ticket_id].append(at)
    sent = select(Reply.ticket_id, Reply.sent_at).where(
        col(Reply.ticket_id).in_(ids), col(Reply.sent_at).is_not(None), col(Reply.automatic).is_(False)
    )
    for ticket_id, sent_at in session.exec(sent):
        answered[ticket_id] += [sent_at] if sent_at else []
    stretches = pauses.of_tickets(session, part)
    for ticket in part:
        number = ticket.id or 0
        later = tuple(sorted(heard[number])[1:])
        yield History(ticket, later, tuple(answered[number]), tuple(stretches.get(number, ())))
