"""Bluesky: mentions, replies, quotes, posts that name the brand, and chat (https://docs.bsky.app/docs/category/http-reference).

Read are the notifications, a search per term, our own feed (answers by others of the team), and the chat log. A reply
is a record whose key and time we choose, so that sending it twice makes one post; a chat message has no such key.

What an operator needs: an app password of the account (https://bsky.app/settings/app-passwords), for chat one made
with “Allow access to your direct messages”. `mentiondesk connect bluesky` asks for it and tries it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.networks.atproto import facets, size, tid
from bot.networks.bluesky_views import CHAT_CHANGES, Views, read_author, unwrapped
from bot.networks.http import TIMEOUT
from bot.networks.limits import refuse_impossible
from bot.networks.listing import LOOK_BACK, Mark, Watched, before_sending, stamp, unfinished, watch
from bot.networks.mention import parse_time
from bot.networks.port import (
    Author,
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
    Unsure,
)
from bot.networks.sameness import SKEW, same_text
from bot.networks.tokens import MemoryTokenStore, TokenStore
from bot.networks.xrpc import NotThere, Xrpc
from bot.rules.reception import Reception
from storage.words import Audience

LONGEST_POST = 300
"""Graphemes, and ten times as many bytes (https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json)."""
LONGEST_MESSAGE = 1_000
"""Graphemes, and ten times as many bytes (https://github.com/bluesky-social/atproto/blob/main/lexicons/chat/bsky/convo/defs.json)."""
PAGE_SIZE = 100
"""The most a listing gives at once (https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/notification/listNotifications.json)."""
AT_ONCE = 25
"""The most posts or profiles one call looks up; so many recent posts are watched for edits and deletions.

https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/getPosts.json
"""
OVERLAP = timedelta(minutes=15)
"""Handed over again from the page where the last read ended: search sorts by the author's clock, and the index lags."""
MOST_ABOVE = 10
"""Posts above a mention that are shown; the conversation's beginning is on the network."""
REASONS = ("mention", "reply", "quote")
POSTS = "app.bsky.feed.post"
SEARCH = "search "
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
PRIVATE_STAYS_PRIVATE = "This was written in private, so it can only be answered in private."
CHAT_IS_OFF = "Direct messages are switched off for this source; set chat = true in desk.toml."
CHAT_MAY_BE_CLOSED = "Goes out only if their settings let you write to them."
NOT_FROM_HERE = "The post to answer was not read from Bluesky, so there is nothing to attach a reply to."


class BlueskySettings(SourceSettings):
    """`kind = "bluesky"`: one Bluesky account. `account` is its handle, like "acme.com"."""

    login_settings: ClassVar[tuple[str, ...]] = ("service", "account", "app_password")

    account: str = Field(min_length=1)
    app_password: SecretStr
    """Made at bsky.app/settings/app-passwords; for chat it must allow direct messages."""
    service: str = "https://bsky.social"
    """The account's own server (PDS) or the entryway."""
    chat: bool = False
    """Whether direct messages are read and sent."""
    chat_service: str = "did:web:api.bsky.chat#bsky_chat"
    """Who runs the chat (https://docs.bsky.app/docs/api/at-protocol-xrpc-api#chat)."""
    search: tuple[str, ...] = ()
    """Words that posts without a tag are searched for."""
    web: str = "https://bsky.app"
    """Where people open posts."""
    images: str = "https://cdn.bsky.app/img/feed_thumbnail/plain/{did}/{cid}@jpeg"
    """Where a picture is seen, by its author's did and its own cid."""


class _Cursor(BaseModel):
    """All positions of one account, stored as one string."""

    model_config = ConfigDict(frozen=True)

    begun: str
    """Nothing older than this is taken over; ISO 8601."""
    marks: dict[str, Mark] = {}
    """Per listing, by the time the network indexed a post."""
    chat: str = ""
    """Where the chat log was left."""
    watched: dict[str, Watched] = {}
    """The newest posts handed over, by at:// address; their version is the cid."""


class BlueskyNetwork(Network):
    """One Bluesky account."""

    kind: ClassVar[str] = "bluesky"
    title: ClassVar[str] = "Bluesky"
    knows_context: ClassVar[bool] = True
    knows_reception: ClassVar[bool] = True

    def __init__(
        self,
        settings: BlueskySettings,
        timeout: httpx.Timeout = TIMEOUT,
        tokens: TokenStore | None = None,
    ) -> None:
        self.settings: BlueskySettings = settings
        store = tokens or MemoryTokenStore()
        self._xrpc = Xrpc(
            settings.service, settings.account, settings.app_password, store, settings.name, timeout
        )

    def _views(self, now: datetime) -> Views:
        names = (self._xrpc.did(now), self.account, *self.settings.own_accounts)
        own = frozenset(name.removeprefix("@").casefold() for name in names)
        return Views(own, self.settings.web, self.settings.images)

    # --- reading ---------------------------------------------------------------------------------------------

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """One page of each listing; `has_more` while any of them has older posts to catch up on."""
        start = _read_cursor(cursor, now)
        if not self._xrpc.may_read(now):
            return Page((), cursor=None)
        try:
            return self._read(start, self._views(now), now)
        except UNREADABLE as error:
            raise Unsure("Bluesky answered something we cannot read.") from error

    def _read(self, start: _Cursor, views: Views, now: datetime) -> Page:
        posts: dict[str, Incoming] = {}
        marks: dict[str, Mark] = {}
        for name, listing in self._listings(self._xrpc.did(now)).items():
            found, marks[name] = self._walk(
                *listing, start.marks.get(name, Mark(seen=start.begun)), views, now
            )
            if name.startswith(SEARCH):
                found = [replace(post, found_by="search") for post in found]
            for post in found:
                if not (known := start.watched.get(post.id)) or not known.covers(post):
                    posts.setdefault(post.id, post)  # what was sent to us is listed first
        messages, chat = self._chat_log(start.chat, views, now)
        items = [item for item in [*posts.values(), *messages] if stamp(item.created_at) >= start.begun]
        items.sort(key=lambda item: item.created_at)
        changes = list(self._changes(start.watched, views, now))
        watched = watch(start.watched, [*items, *changes], "cid", AT_ONCE)
        after = _Cursor(begun=start.begun, marks=marks, chat=chat, watched=watched)
        more = (bool(unfinished(start.marks, marks)) or chat != start.chat) and self._xrpc.may_read(now)
        return Page((*self._introduced(items, now), *changes), after.model_dump_json(), has_more=more)

    def _listings(self, did: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """Each newest-first listing: its method, the field that holds it, and its query."""
        return {
            "notifications": (
                "app.bsky.notification.listNotifications",
                "notifications",
                {"reasons": list(REASONS)},
            ),
            "own": ("app.bsky.feed.getAuthorFeed", "feed", {"actor": did, "filter": "posts_with_replies"}),
            **{
                f"{SEARCH}{term}": ("app.bsky.feed.searchPosts", "posts", {"q": term, "sort": "latest"})
                for term in self.settings.search
            },
        }

    def _walk(
        self, method: str, field: str, query: dict[str, Any], mark: Mark, views: Views, now: datetime
    ) -> tuple[list[Incoming], Mark]:
        """One page of one listing."""
        page = {"cursor": mark.page} if mark.page else {}
        body = self._xrpc.get(method, now, query={**query, **page, "limit": PAGE_SIZE})
        did = self._xrpc.did(now)
        posts = [views.post(view) for item in body[field] if (view := unwrapped(item, did))]
        newest = max((stamp(post.created_at) for post in posts), default=mark.seen)
        seen = parse_time(mark.seen)
        reached = any(post.created_at < seen for post in posts)
        recent = [post for post in posts if post.created_at >= seen - OVERLAP]
        return recent, mark.moved(max(newest, mark.seen), body.get("cursor"), reached=reached)

    def _chat_log(self, cursor: str, views: Views, now: datetime) -> tuple[list[Incoming], str]:
        if not self.settings.chat:
            return [], cursor
        body = self._chat("getLog", now, {"cursor": cursor} if cursor else {})
        messages = [views.message(entry) for entry in body["logs"] if entry["$type"] in CHAT_CHANGES]
        return messages, body.get("cursor") or cursor

    def _chat(self, method: str, now: datetime, query: dict[str, Any]) -> Any:
        return self._xrpc.get(
            f"chat.bsky.convo.{method}", now, service=self.settings.chat_service, query=query
        )

    def _introduced(self, items: list[Incoming], now: datetime) -> Iterator[Incoming]:
        """The same mentions with their authors' names and followers, which listings leave out."""
        dids = sorted({item.author.id for item in items if not item.ours})
        known: dict[str, Author] = {}
        for start in range(0, len(dids), AT_ONCE):
            query = {"actors": dids[start : start + AT_ONCE]}
            profiles = self._xrpc.get("app.bsky.actor.getProfiles", now, query=query)["profiles"]
            known.update({profile["did"]: read_author(profile) for profile in profiles})
        for item in items:
            yield replace(item, author=known.get(item.author.id, item.author))

    def _changes(self, watched: dict[str, Watched], views: Views, now: datetime) -> Iterator[Incoming]:
        """Edits and deletions among the posts handed over last."""
        if not watched:
            return
        posts = self._xrpc.get("app.bsky.feed.getPosts", now, query={"uris": list(watched)})["posts"]
        there = {post["uri"]: post for post in posts}
        for uri, known in watched.items():
            if uri not in there and self._gone(uri, now):
                yield views.gone(uri, now)
            elif uri in there and there[uri]["cid"] != known.version:
                yield replace(views.post(there[uri]), change=Change.EDITED, found_by=known.found_by)

    def _gone(self, uri: str, now: datetime) -> bool:
        """Whether the record itself is gone: a post may also be hidden from us because its author blocked us."""
        did, collection, key = uri.removeprefix("at://").split("/")
        try:
            self._record_at({"repo": did, "collection": collection, "rkey": key}, now)
        except NotThere:
            return True
        return False

    def _record_at(self, place: dict[str, str], now: datetime) -> Any:
        return self._xrpc.get("com.atproto.repo.getRecord", now, query=place)

    def context(self, parent: Incoming, now: datetime) -> tuple[Incoming, ...]:
        """The posts above, up to the first one (https://docs.bsky.app/docs/api/app-bsky-feed-get-post-thread)."""
        if parent.private or not parent.in_reply_to:
            return ()
        query = {"uri": parent.id, "depth": 0, "parentHeight": MOST_ABOVE}
        try:
            body = self._xrpc.get("app.bsky.feed.getPostThread", now, query=query)
            return self._views(now).above(body["thread"])
        except UNREADABLE as error:
            raise Unsure("Bluesky answered something we cannot read.") from error

    def reception(self, sent: Sent, now: datetime) -> Reception:
        """Its counts (https://docs.bsky.app/docs/api/app-bsky-feed-get-posts). A post that is only hidden keeps its record.

        A label that is put on it by moderators is what Bluesky has in place of a removal.
        """
        posts = self._xrpc.get("app.bsky.feed.getPosts", now, query={"uris": [sent.id]})
        try:
            if not posts["posts"]:
                return Reception(gone=self._gone(sent.id, now))
            post = posts["posts"][0]
            labels = ", ".join(label["val"] for label in post.get("labels", ()) if not label.get("neg"))
            return Reception(hidden=labels, replies=post.get("replyCount"), likes=post.get("likeCount"))
        except UNREADABLE as error:
            raise Unsure("Bluesky answered something we cannot read.") from error

    # --- answering -------------------------------------------------------------------------------------------

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """Public answers to posts; private ones where chat is on."""
        del now
        refused = PRIVATE_STAYS_PRIVATE if parent.private else ""
        mind = "" if parent.private else CHAT_MAY_BE_CLOSED
        return (
            Capability(
                Audience.PUBLIC, allowed=not refused, reason=refused, limit=LONGEST_POST, unit="graphemes"
            ),
            Capability(
                Audience.PRIVATE,
                allowed=self.settings.chat,
                reason=mind if self.settings.chat else CHAT_IS_OFF,
                limit=LONGEST_MESSAGE,
                unit="graphemes",
            ),
        )

    def length(self, text: str, audience: Audience) -> int:
        """Graphemes; a text whose bytes would be too many counts as over the limit as well."""
        del audience
        return size(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Post the record, or send the chat message."""
        refuse_impossible(self, reply, now)
        return self._message(reply, now) if reply.audience is Audience.PRIVATE else self._post(reply, now)

    def repeat_is_harmless(self, audience: Audience) -> bool:
        """Posts only: the same record under the same key is the same post. A chat message has no key."""
        return audience is Audience.PUBLIC

    def _post(self, reply: Reply, now: datetime) -> Sent:
        with before_sending():
            body = {**self._place(reply, now), "record": self._record(reply, now)}
        return self._sent(self._xrpc.post("com.atproto.repo.putRecord", now, body))

    def _place(self, reply: Reply, now: datetime) -> dict[str, str]:
        """Where our record lies: the same on every repeat."""
        return {
            "repo": self._xrpc.did(now),
            "collection": POSTS,
            "rkey": tid(reply.created_at, reply.key),
        }

    def _record(self, reply: Reply, now: datetime) -> dict[str, Any]:
        parent = reply.parent
        if "cid" not in parent.facts:
            raise Never(NOT_FROM_HERE)
        return {
            "$type": POSTS,
            "text": reply.text,
            "createdAt": stamp(reply.created_at),
            "facets": self._facets(reply.text, now),
            "reply": {
                "root": {"uri": parent.facts["root_uri"], "cid": parent.facts["root_cid"]},
                "parent": {"uri": parent.id, "cid": parent.facts["cid"]},
            },
        }

    def _facets(self, text: str, now: datetime) -> list[dict[str, Any]]:
        def did_of(handle: str) -> str | None:
            try:
                body = self._xrpc.get("com.atproto.identity.resolveHandle", now, query={"handle": handle})
            except Never:
                return None
            return str(body["did"]) if "did" in body else None

        return facets(text, did_of)

    def _sent(self, body: Any) -> Sent:
        try:
            return Sent(
                body["uri"],
                f"{self.settings.web}/profile/{self.account}/post/{body['uri'].rpartition('/')[2]}",
            )
        except UNREADABLE as error:
            raise Unsure("Bluesky's answer names no post, so it may or may not have gone out.") from error

    def _message(self, reply: Reply, now: datetime) -> Sent:
        with before_sending():
            convo = self._convo(reply.parent, now)
            marked = self._facets(reply.text, now)
        body = {"convoId": convo, "message": {"text": reply.text, "facets": marked}}
        message = self._xrpc.post(
            "chat.bsky.convo.sendMessage", now, body, service=self.settings.chat_service
        )
        try:
            return Sent(f"{convo}/{message['id']}")
        except UNREADABLE as error:
            raise Unsure("Bluesky's answer names no message, so it may or may not have gone out.") from error

    def _convo(self, parent: Incoming, now: datetime) -> str:
        """The conversation a message came in, else the one with the author of a post; looking makes it."""
        if parent.private and parent.thread:
            return parent.thread
        body = self._chat("getConvoForMembers", now, {"members": [parent.author.id]})
        try:
            return str(body["convo"]["id"])
        except UNREADABLE as error:
            raise Unsure("Bluesky named no conversation.") from error

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """The record under its own key; a chat message by its text and time."""
        if reply.audience is Audience.PRIVATE:
            return self._find_message(reply, since - SKEW, now)
        try:
            return self._sent(self._record_at(self._place(reply, now), now))
        except NotThere:
            return None

    def _find_message(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        ours, convo = self._xrpc.did(now), self._convo(reply.parent, now)
        try:
            for message in self._messages(convo, since, now):
                if message["sender"]["did"] == ours and same_text(reply.text, message.get("text", "")):
                    return Sent(f"{convo}/{message['id']}")
        except UNREADABLE as error:
            raise Unsure("Bluesky answered something we cannot read.") from error
        return None

    def _messages(self, convo: str, since: datetime, now: datetime) -> Iterator[dict[str, Any]]:
        """The messages of one conversation, newest first."""
        query: dict[str, Any] = {"convoId": convo, "limit": PAGE_SIZE}
        while True:
            body = self._chat("getMessages", now, query)
            for message in body["messages"]:
                if parse_time(message["sentAt"]) < since:
                    return
                yield message
            if not body["messages"] or not body.get("cursor"):
                return
            query["cursor"] = body["cursor"]

    # --- the operator ----------------------------------------------------------------------------------------

    def check(self, now: datetime) -> list[str]:
        """Try what this source needs; one sentence for each thing that is missing."""
        trials: list[tuple[str, str | None, dict[str, Any]]] = [
            ("app.bsky.notification.listNotifications", None, {}),
            *(("app.bsky.feed.searchPosts", None, {"q": term}) for term in self.settings.search[:1]),
        ]
        if self.settings.chat:
            trials.append(("chat.bsky.convo.listConvos", self.settings.chat_service, {}))
        missing = []
        for method, service, query in trials:
            try:
                self._xrpc.get(method, now, service=service, query={**query, "limit": 1})
            except NetworkError as error:
                missing.append(f"{self.name}: {error}")
        return list(dict.fromkeys(missing))

    def close(self) -> None:
        """Let go of the client."""
        self._xrpc.close()


def _read_cursor(cursor: str | None, now: datetime) -> _Cursor:
    try:
        return _Cursor.model_validate_json(cursor) if cursor else _Cursor(begun=stamp(now - LOOK_BACK))
    except ValidationError as error:
        raise Never("The stored position of this source is not one of Bluesky's.") from error
