"""Mastodon and its kin (GoToSocial, Pleroma, Pixelfed, snac): https://docs.joinmastodon.org/api/

Read: mention notifications, which carry direct messages too (the listing of conversations shows only the last message
of each, so it is not needed); the brand's own answers, so that one given outside the desk is seen; and, where the
server allows it, hashtags and searches.

Private answers are posts with `visibility=direct`: not encrypted, and delivered to everybody they mention.

What an operator needs: an access token of the account with the scopes read and write:statuses, from the server's
“Preferences”, “Development”. `mentiondesk connect mastodon` asks for it and tries it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from urllib.parse import quote

import httpx
from pydantic import SecretStr, field_validator

from bot.networks.http import TIMEOUT
from bot.networks.limits import refuse_impossible
from bot.networks.listing import LOOK_BACK, before_sending
from bot.networks.mastodon_listing import Delta, Listing, Seen, compare, read_cursor, written_cursor
from bot.networks.mastodon_posts import Instance, Json, Reader, addressed, handles_in, is_answer
from bot.networks.mastodon_server import Server, readable
from bot.networks.mention import marked_ours
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
)
from bot.networks.sameness import SKEW
from bot.rules.reception import Reception
from storage.words import Audience

MOST_ABOVE = 10
"""Posts above a mention that are shown; the conversation's beginning is on the network."""
PAGE_SIZE = ("limit", "40")
"""The most that every listing takes: https://docs.joinmastodon.org/methods/timelines/#tag"""
KEY_LASTS = timedelta(minutes=50)
"""Mastodon remembers an Idempotency-Key for an hour (https://docs.joinmastodon.org/methods/statuses/#headers)."""
WRITING = frozenset({"write", "write:statuses"})
NO_WRITING = "The token lacks the scope write:statuses, so nothing can be answered. Make a new one with it."
MIND = "A direct post is not encrypted: the administrators of both servers can read it."
WRITTEN_IN_PRIVATE = "This was not written for everybody, so it can only be answered in private."


class MastodonSettings(SourceSettings):
    """`kind = "mastodon"`: one account on one server that speaks Mastodon's API."""

    server: str
    """Its address: "https://mastodon.example"."""
    token: SecretStr
    """An access token of the account, with the scopes read and write:statuses."""
    hashtags: tuple[str, ...] = ()
    """Hashtags to follow, without "#"."""
    searches: tuple[str, ...] = ()
    """Words to search public posts for; a server that allows no search says so at the first read."""
    idempotent: Literal["auto", "yes", "no"] = "auto"
    """Whether the server honours Idempotency-Key; "auto" takes it for granted on Mastodon alone."""

    @field_validator("server")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with https://")
        return value.rstrip("/")


class MastodonNetwork(Network):
    """One account on one server."""

    kind: ClassVar[str] = "mastodon"
    title: ClassVar[str] = "Mastodon"
    knows_context: ClassVar[bool] = True
    knows_reception: ClassVar[bool] = True
    key_lives: ClassVar[timedelta | None] = KEY_LASTS

    def __init__(self, settings: MastodonSettings, timeout: httpx.Timeout = TIMEOUT) -> None:
        self.settings: MastodonSettings = settings
        self._server = Server(settings.server, settings.token.get_secret_value(), timeout)

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """One page of each listing; the cursor holds the last entries seen of each."""
        if not self._server.may_read(now):
            return Page((), cursor=None)
        with readable(self.settings.server):
            return self._fetch(read_cursor(cursor), now)

    def _fetch(self, seen: dict[str, tuple[Seen, ...]], now: datetime) -> Page:
        reader = self._server.reader(now)
        items: dict[tuple[str, Change], Incoming] = {}
        moved = False
        for listing in self._listings(reader.me):
            before = seen.get(listing.name, ())
            delta = compare(self._server.entries(listing, before, now - LOOK_BACK, now), before)
            for item in self._changes(listing, delta, reader, now):
                items.setdefault((item.id, item.change), item)  # what was sent to us is listed first
            seen[listing.name] = delta.seen
            moved |= delta.moved
        return Page(
            tuple(items.values()), cursor=written_cursor(seen), has_more=moved and self._server.may_read(now)
        )

    def _listings(self, me: str) -> list[Listing]:
        mentions = (("types[]", "mention"), ("include_filtered", "true"), PAGE_SIZE)
        return [
            Listing("mentions", "/api/v1/notifications", mentions),
            _own(me),
            *(_hashtag(tag) for tag in self.settings.hashtags),
            *(_search(words) for words in self.settings.searches),
        ]

    def _changes(self, listing: Listing, delta: Delta, reader: Reader, now: datetime) -> Iterator[Incoming]:
        for status in delta.new:
            if not listing.is_own or status.get("in_reply_to_id"):
                yield self._read(status, listing, reader)
        for status in delta.edited:
            yield self._read(status, listing, reader, Change.EDITED)
        for mark in delta.missing:
            if not listing.is_own and self._server.is_deleted(mark.status, now):
                yield Incoming(mark.status, "", now, Author("", ""), change=Change.DELETED)

    def context(self, parent: Incoming, now: datetime) -> tuple[Incoming, ...]:
        """The posts above (https://docs.joinmastodon.org/methods/statuses/#context)."""
        if not parent.in_reply_to:
            return ()
        with readable(self.settings.server):
            reader = self._server.reader(now)
            above = self._server.above(parent.id, now)[-MOST_ABOVE:]
            return tuple(marked_ours(reader.incoming(status), self.settings) for status in above)

    def _read(
        self, status: Json, listing: Listing, reader: Reader, change: Change = Change.POSTED
    ) -> Incoming:
        item = replace(reader.incoming(status, change), found_by=listing.found_by)
        return marked_ours(item, self.settings)

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """Public answers to public posts, direct ones to all; the handle put before the text is already deducted."""
        del now
        limit = int(parent.facts.get("limit", Instance.limit))
        refused = WRITTEN_IN_PRIVATE if parent.private else ""
        return (
            Capability(Audience.PUBLIC, allowed=not parent.private, reason=refused, limit=limit),
            Capability(Audience.PRIVATE, allowed=True, reason=MIND, limit=limit),
        )

    def length(self, text: str, audience: Audience) -> int:
        """Characters as the server counts them; before it was first read, code points with Mastodon's links."""
        del audience
        return (self._server.known or Reader("", Instance())).length(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Post the answer with the customer's handle in it, under its key and with a visibility of its own."""
        refuse_impossible(self, reply, now)
        _refuse_further_readers(reply)
        with before_sending():
            already = None if self._key_counts(reply, now) else self.find_sent(reply, reply.created_at, now)
        if already:
            return already
        with readable(self.settings.server):
            return _sent(self._server.post(_form(reply), reply.key, now))

    def _key_counts(self, reply: Reply, now: datetime) -> bool:
        """Whether the server tells a repeat by its key; where not, or no longer, we look before we post."""
        with readable(self.settings.server):
            self._server.reader(now)
        return self.repeat_is_harmless(reply.audience) and now - reply.created_at < KEY_LASTS

    def repeat_is_harmless(self, audience: Audience) -> bool:
        """Where Idempotency-Key is honoured. On other software our own posts are read, and else a person is asked."""
        del audience
        if self.settings.idempotent == "auto":
            return self._server.known is not None and self._server.known.instance.is_mastodon
        return self.settings.idempotent == "yes"

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Look among our own posts for this answer to this post, written since then."""
        text, direct = addressed(reply.text, _acct(reply)), reply.audience is Audience.PRIVATE
        with readable(self.settings.server):
            reader = self._server.reader(now)
            for _, status in self._server.since(since - SKEW, _own(reader.me), now):
                if is_answer(status, text, reply.parent.id, direct=direct):
                    return _sent(status)
        return None

    def reception(self, sent: Sent, now: datetime) -> Reception:
        """Its counts (https://docs.joinmastodon.org/entities/Status/#replies_count)."""
        with readable(self.settings.server):
            status = self._server.status(sent.id, now)
            if status is None:
                return Reception(gone=True)
            return Reception(replies=status.get("replies_count"), likes=status.get("favourites_count"))

    def check(self, now: datetime) -> list[str]:
        """Try the login and each listing; one sentence for each that cannot be read."""
        try:
            with readable(self.settings.server):
                listings = self._listings(self._server.reader(now).me)
                scopes = self._server.scopes(now)
        except NetworkError as error:
            return [f"{self.name}: {error}"]
        cannot = [f"{self.name}: {NO_WRITING}"] if scopes and not scopes & WRITING else []
        return cannot + [sentence for listing in listings if (sentence := self._trial(listing, now))]

    def _trial(self, listing: Listing, now: datetime) -> str:
        try:
            with readable(self.settings.server):
                self._server.since(now, listing, now)
        except NetworkError as error:
            return f"{self.name}: {listing.name} cannot be read ({error})"
        return ""

    def close(self) -> None:
        """Let go of the client."""
        self._server.close()


def _own(me: str) -> Listing:
    params = (("exclude_reblogs", "true"), PAGE_SIZE)
    return Listing("own", f"/api/v1/accounts/{quote(me, safe='')}/statuses", params, is_own=True)


def _hashtag(tag: str) -> Listing:
    path = f"/api/v1/timelines/tag/{quote(tag.removeprefix('#'), safe='')}"
    return Listing(f"tag:{tag}", path, (PAGE_SIZE,), found_by="hashtag")


def _search(words: str) -> Listing:
    params = (("q", words), ("type", "statuses"), PAGE_SIZE)
    return Listing(f"search:{words}", "/api/v2/search", params, found_by="search")


def _acct(reply: Reply) -> str:
    return reply.parent.facts.get("acct", reply.parent.author.handle)


def _form(reply: Reply) -> dict[str, str]:
    """The status to post. An unlisted conversation stays unlisted."""
    as_parent = "unlisted" if reply.parent.facts.get("visibility") == "unlisted" else "public"
    return {
        "status": addressed(reply.text, _acct(reply)),
        "in_reply_to_id": reply.parent.id,
        "visibility": as_parent if reply.audience is Audience.PUBLIC else "direct",
    }


def _refuse_further_readers(reply: Reply) -> None:
    """A direct post reaches everybody it mentions, so it may mention nobody but the customer."""
    others = handles_in(reply.text) - {_acct(reply).casefold()}
    if reply.audience is Audience.PRIVATE and others:
        named = " and ".join(f"@{handle}" for handle in sorted(others))
        raise Never(f"A direct post also reaches everybody it mentions. Please take out {named}.")


def _sent(status: Json) -> Sent:
    return Sent(str(status["id"]), status.get("url") or status.get("uri"))
