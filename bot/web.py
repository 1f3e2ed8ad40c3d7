"""The ASGI shell: Slack's requests, networks' deliveries, health and metrics.

Bolt is synchronous and runs in a thread: inside the event loop it would block every other request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import intake
from bot.desk.context import Desk
from bot.networks.port import Network, RefusedDelivery
from bot.rules.foreign import short

log = structlog.get_logger()
MOST_BYTES = 1024 * 1024
CLICKS_AT_ONCE = 16
"""Clicks worked on at once; the others stand in line. Writers take turns anyway, and more threads would only jostle for
theirs; far fewer, and a few dialogs that Slack opens slowly would keep everybody waiting."""
LONGEST_STAMP = 12
"""Digits of a Unix time, for the next thirty thousand years."""
TOO_LARGE = "The body is over 1 MiB. Send it in parts."
UNREADABLE = "This is not a request as Slack sends it."
UNSIGNED = 401
STORE_AWAY = "The desk's store does not answer. Please send this again later."
NO_SOURCE = "There is no source of that name. See [[source]] in desk.toml."


class Bolt(Protocol):
    """The one thing asked of Bolt: a request in, an answer out (status, headers, body)."""

    def __call__(self, body: str, headers: Mapping[str, str], /) -> tuple[int, Mapping[str, Any], str]:
        """Answer one request of Slack's."""
        ...


@dataclass(frozen=True)
class Web:
    """What the shell needs. `health` says what is wrong, in sentences; an empty list is well."""

    desk: Desk
    bolt: Bolt
    now: Callable[[], datetime]
    health: Callable[[], list[str]]
    waiting: Callable[[], Mapping[str, int]]
    start: Callable[[], None]
    stop: Callable[[], None]

    def app(self) -> Starlette:
        """The ASGI application; its lifespan starts and stops the desk's own threads."""
        figures = Figures()
        routes = [
            Route("/slack/events", _slack(self, figures), methods=["POST"]),
            Route("/intake/webhook/{source}", _delivery(self, figures), methods=["POST"]),
            Route("/intake/webhook/{source}", _challenge(self), methods=["GET"]),
            Route("/health", _health(self), methods=["GET"]),
            Route("/metrics", _metrics(self, figures), methods=["GET"]),
        ]

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> Any:
            await run_sync(self.start)
            yield
            await run_sync(self.stop)

        return Starlette(routes=routes, lifespan=lifespan, exception_handlers={OperationalError: _store_away})


class Figures:
    """What `/metrics` tells."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Histogram(
            "mentiondesk_slack_seconds",
            "Time to answer one request of Slack's",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
            registry=self.registry,
        )
        self.mentions = Counter(
            "mentiondesk_mentions_total", "Mentions delivered to us", ["source"], registry=self.registry
        )
        self.refused = Counter(
            "mentiondesk_refused_total", "Deliveries refused", ["source", "status"], registry=self.registry
        )


Endpoint = Callable[[Request], Any]


def _slack(web: Web, figures: Figures) -> Endpoint:
    clicks = CapacityLimiter(CLICKS_AT_ONCE)

    async def slack(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            log.warning("slack_request_too_large")
            return _refusal(413, TOO_LARGE)
        text = _readable(body, request.headers)
        if text is None:
            log.warning("slack_request_unreadable", bytes=len(body))
            return _refusal(400, UNREADABLE)
        with figures.answers.time():
            status, headers, answer = await run_sync(web.bolt, text, dict(request.headers), limiter=clicks)
        if status == UNSIGNED:
            log.warning(
                "slack_request_unsigned", cure="Check SLACK_SIGNING_SECRET, and this machine's clock."
            )
        return Response(answer, status, headers=dict(_plain(headers)))

    return slack


def _readable(body: bytes, headers: Mapping[str, str]) -> str | None:
    """The body as text, under a stamp that is a time and a signature of plain letters: Bolt trips over others."""
    stamp, signature = headers.get("x-slack-request-timestamp", "0"), headers.get("x-slack-signature", "")
    stamp_is_time = stamp.isdecimal() and len(stamp) <= LONGEST_STAMP
    try:
        return body.decode() if body and stamp_is_time and signature.isascii() else None
    except UnicodeDecodeError:
        return None


async def _store_away(request: Request, error: Exception) -> Response:
    """A full disk, a database that is restarted: whoever sent this sends it again."""
    problem = str(error.orig if isinstance(error, OperationalError) else error).partition("\n")[0]
    log.error("store_does_not_answer", path=request.url.path, problem=problem)
    return JSONResponse({"error": STORE_AWAY}, 503, headers={"Retry-After": "30"})


def _plain(headers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Bolt gives each header a list of values."""
    return [(name, values if isinstance(values, str) else values[0]) for name, values in headers.items()]


def _delivery(web: Web, figures: Figures) -> Endpoint:
    async def delivery(request: Request) -> Response:
        name = request.path_params["source"]
        network = web.desk.networks.get(name)
        if network is None:
            log.warning("delivery_refused", source=short(name, 80), status=404, why=NO_SOURCE)
            return _refusal(404, NO_SOURCE)
        body = await _body(request)
        if body is None:
            figures.refused.labels(name, 413).inc()
            log.warning("delivery_refused", source=name, status=413, why=TOO_LARGE)
            return _refusal(413, TOO_LARGE)
        try:
            received = await run_sync(intake.push, web.desk, network, dict(request.headers), body, web.now())
        except RefusedDelivery as refused:
            figures.refused.labels(name, refused.status).inc()
            log.warning(
                "delivery_refused", source=name, status=refused.status, where=refused.where, why=str(refused)
            )
            return _refusal(refused.status, str(refused), refused.where)
        figures.mentions.labels(name).inc(received.opened + received.joined)
        return JSONResponse({"new": received.opened + received.joined, "known": received.known})

    return delivery


def _challenge(web: Web) -> Endpoint:
    async def challenge(request: Request) -> Response:
        name = request.path_params["source"]
        network: Network | None = web.desk.networks.get(name)
        if network is None:
            log.warning("check_refused", source=short(name, 80), status=404, why=NO_SOURCE)
            return _refusal(404, NO_SOURCE)
        try:
            return JSONResponse(network.challenge(dict(request.query_params)))
        except RefusedDelivery as refused:
            log.warning("check_refused", source=name, status=refused.status, why=str(refused))
            return _refusal(refused.status, str(refused), refused.where)

    return challenge


def _health(web: Web) -> Endpoint:
    async def health(_request: Request) -> Response:
        problems = await run_sync(web.health)
        return JSONResponse({"ok": not problems, "problems": problems}, 503 if problems else 200)

    return health


def _metrics(web: Web, figures: Figures) -> Endpoint:
    async def metrics(_request: Request) -> Response:
        waiting = await run_sync(web.waiting)
        lines = [
            f'mentiondesk_outbox_waiting{{destination="{name}"}} {count}' for name, count in waiting.items()
        ]
        about = "# HELP mentiondesk_outbox_waiting Rows waiting to leave\n# TYPE mentiondesk_outbox_waiting gauge\n"
        text = generate_latest(figures.registry).decode() + about + "".join(f"{line}\n" for line in lines)
        return PlainTextResponse(text, media_type=CONTENT_TYPE_LATEST)

    return metrics


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is over the limit: a stranger's gigabyte is never read."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > MOST_BYTES:
                return None
            parts.append(part)
    except ClientDisconnect:
        return b""
    return b"".join(parts)


def _refusal(status: int, message: str, where: str = "") -> JSONResponse:
    return JSONResponse({"error": message} | ({"where": where} if where else {}), status)
