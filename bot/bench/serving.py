"""Servers to measure, each a process of its own: two bare Bolt apps, and the desk. `python -m bot.bench.serving KIND PORT`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

LOCAL = "127.0.0.1"
SECRET = "a secret for measuring"  # noqa: S105 - guards nothing
TOKEN = "xoxb-bench"  # noqa: S105 - opens nothing
BUTTON = "claim"
CONFIG = '[desk]\nchannel = "social-care"\n[roles]\nagents = ["agent1"]\n'
TRIES = 400
STEP_SECONDS = 0.05
STOP_SECONDS = 10


def bare(port: int, *, before_response: bool) -> None:
    """A Bolt app that only acknowledges, behind the same kind of server as the desk."""
    import uvicorn
    from slack_bolt import Ack, App
    from slack_bolt.authorization import AuthorizeResult

    from bot.bench.shell import shell

    app = App(
        signing_secret=SECRET,
        process_before_response=before_response,
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=TOKEN
        ),
    )

    @app.action(BUTTON)
    def clicked(ack: Ack) -> None:
        ack()

    uvicorn.run(shell(app), host=LOCAL, port=port, log_level="error", access_log=False)


@contextmanager
def process(arguments: list[str], port: int, environ: Mapping[str, str] | None = None) -> Iterator[int]:
    """A Python process that serves on a port, ready; yields its process id."""
    child = subprocess.Popen([sys.executable, *arguments], env=environ)  # noqa: S603 - our own modules
    try:
        wait_until_up(port)
        yield child.pid
    finally:
        child.terminate()
        child.wait(STOP_SECONDS)


def local_slack(stack: ExitStack, app_port: int) -> int:
    """The local workspace standing in for Slack; its port."""
    port = free_port()
    options = ["--port", str(port), "--app-url", f"http://{LOCAL}:{app_port}/slack/events", "--no-samples"]
    options += ["--signing-secret", SECRET, "--bot-token", TOKEN]
    stack.enter_context(process(["-m", "bot.workspace", *options], port))
    return port


def desk_environment(folder: Path, port: int, slack_port: int) -> dict[str, str]:
    """What `mentiondesk run` needs to serve on a port, with a store and a desk.toml in a folder."""
    config = folder / "desk.toml"
    config.write_text(CONFIG)
    return os.environ | {  # noqa: TID251 - the child needs this process's own
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_APP_TOKEN": "",
        "SLACK_API_URL": f"http://{LOCAL}:{slack_port}/api/",
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "MENTIONDESK_CONFIG": str(config),
        "PORT": str(port),
        "HOST": LOCAL,
    }


def wait_until_up(port: int) -> None:
    """Until something answers there.

    Raises:
        RuntimeError: nothing does.
    """
    pause = threading.Event()
    for _ in range(TRIES):
        try:
            httpx.get(f"http://{LOCAL}:{port}/health")
        except httpx.TransportError:
            pause.wait(STEP_SECONDS)
        else:
            return
    raise RuntimeError(f"Nothing answers on port {port}.")


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    bare(int(sys.argv[2]), before_response=sys.argv[1] == "before_response")
