"""The formats of the AT Protocol that a Bluesky record is made of: record keys, facets, text length. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any
from unicodedata import category

from bot.networks.graphemes import graphemes

SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
"""The digits of a TID (https://atproto.com/specs/tid)."""
TID_LENGTH = 13
CLOCK_BITS = 10
BYTES_PER_GRAPHEME = 10
"""Every text limit of the lexicons allows ten bytes per grapheme: 300 and 3,000, 1,000 and 10,000."""
LONGEST_TAG = 64
"""Graphemes (https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/richtext/facet.json)."""

_LINK = re.compile(r"(?<!\S)\(?(?P<value>https?://\S+)")
_MENTION = re.compile(
    r"(?<![\w@.])@(?P<value>(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]*)"
)
_TAG = re.compile(r"(?<!\S)[#＃](?P<value>[^\s#＃]+)")  # noqa: RUF001 - the full-width sign is a hashtag too
_TRAILING_MARKS = ".,;:!?\"'"


def tid(at: datetime, key: str) -> str:
    """The record key of one send: the same for the same time and key, and in practice never that of another.

    A TID is 53 bits of microseconds and 10 bits of clock id. Milliseconds come from `at`; the microseconds within
    and the clock id from `key`, so that two sends of one millisecond differ.
    """
    salt = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds * 1000 + salt % 1000) << CLOCK_BITS | (salt // 1000) % 2**CLOCK_BITS
    return "".join(SORTABLE[value >> 5 * place & 31] for place in reversed(range(TID_LENGTH)))


def size(text: str) -> int:
    """The share of a limit in graphemes the text uses; one over the limit in bytes is over this limit too."""
    return max(graphemes(text), ceil(len(text.encode()) / BYTES_PER_GRAPHEME))


def facets(text: str, did_of: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """What is a link, a mention or a tag in the text, by UTF-8 byte offsets (https://docs.bsky.app/docs/advanced-guides/post-richtext).

    `did_of` turns a handle into its id; a handle nobody has stays plain text.
    """
    spans = sorted([*_links(text), *_mentions(text, did_of), *_tags(text)], key=lambda span: span.start)
    kept: list[dict[str, Any]] = []
    end = 0
    for span in spans:
        if span.start >= end:
            kept.append(span.facet(text))
            end = span.end
    return kept


@dataclass(frozen=True)
class _Span:
    """One feature over `text[start:end]`."""

    start: int
    end: int
    feature: dict[str, str]

    def facet(self, text: str) -> dict[str, Any]:
        start = len(text[: self.start].encode())
        end = start + len(text[self.start : self.end].encode())
        return {"index": {"byteStart": start, "byteEnd": end}, "features": [self.feature]}


def _links(text: str) -> Iterator[_Span]:
    for match in _LINK.finditer(text):
        link = match["value"].rstrip(_TRAILING_MARKS)
        if link.endswith(")") and "(" not in link:
            link = link.removesuffix(")")
        start = match.start("value")
        yield _Span(start, start + len(link), {"$type": "app.bsky.richtext.facet#link", "uri": link})


def _mentions(text: str, did_of: Callable[[str], str | None]) -> Iterator[_Span]:
    for match in _MENTION.finditer(text):
        if did := did_of(match["value"]):
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
            yield _Span(match.start(), match.end(), feature)


def _tags(text: str) -> Iterator[_Span]:
    for match in _TAG.finditer(text):
        tag = _without_marks_at_its_end(match["value"])
        if tag and not tag.isdigit() and graphemes(tag) <= LONGEST_TAG:
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
            yield _Span(match.start(), match.start() + 1 + len(tag), feature)


def _without_marks_at_its_end(tag: str) -> str:
    while tag and category(tag[-1]).startswith("P"):
        tag = tag[:-1]
    return tag
