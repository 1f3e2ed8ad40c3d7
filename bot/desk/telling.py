"""`/desk story N`: a case story drafted from a resolved ticket, without personal data, for a person to publish."""

from __future__ import annotations

import re

from sqlmodel import Session

from bot.desk.context import Desk
from bot.rules.refusal import Refusal
from bot.rules.spans import span
from bot.rules.stories import Material, story
from bot.surfaces.view import ListLine, ListView
from storage import replies, tickets
from storage.tables import Ticket
from storage.words import ReplyStatus, TicketStatus

WHICH = "Which ticket? Write /desk story 123, with the number of a resolved one."
NO_TICKET = "There is no ticket {number}."
NOT_RESOLVED = "Ticket {number} is not resolved yet. A story needs its end."
NOT_ANSWERED = "Ticket {number} was resolved without an answer, so there is no story in it."
HEAD = (
    "A draft from ticket {number}. Names, handles, links and private data were taken out as far as they were "
    "recognised: please read it before you publish it."
)
WITHIN = "Within {span}"
ENDED = "After {span} the matter was resolved."
CUSTOMER = "[customer]"
_MENTION = re.compile(r"(?<!\w)@[\w.:-]*\w(?:@[\w.-]+)?")
_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)


def draft(desk: Desk, session: Session, words: str) -> ListView | Refusal:
    """The story, or why there is none."""
    number = words.strip().removeprefix("#")
    if not number.isdecimal():
        return Refusal(WHICH)
    ticket = tickets.by_id(session, int(number))
    if ticket is None:
        return Refusal(NO_TICKET.format(number=number))
    if ticket.status != TicketStatus.RESOLVED or ticket.resolved_at is None:
        return Refusal(NOT_RESOLVED.format(number=number))
    if ticket.first_response_at is None:
        return Refusal(NOT_ANSWERED.format(number=number))
    told = story(_material(desk, session, ticket))
    lines = tuple(ListLine(0, part.replace("{", "(").replace("}", ")")) for part in told)
    return ListView(HEAD.format(number=number), lines)


def _material(desk: Desk, session: Session, ticket: Ticket) -> Material:
    first, end = ticket.first_response_at or ticket.opened_at, ticket.resolved_at or ticket.changed_at
    said = tickets.mentions(session, ticket.id or 0)
    sent = replies.with_status(session, ticket.id or 0, [ReplyStatus.SENT])
    texts = [(mention.created_at, anonymous(desk, ticket, mention.text)) for mention in said if mention.text]
    return Material(
        network=desk.network_label(ticket.source),
        requests=[text for at, text in texts if at <= first],
        answers=[anonymous(desk, ticket, reply.text) for reply in sent if not reply.automatic],
        afterwards=[text for at, text in texts if at > first],
        answered_after=WITHIN.format(span=span((first - ticket.opened_at).total_seconds())),
        ended=ENDED.format(span=span((end - ticket.opened_at).total_seconds())),
    )


def anonymous(desk: Desk, ticket: Ticket, text: str) -> str:
    """A text without private data, links, handles and the customer's own name."""
    text = _MENTION.sub(CUSTOMER, _LINK.sub("[link]", desk.masked(text)))
    for name in sorted(_names(ticket), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", CUSTOMER, text, flags=re.IGNORECASE)
    return text


def _names(ticket: Ticket) -> set[str]:
    """What the customer is called: the whole name, each part of it, the handle and its first part."""
    handle = ticket.author_handle.removeprefix("@")
    parts = {ticket.author_name, *ticket.author_name.split(), handle, handle.split("@")[0].split(".")[0]}
    return {part for part in parts if len(part) > 1}
