"""The card of a ticket, read from the store: what is shown, and which buttons fit where it stands (P2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.desk import happenings, reach, requests
from bot.desk.context import Desk
from bot.networks.port import Capability
from bot.rules.windows import LABELS, WindowName
from bot.surfaces.view import (
    Button,
    Buttons,
    CardView,
    Customer,
    Deadline,
    LastAction,
    OutsideAnswer,
    Picture,
    ReplyLine,
    TicketLine,
    Tone,
)
from storage import approvals, brakes, brand_posts, record, replies, tickets
from storage.tables import Mention, Reply, Ticket
from storage.words import Audience, ReplyStatus, TicketStatus, Urgency

EARLIER = "{count} earlier matter{s}; the last began on {day}"
"""Without where they stand: that changes elsewhere, and this card would not be drawn anew for it."""
MOST_EARLIER = 50
OPEN_ON = "Open on {network}"
LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "bn": "Bengali", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "km": "Khmer", "ko": "Korean",
    "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "my": "Burmese", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovene", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
DISMISSED = {
    "spam": "spam",
    "troll": "a troll",
    "not_for_us": "not for us",
    "no_reply_needed": "no reply needed",
}


ENDED = (TicketStatus.RESOLVED, TicketStatus.DISMISSED)


def card(desk: Desk, session: Session, ticket_id: int, now: datetime) -> CardView | None:
    """What the card of a ticket shows now; None where the ticket is gone."""
    ticket = session.get(Ticket, ticket_id)
    mention = tickets.latest_mention(session, _alive(ticket)) if ticket else None
    if ticket is None or mention is None:
        return None
    reply, text = replies.latest(session, ticket_id), desk.masked(mention.text)
    only_there = _only_there(desk, session, mention, now)
    open_it = Button(
        Buttons.OPEN.id, OPEN_ON.format(network=desk.network_label(ticket.source)), link=mention.url or ""
    )
    private = _private(desk, session, ticket, mention, now)
    return CardView(
        ticket_id=ticket_id,
        network=desk.network_label(ticket.source),
        source=ticket.source,
        customer=customer(ticket),
        text=text,
        said_at=mention.created_at,
        status=TicketStatus(ticket.status),
        urgency=Urgency(ticket.urgency),
        intent=ticket.intent,
        language=LANGUAGES.get(ticket.language, ""),
        why=tuple(ticket.why),
        private=mention.private,
        mention_count=ticket.mention_count,
        url=mention.url,
        edited=mention.edited_at is not None,
        deleted=mention.deleted_at is not None,
        rating=mention.rating,
        pictures=tuple(Picture(item["url"], item.get("alt", "")) for item in mention.media),
        earlier=_earlier(session, ticket),
        assignee=ticket.assignee,
        snoozed_until=_snooze(ticket, now),
        deadline=deadline(ticket, now),
        private_until=private.until if private else None,
        private_shut=private is not None and not private.allowed,
        reply=_reply_line(desk, session, reply),
        outside=_outside(session, ticket_id),
        last_action=_last_action(session, ticket_id),
        dismiss_reason=DISMISSED.get(ticket.dismiss_reason or "", ""),
        only_there=only_there,
        buttons=_buttons(ticket, reply, open_it, only_there=bool(only_there), covered=text != mention.text),
        more=_more(ticket, open_it, now),
    )


def _alive(ticket: Ticket) -> int:
    """Where a ticket's mentions are: a merged one has them no more."""
    return ticket.merged_into or ticket.id or 0


def customer(ticket: Ticket) -> Customer:
    """The person outside."""
    return Customer(ticket.author_name, ticket.author_handle.removeprefix("@"), ticket.followers)


def line(desk: Desk, session: Session, ticket: Ticket, now: datetime) -> TicketLine:
    """A ticket in a list."""
    mention = tickets.latest_mention(session, ticket.id or 0)
    return TicketLine(
        ticket_id=ticket.id or 0,
        network=desk.network_label(ticket.source),
        customer=customer(ticket),
        text=desk.masked(mention.text) if mention else "",
        status=TicketStatus(ticket.status),
        urgency=Urgency(ticket.urgency),
        assignee=ticket.assignee,
        deadline=deadline(ticket, now),
        card=(ticket.channel, ticket.card_ts) if ticket.channel and ticket.card_ts else None,
    )


def _snooze(ticket: Ticket, now: datetime) -> datetime | None:
    return ticket.snoozed_until if ticket.snoozed_until and ticket.snoozed_until > now else None


def deadline(ticket: Ticket, now: datetime) -> Deadline | None:
    """The next deadline, with how it stands as a word. A clock that stands still names no moment."""
    if ticket.due_name is None:
        return None
    due_at, soon_at = ticket.due_at, ticket.soon_at
    if due_at is not None and due_at <= now:
        return Deadline(ticket.due_name, due_at, Tone.OVER, _said_of(ticket, "overdue"))
    if due_at is None or _snooze(ticket, now):
        return Deadline(ticket.due_name, due_at or ticket.changed_at, Tone.PAUSED, "paused")
    if soon_at is not None and soon_at <= now:
        return Deadline(ticket.due_name, due_at, Tone.SOON, _said_of(ticket, "due soon"))
    return Deadline(ticket.due_name, due_at, Tone.CALM, "on time")


def _private(
    desk: Desk, session: Session, ticket: Ticket, mention: Mention, now: datetime
) -> Capability | None:
    """Whether a private answer is possible, and until when; None where that matters no more, or stands in the deadline."""
    network = desk.networks.get(ticket.source)
    if network is None or ticket.status in ENDED or ticket.due_name == LABELS[WindowName.NETWORK_CLOSE]:
        return None
    return reach.capabilities(desk, session, network, mention, now).get(Audience.PRIVATE)


def _said_of(ticket: Ticket, word: str) -> str:
    return word if ticket.assignee else f"{word}, nobody has it"


def _earlier(session: Session, ticket: Ticket) -> str:
    others = tickets.earlier(session, ticket, MOST_EARLIER)
    if not others:
        return ""
    count = f"{len(others)}{'+' if len(others) == MOST_EARLIER else ''}"
    day = f"{others[0].opened_at:%-d %B %Y}"
    return EARLIER.format(count=count, s="" if len(others) == 1 else "s", day=day)


def _reply_line(desk: Desk, session: Session, reply: Reply | None) -> ReplyLine | None:
    if reply is None:
        return None
    return ReplyLine(
        status=ReplyStatus(reply.status),
        audience=Audience(reply.audience),
        account=reply.account,
        text=reply.text,
        author=reply.author,
        url=reply.remote_url,
        problem=reply.problem,
        at=reply.sent_at or reply.changed_at,
        hold_until=reply.hold_until,
        held=_is_held(session, reply),
        editor=reply.editor or "",
        waits_for=_waits_for(desk, session, reply),
    )


def _waits_for(desk: Desk, session: Session, reply: Reply) -> str:
    """Who may give the approval it waits for, by name."""
    if reply.status != ReplyStatus.IN_REVIEW:
        return ""
    approval = approvals.open_of_reply(session, reply.id or 0)
    step = requests.current_step(approval, reply) if approval else ""
    return requests.waits_for(desk, session, approval, reply, step) if approval and step else ""


def _is_held(session: Session, reply: Reply) -> bool:
    """Whether the brake keeps it from leaving."""
    if reply.status != ReplyStatus.HOLDING:
        return False
    return brakes.holding(session, reply.source, reply.account) is not None


def _outside(session: Session, ticket_id: int) -> OutsideAnswer | None:
    post = brand_posts.answer_outside(session, ticket_id)
    return OutsideAnswer(post.author_handle, post.text, post.created_at, post.url) if post else None


def _last_action(session: Session, ticket_id: int) -> LastAction | None:
    entry = record.latest(session, ticket_id, without=happenings.SILENT)
    if entry is None:
        return None
    words = happenings.words_of(entry)
    if happenings.is_person(entry.actor):
        return LastAction(words, entry.actor, entry.at)
    return LastAction(f"the {entry.actor} {words}", "", entry.at)


STANDING_BUTTONS: dict[TicketStatus, tuple[Button, ...]] = {
    TicketStatus.NEW: (Buttons.CLAIM, Buttons.REPLY, Buttons.DISMISS),
    TicketStatus.CLAIMED: (Buttons.REPLY, Buttons.RESOLVE, Buttons.DISMISS, Buttons.RELEASE),
    TicketStatus.WAITING: (Buttons.REPLY, Buttons.RESOLVE),
    TicketStatus.RESOLVED: (Buttons.REOPEN,),
    TicketStatus.DISMISSED: (Buttons.REOPEN,),
}
REPLY_BUTTONS: dict[ReplyStatus, tuple[Button, ...]] = {
    ReplyStatus.IN_REVIEW: (Buttons.UNDO,),
    ReplyStatus.APPROVED: (Buttons.UNDO,),
    ReplyStatus.HOLDING: (Buttons.UNDO,),
    ReplyStatus.UNKNOWN: (Buttons.SEEN_IT, Buttons.SEND_AGAIN, Buttons.LEAVE_IT),
    ReplyStatus.FAILED: (Buttons.TRY_AGAIN,),
}


def _only_there(desk: Desk, session: Session, mention: Mention, now: datetime) -> str:
    """Why nobody can be answered from here, where the post can still be opened; "" where an answer is possible."""
    network = desk.networks.get(mention.source)
    if network is None or mention.url is None:
        return ""
    able = reach.capabilities(desk, session, network, mention, now)
    ways = [able[audience] for audience in Audience if audience in able]
    return "" if any(way.allowed for way in ways) else next((way.reason for way in ways), "")


def _buttons(
    ticket: Ticket, reply: Reply | None, open_it: Button, *, only_there: bool, covered: bool
) -> tuple[Button, ...]:
    if ticket.merged_into is not None:
        return ()
    about_reply = REPLY_BUTTONS.get(ReplyStatus(reply.status), ()) if reply else ()
    answer = open_it if only_there else Buttons.REPLY
    if Buttons.SEEN_IT in about_reply and not only_there:
        # First comes the question of what became of the last one, with the way to look; then the next one.
        about_reply = ((open_it,) if open_it.link else ()) + about_reply
        answer = replace(answer, style="")
    show = (Buttons.SHOW,) if covered else ()
    standing = STANDING_BUTTONS[TicketStatus(ticket.status)]
    return about_reply + tuple(answer if one == Buttons.REPLY else one for one in standing) + show


def _more(ticket: Ticket, open_it: Button, now: datetime) -> tuple[Button, ...]:
    """At most five: Slack's overflow menu holds no more."""
    if ticket.merged_into is not None:
        return ()
    standing = [Buttons.HISTORY, Buttons.NOTE]
    if TicketStatus(ticket.status) in {TicketStatus.RESOLVED, TicketStatus.DISMISSED}:
        choices = standing
    else:
        choices = [Buttons.HAND_OVER, *standing, Buttons.WAKE if _snooze(ticket, now) else Buttons.SNOOZE]
    if open_it.link:
        choices = [*choices, open_it]
    return tuple(choices)
