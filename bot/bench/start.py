"""Start and memory: the desk serving, beside a process that only imports its biggest libraries."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import Progress

from bot.bench import ROUNDS, Figure, at_most
from bot.bench.clicks import click_of, timed
from bot.bench.serving import desk_environment, free_port, local_slack, process
from bot.bench.stores import AGENT

IMPORTS = "import slack_bolt, sqlmodel, apscheduler"
WITH_LANGUAGES = f"{IMPORTS}; from bot import language; language.detect('Where is my order?')"
WAITS = "; import sys; print(flush=True); sys.stdin.read()"
CLICKS = 100


def bench(progress: Progress) -> Iterator[Figure]:
    """Start and memory, in turn with the bare process."""
    starts: list[float] = []
    imports: list[float] = []
    memory: list[float] = []
    bare: list[float] = []
    for _ in progress.track(range(ROUNDS), description="Start and memory"):
        imports.append(_import_seconds())
        seconds, megabytes = _desk()
        starts.append(seconds)
        memory.append(megabytes)
        bare.append(_bare_megabytes())
    yield at_most(
        "cold start to ready, beside importing slack_bolt, sqlmodel, apscheduler", "s", starts, imports, 3
    )
    yield at_most(
        "memory while serving, beside those imports and the language detector", "MiB", memory, bare, 1.5
    )


def _import_seconds() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)  # noqa: S603 - our own words
    return time.perf_counter() - start


def _desk() -> tuple[float, float]:
    """Seconds until the desk is ready on a store it knows, and its memory after it served."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mentiondesk-bench-")))
        port = free_port()
        environ = desk_environment(folder, port, local_slack(stack, port))
        run = ["-m", "bot", "run"]
        with process(run, port, environ):
            pass
        start = time.perf_counter()
        with process(run, port, environ) as pid:
            ready = time.perf_counter() - start
            timed(port, [click_of(AGENT, 1) for _ in range(CLICKS)], at_once=4)
            return ready, _megabytes(pid)


def _bare_megabytes() -> float:
    command = [sys.executable, "-c", WITH_LANGUAGES + WAITS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603 - our own words
        if child.stdout is not None:
            child.stdout.readline()
        return _megabytes(child.pid)


def _megabytes(pid: int) -> float:
    """Resident memory as the system counts it: `ps` knows it on every Unix."""
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], check=True, capture_output=True)  # noqa: S603, S607 - ps is on every Unix
    return int(answer.stdout) / 1024
