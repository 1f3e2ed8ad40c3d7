"""What happens to a ticket when its customer writes again, edits or deletes."""

from __future__ import annotations

from datetime import datetime

from bot.desk import approving, deadlines, lookups, outgoing, steps, surveys
from bot.desk.context import CUSTOMER, DESK, Desk
from bot.desk.merging import SOONEST_FIRST, opening
from bot.networks.port import Change, Incoming
from bot.rules import lifecycle
from bot.rules.lifecycle import Step
from bot.rules.surveys import Rated
from bot.rules.triage import Reading
from storage import mentions, outbox, replies, tickets
from storage.db import Unit
from storage.tables import Mention, Reply, Ticket, TicketRow
from storage.words import ReplyStatus, TicketStatus, Urgency, Verb

WROTE_AGAIN = "{customer} wrote again."
WROTE_AGAIN_REOPENED = "{customer} wrote again; the ticket is open once more."
RATED = "{customer} answered our question after the ticket: {score} of {most}."
RATED_REOPENED = "{customer} answered our question after the ticket: {score} of {most}. It is open once more."
EDITED = "{customer} changed their post. The card shows the new text."
DELETED = "{customer} deleted their post. Its text is gone from the card too."
DRAFT_VOIDED = "The draft was to a post that is gone, so it was withdrawn."


def tickets_for(unit: Unit, source: str, conversations: set[str]) -> dict[tuple[str, str], Ticket]:
    """The tickets of these conversations, by author and conversation."""
    found: dict[tuple[str, str], Ticket] = {}
    for part in mentions.chunks(sorted(conversations)):
        for ticket in tickets.in_conversations(unit.session, source, part):
            found[ticket.author_id, ticket.conversation] = ticket
    return found


def understand(ticket: TicketRow, reading: Reading, *, opening: bool) -> None:
    """Let a mention's reading count. The first one names the matter; urgency and anger only rise.

    The order in which mentions arrive makes no difference.
    """
    if opening:
        ticket.language, ticket.intent, ticket.why = reading.language, str(reading.intent), list(reading.why)
    ticket.urgency = more_urgent(ticket, reading)
    ticket.needs_reply = ticket.needs_reply or reading.needs_reply
    ticket.anger = max(ticket.anger, int(reading.anger))
    ticket.sensitive = sorted({*ticket.sensitive, *map(str, reading.sensitive)})


def more_urgent(ticket: TicketRow, reading: Reading) -> str:
    """The more urgent of what the ticket has and what was just read."""
    return str(min(Urgency(ticket.urgency), Urgency(reading.urgency), key=SOONEST_FIRST.index))


def heard_again(
    desk: Desk,
    unit: Unit,
    ticket: Ticket,
    post: Incoming,
    reading: Reading,
    now: datetime,
    *,
    mention_id: int,
) -> None:
    """A further mention: it joins the ticket, reopens it where it waited or was resolved, and the thread says so."""
    before = ticket.status
    ticket.mention_count += 1
    ticket.opened_at = min(ticket.opened_at, post.created_at)
    may_open = post.created_at == ticket.opened_at
    understand(ticket, reading, opening=may_open and opening(unit, ticket) == (post.created_at, post.id))
    if post.created_at >= ticket.last_mention_at:
        ticket.last_mention_at = post.created_at
        ticket.author_handle, ticket.author_name = post.author.handle, post.author.name
        ticket.followers = post.author.followers if post.author.followers is not None else ticket.followers
    rated = surveys.heard(unit, ticket, post, now)
    if rated is None or rated.is_unhappy or reading.needs_reply:
        ticket.status = _status_after_hearing(ticket, post)
    ticket.snoozed_until = None
    reopened = ticket.status != before
    if reopened:
        ticket.resolved_at = None
        ticket.our_turn_at, ticket.progress_at = post.created_at, now
        unit.note(Verb.REOPENED, now, CUSTOMER, ticket.id, mention=post.id)
    elif _waited_before(ticket, post):
        ticket.our_turn_at = post.created_at
    unit.note(Verb.JOINED, now, CUSTOMER, ticket.id, mention=post.id, source=ticket.source)
    deadlines.set_next(desk, unit, ticket, now)
    tickets.changed(unit.session, ticket, now)
    said = desk.masked(post.text)
    steps.tell_thread(
        unit, ticket, _said(ticket, rated, reopened=reopened), now, quote=said, quotes=mention_id
    )
    if rated is not None and rated.is_unhappy:
        surveys.tell_lead(desk, unit, ticket, now)
    approving.void_all(desk, unit, ticket, outgoing.WROTE_AGAIN, now)
    outbox.card(unit, ticket.id or 0, now, urgent=ticket.urgency == Urgency.URGENT)


def _said(ticket: Ticket, rated: Rated | None, *, reopened: bool) -> str:
    """What the thread is told of a further mention."""
    customer = steps.customer(ticket)
    if rated is None:
        return (WROTE_AGAIN_REOPENED if reopened else WROTE_AGAIN).format(customer=customer)
    sentence = RATED_REOPENED if reopened else RATED
    return sentence.format(customer=customer, score=rated.score, most=rated.most)


def _waited_before(ticket: Ticket, post: Incoming) -> bool:
    """Whether a mention that came late shows that the customer waits for longer than we knew."""
    answered = ticket.last_response_at is not None and post.created_at <= ticket.last_response_at
    return not answered and ticket.our_turn_at is not None and post.created_at < ticket.our_turn_at


def _status_after_hearing(ticket: Ticket, post: Incoming) -> TicketStatus:
    """A mention older than our last answer is one we had already seen: it does not reopen anything."""
    status = TicketStatus(ticket.status)
    if ticket.last_response_at is not None and post.created_at <= ticket.last_response_at:
        return status
    return lifecycle.next_status(status, Step.HEAR, assigned=ticket.assignee is not None) or status


def author_changed(desk: Desk, unit: Unit, mention: Mention, post: Incoming, now: datetime) -> Change | None:
    """The author edited or deleted a post that is here, or it came a second time (None)."""
    if mention.deleted_at is not None:
        return None
    if post.change is Change.DELETED:
        _deleted(desk, unit, mention, now)
        return Change.DELETED
    if post.text != mention.text:
        _edited(desk, unit, mention, post, now)
        return Change.EDITED
    return None


def _edited(desk: Desk, unit: Unit, mention: Mention, post: Incoming, now: datetime) -> None:
    ticket = tickets.locked(unit.session, mention.ticket_id)
    if ticket is None:
        return
    mention.text, mention.edited_at = post.text, now
    mention.language = desk.language_of(post.text)
    unit.session.add(mention)
    unit.note(Verb.EDITED, now, CUSTOMER, ticket.id, mention=mention.external_id)
    tickets.changed(unit.session, ticket, now)
    said = desk.masked(post.text)
    sentence = EDITED.format(customer=steps.customer(ticket))
    steps.tell_thread(unit, ticket, sentence, now, quote=said, quotes=mention.id)
    approving.void_all(desk, unit, ticket, outgoing.POST_EDITED, now, mention)
    outbox.card(unit, ticket.id or 0, now)


def _deleted(desk: Desk, unit: Unit, mention: Mention, now: datetime) -> None:
    """Card and store are redacted; drafts to the post are withdrawn."""
    ticket = tickets.locked(unit.session, mention.ticket_id)
    if ticket is None:
        return
    lookups.take_pictures_back(unit, mention, now)
    steps.unquote(unit, ticket, mention.id or 0, now)
    mention.text, mention.media, mention.deleted_at = "", [], now
    unit.session.add(mention)
    unit.note(Verb.DELETED, now, CUSTOMER, ticket.id, mention=mention.external_id)
    tickets.changed(unit.session, ticket, now)
    steps.tell_thread(unit, ticket, DELETED.format(customer=steps.customer(ticket)), now)
    _void_drafts(desk, unit, ticket, mention, now)
    outbox.card(unit, ticket.id or 0, now)


def _void_drafts(desk: Desk, unit: Unit, ticket: Ticket, mention: Mention, now: datetime) -> None:
    unsent = (*lifecycle.WRITABLE, *lifecycle.UNDOABLE)
    for reply in replies.with_status(unit.session, ticket.id or 0, unsent):
        if reply.mention_id == mention.id and _withdraw(unit, reply, now):
            outgoing.close_request(desk, unit, ticket, reply, outgoing.POST_GONE, now)
            unit.note(Verb.WITHDRAWN, now, DESK, ticket.id, reply.id, why="post deleted")
            steps.tell_thread(unit, ticket, DRAFT_VOIDED, now, ping=(reply.author,))


def _withdraw(unit: Unit, reply: Reply, now: datetime) -> bool:
    if reply.status in lifecycle.UNDOABLE:
        return outgoing.pull_back(unit, reply, ReplyStatus.WITHDRAWN, now)
    steps.move(unit, reply, ReplyStatus.WITHDRAWN, now)
    return True
