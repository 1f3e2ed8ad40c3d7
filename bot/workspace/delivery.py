"""Speaking to the app as Slack does: signed requests, three seconds, and events tried again.

https://docs.slack.dev/authentication/verifying-requests-from-slack
https://docs.slack.dev/apis/events-api/#retries
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.workspace.errors import Json
from bot.workspace.people import APP_ID, BOT_USER_ID, TEAM_ID
from bot.workspace.settings import WorkspaceSettings

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Ack:
    """What came back from the app. `status` is 0 when nothing did; `failure` is Slack's word for why."""

    status: int
    body: str
    ms: float
    failure: str = ""

    @property
    def ok(self) -> bool:
        """Whether the app answered 2xx in time."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the number is what HTTP says

    def json(self) -> Json:
        """The body as a JSON object; an empty one when it is none."""
        try:
            parsed = json.loads(self.body)
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a request."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Delivery:
    """Posts to the app, and remembers each event's way."""

    def __init__(self, settings: WorkspaceSettings) -> None:
        self._settings = settings
        self._client = httpx.AsyncClient(transport=settings.transport, timeout=None, trust_env=False)  # noqa: S113 - see _ask
        self._running: set[asyncio.Task[None]] = set()
        self.events: list[Json] = []

    async def close(self) -> None:
        """Stop retrying and close the connections."""
        for task in self._running:
            task.cancel()
        await self._client.aclose()

    async def interaction(self, payload: Json) -> Ack:
        """A click, a submitted dialog or the like."""
        return await self.form({"payload": json.dumps(payload)})

    async def form(self, fields: Json) -> Ack:
        """A form-encoded request: an interaction or a slash command."""
        return await self._ask(urlencode(fields).encode(), FORM, {})

    async def _ask(self, body: bytes, content_type: str, extra: dict[str, str]) -> Ack:
        timestamp = str(int(self._settings.real_now().timestamp()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._settings.signing_secret, timestamp, body),
            **extra,
        }
        started = time.perf_counter()
        request = self._client.post(self._settings.app_url, content=body, headers=headers)
        try:
            answer = await asyncio.wait_for(request, self._settings.ack_seconds)
        except TimeoutError:
            return Ack(0, "", _ms_since(started), "http_timeout")
        except httpx.HTTPError:
            return Ack(0, "", _ms_since(started), "connection_failed")
        failure = "" if answer.is_success else "http_error"
        no_retry = answer.headers.get("x-slack-no-retry") == "1"
        return Ack(answer.status_code, answer.text, _ms_since(started), "" if no_retry else failure)

    def event(self, event: Json) -> None:
        """Send an event in the background, if the app has subscribed to it."""
        if event_name(event) in self._settings.events:
            self._in_background(self._deliver(envelope(event, self._settings)))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _deliver(self, wrapped: Json) -> None:
        body = json.dumps(wrapped).encode()
        entry: Json = {"event_id": wrapped["event_id"], "event": wrapped["event"], "tries": []}
        self.events.append(entry)
        ack = await self._ask(body, "application/json", {})
        entry["tries"].append(ack.failure or ack.status)
        for number, delay in enumerate(self._settings.retry_delays, start=1):
            if not ack.failure:
                return
            await self._settings.sleep(delay)
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": ack.failure}
            ack = await self._ask(body, "application/json", headers)
            entry["tries"].append(ack.failure or ack.status)


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def event_name(event: Json) -> str:
    """The name an app subscribes to: message events carry their kind of channel."""
    kind = str(event["type"])
    if kind != "message":
        return kind
    return {"im": "message.im", "group": "message.groups"}.get(event["channel_type"], "message.channels")


def envelope(event: Json, settings: WorkspaceSettings) -> Json:
    """An event in its envelope: https://docs.slack.dev/apis/events-api/#callback-field."""
    authorization = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER_ID, "is_bot": True}
    return {
        "token": "legacy-verification-token",
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": "Ev" + secrets.token_hex(6).upper(),
        "event_time": int(settings.now().timestamp()),
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_hex(16),
    }
