"""The least ASGI shell round a Bolt app: what the desk's own is compared with."""

from __future__ import annotations

from anyio.to_thread import run_sync
from slack_bolt import App, BoltRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def shell(app: App) -> Starlette:
    """Serve a Bolt app at /slack/events, each request in a thread."""

    async def events(request: Request) -> Response:
        body = (await request.body()).decode()
        answer = await run_sync(app.dispatch, BoltRequest(body=body, headers=dict(request.headers)))
        return Response(answer.body, answer.status)

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/health", health)])
