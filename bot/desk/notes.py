"""What the team writes for itself. A note never leaves the team (P3)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import access, steps
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.foreign import storable
from bot.rules.refusal import Refusal
from storage import outbox, tickets
from storage.tables import Note
from storage.words import Verb

NOTED = "{name} noted:"
EMPTY = "Write the note first."


def add(desk: Desk, ticket_id: int, text: str, actor: str, now: datetime) -> Done | Refusal:
    """Keep a note from the dialog and show it in the thread."""
    if not text.strip():
        return Refusal(EMPTY, field="text")
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        unit.session.add(Note(ticket_id=ticket.id or 0, author=actor, text=storable(text), created_at=now))
        steps.went_on(desk, unit, ticket, actor, now)
        unit.note(Verb.NOTED, now, actor, ticket.id)
        outbox.card(unit, ticket.id or 0, now)
        steps.tell_thread(unit, ticket, NOTED.format(name=steps.name(unit, actor)), now, quote=text)
        return Done(ticket_id)


def overheard(desk: Desk, channel: str, thread: str, ts: str, author: str, text: str, now: datetime) -> bool:
    """Keep what somebody of the team typed in a card's thread.

    False: that thread is not a card's, they are not of the team, or it is kept already.
    """
    with desk.db.reading() as session:
        card_of = tickets.by_card(session, channel, thread)
        if card_of is None or isinstance(access.person(session, author), Refusal):
            return False
    with desk.db.unit() as unit:
        ticket = tickets.locked(unit.session, card_of.id or 0)
        if ticket is None or tickets.note_exists(unit.session, channel, ts):
            return False
        note = Note(
            ticket_id=ticket.id or 0,
            author=author,
            text=storable(text),
            channel=channel,
            ts=ts,
            created_at=now,
        )
        unit.session.add(note)
        steps.went_on(desk, unit, ticket, author, now)
        unit.note(Verb.NOTED, now, author, ticket.id)
        outbox.card(unit, ticket.id or 0, now)
        return True
