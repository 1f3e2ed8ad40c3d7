"""Mastodon's JSON read into our words, and text counted and compared as its servers do.

Entities: https://docs.joinmastodon.org/entities/Status/ and /Instance/. Kin (GoToSocial, Pleroma, Pixelfed, snac)
leave fields out, so only ids, times, the author and the content are relied on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from bot.networks.graphemes import graphemes
from bot.networks.markup import text_of
from bot.networks.mention import parse_time, whole_characters
from bot.networks.port import Author, Change, Incoming, Media
from bot.networks.sameness import same_text

Json = dict[str, Any]

OPEN = frozenset({"public", "unlisted"})
"""Visibilities that anybody may read; the others ("private" to followers, "direct") are treated as private."""
URL = re.compile(r"https?://\S+")
HANDLE = re.compile(r"(?<![\w/@])@(\w[\w.-]*\w|\w)(@[\w.-]+\w)?")


@dataclass(frozen=True)
class Instance:
    """What one server allows and honours. The defaults are Mastodon's own.

    https://docs.joinmastodon.org/entities/Instance/#configuration
    """

    limit: int = 500
    per_url: int = 23
    """Characters that every link counts, however long it is."""
    is_mastodon: bool = False
    """Whether it is Mastodon or a fork: then Idempotency-Key is honoured, and length is counted in graphemes."""


def read_instance(body: Json) -> Instance:
    """`/api/v2/instance`, or version 1, whose limits stand in the same place where it has any."""
    statuses = (body.get("configuration") or {}).get("statuses") or {}
    return Instance(
        limit=int(statuses.get("max_characters") or body.get("max_toot_chars") or Instance.limit),
        per_url=int(statuses.get("characters_reserved_per_url") or Instance.per_url),
        is_mastodon=_is_mastodon(body),
    )


def _is_mastodon(body: Json) -> bool:
    """Kin call themselves "4.2.1 (compatible; Pleroma 2.9)", or name another repository as their source."""
    source = str(body.get("source_url") or "").rstrip("/").rpartition("/")[2]
    return "mastodon" in source.casefold() and "(" not in str(body.get("version"))


@dataclass(frozen=True)
class Reader:
    """Turns statuses into mentions for one account: `me` is its id, `instance` the server's limits."""

    me: str
    instance: Instance

    def incoming(self, status: Json, change: Change = Change.POSTED) -> Incoming:
        """One status as a mention."""
        account, private = status["account"], status.get("visibility") not in OPEN
        author = Author(
            id=str(account["id"]),
            handle=str(account["acct"]),
            name=str(account.get("display_name") or ""),
            followers=_count(account.get("followers_count")),
        )
        ours = author.id == self.me
        return Incoming(
            id=str(status["id"]),
            text=_text(status),
            created_at=posted_at(status),
            author=author,
            url=_web(status.get("url")) or _web(status.get("uri")),
            in_reply_to=status.get("in_reply_to_id") or None,
            thread=f"direct:{_partner(status) if ours else author.id}" if private else None,
            private=private,
            media=tuple(_media(item) for item in status.get("media_attachments") or ()),
            change=change,
            ours=ours,
            facts=self._facts(status, author.handle),
        )

    def _facts(self, status: Json, acct: str) -> dict[str, str]:
        room = len(self._counted_handle(f"@{acct} "))
        return {
            "acct": acct,
            "visibility": str(status.get("visibility") or ""),
            "limit": str(max(1, self.instance.limit - room)),
        }

    def length(self, text: str) -> int:
        """Characters as the server counts them: links as one length, on Mastodon handles without their server.

        https://docs.joinmastodon.org/user/posting/#text
        """
        counted = self._counted_handle(URL.sub("x" * self.instance.per_url, text))
        return graphemes(normalize("NFC", counted)) if self.instance.is_mastodon else len(counted)

    def _counted_handle(self, text: str) -> str:
        return without_servers(text) if self.instance.is_mastodon else text


def is_answer(status: Json, text: str, parent: str, *, direct: bool) -> bool:
    """Whether a status of ours is the answer `text` to the post `parent`, for the same readers."""
    theirs = without_servers(text_of(status["content"]))
    is_to_them = status.get("in_reply_to_id") == parent and (status.get("visibility") == "direct") == direct
    return is_to_them and same_text(without_servers(text), theirs)


def posted_at(status: Json) -> datetime:
    """When a status was written."""
    return parse_time(status["created_at"])


def without_servers(text: str) -> str:
    """The text with "@alice@mastodon.example" as "@alice", which is how servers count and show it."""
    return HANDLE.sub(r"@\1", text)


def handles_in(text: str) -> set[str]:
    """Every account a text would notify, as written, in lower case and without the first "@"."""
    return {match.group().removeprefix("@").casefold() for match in HANDLE.finditer(URL.sub(" ", text))}


def addressed(text: str, acct: str) -> str:
    """The text with the person it answers in it: servers notify only those who are mentioned."""
    return text if acct.casefold() in handles_in(text) else f"@{acct} {text}"


def _text(status: Json) -> str:
    warning = status.get("spoiler_text") or ""
    parts = (warning, text_of(status["content"]))
    return whole_characters("\n\n".join(part for part in parts if part))


def _partner(status: Json) -> str:
    """Whom a private post of ours is for: the account it answers, else the first it mentions."""
    mentions = [mention.get("id") for mention in status.get("mentions") or ()]
    return str(status.get("in_reply_to_account_id") or next(iter(mentions), ""))


def _media(item: Json) -> Media:
    preview = _web(item.get("preview_url")) or ""
    address = _web(item.get("url")) or _web(item.get("remote_url")) or preview
    return Media(address, alt=str(item.get("description") or ""), preview=preview)


def _web(value: Any) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
