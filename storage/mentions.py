"""Questions about mentions and the brand's own posts, many at a time: intake works in pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table, func, insert, update
from sqlalchemy import text as sql
from sqlmodel import Session, SQLModel, col, select

from storage.tables import Approval, BrandPost, Mention, Note, Pause, Reply, Survey, Ticket

CHUNK = 400
"""How many ids one question names: far below every database's limit on parameters."""

Item = TypeVar("Item")


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, `CHUNK` at a time."""
    rest = iter(items)
    while part := list(islice(rest, CHUNK)):
        yield part


def known(session: Session, source: str, external_ids: Iterable[str]) -> dict[str, Mention]:
    """Of these posts, the mentions already here, by the network's id."""
    found: dict[str, Mention] = {}
    for part in chunks(external_ids):
        query = select(Mention).where(Mention.source == source, col(Mention.external_id).in_(part))
        found |= {mention.external_id: mention for mention in session.exec(query)}
    return found


def known_brand_posts(session: Session, source: str, external_ids: Iterable[str]) -> set[str]:
    """Of these posts, the brand's own that are already here."""
    found: set[str] = set()
    for part in chunks(external_ids):
        query = select(BrandPost.external_id).where(
            BrandPost.source == source, col(BrandPost.external_id).in_(part)
        )
        found.update(session.exec(query))
    return found


def conversations_of(session: Session, source: str, external_ids: Iterable[str]) -> dict[str, str]:
    """The conversations of posts already here: mentions, the brand's own posts, and replies we sent."""
    found: dict[str, str] = {}
    for part in chunks(external_ids):
        for table in (Mention, BrandPost):
            query = select(table.external_id, table.conversation).where(
                table.source == source, col(table.external_id).in_(part)
            )
            found |= dict(session.exec(query).all())
        sent = (
            select(Reply.remote_id, Ticket.conversation)
            .join(Ticket, col(Ticket.id) == Reply.ticket_id)
            .where(Reply.source == source, col(Reply.remote_id).in_(part))
        )
        found |= {remote_id: conversation for remote_id, conversation in session.exec(sent) if remote_id}
    return found


def filed_under(session: Session, source: str, conversations: Sequence[str]) -> set[str]:
    """Of these conversation names, the ones something is filed under."""
    found: set[str] = set()
    for part in chunks(conversations):
        for table in (Mention, BrandPost):
            query = (
                select(table.conversation)
                .where(table.source == source, col(table.conversation).in_(part))
                .distinct()
            )
            found.update(session.exec(query))
    return found


def refile(session: Session, source: str, old: str, new: str) -> None:
    """Move everything filed under one conversation to another."""
    for table in (Mention, BrandPost):
        moved = update(table).where(col(table.source) == source, col(table.conversation) == old)
        session.execute(moved.values(conversation=new))


def move_to_ticket(session: Session, old: int, new: int) -> None:
    """Move all that hangs on a ticket to another, those included that were merged into it before."""
    for table in (Mention, BrandPost, Reply, Note, Pause, Approval, Survey):
        session.execute(update(table).where(col(table.ticket_id) == old).values(ticket_id=new))
    session.execute(update(Ticket).where(col(Ticket.merged_into) == old).values(merged_into=new))


def add(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert many rows at once; their ids come back in the same order.

    The ids are drawn first: to have a database tell them row by row takes several times as long.
    """
    if not rows:
        return []
    target: Table = table.__table__  # type: ignore[attr-defined]
    ids = _next_ids(session, target, len(rows))
    numbered = [row | {"id": number} for row, number in zip(rows, ids, strict=True)]
    session.connection().execute(insert(target), numbered)
    return ids


def _next_ids(session: Session, table: Table, count: int) -> list[int]:
    """Ids nobody has. On SQLite this transaction is the only one that writes; PostgreSQL gives each of them out once."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.max(table.c.id))).scalar() or 0
        return list(range(last + 1, last + count + 1))
    drawn = "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
    return list(connection.execute(sql(drawn), {"name": table.name, "count": count}).scalars())


def first_texts(session: Session, numbers: Sequence[int]) -> list[tuple[int, str]]:
    """What the customers of some tickets wrote first, in the order of the tickets given."""
    texts: dict[int, str] = {}
    for part in chunks(numbers):
        query = select(Mention.ticket_id, Mention.text).where(col(Mention.ticket_id).in_(part))
        for number, text in session.exec(query.order_by(col(Mention.created_at), col(Mention.id))):
            texts.setdefault(number, text)
    return [(number, texts[number]) for number in numbers if texts.get(number)]
