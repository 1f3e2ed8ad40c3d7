"""The end of a ticket, and its return: resolve, dismiss, reopen, snooze, wake."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import access, steps, surveys
from bot.desk.context import DESK, Desk
from bot.desk.steps import Done
from bot.rules.lifecycle import Step
from bot.rules.refusal import Refusal
from storage import replies, tickets
from storage.db import Unit
from storage.tables import Ticket
from storage.words import DismissReason, Verb

STILL_LEAVING = "A reply to this ticket is still on its way out. Undo it, or wait until it has arrived."
NOT_SNOOZED = "This ticket is not snoozed."
IN_THE_PAST = "Choose a time that is still to come."
TOO_FAR = "Choose a time within the next {days} days."
SNOOZED = "{name} put this to sleep until {until}: {reason}"
AWAKE = "Time to look at this again: it was put to sleep until now. {reason}"
LONGEST_SNOOZE = timedelta(days=90)
AT_ONCE = 100


def resolve(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Close the matter."""
    with desk.db.unit() as unit:
        ticket = _closable(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        ticket.resolved_at = now
        refused = steps.take(desk, unit, ticket, Step.RESOLVE, Verb.RESOLVED, actor, now)
        if refused:
            return refused
        surveys.ask(desk, unit, ticket, now)
        return Done(ticket_id)


def dismiss(desk: Desk, ticket_id: int, reason: DismissReason, actor: str, now: datetime) -> Done | Refusal:
    """Set the matter aside without an answer, with a reason."""
    with desk.db.unit() as unit:
        ticket = _closable(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        ticket.dismiss_reason = reason
        refused = steps.take(desk, unit, ticket, Step.DISMISS, Verb.DISMISSED, actor, now, why=reason)
        return refused or Done(ticket_id)


def _closable(unit: Unit, ticket_id: int, actor: str) -> Ticket | Refusal:
    ticket = access.ticket(unit, ticket_id, actor)
    if isinstance(ticket, Refusal):
        return ticket
    if replies.with_status(unit.session, ticket_id, replies.PENDING):
        return Refusal(STILL_LEAVING)
    ticket.snoozed_until = ticket.promised_at = ticket.follow_up_at = None
    return ticket


def reopen(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Take a resolved or dismissed matter up again."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        surveys.call_off(unit, ticket, now)
        ticket.resolved_at, ticket.dismiss_reason = None, None
        steps.give(ticket, actor, now)
        ticket.our_turn_at = now if ticket.first_response_at is None else None
        return steps.take(desk, unit, ticket, Step.REOPEN, Verb.REOPENED, actor, now) or Done(ticket_id)


def snooze(
    desk: Desk, ticket_id: int, until: datetime, reason: str, actor: str, now: datetime
) -> Done | Refusal:
    """Hide the ticket until a time. The customer's next word wakes it."""
    if until <= now:
        return Refusal(IN_THE_PAST, field="until")
    if until > now + LONGEST_SNOOZE:
        return Refusal(TOO_FAR.format(days=LONGEST_SNOOZE.days), field="until")
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        ticket.snoozed_until, ticket.snooze_reason = until, reason
        steps.touch(desk, unit, ticket, Verb.SNOOZED, actor, now, until=until.isoformat(), why=reason)
        sentence = SNOOZED.format(name=steps.name(unit, actor), until="{until}", reason=reason)
        steps.tell_thread(unit, ticket, sentence, now, times={"until": until})
        return Done(ticket_id)


def wake(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """End a snooze by hand."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        if ticket.snoozed_until is None:
            return Refusal(NOT_SNOOZED)
        ticket.snoozed_until, ticket.progress_at = None, now
        steps.touch(desk, unit, ticket, Verb.WOKE, actor, now)
        return Done(ticket_id)


def wake_due(desk: Desk, now: datetime) -> int:
    """Wake every ticket whose snooze has ended; the thread says so. Returns how many."""
    with desk.db.reading() as session:
        if not tickets.snoozed_until(session, now, 1):
            return 0
    with desk.db.unit() as unit:
        due = tickets.snoozed_until(unit.session, now, AT_ONCE)
        for ticket in due:
            ticket.snoozed_until, ticket.progress_at = None, now
            steps.touch(desk, unit, ticket, Verb.WOKE, DESK, now)
            owner = (ticket.assignee,) if ticket.assignee else ()
            steps.tell_thread(
                unit, ticket, AWAKE.format(reason=ticket.snooze_reason or "").strip(), now, ping=owner
            )
        return len(due)
