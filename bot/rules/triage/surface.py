"""What can be seen in a post whatever its language: emoji, shouting, a handle in front, digits."""

import re
from dataclasses import dataclass

_ANGRY = frozenset("😡🤬😠👿💢🖕")
_SAD = frozenset("😤😒🙄😞😟😣😖😫😩😢😭👎💔🤮🤢😑😕🙁☹😪😓🤦🤯😾😰")
_GLAD = frozenset("😍🥰😘❤🧡💛💚💙💜🤗😊☺😁😃😄👏🙌👍💯🎉🥳✨🌟⭐😋🤩💕💖💗🔥🎃")
_ALERT = frozenset("🆘🚨🚑🔥")

_SMILE = re.compile(r"(?<!\w)[:;=]-?[)D\]](?!\w)|<3")
_FROWN = re.compile(r"(?<!\w)[:=]['’]?-?[(/\[|](?!/)")
_LEADING_HANDLE = re.compile(r"\s*(?:RT\s+)?[.\"“]?@\w")
_HANDLE = re.compile(r"(?<![\w.])@\w+")
_LINK = re.compile(r"https?://|www\.")
_SHOUTED_WORD = re.compile(r"\b[A-Z]{4,}\b")
_CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3])[:.h][0-5]\d\b|\b\d{1,4}\s?[ap]m\b", re.IGNORECASE)
_EXCITED = re.compile(r"[!！]{2,}|[?？]\s*[!！]|[!！]\s*[?？]|[?？]{2,}")

# Enough to say "look before you answer in public"; what may be sent is decided by the rules of wording.
_PERSONAL = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)),
    ("a phone or account number", re.compile(r"(?<![\w/.,$£€])\+?(?:\d[ ().-]{0,2}){8,19}\d(?![\w/])")),
    (
        "a reference number",
        re.compile(
            r"\b(?:ref(?:erence)?|order|booking|confirmation|pnr|tracking|case|ticket|account|acct|invoice|id|"
            r"pedido|reserva|bestellung|commande|ordine|заказ\w*|sipariş|pesanan)\b"
            r"[\s#:.]*(?:(?:no|nr|num|number|code|id|is)\b[\s#:.]*)*(?=[\w-]*\d)[\w-]{5,24}",
            re.IGNORECASE,
        ),
    ),
    ("a code", re.compile(r"\b(?=[A-Z0-9]*\d[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z][A-Z0-9]*[A-Z])[A-Z0-9]{10,20}\b")),
    (
        "a street address",
        re.compile(
            r"\b\d{1,5}\s(?:[A-Z][a-z]+\s){1,3}(?:St|Street|Rd|Road|Ave|Avenue|Dr|Drive|Lane|Ln|Blvd|Court|Way)\b"
        ),
    ),
    # Tools that watch networks for others blank such details out and leave a mark.
    ("a blanked-out contact", re.compile(r"(?:__|\[|<)(?:e-?mail|phone)(?:__|\]|>)", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Surface:
    """What the signs on the surface say; the counts are of signs, not of certainty."""

    asks: bool  # a question mark
    excited: bool  # !!, ?! and ??
    shouts: bool  # mostly capitals
    addressed: bool  # begins by speaking to somebody
    names_someone: bool
    has_link: bool
    clock: str  # a time of day, as written, or ""
    angry: int
    sad: int
    glad: int
    alert: int
    personal: tuple[str, ...]  # kinds of personal detail seen, never the detail itself


def look(text: str) -> Surface:
    """Read the surface of `text`, which should be cut to a sensible length before."""
    prose = _HANDLE.sub("", text)
    clock = _CLOCK.search(prose)
    signs = [] if text.isascii() else [sign for sign in text if sign > "☀" or sign == "❤"]
    return Surface(
        asks=any(mark in _without_links(text) for mark in "?？؟"),
        excited=bool(_EXCITED.search(text)),
        shouts=_shouts(prose),
        addressed=bool(_LEADING_HANDLE.match(text)),
        names_someone=len(prose) != len(text),
        has_link=bool(_LINK.search(text)),
        clock=clock[0] if clock else "",
        angry=sum(sign in _ANGRY for sign in signs),
        sad=sum(sign in _SAD for sign in signs) + bool(_FROWN.search(prose)),
        glad=sum(sign in _GLAD for sign in signs) + bool(_SMILE.search(prose)),
        alert=sum(sign in _ALERT for sign in signs),
        personal=_personal(prose),
    )


def _without_links(text: str) -> str:
    return re.sub(r"https?://\S+", "", text) if "http" in text else text


def _shouts(prose: str) -> bool:
    """Three long words in capitals that are more than half of what is there."""
    shouted = _SHOUTED_WORD.findall(prose)
    return len(shouted) >= 3 and len(shouted) * 2 >= len(re.findall(r"\b[A-Za-z]{4,}\b", prose))  # noqa: PLR2004 - three words and half of all


def _personal(prose: str) -> tuple[str, ...]:
    if not any(map(prose.__contains__, "0123456789@_[<")):
        return ()
    plain = _without_links(prose)
    return tuple(kind for kind, pattern in _PERSONAL if pattern.search(plain))
