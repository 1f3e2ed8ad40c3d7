"""X's JSON turned into mentions; pure (https://docs.x.com/x-api/fundamentals/data-dictionary).

Two vocabularies are in use: the specification says `posts` and `referenced_posts` where webhooks and older answers say
`tweets` and `referenced_tweets`. Both are read. Functions raise KeyError, TypeError, ValueError or AttributeError where
the JSON is neither.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.networks.mention import parse_time, whole_characters
from bot.networks.port import Author, Change, Incoming, Media

EPOCH_MS = 1288834974657
"""Ids hold their time: milliseconds since this one, above 22 further bits (https://docs.x.com/fundamentals/x-ids)."""
FURTHER_BITS = 22


def time_of(post_id: str) -> datetime:
    """When X made an id."""
    return datetime.fromtimestamp(((int(post_id) >> FURTHER_BITS) + EPOCH_MS) / 1000, UTC)


def id_at(at: datetime) -> str:
    """The smallest id of a moment."""
    return str(max(1, (round(at.timestamp() * 1000) - EPOCH_MS) << FURTHER_BITS))


def earlier(post_id: str, by: timedelta) -> str:
    """The id `by` before another."""
    return id_at(time_of(post_id) - by)


@dataclass(frozen=True)
class Includes:
    """What an answer holds beside its posts: users and referenced posts by id, media by key."""

    users: dict[str, dict[str, Any]]
    posts: dict[str, dict[str, Any]]
    media: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, body: dict[str, Any]) -> Includes:
        """Out of the part called `includes`; webhooks wrap some users in `data`."""
        includes = body.get("includes") or {}
        users = [user.get("data", user) for user in includes.get("users") or ()]
        posts = [*(includes.get("posts") or ()), *(includes.get("tweets") or ())]
        return cls(
            users={user["id"]: user for user in users},
            posts={post["id"]: post for post in posts},
            media={media["media_key"]: media for media in includes.get("media") or ()},
        )

    def author(self, user_id: str) -> Author:
        """The author by id; the id stands for a handle that was not told."""
        user = self.users.get(user_id, {})
        return Author(
            id=user_id,
            handle=user.get("username") or user_id,
            name=whole_characters(user.get("name") or ""),
            followers=(user.get("public_metrics") or {}).get("followers_count"),
        )


@dataclass(frozen=True)
class Reader:
    """How one account sees posts: `own` are the brand's ids and handles, in small letters."""

    user_id: str
    own: frozenset[str]
    web: str

    def post(self, post: dict[str, Any], includes: Includes) -> Incoming:
        """A post. An edited post has a new id: the first of its history stays its name with us."""
        history = post.get("edit_history_post_ids") or post.get("edit_history_tweet_ids") or [post["id"]]
        references = {reference["type"]: reference["id"] for reference in _references(post)}
        author = includes.author(post["author_id"])
        ours = self._ours(author)
        return Incoming(
            id=history[0],
            text=_text(post),
            created_at=_created(post),
            author=author,
            url=f"{self.web}/{author.handle if author.handle != author.id else 'i'}/status/{post['id']}",
            in_reply_to=references.get("replied_to"),
            thread=post.get("conversation_id"),
            media=tuple(_media(post, includes)),
            change=Change.POSTED if post["id"] == history[0] else Change.EDITED,
            ours=ours,
            facts={
                "post_id": post["id"],
                "summoned": "yes" if self._summoned(post, references, includes) else "no",
            },
        )

    def deleted(self, payload: dict[str, Any], includes: Includes, now: datetime) -> Incoming:
        """A `post.delete` event."""
        author = includes.author(payload["author_id"])
        return Incoming(payload["id"], "", now, author, change=Change.DELETED, ours=self._ours(author))

    def message(self, event: dict[str, Any], includes: Includes) -> Incoming:
        """A direct message as `GET /2/dm_events` tells it."""
        author = includes.author(event["sender_id"])
        return self._private(
            event["id"], event.get("text", ""), _created(event), author, event["dm_conversation_id"]
        )

    def messages(self, payload: dict[str, Any]) -> Iterator[Incoming]:
        """The direct messages of a `dm.received` or `dm.sent` event, which speak version 1."""
        users = {name: user.get("data", user) for name, user in (payload.get("users") or {}).items()}
        includes = Includes(users, {}, {})
        for event in payload["direct_message_events"]:
            if event["type"] != "message_create":
                continue
            message = event["message_create"]
            pair = sorted({message["sender_id"], message["target"]["recipient_id"]}, key=int)
            at = datetime.fromtimestamp(int(event["created_timestamp"]) / 1000, UTC)
            author = includes.author(message["sender_id"])
            yield self._private(event["id"], message["message_data"]["text"], at, author, "-".join(pair))

    def _private(self, event_id: str, text: str, at: datetime, author: Author, thread: str) -> Incoming:
        plain = whole_characters(html.unescape(text))
        return Incoming(
            f"dm:{event_id}", plain, at, author, thread=thread, private=True, ours=self._ours(author)
        )

    def _ours(self, author: Author) -> bool:
        return bool(self.own & {author.id, author.handle.casefold()})

    def _summoned(self, post: dict[str, Any], references: dict[str, str], includes: Includes) -> bool:
        """Whether the post mentions our account or quotes one of its posts."""
        mentions = (post.get("entities") or {}).get("mentions") or ()
        named = {str(mention.get("id")) for mention in mentions}
        named |= {str(mention.get("username")).casefold() for mention in mentions}
        quoted = includes.posts.get(references.get("quoted", ""), {})
        return bool(self.own & named) or quoted.get("author_id") == self.user_id


def _references(post: dict[str, Any]) -> list[dict[str, str]]:
    return post.get("referenced_posts") or post.get("referenced_tweets") or []


def replied_to(post: dict[str, Any]) -> str | None:
    """The id of the post that this one answers."""
    return next((ref["id"] for ref in _references(post) if ref["type"] == "replied_to"), None)


def _created(thing: dict[str, Any]) -> datetime:
    return parse_time(thing["created_at"]) if thing.get("created_at") else time_of(thing["id"])


def _text(post: dict[str, Any]) -> str:
    """The whole text, long posts included, with links as their author wrote them and those to its own media left out."""
    note = post.get("note_post") or post.get("note_tweet") or {}
    text = note.get("text") or post.get("text", "")
    for link in ((note or post).get("entities") or {}).get("urls") or ():
        written = "" if link.get("media_key") else link.get("expanded_url") or link["url"]
        text = text.replace(link["url"], written)
    return whole_characters(html.unescape(re.sub(r"[ \t]+$", "", text)))


def _media(post: dict[str, Any], includes: Includes) -> Iterator[Media]:
    for key in (post.get("attachments") or {}).get("media_keys") or ():
        media = includes.media.get(key, {})
        if url := media.get("url") or media.get("preview_image_url"):
            yield Media(url, media.get("alt_text") or "")
