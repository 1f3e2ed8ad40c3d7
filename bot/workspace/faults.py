"""What goes wrong on purpose: lost answers, cut connections, slowness, outages and refusals."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.workspace.errors import Json
from bot.workspace.settings import WorkspaceSettings

Effect = Literal["lose_answer", "reset", "slow", "down", "ratelimit", "error"]


@dataclass
class Fault:
    """One fault waiting to happen.

    `method` is a Web API method, "outside.replies", "outside.mentions", "outside.reception", "response_url" or "*" for all.
    It happens `count` times; "down" with `seconds` lasts that long instead, however often it is met.
    `seconds` is the delay of "slow" and the Retry-After of "ratelimit".
    """

    method: str
    effect: Effect
    count: int = 1
    seconds: float = 0.0
    error: str = "fatal_error"
    until: datetime | None = None


class Faults:
    """The faults told so far, in order; the first that fits a call happens."""

    def __init__(self, settings: WorkspaceSettings) -> None:
        self._now = settings.now
        self._sleep = settings.sleep
        self._faults: list[Fault] = []

    def tell(self, body: Json) -> Fault:
        """Add a fault; raises ValueError when it is not one."""
        unknown = set(body) - {"method", "effect", "count", "seconds", "error"}
        if unknown:
            raise ValueError(f"unknown key: {', '.join(sorted(unknown))}")
        if body.get("effect") not in get_args(Effect):
            raise ValueError(f"effect must be one of {', '.join(get_args(Effect))}")
        fault = Fault(
            method=str(body.get("method", "*")),
            effect=body["effect"],
            count=int(body.get("count", 1)),
            seconds=float(body.get("seconds", 0)),
            error=str(body.get("error", "fatal_error")),
        )
        if fault.effect == "down" and fault.seconds:
            fault.until = self._now() + timedelta(seconds=fault.seconds)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Everything works again."""
        self._faults.clear()

    def listed(self) -> list[Json]:
        """The faults still waiting."""
        self._drop_finished()
        return [asdict(fault) | {"until": fault.until and fault.until.isoformat()} for fault in self._faults]

    def meet(self, method: str) -> Fault | None:
        """The fault that happens to this call, counted; None when nothing does."""
        self._drop_finished()
        for fault in self._faults:
            if fault.method in ("*", method):
                fault.count -= 0 if fault.until else 1
                return fault
        return None

    async def around(
        self, method: str, act: Callable[[], Awaitable[Response]], *, is_slack: bool = True
    ) -> Response:
        """Do something, or whatever goes wrong with it now."""
        fault = self.meet(method)
        if instead := _instead(fault, is_slack=is_slack):
            return instead
        if fault and fault.effect == "slow":
            await self._sleep(fault.seconds)
        answer = await act()
        return HangUp() if fault and fault.effect == "lose_answer" else answer

    def _drop_finished(self) -> None:
        now = self._now()
        self._faults = [f for f in self._faults if (f.until > now if f.until else f.count > 0)]


class HangUp(Response):
    """Closes the connection without a byte; with `hard`, by a TCP reset.

    ASGI has no word for this, so it reaches for uvicorn's own transport. Under any other server it raises
    ConnectionResetError, which in-process test clients hand to their caller.
    """

    def __init__(self, *, hard: bool = False) -> None:
        super().__init__()
        self._hard = hard

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        """Hang up instead of answering."""
        transport = scope["state"].get("transport") if "state" in scope else None
        if not isinstance(transport, asyncio.Transport):
            raise ConnectionResetError("the workspace hung up")
        if self._hard:
            _reset_on_close(transport)
        transport.abort()
        await asyncio.sleep(0.01)  # uvicorn hears of the lost connection and stays quiet


def _reset_on_close(transport: asyncio.Transport) -> None:
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def keep_transport(scope: Scope, send: Send) -> None:
    """Keep uvicorn's transport where `HangUp` finds it. Call it before anything wraps `send`."""
    cycle = getattr(send, "__self__", None)
    scope.setdefault("state", {})["transport"] = getattr(cycle, "transport", None)


def _instead(fault: Fault | None, *, is_slack: bool) -> Response | None:
    """The answer a fault gives instead of doing anything; None when the call goes on."""
    match fault:
        case Fault(effect="reset"):
            return HangUp(hard=True)
        case Fault(effect="down"):
            return PlainTextResponse("upstream connect error", 503)
        case Fault(effect="ratelimit"):
            headers = {"Retry-After": str(max(1, round(fault.seconds)))}
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)
        case Fault(effect="error"):
            return JSONResponse({"ok": False, "error": fault.error}, 200 if is_slack else 400)
    return None


async def read_fault(request: Request, faults: Faults) -> Response:
    """POST /_workspace/faults: adds one; GET lists them; DELETE ends them all."""
    if request.method == "DELETE":
        faults.clear()
    elif request.method == "POST":
        try:
            faults.tell(await request.json())
        except (TypeError, ValueError) as mistake:
            return JSONResponse({"ok": False, "error": str(mistake)}, 400)
    return JSONResponse({"ok": True, "faults": faults.listed()})
