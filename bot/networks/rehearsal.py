"""The outside world of `make demo`: a small HTTP server where made-up customers write and read our answers.

It speaks four requests, all JSON:
    GET  {url}/outside/mentions?after=SEQ&limit=100   {"items": [...], "cursor": SEQ, "has_more": false}
    GET  {url}/outside/reception?id=ID                200 {"gone", "replies"}
    POST {url}/outside/replies                        header Idempotency-Key; 201 {"id", "url"}, 200 for a repeat
    GET  {url}/outside/replies?key=KEY                200 {"id", "url"} or 404
An item is a mention as `bot.networks.mention` reads it, with `seq` and `kind` (post, edit or delete).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

import httpx

from bot.networks.http import TIMEOUT, call, client, json_of, not_moved
from bot.networks.limits import refuse_impossible
from bot.networks.mention import Problem, marked_ours, read_mention, read_sent, reply_json
from bot.networks.port import (
    Capability,
    Change,
    Incoming,
    Network,
    NetworkError,
    Page,
    Reply,
    Sent,
    SourceSettings,
    Unsure,
)
from bot.rules.reception import Reception
from storage.words import Audience

PAGE_SIZE = 100
LONGEST_REPLY = 500
"""Characters; the server answers 422 to more."""
CHANGES = {"post": Change.POSTED, "edit": Change.EDITED, "delete": Change.DELETED}
WRITTEN_IN_PRIVATE = "This was written in private, so it can only be answered in private."


class RehearsalSettings(SourceSettings):
    """`kind = "rehearsal"`: the demo's outside world."""

    url: str
    """Where the outside world listens: "http://127.0.0.1:8080"."""


class RehearsalNetwork(Network):
    """One brand account in the demo's outside world."""

    kind: ClassVar[str] = "rehearsal"
    title: ClassVar[str] = "Rehearsal"
    knows_reception: ClassVar[bool] = True

    def __init__(self, settings: RehearsalSettings, timeout: httpx.Timeout = TIMEOUT) -> None:
        self.settings: RehearsalSettings = settings
        self._http = client(settings.url.rstrip("/"), timeout=timeout)

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """The next page after `cursor`, the sequence number of the last item read; None starts at the first."""
        query = {"after": cursor or "0", "limit": PAGE_SIZE}
        return self._page(json_of(call(self._http, "GET", "/outside/mentions", now=now, params=query)))

    def _page(self, body: Any) -> Page:
        try:
            items = tuple(self._incoming(item) for item in body["items"])
            return Page(items, cursor=str(int(body["cursor"])), has_more=bool(body["has_more"]))
        except (KeyError, TypeError, ValueError, Problem) as error:
            raise Unsure("The rehearsal answered something we cannot read.") from error

    def _incoming(self, item: dict[str, Any]) -> Incoming:
        return marked_ours(replace(read_mention(item), change=CHANGES[item["kind"]]), self.settings)

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """Public and private answers to public mentions, private ones to private."""
        del now
        return (
            Capability(
                Audience.PUBLIC,
                allowed=not parent.private,
                reason=WRITTEN_IN_PRIVATE if parent.private else "",
                limit=LONGEST_REPLY,
            ),
            Capability(Audience.PRIVATE, allowed=True, limit=LONGEST_REPLY),
        )

    def length(self, text: str, audience: Audience) -> int:
        """Characters, as Python counts them: Unicode code points."""
        del audience
        return len(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Post the answer under its key."""
        refuse_impossible(self, reply, now)
        key = {"Idempotency-Key": reply.key}
        response = call(self._http, "POST", "/outside/replies", now=now, json=reply_json(reply), headers=key)
        return read_sent(json_of(not_moved(response)))

    def repeat_is_harmless(self, audience: Audience) -> bool:
        """Always: the server knows a reply by its Idempotency-Key."""
        del audience
        return True

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Ask for the reply by its key."""
        del since
        response = call(
            self._http,
            "GET",
            "/outside/replies",
            now=now,
            allow={httpx.codes.NOT_FOUND},
            params={"key": reply.key},
        )
        return None if response.status_code == httpx.codes.NOT_FOUND else read_sent(json_of(response))

    def reception(self, sent: Sent, now: datetime) -> Reception:
        """Whether it still stands there, and how many answered it; nobody there likes anything."""
        body = json_of(call(self._http, "GET", "/outside/reception", now=now, params={"id": sent.id}))
        try:
            return Reception(gone=bool(body["gone"]), replies=int(body["replies"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Unsure("The rehearsal answered something we cannot read.") from error

    def check(self, now: datetime) -> list[str]:
        """Try to read; one sentence when that fails."""
        try:
            self.fetch(None, now)
        except NetworkError as error:
            return [f"{self.name}: {error}"]
        return []

    def close(self) -> None:
        """Let go of the client."""
        self._http.close()
