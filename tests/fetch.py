"""Get what the suite needs and pip does not bring: the Slack emulator and a browser. `make test` runs it first.

Whatever cannot be had is said aloud; the tests that need it are then skipped, or fail in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import parts

EMULATE = Path(__file__).parent / "emulate"
NPM_SECONDS = 180
BROWSER_SECONDS = 180
APT_SECONDS = 600


def fetch_emulate() -> None:
    """Install the emulator exactly as its lock file says."""
    node = parts.node()
    if parts.emulate() or node is None:
        return
    folder = parts.CACHE / "emulate"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(EMULATE / name, folder)
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _attempt([str(node), str(npm), "ci", *options], NPM_SECONDS, folder)


def fetch_browser() -> None:
    """Take Playwright's own browser where there is none, else Debian's where it may be installed."""
    if parts.chromium() is None:
        _attempt([sys.executable, "-m", "playwright", "install", "chromium"], BROWSER_SECONDS)
        parts.chromium.cache_clear()
    if parts.chromium() is None and shutil.which("apt-get") and os.geteuid() == 0:
        _attempt(["apt-get", "update", "-qq"], APT_SECONDS)
        _attempt(["apt-get", "install", "-qq", "--no-install-recommends", "chromium"], APT_SECONDS)
        parts.chromium.cache_clear()


def _attempt(command: list[str], seconds: float, folder: Path | None = None) -> None:
    """Run a step that may fail: what is there afterwards counts."""
    print("Fetching:", " ".join(Path(part).name for part in command), flush=True)
    try:
        subprocess.run(command, cwd=folder, timeout=seconds, check=True, stdin=subprocess.DEVNULL)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"  that did not work: {error}", flush=True)


def main() -> None:
    fetch_emulate()
    fetch_browser()
    for name, part in {
        "Node": parts.node(),
        "emulate": parts.emulate(),
        "a browser": parts.chromium(),
    }.items():
        if part is None:
            print(f"MISSING: {name}. The tests that need it cannot run.", flush=True)


if __name__ == "__main__":
    main()
