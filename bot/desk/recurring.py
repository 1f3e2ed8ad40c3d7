"""What keeps coming back: questions that were answered, but never starting from a saved reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.desk.context import Desk
from bot.rules.figures import Figure
from bot.rules.foreign import short
from bot.rules.questions import Recurring, frequent
from storage import mentions

KEY = "no_saved_reply"
MOST_READ = 200
"""The newest questions tell what keeps coming back; all of a month would take longer than counting it."""
MOST_TOLD = 3
_LENGTH = 60


def told(found: Sequence[Figure], asked_most: Sequence[Recurring]) -> tuple[Figure, ...]:
    """The same figures, that of questions without a saved reply made up of those asked most."""
    return tuple(replace(one, parts=parts(asked_most)) if one.key == KEY else one for one in found)


def asked_most(desk: Desk, session: Session, found: Sequence[Figure]) -> list[Recurring]:
    """The questions without a saved reply that were asked most, among figures."""
    return questions(desk, session, next(one for one in found if one.key == KEY))


def questions(desk: Desk, session: Session, figure: Figure) -> list[Recurring]:
    """The questions among its tickets that were asked most, in words that may stand in a channel."""
    asked = mentions.first_texts(session, figure.tickets[:MOST_READ])
    return frequent(((number, desk.masked(text)) for number, text in asked), MOST_TOLD)


def parts(asked: Sequence[Recurring]) -> tuple[tuple[str, int], ...]:
    """Each as people read it, with how often it was asked."""
    return tuple((f"“{short(one.text, _LENGTH)}”", len(one.tickets)) for one in asked)
