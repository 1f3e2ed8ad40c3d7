"""HTML as people read it: paragraphs, line breaks, list items and where each link really leads.

Strangers write this HTML. The standard library's parser takes minutes for a few hundred kilobytes of "<a<a<a", so tags
are found by one regular expression that never looks at a character twice as often as it must.
"""

from __future__ import annotations

import re
from html import unescape

LONGEST_HTML = 400_000
"""Characters that are read; what follows is beyond any card."""
PARAGRAPHS = frozenset({"p", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
LINES = frozenset(
    {"div", "tr", "li", "section", "article", "header", "footer", "figure", "figcaption", "dt", "dd"}
)
UNREAD = frozenset({"script", "style", "template", "head"})
SPACES = re.compile(r"[ \t\r\n\f]+")
PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)"  # a comment
    r"|<[!?][^<>]*>"  # a declaration
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>[^<>]{0,4000})>"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"']+)""")


def text_of(html: str) -> str:
    """The text of an HTML fragment; a link whose words hide its address has that address after it."""
    reader = _Reader()
    for piece in PIECE.finditer(html[:LONGEST_HTML]):
        if piece["text"]:
            reader.text(unescape(piece["text"]))
        elif piece["tag"] and piece["end"]:
            reader.end(piece["tag"].lower())
        elif piece["tag"]:
            reader.start(piece["tag"].lower(), _attributes(piece["attributes"]))
    return reader.result()


class _Reader:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._breaks = 0
        self._unread = 0
        self._link: tuple[str, int] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._break(tag)
        if tag in UNREAD:
            self._unread += 1
        elif tag == "li":
            self._say("• ")
        elif tag == "br":
            self._breaks += 1
        elif tag == "img":
            self.text(f" {attributes.get('alt', '')} ")
        elif tag == "a":
            self._link = _shown_link(attributes), len(self._parts)

    def end(self, tag: str) -> None:
        self._break(tag)
        if tag in UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag == "a" and self._link:
            self._end_link(*self._link)
            self._link = None

    def text(self, data: str) -> None:
        text = SPACES.sub(" ", data)
        between_blocks = text == " " and self._breaks
        if text and not self._unread and not between_blocks:
            self._say(text)

    def result(self) -> str:
        lines = "".join(self._parts).split("\n")
        return "\n".join(SPACES.sub(" ", line).strip(" ") for line in lines).strip()

    def _end_link(self, address: str, start: int) -> None:
        words = "".join(self._parts[start:]).strip()
        if address and _bare(address) != _bare(words):
            self._say(f" ({address})")

    def _break(self, tag: str) -> None:
        self._breaks = max(self._breaks, 2 if tag in PARAGRAPHS else 1 if tag in LINES else 0)

    def _say(self, text: str) -> None:
        if self._breaks:
            self._parts.append("\n" * min(self._breaks, 2))
            text = text.removeprefix(" ")
        self._breaks = 0
        self._parts.append(text)


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(text)}


def _shown_link(attributes: dict[str, str]) -> str:
    """The address to show: none for mentions and hashtags, whose words say it all."""
    address = attributes.get("href", "")
    is_web = address.startswith(("http://", "https://"))
    return address if is_web and not {"mention", "hashtag"} & set(attributes.get("class", "").split()) else ""


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/").casefold()
