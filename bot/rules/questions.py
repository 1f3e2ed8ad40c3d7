"""Which questions keep coming back: texts that ask the same, put together.

Pure. `rapidfuzz` says how alike two texts are. https://rapidfuzz.github.io/RapidFuzz/
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.rules.triage.fold import fold

ALIKE = 70
"""Of 100. Measured on 400 questions about 77 close topics: four fifths of those put together are about one topic."""
AGAIN = 2
"""From so many on, a question keeps coming back."""


@dataclass
class Recurring:
    """Tickets that ask the same, in the order they were given. `text` is what the first of them said."""

    text: str
    words: str
    tickets: list[int] = field(default_factory=list)


def frequent(asked: Iterable[tuple[int, str]], most: int) -> list[Recurring]:
    """The questions that were asked more than once, the most frequent first. `asked` are tickets and their words."""
    found: list[Recurring] = []
    for ticket, text in asked:
        words = _words(text)
        if not words:
            continue
        best = max(found, key=lambda one: alike(one.words, words), default=None)
        if best is None or alike(best.words, words) < ALIKE:
            best = Recurring(text, words)
            found.append(best)
        best.tickets.append(ticket)
    again = [one for one in found if len(one.tickets) >= AGAIN]
    return sorted(again, key=lambda one: -len(one.tickets))[:most]


def alike(one: str, other: str) -> float:
    """How alike two folded texts are, 0 to 100: whichever words they share, and how much else they say."""
    from rapidfuzz import fuzz  # weighs 2 MiB, and only reports need it

    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _words(text: str) -> str:
    """What a text says, without addresses, accents and punctuation."""
    return " ".join(word for word in fold(text).split() if word not in {".", ","})
