"""X, formerly Twitter: mentions, a search for posts without a tag, legacy direct messages, activity webhooks (https://docs.x.com/x-api/introduction).

Three things shape this file. Since February 2026 a self-serve app may answer only where it was *summoned*: the author
mentions the account or quotes one of its posts. Every item read or written costs money. And nothing here can be
repeated safely: X has no key that makes two sends one.

What an operator needs: an app with credit at https://console.x.com, and a login of the account with the scopes
tweet.read, users.read, tweet.write and offline.access (dm.read and dm.write for messages): `mentiondesk connect x`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import httpx

from bot.networks.budget import Budget, Meter
from bot.networks.http import TIMEOUT, json_of
from bot.networks.limits import refuse_impossible
from bot.networks.listing import before_sending
from bot.networks.port import (
    Capability,
    Incoming,
    Network,
    NetworkError,
    Never,
    Page,
    RefusedDelivery,
    Reply,
    Sent,
    Unsure,
)
from bot.networks.sameness import SKEW, same_text
from bot.networks.tokens import MemoryTokenStore, TokenStore
from bot.networks.x_client import XClient
from bot.networks.x_posts import Includes, Reader, id_at, replied_to, time_of
from bot.networks.x_reading import Position, XListings, readable
from bot.networks.x_settings import (
    LONG_POST,
    MESSAGE_QUERY,
    MESSAGE_READ,
    MESSAGE_SENT,
    MOST_CASHTAGS,
    OWN_READ,
    POST_CREATED,
    POST_WITH_LINK,
    SHORT_POST,
    SUMMONED_REPLY,
    VOCABULARIES,
    XSettings,
)
from bot.networks.x_text import cashtags, holds_link, weight
from bot.rules.reception import Reception
from storage.words import Audience

NOT_FOUND = "/resource-not-found"
"""https://docs.x.com/x-api/fundamentals/response-codes-and-errors"""
NEW_POST_EVENTS = frozenset({"post.create", "post.mention.create", "post.reply.create", "post.quote.create"})
MESSAGE_EVENTS = frozenset({"dm.received", "dm.sent"})

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
PRIVATE_STAYS_PRIVATE = "This was written in private, so it can only be answered in private."
NOT_SUMMONED = "X lets this account answer only posts that mention or quote @{account}. Open the post on X to answer there."
MESSAGES_ARE_OFF = "Direct messages are switched off for this source; set messages = true in desk.toml."
MESSAGES_MAY_BE_CLOSED = "Goes out only if their settings let you write to them."
LINK_COSTS = f"A link in the text costs ${POST_WITH_LINK} instead of ${SUMMONED_REPLY}."


class XNetwork(Network):
    """One X account."""

    kind: ClassVar[str] = "x"
    title: ClassVar[str] = "X"
    knows_context: ClassVar[bool] = True
    knows_reception: ClassVar[bool] = True

    def __init__(
        self, settings: XSettings, timeout: httpx.Timeout = TIMEOUT, tokens: TokenStore | None = None
    ) -> None:
        self.settings: XSettings = settings
        self._client = XClient(
            settings.api,
            settings.client_id,
            settings.client_secret,
            settings.refresh_token,
            tokens or MemoryTokenStore(),
            settings.name,
            timeout,
        )
        names = (settings.user_id, settings.account, *settings.own_accounts)
        own = frozenset(name.removeprefix("@").casefold() for name in names)
        self._reader = Reader(settings.user_id, own, settings.web)
        self._meter = Meter()
        self._listings = XListings(settings, self._client, self._reader, self._meter)
        self._thrifty = False

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """One page of each listing whose turn it is; past the month's budget, ten times less often."""
        start = Position.of(cursor, self.settings.monthly_budget, now)
        interval = start.budget.interval(self.settings.poll_seconds)
        self._thrifty = start.budget.share >= 1
        if self._thrifty and now - start.read_at < interval:
            return Page((), cursor=None)
        try:
            return self._listings.read(start, now)
        except UNREADABLE as error:
            raise Unsure("X answered something we cannot read.") from error

    def budget(self, cursor: str | None, now: datetime) -> Budget:
        """What this source has cost this month; its `warning` is a sentence for people."""
        stored = Position.of(cursor, self.settings.monthly_budget, now).budget
        return stored.after(self._meter.running(), now)

    def context(self, parent: Incoming, now: datetime) -> tuple[Incoming, ...]:
        """The post it answers, the one before that, and the conversation's first, in one call; none past the budget.

        https://docs.x.com/x-api/posts/lookup/introduction
        """
        if parent.private or not parent.in_reply_to or self._thrifty:
            return ()
        try:
            return self._listings.above(parent, now)
        except UNREADABLE as error:
            raise Unsure("X answered something we cannot read.") from error

    # --- webhooks --------------------------------------------------------------------------------------------

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Page:
        """Read one event of the Activity API (https://docs.x.com/x-api/activity/event-payloads)."""
        signed = headers.get("x-twitter-webhooks-signature", "").encode()
        if not hmac.compare_digest(self._signature(body).encode(), signed):
            raise RefusedDelivery(401, "This delivery is not signed with the secret of this X app.")
        try:
            return Page(tuple(self._event(json.loads(body)["data"], now)), cursor=None)
        except UNREADABLE as error:
            raise RefusedDelivery(422, "This is not an event of X's Activity API.", where="data") from error

    def _event(self, event: dict[str, Any], now: datetime) -> Iterator[Incoming]:
        kind, payload = event["event_type"], event["payload"]
        if kind in NEW_POST_EVENTS:
            self._meter.spend(OWN_READ)
            yield self._reader.post(payload, Includes.of(event))
        elif kind == "post.delete":
            yield self._reader.deleted(payload, Includes.of(event), now)
        elif kind in MESSAGE_EVENTS and self.settings.messages:
            self._meter.spend(MESSAGE_READ)
            yield from self._reader.messages(payload)

    def challenge(self, query: Mapping[str, str]) -> dict[str, str]:
        """Answer the challenge-response check (https://docs.x.com/x-api/webhooks/introduction)."""
        return {"response_token": self._signature(query.get("crc_token", "").encode())}

    def _signature(self, signed: bytes) -> str:
        secret = self.settings.consumer_secret
        if secret is None:
            raise RefusedDelivery(
                404, f"{self.name} takes no deliveries: it has no consumer_secret in desk.toml."
            )
        digest = hmac.new(secret.get_secret_value().encode(), signed, hashlib.sha256).digest()
        return f"sha256={base64.b64encode(digest).decode()}"

    # --- answering -------------------------------------------------------------------------------------------

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """Public answers where X lets this app answer; direct messages where they are switched on."""
        del now
        summoned = self.settings.access == "enterprise" or parent.facts.get("summoned") == "yes"
        refused = NOT_SUMMONED.format(account=self.account) if not summoned else ""
        refused = PRIVATE_STAYS_PRIVATE if parent.private else refused
        may_be_closed = "" if parent.private else MESSAGES_MAY_BE_CLOSED
        return (
            Capability(
                Audience.PUBLIC,
                allowed=not refused,
                reason=refused or LINK_COSTS,
                limit=LONG_POST if self.settings.premium else SHORT_POST,
            ),
            Capability(
                Audience.PRIVATE,
                allowed=self.settings.messages,
                reason=may_be_closed if self.settings.messages else MESSAGES_ARE_OFF,
                limit=self.settings.longest_message,
            ),
        )

    def length(self, text: str, audience: Audience) -> int:
        """Weighted characters in a post (a link 23, an emoji 2), plain ones in a message."""
        return len(text) if audience is Audience.PRIVATE else weight(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Post the answer, or send the direct message."""
        refuse_impossible(self, reply, now)
        with before_sending():
            self._client.ready(now)
        return self._message(reply, now) if reply.audience is Audience.PRIVATE else self._post(reply, now)

    def _post(self, reply: Reply, now: datetime) -> Sent:
        if self.settings.access == "self_serve" and cashtags(reply.text) > MOST_CASHTAGS:
            raise Never(
                f"X takes at most {MOST_CASHTAGS} cashtag (like $ACME) per post; please leave the others out."
            )
        parent = reply.parent.facts.get("post_id", reply.parent.id)
        body = {"text": reply.text, "reply": {"in_reply_to_tweet_id": parent}}
        post_id = _written(self._client.call("POST", "/2/tweets", now, json=body), "id")
        self._meter.spend(self.cost(reply))
        return self._sent_post(post_id)

    def _message(self, reply: Reply, now: datetime) -> Sent:
        path = f"/2/dm_conversations/with/{reply.parent.author.id}/messages"
        event_id = _written(self._client.call("POST", path, now, json={"text": reply.text}), "dm_event_id")
        self._meter.spend(self.cost(reply))
        return Sent(f"dm:{event_id}")

    def _sent_post(self, post_id: str) -> Sent:
        return Sent(post_id, f"{self.settings.web}/{self.account}/status/{post_id}")

    def cost(self, reply: Reply) -> Decimal:
        """What X charges for a reply, in US dollars."""
        if reply.audience is Audience.PRIVATE:
            return MESSAGE_SENT
        if holds_link(reply.text):
            return POST_WITH_LINK
        return SUMMONED_REPLY if reply.parent.facts.get("summoned") == "yes" else POST_CREATED

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Our own posts, or the conversation, by parent, text and time."""
        try:
            if reply.audience is Audience.PRIVATE:
                return self._find_message(reply, since - SKEW, now)
            return self._find_post(reply, since - SKEW, now)
        except UNREADABLE as error:
            raise Unsure("X answered something we cannot read.") from error

    def _find_post(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        parent = {reply.parent.id, reply.parent.facts.get("post_id")}
        query = {**VOCABULARIES[self.settings.vocabulary], "since_id": id_at(since)}
        path = f"/2/users/{self.settings.user_id}/tweets"
        for post in self._listings.all_of(path, query, OWN_READ, now):
            text = self._reader.post({**post, "author_id": self.settings.user_id}, Includes.of({})).text
            if replied_to(post) in parent and same_text(reply.text, text):
                return self._sent_post(post["id"])
        return None

    def _find_message(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        path = f"/2/dm_conversations/with/{reply.parent.author.id}/dm_events"
        for event in self._listings.all_of(path, MESSAGE_QUERY, MESSAGE_READ, now):
            if time_of(event["id"]) < since:
                return None
            ours = event["sender_id"] == self.settings.user_id
            if ours and same_text(reply.text, event.get("text", "")):
                return Sent(f"dm:{event['id']}")
        return None

    def reception(self, sent: Sent, now: datetime) -> Reception:
        """Its counts, at the price of a post read; nothing past the budget.

        https://docs.x.com/x-api/posts/lookup/introduction
        """
        if self._thrifty:
            return Reception()
        self._meter.spend(OWN_READ)
        query = {f"{self.settings.vocabulary}.fields": "public_metrics", "ids": sent.id}
        body = json_of(self._client.call("GET", "/2/tweets", now, params=query))
        try:
            if not body.get("data"):
                return Reception(gone=any(str(error["type"]).endswith(NOT_FOUND) for error in body["errors"]))
            counts = body["data"][0]["public_metrics"]
            return Reception(replies=counts["reply_count"], likes=counts["like_count"])
        except UNREADABLE as error:
            raise Unsure("X answered something we cannot read.") from error

    # --- the operator ----------------------------------------------------------------------------------------

    def check(self, now: datetime) -> list[str]:
        """Try what this source needs; one sentence for each thing that is missing."""
        try:
            me = readable(self._client.call("GET", "/2/users/me", now)).get("data") or {}
        except NetworkError as error:
            return [f"{self.name}: {error}"]
        missing = []
        if me.get("id") != self.settings.user_id:
            missing.append(f"{self.name}: the login is for @{me.get('username')}, not for @{self.account}.")
        trials = {"tweet.read": f"/2/users/{self.settings.user_id}/mentions"}
        if self.settings.messages:
            trials["dm.read"] = "/2/dm_events"
        for scope, path in trials.items():
            try:
                self._client.call("GET", path, now, params={"max_results": "5"})
            except NetworkError as error:
                missing.append(f"{self.name}: {scope} does not work ({error})")
        return missing

    def close(self) -> None:
        """Let go of the client."""
        self._client.close()


def _written(response: httpx.Response, name: str) -> str:
    """The id of what was written. A success may hold errors instead, and then nobody knows."""
    try:
        return str(json_of(response)["data"][name])
    except UNREADABLE as error:
        raise Unsure("X's answer names nothing it wrote, so it may or may not have gone out.") from error
