"""Looking without changing: a ticket's history, a person's App Home, the queue."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.desk import access, happenings
from bot.desk.context import CUSTOMER, DESK, Desk
from bot.desk.exchanges import Said, exchange
from bot.desk.reply_form import as_account
from bot.rules.refusal import Refusal
from bot.rules.spans import stamp
from bot.surfaces.view import FormView, Paragraph, Part, Quote
from storage import people, record, tickets
from storage.tables import Mention, RecordEntry
from storage.words import Verb

HISTORY_TITLE = "History of ticket {number}"
IN_ZONE = "Times are those of {zone}."
SHOW_TITLE = "What they wrote"
ON_RECORD = "Only you see this. That you looked is in the record."
NO_CARD = "That message is no card of the desk. Use this on a card, or in its thread."
MOST_ENTRIES = 40
MOST_NOTES = 10
MOST_MENTIONS = 10


def history(desk: Desk, ticket_id: int, actor: str) -> FormView | Refusal:
    """A dialog with all that was said and done about a ticket."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
        ticket = tickets.by_id(session, ticket_id)
        if isinstance(member, Refusal):
            return member
        if ticket is None:
            return Refusal(access.GONE)
        number = ticket.id or 0
        zone = ZoneInfo(member.zone)
        parts = [*_said(desk, session, number, zone), *_noted(session, number, zone)]
        parts += [*_done(session, number, zone), Paragraph(IN_ZONE.format(zone=zone.key), quiet=True)]
        title = HISTORY_TITLE.format(number=number)
        return FormView("history", title, "", tuple(parts), facts={"ticket": number}, close="Close")


def _said(desk: Desk, session: Session, ticket_id: int, zone: ZoneInfo) -> list[Part]:
    """The conversation: the customer's words and ours, in order."""
    talk = exchange(desk, session, ticket_id)[-MOST_MENTIONS:]
    return [Quote(said.text, by=f"{_by(session, said)}, {_when(said.at, zone)}") for said in talk]


def _by(session: Session, said: Said) -> str:
    post = said.post
    if isinstance(post, Mention):
        return post.author_name or post.author_handle
    return f"{people.name_of(session, post.author)}{as_account(post.account)}, {post.audience}"


def _noted(session: Session, ticket_id: int, zone: ZoneInfo) -> list[Part]:
    notes = tickets.notes(session, ticket_id)[-MOST_NOTES:]
    return [
        Quote(
            note.text,
            by=f"Note by {people.name_of(session, note.author)}, {_when(note.created_at, zone)}",
        )
        for note in notes
    ]


def _done(session: Session, ticket_id: int, zone: ZoneInfo) -> list[Part]:
    entries = record.of_ticket(session, ticket_id, MOST_ENTRIES)
    lines = [
        f"{_when(entry.at, zone)}  {_actor(session, entry)} {happenings.words_of(entry)}" for entry in entries
    ]
    return [Paragraph("\n".join(lines), quiet=True)] if lines else []


def _when(at: datetime, zone: ZoneInfo) -> str:
    """To the minute, on the reader's own clock."""
    return stamp(at.replace(second=0), zone)


def _actor(session: Session, entry: RecordEntry) -> str:
    if entry.actor == DESK:
        return "The desk"
    return "The customer" if entry.actor == CUSTOMER else people.name_of(session, entry.actor)


def history_of_card(desk: Desk, channel: str, ts: str, actor: str) -> FormView | Refusal:
    """The history of the ticket whose card is that message."""
    with desk.db.reading() as session:
        ticket = tickets.by_card(session, channel, ts)
    return history(desk, ticket.id or 0, actor) if ticket else Refusal(NO_CARD)


def show(desk: Desk, ticket_id: int, actor: str, now: datetime) -> FormView | Refusal:
    """What a customer wrote, uncovered, for one person's eyes; that they looked is on the record."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        mention = tickets.latest_mention(unit.session, ticket.id or 0)
        if mention is None:
            return Refusal(access.GONE)
        unit.note(Verb.SHOWN, now, actor, ticket.id, mention=mention.external_id)
        said = Quote(mention.text, by=mention.author_name or mention.author_handle)
        note = Paragraph(ON_RECORD, quiet=True)
        return FormView("shown", SHOW_TITLE, "", (said, note), facts={"ticket": ticket_id}, close="Close")
