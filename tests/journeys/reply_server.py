"""A tool of somebody else's: it pushes mentions to the desk and takes its answers at `reply_url`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass
class Tool:
    """Standard Webhooks on both legs, read by the scheme's own library. `loses` counts answers to be lost."""

    secret: str
    now: Any
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    loses: int = 0
    status: int = 200

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/replies", self._post, methods=["POST"]),
                Route("/replies", self._get, methods=["GET"]),
            ]
        )

    async def _post(self, request: Request) -> Response:
        body, key = await request.body(), request.headers["webhook-id"]
        assert self._signature_fits(body, dict(request.headers))
        self.posts.append(key)
        if self.status != httpx.codes.OK:
            return JSONResponse({"error": "no"}, self.status)
        self.answers.setdefault(key, json.loads(body))
        if self.loses:
            self.loses -= 1
            return Response("", 502)
        return JSONResponse(self._receipt(key))

    async def _get(self, request: Request) -> Response:
        key = request.query_params["key"]
        self.looks.append(key)
        return JSONResponse(self._receipt(key)) if key in self.answers else Response("", 404)

    def _receipt(self, key: str) -> dict[str, str]:
        number = list(self.answers).index(key) + 1
        return {"id": f"answer-{number}", "url": f"https://tool.example/answers/{number}"}

    def _signature_fits(self, body: bytes, headers: dict[str, str]) -> bool:
        sent = datetime.fromtimestamp(int(headers["webhook-timestamp"]), self.now().tzinfo)
        expected = Webhook(self.secret).sign(headers["webhook-id"], sent, body.decode())
        return (
            abs((sent - self.now()).total_seconds()) < 300
            and expected in headers["webhook-signature"].split()
        )

    def headers(self, body: str, *, webhook_id: str = "msg_1", at: datetime | None = None) -> dict[str, str]:
        """The headers with which this tool pushes a body."""
        at = at or self.now()
        return {
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(webhook_id, at, body),
            "content-type": "application/json",
        }
