"""The outside world's HTTP API, for a desk's connector and for the customer pane. Described in the package."""

from __future__ import annotations

from functools import partial
from json import JSONDecodeError

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.workspace.errors import Json
from bot.workspace.faults import Faults
from bot.workspace.outside import Outside, RefusedError, absolute
from bot.workspace.settings import WorkspaceSettings


class OutsideHttp:
    """Routes under /outside."""

    def __init__(self, outside: Outside, faults: Faults, settings: WorkspaceSettings) -> None:
        self._outside = outside
        self._faults = faults
        self._settings = settings

    async def mentions(self, request: Request) -> Response:
        """GET /outside/mentions?after=0&limit=100."""
        return await self._faults.around("outside.mentions", partial(self._read, request), is_slack=False)

    async def _read(self, request: Request) -> Response:
        try:
            after, limit = (int(request.query_params.get(k, d)) for k, d in (("after", 0), ("limit", 100)))
        except ValueError:
            return JSONResponse({"error": "after and limit are whole numbers."}, 400)
        page = self._outside.mentions(after, limit)
        page["items"] = [absolute(item, _base_url(request)) for item in page["items"]]
        return JSONResponse(page)

    async def replies(self, request: Request) -> Response:
        """POST /outside/replies sends; GET /outside/replies?key=K looks for what was sent."""
        act = self._send if request.method == "POST" else self._find
        return await self._faults.around("outside.replies", partial(act, request), is_slack=False)

    async def _send(self, request: Request) -> Response:
        key = request.headers.get("idempotency-key", "")
        body = await _json_object(request)
        if not key or body is None:
            return JSONResponse({"error": "Send a JSON object and an Idempotency-Key header."}, 400)
        try:
            answer, is_new = self._outside.reply(key, body)
        except RefusedError as refusal:
            return JSONResponse({"error": str(refusal)}, 422)
        return JSONResponse(absolute(answer, _base_url(request)), 201 if is_new else 200)

    async def _find(self, request: Request) -> Response:
        found = self._outside.answers.get(request.query_params.get("key", ""))
        if not found:
            return JSONResponse({"error": "Nothing was sent with that key."}, 404)
        return JSONResponse(absolute(found, _base_url(request)))

    async def reception(self, request: Request) -> Response:
        """GET /outside/reception?id=ID: whether an answer still stands there, and how many answered it."""
        return await self._faults.around("outside.reception", partial(self._fares, request), is_slack=False)

    async def _fares(self, request: Request) -> Response:
        try:
            return JSONResponse(self._outside.reception(request.query_params.get("id", "")))
        except KeyError:
            return JSONResponse({"error": "There is no such post."}, 404)

    async def post_page(self, request: Request) -> Response:
        """GET /outside/posts/{id}: opens the page at the customer pane."""
        return RedirectResponse(f"/#outside/{request.path_params['post_id']}")

    async def screen(self, _request: Request) -> Response:
        """GET /outside/screen: what the customer pane shows."""
        return JSONResponse(self._outside.screen())

    async def act(self, request: Request) -> Response:
        """POST /outside/act: a customer writes, edits or deletes, or the samples are paused or hurried."""
        body = await _json_object(request)
        try:
            made = self._act(body or {})
        except (KeyError, LookupError) as mistake:
            return JSONResponse({"ok": False, "error": f"not found: {mistake}"}, 400)
        return JSONResponse({"ok": True, "id": made})

    def _act(self, body: Json) -> str | None:
        outside = self._outside
        text = str(body.get("text", ""))
        match body:
            case {"samples": "pause" | "go" as wish}:
                outside.script.pause(self._settings.real_now(), paused=wish == "pause")
                outside.version += 1
            case {"samples": "next"}:
                outside.next_sample()
            case {"remove": str(post_id)}:
                outside.remove(post_id)
            case {"as": str(who), "edit": str(post_id)}:
                outside.edit(who, post_id, text)
            case {"as": str(who), "delete": str(post_id)}:
                outside.delete(who, post_id)
            case {"as": str(who)} if text.strip():
                private, parent = bool(body.get("private")), str(body.get("in_reply_to") or "")
                return outside.write(who, text, private=private, in_reply_to=parent).id
            case _:
                raise LookupError("nothing to do in that")
        return None


def _base_url(request: Request) -> str:
    return str(request.base_url).rstrip("/")


async def _json_object(request: Request) -> Json | None:
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError):
        return None
    return body if isinstance(body, dict) else None
