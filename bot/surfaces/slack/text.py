"""Making text of unknown origin harmless before Slack sees it (promise P8).

Two ways out, in order of preference:

- **Rich text and plain text** (`one_line`, `passage`): Slack never parses what stands in a `text` element of a
  `rich_text` block or in a `plain_text` object: no `<!channel>`, no `*bold*`, no `:emoji:`, no link
  (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). All that strangers wrote is shown this way,
  so there is nothing to escape and nothing to forget.
- **mrkdwn** (`escape`): only where Slack offers nothing else, that is in the small grey line under a card and in
  a message's `text`, which screen readers and notifications read. There every character Slack gives a meaning is
  replaced (https://docs.slack.dev/messaging/formatting-message-text).

Both first drop what only serves to hide or disturb: controls, direction overrides, invisible characters, piles
of combining marks. Right-to-left text, joined scripts and emoji keep what they need.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import regex

ELLIPSIS = "…"
_WINDOW = 65_536
_LINE_WINDOW = 8_192
"""Characters looked at. What is longer is cut here, before anything is done character by character."""
_GRAPHEME = 40
"""Code points shown as one sign at most; the longest emoji of Unicode has 10, a made-up one may have thousands."""

_SURROGATE = regex.compile("[\ud800-\udfff]")
_LINE_BREAK = regex.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_DIRECTION = regex.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates reorder what stands beside them. Right-to-left letters need none of them."""
_INVISIBLE = regex.compile(
    "[\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<!\U0001f3f4[\U000e0020-\U000e007e]*)[\U000e0000-\U000e007f]"  # tags, but for the flags made of them
)
_BLANK = regex.compile("[\u2800\u3164\uffa0\u115f\u1160]")
"""Letters that show nothing: names made of them look like no name."""
_JOINERS = regex.compile("([\u200c\u200d])[\u200c\u200d]+")
_SAME_MARK = regex.compile(r"(\p{M})\1+")
_STACKED_MARKS = regex.compile(r"([\p{M}&&\p{Script=Inherited}]{3})[\p{M}&&\p{Script=Inherited}]+", regex.V1)
_MANY_MARKS = regex.compile(r"(\p{M}{7})\p{M}+")
"""Burmese stacks up to six marks on a letter, Vietnamese two, phonetics three. More is decoration that spills."""
_EMPTY_LINES = regex.compile(r"\n[^\S\n]*\n\s*\n")
_SPACES = regex.compile(r"\s+")
_PIECE = regex.compile(r"\X")
_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_LEFT_TO_RIGHT = regex.compile(r"\p{Bidi_Class=L}")
_RIGHTWARD = "\u200f"

_BROADCAST = regex.compile(r"([@＠])(?=channel|here|everyone|group)", regex.IGNORECASE)  # noqa: RUF001 - the wide signs are meant
_EMOJI_CODE = regex.compile(r":(?=[\w+'-]+:)")
_AT_AN_EDGE = regex.compile(r"(?<!\w)[*_~]|[*_~](?!\w)|`")
"""Where a mark can open or close formatting. Inside a word (jo_smith) it never does, and stays."""
_QUOTE_MARK = regex.compile(r"^([>＞])", regex.MULTILINE)  # noqa: RUF001 - the wide signs are meant
_MENTION = regex.compile("<(?=[!@#])")
_BRACKET = "\u2039"
"""Slack parses no `<!channel>` in rich text, but bridges, exports and old clients that copy it may."""
_LOOKALIKE = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"})
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_JOIN = "\u2060"
"""A word joiner: shows nothing, but parts what Slack would read as one."""
_WEB_ADDRESS = regex.compile(
    r"https?://[\p{L}\p{N}][\p{L}\p{N}.-]*(:\d{1,5})?([/?#][^\s<>|\"\\^`{}\p{C}]*)?", regex.IGNORECASE
)
"""A host and what follows it; no "user@", which serves to look like another host."""

_LINE = 60
_ISOLATE = "\u200e\u2068\u2069"

Cost = Callable[[str], int]


def clean(text: str, window: int = _WINDOW) -> str:
    """The text without anything that hides, reorders, spills or breaks; no more than `window` characters of it."""
    rest = ELLIPSIS if len(text) > window else ""
    text = _SURROGATE.sub("\ufffd", text[:window])
    text = _CONTROL.sub("", _LINE_BREAK.sub("\n", text))
    text = _INVISIBLE.sub("", _DIRECTION.sub("", text))
    text = _JOINERS.sub(r"\1", _BLANK.sub(" ", text))
    text = _MANY_MARKS.sub(r"\1", _STACKED_MARKS.sub(r"\1", _SAME_MARK.sub(r"\1", text)))
    text = _MENTION.sub(_BRACKET, _EMPTY_LINES.sub("\n\n", text))
    return text.strip() + rest


def wire_length(text: str) -> int:
    """How many bytes the text takes in the JSON that is sent, where every letter beyond ASCII takes 6 or 12."""
    return len(json.dumps(text)) - 2


def escaped_length(piece: str) -> int:
    """How many bytes the text takes once escaped; never too little, even where `escape` sees more than the piece."""
    return wire_length(escape(piece)) + wire_length(_JOIN) * sum(map(piece.count, ":@＠>＞"))  # noqa: RUF001 - the wide signs are meant


def _seen_length(piece: str) -> int:
    return len(piece) + (_LINE - 1) * piece.count("\n")


def shorten(text: str, limit: int, cost: Cost = len) -> str:
    """The longest beginning that costs no more than `limit`, cut between graphemes and ended with "…".

    `cost` is asked for the whole first, and only where that is too much for one grapheme at a time.
    """
    if len(text) <= limit and cost(text) <= limit:
        return text
    room, kept = limit - cost(ELLIPSIS), []
    spent = 0
    for piece in _graphemes(text):
        spent += cost(piece)
        if spent <= room:
            kept.append(piece)
        elif spent > limit:
            return "".join(kept).rstrip() + ELLIPSIS
    return text


def one_line(text: str, limit: int) -> str:
    """A name, a handle, a label: cleaned, on one line, for rich text, for plain text, and for `escape`.

    `limit` is in bytes of JSON and holds after `escape` too. Right-to-left text is wrapped in an isolate, so that
    it cannot reorder the words of ours beside it, behind a mark that keeps our line left-to-right.
    """
    line = _SPACES.sub(" ", clean(text, _LINE_WINDOW)).strip()
    if not _RIGHT_TO_LEFT.search(line):
        return shorten(line, limit, escaped_length)
    return f"\u200e\u2068{shorten(line, limit - wire_length(_ISOLATE), escaped_length)}\u2069"


def passage(text: str, limit: int, signs: int = 3_000) -> str:
    """What somebody wrote, with its lines: within `limit` bytes as `one_line`, and within `signs` to be seen.

    A line break counts as a whole line of 60, so that a post of empty lines does not fill the channel.
    """
    said = shorten(clean(text), signs, _seen_length)
    if not _leans_right(said):
        return shorten(said, limit, escaped_length)
    return _RIGHTWARD + shorten(said, limit - wire_length(_RIGHTWARD), escaped_length)


def _leans_right(text: str) -> bool:
    """Whether it is written from right to left, but begins with a name or an address that is not.

    Slack lays a text out by its first letter: "@acme" in front of an Arabic question would turn it round.
    """
    right, left = _RIGHT_TO_LEFT.search(text), _LEFT_TO_RIGHT.search(text)
    if right is None or left is None or right.start() < left.start():
        return False
    return len(_RIGHT_TO_LEFT.findall(text)) > len(_LEFT_TO_RIGHT.findall(text))


def escape(text: str) -> str:
    """Replace every character that Slack's mrkdwn gives a meaning. The text is cleaned first: `one_line`.

    Marks that could format become their lookalikes, because Slack knows no way to escape them.
    """
    text = _AT_AN_EDGE.sub(lambda found: found[0].translate(_LOOKALIKE), text)
    text = _BROADCAST.sub(rf"\1{_JOIN}", text)
    text = _EMOJI_CODE.sub(f":{_JOIN}", text)
    text = _QUOTE_MARK.sub(rf"{_JOIN}\1", text)
    return text.translate(_ENTITIES)


def web_address(url: str | None, limit: int) -> str | None:
    """The address if it is a plain http or https one within `limit` bytes, else None: there is no link then."""
    if url and wire_length(address_in_mrkdwn(url)) <= limit and _WEB_ADDRESS.fullmatch(url):
        return url
    return None


def address_in_mrkdwn(url: str) -> str:
    """A `web_address` as it stands in `<address|words>`."""
    return url.replace("&", "&amp;")


def date_token(at: datetime, shape: str = "{date_short_pretty} at {time}") -> str:
    """A moment for mrkdwn, shown in each reader's own zone and language.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    return f"<!date^{int(at.timestamp())}^{shape}|{utc(at)}>"


def utc(at: datetime) -> str:
    """A moment in words where no date can be shown."""
    return f"{at.astimezone(UTC):%-d %b %Y, %H:%M} UTC"


def _graphemes(text: str) -> Iterator[str]:
    for found in _PIECE.finditer(text):
        whole = found[0]
        yield from (whole[at : at + _GRAPHEME] for at in range(0, len(whole), _GRAPHEME))
