"""Brings cards, notes and whispers to the team's Slack, at Slack's pace, the urgent first.

What a row shows is read when it leaves, so it is always the newest (P2). A post whose answer was lost is looked
for by the outbox id in its metadata before it is posted again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.courier import postings, wait_after
from bot.desk import cards, home
from bot.desk.context import Desk
from bot.outcomes import NetworkError, Never, TryLater
from bot.surfaces.slack.blocks import Message
from bot.surfaces.slack.cards import card_message
from bot.surfaces.slack.client import SlackTeam, permalink
from bot.surfaces.slack.home import home_view
from bot.surfaces.slack.notes import note_message
from bot.surfaces.slack.pace import Pace
from bot.surfaces.view import BUTTONS_BY_ID, NoteView
from storage import outbox
from storage.outbox import Leased
from storage.tables import Outbox, OutboxRow, Posting, Ticket
from storage.words import OutboxKind

log = structlog.get_logger()
LONGEST_REST = timedelta(seconds=30)
MEND_FIRST = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "missing_scope", "restricted_action"}
)
"""Refusals that an operator mends: nothing is dropped for them. `mentiondesk doctor` names the cure."""
CARD_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""The card was deleted by hand, or may no longer be edited: it is posted anew."""
CANNOT_WHISPER = frozenset({"user_not_in_channel", "channel_not_found", "not_in_channel"})
NO_CARD = "its card was never posted"
ROOM_FOR_A_CALL = timedelta(seconds=15)
"""A post is begun only while so much of the lease is left: it is over before another copy takes the row."""


class LeaseOver(Exception):
    """The desk slept meanwhile, and another copy may have this row by now. Nothing was posted."""


@dataclass(frozen=True)
class Posted:
    """Where a card is now, and what it shows."""

    channel: str
    ts: str
    hash: str


@dataclass
class TeamCourier:
    """The one courier to the team. After a failure of Slack's own it rests a while instead of trying every row."""

    desk: Desk
    team: SlackTeam
    holder: str
    now: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    failures: int = 0
    rest_until: datetime | None = None
    _channel: str | None = None
    _url: str | None = None

    def drain(self) -> int:
        """Deliver what is due and what the pace lets through. Returns how many rows were handled."""
        handled = 0
        while self._one():
            handled += 1
        return handled

    def wait(self) -> timedelta | None:
        """How long until the pace or a rest lets more through; None where nothing holds us back."""
        now = self.now()
        if self.rest_until and self.rest_until > now:
            return self.rest_until - now
        return self._wait_in_channel(now) or None

    def _one(self) -> bool:
        now = self.now()
        if self.rest_until and self.rest_until > now:
            return False
        quick_only = bool(self._wait_in_channel(now))
        with self.desk.db.reading() as session:
            if not outbox.anything_due(session, outbox.SLACK, now, quick_only=quick_only):
                return False
        with self.desk.db.unit() as unit:
            found = outbox.lease(unit.session, outbox.SLACK, self.holder, now, quick_only=quick_only)
        if not found:
            return False
        self._deliver(found[0])
        return True

    def _wait_in_channel(self, now: datetime) -> timedelta:
        channel = self._channel or ""
        return max(self.pace.wait_for(method, channel, now) for method in ("chat.postMessage", "chat.update"))

    def _deliver(self, leased: Leased) -> None:
        entry_id = leased.entry.id or 0
        try:
            posted = self._call(leased)
        except NetworkError as error:
            self._failed(leased, error)
            return
        except LeaseOver:
            log.info("lease_over", row=entry_id)
            return
        self.failures, self.rest_until = 0, None
        with self.desk.db.unit() as unit:
            kept = outbox.done(unit.session, entry_id, self.holder, self.now(), posted.ts if posted else None)
            if posted and kept and leased.entry.kind == OutboxKind.POSTING:
                postings.keep(unit.session, leased.entry, posted.channel, posted.ts, posted.hash)
            if posted and kept and leased.entry.kind == OutboxKind.CARD:
                ticket = unit.session.get(Ticket, leased.entry.ticket_id)
                if ticket is not None:
                    ticket.channel, ticket.card_ts, ticket.card_hash = posted.channel, posted.ts, posted.hash
                    unit.session.add(ticket)

    def _failed(self, leased: Leased, error: NetworkError) -> None:
        """What only this row cannot do is dropped; what all of Slack cannot do now is tried again after a rest."""
        entry, now = leased.entry, self.now()
        code = error.code if isinstance(error, Never) else ""
        refused = isinstance(error, Never) and not error.login and code not in MEND_FIRST
        log.warning("not_delivered", row=entry.id, kind=str(entry.kind), problem=str(error), dropped=refused)
        with self.desk.db.unit() as unit:
            if refused and code in CARD_GONE and entry.kind == OutboxKind.CARD:
                _forget_card(unit.session.get(Ticket, entry.ticket_id))
                outbox.later(unit.session, entry.id or 0, self.holder, now, str(error))
            elif refused:
                outbox.dropped(unit.session, entry.id or 0, self.holder, now, str(error))
            else:
                unsure = not isinstance(error, (TryLater, Never)) or leased.tried_at is not None
                outbox.later(unit.session, entry.id or 0, self.holder, now, str(error), unsure=unsure)
        if not refused:
            self.failures += 1
            asked = error.wait if isinstance(error, TryLater) else None
            self.rest_until = now + (asked or wait_after(self.failures, LONGEST_REST))

    def _call(self, leased: Leased) -> Posted | None:
        entry = leased.entry
        match entry.kind:
            case OutboxKind.CARD:
                return self._card(leased)
            case OutboxKind.THREAD:
                return self._thread(leased)
            case OutboxKind.THREAD_EDIT:
                self._edit_thread(leased.entry)
            case OutboxKind.CHANNEL:
                return self._post(leased, self.channel(), note_message(_note(entry)))
            case OutboxKind.POSTING:
                return self._posting(leased)
            case OutboxKind.WHISPER:
                self._whisper(leased)
            case OutboxKind.DIRECT:
                self._direct(leased)
            case OutboxKind.HOME:
                view = home.home(self.desk, entry.person or "", self.now())
                self.team.publish_home(
                    entry.person or "", home_view(postings.with_links(view, self._address_of))
                )
        return None

    def channel(self) -> str:
        """The team channel's id, asked of Slack once."""
        if self._channel is None:
            self._channel = self.team.channel(self.desk.settings.desk.channel).id
        return self._channel

    def _card(self, leased: Leased) -> Posted | None:
        with self.desk.db.reading() as session:
            ticket = session.get(Ticket, leased.entry.ticket_id)
            view = cards.card(self.desk, session, leased.entry.ticket_id or 0, self.now()) if ticket else None
        if ticket is None or view is None:
            return None
        message = card_message(view)
        shown = hash_of(message)
        if ticket.channel and ticket.card_ts:
            if ticket.card_hash != shown:
                self.pace.used("chat.update", ticket.channel, self.now())
                self.team.update(ticket.channel, ticket.card_ts, message)
            return Posted(ticket.channel, ticket.card_ts, shown)
        posted = self._post(leased, self.channel(), message)
        if leased.tried_at is not None:
            self.team.update(posted.channel, posted.ts, message)
        return Posted(posted.channel, posted.ts, shown)

    def _posting(self, leased: Leased) -> Posted | None:
        """A message that is edited in place: posted once, then replaced. None: it was taken back before it left."""
        drawn = postings.drawn(self.desk, leased.entry, self.now(), self._address_of)
        if drawn is None:
            return None
        posting, message, thread = drawn
        shown = hash_of(message)
        if posting.channel and posting.ts:
            if posting.shown != shown:
                self.pace.used("chat.update", posting.channel, self.now())
                self.team.update(posting.channel, posting.ts, message)
            return Posted(posting.channel, posting.ts, shown)
        channel = thread.channel if thread else self._place_of(posting)
        posted = self._post(leased, channel, message, thread.ts if thread else None)
        if leased.tried_at is not None:
            self.team.update(posted.channel, posted.ts, message)
        return Posted(posted.channel, posted.ts, shown)

    def _place_of(self, posting: Posting) -> str:
        if postings.in_channel(posting):
            return self.channel()
        return self.team.direct_channel(posting.addressee)

    def _address_of(self, channel: str, ts: str) -> str:
        """The address of a message; the workspace's own is asked of Slack once."""
        if self._url is None:
            self._url = self.team.me().url
        return permalink(self._url, channel, ts)

    def _thread(self, leased: Leased) -> Posted | None:
        with self.desk.db.reading() as session:
            ticket = session.get(Ticket, leased.entry.ticket_id)
        if ticket is None or not ticket.channel or not ticket.card_ts:
            raise Never(NO_CARD)
        return self._post(leased, ticket.channel, note_message(_note(leased.entry)), ticket.card_ts)

    def _edit_thread(self, entry: OutboxRow) -> None:
        """Show a message of the thread as its row now reads; nothing where it never got there."""
        with self.desk.db.reading() as session:
            posted, ticket = session.get(Outbox, entry.payload["of"]), session.get(Ticket, entry.ticket_id)
        if posted and ticket and ticket.channel and posted.remote_ts:
            self.pace.used("chat.update", ticket.channel, self.now())
            self.team.update(ticket.channel, posted.remote_ts, note_message(_note(posted)))

    def _post(self, leased: Leased, channel: str, message: Message, thread: str | None = None) -> Posted:
        """Post once: where an earlier answer was lost, look for the post before making another."""
        name = metadata_id(leased.entry)
        if leased.tried_at is not None:
            found = self.team.find_posted(channel, name, leased.tried_at, thread)
            if found is not None:
                return Posted(channel, found, "")
        if leased.entry.leased_until is None or leased.entry.leased_until - ROOM_FOR_A_CALL < self.now():
            raise LeaseOver
        self.pace.used("chat.postMessage", channel, self.now())
        return Posted(channel, self.team.post(channel, message, name, thread), "")

    def _direct(self, leased: Leased) -> None:
        channel = self.team.direct_channel(leased.entry.person or "")
        self._post(leased, channel, note_message(_note(leased.entry)))

    def _whisper(self, leased: Leased) -> None:
        """Tell one person where they pressed; where Slack cannot, in their direct messages."""
        payload, person = leased.entry.payload, leased.entry.person or ""
        try:
            self.team.whisper(
                payload["channel"], person, note_message(_note(leased.entry)), payload.get("thread")
            )
        except Never as error:
            if error.code not in CANNOT_WHISPER:
                raise
            self._direct(leased)


def metadata_id(entry: OutboxRow) -> str:
    """What a post carries so that it can be found: the row, and when it was made (a store may be made anew)."""
    return f"{entry.id}-{entry.created_at.timestamp():.0f}"


def hash_of(message: Message) -> str:
    """What a card shows, as a short name: equal names need no edit."""
    shown = json.dumps([message.text, list(message.blocks)], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _note(entry: OutboxRow) -> NoteView:
    payload: Mapping[str, Any] = entry.payload
    return NoteView(
        text=payload.get("text", ""),
        quote=payload.get("quote", ""),
        ping=tuple(payload.get("ping", ())),
        times={name: datetime.fromisoformat(at) for name, at in payload.get("times", {}).items()},
        ticket_id=entry.ticket_id,
        buttons=tuple(BUTTONS_BY_ID[name] for name in payload.get("buttons", ())),
    )


def _forget_card(ticket: Ticket | None) -> None:
    if ticket is not None:
        ticket.card_ts, ticket.card_hash = None, None
