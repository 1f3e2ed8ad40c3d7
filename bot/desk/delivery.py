"""One attempt to deliver a reply, and its fate: sent, failed or unknown (P4).

`begin` marks the attempt in the same transaction that leases the outbox row, before any call; whoever finds a
reply that was being sent looks for it on the network first, and never sends blindly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import deadlines, merging, outgoing, promising, reach, steps, watching
from bot.desk.context import DESK, Desk, incoming
from bot.networks import port
from bot.rules import lifecycle
from bot.rules.lifecycle import Step
from storage import outbox, replies, surveys, tickets
from storage.db import Unit
from storage.tables import Reply, Ticket
from storage.words import Audience, ReplyStatus, TicketStatus, Verb

ACKNOWLEDGED_ALOUD = "Out of hours, so the customer was told automatically when to expect an answer:"
ASKED_ALOUD = "The customer was asked automatically how it went:"
SENT_ALOUD = "{name} answered {audience}:"
FAILED_ALOUD = (
    "This reply did not go out: {problem} Nothing was sent. Press Reply to change it and send it again."
)
UNKNOWN_ALOUD = (
    "We cannot tell whether this reply went out: {problem} Please look on {network}, "
    "then press “I can see it” or “Send again” on the card."
)
NOT_AGREED = (
    "This reply was not sent: its text or the account it would go out from is not what was agreed on. "
    "It is a draft again. Press Reply to look at it."
)
READ_BY = {Audience.PUBLIC: "publicly", Audience.PRIVATE: "privately"}


@dataclass(frozen=True)
class Outgoing:
    """What the courier needs for one attempt. `look_first` is set where an earlier attempt's fate is unknown."""

    reply_id: int
    reply: port.Reply
    look_first: bool
    since: datetime
    looks: int
    braked: bool = False
    """The brake is on: it may be looked for, and not be repeated."""


def begin(
    desk: Desk, unit: Unit, leased: outbox.Leased, now: datetime, *, braked: bool = False
) -> Outgoing | None:
    """Mark the attempt, in the transaction that leased its row. None: it may not go out, and has said so.

    Locks are taken in the order ticket, outbox row, reply everywhere; here the row is held already, so no ticket is.
    """
    found = replies.locked_with_parent(unit.session, leased.entry.reply_id or 0)
    if found is None or found[0].status not in {
        ReplyStatus.HOLDING,
        ReplyStatus.SENDING,
        ReplyStatus.UNKNOWN,
    }:
        return None
    reply, parent = found
    network = desk.networks[reply.source]
    if reply.fingerprint != steps.fingerprint(reply) or reply.account != network.account:
        _not_what_was_agreed(unit, reply, now)
        return None
    closed = reach.shut(desk, unit.session, network, parent, reply, now)
    if closed and reply.status == ReplyStatus.HOLDING:
        _too_late(unit, reply, closed, now)
        return None
    since = reply.attempt_at or now
    if reply.status == ReplyStatus.HOLDING:
        since = reply.attempt_at = now
        reply.attempts += 1
        steps.move(unit, reply, ReplyStatus.SENDING, now)
        unit.note(Verb.SENDING, now, DESK, reply.ticket_id, reply.id, attempt=reply.attempts)
    audience, said = Audience(reply.audience), incoming(parent)
    outgoing = port.Reply(reply.key, reply.text, audience, reply.account, said, created_at=reply.created_at)
    looks = int(leased.entry.payload.get("looks", 0))
    return Outgoing(reply.id or 0, outgoing, leased.tried_at is not None, since, looks, braked)


def _too_late(unit: Unit, reply: Reply, problem: str, now: datetime) -> None:
    """The network's own door shut while the reply waited: nothing goes out, and its author is told what is left."""
    ticket = unit.session.get_one(Ticket, reply.ticket_id)
    reply.problem = problem
    steps.move(unit, reply, ReplyStatus.FAILED, now)
    unit.note(Verb.FAILED, now, DESK, ticket.id, reply.id, problem=problem)
    sentence = FAILED_ALOUD.format(problem=problem)
    steps.tell_thread(unit, ticket, sentence, now, quote=reply.text, ping=(reply.author,))
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def _not_what_was_agreed(unit: Unit, reply: Reply, now: datetime) -> None:
    """What would go out is not what people agreed on: it does not, and its author is told."""
    if reply.status != ReplyStatus.HOLDING:
        return
    ticket = unit.session.get_one(Ticket, reply.ticket_id)
    steps.move(unit, reply, ReplyStatus.DRAFT, now)
    unit.note(Verb.VOIDED, now, DESK, ticket.id, reply.id, why=outgoing.TEXT_CHANGED)
    steps.tell_thread(unit, ticket, NOT_AGREED, now, quote=reply.text, ping=(reply.author,))
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def hold_ticket(unit: Unit, reply_id: int) -> None:
    """Hold a reply's ticket: before its outbox row, so that nobody waits for each other."""
    ticket_id = replies.ticket_of(unit.session, reply_id)
    if ticket_id is not None:
        tickets.locked(unit.session, ticket_id)


def _settled(unit: Unit, reply_id: int) -> tuple[Ticket, Reply] | None:
    """The ticket and the reply, both held, the ticket first."""
    ticket_id = replies.ticket_of(unit.session, reply_id)
    ticket = tickets.locked(unit.session, ticket_id) if ticket_id else None
    reply = replies.locked(unit.session, reply_id)
    return (ticket, reply) if ticket and reply else None


def sent(desk: Desk, unit: Unit, reply_id: int, receipt: port.Sent, now: datetime, actor: str = DESK) -> None:
    """The network has it: the card says so with a link, and the ticket waits for the customer.

    Whoever answered it before we knew its id opened a ticket of their own, which is joined now.
    """
    found = _settled(unit, reply_id)
    if found is None or found[1].status == ReplyStatus.SENT:
        return
    ticket, reply = found
    reply.remote_id, reply.remote_url, reply.problem = receipt.id or None, receipt.url, None
    reply.sent_at = reply.attempt_at or now
    steps.move(unit, reply, ReplyStatus.SENT, now)
    unit.note(Verb.SENT, now, actor, ticket.id, reply.id, remote=receipt.id, account=reply.account)
    if reply.automatic:
        asked = surveys.of_reply(unit.session, reply.id or 0) is not None
        steps.tell_thread(unit, ticket, ASKED_ALOUD if asked else ACKNOWLEDGED_ALOUD, now, quote=reply.text)
        outbox.card(unit, ticket.id or 0, now)
    else:
        _answered(desk, unit, ticket, reply, now)
    if receipt.id:
        merging.join_late_parents(desk, unit, ticket.source, {receipt.id: ticket.conversation}, now)


def _answered(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, now: datetime) -> None:
    """A person's answer is out: the clocks and the thread follow."""
    outgoing.release_followers(desk, unit, ticket, reply, now)
    ticket.first_response_at = ticket.first_response_at or reply.sent_at
    ticket.last_response_at = reply.sent_at
    ticket.status = _status_after_answer(ticket, reply)
    ticket.our_turn_at = ticket.last_mention_at if ticket.status in lifecycle.OPEN else None
    ticket.snoozed_until = None
    promising.kept(unit, ticket, reply, now)
    deadlines.set_next(desk, unit, ticket, now)
    tickets.changed(unit.session, ticket, now)
    sentence = SENT_ALOUD.format(
        name=steps.name(unit, reply.author), audience=READ_BY[Audience(reply.audience)]
    )
    steps.tell_thread(unit, ticket, sentence, now, quote=reply.text)
    promising.offer(desk, unit, ticket, reply, now)
    watching.begin(desk, unit, reply, now)
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def _status_after_answer(ticket: Ticket, reply: Reply) -> TicketStatus:
    """The customer's turn, unless they wrote again while the answer was on its way."""
    status = TicketStatus(ticket.status)
    if ticket.last_mention_at > (reply.hold_until or reply.created_at):
        return status
    return lifecycle.next_status(status, Step.ANSWER, assigned=ticket.assignee is not None) or status


def failed(desk: Desk, unit: Unit, reply_id: int, problem: str, now: datetime) -> None:
    """Certainly nothing went out; the author is told why."""
    found = _settled(unit, reply_id)
    if found is None or found[1].status != ReplyStatus.SENDING:
        return
    ticket, reply = found
    reply.problem = problem
    steps.move(unit, reply, ReplyStatus.FAILED, now)
    outgoing.withdraw_followers(desk, unit, ticket, reply, now)
    steps.touch(desk, unit, ticket, Verb.FAILED, DESK, now, reply_id=reply.id, problem=problem)
    steps.tell_thread(
        unit, ticket, FAILED_ALOUD.format(problem=problem), now, quote=reply.text, ping=(reply.author,)
    )


def not_out_yet(unit: Unit, reply_id: int, now: datetime) -> None:
    """Certainly nothing went out this time; it will be tried again."""
    reply = replies.locked(unit.session, reply_id)
    if reply is not None and reply.status == ReplyStatus.SENDING:
        steps.move(unit, reply, ReplyStatus.HOLDING, now)


def unknown(unit: Unit, reply_id: int, problem: str, now: datetime) -> None:
    """We cannot tell; the card says so while the desk looks."""
    reply = replies.locked(unit.session, reply_id)
    if reply is None or reply.status != ReplyStatus.SENDING:
        return
    reply.problem = problem
    steps.move(unit, reply, ReplyStatus.UNKNOWN, now)
    unit.note(Verb.UNKNOWN, now, DESK, reply.ticket_id, reply.id, problem=problem)
    outbox.card(unit, reply.ticket_id, now, urgent=True)


def ask_a_person(desk: Desk, unit: Unit, reply_id: int, problem: str, now: datetime) -> None:
    """The looks are used up: a person decides, by the buttons on the card."""
    found = _settled(unit, reply_id)
    if found is None or found[1].status not in {ReplyStatus.SENDING, ReplyStatus.UNKNOWN}:
        return
    ticket, reply = found
    reply.problem = problem
    steps.move(unit, reply, ReplyStatus.UNKNOWN, now)
    steps.touch(desk, unit, ticket, Verb.UNKNOWN, DESK, now, reply_id=reply.id, problem=problem)
    network = desk.network_label(reply.source)
    sentence = UNKNOWN_ALOUD.format(problem=problem, network=network)
    steps.tell_thread(unit, ticket, sentence, now, quote=reply.text, ping=(reply.author,))
