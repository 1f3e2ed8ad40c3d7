"""Slack's end of Socket Mode: hands out an address, greets whoever connects, and sends envelopes to be acknowledged.

https://docs.slack.dev/apis/events-api/using-socket-mode, over WebSockets (RFC 6455) as far as this needs them.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
PATIENCE = 10


@dataclass(eq=False)
class Line:
    """One open WebSocket, seen from the server."""

    connection: socket.socket
    lock: threading.Lock = field(default_factory=threading.Lock)

    def shake_hands(self) -> None:
        asked = b""
        while not asked.endswith(b"\r\n\r\n"):
            asked += self._exactly(1)
        headers = dict(line.split(": ", 1) for line in asked.decode().split("\r\n") if ": " in line)
        key = {name.lower(): value for name, value in headers.items()}["sec-websocket-key"]
        accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
        self.connection.sendall("\r\n".join([*lines, f"Sec-WebSocket-Accept: {accept}", "", ""]).encode())

    def send(self, kind: int, content: bytes) -> None:
        size = len(content)
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | kind, 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 127, size)
        with self.lock:
            self.connection.sendall(head + content)

    def say(self, value: Mapping[str, Any]) -> None:
        self.send(TEXT, json.dumps(value).encode())

    def read(self) -> tuple[int, bytes]:
        """One frame; what a client sends is always masked."""
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        mask = self._exactly(4)
        return first & 0x0F, bytes(byte ^ mask[at % 4] for at, byte in enumerate(self._exactly(size)))

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            part = self.connection.recv(count - len(found))
            if not part:
                raise ConnectionError("hung up")
            found += part
        return found


class SocketSlack:
    """The server. `greeted` counts the sockets that were opened, `lines` are those that are open."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.refuse = ""
        self.greeted = 0
        self.lines: list[Line] = []
        self._acknowledged: dict[str, tuple[threading.Event, dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._open_doors, daemon=True).start()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._door.getsockname()[1]}/link?ticket={next(self._numbers)}"

    def close(self) -> None:
        self._door.close()
        self.drop()

    def drop(self) -> None:
        """Hang up on everybody, without a word."""
        for line in list(self.lines):
            line.connection.shutdown(socket.SHUT_RDWR)

    def deliver(self, kind: str, payload: Mapping[str, Any]) -> dict[str, Any] | None:
        """Send an envelope; the payload of its acknowledgement, or None where none came in time."""
        name = f"envelope-{next(self._numbers)}"
        arrived, answer = threading.Event(), dict[str, Any]()
        self._acknowledged[name] = arrived, answer
        if not self.lines:
            return None
        self.lines[-1].say(
            {"envelope_id": name, "type": kind, "accepts_response_payload": True, "payload": payload}
        )
        return answer if arrived.wait(PATIENCE) else None

    def _open_doors(self) -> None:
        while True:
            try:
                connection, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(Line(connection),), daemon=True).start()

    def _serve(self, line: Line) -> None:
        line.shake_hands()
        line.say({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0DESK"}})
        self.greeted += 1
        self.lines.append(line)
        try:
            while self._heard(line, *line.read()):
                pass
        except OSError:
            pass
        finally:
            self.lines.remove(line)
            line.connection.close()

    def _heard(self, line: Line, kind: int, content: bytes) -> bool:
        if kind == PING:
            line.send(PONG, content)
        if kind == TEXT:
            said = json.loads(content)
            arrived, answer = self._acknowledged.pop(said["envelope_id"])
            answer.update(said.get("payload") or {})
            arrived.set()
        return kind != CLOSE


@dataclass(frozen=True)
class Front:
    """The workspace with a socket in the place of requests: what it would post to `/deliver` goes down the line."""

    workspace: ASGIApp
    slack: SocketSlack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in {"/api/apps.connections.open", "/deliver"}:
            await self.workspace(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = await self._deliver(request) if scope["path"] == "/deliver" else self._open(request)
        await answer(scope, receive, send)

    def _open(self, request: Request) -> Response:
        if request.headers["authorization"] != f"Bearer {self.slack.token}":
            return JSONResponse({"ok": False, "error": "invalid_auth"})
        return JSONResponse({"ok": True, "url": self.slack.url})

    async def _deliver(self, request: Request) -> Response:
        body = (await request.body()).decode()
        if request.headers["content-type"].startswith("application/json"):
            kind, payload = "events_api", json.loads(body)
        else:
            form = dict(parse_qsl(body))
            kind = "interactive" if "payload" in form else "slash_commands"
            payload = json.loads(form["payload"]) if "payload" in form else form
        answer = await run_sync(self.slack.deliver, kind, payload)
        if answer is None:
            return Response(status_code=503)
        return JSONResponse(answer) if answer else Response()
