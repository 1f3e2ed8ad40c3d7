"""Deleting a customer's data on request. Their posts, names and all texts go; stubs stay, and the record still holds."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk import lookups
from bot.desk.context import Desk
from storage import outbox, record
from storage.db import Unit
from storage.tables import Mention, Note, Outbox, RecordEntry, Reply, Ticket
from storage.words import ReplyStatus, Verb

STUB = "(deleted on request)"
KEPT = frozenset({"posting", "mention"})
"""What an outbox row may keep: which message or post it is about."""
STUB_HANDLE = "deleted"
PENDING = "One of their replies is still on its way. Undo it or wait until it has arrived, then try again."
NOBODY = "There is no such customer at this source."


class NotNow(Exception):
    """Why nothing was deleted, in a sentence."""


def forget(desk: Desk, source: str, author: str, actor: str, now: datetime) -> int:
    """Delete what is known of one customer, by their id or handle at a source. Returns how many tickets were theirs.

    Raises:
        NotNow: nobody is known by that name, or something of theirs is still on its way; nothing was deleted.
    """
    with desk.db.unit() as unit:
        tickets = _tickets_of(unit.session, source, author)
        if not tickets:
            raise NotNow(NOBODY)
        ids = [ticket.id or 0 for ticket in tickets]
        if any(
            reply.status in (ReplyStatus.HOLDING, ReplyStatus.SENDING)
            for reply in _replies(unit.session, ids)
        ):
            raise NotNow(PENDING)
        _forget_texts(unit, ids, now)
        for ticket in tickets:
            _forget_person(ticket)
            unit.session.add(ticket)
            outbox.card(unit, ticket.id or 0, now)
        gone = record.forget(unit.session, _entries(unit.session, ids))
        unit.note(Verb.FORGOTTEN, now, actor, entries=gone, tickets=ids)
        return len(tickets)


def _tickets_of(session: Session, source: str, author: str) -> list[Ticket]:
    handle = author.removeprefix("@")
    query = select(Ticket).where(Ticket.source == source)
    named = (col(Ticket.author_id) == author) | col(Ticket.author_handle).in_([handle, f"@{handle}"])
    return list(session.exec(query.where(named).order_by(col(Ticket.id)).with_for_update()))


def _replies(session: Session, ids: list[int]) -> list[Reply]:
    return list(session.exec(select(Reply).where(col(Reply.ticket_id).in_(ids))))


def _entries(session: Session, ids: list[int]) -> list[RecordEntry]:
    return list(session.exec(select(RecordEntry).where(col(RecordEntry.ticket_id).in_(ids))))


def _forget_texts(unit: Unit, ids: list[int], now: datetime) -> None:
    """Every text by them, to them or about them, also where it waits or waited to be posted, and what was shown of it."""
    session = unit.session
    for row in session.exec(select(Outbox).where(col(Outbox.ticket_id).in_(ids))):
        row.payload = {name: value for name, value in row.payload.items() if name in KEPT}
        session.add(row)
    for mention in session.exec(select(Mention).where(col(Mention.ticket_id).in_(ids))):
        lookups.take_pictures_back(unit, mention, now)
        _forget_person(mention)
        mention.text, mention.media, mention.url, mention.facts = "", [], None, {}
        session.add(mention)
    for reply in _replies(session, ids):
        reply.text, reply.original, reply.remote_url = STUB, None, None
        session.add(reply)
    for note in session.exec(select(Note).where(col(Note.ticket_id).in_(ids))):
        note.text = STUB
        session.add(note)


def _forget_person(row: Ticket | Mention) -> None:
    """A pseudonym in place of their id, so that what was one person's stays one person's in the figures."""
    row.author_id = hashlib.sha256(f"{row.source}:{row.author_id}".encode()).hexdigest()[:16]
    row.author_handle, row.author_name, row.followers = STUB_HANDLE, "", None
