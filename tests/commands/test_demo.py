"""`mentiondesk demo` as a real process: it says what it does, and leaves nothing behind when it is stopped."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path
from subprocess import Popen

import httpx
import psutil
import pytest

from tests.commands.processes import answers, run, started
from tests.parts import free_port

PATIENCE = 60


def wait_for(folder: Path, words: str) -> str:
    """What was said, as soon as these words are in it."""
    until = time.monotonic() + PATIENCE
    while words not in (said := (folder / "said.txt").read_text(encoding="utf-8")):
        assert time.monotonic() < until, said
        time.sleep(0.05)
    return said


def first_card(port: int) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state = httpx.get(f"http://127.0.0.1:{port}/_workspace/state", timeout=20).json()
        if messages := state["channels"]["C0CARE"]["messages"]:
            return str(messages)
        time.sleep(0.1)
    raise AssertionError("no card came")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_shows_its_progress_brings_a_card_and_ends_with_its_workspace(
    tmp_path: Path, how: signal.Signals
) -> None:
    port = free_port()
    with started(tmp_path, {}, "demo", "--no-browser", "--port", str(port)) as demo:
        said = wait_for(tmp_path, "Press Ctrl-C to stop.")
        assert "Starting the local workspace and the desk" in said
        assert f"Workspace: http://127.0.0.1:{port}\n" in said
        assert "WARNING" not in said
        assert "Skyline" in first_card(port)
        children = _children(demo)
        demo.send_signal(how)
        assert demo.wait(PATIENCE) == 0
    assert [child for child in children if child.is_running()] == []
    assert "Traceback" not in (tmp_path / "said.txt").read_text(encoding="utf-8")


def _children(process: Popen[str]) -> list[psutil.Process]:
    found = psutil.Process(process.pid).children(recursive=True)
    assert found, "the workspace is a process of its own"
    return found


def test_it_can_be_stopped_while_it_starts(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, {}, "demo", "--no-browser", "--port", str(port)) as demo:
        wait_for(tmp_path, "Starting")
        answers(f"http://127.0.0.1:{port}/health")
        children = _children(demo)
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(PATIENCE) == 0
    assert [child for child in children if child.is_running()] == []


def test_killed_outright_it_leaves_no_workspace_behind(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, {}, "demo", "--no-browser", "--port", str(port)) as demo:
        answers(f"http://127.0.0.1:{port}/health")
        children = _children(demo)
        demo.kill()
        gone, alive = psutil.wait_procs(children, PATIENCE)
    assert gone and not alive


def test_a_port_in_use_is_said_kindly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run(tmp_path, {}, "demo", "--no-browser", "--port", str(port))
    assert ran.returncode == 1
    assert f"Port {port} is in use" in ran.stderr
    assert "Traceback" not in ran.stderr
