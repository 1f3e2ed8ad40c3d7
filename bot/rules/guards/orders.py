"""Order, booking and ticket numbers: after words that announce them, by common shapes, and by the brand's own."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.rules.guards import words
from bot.rules.guards.plain import Plain
from bot.rules.guards.policy import Hit, Kind, Policy

_LABEL = r"(?:number|no|num|nr|id|ref(?:erence)?|code|locator|nummer|num[ée]ro|n[úu]mero|n[°º]|n|номер|№|หมายเลข|เลขที่|شماره|رقم|号|編號|编号|番号|번호|नंबर)"
_LINK = re.compile(
    rf"\s*(?:{_LABEL}(?![^\W\d_])\.?\s*)*(?:is|was|ist|est|es|é|คือ|是|为)?[\s:#=\-–]*", re.IGNORECASE
)
_TOKEN = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*", re.IGNORECASE)
_SPACED_TOKEN = re.compile(r"\d(?:[ .\-]?\d){5,}(?![0-9A-Za-z])")
_SPACED_PNR = re.compile(r"[A-Z0-9](?: [A-Z0-9]){5}(?![0-9A-Za-z])")
_LOCATOR = re.compile(r"[A-Z]{6}(?![0-9A-Za-z])")  # a six-letter booking reference, in capitals
_LOCATOR_WORD = re.compile(
    r"pnr|ref|locator|booking|reserv|confirmation|localizador|buchung|dossier|брон", re.IGNORECASE
)
_SHORTEST = 5
_DATE = re.compile(
    r"\d{1,4}-\d{1,2}-\d{1,4}|\d+(?:st|nd|rd|th|am|pm|hrs?|hours?|mins?|minutes?|days?|h|k|gb|mb)",
    re.IGNORECASE,
)
_SHAPES = (
    r"\b\d{3}-\d{7}-\d{7}\b",  # a marketplace order: three, seven, seven digits
    r"\b1Z[0-9A-Z]{16}\b",  # a UPS parcel
    r"\b[A-Z]{2}\d{9}[A-Z]{2}\b",  # a parcel by post: https://www.upu.int S10
)


def find_orders(plain: Plain, policy: Policy) -> Iterator[Hit]:
    """Numbers by the brand's patterns and common shapes are sure; those told by the words before them too."""
    for pattern in _compiled((*_SHAPES, *policy.order_patterns)):
        yield from (Hit(Kind.ORDER, *match.span()) for match in pattern.finditer(plain.text) if match[0])
    for word in words.ORDER.finditer(plain.text):
        start = _LINK.match(plain.text, word.end()).end()  # type: ignore[union-attr] # every part is optional
        if end := _token_end(plain.text, start, word):
            yield Hit(Kind.ORDER, start, end)


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _token_end(text: str, start: int, word: re.Match[str]) -> int | None:
    for pattern in (_SPACED_TOKEN, _SPACED_PNR):
        if spaced := pattern.match(text, start):
            return None if _DATE.fullmatch(spaced[0]) else spaced.end()
    token = _TOKEN.match(text, start)
    if token is None or _DATE.fullmatch(token[0]):
        return None
    if any(char.isdigit() for char in token[0]):
        return token.end() if _is_number(token[0]) and text[token.end() : token.end() + 1] != "@" else None
    announced = text[word.end() : start].strip(" ")[-1:] in (
        *":#=",
        "s",
    )  # "PNR: XKJDSA", "your booking ref is XKJDSA"
    locator = _LOCATOR.match(text, start)
    return (
        locator.end() if locator and announced and _LOCATOR_WORD.search(text[word.start() : start]) else None
    )


def _is_number(token: str) -> bool:
    """Long enough, and either in capitals or with more than a stray digit ("#1lesscustomer")."""
    return len(token) >= _SHORTEST and (token.isupper() or sum(char.isdigit() for char in token) > 1)
