"""A case story drafted from a resolved ticket: request, reaction, result. A person reads it before anybody else does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 2_500
"""Characters of a story; the longest words are cut first, evenly."""
SHORTEST = 1_500
REQUEST = "Request. On {network}, a customer wrote: {said}"
REACTION = "Reaction. {first} we answered: {said}"
RESULT = "Result. {end} {words}"
NO_LAST_WORD = "The customer did not write again."
LAST_WORD = "Their last words: {said}"
THIN = "This is short of {shortest:,} characters: add what the team did behind the scenes."
_ELLIPSIS = "…"
_APART = "\n\n"


@dataclass(frozen=True)
class Material:
    """What a story is made of. All of it has lost its personal data already."""

    network: str
    requests: Sequence[str]
    """What the customer wrote before our first answer."""
    answers: Sequence[str]
    afterwards: Sequence[str]
    """What they wrote after it."""
    answered_after: str
    """ "Within 12 min"."""
    ended: str
    """ "After 1 h 30 min the matter was resolved."."""


def story(material: Material) -> tuple[str, ...]:
    """The draft's paragraphs, at most `LONGEST` characters; one below `SHORTEST` ends with what to add."""
    room = LONGEST
    told = _told(material, room)
    while len(told) > LONGEST and room > 0:
        room -= 100
        told = _told(material, room)
    thin = () if len(told) >= SHORTEST else (THIN.format(shortest=SHORTEST),)
    return (*told.split(_APART), *thin)


def _told(material: Material, room: int) -> str:
    """The three parts, their quotations within so many characters altogether."""
    words = LAST_WORD.format(said=_quoted(material.afterwards[-1:], room // 4))
    parts = (
        REQUEST.format(network=material.network, said=_quoted(material.requests, room // 2)),
        REACTION.format(first=material.answered_after, said=_quoted(material.answers, room // 2)),
        RESULT.format(end=material.ended, words=words if material.afterwards else NO_LAST_WORD),
    )
    return _APART.join(parts)


def _quoted(texts: Sequence[str], room: int) -> str:
    """Each text in quotation marks; where they are too long together, each is cut to the same length."""
    each = max(1, room // max(1, len(texts)))
    return " ".join(f"“{_cut(' '.join(text.split()), each)}”" for text in texts)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}{_ELLIPSIS}"
