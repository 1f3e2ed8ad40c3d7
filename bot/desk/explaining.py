"""`/desk why N`: a ticket's windows in plain words, with their start, pauses and due time, working and wall time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.desk import deadlines
from bot.desk.context import Desk
from bot.rules.acknowledgement import hours_in_words
from bot.rules.spans import stamp
from bot.rules.windows import explain
from storage import nags, pauses, tickets
from storage.tables import Nag, Ticket

NO_TICKET = "There is no ticket {number}. The number stands in the last line of its card."
WHICH = "Which ticket? Write `/desk why 123`; the number stands in the last line of its card."
HEAD = "Ticket {number}, in the hours {hours}:"
NO_CLOCK = "No clock runs for it: it needs no reply, and nobody has claimed it."
NOW = "Now: {countdown} ({state})."
REMINDED = "Reminders so far: {times}."
NEXT = "The desk looks at it again {at}."
CLAIM = "The claim: last progress {last}, a warning {warn}, back to the queue {lapse}."


def why(desk: Desk, session: Session, words: str, zone: str, now: datetime) -> str:
    """The explanation, in the reader's own zone."""
    number = words.strip().removeprefix("#")
    if not number.isdecimal():
        return WHICH
    ticket = tickets.by_id(session, int(number))
    if ticket is None:
        return NO_TICKET.format(number=number)
    place = ZoneInfo(zone)
    lines = [HEAD.format(number=ticket.id, hours=hours_in_words(desk.policy.calendar))]
    windows = _windows(desk, session, ticket, place, now)
    lines += windows or [NO_CLOCK]
    lines += _reminders(session, ticket, place) + _claim(desk, session, ticket, place)
    if ticket.next_at is not None:
        lines.append(NEXT.format(at=stamp(ticket.next_at, place)))
    return "\n".join(lines)


def _windows(desk: Desk, session: Session, ticket: Ticket, zone: ZoneInfo, now: datetime) -> list[str]:
    stretches = pauses.of(session, ticket)
    lines = []
    for one in deadlines.windows_of(desk, ticket, stretches):
        window = one.window
        standing = NOW.format(countdown=window.countdown(now), state=window.state(now))
        lines.append(f"• {explain(window, zone)}" + ("" if window.met_at else f" {standing}"))
    return lines


def _reminders(session: Session, ticket: Ticket, zone: ZoneInfo) -> list[str]:
    fired: list[Nag] = nags.fired_for(session, ticket.id)
    if not fired:
        return []
    times = "; ".join(
        f"{nag.window.replace('_', ' ')} {nag.rung}, {stamp(nag.fired_at, zone)}" for nag in fired
    )
    return [REMINDED.format(times=times)]


def _claim(desk: Desk, session: Session, ticket: Ticket, zone: ZoneInfo) -> list[str]:
    times = deadlines.claim_of(desk, ticket, deadlines.staff_of(desk, session, ticket))
    if times is None:
        return []
    last = deadlines.progress_of(ticket)
    return [
        CLAIM.format(
            last=stamp(last, zone), warn=stamp(times.warn_at, zone), lapse=stamp(times.lapse_at, zone)
        )
    ]
