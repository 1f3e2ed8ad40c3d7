"""What changed since an entry of the record: the record names every ticket that did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from storage.figures import APPROVAL, MENTION, RECORD, REPLY, SURVEY, TICKET
from storage.mentions import chunks
from storage.words import Verb


class Since(NamedTuple):
    """What the record says happened after an entry: `seq` is its newest. `all_new`: more than single tickets changed."""

    seq: int
    tickets: frozenset[int]
    all_new: bool


AT_LARGE = (Verb.MERGED, Verb.SOURCE_DOWN, Verb.SOURCE_UP, Verb.FORGOTTEN)
"""What changes more tickets than the record names."""


def newest_entry(session: Session) -> int:
    """The record's newest entry; 0 where it is empty."""
    return session.connection().execute(select(func.max(RECORD.seq))).scalar() or 0


def changed_since(session: Session, seq: int, most: int) -> Since:
    """Which tickets changed after that entry of the record; all count as changed where those are many."""
    query = select(RECORD.seq, RECORD.ticket_id, RECORD.verb).where(RECORD.seq > seq).order_by(RECORD.seq)
    rows = session.connection().execute(query.limit(most + 1)).all()
    if len(rows) > most:
        return Since(newest_entry(session), frozenset(), all_new=True)
    tickets = frozenset(row[1] for row in rows if row[1] is not None)
    at_large = any(row[2] in AT_LARGE for row in rows)
    return Since(max((row[0] for row in rows), default=seq), tickets, all_new=at_large)


def counted_at(session: Session, numbers: Iterable[int]) -> list[datetime]:
    """Every instant at which the figures of some tickets count: opened, written to us, sent, asked, rated."""
    found: list[datetime] = []
    places = (
        (TICKET.opened_at, TICKET.id),
        (MENTION.created_at, MENTION.ticket_id),
        (MENTION.received_at, MENTION.ticket_id),
        (REPLY.sent_at, REPLY.ticket_id),
        (APPROVAL.asked_at, APPROVAL.ticket_id),
        (SURVEY.answered_at, SURVEY.ticket_id),
    )
    for part in chunks(sorted(numbers)):
        for moment, owner in places:
            query = select(moment).where(owner.in_(part), moment.is_not(None))
            found += session.connection().execute(query).scalars()
    return found
