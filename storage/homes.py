"""What App Home needs to remember: which part of the queue a person looks at, who looked lately, what was drawn last."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.outbox import SLACK, UNDONE
from storage.tables import Outbox, Person, RecordEntry, Setting, Ticket
from storage.words import OutboxKind, OutboxState, TicketStatus

DRAWN = "homes_drawn_at"
"""The record's last entry when homes were last drawn."""
AWAY = "away:{person}"
CHOICE = "home:{person}"


class Choice(NamedTuple):
    """The part of the team's queue a person looks at: a word to filter by ("" for all), and the page, from 0."""

    word: str = ""
    page: int = 0


def choice(session: Session, person: str) -> Choice:
    """What this person chose last."""
    kept = session.get(Setting, CHOICE.format(person=person))
    page, _, word = kept.value.partition(" ") if kept else ("0", "", "")
    return Choice(word, int(page))


def choose(session: Session, person: str, word: str, page: int) -> None:
    """Remember what this person looks at."""
    session.merge(Setting(name=CHOICE.format(person=person), value=f"{max(0, page)} {word}"))


def away_by_hand(session: Session, person: str) -> bool:
    """Whether they switched themselves away, whatever their status in Slack says."""
    return session.get(Setting, AWAY.format(person=person)) is not None


def switch_away(session: Session, member: Person, *, away: bool) -> None:
    """Take somebody out of the rounds, or back in."""
    kept = session.get(Setting, AWAY.format(person=member.id))
    if away and kept is None:
        session.add(Setting(name=AWAY.format(person=member.id), value="by hand"))
    elif not away and kept is not None:
        session.delete(kept)
    member.away = away
    session.add(member)


def looking_since(session: Session, instant: datetime) -> list[str]:
    """Who has opened App Home since then, but for those whose home is to be drawn anyway."""
    waiting = select(Outbox.person).where(
        Outbox.destination == SLACK,
        Outbox.kind == OutboxKind.HOME,
        col(Outbox.state).in_(UNDONE),
        Outbox.state == OutboxState.QUEUED,
        col(Outbox.person).is_not(None),
    )
    query = select(Person.id).where(col(Person.home_seen_at) >= instant, col(Person.id).not_in(waiting))
    return list(session.exec(query.order_by(Person.id)))


def newest(session: Session) -> int:
    """The record's last entry."""
    return session.exec(select(func.coalesce(func.max(RecordEntry.seq), 0))).one()


def today(session: Session, midnight: datetime) -> tuple[int, int, int]:
    """Tickets opened since then, those of them that are answered, and those that are closed."""
    counted: Any = select(
        func.count(),
        func.count(col(Ticket.first_response_at)),
        func.count(col(Ticket.resolved_at)),
    ).where(col(Ticket.opened_at) >= midnight, col(Ticket.merged_into).is_(None))
    opened, answered, resolved = session.exec(counted).one()
    return opened, answered, resolved


def load(session: Session) -> list[tuple[str, int, datetime | None]]:
    """How many open tickets each person has, and which deadline of theirs comes first; the most loaded first."""
    query = (
        select(Ticket.assignee, func.count(), func.min(Ticket.due_at))
        .where(col(Ticket.assignee).is_not(None), Ticket.status == TicketStatus.CLAIMED)
        .where(col(Ticket.merged_into).is_(None))
        .group_by(col(Ticket.assignee))
        .order_by(func.count().desc(), col(Ticket.assignee))
    )
    return [(row[0], row[1], row[2]) for row in session.exec(query) if row[0] is not None]
