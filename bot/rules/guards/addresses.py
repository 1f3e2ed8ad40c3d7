"""Street addresses, told conservatively: a house number beside a word for a street, or a box or flat number."""

import re
from collections.abc import Iterator

from bot.rules.guards.plain import Plain
from bot.rules.guards.policy import Hit, Kind

_NAME = r"[^\W\d_][\w'’.-]*"
_HOUSE = r"\d{1,5}[A-Za-z]?"
_FLAT = r"(?:,?\s*(?:apt|apartment|suite|flat|unit)\.?\s*#?\d+\w?)?"
_ENGLISH = (
    rf"(?<![\w.,]){_HOUSE}\s+(?:[NSEW]\.?\s+)?(?:[A-ZÀ-Ý0-9][\w'’.-]*\s+){{1,3}}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Boulevard|Blvd|Drive"
    rf"|Court|Square|Terrace|Close|Crescent|Highway|Hwy|Parkway|Pkwy|Soi)\b(?!\.?\s*(?:\d|[ap]m\b)){_FLAT}"
)
_LOOSE = (
    rf"\b{_HOUSE},?\s+(?:rue|avenue|boulevard|chemin|all[ée]e|impasse|quai)\s+(?:d[eu]s?\s+|la\s+|l['’])*{_NAME}(?:\s+[A-ZÀ-Ý]{_NAME})?"
    rf"|\b{_NAME}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse)\s+{_HOUSE}\b"
    rf"|\b(?:calle|avenida|avda\.?|paseo|rua|travessa|alameda|pra[çc]a)\s+(?:d[aeo]s?\s+|la\s+|el\s+)*{_NAME}(?:\s+(?:d[aeo]s?\s+)?{_NAME}){{0,2}},?\s*(?:n[°º.]?\s*)?{_HOUSE}\b"
    rf"|\b(?:ул\.|улица|улице|пр-т|проспект|пер\.|переулок)\s*{_NAME}(?:\s+{_NAME})?(?:,\s*|\s+)(?:д\.|дом)?\s*{_HOUSE}\b(?:,?\s*(?:кв\.|квартира)\s*\d+)?"
    r"|(?:บ้านเลขที่|เลขที่)\s*\d+(?:/\d+)?\s*(?:หมู่|ซอย|ซ\.|ถนน|ถ\.|ม\.)[^,\n]{1,40}|(?<!\d)\d{1,5}(?:/\d{1,5})?\s*(?:ถนน|ซอย)\s*\S{2,25}"
    r"|[\u4e00-\u9fff]{1,8}(?:路|街|大道|巷|弄)\d+(?:号|號|弄)(?:[\u4e00-\u9fff\d]{0,8}(?:室|楼|樓|栋))?"
    r"|(?:خیابان|کوچه|بلوار)\s[^\d\n]{2,40}(?:پلاک)\s*\d+"
)
_BOX = r"\b(?:P\.?\s?O\.?\s?Box|Postfach|Apartado|Caixa Postal)\s+\d{2,6}\b"
_CASED = re.compile(_ENGLISH)
_UNCASED = re.compile(rf"{_LOOSE}|{_BOX}", re.IGNORECASE)


def find_addresses(plain: Plain) -> Iterator[Hit]:
    """Nothing here has a check digit, so no address is a sure finding."""
    for pattern in (_CASED, _UNCASED):
        yield from (Hit(Kind.ADDRESS, *match.span(), sure=False) for match in pattern.finditer(plain.text))
