"""What the customer and we have said to each other in one matter, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.desk.context import Desk
from storage import replies, tickets
from storage.tables import Mention, Reply

DELETED = "(deleted by its author)"


@dataclass(frozen=True)
class Said:
    """One post: a mention of the customer's, or a reply of ours."""

    at: datetime
    text: str
    post: Mention | Reply


def exchange(desk: Desk, session: Session, ticket_id: int) -> list[Said]:
    """The customer's posts, masked, and our answers that went out, oldest first."""
    theirs = [
        Said(mention.created_at, desk.masked(mention.text) or DELETED, mention)
        for mention in tickets.mentions(session, ticket_id)
    ]
    ours = [
        Said(reply.sent_at, reply.text, reply)
        for reply in replies.of_ticket(session, ticket_id)
        if reply.sent_at is not None
    ]
    return sorted([*theirs, *ours], key=lambda said: said.at)
