"""A person decides what became of a reply: it was seen, is sent again, or is left."""

from __future__ import annotations

from datetime import datetime

from bot.desk import access, delivery, outgoing, steps
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.networks.port import Sent
from bot.rules.refusal import Refusal
from storage import outbox, replies
from storage.db import Unit
from storage.tables import Reply, Ticket
from storage.words import ReplyStatus, Verb

CHANGED = "It was not sent again: {what} Press Reply to answer to how things are now."
NOT_WAITING = "This reply does not wait for that any more. The card shows where it stands."


def seen_it(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """A person found the reply on the network: it is sent."""
    with desk.db.unit() as unit:
        found = _waiting_for_a_person(unit, ticket_id, actor)
        if isinstance(found, Refusal):
            return found
        reply = _decided(unit, found[1], now)
        if reply is None:
            return Refusal(NOT_WAITING)
        delivery.sent(desk, unit, reply.id or 0, Sent(id=""), now, actor)
        return Done(ticket_id)


def send_again(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """A person looked, it is not there: send it once more, with the same key."""
    with desk.db.unit() as unit:
        found = _waiting_for_a_person(unit, ticket_id, actor)
        if isinstance(found, Refusal):
            return found
        ticket, reply = found
        what = outgoing.what_changed(unit, ticket, reply)
        if what:
            return Refusal(CHANGED.format(what=what))
        if _decided(unit, reply, now) is None:
            return Refusal(NOT_WAITING)
        unit.note(Verb.SETTLED, now, actor, ticket.id, reply.id, how="send again")
        outgoing.queue(desk, unit, ticket, reply, actor, now)
        return Done(ticket_id)


def leave_it(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """A person decides not to send it again."""
    with desk.db.unit() as unit:
        found = _waiting_for_a_person(unit, ticket_id, actor)
        if isinstance(found, Refusal):
            return found
        ticket, reply = found
        if _decided(unit, reply, now) is None:
            return Refusal(NOT_WAITING)
        steps.move(unit, reply, ReplyStatus.WITHDRAWN, now)
        outgoing.withdraw_followers(desk, unit, ticket, reply, now)
        steps.touch(desk, unit, ticket, Verb.SETTLED, actor, now, reply_id=reply.id, how="leave it")
        return Done(ticket_id)


def _waiting_for_a_person(unit: Unit, ticket_id: int, actor: str) -> tuple[Ticket, Reply] | Refusal:
    ticket = access.ticket(unit, ticket_id, actor)
    if isinstance(ticket, Refusal):
        return ticket
    unsettled = replies.with_status(unit.session, ticket.id or 0, (ReplyStatus.UNKNOWN,))
    return (ticket, unsettled[-1]) if unsettled else Refusal(NOT_WAITING)


def _decided(unit: Unit, reply: Reply, now: datetime) -> Reply | None:
    """The reply, held, with its courier called off; None where its fate became known at this very moment."""
    outbox.give_up(unit.session, reply.id or 0, now)
    held = replies.locked(unit.session, reply.id or 0)
    return held if held is not None and held.status == ReplyStatus.UNKNOWN else None


def try_again(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Send a reply that failed once more, unchanged."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        stuck = replies.with_status(unit.session, ticket_id, (ReplyStatus.FAILED,))
        if not stuck:
            return Refusal(NOT_WAITING)
        reply = stuck[-1]
        what = outgoing.what_changed(unit, ticket, reply)
        if what:
            return Refusal(CHANGED.format(what=what))
        reply.problem = None
        outgoing.queue(desk, unit, ticket, reply, actor, now)
        return Done(ticket_id)
