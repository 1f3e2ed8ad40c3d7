"""A reply on its way out: what was agreed on, the queue, the private message before its public line, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import requests, steps
from bot.desk.context import DESK, Desk
from bot.rules import lifecycle
from storage import approvals, outbox, replies, tickets
from storage.db import Unit
from storage.tables import Mention, Reply, Ticket
from storage.words import ApprovalEnd, Audience, OutboxKind, ReplyStatus, Verb

WROTE_AGAIN = "the customer has written again."
POST_GONE = "the customer has deleted the post."
POST_EDITED = "the customer has changed the post."
TEXT_CHANGED = "its text, audience or account has changed."
RIVAL = "{name} had a reply to the same post out, so this one was withdrawn. Its text is kept here:"
WITHOUT_LEADER = "The private message did not go out, so the public line that points to it was withdrawn."


def let_go(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, actor: str, now: datetime) -> None:
    """Everybody agrees on a held reply: it waits out its hold, or first for the private message it follows."""
    reply.fingerprint = steps.fingerprint(reply)
    steps.move(unit, reply, ReplyStatus.APPROVED, now)
    tickets.changed(unit.session, ticket, now)
    _withdraw_rivals(desk, unit, ticket, reply, now)
    leader = unit.session.get(Reply, reply.follows) if reply.follows else None
    if leader is None or leader.status == ReplyStatus.SENT:
        queue(desk, unit, ticket, reply, actor, now)
    else:
        outbox.card(unit, ticket.id or 0, now, urgent=True)


def automatic(
    desk: Desk, unit: Unit, ticket: Ticket, mention: Mention, audience: Audience, text: str, now: datetime
) -> Reply:
    """What the desk writes by itself, ready for the queue. It answers nothing and stops no clock."""
    reply = Reply(
        ticket_id=ticket.id or 0,
        mention_id=mention.id or 0,
        source=ticket.source,
        key=desk.new_key(),
        author=DESK,
        text=text,
        audience=audience,
        account=desk.networks[ticket.source].account,
        status=ReplyStatus.APPROVED,
        automatic=True,
        created_at=now,
        changed_at=now,
    )
    reply.fingerprint = steps.fingerprint(reply)
    unit.session.add(reply)
    unit.session.flush()
    return reply


def queue(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, actor: str, now: datetime) -> None:
    """Put an approved reply in the outbox, after its hold."""
    hold = desk.settings.sending.hold_seconds if reply.audience == Audience.PUBLIC else 0
    reply.hold_until = now + timedelta(seconds=hold)
    steps.move(unit, reply, ReplyStatus.HOLDING, now)
    unit.session.flush()
    unit.note(
        Verb.QUEUED, now, actor, ticket.id, reply.id, fingerprint=reply.fingerprint, audience=reply.audience
    )
    row = outbox.row(
        OutboxKind.REPLY,
        f"reply:{ticket.id}",
        now,
        destination=reply.source,
        ticket_id=ticket.id,
        reply_id=reply.id,
        not_before=reply.hold_until,
    )
    outbox.queue(unit, [row])
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def what_changed(unit: Unit, ticket: Ticket, reply: Reply) -> str:
    """What is not as it was when people agreed on a reply; "" where all is."""
    if replies.parent(unit.session, reply).deleted_at is not None:
        return POST_GONE
    if tickets.latest_mention_id(unit.session, ticket.id or 0) not in {None, reply.mention_id}:
        return WROTE_AGAIN
    return "" if reply.fingerprint == steps.fingerprint(reply) else TEXT_CHANGED


def held(unit: Unit, reply_id: int) -> Reply | None:
    """A reply that may be leaving at this very moment, held in the order in which couriers hold: its outbox row, then itself."""
    outbox.hold(unit.session, reply_id)
    return replies.locked(unit.session, reply_id)


def pull_back(unit: Unit, reply: Reply, status: ReplyStatus, now: datetime) -> bool:
    """Take a held reply back that has not begun to leave. False: it is being sent, or was."""
    if reply.status not in lifecycle.UNDOABLE:
        return False
    if reply.status == ReplyStatus.HOLDING and not outbox.withdraw(unit.session, reply.id or 0, now):
        return False
    steps.move(unit, reply, status, now)
    return True


def close_request(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, reason: str, now: datetime) -> None:
    """End the request a reply waited in, if it did: what it asked about is no more."""
    approval = approvals.open_of_reply(unit.session, reply.id or 0)
    if approval is not None:
        requests.close(desk, unit, ticket, approval, ApprovalEnd.VOIDED, DESK, now, reason)


def release_followers(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, now: datetime) -> None:
    """The private message is known to have arrived: the public line that points to it may go."""
    for follower in replies.followers(unit.session, reply.id or 0):
        if follower.status == ReplyStatus.APPROVED:
            queue(desk, unit, ticket, follower, DESK, now)


def withdraw_followers(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, now: datetime) -> None:
    """The private message will not arrive: nothing may point to it."""
    for follower in replies.followers(unit.session, reply.id or 0):
        if pull_back(unit, follower, ReplyStatus.WITHDRAWN, now):
            unit.note(Verb.WITHDRAWN, now, DESK, ticket.id, follower.id, why="private message not sent")
            close_request(desk, unit, ticket, follower, WITHOUT_LEADER, now)
            steps.tell_thread(unit, ticket, WITHOUT_LEADER, now, quote=follower.text)


def are_a_pair(one: Reply, other: Reply) -> bool:
    """Whether one is the public line that points to the other."""
    return one.follows == other.id or other.follows == one.id


def _withdraw_rivals(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, now: datetime) -> None:
    """Of two replies to one post that wait for approval, the one that is approved goes; the other is withdrawn."""
    for other in replies.rivals(unit.session, reply):
        if are_a_pair(other, reply):
            continue
        steps.move(unit, other, ReplyStatus.WITHDRAWN, now)
        unit.note(Verb.WITHDRAWN, now, DESK, ticket.id, other.id, why="another reply was approved")
        sentence = RIVAL.format(name=steps.name(unit, reply.author))
        close_request(desk, unit, ticket, other, sentence, now)
        steps.tell_thread(unit, ticket, sentence, now, quote=other.text, ping=(other.author,))
