"""A promise to come back, in a reply that was sent: the desk offers to hold us to it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import access, steps
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.hours import NoOpeningError
from bot.rules.promises import Promise, find_promise
from bot.rules.refusal import Refusal
from bot.surfaces.view import Buttons, FormView, Paragraph, Quote, TimePick
from storage import replies, tickets
from storage.db import Unit
from storage.tables import Reply, Ticket
from storage.words import ReplyStatus, Verb

OFFER = "You promised to come back (“{phrase}”). Shall I hold us to it, by {{when}}?"
TITLE = "Promise to come back"
SUBMIT = "Hold us to it"
WHEN = "By when?"
KEEPS = "From then on it is a deadline like any other: it shows on the card, and the desk reminds."
NO_PROMISE = "There is no sent reply here to hold anybody to."
IN_THE_PAST = "Choose a time that is still to come."
HELD = "{name} will come back to the customer by {{when}}."


def found(desk: Desk, reply: Reply, now: datetime) -> Promise | None:
    """The promise in a sent reply, with the time that suits it; None where there is none."""
    if reply.automatic:
        return None
    calendar = desk.policy.calendar
    try:
        return find_promise(reply.text, reply.sent_at or now, calendar, ZoneInfo(calendar.teams[0].zone))
    except NoOpeningError:
        return None


def offer(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, now: datetime) -> None:
    """After sending: if the reply promises, ask its author in the thread."""
    promise = found(desk, reply, now)
    if promise is None:
        return
    sentence = OFFER.format(phrase=_plain(promise.phrase))
    steps.tell_thread(
        unit,
        ticket,
        sentence,
        now,
        ping=(reply.author,),
        times={"when": promise.follow_up_at},
        buttons=(Buttons.FOLLOW_UP,),
    )


def _plain(phrase: str) -> str:
    return phrase.replace("{", "(").replace("}", ")")


def form(desk: Desk, ticket_id: int, actor: str, now: datetime) -> FormView | Refusal:
    """By when? The promise's own words are shown."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
        ticket = tickets.by_id(session, ticket_id)
        sent = replies.with_status(session, ticket_id, (ReplyStatus.SENT,))
    if isinstance(member, Refusal):
        return member
    if ticket is None:
        return Refusal(access.GONE)
    ours = [reply for reply in sent if not reply.automatic]
    if not ours:
        return Refusal(NO_PROMISE)
    promise = found(desk, ours[-1], now)
    when = (
        promise.follow_up_at
        if promise and promise.follow_up_at > now
        else desk.policy.calendar.next_opening(now)
    )
    parts = (
        Quote(ours[-1].text, by="What we wrote"),
        TimePick("when", WHEN, value=when),
        Paragraph(KEEPS, quiet=True),
    )
    return FormView("follow_up", TITLE, SUBMIT, parts, facts={"ticket": ticket_id})


def hold(desk: Desk, ticket_id: int, when: datetime, actor: str, now: datetime) -> Done | Refusal:
    """Keep the promise as a window of its own."""
    if when <= now:
        return Refusal(IN_THE_PAST, field="when")
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        ticket.promised_at, ticket.follow_up_at = now, when
        if ticket.assignee is None:
            steps.give(ticket, actor, now)
        steps.touch(desk, unit, ticket, Verb.PROMISED, actor, now, until=when.isoformat())
        owner = steps.name(unit, ticket.assignee or actor)
        steps.tell_thread(unit, ticket, HELD.format(name=owner), now, times={"when": when})
        return Done(ticket_id)


def kept(unit: Unit, ticket: Ticket, reply: Reply, now: datetime) -> None:
    """A reply after the promise keeps it."""
    if ticket.promised_at is None or reply.automatic or (reply.sent_at or now) <= ticket.promised_at:
        return
    ticket.promised_at, ticket.follow_up_at = None, None
    unit.note(Verb.PROMISE_KEPT, now, reply.author, ticket.id, reply.id)
