"""Shift end: what one person has in hand, offered to the team, and taken over item by item."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import access, claim, steps
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.refusal import Refusal
from bot.surfaces.view import OPEN_CARD, Buttons, ListLine, ListView
from storage import nags, outbox, people, tickets
from storage.db import Unit
from storage.tables import Posting, Ticket
from storage.words import PostingKind, Role, TicketStatus, Verb

TITLE = "👋 {giver} goes off shift and hands over {count}. Press “I take it” for what you take on."
RUNNING = "{label} for {customer} on {network}: due {{due}}"
PROMISE = "Promise to {customer} on {network}: come back by {{due}}"
APPROVAL = "Approval of the reply to {customer} on {network}"
CALM = "{customer} on {network}: no clock runs"
TAKEN = "✅ {customer} on {network}: {{taker}} has it."
CLOSED = "✅ {customer} on {network}: closed."
NOTHING = "You have nothing to hand over: no ticket, no promise, no approval. Good night!"
OFFERED = "I have listed your {count} in the channel. Each is yours until somebody takes it."
YOURS = "This is yours: somebody else has to take it."
NOT_OFFERED = (
    "This is not offered any more: {name} has it. To take it over, open the card and choose Hand over."
)
NOBODY_HAS = "Nobody has anything in hand."
HELP = "{name} asks for help with this."
CALLED = "I have called the lead into the card's thread."
NO_LEAD = (
    "Nobody is set up as lead, so I asked in the card's thread. Name one under [roles] leads in desk.toml."
)
FRESH = timedelta(hours=36)
"""A handover that nobody took by then is history."""


def offer(desk: Desk, actor: str, now: datetime) -> str:
    """List what this person has in hand in the channel, each with a button to take it. Returns what to tell them."""
    with desk.db.unit() as unit:
        mine = tickets.in_hand(unit.session, actor)
        if not mine:
            return NOTHING
        posting = Posting(
            kind=PostingKind.HANDOVER, addressee=actor, items=[one.id or 0 for one in mine], created_at=now
        )
        unit.session.add(posting)
        unit.note(Verb.HANDOVER_OFFERED, now, actor, tickets=posting.items)
        nags.draw(unit, [posting], now)
        return OFFERED.format(count=_matters(len(mine)))


def accept(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Take one of the offered tickets on."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        if ticket.assignee == actor:
            return Refusal(YOURS)
        for giver in filter(None, [ticket.assignee, *ticket.approvers]):
            offers = [
                one for one in nags.handovers(unit.session, giver, now - FRESH) if ticket.id in one.items
            ]
            if offers and giver != actor:
                nags.draw(unit, offers, now)
                return _take(desk, unit, ticket, giver, actor, now) or Done(ticket_id)
        has = steps.name(unit, ticket.assignee) if ticket.assignee else "nobody"
        return Refusal(NOT_OFFERED.format(name=has))


def _take(desk: Desk, unit: Unit, ticket: Ticket, giver: str, actor: str, now: datetime) -> Refusal | None:
    """The ticket itself, or the approval that was the giver's. Who may approve is checked at the approval."""
    if ticket.assignee == giver and ticket.status != TicketStatus.WAITING:
        return claim.pass_on(desk, unit, ticket, actor, actor, now)
    if ticket.assignee == giver:  # a promise to a customer who waits: only its owner changes
        steps.give(ticket, actor, now)
        steps.touch(desk, unit, ticket, Verb.HANDED_OVER, actor, now, to=actor, before=giver)
        return None
    others = [who for who in ticket.approvers if who not in {giver, actor}]
    ticket.approvers = [actor, *others]
    steps.touch(desk, unit, ticket, Verb.HANDED_OVER, actor, now, to=actor, before=giver, what="approval")
    return None


def view(desk: Desk, session: Session, posting: Posting, now: datetime) -> ListView:
    """The handover as it stands: what is still to be taken, and who took what."""
    lines = [_line(desk, session, number, posting.addressee, now) for number in posting.items]
    title = TITLE.replace("{count}", _matters(len(lines)))
    return ListView(title, tuple(filter(None, lines)), people={"giver": posting.addressee})


def _line(desk: Desk, session: Session, number: int, giver: str, now: datetime) -> ListLine | None:
    ticket = tickets.by_id(session, number)
    if ticket is None:
        return None
    text, times = said(desk, ticket, now)
    if ticket.status in {TicketStatus.RESOLVED, TicketStatus.DISMISSED}:
        return ListLine(number, _filled(desk, ticket, CLOSED))
    if ticket.assignee != giver and giver not in ticket.approvers:
        return ListLine(number, _filled(desk, ticket, TAKEN), people={"taker": ticket.assignee or "?"})
    return ListLine(number, text, times, buttons=(OPEN_CARD, Buttons.ACCEPT))


def said(desk: Desk, ticket: Ticket, now: datetime) -> tuple[str, dict[str, datetime]]:
    """One matter in one line: its promise, its approval, its clock."""
    del now
    if ticket.follow_up_at is not None:
        return _filled(desk, ticket, PROMISE), {"due": ticket.follow_up_at}
    if ticket.approval_asked_at is not None:
        return _filled(desk, ticket, APPROVAL), {}
    if ticket.due_at is not None and ticket.due_name is not None:
        return _filled(desk, ticket, RUNNING), {"due": ticket.due_at}
    return _filled(desk, ticket, CALM), {}


def _filled(desk: Desk, ticket: Ticket, sentence: str) -> str:
    names = {
        "customer": steps.customer(ticket),
        "network": desk.network_label(ticket.source),
        "label": ticket.due_name or "",
    }
    safe = {name: value.replace("{", "(").replace("}", ")") for name, value in names.items()}
    return sentence.format(**safe)


def overview(
    desk: Desk, session: Session, now: datetime
) -> list[tuple[str, list[tuple[str, dict[str, datetime]]]]]:
    """What everybody has in hand, by person's name."""
    found = []
    for person in people.everyone(session):
        mine = tickets.in_hand(session, person.id) if person.roles else []
        if mine:
            found.append((people.name_of(session, person.id), [said(desk, one, now) for one in mine]))
    return found


def _matters(count: int) -> str:
    return f"{count} matter{'' if count == 1 else 's'}"


def call_for_help(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Somebody needs a lead: the leads are named in the ticket's thread."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        leads = tuple(lead.id for lead in people.with_role(unit.session, Role.LEAD) if lead.id != actor)
        unit.note(Verb.HELP_ASKED, now, actor, ticket.id)
        outbox.card(unit, ticket.id or 0, now, urgent=True)
        steps.tell_thread(unit, ticket, HELP.format(name=steps.name(unit, actor)), now, ping=leads)
        steps.went_on(desk, unit, ticket, actor, now)
        return Done(ticket_id, CALLED if leads else NO_LEAD)
