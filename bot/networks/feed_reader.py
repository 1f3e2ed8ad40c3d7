"""Run as a program of its own: a feed as bytes on standard input, its entries as JSON on standard output.

A feed is a stranger's document, and parsers can be kept busy for minutes by a few megabytes of nested tags. So
the desk gives each one to a process with a limit on time and memory, and never to its own. This file is therefore run by its
path and imports nothing of ours.
"""

from __future__ import annotations

import calendar
import json
import re
import resource
import sys
from contextlib import suppress
from typing import Any

MOST_ENTRIES = 500
LONGEST_FIELD = 40_000
"""Characters, markup included."""
MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
MOST_SECONDS = 10
"""Of processor time."""

MAIL_AND_NAME = re.compile(r"(?P<box>[^\s@]+)@[^\s@]+(?:\s+\((?P<name>[^()]+)\))?")


def entries_of(document: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """What the feed calls itself and its entries, newest first as most feeds have them.

    `kind` is "" for a document that is no feed. Times are Unix seconds.
    """
    import feedparser

    feed = feedparser.parse(
        document, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return {
        "kind": feed.version or ("unknown" if feed.entries else ""),
        "title": _text(feed.feed.get("title")),
        "entries": [_entry(entry) for entry in feed.entries[:MOST_ENTRIES]],
    }


def _entry(entry: Any) -> dict[str, Any]:
    body = next(iter(entry.get("content") or ()), None) or entry.get("summary_detail") or {}
    return {
        "id": _text(entry.get("id")),
        "link": _text(entry.get("link")),
        "title": _detail(entry.get("title_detail") or {}),
        "body": _detail(body),
        "author": _author(entry),
        "written_at": _seconds(entry.get("published_parsed") or entry.get("updated_parsed")),
        "media": [_text(item.get("href") or item.get("url")) for item in _pictures(entry)][:20],
    }


def _author(entry: Any) -> str:
    """The writer's name; of "alice@forum.example (Alice)" and of a mere mail address no more than the name."""
    text = _text(entry.get("author"))
    mail = MAIL_AND_NAME.fullmatch(text.strip())
    return (mail["name"] or mail["box"]) if mail else text


def _detail(detail: dict[str, Any]) -> dict[str, Any]:
    return {"text": _text(detail.get("value")), "is_html": "html" in str(detail.get("type"))}


def _pictures(entry: Any) -> list[Any]:
    media = [*(entry.get("enclosures") or ()), *(entry.get("media_content") or ())]
    return [item for item in media if str(item.get("type")).startswith(("image/", "video/"))]


def _seconds(moment: Any) -> int | None:
    try:
        return calendar.timegm(moment) if moment else None
    except (ValueError, OverflowError, TypeError):
        return None


def _text(value: Any) -> str:
    return value[:LONGEST_FIELD] if isinstance(value, str) else ""


def main() -> None:
    """Read the headers as one line of JSON, then the document."""
    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        with suppress(ValueError, OSError):  # not every system knows every limit; the caller has a clock too
            resource.setrlimit(kind, (most, most))
    headers = json.loads(sys.stdin.buffer.readline())
    json.dump(entries_of(sys.stdin.buffer.read(), headers), sys.stdout)


if __name__ == "__main__":
    main()
