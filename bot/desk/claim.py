"""Who has a ticket: claim, release, hand over."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import access, deadlines, steps
from bot.desk.context import DESK, Desk
from bot.desk.steps import Done
from bot.rules.lifecycle import Step
from bot.rules.refusal import Refusal
from bot.rules.spans import stamp
from storage import people, tickets
from storage.db import Unit
from storage.tables import Ticket
from storage.words import Verb

TAKEN = "{name} has this ticket already, since {when}."
YOURS_ALREADY = "You have this ticket already."
NOT_YOURS = "{name} has this ticket. To take it over, choose More, then Hand over, and pick yourself."
NOBODYS = "Nobody has this ticket, so there is nothing to release."
TO_WHOM = "Choose somebody of the team: {name} has no role at the desk."
NOT_YOURS_ANY_MORE = "You do not have this ticket any more, so there is nothing to extend."
EXTENDED_ALREADY = "You took more time for this ticket once already. Answer, hand over, or ask for help."
EXTENDED = (
    "It stays yours for {minutes} more minutes of working time. A draft or a note keeps it yours as well."
)
LAPSED = (
    "This is back in the queue: {name} had it since {{since}}, and nothing was done after {{last}}. "
    "{extended}Drafts and notes are kept. Press Claim to take it."
)
TOOK_MORE_TIME = "They took more time once. "
HANDED = "{giver} handed this ticket to {taker}."
TOOK = "{taker} took this ticket over from {before}."
WITH_WORDS = " They say: {words}"


def claim(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Make the ticket this person's. Of two at the same instant one is first, and the other is told who."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        return _claim(desk, unit, ticket, actor, now) or Done(ticket_id)


def _claim(desk: Desk, unit: Unit, ticket: Ticket, actor: str, now: datetime) -> Refusal | None:
    if ticket.assignee == actor:
        return Refusal(YOURS_ALREADY)
    if ticket.assignee is not None:
        return taken(unit, ticket, actor)
    steps.give(ticket, actor, now)
    ticket.snoozed_until = None
    return steps.take(desk, unit, ticket, Step.CLAIM, Verb.CLAIMED, actor, now)


def taken(unit: Unit, ticket: Ticket, reader: str) -> Refusal:
    """Who has it, and since when on the reader's own clock."""
    member = people.by_id(unit.session, reader)
    since = (ticket.claimed_at or ticket.changed_at).replace(second=0)
    when = stamp(since, ZoneInfo(member.zone if member else "UTC"))
    return Refusal(TAKEN.format(name=steps.name(unit, ticket.assignee or ""), when=when), field="person")


def claim_to_write(desk: Desk, unit: Unit, ticket: Ticket, actor: str, now: datetime) -> Refusal | None:
    """Opening a reply claims the ticket, so that two people never write at once."""
    if ticket.assignee == actor:
        return None
    if ticket.assignee is not None:
        return Refusal(NOT_YOURS.format(name=steps.name(unit, ticket.assignee)))
    return _claim(desk, unit, ticket, actor, now)


def release(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Put the ticket back for anyone."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        if ticket.assignee is None:
            return Refusal(NOBODYS)
        if ticket.assignee != actor:
            return Refusal(NOT_YOURS.format(name=steps.name(unit, ticket.assignee)))
        steps.give(ticket, None, now)
        return steps.take(desk, unit, ticket, Step.RELEASE, Verb.RELEASED, actor, now) or Done(ticket_id)


def extend(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """The owner needs more time: once per claim."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        if ticket.assignee != actor:
            return Refusal(NOT_YOURS_ANY_MORE)
        if ticket.claim_extended:
            return Refusal(EXTENDED_ALREADY)
        ticket.claim_extended, ticket.claim_warned_at = True, None
        steps.touch(desk, unit, ticket, Verb.CLAIM_EXTENDED, actor, now)
        return Done(ticket_id, EXTENDED.format(minutes=round(desk.policy.claims.extension_minutes)))


def lapse(desk: Desk, ticket_id: int, now: datetime) -> bool:
    """Put a claim without progress back in the queue, aloud. False: somebody did something meanwhile."""
    with desk.db.unit() as unit:
        ticket = tickets.locked(unit.session, ticket_id)
        if ticket is None or ticket.assignee is None or not deadlines.warned(ticket):
            return False
        times = deadlines.claim_of(desk, ticket, deadlines.staff_of(desk, unit.session, ticket))
        if times is None or not times.lapsed(now):
            return False
        owner, since = ticket.assignee, ticket.claimed_at or ticket.received_at
        last = deadlines.progress_of(ticket)
        extended = TOOK_MORE_TIME if ticket.claim_extended else ""
        steps.give(ticket, None, now)
        steps.take(desk, unit, ticket, Step.RELEASE, Verb.CLAIM_LAPSED, DESK, now, before=owner)
        told = {"since": since, "last": last}
        steps.tell_thread(
            unit,
            ticket,
            LAPSED.format(name=steps.name(unit, owner), extended=extended),
            now,
            times=told,
            ping=(owner,),
        )
        return True


def hand_over(
    desk: Desk, ticket_id: int, taker: str, words: str, actor: str, now: datetime
) -> Done | Refusal:
    """Give the ticket to somebody of the team, or take it over oneself; the thread says so."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        if isinstance(access.person(unit.session, taker), Refusal):
            return Refusal(TO_WHOM.format(name=steps.name(unit, taker)), field="person")
        if ticket.assignee == taker:
            return Refusal(YOURS_ALREADY, field="person") if taker == actor else taken(unit, ticket, actor)
        return pass_on(desk, unit, ticket, taker, actor, now, words) or Done(ticket_id)


def pass_on(
    desk: Desk, unit: Unit, ticket: Ticket, taker: str, actor: str, now: datetime, words: str = ""
) -> Refusal | None:
    """Make somebody else the owner of a held ticket, and say so in its thread."""
    before = ticket.assignee
    steps.give(ticket, taker, now)
    refused = steps.take(
        desk, unit, ticket, Step.HAND_OVER, Verb.HANDED_OVER, actor, now, to=taker, before=before
    )
    if refused:
        return refused
    sentence = _sentence(unit, before, taker, actor) + (WITH_WORDS.format(words=words) if words else "")
    steps.tell_thread(unit, ticket, sentence, now, ping=() if taker == actor else (taker,))
    return None


def _sentence(unit: Unit, before: str | None, taker: str, actor: str) -> str:
    if taker == actor:
        return TOOK.format(
            taker=steps.name(unit, taker), before=steps.name(unit, before) if before else "the queue"
        )
    return HANDED.format(giver=steps.name(unit, actor), taker=steps.name(unit, taker))
