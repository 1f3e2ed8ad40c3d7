"""Text that strangers wrote, made safe to store. How it is drawn safely is each surface's matter (P8)."""

from __future__ import annotations

import re

MOST_CHARACTERS = 100_000
"""More of one post is cut off: no network allows a tenth of it."""

CUT = "… [cut here: the post is longer than the desk keeps]"

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""NUL and other controls (PostgreSQL refuses NUL), lone surrogates (no encoding has them), non-characters."""


def storable(text: str) -> str:
    """The text without what no store may hold, with plain line ends, cut at `MOST_CHARACTERS`."""
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS] + CUT
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def short(text: str, most: int) -> str:
    """One line of at most `most` characters, for names, handles and lists."""
    line = " ".join(storable(text[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1] + "…"
