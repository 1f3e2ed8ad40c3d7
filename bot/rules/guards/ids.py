"""National identity, tax, health and social security numbers: check digits where a country has them, words where not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.cn import ric
from stdnum.de import idnr as de_idnr
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.in_ import aadhaar, pan
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.pt import cc
from stdnum.pt import nif as pt_nif
from stdnum.ru import inn
from stdnum.se import personnummer
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.us import ssn
from stdnum.za import idnr as za_idnr

from bot.rules.guards import words
from bot.rules.guards.plain import Plain
from bot.rules.guards.policy import Hit, Kind

_GAP = r"[\s.\-\u2010-\u2015_/]"


def _shape(template: str) -> str:
    """A pattern from "999-99-9999": 9 a digit, A a letter, * either, - a gap, ~ a gap or none.

    A number of digits only, with no gap in its template, may be split anywhere.
    """
    parts = {"9": r"\d", "A": "[A-Za-z]", "*": "[0-9A-Za-z]", "-": f"{_GAP}{{1,2}}", "~": f"{_GAP}?"}
    between = f"{_GAP}{{0,2}}" if set(template) <= {"9", "*"} else ""
    return between.join(parts[char] for char in template)


@dataclass(frozen=True, slots=True)
class _Number:
    """One country's number: its shapes, its check, and whether its name must stand beside it."""

    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool]
    named: bool


def _number(is_valid: Callable[[str], bool], *shapes: str, named: bool = False) -> _Number:
    shape = "|".join(_shape(one) for one in shapes)
    return _Number(
        re.compile(rf"(?<![0-9A-Za-z+])(?<!\d[.\-])(?:{shape})(?![0-9A-Za-z]|[.\-]\d)"), is_valid, named
    )


def is_iranian(number: str) -> bool:
    """کد ملی: ten digits, the last a weighted sum modulo 11. https://fa.wikipedia.org/wiki/کارت_شناسایی_ملی"""
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    return len(set(number)) > 1 and int(number[9]) == (rest if rest < 2 else 11 - rest)  # noqa: PLR2004 # the published rule


def is_snils(number: str) -> bool:
    """СНИЛС: nine digits and a two-digit weighted sum. https://ru.wikipedia.org/wiki/Контрольное_число"""
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(number[:9]))
    return number[:9] != "0" * 9 and total % 101 % 100 == int(number[9:])


def is_national_insurance(number: str) -> bool:
    """A British NI number has no check digit but forbidden prefixes: https://www.gov.uk/hmrc-internal-manuals NIM39110."""
    return bool(
        re.fullmatch(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", number.upper())
    )


_NUMBERS = (
    _number(ssn.is_valid, "999-99-9999"),
    _number(ssn.is_valid, "999999999", named=True),
    _number(ric.is_valid, "99999999999999999*"),
    _number(nir.is_valid, "999999999999999", "9-99-99-99-999-999-99"),
    _number(pin.is_valid, "9-9999-99999-99-9"),
    _number(pin.is_valid, "9999999999999", named=True),
    _number(is_iranian, "999-999999-9"),
    _number(is_iranian, "9999999999", named=True),
    _number(is_snils, "999-999-999-99"),
    _number(is_snils, "99999999999", named=True),
    _number(inn.is_valid, "999999999999", "9999999999", named=True),
    _number(cpf.is_valid, "999-999-999-99"),
    _number(cpf.is_valid, "99999999999", named=True),
    _number(curp.is_valid, "AAAA999999AAAAAA*9"),
    _number(codicefiscale.is_valid, "AAAAAA**A**A***A"),
    _number(pan.is_valid, "AAAAA9999A"),
    _number(aadhaar.is_valid, "9999-9999-9999"),
    _number(aadhaar.is_valid, "999999999999", named=True),
    _number(dni.is_valid, "99999999~A"),
    _number(nie.is_valid, "A~9999999~A"),
    _number(cc.is_valid, "99999999~9~AA9"),
    _number(is_national_insurance, "AA999999A", "AA-99-99-99-A"),
    _number(rrn.is_valid, "999999-9999999"),
    _number(hetu.is_valid, "999999-999*"),
    _number(personnummer.is_valid, "999999-9999"),
    _number(personnummer.is_valid, "9999999999", "999999999999", named=True),
    _number(za_idnr.is_valid, "9999999999999", named=True),
    _number(de_idnr.is_valid, "99999999999", named=True),
    _number(pesel.is_valid, "99999999999", named=True),
    _number(tckimlik.is_valid, "99999999999", named=True),
    _number(fodselsnummer.is_valid, "99999999999", named=True),
    _number(cpr.is_valid, "9999999999", named=True),
    _number(nhs.is_valid, "9999999999", named=True),
    _number(pt_nif.is_valid, "999999999", named=True),
    _number(bsn.is_valid, "999999999", named=True),
    _number(sin.is_valid, "999999999", named=True),
)
_LINK = r"(?:\s*(?:number|no|num|nr|nummer|num[ée]ro|n[úu]mero|id|номер|№|n[°º]|เลขที่|号码|号)\.?)*\s*(?:is|was|ist|est|es|é|คือ|است|是|为)?\s*[:#=\-]*\s*"
_WEAK = re.compile(
    rf"(?:{words.ID.pattern}){_LINK}(?P<token>[A-Z]{{0,3}}\d(?:[ .\-]?[A-Z]?\d){{4,18}}[A-Z]{{0,2}})(?!\w)",
    re.IGNORECASE,
)


def find_ids(plain: Plain) -> Iterator[Hit]:
    """Numbers whose check holds, and whatever follows words such as "passport number"."""
    for match in _WEAK.finditer(plain.text):
        yield Hit(Kind.ID, *match.span("token"))
    if not _has_long_number(plain.text):
        return
    for number in _NUMBERS:
        for match in number.pattern.finditer(plain.text):
            compact = re.sub(_GAP, "", match[0])
            is_named = not number.named or words.near(words.ID, plain.text, *match.span())
            if is_named and number.is_valid(compact):
                yield Hit(Kind.ID, *match.span())


def _has_long_number(text: str) -> bool:
    return re.search(rf"\d(?:{_GAP}{{0,2}}[0-9A-Za-z]?{_GAP}{{0,2}}\d){{3,}}", text) is not None
