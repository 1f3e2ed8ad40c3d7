"""The digest: the day's figures to the channel, the week's to the leads, once, and only when there is something to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.desk import recurring, stats, tallies
from bot.desk.context import Desk
from bot.rules import digests
from bot.rules.counting import figures
from bot.rules.figures import Figure
from storage import once, outbox, people
from storage.db import Unit
from storage.words import OutboxKind, Role

DAILY, WEEKLY = "daily", "weekly"
MARK = "digest:{kind}"
"""The name under which the instant of the last one is kept."""
TITLES = {DAILY: "📊 The last 24 hours", WEEKLY: "📊 The last week"}
DAYS = {DAILY: 1, WEEKLY: 7}
TOLD = (
    "tickets",
    "answers",
    "answered",
    "first_response",
    "first_in_time",
    "resolved_in_time",
    "reopened",
    "satisfaction",
)
LINE = "• {label}: {value}"
LATE_ONES = "• Late or without an answer: {numbers}"
AGAIN = "• Asked again and again, without a saved reply: {question} ({count} times)"
MORE = "More: /desk stats {words}, as pictures /desk charts {words}, and “The last 7 days” in my Home tab."
WORDS = {DAILY: "today", WEEKLY: "7d"}
MOST_NUMBERS = 10


def post_due(desk: Desk, now: datetime) -> int:
    """Send the digests whose hour has come. Returns how many were sent; with several copies of the desk, one sends."""
    return sum(_post(desk, kind, at, now) for kind, at in _due(desk, now))


def _due(desk: Desk, now: datetime) -> list[tuple[str, datetime]]:
    settings, zone = desk.settings.digest, stats.zone_of(desk)
    daily = digests.latest(settings.daily_hour, zone, now) if settings.daily else None
    weekly = (
        digests.latest(settings.weekly_hour, zone, now, day=settings.weekly_day) if settings.weekly else None
    )
    return [(kind, at) for kind, at in ((DAILY, daily), (WEEKLY, weekly)) if at is not None]


def _post(desk: Desk, kind: str, at: datetime, now: datetime) -> bool:
    name, value = MARK.format(kind=kind), at.isoformat()
    with desk.db.reading() as session:
        before = once.standing(session, name)
        if before == value:
            return False
        text = _text(desk, session, kind, at)
    with desk.db.unit() as unit:
        if not once.swap(unit.session, name, before, value) or not text:
            return False
        _send(unit, kind, text, now)
    return True


def _send(unit: Unit, kind: str, text: str, now: datetime) -> None:
    payload = {"text": text}
    if kind == DAILY:
        outbox.queue(unit, [outbox.row(OutboxKind.CHANNEL, "digest", now, payload=payload)])
        return
    leads = people.with_role(unit.session, Role.LEAD)
    outbox.queue(
        unit,
        [
            outbox.row(OutboxKind.DIRECT, f"person:{one.id}", now, person=one.id, payload=payload)
            for one in leads
        ],
    )


def _text(desk: Desk, session: Session, kind: str, at: datetime) -> str:
    """What it says; "" where nothing happened."""
    start = digests.begin(at, stats.zone_of(desk), DAYS[kind])
    found = {one.key: one for one in figures(*tallies.of(desk, session, start, at, at))}
    if not any(found[key].of for key in TOLD):
        return ""
    lines = [TITLES[kind], *_lines([found[key] for key in TOLD if found[key].of])]
    late = sorted({*found["answered"].tickets, *found["first_in_time"].tickets}, reverse=True)
    if late:
        more = " …" if len(late) > MOST_NUMBERS else ""
        lines.append(LATE_ONES.format(numbers=", ".join(map(str, late[:MOST_NUMBERS])) + more))
    if kind == WEEKLY:
        asked = recurring.parts(recurring.asked_most(desk, session, list(found.values())))
        lines += [AGAIN.format(question=text, count=count) for text, count in asked[:1]]
    return "\n".join([*lines, MORE.format(words=WORDS[kind])])


def _lines(told: Sequence[Figure]) -> list[str]:
    return [LINE.format(label=one.definition.label, value=stats.said(one)) for one in told]
