"""Puts the workspace together and gives it its addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from json import JSONDecodeError
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.workspace.acts import Acts
from bot.workspace.api import WebApi
from bot.workspace.clock import serve_clock
from bot.workspace.delivery import Delivery
from bot.workspace.faults import Faults, keep_transport, read_fault
from bot.workspace.hands import ActError, Hands
from bot.workspace.outside import Outside
from bot.workspace.outside_http import OutsideHttp
from bot.workspace.responses import take_response
from bot.workspace.screen import screen, whole_state
from bot.workspace.settings import WorkspaceSettings
from bot.workspace.state import State

STATIC = Path(__file__).parent / "static"
PAGE_POLICY = "default-src 'self'; img-src 'self' http: https: data:; base-uri 'none'; frame-ancestors 'none'"


class Workspace:
    """The parts, and the routes that join them."""

    def __init__(self, settings: WorkspaceSettings) -> None:
        self.settings = settings
        self.state = State(settings)
        self.faults = Faults(settings)
        self.delivery = Delivery(settings)
        self.outside = Outside(settings)
        self.hands = Hands(self.state, self.delivery)
        self.acts = Acts(self.hands)
        self.api = WebApi(self.state, self.faults, self.delivery.event)

    def routes(self) -> list[Route | Mount]:
        """Every address of the workspace."""
        outside = OutsideHttp(self.outside, self.faults, self.settings)
        return [
            Route("/", self._page),
            Route("/health", self._health),
            Route("/api/{method}", self.api.answer, methods=["GET", "POST"]),
            Route("/upload/{file_id}", self._upload, methods=["POST", "PUT"]),
            Route("/files/{file_id}", self._file),
            Route("/response/{token}", self._response, methods=["POST"]),
            Route("/archives/{channel}/{message}", self._archive),
            Route("/_workspace/faults", self._faults, methods=["GET", "POST", "DELETE"]),
            Route("/_workspace/state", self._state),
            Route("/_workspace/screen", self._screen),
            Route("/_workspace/act", self._act, methods=["POST"]),
            Route("/_workspace/clock", self._clock, methods=["GET", "POST"]),
            Route("/outside/mentions", outside.mentions),
            Route("/outside/replies", outside.replies, methods=["GET", "POST"]),
            Route("/outside/reception", outside.reception, methods=["GET"]),
            Route("/outside/posts/{post_id}", outside.post_page),
            Route("/outside/screen", outside.screen),
            Route("/outside/act", outside.act, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    async def _page(self, _request: Request) -> Response:
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": PAGE_POLICY}
        return FileResponse(STATIC / "index.html", headers=headers)

    async def _health(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def _response(self, request: Request) -> Response:
        return await take_response(request, self.state, self.faults)

    async def _faults(self, request: Request) -> Response:
        return await read_fault(request, self.faults)

    async def _state(self, _request: Request) -> Response:
        return JSONResponse(whole_state(self.state, self.delivery.events))

    async def _screen(self, request: Request) -> Response:
        self.outside.tick()
        tag = f'"{self.state.version}.{self.outside.version}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        person = self.state.person_named(request.query_params.get("as", "agent1"))
        return JSONResponse(screen(self.state, person), headers={"ETag": tag, "Cache-Control": "no-cache"})

    async def _act(self, request: Request) -> Response:
        self._learn_address(request)
        try:
            return JSONResponse(await self.acts.do(await request.json()))
        except ActError as mistake:
            return JSONResponse({"ok": False, "error": str(mistake)}, 400)
        except JSONDecodeError:
            return JSONResponse({"ok": False, "error": "The body is not JSON."}, 400)

    async def _clock(self, request: Request) -> Response:
        return await serve_clock(request, self.settings.now)

    def _learn_address(self, request: Request) -> None:
        """response_urls begin with the address this request came to."""
        self.hands.base_url = str(request.base_url).rstrip("/")

    async def _upload(self, request: Request) -> Response:
        file_id = request.path_params["file_id"]
        if file_id not in self.state.files:
            return PlainTextResponse("file_not_found", 404)
        body = await request.body()
        self.state.file_bytes[file_id] = body
        self.state.files[file_id]["size"] = len(body)
        return PlainTextResponse(f"OK - {len(body)}")

    async def _file(self, request: Request) -> Response:
        body = self.state.file_bytes.get(request.path_params["file_id"])
        if body is None:
            return PlainTextResponse("file_not_found", 404)
        return Response(body, media_type=image_type(body), headers={"X-Content-Type-Options": "nosniff"})

    async def _archive(self, request: Request) -> Response:
        channel, message = request.path_params["channel"], request.path_params["message"]
        return RedirectResponse(f"/#{channel}/{message}")


def image_type(body: bytes) -> str:
    """The type of a picture by its first bytes; anything else is only bytes to download."""
    for start, kind in ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif")):
        if body.startswith(start):
            return kind
    return "application/octet-stream"


class _App(Starlette):
    """Starlette, but for faults that hang up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            keep_transport(scope, send)
        await super().__call__(scope, receive, send)


def create_app(settings: WorkspaceSettings) -> Starlette:
    """The workspace as an ASGI app; its parts stand in `app.state.workspace` for tests in the same process."""
    workspace = Workspace(settings)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await workspace.delivery.close()

    app = _App(routes=workspace.routes(), lifespan=lifespan)
    app.state.workspace = workspace
    return app
