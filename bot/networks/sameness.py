"""Whether a text found on a network is the text we sent.

Networks rewrite what they are given: links become short links, white space is trimmed, letters are composed,
`&` comes back as `&amp;`, and a reply gains the handle it answers in front. So both sides are brought to one form first.
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import timedelta

SKEW = timedelta(minutes=2)
"""How far a network's clock may be from ours when its posts are matched by time."""

_LINK = re.compile(r"(?:https?://\S+|\b(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)
_LEADING_HANDLES = re.compile(r"^(?:@[\w.@-]+\s+)+")
_TRAILING_MARKS = ".,;:!?)\"'"


def normalised(text: str) -> str:
    """The text as far as networks keep it: composed, one space between words, every link alike."""
    plain = unicodedata.normalize("NFC", html.unescape(text))
    spaced = " ".join(plain.split())
    return _LINK.sub(_link, _LEADING_HANDLES.sub("", spaced))


def same_text(ours: str, theirs: str) -> bool:
    """Whether a network can have made `theirs` out of `ours`."""
    return normalised(ours) == normalised(theirs)


def _link(match: re.Match[str]) -> str:
    """A link's stand-in; the full stop that ends a sentence is not part of the link."""
    link = match.group()
    return "<link>" + link[len(link.rstrip(_TRAILING_MARKS)) :]
