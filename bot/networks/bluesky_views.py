"""Bluesky's JSON turned into mentions; pure (https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/feed).

Every function raises KeyError, TypeError, ValueError or AttributeError where the JSON is not what the lexicon says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.networks.mention import parse_time, whole_characters
from bot.networks.port import Author, Change, Incoming, Media

CHAT_CHANGES = {
    "chat.bsky.convo.defs#logCreateMessage": Change.POSTED,
    "chat.bsky.convo.defs#logDeleteMessage": Change.DELETED,
}
"""The entries of the chat log that are messages; reactions, reads and members are not."""


@dataclass(frozen=True)
class Views:
    """How one account sees posts: `own` are the brand's ids and handles, in small letters."""

    own: frozenset[str]
    web: str
    images: str

    def post(self, view: dict[str, Any]) -> Incoming:
        """A notification or a post view: both hold the record, its author and when it was indexed."""
        record, author = view["record"], read_author(view["author"])
        refs = record.get("reply") or {}
        root = refs.get("root") or {"uri": view["uri"], "cid": view["cid"]}
        return Incoming(
            id=view["uri"],
            text=whole_characters(record.get("text", "")),
            # `createdAt` is whatever the author's app wrote; when it was indexed is the network's own word.
            created_at=parse_time(view["indexedAt"]),
            author=author,
            url=self.address(author.handle, view["uri"]),
            in_reply_to=(refs.get("parent") or {}).get("uri"),
            thread=root["uri"],
            media=tuple(self._pictures(record, author.id)),
            ours=self._ours(author),
            facts={"cid": view["cid"], "root_uri": root["uri"], "root_cid": root["cid"]},
        )

    def above(self, thread: dict[str, Any]) -> tuple[Incoming, ...]:
        """The posts above the one of a thread view, oldest first; it ends at one that is gone or blocked."""
        posts: list[Incoming] = []
        while "post" in (thread := thread.get("parent") or {}):
            posts.append(self.post(thread["post"]))
        return tuple(reversed(posts))

    def message(self, entry: dict[str, Any]) -> Incoming:
        """One entry of the chat log."""
        message, convo = entry["message"], entry["convoId"]
        author = Author(message["sender"]["did"], message["sender"]["did"])
        return Incoming(
            id=f"{convo}/{message['id']}",
            text=whole_characters(message.get("text", "")),
            created_at=parse_time(message["sentAt"]),
            author=author,
            thread=convo,
            private=True,
            change=CHAT_CHANGES[entry["$type"]],
            ours=self._ours(author),
        )

    def gone(self, uri: str, now: datetime) -> Incoming:
        """A post that its author has deleted."""
        author = Author(uri.split("/")[2], uri.split("/")[2])
        return Incoming(uri, "", now, author, change=Change.DELETED, ours=self._ours(author))

    def address(self, handle: str, uri: str) -> str:
        """Where people open a post."""
        return f"{self.web}/profile/{handle}/post/{uri.rpartition('/')[2]}"

    def _ours(self, author: Author) -> bool:
        return bool(self.own & {author.id.casefold(), author.handle.casefold()})

    def _pictures(self, record: dict[str, Any], did: str) -> Iterator[Media]:
        embed = record.get("embed") or {}
        for image in (embed.get("media") or embed).get("images") or ():
            cid = image["image"]["ref"]["$link"]
            yield Media(self.images.format(did=did, cid=cid), image.get("alt") or "")


def read_author(profile: dict[str, Any]) -> Author:
    """A profile in any of its views; only the longest tells the followers."""
    return Author(
        id=profile["did"],
        handle=profile.get("handle") or profile["did"],
        name=whole_characters(profile.get("displayName") or ""),
        followers=profile.get("followersCount"),
    )


def unwrapped(item: dict[str, Any], did: str) -> dict[str, Any] | None:
    """The post of a listing's item. A feed wraps its posts, and holds those of others we only reposted: None."""
    view: dict[str, Any] = item.get("post", item)
    return view if view is item or view["author"]["did"] == did else None
