"""National identity, tax, health and social security numbers: check digits where a country has them, words where not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

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


class _Check(Protocol):
    def is_valid(self, number: str, /) -> bool:
        """Whether its check holds."""


@dataclass(frozen=True, slots=True)
class _Number:
    """One country's number: its shapes, the stdnum module that checks it, and whether its name must stand beside it."""

    pattern: re.Pattern[str]
    module: str
    named: bool

    def is_valid(self, compact: str) -> bool:
        return (_OWN.get(self.module) or _check(self.module).is_valid)(compact)


@cache
def _check(module: str) -> _Check:
    """Loaded at the first number of its shape: all of stdnum would slow every start."""
    found: _Check = import_module(f"stdnum.{module}")
    return found


def _number(module: str, *shapes: str, named: bool = False) -> _Number:
    shape = "|".join(_shape(one) for one in shapes)
    return _Number(
        re.compile(rf"(?<![0-9A-Za-z+])(?<!\d[.\-])(?:{shape})(?![0-9A-Za-z]|[.\-]\d)"), module, named
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


_OWN = {"ir": is_iranian, "snils": is_snils, "nino": is_national_insurance}  # what stdnum does not know
_NUMBERS = (
    _number("us.ssn", "999-99-9999"),
    _number("us.ssn", "999999999", named=True),
    _number("us.itin", "999-99-9999"),
    _number("us.ein", "99-9999999", named=True),
    _number("cn.ric", "99999999999999999*"),
    _number("fr.nir", "999999999999999", "9-99-99-99-999-999-99"),
    _number("th.pin", "9-9999-99999-99-9"),
    _number("th.pin", "9999999999999", named=True),
    _number("ir", "999-999999-9"),
    _number("ir", "9999999999", named=True),
    _number("snils", "999-999-999-99"),
    _number("snils", "99999999999", named=True),
    _number("ru.inn", "999999999999", "9999999999", named=True),
    _number("br.cpf", "999-999-999-99"),
    _number("br.cpf", "99999999999", named=True),
    _number("br.cnpj", "99-999-999-9999-99"),
    _number("mx.rfc", "AAAA999999***", named=True),
    _number("ch.ssn", "999-9999-9999-99"),
    _number("be.nn", "99-99-99-999-99"),
    _number("cl.rut", "99-999-999-*", "9-999-999-*"),
    _number("ar.cuit", "99-99999999-9", named=True),
    _number("au.tfn", "999999999", named=True),
    _number("il.idnr", "999999999", named=True),
    _number("ro.cnp", "9999999999999", named=True),
    _number("cz.rc", "999999-9999", "999999-999", named=True),
    _number("bg.egn", "9999999999", named=True),
    _number("hr.oib", "99999999999", named=True),
    _number("gr.amka", "99999999999", named=True),
    _number("ie.pps", "9999999A", "9999999AA", named=True),
    _number("mx.curp", "AAAA999999AAAAAA*9"),
    _number("it.codicefiscale", "AAAAAA**A**A***A"),
    _number("in_.pan", "AAAAA9999A"),
    _number("in_.aadhaar", "9999-9999-9999"),
    _number("in_.aadhaar", "999999999999", named=True),
    _number("es.dni", "99999999~A"),
    _number("es.nie", "A~9999999~A"),
    _number("pt.cc", "99999999~9~AA9"),
    _number("nino", "AA999999A", "AA-99-99-99-A"),
    _number("kr.rrn", "999999-9999999"),
    _number("fi.hetu", "999999-999*"),
    _number("se.personnummer", "999999-9999"),
    _number("se.personnummer", "9999999999", "999999999999", named=True),
    _number("za.idnr", "9999999999999", named=True),
    _number("de.idnr", "99999999999", named=True),
    _number("pl.pesel", "99999999999", named=True),
    _number("tr.tckimlik", "99999999999", named=True),
    _number("no.fodselsnummer", "99999999999", named=True),
    _number("dk.cpr", "9999999999", named=True),
    _number("gb.nhs", "9999999999", named=True),
    _number("pt.nif", "999999999", named=True),
    _number("nl.bsn", "999999999", named=True),
    _number("ca.sin", "999999999", named=True),
)
_LABEL = r"number|no|num|nr|nummer|num[ée]ro|n[úu]mero|id|card|номер|сери[яи]|№|n[°º.]|เลขที่|شماره|رقم|号码|号|番号|번호|#"
_LINK = rf"(?:\s\([^)\n]{{2,15}}\))?(?:\s*(?:{_LABEL})\.?)*\s*(?:is|was|ist|est|es|é|คือ|است|是|为|は)?\s*[:：#=\-]*\s*"
_PART = r"(?:[A-Za-z]{0,6}\d[0-9A-Za-z]*(?:\(\d\))?|(?-i:[A-Z]{1,3}(?![A-Za-z])))"  # with a digit, or a few capitals
_WEAK = re.compile(
    rf"(?:{words.ID.pattern}){_LINK}(?P<token>{_PART}(?:(?:[ .\-/]|\s(?:номер|№)\s){_PART}){{0,7}})(?!\w)",
    re.IGNORECASE,
)
_DIGITS = range(5, 21)
_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)|(?:19|20)\d\d[./-][01]?\d[./-][0-3]?\d(?!\d)|(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d"
)


def find_ids(plain: Plain) -> Iterator[Hit]:
    """Numbers whose check holds, and whatever follows words such as "passport number"."""
    for match in _WEAK.finditer(plain.text):
        if sum(char.isdigit() for char in match["token"]) in _DIGITS and not _DATE.match(match["token"]):
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
