"""A workspace in this process, a clock that stands still until told, and an app that writes down what it hears."""

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import parse_qs

import httpx
import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from bot.workspace import WorkspaceSettings, create_app

SECRET = "secret-of-the-test"
TOKEN = "xoxb-demo"
CARE, GENERAL = "C0CARE", "C0GENERAL"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class App:
    """Stands for the app behind the workspace: answers what it was told to, and keeps each request."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[Response] = []
        self.on_request: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.heard.append((dict(request.headers), await request.body()))
        if self.on_request:
            await self.on_request(self.payloads()[-1])
        answer = self.answers.pop(0) if self.answers else Response()
        await answer(scope, receive, send)

    def payloads(self) -> list[dict[str, Any]]:
        return [_read(headers, body) for headers, body in self.heard]


def _read(headers: dict[str, str], body: bytes) -> dict[str, Any]:
    if "json" in headers["content-type"]:
        return json.loads(body)
    form = {key: values[0] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    return json.loads(form["payload"]) if "payload" in form else form


def text(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def button(action_id: str = "claim", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "value": value, "text": text(action_id), **more}


def option(value: str) -> dict[str, Any]:
    return {"text": text(value), "value": value}


def card(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": "*Nora* says"}},
        {"type": "actions", "block_id": "go", "elements": list(elements) or [button()]},
    ]


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    view = {"type": "modal", "callback_id": "reply", "title": text("Reply"), "submit": text("Send")}
    return {**view, "blocks": list(blocks) or [text_input()], **more}


def text_input(block_id: str = "answer", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text", **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": text("Answer"), "element": element, **more}


class Stage:
    def __init__(self, **settings: Any) -> None:
        self.clock, self.app, self.slept = Clock(), App(), []
        defaults: dict[str, Any] = {
            "signing_secret": SECRET,
            "bot_token": TOKEN,
            "samples": False,
            "now": self.clock,
            "sleep": self._sleep,
            "transport": httpx.ASGITransport(app=self.app),
        }
        self.settings = WorkspaceSettings(**{**defaults, **settings})
        self.asgi = create_app(self.settings)
        self.workspace = self.asgi.state.workspace
        self.http = TestClient(self.asgi, base_url="http://workspace.test")

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(self, *failure: object) -> None:
        self.http.__exit__(*failure)

    def api(self, method: str, token: str = TOKEN, **args: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.post(f"/api/{method}", json=args, headers=headers).json()

    def act(self, who: str, **act: Any) -> dict[str, Any]:
        return self.http.post("/_workspace/act", json={"as": who, **act}).json()

    def state(self) -> dict[str, Any]:
        return self.http.get("/_workspace/state").json()

    def post_card(self, *elements: dict[str, Any]) -> str:
        return self.api("chat.postMessage", channel=CARE, text="card", blocks=card(*elements))["ts"]

    def open_dialog(self, view: dict[str, Any] | None = None, who: str = "agent1") -> dict[str, Any]:
        trigger = self.workspace.state.new_trigger(self.workspace.state.person_named(who).id)
        return self.api("views.open", trigger_id=trigger, view=view or modal())

    def events(self, tries: int, at_least: int = 1) -> list[dict[str, Any]]:
        """The events sent, once each has been tried so often. Every look lets the workspace go on."""
        for _ in range(500):
            events = self.state()["events"]
            if len(events) >= at_least and all(len(event["tries"]) >= tries for event in events):
                return events
        raise AssertionError(f"events never came: {self.state()['events']}")


class Served:
    """The same workspace behind a real server on a free port, for what only a socket shows."""

    def __init__(self) -> None:
        self.app = create_app(WorkspaceSettings(samples=False))
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *failure: object) -> None:
        self._server.should_exit = True
        self._thread.join(5)
