"""A late parent shows that two conversations are one: what was filed apart is joined, and tickets are merged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.desk import deadlines, steps
from bot.desk.context import DESK, Desk
from bot.rules import conversations
from bot.rules.lifecycle import OPEN
from storage import mentions, outbox, tickets
from storage.db import Unit
from storage.tables import Ticket
from storage.words import TicketStatus, Urgency, Verb

JOINED_TICKET = "Ticket {other} turned out to be part of this conversation and was joined to it."
MERGED_AWAY = "This turned out to be part of ticket {other}. Please go on there."

SOONEST_FIRST = (Urgency.URGENT, Urgency.NORMAL, Urgency.LOW)
MOST_TO_DO_FIRST = (
    TicketStatus.NEW,
    TicketStatus.CLAIMED,
    TicketStatus.WAITING,
    TicketStatus.RESOLVED,
    TicketStatus.DISMISSED,
)
ANSWERED = frozenset({TicketStatus.WAITING, TicketStatus.RESOLVED})
CLAIM = ("assignee", "claimed_at", "progress_at", "claim_warned_at", "claim_extended")
PROMISE = ("promised_at", "follow_up_at")
APPROVAL = ("approval_asked_at", "approvers", "deputies")


def join_late_parents(desk: Desk, unit: Unit, source: str, names: Mapping[str, str], now: datetime) -> None:
    """Posts that came before their parent were filed under it; now that it is here, they follow it.

    `names` are posts that just came to be known, with their conversations.
    """
    moved = conversations.moved(names)
    for post_id in sorted(mentions.filed_under(unit.session, source, sorted(moved))):
        for ticket in tickets.in_conversations(unit.session, source, [post_id]):
            _move(desk, unit, ticket, moved[post_id], now)
        unit.session.flush()
        mentions.refile(unit.session, source, post_id, moved[post_id])


def _move(desk: Desk, unit: Unit, ticket: Ticket, conversation: str, now: datetime) -> None:
    twins = tickets.in_conversations(unit.session, ticket.source, [conversation])
    twin = next((other for other in twins if other.author_id == ticket.author_id), None)
    if twin is None:
        ticket.conversation = conversation
        unit.session.add(ticket)
        return
    keep, drop = sorted((twin, ticket), key=lambda one: one.id or 0)
    _merge(desk, unit, keep, drop, now)
    keep.conversation = conversation


def _merge(desk: Desk, unit: Unit, keep: Ticket, drop: Ticket, now: datetime) -> None:
    """Two tickets were one: the older keeps everything, the younger points to it and its clocks stop."""
    opened_earlier = opening(unit, drop) < opening(unit, keep)
    drop.conversation = f"merged:{drop.id}"
    drop.merged_into = keep.id
    deadlines.set_next(desk, unit, drop, now)
    tickets.changed(unit.session, drop, now)
    unit.session.flush()
    mentions.move_to_ticket(unit.session, drop.id or 0, keep.id or 0)
    _take_over_matter(keep, drop, opened_earlier=opened_earlier)
    _take_over_work(keep, drop)
    keep.our_turn_at = tickets.waits_since(unit.session, keep) if keep.status in OPEN else None
    deadlines.set_next(desk, unit, keep, now)
    tickets.changed(unit.session, keep, now)
    unit.note(Verb.MERGED, now, DESK, keep.id, other=drop.id)
    steps.tell_thread(unit, keep, JOINED_TICKET.format(other=drop.id), now)
    steps.tell_thread(unit, drop, MERGED_AWAY.format(other=keep.id), now)
    for ticket in (keep, drop):
        outbox.card(unit, ticket.id or 0, now)


def opening(unit: Unit, ticket: Ticket) -> tuple[datetime, str]:
    """When a ticket's first mention was made, and its id: of two at the same instant the lesser is the first."""
    return ticket.opened_at, min(
        tickets.mentions_at(unit.session, ticket.id or 0, ticket.opened_at), default=""
    )


def _take_over_matter(keep: Ticket, drop: Ticket, *, opened_earlier: bool) -> None:
    """What the customer said, as if it had all come to one ticket: the order makes no difference."""
    if opened_earlier:
        keep.language, keep.intent, keep.why = drop.language, drop.intent, drop.why
    if drop.last_mention_at > keep.last_mention_at:
        keep.author_handle, keep.author_name = drop.author_handle, drop.author_name
        keep.followers = drop.followers if drop.followers is not None else keep.followers
    keep.opened_at = min(keep.opened_at, drop.opened_at)
    keep.received_at = min(keep.received_at, drop.received_at)
    keep.last_mention_at = max(keep.last_mention_at, drop.last_mention_at)
    keep.mention_count += drop.mention_count
    keep.urgency = str(min(Urgency(keep.urgency), Urgency(drop.urgency), key=SOONEST_FIRST.index))
    keep.anger = max(keep.anger, drop.anger)
    keep.needs_reply = keep.needs_reply or drop.needs_reply
    keep.sensitive = sorted({*keep.sensitive, *drop.sensitive})


def _take_over_work(keep: Ticket, drop: Ticket) -> None:
    """Where the team stands. Whatever is still to be done in either is to be done in the one that stays."""
    for fields in (CLAIM, PROMISE, APPROVAL):
        if getattr(keep, fields[0]) is None and getattr(drop, fields[0]) is not None:
            for name in fields:
                setattr(keep, name, getattr(drop, name))
    keep.first_response_at = min(_given(keep.first_response_at, drop.first_response_at), default=None)
    keep.last_response_at = max(_given(keep.last_response_at, drop.last_response_at), default=None)
    keep.acknowledged_at = max(_given(keep.acknowledged_at, drop.acknowledged_at), default=None)
    keep.snoozed_until = keep.snooze_reason = None
    keep.status = _status_of_both(keep, drop)
    closed = keep.status in {TicketStatus.RESOLVED, TicketStatus.DISMISSED}
    keep.resolved_at = (keep.resolved_at or drop.resolved_at) if closed else None
    keep.dismiss_reason = keep.dismiss_reason if keep.status == TicketStatus.DISMISSED else None


def _given(*moments: datetime | None) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


def _status_of_both(keep: Ticket, drop: Ticket) -> TicketStatus:
    """What asks most of us; but words before our last answer were seen by then, as in a ticket that was never two."""
    most, least = sorted((TicketStatus(keep.status), TicketStatus(drop.status)), key=MOST_TO_DO_FIRST.index)
    answered_at = keep.last_response_at
    if most in OPEN and least in ANSWERED and answered_at and keep.last_mention_at <= answered_at:
        return least
    if most in OPEN:
        return TicketStatus.CLAIMED if keep.assignee else TicketStatus.NEW
    return most
