"""A reply is sent off: checked, put before its approvers or queued, and until it leaves, undone."""

from __future__ import annotations

from datetime import datetime

from bot.desk import access, outgoing, requests, steps, writing
from bot.desk.context import Desk
from bot.desk.reply_form import Typed
from bot.desk.steps import Done
from bot.desk.writing import Ready
from bot.rules.lifecycle import UNDOABLE
from bot.rules.refusal import Refusal
from bot.surfaces.view import FormView
from storage import outbox, replies, tickets
from storage.db import Unit
from storage.tables import Reply, SavedReply, Ticket
from storage.words import Audience, ReplyStatus, Verb

TOO_LATE = "Too late to undo: it is {status} already."
CALLED_BACK = "{name} called it back."


def submit(desk: Desk, typed: Typed, actor: str, now: datetime) -> Done | Refusal | FormView:
    """Send what the dialog holds: for approval, or after its hold. A form comes back where something stands in the way."""
    with desk.db.unit() as unit:
        before = writing.sent_off(unit, typed, actor)
        if before is not None:
            same = before.text == steps.signed(desk, unit, typed.text, actor)
            return Done(typed.ticket_id) if same else Refusal(writing.ALREADY_OFF, field="text")
        ready = writing.ready(desk, unit, typed, actor, now)
        if not isinstance(ready, Ready):
            return ready
        ticket = tickets.locked(unit.session, typed.ticket_id)
        if ticket is None:
            return Refusal(access.GONE)
        return _send_off(desk, unit, ticket, ready, actor, now)


def _send_off(
    desk: Desk, unit: Unit, ticket: Ticket, ready: Ready, actor: str, now: datetime
) -> Done | Refusal:
    """Each reply goes to its approvers, or out. A public line goes with its private message or not at all."""
    leaving = [ready.reply, *_public_line(desk, ready, now)]
    asked = [requests.asked_of(desk, unit.session, ticket, reply) for reply in leaving]
    for needs in asked:
        refused = requests.nobody_left(desk, unit.session, needs, actor, now)
        if refused:
            outbox.card(unit, ticket.id or 0, now)  # it stays a draft, and the team sees it
            return refused
    for reply, needs in zip(leaving, asked, strict=True):
        reply.problem = None
        unit.session.add(reply)
        unit.session.flush()
        if needs.steps:
            requests.ask(desk, unit, ticket, reply, needs, actor, now)
        else:
            outgoing.let_go(desk, unit, ticket, reply, actor, now)
    _count_saved_reply(unit, ready.reply)
    return Done(ticket.id or 0)


def _public_line(desk: Desk, ready: Ready, now: datetime) -> list[Reply]:
    """The line that points to the private message, waiting for it to arrive."""
    if not ready.line:
        return []
    leader = ready.reply
    return [
        Reply(
            ticket_id=leader.ticket_id,
            mention_id=leader.mention_id,
            source=leader.source,
            key=desk.new_key(),
            author=leader.author,
            text=ready.line,
            audience=Audience.PUBLIC,
            account=leader.account,
            follows=leader.id,
            created_at=now,
            changed_at=now,
        )
    ]


def _count_saved_reply(unit: Unit, reply: Reply) -> None:
    saved = unit.session.get(SavedReply, reply.saved_reply_id) if reply.saved_reply_id else None
    if saved is not None:
        saved.used += 1
        unit.session.add(saved)


def undo(desk: Desk, ticket_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Call back a reply that has not begun to leave; it becomes a draft again."""
    with desk.db.unit() as unit:
        ticket = access.ticket(unit, ticket_id, actor)
        if isinstance(ticket, Refusal):
            return ticket
        waiting = replies.with_status(unit.session, ticket.id or 0, tuple(UNDOABLE))
        reply = outgoing.held(unit, _first_to_leave(waiting).id or 0) if waiting else None
        if reply is None or not outgoing.pull_back(unit, reply, ReplyStatus.DRAFT, now):
            latest = replies.latest(unit.session, ticket.id or 0)
            return Refusal(TOO_LATE.format(status=latest.status if latest else "gone"))
        reason = CALLED_BACK.format(name=steps.name(unit, actor))
        outgoing.close_request(desk, unit, ticket, reply, reason, now)
        outgoing.withdraw_followers(desk, unit, ticket, reply, now)
        steps.touch(desk, unit, ticket, Verb.UNDONE, actor, now, reply_id=reply.id)
        return Done(ticket_id)


def _first_to_leave(waiting: list[Reply]) -> Reply:
    """What is held before what still waits, a private message before its public line, and else the newest."""
    return max(
        waiting,
        key=lambda reply: (reply.status == ReplyStatus.HOLDING, reply.follows is None, reply.id or 0),
    )
