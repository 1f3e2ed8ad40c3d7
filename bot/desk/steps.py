"""One step in a ticket's life, written once for all verbs: status, record, deadline, card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk import deadlines
from bot.desk.context import Desk
from bot.rules import approval, lifecycle
from bot.rules.foreign import storable
from bot.rules.lifecycle import Step
from bot.rules.refusal import Refusal
from bot.surfaces.view import Button
from storage import outbox, people, replies, tickets
from storage.db import Unit
from storage.tables import Reply, Ticket
from storage.words import Audience, OutboxKind, ReplyStatus, TicketStatus, Verb

NOT_NOW = "That does not fit where the ticket stands now ({status}). The card shows what is possible."


@dataclass(frozen=True)
class Done:
    """It worked. `sentence` is what to tell the person, where the card alone does not say it."""

    ticket_id: int
    sentence: str = ""


def take(
    desk: Desk, unit: Unit, ticket: Ticket, step: Step, verb: Verb, actor: str, now: datetime, **details: Any
) -> Refusal | None:
    """Move a held ticket along one step, note it, and ask for its card to be drawn again."""
    status = lifecycle.next_status(TicketStatus(ticket.status), step, assigned=ticket.assignee is not None)
    if status is None:
        return Refusal(NOT_NOW.format(status=ticket.status))
    ticket.status = status
    touch(desk, unit, ticket, verb, actor, now, **details)
    return None


def touch(
    desk: Desk, unit: Unit, ticket: Ticket, verb: Verb, actor: str, now: datetime, **details: Any
) -> None:
    """Write a held ticket that changed without a step in its life; `reply_id` says which reply the entry is about."""
    deadlines.set_next(desk, unit, ticket, now)
    tickets.changed(unit.session, ticket, now)
    unit.note(verb, now, actor, ticket.id, **details)
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def give(ticket: Ticket, person: str | None, now: datetime) -> None:
    """Make somebody the owner of a held ticket, or nobody."""
    ticket.assignee, ticket.claimed_at = person, now if person else None
    ticket.progress_at, ticket.claim_warned_at, ticket.claim_extended = now, None, False


def went_on(desk: Desk, unit: Unit, ticket: Ticket, person: str, now: datetime) -> None:
    """The owner did something about their ticket: a warning is taken back, and the claim lapses later.

    Without a warning nothing is worked out anew: the sweep sees it when it next looks.
    """
    if ticket.assignee != person:
        return
    was_warned, ticket.progress_at = deadlines.warned(ticket), now
    if was_warned:
        deadlines.set_next(desk, unit, ticket, now)
    unit.session.add(ticket)


class NotAStep(Exception):
    """The lifecycle knows no way from the one status of a reply to the other."""


def move(unit: Unit, reply: Reply, status: ReplyStatus, now: datetime) -> None:
    """Move a held reply along its life, as a new version of it.

    Raises:
        NotAStep: `bot.rules.lifecycle` does not know this way; nothing was written.
    """
    before = ReplyStatus(reply.status)
    if before != status and not lifecycle.may_follow(before, status):
        raise NotAStep(f"reply {reply.id}: {before} to {status}")
    replies.changed(unit.session, reply, status, now)


def fingerprint(reply: Reply) -> str:
    """What is decided on: text, audience, account and parent. No attachments go out yet."""
    return approval.fingerprint(
        reply.text, Audience(reply.audience), reply.account, str(reply.mention_id), ()
    )


def signed(desk: Desk, unit: Unit, text: str, actor: str) -> str:
    """The text as the customer will read it, with the agent's sign-off."""
    ending = sign_off(desk, unit, actor)
    text = storable(text).strip()
    return f"{text} {ending}" if ending and not text.endswith(ending) else text


def sign_off(desk: Desk, unit: Unit, actor: str) -> str:
    """What stands under an agent's replies; "" for none."""
    member = people.by_id(unit.session, actor)
    if member is None:
        return ""
    first_name = (member.real_name or member.name or member.id).split()[0]
    return member.sign_off or desk.settings.desk.sign_off.replace("{name}", first_name)


def filled_in(text: str, ticket: Ticket) -> str:
    """A saved reply's text with the customer's name and handle in their places."""
    name = ticket.author_name or ticket.author_handle
    return text.replace("{name}", name).replace("{handle}", ticket.author_handle)


def tell_thread(
    unit: Unit,
    ticket: Ticket,
    text: str,
    now: datetime,
    *,
    quote: str = "",
    ping: tuple[str, ...] = (),
    times: dict[str, datetime] | None = None,
    buttons: tuple[Button, ...] = (),
    quotes: int | None = None,
) -> None:
    """Say something in a ticket's thread. `quotes` is the mention whose words the quote is: they go when it goes."""
    payload = {
        "text": text,
        "quote": quote,
        "ping": list(ping),
        "times": {name: at.isoformat() for name, at in (times or {}).items()},
        "buttons": [button.id for button in buttons],
        "quotes": quotes,
    }
    lane = outbox.lane_of(ticket.id or 0)
    outbox.queue(unit, [outbox.row(OutboxKind.THREAD, lane, now, ticket_id=ticket.id, payload=payload)])


def unquote(unit: Unit, ticket: Ticket, mention_id: int, now: datetime) -> None:
    """Take a mention's words out of the thread: out of what stands there and of what is about to."""
    lane = outbox.lane_of(ticket.id or 0)
    for row in outbox.quotes(unit.session, ticket.id or 0, mention_id):
        row.payload = {**row.payload, "quote": ""}
        unit.session.add(row)
        edit = outbox.row(OutboxKind.THREAD_EDIT, lane, now, ticket_id=ticket.id, payload={"of": row.id})
        outbox.queue(unit, [edit])


def whisper(
    desk: Desk, channel: str, person: str, text: str, now: datetime, thread: str | None = None
) -> None:
    """Tell one person something only they see, where they pressed."""
    payload = {"channel": channel, "text": text, "thread": thread}
    with desk.db.unit() as unit:
        row = outbox.row(
            OutboxKind.WHISPER, f"person:{person}", now, person=person, payload=payload, urgent=True
        )
        outbox.queue(unit, [row])


def name(unit: Unit, person: str) -> str:
    """What to call a colleague."""
    return people.name_of(unit.session, person)


def customer(ticket: Ticket) -> str:
    """What to call the customer."""
    return ticket.author_name or f"@{ticket.author_handle.removeprefix('@')}"
