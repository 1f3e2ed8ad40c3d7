"""`mentiondesk bench networks` finds the real network of a checkout, from wherever it is started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOOKS = "import bot.bench.bluesky as bench; raise SystemExit(0 if bench._rig_is_here() else 'not here')"


def test_an_installed_command_finds_the_network_of_its_checkout(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", LOOKS], cwd=tmp_path, check=True)
