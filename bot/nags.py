"""One sweep: every window whose next rung has come. There is no job per ticket; the next instant stands on its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk import nagging
from bot.desk.context import Desk

MOST_ROUNDS = 50
"""Batches in one sweep, so that a desk that slept for a day leaves time for other work."""


def sweep(desk: Desk, now: Callable[[], datetime]) -> int:
    """Fire what has come, batch by batch. Returns how many tickets were looked at."""
    looked_at = 0
    for _ in range(MOST_ROUNDS):
        batch = nagging.sweep(desk, now())
        looked_at += batch
        if batch < nagging.AT_ONCE:
            break
    return looked_at
