"""The record's verbs in words for people: the card's last action, and a ticket's history."""

from __future__ import annotations

from bot.desk.context import BRAND, CUSTOMER, DESK
from storage.tables import RecordEntry
from storage.words import Verb

WORDS = {
    Verb.RECEIVED: "arrived",
    Verb.OPENED: "wrote",
    Verb.JOINED: "wrote again",
    Verb.MERGED: "joined another ticket to this one",
    Verb.EDITED: "changed their post",
    Verb.DELETED: "deleted their post",
    Verb.CLAIMED: "claimed it",
    Verb.RELEASED: "released it",
    Verb.HANDED_OVER: "handed it over",
    Verb.NOTED: "added a note",
    Verb.SNOOZED: "put it to sleep",
    Verb.WOKE: "woke it",
    Verb.DRAFTED: "began a reply",
    Verb.QUEUED: "sent a reply off",
    Verb.UNDONE: "called a reply back",
    Verb.WITHDRAWN: "withdrew a reply",
    Verb.SENDING: "is sending a reply",
    Verb.SENT: "delivered the reply",
    Verb.FAILED: "could not deliver the reply",
    Verb.UNKNOWN: "cannot tell whether the reply arrived",
    Verb.SETTLED: "decided about the reply",
    Verb.RESOLVED: "resolved it",
    Verb.DISMISSED: "dismissed it",
    Verb.REOPENED: "reopened it",
    Verb.ANSWERED_OUTSIDE: "answered outside the desk",
    Verb.SOURCE_DOWN: "lost a source",
    Verb.SOURCE_UP: "found a source again",
    Verb.SOURCE_QUIET: "missed a source's mentions",
    Verb.SOURCE_HEARD: "heard a source again",
    Verb.NAGGED: "reminded the team",
    Verb.HELP_ASKED: "asked for help",
    Verb.CLAIM_WARNED: "asked how it goes on",
    Verb.CLAIM_EXTENDED: "took more time",
    Verb.CLAIM_LAPSED: "put it back in the queue",
    Verb.PROMISED: "promised to come back",
    Verb.PROMISE_KEPT: "kept the promise",
    Verb.ACKNOWLEDGED: "acknowledged it automatically",
    Verb.HANDOVER_OFFERED: "offered it at shift end",
    Verb.APPROVAL_ASKED: "asked for approval",
    Verb.APPROVED: "approved the reply",
    Verb.EDITED_REPLY: "changed the reply",
    Verb.SENT_BACK: "sent the reply back",
    Verb.TAKEN_OVER: "took the reply over",
    Verb.VOIDED: "voided the approval",
    Verb.GUARD_OVERRIDDEN: "allowed private data in public",
    Verb.SHOWN: "opened what is covered",
    Verb.BRAKED: "pulled the brake",
    Verb.BRAKE_RELEASED: "released the brake",
    Verb.WATCHED: "saw how the reply fares",
    Verb.FORGOTTEN: "had personal data deleted",
    Verb.SURVEY_ASKED: "asked how it went",
    Verb.RATED: "rated us",
    Verb.SAVED_REPLY_KEPT: "saved a reply to start from",
    Verb.SAVED_REPLY_RETIRED: "retired a saved reply",
}

SILENT = frozenset({Verb.RECEIVED, Verb.DRAFTED, Verb.SENDING, Verb.SHOWN})
"""Not worth a line on the card."""


def words_of(entry: RecordEntry) -> str:
    """What happened, as the end of a sentence that begins with who did it."""
    return WORDS[Verb(entry.verb)]


def is_person(actor: str) -> bool:
    """Whether the actor is somebody of the team."""
    return actor not in {DESK, CUSTOMER, BRAND}
