"""Messages that are edited in place, on their way: what they show, where they stand, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.desk import approval_views, braking, reminders
from bot.desk.context import Desk
from bot.desk.nagging import CHANNEL
from bot.outcomes import Never
from bot.surfaces.slack.approvals import approval_message
from bot.surfaces.slack.blocks import Message
from bot.surfaces.slack.lists import list_message
from bot.surfaces.slack.notes import note_message
from bot.surfaces.view import OPEN_CARD, ApprovalView, Button, HomeView, ListView, NoteView, TicketLine
from storage.tables import OutboxRow, Posting, Ticket
from storage.words import PostingKind

NO_CARD = "its card was never posted"
View = NoteView | ListView | ApprovalView
Address = Callable[[str, str], str]
"""The address of a message, by its channel and ts."""


@dataclass(frozen=True)
class Thread:
    """The thread a message stands in."""

    channel: str
    ts: str


def drawn(
    desk: Desk, entry: OutboxRow, now: datetime, address: Address
) -> tuple[Posting, Message, Thread | None] | None:
    """The message as things now are, and its thread if it stands in one; None where nothing is left to say.

    Raises:
        Never: it belongs in the thread of a card that was never posted.
    """
    with desk.db.reading() as session:
        posting = session.get(Posting, int(entry.payload["posting"]))
        view = _view(desk, session, posting, now) if posting else None
        if posting is None or view is None:
            return None
        thread = _thread(session, posting)
        message = _message(_linked(session, view, address))
    return posting, message, thread


def _view(desk: Desk, session: Session, posting: Posting, now: datetime) -> View | None:
    match posting.kind:
        case PostingKind.APPROVAL:
            return approval_views.view(desk, session, posting)
        case PostingKind.BRAKE:
            return braking.view(desk, session, posting)
        case _:
            return reminders.view(desk, session, posting, now)


def _message(view: View) -> Message:
    if isinstance(view, ApprovalView):
        return approval_message(view)
    return list_message(view) if isinstance(view, ListView) else note_message(view)


def _thread(session: Session, posting: Posting) -> Thread | None:
    if not posting.thread:
        return None
    ticket = session.get(Ticket, posting.ticket_id)
    if ticket is None or not ticket.channel or not ticket.card_ts:
        raise Never(NO_CARD)
    return Thread(ticket.channel, ticket.card_ts)


def _linked(session: Session, view: View, address: Address) -> View:
    """The same with its Open buttons leading to the cards."""
    if isinstance(view, ApprovalView):
        return view
    if isinstance(view, NoteView):
        return replace(view, buttons=_open_leads_to(session, view.ticket_id, view.buttons, address))
    lines = (
        replace(line, buttons=_open_leads_to(session, line.ticket_id, line.buttons, address))
        for line in view.lines
    )
    return replace(view, lines=tuple(lines))


def with_links(view: HomeView, address: Address) -> HomeView:
    """The same with each ticket leading to its card."""

    def linked(lines: tuple[TicketLine, ...]) -> tuple[TicketLine, ...]:
        return tuple(replace(one, link=address(*one.card)) if one.card else one for one in lines)

    return replace(
        view,
        mine=linked(view.mine),
        waiting=linked(view.waiting),
        next_up=linked(view.next_up),
        unclaimed=linked(view.unclaimed),
    )


def _open_leads_to(
    session: Session, ticket_id: int | None, buttons: tuple[Button, ...], address: Address
) -> tuple[Button, ...]:
    if OPEN_CARD not in buttons:
        return buttons
    ticket = session.get(Ticket, ticket_id)
    rest = tuple(one for one in buttons if one != OPEN_CARD)
    if ticket is None or not ticket.channel or not ticket.card_ts:
        return rest
    return (replace(OPEN_CARD, link=address(ticket.channel, ticket.card_ts)), *rest)


def in_channel(posting: Posting) -> bool:
    """Whether it is for the whole team."""
    return posting.addressee == CHANNEL or posting.kind == PostingKind.HANDOVER


def keep(session: Session, entry: OutboxRow, channel: str, ts: str, shown: str) -> None:
    """Remember where it stands and what it shows."""
    posting = session.get(Posting, int(entry.payload["posting"]))
    if posting is not None:
        posting.channel, posting.ts, posting.shown = channel, ts, shown
        session.add(posting)
