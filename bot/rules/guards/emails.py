"""E-mail addresses, also spelled out ("jane at example dot com") or spaced out."""

import re
from collections.abc import Iterator

from bot.rules.guards.plain import Plain
from bot.rules.guards.policy import Hit, Kind
from bot.rules.guards.words import whole

_LATIN = r"A-Za-z0-9À-ɏ"
# No part is longer than in RFC 5321, 4.5.3.1: a text made to be slow stays quick.
_WRITTEN = re.compile(
    rf"[{_LATIN}._%+'-]{{0,64}}[{_LATIN}_%+-]@{{1,2}}(?:[{_LATIN}-]{{1,63}}[.。]){{1,8}}[A-Za-z]{{2,63}}"
)
_ANY_SCRIPT = re.compile(
    r"[^\s@,;:<>()\[\]\"/。，]{1,64}@(?:[^\s@,;:<>()\[\]\"/.。，]{1,63}\.){1,8}(?:[A-Za-z]{2,}|рф|бел|укр|中国|中國|公司|网络|ไทย|ایران|भारत|한국|みんな|онлайн|сайт|рус|ελ|香港|台灣|网址|网站|شبكة|موقع|مصر|امارات|السعودية)"
)
_SPACED_LETTERS = re.compile(r"(?<!\S)(?:[\w.+-]\s{1,3}){2,64}@(?:\s{1,3}[\w.-]){4,64}(?!\S)")

_TOP = (
    r"(?:com|net|org|edu|gov|info|biz|io|co|me|app|dev|eu|us|uk|de|fr|es|pt|br|mx|ru|cn|th|ir|in|jp|kr|it|nl|pl|ch|at|be"
    r"|se|no|dk|fi|au|nz|ca|za|tr|ae|sg|my|hk|tw|id|ph|vn|рф|中国|公司|ไทย)"
)
_AT_WORD = (
    whole(r"at|ät|arroba|arobase|klammeraffe|собака|собачка")
    + r"|艾特|圈a|小老鼠|แอท|แอด|แอ็ด|ات|ایت|آت|ऐट|অ্যাট"
)
_DOT_WORD = whole(r"dot|punkt|point|punto|ponto|точка") + r"|点|點|จุด|ดอท|نقطه|نقطة|دات|डॉट|ডট"
_OPEN, _CLOSE = r"[\[({<【「]", r"[\])}>】」]"
_BRACKETED_AT = rf"{_OPEN}\s*(?:@|{_AT_WORD})\s*{_CLOSE}|[\[(]a[\])](?=\w)"
_BRACKETED_DOT = rf"{_OPEN}\s*(?:\.|{_DOT_WORD})\s*{_CLOSE}"
_NAME = rf"[{_LATIN}_+-]{{1,63}}"
_DOT = rf"\s*(?:\.|。|{_BRACKETED_DOT}|{_DOT_WORD})\s*"
_SPELLED_DOT = rf"\s*(?:{_BRACKETED_DOT}|{_DOT_WORD}|\s\.\s|\s\.(?={_TOP}\b))\s*"
_PROSE = (  # "find us @ acme.com", "e-mail me at acme.com"
    r"(?:us|me|him|her|it|them|you|we|here|now|online|live|out|up|more|available|team|look|looks?|check|shop|order|chat|visit"
    r"|page|form|site|website|is|are|be|him|store|and|or|back|directly)"
)
_LOCAL = rf"(?<![{_LATIN}.])(?!{_PROSE}\s)[{_LATIN}_.+-]{{1,64}}(?:{_SPELLED_DOT}{_NAME}){{0,3}}"
_TAIL = rf"{_TOP}(?![{_LATIN}])"
_CLEAR_AT = rf"(?:\s*(?:{_BRACKETED_AT})\s*|\s+@\s+|@\s+|@)"
_SPELLED = re.compile(rf"{_LOCAL}(?:{_CLEAR_AT}(?:{_NAME}(?:\.|。|{_SPELLED_DOT}))+{_TAIL})", re.IGNORECASE)
_SAID = re.compile(
    rf"{_LOCAL}\s*(?:{_AT_WORD}|{whole('chez|bei')})\s*(?:{_NAME}{_DOT}){{0,6}}?{_NAME}{_SPELLED_DOT}(?:{_NAME}{_DOT}){{0,6}}{_TAIL}",
    re.IGNORECASE,
)
_HALF_SAID = re.compile(  # "jane.doe at gmail.com"; plain words before "at" are prose: "look at gmail.com"
    rf"(?<![{_LATIN}])[{_LATIN}]{{1,63}}[._+\d][{_LATIN}._+]{{0,63}}\s+(?:{_AT_WORD})\s+(?:{_NAME}\.)+{_TAIL}",
    re.IGNORECASE,
)
_ASKED = re.compile(  # "mail jane at example.com"
    rf"\b(?:e-?mails?|mail|write to|escrib\w+ a|schreiben sie(?: an)?)\s+(?:is\s+|to\s+|:\s*)?(?!{_PROSE}\b)(?P<address>[{_LATIN}][{_LATIN}._+-]{{1,63}}\s+(?:{_AT_WORD})\s+(?:{_NAME}\.)+{_TAIL})",
    re.IGNORECASE,
)
_JOINED = re.compile(  # jane_at_example_dot_com
    rf"(?<![{_LATIN}.+])[{_LATIN}.+]{{1,64}}[_-]at[_-](?:[{_LATIN}]{{1,63}}[_-]dot[_-]){{1,8}}{_TAIL}|(?<![{_LATIN}.])[{_LATIN}._%+'-]{{1,64}}@[{_LATIN}-]{{1,63}},(?:com|net|org|co\.uk|de|fr|ru)\b",
    re.IGNORECASE,
)
_HINT = re.compile(
    rf"[\w\])}}>]\s*@\s*\w|{_BRACKETED_AT}|[_-]at[_-]|{_AT_WORD}|{whole('chez|bei')}", re.IGNORECASE
)


def address(shown: str) -> str:
    """The address that a spelling stands for, as far as it can be told."""
    joined = re.sub(rf"\s*(?:{_BRACKETED_AT}|{_AT_WORD}|@)\s*", "@", shown, count=1, flags=re.IGNORECASE)
    return re.sub(
        rf"\s*(?:{_BRACKETED_DOT}|{_DOT_WORD}|[.。])\s*", ".", joined, flags=re.IGNORECASE
    ).casefold()


def find_emails(plain: Plain) -> Iterator[Hit]:
    """Addresses as written, and as people hide them. The domain must end like one."""
    text = plain.text
    if "@" in text:
        written = [Hit(Kind.EMAIL, *match.span()) for match in _WRITTEN.finditer(text)]
        yield from written
        for pattern in (_ANY_SCRIPT, _SPACED_LETTERS):
            others = (Hit(Kind.EMAIL, *match.span()) for match in pattern.finditer(text))
            yield from (hit for hit in others if not any(hit.start < one.end <= hit.end for one in written))
    if _HINT.search(text):
        for pattern, sure in ((_SPELLED, True), (_SAID, True), (_HALF_SAID, False)):
            yield from (Hit(Kind.EMAIL, *match.span(), sure) for match in pattern.finditer(text))
        yield from (Hit(Kind.EMAIL, *match.span(), sure=False) for match in _JOINED.finditer(text))
        yield from (Hit(Kind.EMAIL, *match.span("address"), sure=False) for match in _ASKED.finditer(text))
