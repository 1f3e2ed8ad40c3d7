"""Amounts of money promised as refund or compensation."""

import re
from collections.abc import Iterator

from bot.rules.guards import words
from bot.rules.guards.plain import Plain, plain
from bot.rules.guards.policy import Hit, Kind

_NUMBER = r"\d{1,3}(?:[ .,'’٬،]\d{3})+(?:[.,٫]\d{1,2})?|\d+(?:[.,٫]\d{1,2})?"
_SIGN = r"(?:US|AU?|CA?|NZ|HK|SG?|R|MX)?[$€£¥₹฿₽₺₩₪₫₱﷼]|R\$|\b(?:USD|EUR|GBP|JPY|CNY|RMB|THB|RUB|IRR|BRL|MXN|INR|AUD|CAD|CHF|Rs\.?)"
_UNIT = (
    r"[$€£¥₹฿₽₺₩]|(?:USD|EUR|GBP|JPY|CNY|RMB|THB|RUB|IRR|BRL|MXN|INR|AUD|CAD|CHF|dollars?|bucks|euros?|pounds?|quid|pence"
    r"|rupees?|baht|reais|real|pesos?|d[óo]lares|libras?|руб\w*|р\.|евро|доллар\w*)(?!\w)|บาท|ดอลลาร์|تومان|ریال|دلار|یورو|دولار|درهم|دينار|جنيه|ليرة"
    r"|元|円|원|块钱|人民币|美元|欧元|日元"
)
_MONEY = re.compile(
    rf"(?<![0-9A-Za-z.,])(?:(?:{_SIGN})\s?(?:{_NUMBER})|(?:{_NUMBER})\s?(?:{_UNIT}))", re.IGNORECASE
)
_BACK = re.compile(r"\s*back\b", re.IGNORECASE)
_REACH = 70  # characters between the amount and the word; a sentence
_CENTS = re.compile(r"[.,٫](\d{1,2})$")
_STOP = re.compile(r"[!?。！？\n]|\.\s")


def find_refunds(plain: Plain) -> Iterator[Hit]:
    """Amounts in one sentence with a word for refund or compensation."""
    for amount in _MONEY.finditer(plain.text):
        before = _STOP.split(plain.text[max(0, amount.start() - _REACH) : amount.start()])[-1]
        after = _STOP.split(plain.text[amount.end() : amount.end() + _REACH], maxsplit=1)[0]
        if words.REFUND.search(before) or words.REFUND.search(after) or _BACK.match(after):
            yield Hit(Kind.REFUND, *amount.span())


def promised(text: str) -> list[float]:
    """The sizes of the refunds and compensations in a text of any script, whatever their currency."""
    spelled = plain(text)
    return [_size(spelled.text[hit.start : hit.end]) for hit in find_refunds(spelled)]


def _size(amount: str) -> float:
    """1.250,50 and 1,250.50 and 1 250 alike: one or two digits after the last mark are cents, three are thousands."""
    number = re.sub(r"[^\d.,٫٬،]", "", amount).strip(".,")
    cents = _CENTS.search(number)
    whole = re.sub(r"\D", "", number[: cents.start()] if cents else number)
    return float(f"{whole or 0}.{cents[1] if cents else 0}")
