"""What the store holds, row by row, for `mentiondesk export`. In mentions, `id` is the network's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from storage import record
from storage.tables import Mention, RecordEntry, Reply, Ticket

AT_ONCE = 1000
LEFT_OUT = {"facts", "card_hash"}
"""What only the desk itself has a use for."""


def _fields(row: SQLModel) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).model_fields if name not in LEFT_OUT}


def mentions(session: Session) -> Iterator[Mapping[str, Any]]:
    """Every mention, in the order it came in."""
    for row in session.exec(select(Mention).order_by(col(Mention.id)).execution_options(yield_per=AT_ONCE)):
        fields = _fields(row)
        del fields["id"]
        yield {"id": fields.pop("external_id"), **fields}


def tickets(session: Session) -> Iterator[Mapping[str, Any]]:
    """Every ticket, but those that became part of another."""
    query = select(Ticket).where(col(Ticket.merged_into).is_(None)).order_by(col(Ticket.id))
    for row in session.exec(query.execution_options(yield_per=AT_ONCE)):
        fields = _fields(row)
        del fields["merged_into"]
        yield fields


def replies(session: Session) -> Iterator[Mapping[str, Any]]:
    """Every reply, with the network's id of the mention it answers."""
    query = (
        select(Reply, Mention.external_id)
        .join(Mention, col(Mention.id) == Reply.mention_id)
        .order_by(col(Reply.id))
    )
    for row, parent in session.exec(query.execution_options(yield_per=AT_ONCE)):
        yield {**_fields(row), "in_reply_to": parent}


def entries(session: Session) -> Iterator[Mapping[str, Any]]:
    """The whole record, hashes included."""
    row: RecordEntry
    for row in record.all_rows(session):
        yield _fields(row)


EXPORTS: dict[str, Callable[[Session], Iterator[Mapping[str, Any]]]] = {
    "mentions": mentions,
    "tickets": tickets,
    "replies": replies,
    "record": entries,
}
