"""A Monday's five questions in one dialog: how many, how fast, what was late and why, who needs help, what comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.desk import access, behind, recurring, stats, tallies
from bot.desk.context import Desk
from bot.rules.counting import figures
from bot.rules.figures import Dimension, Figure
from bot.rules.periods import DEFAULT, Period, period
from bot.rules.questions import Recurring
from bot.rules.refusal import Refusal
from bot.surfaces.view import Choice, FormView, Option, Paragraph, Part
from storage import figures as rows
from storage import homes, people

FORM = "week"
TITLE = "The last 7 days"
OPEN_PART = "week_open"
SUBMIT = "Open"
PICK_ONE = "Pick a number first."
OPEN = "Open the tickets behind a number"
HOW_MANY = "Tickets: {tickets}. Messages in them: {messages}. Answers out: {answers}. Answered: {answered}."
HOW_FAST = "First response: {first}. Resolution: {resolution}. (Medians of working time.)"
LATE = "First responses: {count} of {of} ({reasons}). Further ones: {further}."
NOT_LATE = "Nothing. Every response that was due came in time."
ONE = "{name}: {late} late, {open} open now"
NO_HELP = "Nobody was late."
NOBODYS = "Waiting for somebody: {late} late"
AGAIN = "{topics}. {asked}Opened again: {reopened}."
ASKED = "Asked without a saved reply: {questions}. "
QUESTIONS = (
    "How many?",
    "How fast?",
    "What was late, and why?",
    "Who needs help?",
    "What keeps coming back?",
)
NONE_YET = "none yet"
NOTHING = "Nobody wrote in the last 7 days."
MOST_PEOPLE, MOST_TOPICS = 3, 3
OPENED = ("tickets", "answered", "first_response", "first_in_time", "next_in_time", "resolution", "reopened")


def form(desk: Desk, actor: str, now: datetime) -> FormView | Refusal:
    """The dialog. Days are those of the person who looks."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
        if isinstance(member, Refusal):
            return member
        week = period(DEFAULT, ZoneInfo(member.zone), now)
        if isinstance(week, Refusal):
            return week
        found = {one.key: one for one in figures(*tallies.of(desk, session, week.start, week.end, now))}
        if not found["messages"].of and not found["answers"].of:
            return FormView(FORM, TITLE, "", (Paragraph(NOTHING),), facts={"ticket": 0}, close="Close")
        asked = recurring.asked_most(desk, session, list(found.values()))
        late = _late_by_person(session, found["first_in_time"])
        texts = [_how_many(found), _how_fast(found), _late(found), _help(session, late), _again(found, asked)]
    options = [*_figures(found, week), *_people(late, week), *stats.openable_questions(asked, week)]
    parts: list[Part] = [Paragraph(text, head=head) for head, text in zip(QUESTIONS, texts, strict=True)]
    parts.append(Choice(OPEN_PART, OPEN, tuple(options), optional=True, live=True))
    return FormView(FORM, TITLE, SUBMIT, tuple(parts), facts={"ticket": 0}, close="Close")


def opened(desk: Desk, reference: str, actor: str, now: datetime) -> FormView | Refusal:
    """The tickets behind the number that was picked, in place of the answers."""
    if not reference:
        return Refusal(PICK_ONE, field=OPEN_PART)
    return behind.form(desk, reference, actor, now)


def _how_many(found: Mapping[str, Figure]) -> str:
    names = ("tickets", "messages", "answers", "answered")
    return HOW_MANY.format(**{name: stats.said(found[name]) for name in names})


def _how_fast(found: Mapping[str, Figure]) -> str:
    return HOW_FAST.format(
        **{
            name: stats.said(found[key]) if found[key].of else NONE_YET
            for name, key in (("first", "first_response"), ("resolution", "resolution"))
        }
    )


def _late(found: Mapping[str, Figure]) -> str:
    first, further = found["first_in_time"], found["next_in_time"]
    count = sum(reason for _name, reason in first.parts)
    if not count and not further.tickets:
        return NOT_LATE
    reasons = ", ".join(f"{name}: {times:,}" for name, times in first.parts) or "none late"
    return LATE.format(count=f"{count:,}", of=f"{first.of:,}", reasons=reasons, further=len(further.tickets))


Late = tuple[str, str, int]
"""Somebody's id ("" for nobody), their name, and how many of their tickets were late."""


def _late_by_person(session: Session, late: Figure) -> list[Late]:
    """Who has the tickets whose first response was late, most first; "" are those nobody has."""
    owners = Counter(one.assignee or "" for one in rows.by_number(session, late.tickets))
    most = sorted(owners.items(), key=lambda one: (-one[1], one[0]))[:MOST_PEOPLE]
    return [(who, people.name_of(session, who) if who else "", count) for who, count in most]


def _help(session: Session, late: Sequence[Late]) -> str:
    in_hand = {who: count for who, count, _due in homes.load(session)}
    lines = [
        ONE.format(name=name, late=count, open=in_hand.get(who, 0)) if who else NOBODYS.format(late=count)
        for who, name, count in late
    ]
    return "; ".join(lines) or NO_HELP


def _again(found: Mapping[str, Figure], asked: Sequence[Recurring]) -> str:
    topics = ", ".join(f"{name} {count:,}" for name, count in found["topics"].parts[:MOST_TOPICS])
    questions = "; ".join(f"{text} {count:,} times" for text, count in recurring.parts(asked))
    return AGAIN.format(
        topics=topics.capitalize() or "No topic",
        asked=ASKED.format(questions=questions) if questions else "",
        reopened=stats.said(found["reopened"]),
    )


def _figures(found: Mapping[str, Figure], week: Period) -> Iterator[Option]:
    return stats.openable([found[key] for key in OPENED], week)


def _people(late: Sequence[Late], week: Period) -> Iterator[Option]:
    for who, name, count in late:
        label = f"Late, {name or stats.NOBODY} ({count:,})"
        yield Option(stats.reference("first_in_time", week, Dimension.PERSON, who), label)
