"""Real HTTP servers on loopback that can be told what to answer, and what to spoil.

with Outside() as outside:
    outside.on("GET", "/v1/things", lambda request: answer({"items": []}))
    outside.spoil("POST", "/v1/things", Lost.RESET)        # done, but the answer is lost, once
    outside.spoil("GET", "/v1/things", answer(status=429, headers={"Retry-After": "7"}))
    ... a real client calls outside.url ...
    assert outside.asked("POST") == 1
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

STALL_AT_MOST = 30.0
"""Seconds a stalled answer waits for the test to end."""


class Lost(Enum):
    """Ways for an answer to get lost after the request was done."""

    DROPPED = "the connection is closed without a byte"
    RESET = "the connection is reset"
    HALF = "the headers and half the body arrive"
    STALLED = "nothing arrives until the client gives up"


@dataclass(frozen=True)
class Undone:
    """The request never reaches the application, and then its answer is lost in this way."""

    how: Lost


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {
            name: values[-1] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()
        }

    def asks(self, name: str, default: str = "") -> str:
        """The value of one query parameter."""
        return self.query.get(name, [default])[-1]


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(value: Any = None, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer; `bytes` are sent as they are."""
    if isinstance(value, bytes):
        return Answer(status, value, headers or {})
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})


Route = Callable[[Request], Answer]
Spoiling = Lost | Undone | Answer


class Outside:
    """One server with routes by method and path (a trailing "*" takes every path that starts so)."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.headers: dict[str, str] = {}
        """What every answer of a route has besides its own."""
        self._routes: dict[tuple[str, str], Route] = {}
        self._spoilt: list[tuple[str, str, Spoiling]] = []
        self._ended = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def on(self, method: str, path: str, route: Route) -> None:
        self._routes[method, path] = route

    def spoil(self, method: str, path: str, how: Spoiling, times: int = 1) -> None:
        """Spoil the next `times` answers to `method` and `path`."""
        self._spoilt += [(method, path, how)] * times

    def asked(self, *methods: str) -> int:
        """How many requests came by these methods; all of them when none is named."""
        return sum(not methods or request.method in methods for request in self.requests)

    def answer_to(self, request: Request) -> tuple[Answer, Lost | None]:
        """What the server says, and how that gets lost on the way."""
        self.requests.append(request)
        match self._spoiling(request):
            case Answer() as said:
                return said, None
            case Undone(how):
                return answer({}), how
            case how:
                return self._routed(request), how

    def stall(self) -> None:
        self._ended.wait(STALL_AT_MOST)

    def _spoiling(self, request: Request) -> Spoiling | None:
        for index, (method, path, how) in enumerate(self._spoilt):
            if method == request.method and _covers(path, request.path):
                del self._spoilt[index]
                return how
        return None

    def _routed(self, request: Request) -> Answer:
        for (method, path), route in self._routes.items():
            if method == request.method and _covers(path, request.path):
                said = route(request)
                return replace(said, headers={**self.headers, **said.headers})
        return answer({"error": f"nothing at {request.method} {request.path}"}, status=404)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()


def unreachable_url() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def _covers(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, outside: Outside) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.outside = outside

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is part of the test."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _serve(self) -> None:
        said, lost = self.server.outside.answer_to(self._read())
        if lost is None:
            self._say(said, said.body)
        else:
            self._lose(lost, said)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _serve  # noqa: N815 - http.server's names

    def _read(self) -> Request:
        parts = urlsplit(self.path)
        return Request(
            method=self.command,
            path=parts.path,
            query=parse_qs(parts.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("content-length") or 0)),
        )

    def _say(self, said: Answer, body: bytes) -> None:
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(body)

    def _lose(self, lost: Lost, said: Answer) -> None:
        if lost is Lost.HALF:
            self._say(said, said.body[: len(said.body) // 2])
        if lost is Lost.STALLED:
            self.server.outside.stall()
        if lost is Lost.RESET:
            self._reset()
        self.close_connection = True

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wfile.close()
        self.rfile.close()
        self.connection.close()

    def log_message(self, *_: Any) -> None:
        """The requests are kept in `outside.requests` instead."""
