"""Answers that take work: queued when they are asked for, worked out and delivered by a courier of their own.

Whoever asks is answered at once that the desk is counting (P10); nothing else waits for the counting either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import access
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.refusal import Refusal
from bot.surfaces.view import FormView, Paragraph, TextInput
from storage import outbox
from storage.words import OutboxKind

ANSWERS = "answers"
"""The destination whose courier works questions out."""
LONGEST_QUESTION = 1_000
FORM = "ask"
HINT = "The same as after /desk: queue, stats, find, why, replies, handover, help. Only you see the answer."
SHOWN_SOON = "I am putting it into the channel."


@dataclass(frozen=True)
class Place:
    """Where somebody asked, and where their answer belongs."""

    channel: str
    thread: str | None = None


def later(
    desk: Desk, question: str, person: str, place: Place, now: datetime, *, aloud: bool = False
) -> None:
    """Have a question worked out. `aloud` shows the answer to everybody there."""
    payload = {
        "question": question[:LONGEST_QUESTION],
        "channel": place.channel,
        "thread": place.thread,
        "aloud": aloud,
    }
    with desk.db.unit() as unit:
        row = outbox.row(
            OutboxKind.ANSWER, f"answer:{person}", now, destination=ANSWERS, person=person, payload=payload
        )
        outbox.queue(unit, [row])


def form(desk: Desk, place: Place, actor: str) -> FormView | Refusal:
    """A dialog to ask in, for threads, where Slack allows no commands."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
    if isinstance(member, Refusal):
        return member
    box = TextInput("question", "What do you want to know?", placeholder="stats 7d by person")
    facts: dict[str, str | int] = {"ticket": 0, "channel": place.channel, "thread": place.thread or ""}
    return FormView(FORM, "Ask the desk", "Ask", (box, Paragraph(HINT, quiet=True)), facts=facts)


def ask(desk: Desk, question: str, actor: str, place: Place, now: datetime) -> Done | Refusal:
    """What was typed there. The answer comes into the thread, for this person alone."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
    if isinstance(member, Refusal):
        return member
    later(desk, question.strip().removeprefix("/desk").strip(), actor, place, now)
    return Done(0)


def show_in_channel(desk: Desk, question: str, actor: str, place: Place, now: datetime) -> Done | Refusal:
    """Somebody wants everybody to see an answer: it is worked out anew, as things now are."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
    if isinstance(member, Refusal):
        return member
    later(desk, question, actor, place, now, aloud=True)
    return Done(0, SHOWN_SOON)
