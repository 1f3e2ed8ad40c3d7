"""Real parts of networks, installed and started by `make test-networks`; run only where `-m networks` asks for them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.desk_in_town import found, streets
from tests.networks.real.install import mastodon_mock, x_specification
from tests.networks.real.running import START_SECONDS
from tests.parts import free_port, skip_or_fail

__all__ = ["found", "streets"]

NO_SPECIFICATION = pytest.StashKey[bool]()
LEFT_OUT = (
    "LEFT OUT: every call to X against its official specification, which is not here. Download it from "
    "https://api.x.com/2/openapi.json, put its path into X_OPENAPI_SPEC, and run `make test-networks` again."
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "networks: needs a real part that `make test-networks` installs")
    config.addinivalue_line("markers", "x_specification: needs X's specification, which is not ours to ship")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave these out of `make test`: not skipped for want of a part, but part of another run.

    In their own run, the ones on X's specification are left out where it is not at hand.
    """
    if "networks" not in config.getoption("-m"):
        _leave_out("networks", config, items)
    elif x_specification() is None and _leave_out("x_specification", config, items):
        config.stash[NO_SPECIFICATION] = True


def _leave_out(marker: str, config: pytest.Config, items: list[pytest.Item]) -> int:
    left_out = [item for item in items if item.get_closest_marker(marker)]
    items[:] = [item for item in items if not item.get_closest_marker(marker)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    return len(left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash.get(NO_SPECIFICATION, False):
        terminalreporter.write_line(LEFT_OUT, yellow=True, bold=True)


@pytest.fixture(scope="session")
def mastodon_mock_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh mastodon_mock that keeps everything in memory."""
    if not mastodon_mock().exists():
        skip_or_fail("mastodon_mock is not installed; run `make test-networks`")
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [mastodon_mock(), "serve", "--in-memory", "--host", "127.0.0.1", "--port", str(port)]
    log = tmp_path_factory.mktemp("mastodon_mock") / "log"
    with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output) as server:
        try:
            _wait_for(f"{url}/api/v2/instance", log)
            yield url
        finally:
            server.terminate()


def _wait_for(url: str, log: Path) -> None:
    """Wait until somebody answers there: the one place where the suite sleeps, for another program to start."""
    for _ in range(START_SECONDS * 10):
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"mastodon_mock did not start: {log.read_text()[-2000:]}")
