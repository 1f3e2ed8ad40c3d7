"""Slack as the emulator has it, and the half it lacks: people who click, submit and type commands.

emulate keeps Slack's state and mints triggers, but never calls an app; the signed requests are made here, from the
payloads Slack documents (https://docs.slack.dev/reference/interaction-payloads).
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier

from tests import parts
from tests.parts import Clock

HERE = Path(__file__).parent
TOKEN = "xoxb-mentiondesk"
SECRET = "a secret between the emulator and the desk"
MANIFEST = HERE.parent.parent / "manifests" / "slack.json"
TRIES, STEP_SECONDS, STOP_SECONDS = 400, 0.05, 10


@contextmanager
def emulator(folder: Path) -> Iterator[str]:
    """The emulator on a port of its own, with exactly the scopes our manifest asks for; gives its address."""
    node, script = parts.node(), parts.emulate()
    assert node and script
    scopes = json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]
    seed = folder / "seed.yaml"
    seed.write_text((HERE / "seed.yaml").read_text().replace("SCOPES", json.dumps(scopes)))
    port = parts.free_port()
    command = [str(node), str(script), "start", "--service", "slack", "--seed", str(seed), "-p", str(port)]
    log = (folder / "emulate.log").open("w")
    child = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_until_up(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(STOP_SECONDS)
        log.close()


def _wait_until_up(address: str) -> None:
    pause = threading.Event()
    for _ in range(TRIES):
        try:
            httpx.get(address)
        except httpx.TransportError:
            pause.wait(STEP_SECONDS)
        else:
            return
    raise AssertionError("the emulator did not start")


@dataclass
class EmulatedSlack:
    """People in the emulated workspace, who press what stands in the desk's messages."""

    address: str
    app_url: str
    clock: Clock
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20))

    def api(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call the emulator with the desk's own token."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = self.http.post(f"{self.address}/api/{method}", json=arguments, headers=headers).json()
        assert answer["ok"], (method, answer)
        return answer

    def user(self, name: str) -> str:
        return next(one["id"] for one in self.api("users.list")["members"] if one["name"] == name)

    def channel(self) -> str:
        channels = self.api("conversations.list")["channels"]
        return next(one["id"] for one in channels if one["name"] == "social-care")

    def messages(self) -> list[dict[str, Any]]:
        """The channel, oldest first, its threads left out."""
        found = self.api("conversations.history", channel=self.channel(), include_all_metadata=True)[
            "messages"
        ]
        return sorted(
            (one for one in found if one.get("thread_ts") in {None, one["ts"]}), key=lambda one: one["ts"]
        )

    def thread(self, ts: str) -> list[str]:
        replies = self.api("conversations.replies", channel=self.channel(), ts=ts)["messages"]
        return [one["text"] for one in replies if one["ts"] != ts]

    def click(self, who: str, message: Mapping[str, Any], action_id: str) -> httpx.Response:
        """Press a button that stands in a message."""
        user, channel = self.user(who), self.channel()
        button = next(one for one in elements(message) if one["action_id"] == action_id)
        payload = {
            "type": "block_actions",
            **self._everyone(user),
            "trigger_id": self._trigger(user),
            "actions": [{**button, "action_ts": message["ts"]}],
            "channel": {"id": channel, "name": "social-care"},
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel},
            "message": dict(message),
            "state": {"values": {}},
        }
        return self._post({"payload": json.dumps(payload)})

    def submit(self, who: str, view: Mapping[str, Any], values: Mapping[str, Any]) -> httpx.Response:
        """Press a dialog's button."""
        user = self.user(who)
        filled = {**view, "state": {"values": values}}
        payload = {
            "type": "view_submission",
            **self._everyone(user),
            "trigger_id": self._trigger(user),
            "view": filled,
        }
        return self._post({"payload": json.dumps(payload)})

    def command(self, who: str, text: str) -> httpx.Response:
        user = self.user(who)
        form = {"command": "/desk", "text": text, "user_id": user, "user_name": who, "team_id": "T000000001"}
        return self._post({**form, "channel_id": self.channel(), "trigger_id": self._trigger(user)})

    def _trigger(self, user: str) -> str:
        return str(self.api("views.generateTriggerId", user_id=user)["trigger_id"])

    def _everyone(self, user: str) -> dict[str, Any]:
        team = {"id": "T000000001", "domain": "acme-care"}
        return {
            "user": {"id": user, "team_id": team["id"]},
            "team": team,
            "api_app_id": "A0DESK0001",
            "token": "",
        }

    def _post(self, form: Mapping[str, str]) -> httpx.Response:
        body = urlencode(form)
        stamp = str(int(self.clock().timestamp()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or "",
        }
        return self.http.post(f"{self.app_url}/slack/events", content=body, headers=headers)


def elements(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The buttons and menus of a message."""
    rows = [block for block in message.get("blocks", []) if block["type"] == "actions"]
    return [{**element, "block_id": row["block_id"]} for row in rows for element in row["elements"]]
