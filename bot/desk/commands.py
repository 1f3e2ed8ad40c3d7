"""`/desk …`: what a person can ask for in words. Every answer is for that person alone, until they show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.desk import (
    access,
    asking,
    badges,
    braking,
    explaining,
    finding,
    handing,
    pictures,
    saved,
    stats,
    telling,
)
from bot.desk.asking import Place
from bot.desk.context import Desk
from bot.rules.foreign import short
from bot.rules.nearest import nearest
from bot.rules.refusal import Refusal
from bot.surfaces.answers import Answer, AnswerButtons, AnswerView
from bot.surfaces.view import ListLine, ListView, NoteView

HELP = (
    "Here is what you can ask for:\n"
    "• /desk queue: tickets nobody has yet, what runs out first on top; /desk queue mine, /desk queue next, "
    "and any network, language or urgency: /desk queue urgent bluesky\n"
    "• /desk stats: the figures of the last 7 days; /desk stats 30d by network, "
    "/desk stats 2026-03-01..2026-03-07; also by person, topic, language, team, weekday, hour\n"
    "• /desk charts: the same as pictures, of the last 7 days or any period, into your messages\n"
    "• /desk badge: how far the badge for quick private answers is, and which messages decide it\n"
    "• /desk find broken kettle: tickets by words, by @handle or by number\n"
    "• /desk story 123: a resolved ticket as a case story, drafted without personal data\n"
    "• /desk replies: saved replies: list, add, edit, retire; what was asked without one is in /desk stats\n"
    "• /desk why 123: how the deadlines of a ticket come about\n"
    "• /desk handover: at shift end, offer what you have in hand; /desk handover all shows everybody's\n"
    "• /desk brake wrong prices everywhere: leads hold every reply at once, of one source or account too: "
    "/desk brake bluesky …, /desk brake @acme …; /desk brake off releases\n"
    "• /desk help: this list\n"
    "In a thread, where commands do not work, use “Ask the desk” from the message's menu."
)
UNKNOWN = "I don't know “{word}”. Did you mean /desk {nearest}?"
COUNTING = "Counting … the answer follows here in a moment."
DRAWING = "Drawing … the charts come into your messages with me in a moment."
LOOKING = "Looking … the answer follows here in a moment."


@dataclass(frozen=True)
class Asked:
    """Who asked, what stood after the command's word, and the zone they live in."""

    actor: str
    words: str
    zone: str
    now: datetime


def answer(desk: Desk, text: str, actor: str, place: Place, now: datetime) -> Answer:
    """The answer to `/desk TEXT`, or, where it takes work, that it follows."""
    word, words = _split(text)
    if word not in WAITS:
        return worked_out(desk, text, actor, now)
    with desk.db.reading() as session:
        member = access.person(session, actor)
    if isinstance(member, Refusal):
        return Answer(NoteView(member.sentence))
    asking.later(desk, f"{word} {words}".strip(), actor, place, now)
    return Answer(NoteView(WAITS[word]))


def worked_out(desk: Desk, text: str, actor: str, now: datetime) -> Answer:
    """The answer itself, however long it takes."""
    word, words = _split(text)
    if word == BRAKE:
        return Answer(NoteView(braking.by_words(desk, words, actor, now)))
    if word == HANDOVER and not words:
        return Answer(NoteView(_hand_over(desk, actor, now)))
    with desk.db.reading() as session:
        member = access.person(session, actor)
        if isinstance(member, Refusal):
            return Answer(NoteView(member.sentence))
        command = COMMANDS.get(word)
        if command is None:
            meant = nearest(word, [*COMMANDS, BRAKE])
            return Answer(NoteView(UNKNOWN.format(word=_plain(short(word, 40)), nearest=meant)))
        found = command(desk, session, Asked(actor, words, member.zone, now))
    if isinstance(found, Refusal):
        return Answer(NoteView(_plain(found.sentence)))
    buttons = (AnswerButtons.ADD_SAVED,) if word == REPLIES else ()
    return Answer(found, f"{word} {words}".strip(), buttons)


def _split(text: str) -> tuple[str, str]:
    word, _, words = (text.strip() or "help").partition(" ")
    return word.casefold(), words.strip()


def _hand_over(desk: Desk, actor: str, now: datetime) -> str:
    with desk.db.reading() as session:
        member = access.person(session, actor)
    return member.sentence if isinstance(member, Refusal) else handing.offer(desk, actor, now)


def _help(_desk: Desk, _session: Session, _asked: Asked) -> AnswerView:
    return NoteView(HELP)


def _queue(desk: Desk, session: Session, asked: Asked) -> AnswerView | Refusal:
    return finding.queue(desk, session, asked.words, asked.actor, asked.now)


def _mine(desk: Desk, session: Session, asked: Asked) -> AnswerView | Refusal:
    return finding.queue(desk, session, f"{finding.MINE} {asked.words}", asked.actor, asked.now)


def _stats(desk: Desk, session: Session, asked: Asked) -> AnswerView | Refusal:
    return stats.view(desk, session, asked.words, asked.zone, asked.now)


def _charts(desk: Desk, session: Session, asked: Asked) -> AnswerView | Refusal:
    return pictures.view(desk, session, asked.words, asked.zone, asked.now)


def _badge(desk: Desk, session: Session, asked: Asked) -> AnswerView | Refusal:
    return badges.view(desk, session, asked.now)


def _find(desk: Desk, session: Session, asked: Asked) -> AnswerView | Refusal:
    return finding.find(desk, session, asked.words, asked.now)


def _replies(_desk: Desk, session: Session, _asked: Asked) -> AnswerView:
    return saved.listed(session)


def _story(desk: Desk, session: Session, asked: Asked) -> AnswerView | Refusal:
    return telling.draft(desk, session, asked.words)


def _why(desk: Desk, session: Session, asked: Asked) -> AnswerView:
    return NoteView(_plain(explaining.why(desk, session, asked.words, asked.zone, asked.now)))


def _handover_of_all(desk: Desk, session: Session, asked: Asked) -> AnswerView:
    """What everybody has in hand, by person."""
    lines = []
    for name, items in handing.overview(desk, session, asked.now):
        lines += [ListLine(0, f"{_plain(name)}: {text}", _sure(times)) for text, times in items]
    return ListView(IN_HAND if lines else handing.NOBODY_HAS, tuple(lines))


def _sure(times: Mapping[str, datetime | None]) -> dict[str, datetime]:
    return {name: at for name, at in times.items() if at is not None}


def _plain(text: str) -> str:
    """Words in which no braces may be taken for a name to fill in."""
    return text.replace("{", "(").replace("}", ")")


IN_HAND = "What everybody has in hand"
BRAKE, HANDOVER, REPLIES, STATS, FIND = "brake", "handover", "replies", "stats", "find"
CHARTS = "charts"
WAITS = {STATS: COUNTING, "badge": COUNTING, CHARTS: DRAWING, FIND: LOOKING}
"""Questions that may take a while, with what is said meanwhile."""
COMMANDS: dict[str, Callable[[Desk, Session, Asked], AnswerView | Refusal]] = {
    "help": _help,
    "queue": _queue,
    "mine": _mine,
    STATS: _stats,
    CHARTS: _charts,
    "badge": _badge,
    FIND: _find,
    REPLIES: _replies,
    "why": _why,
    "story": _story,
    HANDOVER: _handover_of_all,
}
