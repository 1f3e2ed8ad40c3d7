"""The life of a ticket and of a reply: which step leads where. Two tables and nothing else.

The README draws them; `tests/test_readme.py` keeps the drawing true.
"""

from __future__ import annotations

from enum import StrEnum

from storage.words import ReplyStatus as R
from storage.words import TicketStatus as T


class Step(StrEnum):
    """What can happen to a ticket's status."""

    CLAIM = "claim"
    RELEASE = "release"
    HAND_OVER = "hand over"
    ANSWER = "answer"
    HEAR = "hear"
    """The customer wrote again."""
    RESOLVE = "resolve"
    DISMISS = "dismiss"
    REOPEN = "reopen"


TICKET: dict[tuple[T, Step], T] = {
    (T.NEW, Step.CLAIM): T.CLAIMED,
    (T.NEW, Step.HAND_OVER): T.CLAIMED,
    (T.NEW, Step.ANSWER): T.WAITING,
    (T.NEW, Step.RESOLVE): T.RESOLVED,
    (T.NEW, Step.DISMISS): T.DISMISSED,
    (T.CLAIMED, Step.RELEASE): T.NEW,
    (T.CLAIMED, Step.HAND_OVER): T.CLAIMED,
    (T.CLAIMED, Step.ANSWER): T.WAITING,
    (T.CLAIMED, Step.RESOLVE): T.RESOLVED,
    (T.CLAIMED, Step.DISMISS): T.DISMISSED,
    (T.WAITING, Step.CLAIM): T.CLAIMED,
    (T.WAITING, Step.HAND_OVER): T.CLAIMED,
    (T.WAITING, Step.ANSWER): T.WAITING,
    (T.WAITING, Step.HEAR): T.CLAIMED,
    (T.WAITING, Step.RESOLVE): T.RESOLVED,
    (T.WAITING, Step.DISMISS): T.DISMISSED,
    (T.RESOLVED, Step.HEAR): T.CLAIMED,
    (T.RESOLVED, Step.REOPEN): T.CLAIMED,
    (T.RESOLVED, Step.ANSWER): T.RESOLVED,
    (T.DISMISSED, Step.REOPEN): T.CLAIMED,
    (T.DISMISSED, Step.ANSWER): T.DISMISSED,
}
"""`claimed` stands for "somebody's turn here": a ticket that comes back without an assignee is `new` again."""

HEARD_WITHOUT_CHANGE = frozenset({T.NEW, T.CLAIMED, T.DISMISSED})
"""A further mention joins these and leaves the status alone; what was dismissed stays dismissed."""

OPEN = frozenset({T.NEW, T.CLAIMED})
"""The team's turn."""


def next_status(status: T, step: Step, *, assigned: bool) -> T | None:
    """Where a step leads, or None where it is not possible. Without an assignee, `claimed` reads `new`."""
    if step is Step.HEAR and status in HEARD_WITHOUT_CHANGE:
        return status
    found = TICKET.get((status, step))
    return T.NEW if found is T.CLAIMED and not assigned else found


REPLY: dict[R, frozenset[R]] = {
    R.DRAFT: frozenset({R.IN_REVIEW, R.APPROVED, R.WITHDRAWN}),
    R.IN_REVIEW: frozenset({R.APPROVED, R.CHANGES_REQUESTED, R.WITHDRAWN, R.DRAFT}),
    R.CHANGES_REQUESTED: frozenset({R.DRAFT, R.IN_REVIEW, R.APPROVED, R.WITHDRAWN}),
    R.APPROVED: frozenset({R.HOLDING, R.IN_REVIEW, R.DRAFT, R.WITHDRAWN}),
    R.HOLDING: frozenset({R.SENDING, R.IN_REVIEW, R.DRAFT, R.WITHDRAWN, R.FAILED, R.SENT}),
    R.SENDING: frozenset({R.SENT, R.FAILED, R.UNKNOWN, R.HOLDING}),
    R.UNKNOWN: frozenset({R.SENT, R.HOLDING, R.FAILED, R.WITHDRAWN}),
    R.FAILED: frozenset({R.DRAFT, R.HOLDING, R.WITHDRAWN}),
    R.SENT: frozenset(),
    R.WITHDRAWN: frozenset({R.SENT}),
}
"""From each reply status, the ones that may follow. `sending` goes back to `holding` only when nothing went out.

What a person gave up or sent again, since nobody could tell its fate, may be found on the network after all: then it is sent.
"""

WRITABLE = frozenset({R.DRAFT, R.CHANGES_REQUESTED, R.FAILED})
"""A reply whose text may still be changed."""

UNDOABLE = frozenset({R.IN_REVIEW, R.APPROVED, R.HOLDING})
"""A reply that can still be called back."""


def may_follow(status: R, following: R) -> bool:
    """Whether a reply may go from one status to another."""
    return following in REPLY[status]
