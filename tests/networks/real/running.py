"""Starting the real parts for a while: the Bluesky network, and Prism on a specification."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import TypeVar

from tests import parts
from tests.networks.real import install

START_SECONDS = 240
"""The network takes about 12 seconds alone on the machine, and many times that on a busy one."""
HERE = Path(__file__).parent
NOBODY = "nobody"

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class BlueskyWorld:
    """Where a running network is reached."""

    pds: str
    chat: str
    """The chat's service id; "" without an app view."""


@contextmanager
def bluesky(*, whole: bool = True) -> Iterator[BlueskyWorld]:
    """The network on loopback. Without the app view (`whole=False`) only accounts and records work, with rate limits."""
    if not install.bluesky_is_ready():
        parts.skip_or_fail("the Bluesky network is not installed; run `make test-networks`")
    names = ("PDS_PORT", "PLC_PORT", "BSKY_PORT", "INTROSPECT_PORT", "CHAT_PORT")
    settings = {name: str(parts.free_port()) for name in names} | {"APPVIEW": "1" if whole else "0"}
    if not whole:
        with _network(settings) as world:
            yield world
        return
    redis_port = parts.free_port()
    with _postgres() as database, _redis(redis_port):
        settings |= {"DB_POSTGRES_URL": database, "DB_POSTGRES_SCHEMA": "desk"}
        settings |= {"REDIS_HOST": f"127.0.0.1:{redis_port}"}
        with _network(settings) as world:
            yield world


@contextmanager
def _network(settings: Mapping[str, str]) -> Iterator[BlueskyWorld]:
    folder = install.CACHE / "bluesky"
    for script in (HERE / "bluesky").glob("*.mjs"):  # beside node_modules, where Node looks for packages
        (folder / script.name).write_text(script.read_text())
    environment = {**install.with_node(install.node22()), **settings, "LOG_ENABLED": "false"}
    with started(["node", "network.mjs"], _ready, cwd=folder, env=environment) as said:
        yield BlueskyWorld(said["pds"], said["chat"])


def _ready(line: str) -> dict[str, str] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and "pds" in said else None


@contextmanager
def _postgres() -> Iterator[str]:
    """Debian's PostgreSQL: the app view needs its extension pg_trgm, which the one of the desk's tests lacks."""
    programs = install.postgres()
    assert programs is not None
    with tempfile.TemporaryDirectory(prefix="mentiondesk-appview-", ignore_cleanup_errors=True) as folder:
        person = _somebody_else(folder)
        data, port = f"{folder}/data", parts.free_port()
        new = [str(programs / "initdb"), "-D", data, "-U", "desk", "--auth=trust", "--locale=C", "-E", "UTF8"]
        subprocess.run(new, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=person)
        options = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={folder}",
            "fsync=off",
        ]
        command = [str(programs / "postgres"), "-D", data, *(f"--{option}" for option in options)]
        with started(command, lambda line: "eady to accept" in line or None, cwd=Path(folder), user=person):
            yield f"postgresql://desk@127.0.0.1:{port}/postgres"


def _somebody_else(folder: str) -> str | None:
    """Whom PostgreSQL runs as, now the owner of the folder: it refuses to be root. None: whoever we are will do."""
    if os.geteuid():
        return None
    shutil.chown(folder, NOBODY)
    return NOBODY


@contextmanager
def _redis(port: int) -> Iterator[None]:
    program = install.redis()
    assert program is not None
    libraries = install.DEBIAN / "usr" / "lib" / "x86_64-linux-gnu"
    environment = {**install.with_node(install.node22()), "LD_LIBRARY_PATH": str(libraries)}
    with tempfile.TemporaryDirectory(prefix="mentiondesk-redis-") as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with started(command, lambda line: "eady to accept" in line or None, env=environment):
            yield


@contextmanager
def prism(specification: Path) -> Iterator[str]:
    """Prism's address: it answers by the specification, and 4xx to what the specification does not allow."""
    program = install.prism()
    if program is None:
        parts.skip_or_fail("Prism is not installed; run `make test-networks`")
    port = parts.free_port()
    command = ["node", str(program), "mock", "-h", "127.0.0.1", "-p", str(port), str(specification)]
    listens = f"http://127.0.0.1:{port}"
    with started(command, lambda line: f"listening on {listens}" in line or None, env=_node24()):
        yield listens


def _node24() -> dict[str, str]:
    return install.with_node(install.node24())


@contextmanager
def started(
    command: list[str],
    ready: Callable[[str], Thing | None],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
) -> Iterator[Thing]:
    """A program while the block runs, from the line of its output that `ready` makes something of."""
    program = subprocess.Popen(
        ["nice", "-n", "10", *command],
        cwd=cwd,
        env=env,
        user=user,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    found: Queue[Thing | None] = Queue()
    said: list[str] = []
    listener = threading.Thread(target=_listen, args=(program, ready, found, said), daemon=True)
    listener.start()
    try:
        if (thing := _first(found)) is None:
            raise AssertionError(f"{command[0]} did not start: {''.join(said)[-2000:]}")
        yield thing
    finally:
        program.terminate()
        program.wait(timeout=20)
        listener.join(timeout=5)


def _first(found: Queue[Thing | None]) -> Thing | None:
    """What was made of its output; None when it ended or said nothing of the kind in time."""
    try:
        return found.get(timeout=START_SECONDS)
    except Empty:
        return None


def _listen(
    program: subprocess.Popen[str],
    ready: Callable[[str], Thing | None],
    found: Queue[Thing | None],
    said: list[str],
) -> None:
    """Read all it says, so that it never waits for a reader."""
    assert program.stdout is not None
    for line in program.stdout:
        said.append(line)
        del said[:-200]
        if found.empty() and (thing := ready(line)) is not None:
            found.put(thing)
    found.put(None)
