"""`/desk why N`: a ticket's windows in plain words, with their start, pauses and due time, working and wall time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.desk import deadlines, ticket_windows
from bot.desk.context import Desk
from bot.desk.deadlines import CLAIM
from bot.desk.nagging import CHANNEL
from bot.rules.acknowledgement import hours_in_words
from bot.rules.spans import stamp
from bot.rules.windows import LABELS, WindowName, explanation
from storage import nags, pauses, people, tickets
from storage.tables import Nag, Ticket

NO_TICKET = "There is no ticket {number}. The number stands in the last line of its card."
WHICH = "Which ticket? Write “/desk why 123”; the number stands in the last line of its card."
HEAD = "Ticket {number}, in the hours {hours}:"
NO_CLOCK = "No clock runs for it: it needs no reply, and nobody has claimed it."
STANDING = "{label}: {state}, {countdown}"
REMINDED = "Reminders so far"
REMINDER = "{window}, no. {rung}: {at}, to {whom}."
THE_CHANNEL = "the channel"
NEXT = "The desk looks at it again {at}."
CLAIM_TIMES = "The claim: last progress {last}, a warning {warn}, back to the queue {lapse}."
CLAIM_NAME = "Claim without progress"


def why(desk: Desk, session: Session, words: str, zone: str, now: datetime) -> str:
    """The explanation, in the reader's own zone."""
    number = words.strip().removeprefix("#")
    if not number.isdecimal():
        return WHICH
    ticket = tickets.by_id(session, int(number))
    if ticket is None:
        return NO_TICKET.format(number=number)
    place = ZoneInfo(zone)
    head = HEAD.format(number=ticket.id, hours=hours_in_words(desk.policy.calendar))
    parts = [head, *(_windows(desk, session, ticket, place, now) or [NO_CLOCK])]
    parts += _reminders(session, ticket, place)
    last = _claim(desk, session, ticket, place)
    last += [NEXT.format(at=stamp(ticket.next_at, place))] if ticket.next_at is not None else []
    return "\n\n".join([*parts, *(["\n".join(last)] if last else [])])


def _windows(desk: Desk, session: Session, ticket: Ticket, zone: ZoneInfo, now: datetime) -> list[str]:
    """A paragraph for each window: how it stands, then what that follows from."""
    stretches = pauses.of(session, ticket)
    found = []
    for one in ticket_windows.windows_of(desk, ticket, stretches):
        window, state = one.window, one.window.state(now)
        countdown = window.countdown(now).removeprefix("paused, ")
        head = STANDING.format(label=LABELS[window.name], state=state, countdown=countdown)
        found.append(_listed(head, explanation(window, zone)))
    return found


def _listed(head: str, facts: Sequence[str]) -> str:
    return "\n".join([head, *(f"• {fact}" for fact in facts)])


def _reminders(session: Session, ticket: Ticket, zone: ZoneInfo) -> list[str]:
    fired: list[Nag] = nags.fired_for(session, ticket.id)
    said = [
        REMINDER.format(
            window=_window_name(nag),
            rung=nag.rung,
            at=stamp(nag.fired_at, zone),
            whom=THE_CHANNEL if nag.addressee == CHANNEL else people.name_of(session, nag.addressee),
        )
        for nag in fired
    ]
    return [_listed(REMINDED, said)] if said else []


def _window_name(nag: Nag) -> str:
    return CLAIM_NAME if nag.window == CLAIM else LABELS[WindowName(nag.window)]


def _claim(desk: Desk, session: Session, ticket: Ticket, zone: ZoneInfo) -> list[str]:
    times = deadlines.claim_of(desk, ticket, deadlines.staff_of(desk, session, ticket))
    if times is None:
        return []
    last = deadlines.progress_of(ticket)
    return [
        CLAIM_TIMES.format(
            last=stamp(last, zone), warn=stamp(times.warn_at, zone), lapse=stamp(times.lapse_at, zone)
        )
    ]
