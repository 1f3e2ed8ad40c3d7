"""How often a method may be called. https://docs.slack.dev/apis/web-api/rate-limits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.workspace.errors import RateLimitedError


@dataclass
class _Bucket:
    level: float
    at: datetime


class Rates:
    """Token buckets by key: `burst` calls at once, then `per_minute` a minute."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str, per_minute: float, burst: float) -> None:
        """Count one call; raises `RateLimitedError` with the whole seconds to wait."""
        now, rate = self._now(), per_minute / 60
        bucket = self._buckets.setdefault(key, _Bucket(burst, now))
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.level, bucket.at = min(burst, bucket.level + passed * rate), now
        if bucket.level < 1:
            raise RateLimitedError(max(1, math.ceil((1 - bucket.level) / rate)))
        bucket.level -= 1
