"""Whether a post that tags nobody is about us: names, products, nicknames, and what people make of them.

Pure; `rapidfuzz` measures how far a misspelling is from a name. https://rapidfuzz.github.io/RapidFuzz/
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from itertools import pairwise

READ_CHARS = 5_000  # of a very long post the beginning is enough to know whether we are named
SHORTEST_FUZZY = 5  # letters; below this every second word is one letter away from a name
LONG_NAME = 9  # letters from which two wrong ones are still the same name


class Kind(StrEnum):
    """What sort of name a term is."""

    BRAND = auto()
    HANDLE = auto()
    PRODUCT = auto()
    NICKNAME = auto()
    MISSPELLING = auto()


@dataclass(frozen=True, slots=True)
class Term:
    """One name to listen for, and when it means us.

    `languages` are ISO 639-1 codes, none for all. Of `near` one word must stand within `within` words (0 is
    anywhere in the post), of `not_near` none may. `fuzzy` also finds misspellings, except the words in `never`.
    A word of `near`, `not_near` and `never` may end in `*`.
    """

    text: str
    kind: Kind = Kind.BRAND
    languages: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    within: int = 0
    fuzzy: bool = False
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListeningPolicy:
    """All names, the first that matches is reported; a post with a word of `never_about` is not about us."""

    terms: tuple[Term, ...]
    never_about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Which term was found, the words of the post that it was found in, and a sentence saying so."""

    term: Term
    found: str
    why: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Words `first` to `last` of the post are (nearly) the name; `wrong` letters differ."""

    first: int
    last: int
    wrong: int = 0


def match(text: str, language: str, policy: ListeningPolicy) -> Match | None:
    """Say how the post names us, or None. `language` is an ISO 639-1 code; `und` is let pass everywhere."""
    words = _words(text[:READ_CHARS])
    if any(_stands_in(never, words) for never in policy.never_about):
        return None
    terms = [term for term in policy.terms if _speaks(term, language)]
    return next((found for term in terms if (found := _match_term(term, words))), None)


def _speaks(term: Term, language: str) -> bool:
    return not term.languages or language in term.languages or language == "und"


def _match_term(term: Term, words: tuple[str, ...]) -> Match | None:
    for found in _finds(term, words):
        around = _around(found, words, term.within)
        helper = next((word for word in term.near if _stands_in(word, around)), "")
        if (term.near and not helper) or any(_stands_in(word, around) for word in term.not_near):
            continue
        quote = " ".join(words[found.first : found.last])
        return Match(term, quote, _why(term, quote, found.wrong, helper))
    return None


def _why(term: Term, quote: str, wrong: int, helper: str) -> str:
    said = f"names the {term.kind} '{term.text}'"
    if wrong:
        said = f"'{quote}' is {wrong} {'letter' if wrong == 1 else 'letters'} away from the {term.kind} '{term.text}'"
    return f"{said}, with '{helper.rstrip('*')}' near it" if helper else said


def _around(found: _Found, words: tuple[str, ...], within: int) -> tuple[str, ...]:
    """The words beside the name; the name's own words are not their own neighbours."""
    if not within:
        return words[: found.first] + words[found.last :]
    return words[max(0, found.first - within) : found.first] + words[found.last : found.last + within]


def _finds(term: Term, words: tuple[str, ...]) -> Iterator[_Found]:
    """Exact finds first, in the order of the post, then misspellings."""
    name = _words(term.text)
    if not name:
        return
    yield from _exact(term, name, words)
    if term.fuzzy:
        yield from _misspelt(term, "".join(name), words)


def _exact(term: Term, name: tuple[str, ...], words: tuple[str, ...]) -> Iterator[_Found]:
    joined = "".join(name).lstrip("@#")
    for at, word in enumerate(words):
        if words[at : at + len(name)] == name:
            yield _Found(at, at + len(name))
        elif term.kind is not Kind.HANDLE and _carries(word, joined):
            yield _Found(at, at + 1)


def _carries(word: str, joined: str) -> bool:
    """Whether one word of the post holds the whole name: a hashtag, a handle, a possessive, Thai or Chinese."""
    bare = word.lstrip("@#")
    if bare in (joined, f"{joined}s"):
        return True
    if word.startswith("#") and len(joined) >= SHORTEST_FUZZY:
        return bare.startswith(joined)
    return _is_unspaced(joined) and joined in bare


@lru_cache(maxsize=4096)
def _is_unspaced(name: str) -> bool:
    """Thai, Lao, Khmer, Burmese, Chinese and Japanese put no spaces between words."""
    return any(
        "\u0e00" <= sign <= "\u0eff" or "\u1000" <= sign <= "\u17ff" or sign >= "\u3040" for sign in name
    )


def _misspelt(term: Term, joined: str, words: tuple[str, ...]) -> Iterator[_Found]:
    from rapidfuzz.distance import OSA  # weighs 2 MiB, and only fuzzy terms need it

    allowed = 0 if len(joined) < SHORTEST_FUZZY else 2 if len(joined) >= LONG_NAME else 1
    singles = ((at, at + 1, word) for at, word in enumerate(words))
    pairs = ((at, at + 2, first + second) for at, (first, second) in enumerate(pairwise(words)))
    for first, last, written in (*singles, *pairs):
        candidate = written.lstrip("@#")
        # People rarely get the first letter wrong; asking for it halves the false finds.
        if candidate[:1] != joined[:1] or abs(len(candidate) - len(joined)) > allowed:
            continue
        wrong = OSA.distance(candidate, joined, score_cutoff=allowed)
        if wrong <= allowed and not any(_is_word(never, candidate) for never in term.never):
            yield _Found(first, last, wrong)


def _stands_in(listed: str, words: tuple[str, ...]) -> bool:
    """Whether a word or phrase an operator listed stands in `words`; a hashtag counts as its word."""
    phrase = _words(listed.rstrip("*"))
    if _is_unspaced("".join(phrase)):
        return any("".join(phrase) in word for word in words)
    if len(phrase) == 1:
        return any(_is_word(listed, word.lstrip("@#")) for word in words)
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words)))


def _is_word(listed: str, word: str) -> bool:
    folded = "".join(_words(listed.rstrip("*")))
    return word.startswith(folded) if listed.endswith("*") else word == folded


_LINK = re.compile(r"https?://\S+|&\w{2,6};")
_POSSESSIVE = re.compile(r"['’ʼ]s\b")
_WORD = re.compile(r"[@#]?[^\W_]+(?:[\u0300-\u036f\u0900-\u0eff\w]*[^\W_])?[\u0900-\u0eff]*")


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text, folded in case and accents; links are left out, `@` and `#` stay in front."""
    plain = _POSSESSIVE.sub("", _LINK.sub(" ", unicodedata.normalize("NFKC", text).casefold()))
    apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(
        sign for sign in apart if not "\u0300" <= sign <= "\u036f" and sign not in "\u200b\u200c\u200d\ufeff"
    )
    return tuple(_WORD.findall(unicodedata.normalize("NFC", bare)))
