"""Phone numbers: by numbering plan (package phonenumbers), by the words beside them, or by how they are grouped."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.rules.guards import words
from bot.rules.guards.plain import Plain
from bot.rules.guards.policy import Hit, Kind, Policy

_GERMAN_SLASH = r"(?:(?<=\b0\d\d)|(?<=\b0\d\d\d)|(?<=\b0\d\d\d\d)) / "  # 089 / 123456
_GAP = rf"(?:{_GERMAN_SLASH}|/|[\s.\-\u2010-\u2015_()·•]{{0,3}})"  # a slash with spaces parts two numbers
_RUN = re.compile(
    rf"(?<![0-9A-Za-z$€£¥#])(?<!\d[.,])(?<![A-Za-z]-)(?<!\d[A-Za-z]\.)(?!24/7\b)(?:\+\s?|\(\s?\+?\s?)?\d(?:{_GAP}\d){{6,39}}"
    r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![0-9A-Za-z%$€£]|[.,]\d)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\s?(?:x|ext\.?|extension)\s?\d{1,6}$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:19|20)\d\d[\s./-]{1,2}\d{1,2}[\s./-]{1,2}\d{1,2}(?!\d)|(?<!\d)\d{1,2}[\s./-]{1,2}\d{1,2}[\s./-]{1,2}(?:19|20)\d\d(?!\d)"
    r"|(?<![\d./-])[0-3]?\d([./])[01]?\d\1\d\d(?![\d./-])|(?<![\d/])[01]?\d/(?:19|20)\d\d(?!\d)|(?<!\d)(?:1[34]|25)\d\d[./-][01]?\d[./-][0-3]?\d(?!\d)"
)
_HOURS = re.compile(r"(?<!\d)[0-2]?\d\.[0-5]\d\s?[-\u2010-\u2015]\s?[0-2]?\d\.[0-5]\d(?!\d)")
_YEARS = re.compile(r"(?:[^\d+]*(?:1\d|20)\d\d(?!\d))+\D*")
_VERSION = re.compile(r"(?=.*\d\d)\d+(?:\.\d+)*\.\d(?:\.\d+)+")  # 10.0.16299.19; not 0.8.1.2.3.4
_VERSIONS = re.compile(r"\d+(?:\.\d+)+(?:/\d+(?:\.\d+)+)+")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]000)+")
_ZIP = re.compile(r"\d{5}-\d{4}")
_DECIMAL = re.compile(r"\d+\.\d+")
_MILLIONS = re.compile(r"[1-9]\d?(?: \d{3}){2,3}")
_LIST = 4  # more numbers than that, each greater than the one before, are a list; so many if evenly spaced
_PAIRS = 5  # of a French number, which may rise: 01 23 45 67 89
_SHORTEST = 7
_LONGEST = 15  # digits, by E.164: https://www.itu.int/rec/T-REC-E.164
_WIDEST_GROUP = 4
_FROM_AMERICA = "011"  # dialled there where others dial 00
_GROUPED = range(8, 13)  # digits that, grouped as phone numbers are, need no word beside them
_PLAIN = range(9, 14)  # digits of an ungrouped number that a numbering plan must know


def find_phones(plain: Plain, policy: Policy) -> Iterator[Hit]:
    """Numbers that a person could ring. Sure where the plan of a country knows them or words say so."""
    for run in _RUN.finditer(plain.text):
        for start, end in _numbers(plain.text, run, policy.regions):
            shown = _EXTENSION.sub("", plain.text[start:end])
            digits = _only_digits(shown)
            if _is_something_else(shown):
                continue
            named = words.near(words.PHONE, plain.text, start, end)
            planned = _is_planned(shown, digits, policy.regions)
            if not (named or "+" in shown) and _is_rather(plain.text, start, shown):
                continue
            if named or planned or _looks_grouped(shown, digits):
                yield Hit(Kind.PHONE, start, end, sure=named or planned)


def _numbers(text: str, run: re.Match[str], regions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The run itself, or, where it is too long to be one number, the numbers that stand side by side in it."""
    if len(_only_digits(_EXTENSION.sub("", run[0]))) <= _LONGEST:
        yield run.span()
        return
    groups = [
        group.span() for group in re.finditer(r"\+?\d+", text[: run.end()]) if group.start() >= run.start()
    ]
    while groups:
        start = groups[0][0]
        last = next(
            (place for place, group in enumerate(groups) if _fits(text[start : group[1]], regions)), None
        )
        if last is not None:
            yield start, groups[last][1]
        groups = groups[1 if last is None else last + 1 :]


def _fits(shown: str, regions: tuple[str, ...]) -> bool:
    digits = _only_digits(shown)
    return _SHORTEST <= len(digits) <= _LONGEST and _is_planned(shown, digits, regions)


def _is_something_else(shown: str) -> bool:
    return bool(
        len(set(re.findall(r"\d", shown))) == 1  # 5555555 is laughter in Thai
        or any(pattern.search(shown) for pattern in (_DATE, _HOURS))
        or any(pattern.fullmatch(shown) for pattern in (_YEARS, _IP, _VERSION, _VERSIONS, _THOUSANDS))
    )


def _is_rather(text: str, start: int, shown: str) -> bool:
    """What no word calls a phone number and what looks more like a postcode, a decimal, a count, a list or an error code."""
    groups = [int(group) for group in re.findall(r"\d+", shown)]
    steps = {other - one for one, other in pairwise(groups)}
    rises = min(steps, default=0) > 0 and (len(groups) > _LIST or (len(groups) == _LIST and len(steps) == 1))
    return bool(
        any(pattern.fullmatch(shown) for pattern in (_ZIP, _DECIMAL, _MILLIONS))
        or (rises and (len(groups) > _PAIRS or not shown.lstrip("(").startswith("0")))
        or words.COUNTED.match(text, start + len(shown) + 1)
        or words.just_before(words.NOT_A_PHONE, text, start)
    )


def _is_planned(shown: str, digits: str, regions: tuple[str, ...]) -> bool:
    """Whether the numbering plan of the world (after + or 00) or of one of the regions knows this number."""
    if "+" in shown or digits.startswith("00"):
        return _is_international("+" + digits.lstrip("0")) or _is_international("+" + _without_trunk(shown))
    if digits.startswith(_FROM_AMERICA) and _is_valid("+" + digits[len(_FROM_AMERICA) :], ""):
        return True
    if len(digits) not in _PLAIN:
        return False
    return any(_is_valid(digits, region) for region in regions)


def _is_international(number: str) -> bool:
    """After a plus sign the right length for the country is enough: nobody writes a plus before anything else."""
    import phonenumbers  # late: it takes longer to load than most of the desk

    try:
        reason = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)


def _is_valid(number: str, region: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _without_trunk(shown: str) -> str:
    """The digits of "+44 (0)20 …" without the zero that is dialled at home only."""
    return _only_digits(shown.replace("(0)", "")).lstrip("0")


def _only_digits(shown: str) -> str:
    return re.sub(r"\D", "", shown)


def _looks_grouped(shown: str, digits: str) -> bool:
    """Whether it is written in groups of two to four digits, the last one longer at will."""
    sizes = [len(group) for group in re.findall(r"\d+", shown)]
    return len(sizes) > 1 and len(digits) in _GROUPED and min(sizes) > 1 and max(sizes[:-1]) <= _WIDEST_GROUP
