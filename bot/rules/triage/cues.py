"""Finds the phrases of a lexicon in a folded text.

A lexicon is written for people: per cue one string of phrases, comma by comma. In a phrase `*` leaves the
word's end open ("delay*") and `~` allows up to `GAP` characters between two parts ("charged ~ twice").
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.triage.fold import fold
from bot.rules.triage.vocabulary import Cue

GAP = 28
NEGATION_REACH = 3  # words between "not" and what it turns

Phrases = Mapping[Cue, str]
# Written without spaces, or with particles glued on: a phrase may begin and end inside a word.
GLUED = frozenset({"th", "zh", "ja", "ko", "ar"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: the sign it gives and the words to quote."""

    cue: Cue
    quote: str
    at: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    cue: Cue
    shown: str
    start: str
    then: str


class Lexicon:
    """The phrases of one language, ready for searching."""

    def __init__(self, phrases: Phrases, *, glued: bool) -> None:
        self._glued = glued
        # Only phrases whose first letters stand somewhere in the text are looked for.
        self._head_lengths = range(1, 3) if glued else range(3, 8)
        by_head: defaultdict[str, list[_Phrase]] = defaultdict(list)
        for cue, listed in phrases.items():
            if cue in (Cue.NEGATION, Cue.NEGATION_AFTER):
                continue
            for written in _listed(listed):
                phrase = _phrase(cue, written, glued=glued)
                by_head[phrase.start[: self._head_lengths[-1]]].append(phrase)
        self._by_head = {head: tuple(found) for head, found in by_head.items()}
        self._negation = _negation(phrases, glued=glued)

    def find(self, folded: str) -> list[Hit]:
        """Every phrase that stands in `folded`, in the order of the text, the longer of two first.

        Praise under a "not" comes back as displeasure.
        """
        hits = [
            hit
            for head in self._heads(folded) & self._by_head.keys()
            for phrase in self._by_head[head]
            if (at := folded.find(phrase.start)) >= 0 and (hit := self._hit(folded, phrase, at))
        ]
        return sorted(hits, key=lambda hit: (hit.at, -len(hit.quote), hit.quote))

    def _heads(self, folded: str) -> set[str]:
        starts = range(len(folded)) if self._glued else [at for at, sign in enumerate(folded) if sign == " "]
        return {folded[at : at + length] for at in starts for length in self._head_lengths}

    def _hit(self, folded: str, phrase: _Phrase, at: int) -> Hit | None:
        end = at + len(phrase.start)
        if phrase.then:
            second = folded.find(phrase.then, end - 1, end + GAP + len(phrase.then))
            if second < 0 or " . " in folded[end - 1 : second + 1]:
                return None
            end = second + len(phrase.then)
        cue = self._turned(phrase.cue, folded, at, end)
        return Hit(cue, phrase.shown or _words_around(folded, at, end), at) if cue else None

    def _turned(self, cue: Cue, folded: str, start: int, end: int) -> Cue | None:
        """What is left of a sign under a negation: "not great" is displeasure, "no problem" is nothing."""
        if cue not in _TURNED_BY_NEGATION:
            return cue
        before = self._negation.far if cue is Cue.PRAISE else self._negation.near
        preceding = folded[max(0, start - 30) : start + (not self._glued)]
        negated = before.search(preceding) or self._negation.after.search(folded[end - 1 : end + 12])
        return _TURNED_BY_NEGATION[cue] if negated else cue


_TURNED_BY_NEGATION: dict[Cue, Cue | None] = {
    Cue.PRAISE: Cue.DISPLEASED,
    Cue.DISPLEASED: None,
    Cue.PROBLEM: None,
}


def _listed(phrases: str) -> list[str]:
    """Split a list at its commas; a phrase may be wrapped over two lines."""
    return [" ".join(phrase.split()) for phrase in phrases.split(",") if phrase.strip()]


def _phrase(cue: Cue, written: str, *, glued: bool) -> _Phrase:
    first, _, second = written.partition("~")
    shown = "" if "*" in written else " ".join(written.replace("_", " ").replace("~", " … ").split())
    return _Phrase(cue, shown, _edged(first, glued=glued), _edged(second, glued=glued))


def _edged(written: str, *, glued: bool) -> str:
    """Fold a phrase as the text is folded, with a space at each edge that must be a word's edge."""
    bare = fold(written.replace("*", "").replace("_", " ")).strip()
    if not bare:
        return ""
    starts = " " if not glued or written.lstrip().startswith("_") else ""
    ends = " " if (not glued and "*" not in written) or written.rstrip().endswith("_") else ""
    return f"{starts}{bare}{ends}"


def _words_around(folded: str, start: int, end: int) -> str:
    word_end = folded.find(" ", end - 1 if folded[end - 1] == " " else end)
    return folded[start : word_end if word_end > 0 else None].strip()


@dataclass(frozen=True, slots=True)
class _Negation:
    """Where a language puts its "not": just before, a few words before, or after."""

    near: re.Pattern[str]
    far: re.Pattern[str]
    after: re.Pattern[str]


def _negation(phrases: Phrases, *, glued: bool) -> _Negation:
    before, after = _any_of(phrases.get(Cue.NEGATION, "")), _any_of(phrases.get(Cue.NEGATION_AFTER, ""))
    if glued:
        attached = re.compile(rf"(?:{before})\s?\S{{0,1}}\s?$")
        return _Negation(attached, attached, re.compile(rf"^\s?\S{{0,3}}\s?(?:{after})"))
    return _Negation(
        near=re.compile(rf" (?:{before})(?: (?:a|an|the|any|so|that|too|very))? $"),
        far=re.compile(rf" (?:{before})(?: [^ .,]+){{0,{NEGATION_REACH}}} $"),
        after=re.compile(rf"^ ?(?:[^ .,]+ )?(?:{after})\b"),
    )


def _any_of(listed: str) -> str:
    """An alternation of the words listed; of none, one that never matches."""
    return "|".join(re.escape(fold(word).strip()) for word in _listed(listed)) or "(?!)"
