"""`mentiondesk run` itself, from the smallest set-up (but for the hold, which nobody waits for here): a mention is pushed, answered, and survives a kill -9 between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.assembly import wall_clock
from bot.workspace import WorkspaceSettings, create_app
from bot.workspace.server import Workspace
from tests.desk_in_town import CARE, SIGNING_SECRET, TOKEN, WATCHER_SECRET
from tests.journeys.reply_server import Tool
from tests.journeys.test_commands import ROOT
from tests.parts import WAIT_SECONDS, free_port, serve

DESK_TOML = """
[desk]
channel = "social-care"
[roles]
agents = ["agent1", "agent2"]
approvers = ["manager1"]
leads = ["manager1"]
[[source]]
name = "watcher"
kind = "webhook"
secret = "env:WATCHER_SECRET"
reply_url = "{reply_url}"
[sending]
hold_seconds = 0
"""


def eventually(what: Callable[[], object]) -> None:
    """Another process does something in its own time."""
    pause = threading.Event()
    for _ in range(WAIT_SECONDS * 20):
        if what():
            return
        pause.wait(0.05)
    raise AssertionError("it did not happen")


@contextmanager
def running(folder: Path, variables: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The desk as a process, until the block ends."""
    command = [sys.executable, "-m", "bot", "run"]
    with (
        (folder / "log").open("ab") as log,
        subprocess.Popen(command, cwd=folder, env=variables, stderr=log) as desk,
    ):
        try:
            eventually(lambda: desk.poll() is not None or answers(port))
            assert desk.poll() is None, (folder / "log").read_text()
            yield desk
        finally:
            desk.terminate()
            desk.wait(WAIT_SECONDS)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health").is_success
    except httpx.TransportError:
        return False


def say(text: str, number: int, tool: Tool, port: int) -> None:
    author = {"id": "h1", "handle": "harriet"}
    mention = {
        "id": f"p{number}",
        "text": text,
        "created_at": tool.now().isoformat(),
        "author": author,
        "thread": "t",
    }
    body = json.dumps(mention)
    url = f"http://127.0.0.1:{port}/intake/webhook/watcher"
    assert httpx.post(url, content=body, headers=tool.headers(body)).status_code == 200


def act(slack_url: str, **what: object) -> dict[str, object]:
    done: dict[str, object] = httpx.post(
        f"{slack_url}/_workspace/act", json={"as": "agent1", **what}, timeout=20
    ).json()
    assert done["ok"], done
    return done


@pytest.mark.parametrize("killed", [False, True])
def test_the_smallest_set_up_runs_and_a_kill_loses_nothing(
    tmp_path: Path, sqlite_url: str, killed: bool
) -> None:
    tool, port = Tool(WATCHER_SECRET, wall_clock), free_port()
    hello = WorkspaceSettings(
        app_url=f"http://127.0.0.1:{port}/slack/events",
        signing_secret=SIGNING_SECRET,
        bot_token=TOKEN,
        samples=False,
    )
    app = create_app(hello)
    with serve(app) as slack_url, serve(tool.app()) as tool_url:
        (tmp_path / "desk.toml").write_text(DESK_TOML.format(reply_url=f"{tool_url}/replies"))
        variables = {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a process needs it
            "PYTHONPATH": str(ROOT),
            "HOME": str(tmp_path),
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{slack_url}/api/",
            "DATABASE_URL": sqlite_url,
            "WATCHER_SECRET": WATCHER_SECRET,
            "PORT": str(port),
        }
        workspace: Workspace = app.state.workspace
        with running(tmp_path, variables, port) as desk:
            say("Where is my parcel?", 1, tool, port)
            if killed:
                os.kill(desk.pid, signal.SIGKILL)
            else:
                tell_the_rest(workspace, slack_url, tool)
        if killed:
            with running(tmp_path, variables, port):
                tell_the_rest(workspace, slack_url, tool)
    assert SIGNING_SECRET not in (tmp_path / "log").read_text()
    assert TOKEN not in (tmp_path / "log").read_text()


def tell_the_rest(workspace: Workspace, slack_url: str, tool: Tool) -> None:
    """The card appears, is answered, and the tool has the answer once."""
    care = workspace.state.channels[CARE]
    eventually(lambda: [m for m in care.messages.values() if "blocks" in m])
    eventually(lambda: workspace.state.calls["users.list"])
    (ts,) = care.messages
    eventually(lambda: opened(slack_url, ts))
    shown = [view["submit"]["text"] for view in workspace.state.views.values() if view["type"] == "modal"]
    assert set(shown) == {"Post publicly"}, "this source names no account"
    act(slack_url, submit={"text#0": {"text": "It left this morning."}})
    eventually(lambda: tool.answers)
    eventually(lambda: "Waiting for the customer" in str(care.messages[ts]["blocks"]))
    assert " as @" not in str(care.messages[ts]["blocks"])
    assert [answer["text"] for answer in tool.answers.values()] == ["It left this morning."]
    assert len([m for m in care.messages.values() if "thread_ts" not in m or m["thread_ts"] == m["ts"]]) == 1


def opened(slack_url: str, ts: str) -> object:
    """Press Reply; before the desk has read who is who, it says so privately and opens nothing."""
    return act(slack_url, click={"channel": CARE, "ts": ts, "action_id": "reply"})["view"]
