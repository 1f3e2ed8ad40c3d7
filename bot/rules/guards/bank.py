"""Payment cards (Luhn check digit and issuer ranges) and bank accounts (IBAN and named account numbers).

Issuer ranges and lengths: https://en.wikipedia.org/wiki/Payment_card_number (ISO/IEC 7812-1).
"""

import re
from collections.abc import Iterator

from bot.rules.guards import words
from bot.rules.guards.plain import BLANK, Plain
from bot.rules.guards.policy import Hit, Kind

_GAP = r"(?:,\s?|[\s.\-\u2010-\u2015_|*·•:/\\+~()]{0,3})"
_CARD_RUN = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{11,}}")
_DIGITS = re.compile(r"\d+")
_MAJOR = re.compile(  # networks with fixed, well-known ranges
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11,16}|(?:6011|64[4-9]\d|65\d\d)\d{12,15}|35\d{14}|35(?:2[89]|[3-8]\d)\d{13,15}|(?:2131|1800)\d{11}"
    r"|(?:62|8[12])\d{14,17}|220[0-4]\d{12,15}|(?:9792|508\d|60\d\d|35[36]\d)\d{12}"
)
_MAESTRO = re.compile(r"(?:5[06-8]|6\d)\d{10,17}")
_PRINTED = {(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 5), (4, 4, 4), (4, 4, 4, 4, 3), (6, 13), (8, 8)}
_SURE_LENGTH = 14  # of shorter numbers and of Maestro's wide ranges, one order number in ten passes Luhn
_IBAN = re.compile(
    r"(?<![0-9A-Za-z])[A-Za-z][\s.\-/]?[A-Za-z](?:[\s.\-/]{0,2}\d){2}(?:[\s.\-/]{0,2}[0-9A-Za-z]){11,30}"
)
_SHORTEST_IBAN = 15  # Norway's
_UNLISTED = {  # lengths in countries that use the IBAN outside the registry that stdnum knows
    **dict.fromkeys(("AO", "CV", "GW", "MZ"), 25),
    **dict.fromkeys(("DZ", "IR"), 26),
    **dict.fromkeys(("CM", "CF", "TD", "KM", "CG", "GQ", "GA", "MG"), 27),
    **dict.fromkeys(("BJ", "BF", "HN", "CI", "ML", "MA", "NI", "NE", "SN", "TG"), 28),
}
_ACCOUNT_TOKEN = re.compile(r"[\s:#=.\-]*(?:is|ist|es|est|é|:)?\s*(\d(?:[ \-./]?\d){4,})", re.IGNORECASE)


def find_cards(plain: Plain, prose: Plain) -> Iterator[Hit]:
    """Full card numbers, however they are split; the last four digits alone are no finding.

    Args:
        plain: The text, links included.
        prose: The same text with links blanked.
    """
    for run in _CARD_RUN.finditer(plain.text):
        groups = [match.span() for match in _DIGITS.finditer(plain.text, *run.span())]
        for start, end in _card_spans(plain.text, groups):
            digits = _only_digits(plain.text[start:end])
            named = words.near(words.CARD, plain.text, start, end)
            sure = named or (len(digits) >= _SURE_LENGTH and bool(_MAJOR.fullmatch(digits)))
            if sure or not _is_other_number(plain.text, prose.text, start):
                yield Hit(Kind.CARD, start, end, sure)


def _is_other_number(text: str, prose: str, start: int) -> bool:
    """Whether a number that only might be a card belongs to a link, a phone, a longer code or an order."""
    before = text[start - 1 : start]
    inside_code = before == "+" or (before.isascii() and before.isalpha())
    return prose[start] == BLANK or inside_code or words.just_before(words.ORDER, text, start)


def find_ibans(plain: Plain) -> Iterator[Hit]:
    """International account numbers whose check digits and national structure hold."""
    for match in _IBAN.finditer(plain.text):
        places = [place for place in range(*match.span()) if plain.text[place].isalnum()]
        for length in range(len(places), _SHORTEST_IBAN - 1, -1):
            compact = "".join(plain.text[place] for place in places[:length]).upper()
            if _is_iban(compact):
                yield Hit(Kind.IBAN, match.start(), places[length - 1] + 1)
                break


def _is_iban(compact: str) -> bool:
    from stdnum import iban  # as in `ids`: loaded with the first number of its shape
    from stdnum.iso7064 import mod_97_10

    if compact[:2] in _UNLISTED:
        return len(compact) == _UNLISTED[compact[:2]] and bool(mod_97_10.is_valid(compact[4:] + compact[:4]))
    return bool(iban.is_valid(compact, check_country=False))


def find_accounts(plain: Plain) -> Iterator[Hit]:
    """Numbers that follow words such as "account number"."""
    for word in words.ACCOUNT.finditer(plain.text):
        if token := _ACCOUNT_TOKEN.match(plain.text, word.end()):
            yield Hit(Kind.ACCOUNT, *token.span(1))


def _card_spans(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The whole run if it is a card, else the parts of it that are grouped as cards are printed."""
    whole = (groups[0][0], groups[-1][1])
    a_list = (
        re.search(r",\s", text[slice(*whole)]) is not None
    )  # 12, 345, 6: only what is grouped as cards are
    if not a_list and _is_card(_only_digits(text[slice(*whole)])):
        yield whole
        return
    first = 0
    while first < len(groups):
        last = next((last for last in _card_ends(text, groups, first)), None)
        if last is not None:
            yield groups[first][0], groups[last][1]
        first = first + 1 if last is None else last + 1


def _card_ends(text: str, groups: list[tuple[int, int]], first: int) -> Iterator[int]:
    sizes: list[int] = []
    for last in range(first, len(groups)):
        sizes.append(groups[last][1] - groups[last][0])
        if sum(sizes) > 19:  # noqa: PLR2004 # the longest card number
            return
        even = len(set(sizes)) == 1 and (len(sizes) == 1 or sizes[0] <= 2)  # noqa: PLR2004 # one block, singles or pairs
        if (even or tuple(sizes) in _PRINTED) and _is_card(
            _only_digits(text[groups[first][0] : groups[last][1]])
        ):
            yield last


def _is_card(digits: str) -> bool:
    if not (_MAJOR.fullmatch(digits) or _MAESTRO.fullmatch(digits)):
        return False
    from stdnum import luhn  # as in `ids`: loaded with the first number of its shape

    return len(set(digits)) > 1 and bool(luhn.is_valid(digits))


def _only_digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))
