"""A feed's entries as mentions. The document itself is parsed by another process: see `bot/networks/feed_reader.py`."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.networks.markup import text_of
from bot.networks.mention import LONGEST_ID, is_likely, whole_characters
from bot.networks.port import Author, Incoming, Media, Never, Unsure

READER = Path(__file__).with_name("feed_reader.py")
PATIENCE = 15.0
"""Seconds that parsing one document may take."""
LONGEST_ADDRESS = 2_000
"""Characters."""
LONGEST_TEXT = 10_000
"""Characters of one entry that are kept."""


class Words(BaseModel):
    """A title or a body."""

    model_config = ConfigDict(frozen=True)

    text: str
    is_html: bool

    def plain(self) -> str:
        """As people read it."""
        text = text_of(self.text) if self.is_html else self.text.strip()
        return whole_characters(text[:LONGEST_TEXT])


class Entry(BaseModel):
    """One entry as the feed has it; texts are "" where it says nothing."""

    model_config = ConfigDict(frozen=True)

    id: str
    link: str
    title: Words
    body: Words
    author: str
    written_at: int | None
    media: tuple[str, ...]

    def text(self) -> str:
        """Title and body, unless the body begins with the title anyway."""
        title, body = self.title.plain(), self.body.plain()
        return body if body.startswith(title) else f"{title}\n\n{body}".strip()

    def moment(self) -> datetime | None:
        """When it was written; None where the feed says nothing that can be true."""
        try:
            moment = None if self.written_at is None else datetime.fromtimestamp(self.written_at, tz=UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return moment if moment is not None and is_likely(moment) else None

    def is_since(self, earliest: datetime) -> bool:
        """Whether it says to be written then or later."""
        moment = self.moment()
        return moment is not None and moment >= earliest


class Feed(BaseModel):
    """One document. `kind` is feedparser's word for its format, "" for what is no feed."""

    model_config = ConfigDict(frozen=True)

    kind: str
    title: str
    entries: tuple[Entry, ...]
    address: str

    def named_entries(self) -> list[tuple[Entry, str]]:
        """Every entry with its identity: its id, else its link, else its text.

        Some feeds give all entries one id; such an id tells nothing, so it counts only together with the link and text.
        """
        uses = Counter(entry.id or entry.link for entry in self.entries)
        return [(entry, _name(entry, uses[entry.id or entry.link] > 1)) for entry in self.entries]

    def incoming(self, entry: Entry, name: str, now: datetime) -> Incoming:
        """One entry as a mention; what comes without a time, or from the future, was written now."""
        return Incoming(
            id=name,
            text=entry.text(),
            created_at=min(entry.moment() or now, now),
            author=self._author(entry),
            url=self._web(entry.link) or self._web(entry.id),
            media=tuple(Media(address) for link in entry.media if (address := self._web(link))),
        )

    def _author(self, entry: Entry) -> Author:
        host = urlsplit(self.address).hostname or "feed"
        name = _line(entry.author) or _line(self.title) or host
        return Author(id=f"{host}:{name.casefold()}"[:LONGEST_ID], handle=name[:LONGEST_ID], name=name)

    def _web(self, link: str) -> str | None:
        try:
            address = urljoin(self.address, link.strip()) if link.strip() else ""
        except ValueError:
            return None
        is_web = address.startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS
        return whole_characters(address) if is_web else None


def _name(entry: Entry, is_shared: bool) -> str:
    name = entry.id or entry.link
    if name and not is_shared and len(name) <= LONGEST_ID and name.isprintable():
        return name
    parts = (name, entry.link, entry.text()) if is_shared or not name else (name,)
    return "sha256:" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _line(text: str) -> str:
    return " ".join(whole_characters(text).replace("\0", "").split())


def read_feed(document: bytes, content_type: str, address: str, patience: float = PATIENCE) -> Feed:
    """Parse one document. `address` is the feed's own and stays the same, or relative ids would change with it.

    Raises:
        Never: it keeps the parser busy beyond its limits.
        Unsure: it is no feed.
    """
    told = json.dumps({"content-type": content_type, "content-location": address})
    try:
        read = subprocess.run(  # noqa: S603 - our own program; the document only goes to its standard input
            [sys.executable, "-I", str(READER)],
            input=told.encode() + b"\n" + document,
            capture_output=True,
            timeout=patience,
            check=True,
        )
        feed = Feed.model_validate({**json.loads(read.stdout), "address": address})
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Never(f"The feed at {urlsplit(address).hostname} is too tangled to be read.") from error
    except (ValueError, ValidationError) as error:
        raise Unsure(f"The feed at {urlsplit(address).hostname} could not be read.") from error
    if not feed.kind:
        raise Unsure(f"{urlsplit(address).hostname} answered something that is no feed.")
    return feed
