"""From the store to what the figures are made of: every row told whose it is and whether it was in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from sqlmodel import Session

from bot.desk import ticket_windows
from bot.desk.context import Desk
from bot.rules import triage
from bot.rules.figures import About, Answer, Case, Material, Rating, Wait
from bot.rules.targets import Situation, bounds, response_window
from bot.rules.windows import Pause, WindowName, counted
from storage import figures as rows
from storage import people, tables
from storage.figures import Opened, Whose
from storage.words import Intent, PauseKind, TicketStatus, Verb

GOOD_RATING = 4
CLOSED = (TicketStatus.RESOLVED, TicketStatus.DISMISSED)


def material(desk: Desk, session: Session, start: datetime, end: datetime, now: datetime) -> Material:
    """Everything that is counted for a period. Windows are judged by the targets as they are set now."""
    opened = rows.opened(session, start, end)
    further = rows.further_answers(session, start, end)
    teams = {person.id: person.team for person in people.everyone(session)}
    paused = _pauses(rows.pauses(session, start, end, {one.ticket.id for one in further}))
    sight = _Sight(desk, teams, paused, now)
    lives = _lives(rows.steps(session, start, end), {one.id for one in opened})
    turned = _turned(desk, rows.later_words(session, start, end))
    saved = rows.with_saved_reply(session, start, end)
    waited = rows.in_approval(session, start, end)
    firsts = rows.first_answers(session, start, end)
    return Material(
        cases=[
            sight.case(
                one, lives.get(one.id, _NEVER), one.id in turned, one.id in saved, waited.get(one.id, 0.0)
            )
            for one in opened
        ],
        answers=[sight.first(one) for one in firsts] + [sight.further(one) for one in further],
        waits=[sight.wait(*one) for one in rows.approvals(session, start, end)],
        messages=[sight.about(one) for one in rows.messages(session, start, end)],
        ratings=[
            Rating(sight.about(whose), kind, score)
            for kind, score, whose in rows.ratings(session, start, end)
        ],
    )


def running(desk: Desk, session: Session, numbers: Iterable[int], now: datetime) -> list[Case]:
    """Some tickets as far as the windows go that still run for them. Nothing else of them is looked up."""
    opened = rows.by_number(session, numbers)
    paused = _pauses(rows.pauses_of(session, (one.id for one in opened)))
    sight = _Sight(desk, {}, paused, now)
    return [sight.case(one, _NEVER, turned=False, saved=False) for one in opened]


@dataclass
class _Life:
    """What the record says of a ticket."""

    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: bool = False


_NEVER = _Life()
"""Nothing happened to it."""


def _lives(steps: Iterable[rows.Step], numbers: set[int]) -> dict[int, _Life]:
    """The first claim and first end of each of these tickets, and whether it came back after an end."""
    lives: defaultdict[int, _Life] = defaultdict(_Life)
    for step in steps:
        if step.ticket_id not in numbers:
            continue
        life = lives[step.ticket_id]
        if step.verb == Verb.CLAIMED:
            life.claimed_at = life.claimed_at or step.at
        elif step.verb == Verb.REOPENED:
            life.reopened = life.reopened or life.closed_at is not None
        else:
            life.closed_at = life.closed_at or step.at
    return lives


@dataclass(frozen=True)
class _Paused:
    """When clocks stood still, by ticket and by source."""

    tickets: Mapping[int, list[Pause]]
    sources: Mapping[str, list[Pause]]

    def of(self, ticket: Opened) -> tuple[Pause, ...]:
        """Those of one ticket."""
        return (*self.tickets.get(ticket.id, ()), *self.sources.get(ticket.source, ()))


def _pauses(found: Sequence[tables.Pause]) -> _Paused:
    tickets: defaultdict[int, list[Pause]] = defaultdict(list)
    sources: defaultdict[str, list[Pause]] = defaultdict(list)
    for row in found:
        pause = Pause(PauseKind(row.kind), row.started_at, row.ended_at)
        if row.ticket_id is not None:
            tickets[row.ticket_id].append(pause)
        elif row.source is not None:
            sources[row.source].append(pause)
    return _Paused(tickets, sources)


def _turned(desk: Desk, words: Iterable[tuple[int, str, str, int | None]]) -> set[int]:
    """The tickets whose author later thanked us or rated us well."""
    return {
        number
        for number, text, language, rating in words
        if (rating is not None and rating >= GOOD_RATING) or _thanks(desk, text, language)
    }


def _thanks(desk: Desk, text: str, language: str) -> bool:
    reading = triage.read(text, language=language, followers=None, private=False, words=desk.triage_words)
    return str(reading.intent) == Intent.PRAISE


class _Sight:
    """How one row is seen: whose it is, how long it took, and whether it kept to its window."""

    def __init__(self, desk: Desk, teams: Mapping[str, str], paused: _Paused, now: datetime) -> None:
        self._teams, self._paused, self._now = teams, paused, now
        self._policy = desk.policy.windows
        self._label: Callable[[str], str] = lru_cache(maxsize=None)(desk.network_label)
        self._situation = lru_cache(maxsize=4096)(lambda key: ticket_windows.situation_of(desk, *key))
        self._bounds = lru_cache(maxsize=4096)(partial(bounds, self._policy))
        self._abouts: dict[int, About] = {}

    def about(self, ticket: Opened | Whose) -> About:
        """Whose it is: its owner's."""
        known = self._abouts.get(ticket.id)
        if known is None:
            known = self._abouts[ticket.id] = self._about(ticket, ticket.assignee or "")
        return known

    def _about(self, ticket: Opened | Whose, who: str) -> About:
        team = self._teams.get(who, "")
        return About(ticket.id, self._label(ticket.source), who, ticket.intent, ticket.language, team)

    def case(self, ticket: Opened, life: _Life, turned: bool, saved: bool, in_approval: float = 0.0) -> Case:
        """A ticket with all that happened to it."""
        answered_at, closed = ticket.first_response_at, life.closed_at
        resolved_at = ticket.resolved_at if ticket.status == TicketStatus.RESOLVED else None
        answered, resolved = self._until(ticket, answered_at), self._until(ticket, ticket.resolved_at)
        dismissed = ticket.dismiss_reason if ticket.status == TicketStatus.DISMISSED else None
        answer_in_time = self._met(ticket, WindowName.FIRST_RESPONSE, answered_at, answered)
        resolution_in_time = self._met(ticket, WindowName.RESOLUTION, ticket.resolved_at, resolved)
        ends = [at for at in (life.claimed_at, answered_at, closed) if at is not None]
        return Case(
            about=self.about(ticket),
            opened_at=ticket.opened_at,
            urgency=ticket.urgency,
            needs_reply=ticket.needs_reply,
            answered_at=answered_at,
            answered_worked=answered,
            resolved_at=resolved_at,
            resolved_worked=resolved,
            dismissed=dismissed or "",
            reopened=life.reopened,
            claimed_at=life.claimed_at,
            left_at=min(ends) if ends else None,
            private=ticket.private,
            complaint=ticket.intent == Intent.COMPLAINT and not ticket.private,
            turned=turned,
            in_approval=in_approval,
            question=ticket.intent == Intent.QUESTION,
            saved=saved,
            answer_in_time=answer_in_time,
            resolution_in_time=resolution_in_time,
            runs=self._runs(ticket),
        )

    def first(self, row: rows.Sent) -> Answer:
        """A ticket's first answer: it is its author's."""
        return Answer(self._about(row.ticket, row.author), row.sent_at, first=True)

    def further(self, row: rows.Further) -> Answer:
        """A later answer and the wait it ended."""
        about, since = self._about(row.ticket, row.author), row.since
        if since is None:
            return Answer(about, row.sent_at, first=row.before_at is None)
        worked = self._worked(row.ticket, since, row.sent_at)
        in_time = self._kept(row.ticket, WindowName.NEXT_RESPONSE, (since, row.sent_at), worked)
        return Answer(about, row.sent_at, first=False, since=since, worked=worked, in_time=in_time)

    def wait(self, asked_at: datetime, ended_at: datetime, ticket: Whose) -> Wait:
        """A request for approval."""
        worked = self._policy.calendar.working_seconds(asked_at, ended_at)
        return Wait(self.about(ticket), asked_at, ended_at, worked)

    def _worked(self, ticket: Opened, start: datetime, end: datetime) -> float:
        pauses = self._paused.of(ticket)
        if pauses:
            return counted(self._policy.calendar, start, end, pauses)
        return self._policy.calendar.working_seconds(start, end)

    def _until(self, ticket: Opened, met_at: datetime | None) -> float:
        """Working seconds from the customer's first message until then, or until now."""
        return self._worked(ticket, _start(ticket), met_at or self._now)

    def _met(self, ticket: Opened, name: WindowName, met_at: datetime | None, worked: float) -> bool | None:
        """Whether a window of the whole ticket was met; None while it runs, or where none ran."""
        if not self._ran(ticket) or (met_at is None and ticket.status in CLOSED):
            return None
        kept = self._kept(ticket, name, (_start(ticket), met_at or self._now), worked)
        return kept if met_at is not None or not kept else None

    def _ran(self, ticket: Opened) -> bool:
        """Whether windows ever ran for it."""
        return ticket.needs_reply or ticket.assignee is not None or ticket.first_response_at is not None

    def _runs(self, ticket: Opened) -> bool:
        """Whether a window of it runs now. One that stands still goes on with something the record tells."""
        still = any(pause.end is None for pause in self._paused.of(ticket))
        return self._ran(ticket) and ticket.status not in CLOSED and not still

    def _kept(self, ticket: Opened, name: WindowName, span: tuple[datetime, datetime], worked: float) -> bool:
        """Whether the window that began with the span lasted to its end. Mostly the working time alone tells."""
        start, until = span
        about: Situation = self._situation(ticket_windows.ABOUT(ticket))
        surely, never = self._bounds(name, about)
        if worked < surely or worked > never:
            return worked < surely
        window = response_window(self._policy, name, about, start, pauses=self._paused.of(ticket))
        return window.due_at is None or until <= window.due_at


def _start(ticket: Opened) -> datetime:
    """When its windows opened."""
    return min(ticket.opened_at, ticket.received_at)
