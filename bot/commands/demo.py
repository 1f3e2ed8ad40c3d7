"""`mentiondesk demo`: the real desk against a local workspace. Only the far ends are local."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import typer
import uvicorn
from pydantic import SecretStr

from bot import logs
from bot.commands import errors, stop_on_signals
from bot.commands.demo_clock import DemoClock
from bot.digest_policy import BadgeSettings
from bot.networks.rehearsal import RehearsalSettings
from bot.policy import HoursSettings
from bot.reply_policy import SendingSettings
from bot.settings import DeskSettings, EnvironmentSettings, RoleSettings, Settings

FOLDER = Path(".demo")
"""The demo's own store, made anew at each start: the workspace forgets everything too."""
LOCAL = "127.0.0.1"
TOKEN = "xoxb-demo"  # noqa: S105 - opens nothing but the local workspace
HOLD_SECONDS = 5
"""Long enough to press Undo, short enough not to wonder whether it works."""
READY_TRIES = 200
READY_STEP_SECONDS = 0.05
STOP_SECONDS = 5
PORT_TAKEN = "Port {port} is in use. Choose another: PORT=8081 make demo"
NOT_READY = "The local workspace did not start."
AT = "Workspace: http://{host}:{port}"
STARTING = "Starting the local workspace and the desk …"
STOP_HINT = "Press Ctrl-C to stop."


def demo(port: int, *, open_browser: bool) -> None:
    """Serve the workspace on a port and the desk behind it, until Ctrl-C."""
    logs.set_up(as_json=False, quiet=True)
    stop_on_signals()
    if _in_use(port):
        errors.print(PORT_TAKEN.format(port=port))
        raise typer.Exit(1)
    desk_port, secret = _free_port(), secrets.token_hex(16)
    errors.print(STARTING, style="dim")
    with _workspace(port, desk_port, secret):
        from bot.assembly import build, wall_clock  # slow to load: the workspace starts meanwhile

        clock = DemoClock(f"http://{LOCAL}:{port}", wall_clock)
        running = build(_settings(port, desk_port, secret), clock)
        _wait_until_up(port)
        clock.store = running.desk.db
        clock.follow()
        running.refresh_people()
        server = uvicorn.Server(
            uvicorn.Config(running.web(), host=LOCAL, port=desk_port, log_level="error", access_log=False)
        )
        threading.Thread(target=_announce, args=(server, port, open_browser), daemon=True).start()
        server.run()


def _settings(port: int, desk_port: int, secret: str) -> Settings:
    shutil.rmtree(FOLDER, ignore_errors=True)
    base = f"http://{LOCAL}:{port}"
    env = EnvironmentSettings(
        SLACK_BOT_TOKEN=SecretStr(TOKEN),
        SLACK_SIGNING_SECRET=SecretStr(secret),
        SLACK_API_URL=f"{base}/api/",
        DATABASE_URL=f"sqlite:///{FOLDER}/demo.db",
        HOST=LOCAL,
        PORT=desk_port,
    )
    roles = RoleSettings(agents=("@care-agents",), approvers=("manager1",), leads=("manager1",))
    source = RehearsalSettings(
        name="skyline",
        kind="rehearsal",
        url=base,
        label="Skyline",
        account="acme",
        poll_seconds=1,
        picture_hosts=(f"{LOCAL}:{port}",),
    )
    sending = SendingSettings(hold_seconds=HOLD_SECONDS)
    return Settings(
        env=env,
        desk=DeskSettings(handles=("acme",)),
        roles=roles,
        sending=sending,
        hours=HoursSettings(shifts=("daily 00:00-24:00",)),
        sources=(source,),
        badge=BadgeSettings(network="rehearsal"),
    )


@contextmanager
def _workspace(port: int, desk_port: int, secret: str) -> Iterator[None]:
    """The workspace as a process of its own, so that it shares nothing with the desk but HTTP.

    We hold its standard input: it ends with us even if we are killed.
    """
    app_url = f"http://{LOCAL}:{desk_port}/slack/events"
    options = ["--port", str(port), "--app-url", app_url, "--signing-secret", secret, "--bot-token", TOKEN]
    command = [sys.executable, "-m", "bot.workspace", *options, "--until-stdin-ends"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own module
    try:
        yield
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_until_up(port: int) -> None:
    pause = threading.Event()
    for _ in range(READY_TRIES):
        try:
            if httpx.get(f"http://{LOCAL}:{port}/health").is_success:
                return
        except httpx.TransportError:
            pause.wait(READY_STEP_SECONDS)
    errors.print(NOT_READY)
    raise typer.Exit(1)


def _announce(server: uvicorn.Server, port: int, open_browser: bool) -> None:
    pause = threading.Event()
    while not server.started:
        pause.wait(READY_STEP_SECONDS)
    address = AT.format(host=LOCAL, port=port)
    print(address, flush=True)  # noqa: T201 - the one line a script waits for
    errors.print(STOP_HINT, style="dim")
    if open_browser:
        webbrowser.open(address.removeprefix("Workspace: "))


def _in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOCAL, port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])
