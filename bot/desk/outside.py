"""What the brand's own accounts answered without the desk: somebody of the team was on the network itself.

It counts as the answer it is: the card shows it, the ticket waits for the customer, and whoever was writing is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.desk import approving, deadlines, steps
from bot.desk.context import BRAND, Desk
from bot.networks.sameness import same_text
from bot.rules import lifecycle
from bot.rules.lifecycle import Step
from storage import brand_posts, outbox, replies, tickets
from storage.db import Unit
from storage.tables import BrandPost, Ticket
from storage.words import ReplyStatus, TicketStatus, Verb

ALOUD = "@{account} answered this on {network} itself, outside the desk:"
DRAFTS = "Your draft is still here. Please read this answer before you go on."
ANSWERED = "a colleague has answered on the network itself."
ON_ITS_WAY = (ReplyStatus.SENDING, ReplyStatus.UNKNOWN)
"""Its id on the network is not known yet: an own post to the same mention may be this reply."""


def answers(desk: Desk, unit: Unit, source: str, mentions: Iterable[str], now: datetime) -> None:
    """Count what our own accounts wrote in answer to these new mentions, seen before them or beside them."""
    unit.session.flush()
    for post in brand_posts.answering(unit.session, source, mentions):
        _answer(desk, unit, post, now)


def new_posts(desk: Desk, unit: Unit, source: str, posts: Iterable[str], now: datetime) -> None:
    """Count those of our own accounts' new posts that answer a mention and were not sent by the desk."""
    unit.session.flush()
    for post in brand_posts.by_ids(unit.session, source, posts):
        _answer(desk, unit, post, now)


def _answer(desk: Desk, unit: Unit, post: BrandPost, now: datetime) -> None:
    ticket_id = brand_posts.ticket_answered(unit.session, post)
    ticket = tickets.locked(unit.session, ticket_id) if ticket_id and post.ticket_id is None else None
    if ticket is None or _is_from_the_desk(unit, ticket, post):
        return
    post.ticket_id = ticket.id
    unit.session.add(post)
    _answered(unit, ticket, post)
    unit.note(Verb.ANSWERED_OUTSIDE, now, BRAND, ticket.id, post=post.external_id, account=post.author_handle)
    deadlines.set_next(desk, unit, ticket, now)
    tickets.changed(unit.session, ticket, now)
    _tell(desk, unit, ticket, post, now)
    approving.void_all(desk, unit, ticket, ANSWERED, now)
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def _is_from_the_desk(unit: Unit, ticket: Ticket, post: BrandPost) -> bool:
    """Whether it is one of the ticket's own replies, read back; their id may not be known yet, or be another one."""
    for reply in replies.of_ticket(unit.session, ticket.id or 0):
        if reply.remote_id == post.external_id or reply.status in ON_ITS_WAY:
            return True
        if reply.status == ReplyStatus.SENT and same_text(reply.text, post.text):
            return True
    return False


def _answered(unit: Unit, ticket: Ticket, post: BrandPost) -> None:
    """The customer's turn, unless they have written since."""
    ticket.first_response_at = min(ticket.first_response_at or post.created_at, post.created_at)
    ticket.last_response_at = max(ticket.last_response_at or post.created_at, post.created_at)
    if ticket.last_mention_at <= post.created_at:
        status, assigned = TicketStatus(ticket.status), ticket.assignee is not None
        ticket.status = lifecycle.next_status(status, Step.ANSWER, assigned=assigned) or status
        ticket.snoozed_until = None
    waits = ticket.status in lifecycle.OPEN
    ticket.our_turn_at = tickets.waits_since(unit.session, ticket) if waits else None


def _tell(desk: Desk, unit: Unit, ticket: Ticket, post: BrandPost, now: datetime) -> None:
    account = post.author_handle.removeprefix("@")
    sentence = ALOUD.format(account=account, network=desk.network_label(ticket.source))
    steps.tell_thread(unit, ticket, sentence, now, quote=post.text)
    drafts = replies.with_status(unit.session, ticket.id or 0, tuple(lifecycle.WRITABLE))
    if writers := tuple(sorted({draft.author for draft in drafts})):
        steps.tell_thread(unit, ticket, DRAFTS, now, ping=writers)
