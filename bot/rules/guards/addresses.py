"""Street addresses, told conservatively: a house number beside a word for a street, or a box or flat number."""

import re
from collections.abc import Iterator
from functools import cache

from bot.rules.guards.plain import Plain
from bot.rules.guards.policy import Hit, Kind

_NAME = r"[^\W\d_][\w'’.-]*"
_CAPITAL = r"(?-i:[A-ZÀ-ÝА-ЯЁ])[\w'’.-]*"
_HOUSE = r"\d{1,5}[A-Za-z]?"
_END = r"\b(?!\s?(?:[/:]\s?\d|%|[ap]\.?m\b|uhr\b|min|мин|час|stunden|jahr|km\b|estrellas|stars?\b))"  # 24/7, 10:30, 50 %, 9 pm: no house number
_NUMBER = rf",?\s*(?:n[°o.]{{0,2}}\s*|#\s*)?{_HOUSE}{_END}"
_FLAT = r"(?:,?\s*(?i:apt|apartment|suite|flat|unit)\.?\s*#?\d+\w?)?"
_FLOOR = r"(?:,?\s*\d{1,2}\.?[°oa](?:\s*[A-Z]\b)?)?"
_NO_NAME = r"(?:Hours?|Days?|Weeks?|Months?|Years?|Minutes?|Million|New|Best|Easy|Great|Fast|First|Pro|News|Stars?|Steps)"

_ENGLISH = (
    r"(?:(?i:flat|apt|apartment|unit|suite)\.?\s\d+\w?,?\s)?"
    rf"(?<![\w.,:/$€£]){_HOUSE}\s+(?!{_NO_NAME}\b)(?:[NSEW]\.?\s+)?(?:[A-ZÀ-Ý0-9][\w'’.-]*\s+){{1,3}}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Boulevard|Blvd|Drive|Court|Square|Terrace|Close|Crescent|Highway|Hwy|Parkway"
    r"|Pkwy|Gardens|Grove|Mews|(?<=\s)Soi|(?<=[a-z]\s)(?:Way|Place|Pl))\b(?:\s(?:NW|NE|SW|SE|[NSEW])\b)?(?!\.?\s*(?:\d|[ap]m\b))"
    rf"{_FLAT}"
)
_GERMAN = (
    rf"\b(?!(?:sitz|steh|stell|park|start|arbeits|tabellen|halte|spiel)platz|(?:um|heim|rück|hin|arbeits|schul)weg){_NAME}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse)\s+{_HOUSE}{_END}"
    rf"|\b{_NAME}\s(?:stra(?:ß|ss)e|str\.|allee|gasse)\s{_HOUSE}{_END}|\b{_NAME}(?:straat|laan|plein|gracht|kade)\s+{_HOUSE}{_END}"
)
_FRENCH = (
    rf"\b\d{{1,5}}\s?(?:[A-Z]|bis|ter)?,?\s+(?:rue|avenue|av\.|boulevard|bd\.?|chemin|all[ée]e|impasse|quai|place(?=\s+(?:d[eu]s?\s+|la\s+|l['’])*(?-i:[A-ZÀ-Ý]|la R)))"
    rf"\s+(?:d[eu]s?\s+|la\s+|l['’])*{_NAME}(?:\s+[A-ZÀ-Ý]{_NAME})?"
)
_IBERIAN = (
    rf"(?:\b(?:calle|avenida|avda\.?|paseo|rua|travessa|alameda|pra[çc]a|plaza|carrera)|(?<!\w)c/(?=\s?\w{{3}})|\bav\.)\s*(?:d[aeo]s?\s+|la\s+|el\s+)*{_CAPITAL}"
    rf"(?:\s+(?:d[aeo]s?\s+|la\s+)*{_NAME}){{0,2}}{_NUMBER}{_FLOOR}"
    r"|\b(?:calle|carrera|cra\.?|cl\.?|avenida|transversal|diagonal)\s+\d{1,3}\w?\s*(?:#|no\.?|n°)\s*\d{1,3}\w?\s*-\s*\d{1,3}\b"
    rf"|\b(?-i:Via|Viale|Piazza|Corso|Vicolo)\s+(?:d[aei]l*\s+)?{_CAPITAL}(?:\s{_CAPITAL})?,?\s\d{{1,3}}[a-z]?{_END}"
)
_RUSSIAN_HOUSE = rf"(?:,\s*|\s+)(?:д\.|дом)?\s*{_HOUSE}\b(?:,?\s*(?:кв\.|квартира)\s*\d+)?"
_RUSSIAN = (
    rf"\b(?:ул\.|улица|улице|пр-т|проспект|пер\.|переулок|шоссе|бульвар|наб\.|набережная)\s*{_NAME}(?:\s+{_NAME})?{_RUSSIAN_HOUSE}"
    rf"|\b{_NAME}\s(?:ул\.?|улица|пр-т|проспект|переулок|пер\.|шоссе|бульвар|наб\.|набережная){_RUSSIAN_HOUSE}"
)
_THAI = (
    r"(?:บ้านเลขที่|เลขที่)\s*\d+(?:/\d+)?\s*(?:หมู่|ซอย|ซ\.|ถนน|ถ\.|ม\.)[^,\n]{1,40}"
    r"|(?<!\d)\d{1,5}(?:/\d{1,5})?\s*(?:ถนน|ซอย)\s*\S{2,25}(?:\s\d{1,3}(?!\d|[.:]))?"
)
_HAN = r"\u3040-\u30ff\u4e00-\u9fff"
_EAST_ASIAN = (
    r"[\u4e00-\u9fff]{1,8}(?:路|街|大道|巷|弄)(?:[一二三四五六七八九十\d]段)?\d+(?:号|號|弄)(?:[\u4e00-\u9fff\d]{0,8}(?:室|楼|樓|栋))?"
    rf"|[{_HAN}]{{1,12}}[都道府県市区町村郡][{_HAN}]{{0,12}}\d{{1,4}}(?:丁目|番地?|[-\u2010-\u2015\u2212]\d{{1,4}})(?:[-\u2010-\u2015\u2212]?\d{{1,4}}(?:番|号)?){{0,2}}"
    r"|[가-힣]+(?:시|구|군|동|읍|면)\s[가-힣\d]+(?:로|길)\s?\d{1,4}(?:-\d{1,4})?"
)
_PERSIAN = r"(?:خیابان|کوچه|بلوار)\s[^\d\n]{2,40}(?:پلاک)\s*\d+|شارع\s[^\d\n.،؟]{2,30}\s\d{1,5}\b"
_BOX = r"\b(?:P\.?\s?O\.?\s?Box|Postfach|Apartado|Caixa Postal)\s+\d{2,6}\b"
_LABELLED = (
    r"(?<!mail )(?<!mail-)(?<!ip )(?<!web )\b(?:address|anschrift|adresse|direcci[óo]n|endere[çc]o|indirizzo|адрес)\s?:\s?"
    rf"(?:{_NAME},?\s+){{1,4}}\d{{1,5}}[a-z]?{_END}"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled at the first text with a digit in it."""
    loose = (_GERMAN, _FRENCH, _IBERIAN, _RUSSIAN, _THAI, _EAST_ASIAN, _PERSIAN, _BOX, _LABELLED)
    return re.compile(_ENGLISH), *(re.compile(one, re.IGNORECASE) for one in loose)


def find_addresses(plain: Plain) -> Iterator[Hit]:
    """Nothing here has a check digit, so no address is a sure finding."""
    for pattern in _patterns():
        yield from (Hit(Kind.ADDRESS, *match.span(), sure=False) for match in pattern.finditer(plain.text))
