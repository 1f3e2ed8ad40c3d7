"""Finding tickets: by words, by a customer's handle, and the queue by network, language and urgency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.tables import Mention, Ticket
from storage.words import TicketStatus


@dataclass(frozen=True)
class Filters:
    """Which part of the queue. Empty ones let everything through; `assignee` None is everybody's and nobody's."""

    assignee: str | None = None
    unclaimed: bool = False
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()


def queue(session: Session, filters: Filters, now: datetime, most: int, after: int = 0) -> list[Ticket]:
    """Tickets whose turn is the team's, what runs out first on top; `after` skips as many."""
    order = (col(Ticket.due_at).is_(None), col(Ticket.due_at), col(Ticket.id))
    page = select(Ticket.id).where(*_conditions(filters, now)).order_by(*order).offset(after).limit(most)
    return list(session.exec(select(Ticket).where(col(Ticket.id).in_(page)).order_by(*order)))


def queue_length(session: Session, filters: Filters, now: datetime) -> int:
    """How many `queue` would list."""
    return session.exec(select(func.count()).select_from(Ticket).where(*_conditions(filters, now))).one()


def languages(session: Session, now: datetime, most: int) -> list[str]:
    """The languages of what nobody has yet, the most frequent first."""
    query = select(Ticket.language).where(*_conditions(Filters(unclaimed=True), now))
    return list(session.exec(query.group_by(Ticket.language).order_by(func.count().desc()).limit(most)))


def _conditions(filters: Filters, now: datetime) -> list[Any]:
    found: list[Any] = [
        col(Ticket.status).in_([TicketStatus.NEW, TicketStatus.CLAIMED]),
        col(Ticket.merged_into).is_(None),
        or_(col(Ticket.snoozed_until).is_(None), col(Ticket.snoozed_until) <= now),
    ]
    if filters.assignee is not None:
        found.append(Ticket.assignee == filters.assignee)
    if filters.unclaimed:
        found.append(col(Ticket.assignee).is_(None))
    for column, wanted in (
        (Ticket.source, filters.sources),
        (Ticket.language, filters.languages),
        (Ticket.urgency, filters.urgencies),
    ):
        if wanted:
            found.append(col(column).in_(wanted))
    return found


def by_handle(session: Session, handle: str, most: int) -> list[Ticket]:
    """The tickets of customers whose handle holds this, newest first."""
    return _newest(
        session, select(Ticket).where(_holds(Ticket.author_handle, handle.removeprefix("@"))), most
    )


def by_words(session: Session, words: Sequence[str], most: int) -> list[Ticket]:
    """The tickets with a message that holds every one of these words, newest first."""
    saying = select(Mention.ticket_id).where(*(_holds(Mention.text, word) for word in words))
    named = [_holds(Ticket.author_name, word) for word in words]
    return _newest(session, select(Ticket).where(or_(col(Ticket.id).in_(saying), *[_all(named)])), most)


def _all(conditions: Sequence[Any]) -> Any:
    first, *rest = conditions
    for one in rest:
        first = first & one
    return first


def _holds(column: Any, word: str) -> Any:
    return col(column).icontains(word, autoescape=True)


def _newest(session: Session, query: SelectOfScalar[Ticket], most: int) -> list[Ticket]:
    alive = query.where(col(Ticket.merged_into).is_(None))
    return list(session.exec(alive.order_by(col(Ticket.id).desc()).limit(most)))
