"""Kills a process at a chosen statement of the sending path, as by `kill -9`: nothing is caught, flushed or finished.

The statements are not chosen by hand: a first run writes down every line of these files that a story executes.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[3]
SENDING_PATH = tuple(
    str(ROOT / name)
    for name in (
        "bot/courier/replies.py",
        "bot/desk/delivery.py",
        "bot/desk/outgoing.py",
        "bot/desk/sending.py",
        "bot/desk/approving.py",
        "bot/desk/requests.py",
        "bot/desk/settling.py",
        "bot/networks/rehearsal.py",
        "bot/networks/http.py",
        "storage/brakes.py",
        "storage/db.py",
        "storage/outbox.py",
        "storage/replies.py",
    )
)
Statement = tuple[str, int]


def told(story: Callable[[], None]) -> list[Statement]:
    """Every statement of the sending path that a story executes, in the order of its first time."""
    seen: dict[Statement, None] = {}
    _trace(story, seen.setdefault)
    return list(seen)


def killed_at(statement: Statement, story: Callable[[], None]) -> None:
    """Tell the story until just before this statement, then die."""

    def die(reached: Statement) -> None:
        if reached == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    _trace(story, die)


def _trace(story: Callable[[], None], at_each: Callable[[Statement], Any]) -> None:
    def line(frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            at_each((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, _event: str, _argument: Any) -> Any:
        return line if frame.f_code.co_filename in SENDING_PATH else None

    sys.settrace(call)
    try:
        story()
    finally:
        sys.settrace(None)
