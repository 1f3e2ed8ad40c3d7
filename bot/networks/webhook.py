"""Mentions pushed by any tool that can sign a request (Mention, Brandwatch, Zapier, a script of yours).

In: `POST /intake/webhook/{source}` signed by Standard Webhooks
(https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md); the body is one
mention or a list of them, in the shape `bot.networks.mention` describes.

Out, where the source has a `reply_url`: `POST {reply_url}` signed the same way, with the reply's own key as
`webhook-id`. The receiver answers 2xx with `{"id": ..., "url": ...}`, takes a repeated `webhook-id` for the same
reply and not for a second one, and answers `GET {reply_url}?key={webhook-id}` with 200 and the same JSON, or 404.
"""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import floor
from typing import ClassVar

import httpx
from pydantic import Field, SecretStr, field_validator
from standardwebhooks.webhooks import hmac_data

from bot.networks.http import TIMEOUT, call, client, json_of, not_moved
from bot.networks.limits import refuse_impossible
from bot.networks.mention import Problem, marked_ours, read_mentions, read_sent, reply_json
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
    SourceSettings,
)
from storage.words import Audience

TOLERANCE = timedelta(minutes=5)
"""How far a delivery's time may be from ours; the specification leaves it open, its libraries take five minutes."""
LARGEST_BODY = 1024 * 1024
"""Bytes."""
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
LISTENS_ONLY = "This source only listens; open it on the network to answer."
WRITTEN_IN_PRIVATE = "This was written in private, so it can only be answered in private."
PRIVATE_TO_PRIVATE = "This source sends private answers to private messages only."
UNSIGNED = "This delivery is not signed with the secret of this source; sign it by Standard Webhooks."
TOO_OLD = "The time of this delivery is more than five minutes from ours; check the sender's clock."


class WebhookSettings(SourceSettings):
    """`kind = "webhook"`: a tool that pushes mentions to us and, with `reply_url`, takes our answers."""

    secret: SecretStr
    """Shared with the tool. Base64 (with or without "whsec_") is decoded, as Standard Webhooks does; see `keys_of`."""
    reply_url: str | None = None
    """Where answers are posted; without it the source only listens."""
    private_replies: bool = False
    """Whether the tool can answer a public mention in private."""
    limit: int = Field(default=10_000, ge=1)
    """The longest answer the tool takes, in characters."""

    @field_validator("secret")
    @classmethod
    def _not_empty(cls, value: SecretStr) -> SecretStr:
        keys_of(value.get_secret_value())
        return value

    @field_validator("reply_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value


def keys_of(secret: str) -> tuple[bytes, ...]:
    """The signing keys a secret stands for.

    Standard Webhooks means a secret to be base64, with or without "whsec_", so that is decoded. Any other text
    stands for its own UTF-8 bytes. But the Standard Webhooks library for Python does not refuse such text: it
    skips what is not base64 and decodes the rest. A sender that uses it is understood too, by a second key,
    unless so little of the secret were left that it could be guessed.

    Raises:
        ValueError: the secret is empty.
    """
    text = secret.removeprefix("whsec_")
    if not text:
        raise ValueError("must not be empty")
    decoded = _base64(text)
    if BASE64.fullmatch(text) and decoded:
        return (decoded,)
    raw = secret.encode()
    return (raw, decoded) if 2 * len(decoded) >= len(raw) else (raw,)


def _base64(text: str) -> bytes:
    """What the library makes of the text (any padding, foreign characters skipped); empty if it refuses it."""
    try:
        return b64decode(text + "==")
    except ValueError:
        return b""


def sign(keys: tuple[bytes, ...], webhook_id: str, timestamp: int, body: bytes) -> list[str]:
    """One `webhook-signature` per key, over id, time (Unix seconds) and body."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return [f"v1,{b64encode(hmac_data(key, signed)).decode()}" for key in keys]


class WebhookNetwork(Network):
    """One tool that pushes mentions to us and may take our answers."""

    kind: ClassVar[str] = "webhook"
    title: ClassVar[str] = "Webhook"
    polls: ClassVar[bool] = False

    def __init__(self, settings: WebhookSettings, timeout: httpx.Timeout = TIMEOUT) -> None:
        self.settings: WebhookSettings = settings
        self._http = client(timeout=timeout)

    @property
    def label(self) -> str:
        """The tool's name: "Webhook" would tell nobody where a mention comes from."""
        return self.settings.label or self.settings.name

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """Nothing is ever read: mentions are pushed to us."""
        del now
        return Page((), cursor)

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Page:
        """Check and read one delivery.

        Raises:
            RefusedDelivery: 413 over 1 MiB, 401 a wrong signature or time, 422 a body that does not fit.
        """
        if len(body) > LARGEST_BODY:
            raise RefusedDelivery(413, "This delivery is over 1 MiB; send the mentions in several.")
        self._verify(headers, body, now)
        try:
            mentions = read_mentions(body)
        except Problem as problem:
            raise RefusedDelivery(422, str(problem), where=problem.path) from problem
        return Page(tuple(marked_ours(mention, self.settings) for mention in mentions), cursor=None)

    def _verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        timestamp = _unix_seconds(headers.get("webhook-timestamp", ""))
        if timestamp is None:
            raise RefusedDelivery(401, UNSIGNED)
        if abs(now.timestamp() - timestamp) > TOLERANCE.total_seconds():
            raise RefusedDelivery(401, TOO_OLD)
        expected = sign(self._keys, headers.get("webhook-id", ""), timestamp, body)
        passed = headers.get("webhook-signature", "").split()
        # Every pair is compared, so that the time taken tells nothing.
        matches = [
            hmac.compare_digest(ours.encode(), theirs.encode()) for ours in expected for theirs in passed
        ]
        if not headers.get("webhook-id") or not any(matches):
            raise RefusedDelivery(401, UNSIGNED)

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """Public answers to public mentions, private ones to private; both only with a `reply_url`."""
        del now
        return (
            self._capability(Audience.PUBLIC, "" if not parent.private else WRITTEN_IN_PRIVATE),
            self._capability(
                Audience.PRIVATE,
                "" if parent.private or self.settings.private_replies else PRIVATE_TO_PRIVATE,
            ),
        )

    def _capability(self, audience: Audience, reason: str) -> Capability:
        if not self.settings.reply_url:
            reason = LISTENS_ONLY
        return Capability(audience, allowed=not reason, reason=reason, limit=self.settings.limit)

    def length(self, text: str, audience: Audience) -> int:
        """Characters, as Python counts them: Unicode code points."""
        del audience
        return len(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Post the answer to `reply_url`."""
        refuse_impossible(self, reply, now)
        body = json.dumps(reply_json(reply), ensure_ascii=False).encode()
        response = call(
            self._http,
            "POST",
            self._reply_url,
            now=now,
            content=body,
            headers=self._signed(reply.key, body, now),
        )
        return read_sent(json_of(not_moved(response)))

    def repeat_is_harmless(self, audience: Audience) -> bool:
        """Always: the receiver knows a reply by its `webhook-id`."""
        del audience
        return True

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Ask `reply_url` for the reply by its key."""
        del since
        return self._known(reply.key, now)

    def check(self, now: datetime) -> list[str]:
        """Ask `reply_url`, where there is one, for a reply that nobody sent; one sentence when that fails."""
        try:
            _ = self._known("doctor", now) if self.settings.reply_url else None
        except NetworkError as error:
            return [f"{self.name}: reply_url does not work: {error}"]
        return []

    def _known(self, key: str, now: datetime) -> Sent | None:
        """The reply with this key, if the receiver has it."""
        address = str(httpx.URL(self._reply_url).copy_merge_params({"key": key}))
        signed = self._signed(key, b"", now)
        response = call(self._http, "GET", address, now=now, allow={httpx.codes.NOT_FOUND}, headers=signed)
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        return read_sent(json_of(not_moved(response)))

    @property
    def _keys(self) -> tuple[bytes, ...]:
        return keys_of(self.settings.secret.get_secret_value())

    @property
    def _reply_url(self) -> str:
        if self.settings.reply_url is None:
            raise Never(LISTENS_ONLY)
        return self.settings.reply_url

    def _signed(self, key: str, body: bytes, now: datetime) -> dict[str, str]:
        timestamp = floor(now.timestamp())
        return {
            "content-type": "application/json",
            "webhook-id": key,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(sign(self._keys, key, timestamp, body)),
        }

    def close(self) -> None:
        """Let go of the client."""
        self._http.close()


def _unix_seconds(text: str) -> int | None:
    try:
        return floor(float(text))
    except (ValueError, OverflowError):
        return None
