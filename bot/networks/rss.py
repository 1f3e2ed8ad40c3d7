"""RSS and Atom feeds of blogs, forums and review sites. They are read only: an answer is given where the post stands.

RSS: https://www.rssboard.org/rss-specification, Atom: https://www.rfc-editor.org/rfc/rfc4287. A feed has no cursor, so
the whole of it is asked for each time, and the server says when nothing has changed (conditional GET,
https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests). What is new is told by the entries' identities, which
are kept in the cursor with a digest of each text; an entry whose digest has changed was edited. An entry that is no
longer listed has only grown old.

What an operator needs: the feed's address, and names in [listening] unless the feed is all about the brand
(`listen = false`). `mentiondesk connect rss` tries it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from bot.networks.feed_entries import Feed, read_feed
from bot.networks.fetching import Fetcher
from bot.networks.http import TIMEOUT
from bot.networks.listing import LOOK_BACK
from bot.networks.mention import marked_ours
from bot.networks.port import (
    Capability,
    Change,
    Incoming,
    Network,
    NetworkError,
    Never,
    Page,
    Reply,
    Sent,
    SourceSettings,
)
from storage.words import Audience

FEEDS = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
MOST_REMEMBERED = 2_000
"""Entries whose identity is kept: those listed, and before them the latest that no longer are."""
FULL = 5
"""Fewer entries are no window that could have moved on."""
NO_LONGER_LISTED = "what stood before the newest {count} entries, which is all the feed lists,"
READ_ONLY = "Feeds are read only; open the post and answer there."


class RssSettings(SourceSettings):
    """`kind = "rss"`: one feed."""

    url: str
    """The feed's address."""
    allow_private_addresses: bool = False
    """Whether the feed may redirect us to an address inside a private network."""

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value


class Position(BaseModel):
    """What is remembered of a feed: the server's own marks of its state, and a digest of every entry."""

    model_config = ConfigDict(frozen=True)

    etag: str = ""
    modified: str = ""
    document: str = ""
    """Digest of the whole document, for servers that know no conditional GET."""
    seen: dict[str, str] | None = None
    """Digest of an entry's identity → digest of its text, oldest first; None before the first read."""


class RssNetwork(Network):
    """One feed."""

    kind: ClassVar[str] = "rss"
    title: ClassVar[str] = "RSS"

    def __init__(self, settings: RssSettings, timeout: httpx.Timeout = TIMEOUT) -> None:
        self.settings: RssSettings = settings
        self._fetcher = Fetcher(
            FEEDS,
            timeout,
            trusted=[settings.url],
            allow_private_addresses=settings.allow_private_addresses,
        )

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """Everything that is new or changed since `cursor`; at the first read, what was written in the last hour."""
        position = _position(cursor)
        response = self._fetcher.get(self.settings.url, now, _conditions(position))
        document = _digest(response.content)
        if response.status_code == httpx.codes.NOT_MODIFIED or document == position.document:
            return Page((), cursor=None)
        feed = read_feed(response.content, response.headers.get("content-type", ""), self.settings.url)
        items, seen = self._compare(feed, position.seen, now)
        gap = self._gap(feed, position.seen or {})
        after = Position(
            etag=response.headers.get("etag", ""),
            modified=response.headers.get("last-modified", ""),
            document=document,
            seen=seen,
        )
        return Page(tuple(items), cursor=after.model_dump_json(), gap=gap)

    def _gap(self, feed: Feed, seen: dict[str, str]) -> str | None:
        """What may be missing where nothing that was read before is listed any more: so much is new, or the break was long."""
        names = [name for _entry, name in feed.named_entries()]
        known = any(_digest(name.encode()) in seen for name in names)
        return (
            NO_LONGER_LISTED.format(count=len(names)) if seen and len(names) >= FULL and not known else None
        )

    def _compare(
        self, feed: Feed, seen: dict[str, str] | None, now: datetime
    ) -> tuple[list[Incoming], dict[str, str]]:
        """What is new or edited, oldest first, and what to remember."""
        items: list[Incoming] = []
        remembered = dict(seen or {})
        for entry, name in reversed(feed.named_entries()):
            item = replace(feed.incoming(entry, name, now), found_by="feed")
            item = marked_ours(item, self.settings)
            key, text = _digest(name.encode()), _digest(item.text.encode())
            before = remembered.pop(key, None)
            remembered[key] = text
            is_old = seen is None and not entry.is_since(now - LOOK_BACK)
            if before != text and not is_old:
                items.append(replace(item, change=Change.EDITED) if before else item)
        return items, dict(list(remembered.items())[-MOST_REMEMBERED:])

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """Nothing: the post is opened instead."""
        del parent, now
        return tuple(Capability(audience, allowed=False, reason=READ_ONLY) for audience in Audience)

    def length(self, text: str, audience: Audience) -> int:
        """Characters; nothing is ever sent."""
        del audience
        return len(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Always refused."""
        del reply, now
        raise Never(READ_ONLY)

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Nothing is ever sent, so nothing is found."""
        del reply, since, now
        return None

    def check(self, now: datetime) -> list[str]:
        """Try to read; one sentence when that fails."""
        try:
            self.fetch(None, now)
        except NetworkError as error:
            return [f"{self.name}: {error}"]
        return []

    def close(self) -> None:
        """Let go of the client."""
        self._fetcher.close()


def _position(cursor: str | None) -> Position:
    try:
        return Position.model_validate_json(cursor or "{}")
    except ValidationError:
        return Position()


def _conditions(position: Position) -> dict[str, str]:
    marks = {"If-None-Match": position.etag, "If-Modified-Since": position.modified}
    return {name: mark for name, mark in marks.items() if mark}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
