"""The Web API at /api/{method}: reads a call, checks token, scope and rate, runs the method, answers as Slack does.

https://docs.slack.dev/apis/web-api
"""

from __future__ import annotations

import hmac
import json
import secrets
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.workspace import api_chat, api_conversations, api_misc, api_views
from bot.workspace.calls import Call, Emit, Method
from bot.workspace.errors import Json, RateLimitedError, SlackError
from bot.workspace.faults import Faults
from bot.workspace.rates import Rates
from bot.workspace.state import State

METHODS: dict[str, Method] = {
    **api_chat.METHODS,
    **api_conversations.METHODS,
    **api_views.METHODS,
    **api_misc.METHODS,
}
NEEDS_NO_TOKEN = frozenset({"api.test", "blocks.validate"})


class WebApi:
    """Answers Web API calls on a state."""

    def __init__(self, state: State, faults: Faults, emit: Emit) -> None:
        self._state = state
        self._settings = state.settings
        self._faults = faults
        self._emit = emit
        self._rates = Rates(state.settings.now)

    async def answer(self, request: Request) -> Response:
        """One call, with whatever fault has been told for it."""
        name = request.path_params["method"]
        args = await read_arguments(request)
        self._state.calls[name] += 1

        async def run() -> Response:
            return self._run(name, args, request)

        return await self._faults.around(name, run)

    def _run(self, name: str, args: Json, request: Request) -> Response:
        headers = {"x-slack-req-id": secrets.token_hex(16)}
        try:
            method = _method(name)
            self._check_token(name, method, _token(request, args))
            self._check_rate(name, method, args)
            call = Call(args, self._state, self._emit, str(request.base_url).rstrip("/"))
            body = method.run(call)
        except RateLimitedError as refusal:
            headers["Retry-After"] = str(refusal.retry_after)
            return JSONResponse(refusal.body(), 429, headers)
        except SlackError as refusal:
            return JSONResponse(refusal.body(), headers=headers)
        headers["x-oauth-scopes"] = ",".join(self._settings.scopes)
        return JSONResponse(body, headers=headers)

    def _check_token(self, name: str, method: Method, token: str) -> None:
        if not token:
            if name in NEEDS_NO_TOKEN:
                return
            raise SlackError("not_authed")
        settings = self._settings
        is_app = hmac.compare_digest(token.encode(), settings.app_token.encode())
        if not is_app and not hmac.compare_digest(token.encode(), settings.bot_token.encode()):
            raise SlackError("invalid_auth")
        if is_app != (name == "apps.connections.open") and name not in ("auth.test", "api.test"):
            raise SlackError("not_allowed_token_type")
        if method.scopes and not is_app and not set(method.scopes) & set(settings.scopes):
            needed, provided = method.scopes[0], ",".join(settings.scopes)
            raise SlackError("missing_scope", needed=needed, provided=provided)

    def _check_rate(self, name: str, method: Method, args: Json) -> None:
        if not self._settings.rate_limits:
            return
        if name == "chat.postMessage":
            self._rates.take(f"{name}:{args.get('channel')}", method.per_minute, self._settings.post_burst)
        elif name == "chat.update":
            self._rates.take(name, method.per_minute, self._settings.update_burst)
        else:
            self._rates.take(name, method.per_minute, method.per_minute)


def _method(name: str) -> Method:
    try:
        return METHODS[name]
    except KeyError:
        raise SlackError("unknown_method", req_method=name) from None


def _token(request: Request, args: Json) -> str:
    header = request.headers.get("authorization", "")
    in_body = str(args.pop("token", "") or "")
    return header.removeprefix("Bearer ").strip() or in_body


async def read_arguments(request: Request) -> Json:
    """A call's arguments from its query and its body, form-encoded or JSON. A body of neither kind is ignored."""
    args: Json = dict(request.query_params)
    body = await request.body()
    if "json" in request.headers.get("content-type", ""):
        try:
            parsed = json.loads(body or b"{}")
        except ValueError:
            return args
        return args | parsed if isinstance(parsed, dict) else args
    return args | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
