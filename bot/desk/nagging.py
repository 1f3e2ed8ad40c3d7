"""The sweep: which rungs have come, to whom each goes, and how it is said politely (P6).

A rung fires once. The ticket's next instant is moved by a conditional update in the transaction that queues the
reminder: whoever comes second changes no row and says nothing. Of several rungs that have come (a machine that
slept) each fires, but those for one addressee share one message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.desk import claim, deadlines, ticket_windows
from bot.desk.context import DESK, Desk
from bot.desk.deadlines import CLAIM, Next
from bot.rules.ladder import Addressee
from bot.rules.windows import WindowName
from storage import nags, outbox, pauses, people
from storage import tables as rows
from storage.db import Unit
from storage.tables import Nag, Person, Posting, Ticket
from storage.words import PostingKind, Role, Verb

log = structlog.get_logger()
AT_ONCE = 100
CHANNEL = "channel"
HOUR = timedelta(hours=1)
MOST_IN_A_LIST = 40
"""What one Slack message can show; a longer list goes on in a second one."""


@dataclass(frozen=True)
class Fire:
    """One rung that has come, for one addressee. `held`: it waited for them to be at work."""

    ticket: Ticket
    window: str
    round: str
    rung: int
    due_at: datetime
    addressee: str
    thread: bool
    urgent: bool = False
    held: bool = False


@dataclass(frozen=True)
class Decision:
    """What the sweep wants for one ticket: where its row goes, and what fires."""

    ticket: Ticket
    next: Next
    fires: tuple[Fire, ...] = ()
    warn: bool = False
    lapse: bool = False


@dataclass
class _Seen:
    """What is read once for a whole batch."""

    stretches: dict[int, list[rows.Pause]]
    reminders: dict[int, list[Nag]]
    leads: list[Person] = field(default_factory=list)


def sweep(desk: Desk, now: datetime, most: int = AT_ONCE) -> int:
    """Fire what has come. Returns how many tickets were looked at; call again while that is `most`."""
    with desk.db.reading() as session:
        due = nags.due(session, now, most)
        if not due:
            return 0
        seen = _see(session, due)
        decisions = [_decide(desk, session, ticket, seen, now) for ticket in due]
    for decision in decisions:
        if decision.lapse:
            claim.lapse(desk, decision.ticket.id or 0, now)
    _carry_out(desk, [decision for decision in decisions if not decision.lapse], now)
    return len(due)


def _see(session: Session, due: Sequence[Ticket]) -> _Seen:
    ids = [ticket.id or 0 for ticket in due]
    leads = sorted(people.with_role(session, Role.LEAD), key=lambda lead: lead.id)
    return _Seen(pauses.of_tickets(session, due), nags.of_tickets(session, ids), leads)


def _decide(desk: Desk, session: Session, ticket: Ticket, seen: _Seen, now: datetime) -> Decision:
    """The truth about one ticket now, worked out from the rules alone."""
    number = ticket.id or 0
    staff = deadlines.staff_of(desk, session, ticket)
    clocks = ticket_windows.running(desk, ticket, seen.stretches.get(number, ()))
    fired = nags.rungs_of(seen.reminders.get(number, ()))
    fires: list[Fire] = []
    for one in clocks:
        for step in deadlines.steps_ahead(desk, ticket, one, fired, staff, now):
            if step.at <= now:
                fired.setdefault(one.key, set()).add(step.rung.number)
                fires += _fires(desk, ticket, step, seen, now)
    times = deadlines.claim_of(desk, ticket, staff)
    at_work = staff.owner.is_open(now)
    lapse = bool(times and deadlines.warned(ticket) and times.lapsed(now) and at_work)
    warn = bool(times and not deadlines.warned(ticket) and times.warned(now) and at_work)
    if warn and ticket.assignee is not None:
        key = deadlines.claim_key(ticket)
        rung = 2 if ticket.claim_extended else 1
        fires.append(Fire(ticket, *key, rung, times.warn_at if times else now, ticket.assignee, thread=False))
        ticket.claim_warned_at = now
    return Decision(
        ticket,
        deadlines.upcoming(desk, ticket, clocks, fired, staff, now),
        tuple(fires),
        warn=warn,
        lapse=lapse,
    )


def _fires(desk: Desk, ticket: Ticket, step: deadlines.Step, seen: _Seen, now: datetime) -> list[Fire]:
    """A rung as it goes to each of those it is for."""
    window = step.clocked.window
    name, round_ = step.clocked.key
    return [
        Fire(
            ticket,
            name,
            round_,
            step.rung.number,
            step.rung.at,
            who,
            thread,
            urgent=window.urgent,
            held=step.held,
        )
        for who, thread in _addressees(desk, ticket, step, seen, now)
    ]


def _addressees(
    desk: Desk, ticket: Ticket, step: deadlines.Step, seen: _Seen, now: datetime
) -> list[tuple[str, bool]]:
    """Who hears a rung, and whether in the ticket's thread: owner (or approvers), channel (or deputies), a lead."""
    to, approval = step.rung.to, step.clocked.window.name is WindowName.APPROVAL
    lead = lead_on_duty(desk, seen.leads, now)
    if to is Addressee.LEAD and lead is not None:
        return [(lead.id, True)]
    if approval and to is Addressee.OWNER and ticket.approvers:
        return [(who, False) for who in ticket.approvers]
    if approval and ticket.deputies:
        return [(who, False) for who in ticket.deputies]
    if to is Addressee.OWNER and ticket.assignee is not None:
        return [(ticket.assignee, False)]
    return [(CHANNEL, True)]


def lead_on_duty(desk: Desk, leads: Sequence[Person], now: datetime) -> Person | None:
    """The first lead whose team is at work; the first of all where none is."""
    at_work = [lead for lead in leads if desk.policy.calendar_of(lead.team).is_open(now)]
    return next(iter([*at_work, *leads]), None)


def _carry_out(desk: Desk, decisions: Sequence[Decision], now: datetime) -> None:
    """Move each ticket's next instant, and queue what fires for those where we were first."""
    if not decisions:
        return
    with desk.db.unit() as unit:
        won = [decision for decision in decisions if _moved(unit, decision, now)]
        _say(desk, unit, [fire for decision in won for fire in decision.fires], now)
        for decision in won:
            _note(unit, decision, now)
    if len(won) < len(decisions):
        log.info("sweep_met_another", tickets=len(decisions) - len(won))


def _moved(unit: Unit, decision: Decision, now: datetime) -> bool:
    values = dict(vars(decision.next)) | ({"claim_warned_at": now} if decision.warn else {})
    return nags.move(unit.session, decision.ticket, **values)


def _note(unit: Unit, decision: Decision, now: datetime) -> None:
    """On record, and on the card where the deadline or its word is another now."""
    ticket = decision.ticket
    for fire in decision.fires:
        verb = Verb.CLAIM_WARNED if fire.window == CLAIM else Verb.NAGGED
        unit.note(verb, now, DESK, ticket.id, window=fire.window, rung=fire.rung, to=fire.addressee)
    if decision.fires or decision.next.due_at != ticket.due_at:
        outbox.card(unit, ticket.id or 0, now, urgent=ticket.urgency == "urgent")


def _say(desk: Desk, unit: Unit, fires: Sequence[Fire], now: datetime) -> None:
    """Put every rung into a message: one of its own, one that stands already, or a list."""
    by_addressee: defaultdict[str, list[Fire]] = defaultdict(list)
    for fire in sorted(fires, key=lambda fire: (not fire.urgent, fire.due_at, fire.ticket.id or 0)):
        by_addressee[fire.addressee].append(fire)
    for addressee, theirs in by_addressee.items():
        postings = _Postings(desk, unit, addressee, now)
        digest = sum(fire.held and not fire.urgent for fire in theirs) > 1
        for fire in theirs:
            postings.take(fire, in_list=digest and fire.held and not fire.urgent)
        nags.draw(unit, list(postings.touched.values()), now)


@dataclass
class _Postings:
    """The messages to one addressee in one sweep: at most so many an hour, the last of which is a list of the rest."""

    desk: Desk
    unit: Unit
    addressee: str
    now: datetime
    touched: dict[int, Posting] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.recent = nags.since(self.unit.session, self.addressee, self.now - HOUR)

    def take(self, fire: Fire, *, in_list: bool) -> None:
        """Give a rung its message."""
        posting = self._list() if in_list else self._own(fire)
        if posting.kind == PostingKind.LIST:
            posting.items = list(dict.fromkeys([*posting.items, fire.ticket.id or 0]))
            self.unit.session.add(posting)
        self.touched[posting.id or 0] = posting
        nag = Nag(
            ticket_id=fire.ticket.id or 0,
            posting_id=posting.id,
            window=fire.window,
            round=fire.round,
            rung=fire.rung,
            addressee=fire.addressee,
            due_at=fire.due_at,
            fired_at=self.now,
        )
        self.unit.session.add(nag)

    def _own(self, fire: Fire) -> Posting:
        """The message in which they were reminded of this ticket before, or a new one while that is polite."""
        standing = nags.of_ticket(self.unit.session, fire.ticket.id or 0, self.addressee)
        if standing is not None:
            return standing
        most = self.desk.policy.windows.ladder.per_person_per_hour
        if len(self.recent) >= most - 1 and not fire.urgent:
            return self._list()
        return self._new(PostingKind.NAG, fire)

    def _list(self) -> Posting:
        """The hour's list, begun if need be."""
        lists = [
            one for one in self.recent if one.kind == PostingKind.LIST and len(one.items) < MOST_IN_A_LIST
        ]
        return lists[-1] if lists else self._new(PostingKind.LIST, None)

    def _new(self, kind: PostingKind, fire: Fire | None) -> Posting:
        posting = Posting(
            kind=kind,
            addressee=self.addressee,
            ticket_id=fire.ticket.id if fire else None,
            thread=fire.thread if fire else False,
            created_at=self.now,
        )
        self.unit.session.add(posting)
        self.unit.session.flush()
        self.recent.append(posting)
        return posting
