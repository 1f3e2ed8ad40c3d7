"""Guards on public text: private data found before a reply is queued, and masked in what customers write.

Pure. Beyond the standard library it uses phonenumbers (numbering plans) and python-stdnum (check digits), which are
pure data. Texts may be in any script and digit system, and split by spaces, dots or invisible characters.
"""

import re
from collections.abc import Iterator

from bot.rules.guards import addresses, amounts, bank, emails, ids, orders, phones
from bot.rules.guards.plain import BLANK, Plain, plain
from bot.rules.guards.policy import Finding, Hit, Kind, Policy
from bot.rules.guards.show import masked

__all__ = ["Finding", "Kind", "Policy", "find", "mask"]

_PRIORITY = list(Kind)  # a card is named first: it is the one that nobody may override
_URL = re.compile(
    r"(?:https?://|www\.|(?<![\w@./])(?=(?:[a-z0-9-]+\.)+[a-z]{2,}/))(?!wa\.me/|api\.whatsapp|t\.me/\+)[^\s\u0e00-\u0e7f\u3000-\u9fff]+",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.])@\w+(?![\w.]*@)")
_DIGIT = re.compile(r"\d")
_MASK = re.compile(r"__(email|phone|credit_card|iban|ssn|order)__")
_MASKED_KIND = {"credit_card": Kind.CARD, "ssn": Kind.ID}
_SHORTEST_PHONE = 7  # digits; a short code such as 191 must not allow every number that ends in it


def find(text: str, policy: Policy) -> tuple[Finding, ...]:
    """Private data in a text, in order and without overlaps; spans index into the text as given."""
    spelled = plain(text)
    found: list[Finding] = []
    taken: list[Hit] = []
    for hit in sorted(_hits(spelled, policy), key=_rank):
        if any(hit.start < other.end and other.start < hit.end for other in taken):
            continue
        taken.append(hit)
        shown = spelled.text[hit.start : hit.end]
        if not _is_allowed(hit, shown, policy) and (hit.kind not in policy.off or hit.kind is Kind.CARD):
            found.append(
                Finding(hit.kind, *spelled.span(hit.start, hit.end), masked(hit.kind, shown), hit.sure)
            )
    return tuple(sorted(found, key=lambda finding: finding.start))


def mask(text: str, policy: Policy) -> str:
    """The text with what is private in it covered, as a channel may see it."""
    parts, done = [], 0
    for finding in find(text, policy):
        parts += [text[done : finding.start], finding.text_masked]
        done = finding.end
    return "".join([*parts, text[done:]])


def _hits(spelled: Plain, policy: Policy) -> Iterator[Hit]:
    yield from emails.find_emails(spelled)
    if policy.masks_count:
        yield from _publishers_masks(spelled)
    if not _DIGIT.search(spelled.text):
        yield from orders.find_orders(spelled, policy)
        return
    prose = _prose(spelled)
    yield from bank.find_cards(spelled, prose)
    yield from bank.find_ibans(spelled)
    yield from bank.find_accounts(prose)
    yield from ids.find_ids(prose)
    yield from phones.find_phones(prose, policy)
    yield from orders.find_orders(prose, policy)
    yield from amounts.find_refunds(prose)
    yield from addresses.find_addresses(prose)


def _prose(spelled: Plain) -> Plain:
    """Links and handles blanked out: their digits are nobody's phone. Length and positions stay."""
    text = _URL.sub(lambda match: BLANK * len(match[0]), spelled.text)
    return Plain(_HANDLE.sub(lambda match: BLANK * len(match[0]), text), spelled.starts, spelled.ends)


def _publishers_masks(spelled: Plain) -> Iterator[Hit]:
    for match in _MASK.finditer(spelled.text):
        yield Hit(_MASKED_KIND.get(match[1]) or Kind(match[1]), *match.span())


def _rank(hit: Hit) -> tuple[int, bool, int, int]:
    """An IBAN's check is the strongest, then cards, then the sure, the weightier kind, the longer span."""
    weight = (Kind.IBAN, Kind.CARD).index(hit.kind) if hit.kind in (Kind.IBAN, Kind.CARD) else 2
    return weight, not hit.sure, _PRIORITY.index(hit.kind), hit.start - hit.end


def _is_allowed(hit: Hit, shown: str, policy: Policy) -> bool:
    if hit.kind is Kind.EMAIL:
        address = emails.address(shown)
        domain = address.rpartition("@")[2]
        names = {entry.casefold().lstrip("@") for entry in policy.allowed}
        return address in names or any(domain == name or domain.endswith("." + name) for name in names)
    return hit.kind is Kind.PHONE and any(_same_number(entry, shown) for entry in policy.allowed)


def _same_number(entry: str, shown: str) -> bool:
    """Whether two numbers are equal but for the country code and the zero dialled at home."""
    mine, theirs = (re.sub(r"\D", "", number).lstrip("0") for number in (entry, shown))
    long_enough = min(len(mine), len(theirs)) >= _SHORTEST_PHONE
    return long_enough and (mine.endswith(theirs) or theirs.endswith(mine))
