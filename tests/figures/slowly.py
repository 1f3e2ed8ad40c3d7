"""The figures again, worked out from whole rows one by one, minute by minute, knowing nothing of the fast way."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from sqlmodel import select

from bot.rules.hours import Team
from storage.db import Database
from storage.tables import Approval, Mention, Pause, Person, RecordEntry, Reply, Survey, Ticket
from tests.rules.slow_hours import open_minutes

MINUTE = timedelta(minutes=1)
TARGETS = {"first": {"urgent": 10}, "next": {"urgent": 10}}
USUAL = {"first": 30, "next": 30, "resolution": 120}
RANK = ["urgent", "normal", "low"]


class Slowly:
    """One store and one period, read whole."""

    def __init__(self, db: Database, start: datetime, end: datetime, now: datetime) -> None:
        self.start, self.end, self.now = start, end, now
        with db.reading() as session:
            everything = {
                table: list(session.exec(select(table)))
                for table in (Ticket, Mention, Reply, Approval, Pause, RecordEntry, Person, Survey)
            }
        self.rows = everything
        self.tickets = [
            one for one in everything[Ticket] if start <= one.opened_at < end and one.merged_into is None
        ]
        self.first = min(one.opened_at for one in everything[Ticket])
        self.open = open_minutes((Team(),), self.first, 60 * 24 * 60)

    def minute(self, at: datetime) -> int:
        return (at - self.first) // MINUTE

    def running(self, ticket: Ticket) -> list[bool]:
        """In each minute, whether the ticket's working clock runs."""
        mine = list(self.open)
        for pause in self.rows[Pause]:
            if pause.ticket_id == ticket.id or pause.source == ticket.source:
                for minute in range(max(0, self.minute(pause.started_at)), self.minute(pause.ended_at)):
                    mine[minute] = False
        return mine

    def working(self, ticket: Ticket, start: datetime, end: datetime) -> float:
        return 60.0 * sum(self.running(ticket)[self.minute(start) : self.minute(end)])

    def in_time(self, ticket: Ticket, window: str, start: datetime, until: datetime) -> bool:
        left = TARGETS.get(window, {}).get(ticket.urgency, USUAL[window])
        for minute, runs in enumerate(self.running(ticket)[self.minute(start) :], self.minute(start)):
            if left == 0:
                return until <= self.first + minute * MINUTE
            left -= runs
        return True

    def sent(self, ticket: Ticket) -> list[Reply]:
        mine = [
            one
            for one in self.rows[Reply]
            if one.ticket_id == ticket.id and one.status == "sent" and not one.automatic
        ]
        return sorted(mine, key=lambda one: one.sent_at)

    def said(self, ticket: Ticket) -> list[Mention]:
        mine = [one for one in self.rows[Mention] if one.ticket_id == ticket.id]
        return sorted(mine, key=lambda one: one.created_at)

    def happened(self, ticket: Ticket, *verbs: str) -> list[RecordEntry]:
        mine = [one for one in self.rows[RecordEntry] if one.ticket_id == ticket.id and one.verb in verbs]
        return sorted(mine, key=lambda one: one.seq)

    # -- each figure: what it counts, by ticket ---------------------------------------------------------------

    def messages(self) -> list[int]:
        return [one.ticket_id for one in self.rows[Mention] if self.start <= one.received_at < self.end]

    def answers(self) -> list[Reply]:
        everybody = [reply for ticket in self.rows[Ticket] for reply in self.sent(ticket)]
        return [one for one in everybody if self.start <= one.sent_at < self.end]

    def asking(self) -> list[Ticket]:
        return [
            one for one in self.tickets if self.sent(one) or (one.needs_reply and one.status != "dismissed")
        ]

    def further(self) -> list[tuple[Ticket, datetime, datetime]]:
        """Ticket, since when the customer waited, when it was answered."""
        found = []
        for ticket in self.rows[Ticket]:
            answers = self.sent(ticket)
            for before, answer in pairwise(answers):
                between = [m for m in self.said(ticket) if before.sent_at < m.created_at <= answer.sent_at]
                if between and self.start <= answer.sent_at < self.end:
                    found.append((ticket, between[0].created_at, answer.sent_at))
        return found

    def judged(self, window: str) -> list[tuple[Ticket, bool]]:
        found = []
        for one in self.tickets:
            met_at = one.resolved_at if window == "resolution" else one.first_response_at
            runs = one.needs_reply or one.assignee or one.first_response_at
            if not runs or (met_at is None and one.status in ("resolved", "dismissed")):
                continue
            kept = self.in_time(one, window, one.opened_at, met_at or self.now)
            if met_at or not kept:
                found.append((one, kept))
        return found

    def why_late(self) -> Counter[str]:
        """Why first responses were late."""
        found: Counter[str] = Counter()
        for ticket in [one for one, met in self.judged("first") if not met]:
            sent, claims = self.sent(ticket), self.happened(ticket, "claimed")
            if not sent:
                found["claimed, not answered yet" if ticket.assignee else "nobody has it"] += 1
                continue
            claimed = claims[0].at if claims else sent[0].sent_at
            approval = [a for a in self.rows[Approval] if a.ticket_id == ticket.id and a.ended_at]
            waited = sum((one.ended_at - one.asked_at for one in approval), timedelta())
            if claimed - ticket.opened_at >= sent[0].sent_at - claimed:
                found["claimed late"] += 1
            elif waited * 2 >= sent[0].sent_at - claimed:
                found["long in approval"] += 1
            else:
                found["answered long after the claim"] += 1
        return found

    def came_back(self) -> list[Ticket]:
        found = []
        for ticket in self.tickets:
            verbs = [str(one.verb) for one in self.happened(ticket, "resolved", "dismissed", "reopened")]
            pairs = pairwise(verbs)
            if any(before != "reopened" and after == "reopened" for before, after in pairs):
                found.append(ticket)
        return found

    def turned(self) -> tuple[int, int]:
        complaints = [
            one for one in self.tickets if one.intent == "complaint" and not one.private and self.sent(one)
        ]
        good = 0
        for one in complaints:
            later = [m for m in self.said(one) if m.created_at > self.sent(one)[0].sent_at]
            good += any("Thank" in m.text or (m.rating or 0) >= 4 for m in later)
        return good, len(complaints)

    def scores(self, kind: str) -> list[tuple[int, int]]:
        """Ticket and score of each answer to that question in the period."""
        return [
            (one.ticket_id, one.score)
            for one in self.rows[Survey]
            if one.kind == kind and one.score is not None and self.start <= one.answered_at < self.end
        ]

    def by_hour(self) -> Counter[tuple[int, int]]:
        """How many tickets were opened on each weekday at each hour, in UTC."""
        return Counter((one.opened_at.weekday(), one.opened_at.hour) for one in self.tickets)

    def leaves(self, ticket: Ticket) -> datetime | None:
        ends = [one.at for one in self.happened(ticket, "claimed", "resolved", "dismissed")]
        ends += [one.sent_at for one in self.sent(ticket)]
        return min(ends, default=None)

    def out_of_turn(self) -> set[int]:
        found = set()
        for claimed in self.tickets:
            claims = self.happened(claimed, "claimed")
            for other in self.tickets if claims else ():
                gone = self.leaves(other)
                if (
                    other.needs_reply
                    and other.opened_at < claimed.opened_at
                    and RANK.index(other.urgency) <= RANK.index(claimed.urgency)
                    and other.opened_at <= claims[0].at
                    and (gone is None or gone > claims[0].at)
                ):
                    found.add(claimed.id)
        return found

    def unsaved(self) -> set[int]:
        return {
            one.id
            for one in self.tickets
            if one.intent == "question"
            and self.sent(one)
            and not any(reply.saved_reply_id for reply in self.sent(one))
        }


def spread(seconds: list[float]) -> tuple[float, ...] | None:
    if not seconds:
        return None
    at_least = next(
        s for s in sorted(seconds) if sum(other <= s for other in seconds) >= 0.9 * len(seconds) - 1e-9
    )
    return statistics.fmean(seconds), statistics.median(seconds), at_least, min(seconds), max(seconds)
