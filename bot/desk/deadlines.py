"""The windows of a ticket, and the next instant of them, kept on its row.

The row holds what the card and the sweep need: which window runs out first and when, from when on it is "due soon",
and when the next reminder comes. Everything else follows from the ticket, its pauses and the policy, and is worked
out anew at each change, so that the row can always be checked against the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.desk import ticket_windows
from bot.desk.context import Desk
from bot.desk.ticket_windows import Clocked, round_of
from bot.rules.claims import ClaimTimes, claim_times
from bot.rules.hours import Calendar
from bot.rules.ladder import Addressee, Rung, deliver_at, first_at, for_nobody, rising
from bot.rules.windows import DUE_SOON_SHARE, LABELS, WindowName
from storage import nags, pauses, people
from storage import tables as rows
from storage.db import Unit
from storage.nags import Fired
from storage.tables import Ticket, TicketRow
from storage.words import PauseKind, TicketStatus

CLAIM = "claim"
"""The name of the clock of a claim without progress."""


@dataclass(frozen=True)
class Step:
    """A rung of a window, and the instant at which it is polite to deliver it. `held`: its addressee was away."""

    clocked: Clocked
    rung: Rung
    at: datetime
    held: bool = False


@dataclass(frozen=True)
class Next:
    """What is kept on the row."""

    due_name: str | None = None
    due_at: datetime | None = None
    soon_at: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True)
class Staff:
    """Whose hours count for a ticket: its owner's, the leads', and everybody's."""

    desk: Calendar
    owner: Calendar
    lead: Calendar

    @property
    def keep_the_same_hours(self) -> bool:
        """Whether it makes no difference who is told."""
        return self.desk is self.owner is self.lead


def open_anew(desk: Desk, ticket: TicketRow) -> None:
    """Set the deadlines of a ticket that is just being opened: nothing has fired and nothing was paused."""
    ticket.our_turn_at = ticket.opened_at
    clocks = ticket_windows.running(desk, ticket, ())
    ladder, hours = desk.policy.windows.ladder, desk.policy.calendar
    firsts = ((first_at(one.window, ladder), one.window.urgent) for one in clocks)
    instants = [deliver_at(at, hours, urgent=urgent) for at, urgent in firsts if at is not None]
    _write(ticket, _next(clocks, instants))


def set_next(desk: Desk, unit: Unit, ticket: Ticket, now: datetime) -> None:
    """Work out a held ticket's deadlines after any change to it, and keep its pauses on the record.

    Reminders of windows that ended are taken back, and those that stand are drawn as things now are.
    """
    stretches = _keep_pauses(unit.session, ticket, now)
    clocks = ticket_windows.running(desk, ticket, stretches)
    reminders = nags.fired_for(unit.session, ticket.id)
    staff = staff_of(desk, unit.session, ticket)
    _write(ticket, upcoming(desk, ticket, clocks, nags.rungs_of(reminders), staff, now))
    keys = {one.key for one in clocks}
    if claim_of(desk, ticket, staff) and warned(ticket):
        keys.add(claim_key(ticket))
    nags.take_back(unit, reminders, keys, now)


def claim_key(ticket: Ticket) -> tuple[str, str]:
    """What the warning of a claim without progress is filed under."""
    return CLAIM, round_of(progress_of(ticket))


def progress_of(ticket: Ticket) -> datetime:
    """When its owner last did something about it."""
    return ticket.progress_at or ticket.claimed_at or ticket.received_at


def _write(ticket: TicketRow, found: Next) -> None:
    for name, value in vars(found).items():
        if getattr(ticket, name) != value:
            setattr(ticket, name, value)


def ask_approval(ticket: Ticket, approvers: Sequence[str], deputies: Sequence[str], now: datetime) -> None:
    """A reply waits for approval: its window starts. Follow it by `steps.touch`, which works out the deadlines."""
    ticket.approval_asked_at = now
    ticket.approvers, ticket.deputies = list(approvers), list(deputies)


def end_approval(ticket: Ticket) -> None:
    """Nothing waits for approval any more. Follow it by `steps.touch`."""
    ticket.approval_asked_at, ticket.approvers, ticket.deputies = None, [], []


def upcoming(
    desk: Desk, ticket: Ticket, clocks: Sequence[Clocked], fired: Fired, staff: Staff, now: datetime
) -> Next:
    """The window that ends first, and the next instant at which the sweep must look at this ticket."""
    instants = _first_step(desk, ticket, clocks, fired, staff, now)
    claim = claim_of(desk, ticket, staff)
    if claim is not None:
        instants.append(politely(claim.lapse_at if warned(ticket) else claim.warn_at, staff.owner, now))
    return _next(clocks, instants)


def _first_step(
    desk: Desk, ticket: Ticket, clocks: Sequence[Clocked], fired: Fired, staff: Staff, now: datetime
) -> list[datetime]:
    """The earliest instant of any rung, or none. A rung is never delivered before it falls, so few are looked at."""
    earliest: datetime | None = None
    for one in clocks:
        for step in steps_ahead(desk, ticket, one, fired, staff, now):
            if earliest is not None and step.rung.at >= earliest:
                break
            earliest = step.at if earliest is None else min(earliest, step.at)
            if staff.keep_the_same_hours:
                break  # nobody hears of a later rung before this one
    return [earliest] if earliest is not None else []


def _next(clocks: Sequence[Clocked], instants: Sequence[datetime]) -> Next:
    ends = [(one.window.due_at, one.window) for one in clocks if one.window.due_at is not None]
    first = min(ends, key=lambda end: end[0], default=None)
    next_at = min(instants, default=None)
    if first is None:
        return Next(LABELS[clocks[0].window.name] if clocks else None, next_at=next_at)
    due_at, window = first
    return Next(LABELS[window.name], due_at, window.at(DUE_SOON_SHARE * window.target_seconds), next_at)


def steps_ahead(
    desk: Desk, ticket: Ticket, one: Clocked, fired: Fired, staff: Staff, now: datetime
) -> Iterator[Step]:
    """The rungs of a window that have not fired yet, with the instants at which they may be delivered."""
    done = fired.get(one.key, set())
    for rung in rising(one.window, desk.policy.windows.ladder):
        if rung.number in done:
            continue
        meant = rung if ticket.assignee or one.window.name is WindowName.APPROVAL else for_nobody(rung)
        hours = {Addressee.OWNER: staff.owner, Addressee.LEAD: staff.lead}.get(meant.to, staff.desk)
        yield _step(one, meant, hours, now)


def politely(at: datetime, hours: Calendar, now: datetime) -> datetime:
    """The instant, or the next at which its addressee is at work: also where it came while the desk itself slept."""
    opening = hours.next_opening(at)
    return hours.next_opening(now) if opening <= now and not hours.is_open(now) else opening


def _step(one: Clocked, rung: Rung, hours: Calendar, now: datetime) -> Step:
    """A rung that came while the desk itself slept waits too, if its addressee has gone home meanwhile."""
    if one.window.urgent:
        return Step(one, rung, rung.at)
    at = politely(rung.at, hours, now)
    closing = hours.closes_at(rung.at)
    held = at > rung.at or (closing is not None and closing <= now)
    return Step(one, rung, at, held)


def warned(ticket: Ticket) -> bool:
    """Whether the owner was warned since they last did something."""
    return ticket.claim_warned_at is not None and ticket.claim_warned_at >= progress_of(ticket)


def claim_of(desk: Desk, ticket: Ticket, staff: Staff) -> ClaimTimes | None:
    """When the claim is warned and lapses; None where none is watched: nobody's, asleep, or waiting for others.

    A warning that came late still leaves the owner the time between the two.
    """
    if ticket.assignee is None or ticket.status != TicketStatus.CLAIMED or ticket.merged_into is not None:
        return None
    if ticket.snoozed_until is not None or ticket.approval_asked_at is not None:
        return None
    policy = desk.policy.claims
    times = claim_times(policy, progress_of(ticket), staff.owner, extended=ticket.claim_extended)
    if not warned(ticket):
        return times
    left = (policy.lapse_minutes - policy.warn_minutes) * 60
    return replace(
        times,
        lapse_at=max(times.lapse_at, staff.owner.add_working(ticket.claim_warned_at or times.warn_at, left)),
    )


def staff_of(desk: Desk, session: Session | None, ticket: Ticket | None) -> Staff:
    """Whose hours count. Without a session everybody keeps the desk's."""
    everybody = desk.policy.calendar
    if session is None or ticket is None or len(desk.policy.teams) < 2:  # noqa: PLR2004 - one team: its hours are the desk's
        return Staff(everybody, everybody, everybody)
    owner = people.by_id(session, ticket.assignee or "")
    leads = people.lead_teams(session)
    lead = desk.policy.calendar_of(leads[0]) if len(leads) == 1 else everybody
    return Staff(everybody, desk.policy.calendar_of(owner.team if owner else ""), lead)


def _keep_pauses(session: Session, ticket: Ticket, now: datetime) -> list[rows.Pause]:
    """Begin and end the ticket's own pauses as its status and snooze say; returns all of them."""
    ticket_id = ticket.id or 0
    mine = pauses.of(session, ticket)
    if ticket_windows.is_ours(ticket):
        back = min(now, ticket.our_turn_at or now)
        pauses.end(session, ticket_id, mine, PauseKind.CUSTOMERS_TURN, back, now)
    else:
        begun = pauses.keep(session, ticket_id, mine, PauseKind.CUSTOMERS_TURN, None, now)
        mine += [begun] if begun else []
    if ticket.snoozed_until is not None and ticket.snoozed_until > now:
        begun = pauses.keep(session, ticket_id, mine, PauseKind.SNOOZED, ticket.snoozed_until, now)
        mine += [begun] if begun else []
    else:
        pauses.end(session, ticket_id, mine, PauseKind.SNOOZED, now, now)
    return sorted(mine, key=lambda pause: pause.started_at)
