"""The installed command as a real process, and what it answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60
STEP_SECONDS = 0.05


def variables(folder: Path, **more: str) -> dict[str, str]:
    """A bare environment, in which nothing of this machine's is set."""
    return {
        "PATH": os.environ["PATH"],  # noqa: TID251 - the shell's own
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "COLUMNS": "200",
        **more,
    }


def run(folder: Path, environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        check=False,
        cwd=folder,
        env=variables(folder, **environment),
        capture_output=True,
        text=True,
        timeout=120,
    )


@contextmanager
def started(folder: Path, environment: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on until it is stopped; what it says is in `said.txt`."""
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=folder,
            env=variables(folder, **environment),
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def answers(url: str) -> httpx.Response:
    """The first answer at an address; it may take a while to be there."""
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            return httpx.get(url, timeout=20)
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(STEP_SECONDS)
