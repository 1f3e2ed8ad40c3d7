"""`mentiondesk run` as a real process: it says how it is, stops cleanly, and says kindly what keeps it from starting."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.workspace import WorkspaceSettings, create_app
from bot.workspace.server import Workspace
from storage.db import connect
from tests.commands.processes import answers, run, started
from tests.commands.socket_slack import Front, SocketSlack
from tests.desk_in_town import ANA, BEN, CARE, NORA, SIGNING_SECRET, TOKEN, environment
from tests.parts import free_port, serve

APP_TOKEN = "xapp-1-demo"
PATIENCE = 60
STOP_SECONDS = 30


@dataclass
class Desk:
    """A desk that runs by itself, beside a workspace."""

    folder: Path
    process: subprocess.Popen[str]
    url: str
    slack_url: str
    workspace: Workspace

    def said(self) -> str:
        return (self.folder / "said.txt").read_text(encoding="utf-8")

    def act(self, who: str, **what: Any) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.post(
            f"{self.slack_url}/_workspace/act", json={"as": who, **what}, timeout=30
        ).json()
        return answer

    def customer_writes(self, text: str) -> None:
        httpx.post(f"{self.slack_url}/outside/act", json={"as": NORA, "text": text}).raise_for_status()

    def cards(self) -> list[dict[str, Any]]:
        return [one for one in self.workspace.state.channels[CARE].messages.values() if one.get("blocks")]

    def claims(self, who: str) -> dict[str, Any]:
        card = self.cards()[0]
        return self.act(who, click={"channel": CARE, "ts": card["ts"], "action_id": "claim"})


def eventually(this: Callable[[], object]) -> None:
    """Wait, but not for ever: the desk does things by itself here."""
    until = time.monotonic() + PATIENCE
    while not this():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def socket_slack() -> Iterator[SocketSlack]:
    slack = SocketSlack(APP_TOKEN)
    yield slack
    slack.close()


@pytest.fixture
def running(tmp_path: Path, sqlite_url: str) -> Iterator[Callable[..., Desk]]:
    """Starts desks, and ends them when the test is over."""
    with ExitStack() as stack:

        def start(socket_slack: SocketSlack | None = None, **variables: str) -> Desk:
            port, slack_port = free_port(), free_port()
            url, slack_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{slack_port}"
            knock = f"{slack_url}/deliver" if socket_slack else f"{url}/slack/events"
            app = create_app(
                WorkspaceSettings(
                    app_url=knock,
                    signing_secret=SIGNING_SECRET,
                    bot_token=TOKEN,
                    samples=False,
                    ack_seconds=20,
                )
            )
            stack.enter_context(serve(Front(app, socket_slack) if socket_slack else app, slack_port))
            base = environment(tmp_path, sqlite_url, slack_url) | {"PORT": str(port), "HOST": "127.0.0.1"}
            toml = (tmp_path / "desk.toml").read_text(encoding="utf-8")
            (tmp_path / "desk.toml").write_text(
                toml.replace('kind = "rehearsal"', 'kind = "rehearsal"\npoll_seconds = 1')
            )
            process = stack.enter_context(started(tmp_path, base | variables, "run"))
            assert answers(f"{url}/health").json() == {"ok": True, "problems": []}
            return Desk(tmp_path, process, url, slack_url, app.state.workspace)

        yield start


def test_it_tells_its_health_and_figures_and_stops_cleanly(running: Callable[..., Desk]) -> None:
    desk = running()
    figures = httpx.get(f"{desk.url}/metrics").text
    assert "mentiondesk_slack_seconds_bucket" in figures
    assert "mentiondesk_outbox_waiting" in figures
    desk.customer_writes("Where is my parcel?")
    eventually(desk.cards)
    assert desk.claims(ANA)["ok"]
    desk.process.send_signal(signal.SIGTERM)
    assert desk.process.wait(STOP_SECONDS) == 0
    assert "Traceback" not in desk.said()


def test_a_port_in_use_is_said_kindly(tmp_path: Path, sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        base = environment(tmp_path, sqlite_url, "http://127.0.0.1:9") | {"PORT": port, "HOST": "127.0.0.1"}
        ran = run(tmp_path, base, "run")
    assert ran.returncode == 1
    assert f"port {port}" in ran.stderr
    assert "PORT=" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_host_that_is_not_ours_is_said_kindly(tmp_path: Path, sqlite_url: str) -> None:
    base = environment(tmp_path, sqlite_url, "http://127.0.0.1:9") | {"PORT": "0", "HOST": "192.0.2.1"}
    ran = run(tmp_path, base | {"PORT": str(free_port())}, "run")
    assert ran.returncode == 1
    assert "192.0.2.1" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_database_out_of_reach_is_one_sentence(tmp_path: Path, command: str) -> None:
    base = environment(tmp_path, "postgresql://desk:very-secret@127.0.0.1:9/desk", "http://127.0.0.1:9")
    ran = run(tmp_path, base | {"PORT": str(free_port())}, command)
    assert ran.returncode == 1
    assert "DATABASE_URL" in ran.stderr
    assert "very-secret" not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_store_of_a_newer_mentiondesk_is_left_alone(tmp_path: Path, sqlite_url: str) -> None:
    db = connect(sqlite_url)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    base = environment(tmp_path, sqlite_url, "http://127.0.0.1:9") | {"PORT": str(free_port())}
    ran = run(tmp_path, base, "run")
    assert ran.returncode == 1
    assert "9999" in ran.stderr
    assert "Update Mentiondesk" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_doctor_exits_with_1_and_a_line_for_each_finding(tmp_path: Path, sqlite_url: str) -> None:
    ran = run(tmp_path, environment(tmp_path, sqlite_url, "http://127.0.0.1:9"), "doctor")
    assert ran.returncode == 1
    lines = ran.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["Slack", "Source skyline"]


def test_doctor_exits_with_0_where_all_is_well(running: Callable[..., Desk]) -> None:
    desk = running()
    base = environment(desk.folder, f"sqlite:///{desk.folder / 'desk.db'}", desk.slack_url)
    ran = run(desk.folder, base, "doctor")
    assert (ran.returncode, ran.stderr.strip()) == (0, "All is well.")


class TestSocketMode:
    """No public address: Slack calls through a socket that the desk opens."""

    def test_a_click_comes_through_the_socket_and_claims(
        self, running: Callable[..., Desk], socket_slack: SocketSlack
    ) -> None:
        desk = running(socket_slack, SLACK_APP_TOKEN=APP_TOKEN, SLACK_SIGNING_SECRET="")
        eventually(lambda: socket_slack.lines)
        desk.customer_writes("Where is my parcel?")
        eventually(desk.cards)
        desk.claims(ANA)
        eventually(lambda: "Ana" in str(desk.cards()[0]) or "U0AGENT1" in str(desk.cards()[0]["text"]))

    def test_a_dropped_socket_is_opened_again(
        self, running: Callable[..., Desk], socket_slack: SocketSlack
    ) -> None:
        desk = running(socket_slack, SLACK_APP_TOKEN=APP_TOKEN, SLACK_SIGNING_SECRET="")
        eventually(lambda: socket_slack.lines)
        socket_slack.drop()
        eventually(lambda: socket_slack.greeted >= 2 and socket_slack.lines)
        desk.customer_writes("Where is my parcel?")
        eventually(desk.cards)
        assert desk.claims(BEN)["ok"]

    def test_a_stopped_desk_closes_it(self, running: Callable[..., Desk], socket_slack: SocketSlack) -> None:
        desk = running(socket_slack, SLACK_APP_TOKEN=APP_TOKEN, SLACK_SIGNING_SECRET="")
        eventually(lambda: socket_slack.lines)
        desk.process.send_signal(signal.SIGTERM)
        eventually(lambda: not socket_slack.lines)
        assert desk.process.wait(STOP_SECONDS) == 0
        assert "Traceback" not in desk.said()

    def test_a_wrong_app_token_is_one_warning_at_a_time_and_the_rest_goes_on(
        self, running: Callable[..., Desk], socket_slack: SocketSlack
    ) -> None:
        desk = running(socket_slack, SLACK_APP_TOKEN="xapp-wrong", SLACK_SIGNING_SECRET="")
        eventually(lambda: "Check SLACK_APP_TOKEN" in desk.said())
        assert "xapp-wrong" not in desk.said()
        assert "Traceback" not in desk.said()
        assert httpx.get(f"{desk.url}/health").is_success
