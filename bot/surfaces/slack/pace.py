"""How fast Slack lets us speak, kept before Slack has to say so. Pure: every moment is an argument.

Each method has a rate and a burst such that no minute ever holds more than Slack allows: burst + per minute ≤ tier
(https://docs.slack.dev/apis/web-api/rate-limits). Posting has its own rule, about one a second in a channel.
Not thread-safe: whoever shares a `Pace` between threads holds a lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

NO_WAIT = timedelta(0)


@dataclass(frozen=True)
class Rate:
    """So many calls a minute, `burst` of them at once, in all or for each channel."""

    per_minute: int
    burst: int
    each_channel: bool = False

    @property
    def step(self) -> timedelta:
        """The time one call uses up."""
        return timedelta(minutes=1) / self.per_minute


TIER_2 = Rate(per_minute=15, burst=5)
TIER_3 = Rate(per_minute=40, burst=10)
TIER_4 = Rate(per_minute=80, burst=20)

RATES = {
    "chat.postMessage": Rate(per_minute=60, burst=1, each_channel=True),
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.list": TIER_2,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "usergroups.list": TIER_2,
    "usergroups.users.list": TIER_2,
    "users.list": TIER_2,
    "views.publish": TIER_4,
}
"""https://docs.slack.dev/reference/methods, each method's own page. A method that is not here is not paced."""


class Pace:
    """What was used of each rate. In memory only: a start begins fresh, and Slack's 429 corrects it."""

    def __init__(self) -> None:
        self._free_at: dict[tuple[str, str], datetime] = {}
        self._paused_until: dict[str, datetime] = {}

    def wait_for(self, method: str, channel: str, now: datetime) -> timedelta:
        """How long to wait before this call; zero when it may go out now."""
        paused = self._paused_until.get(method, now) - now
        rate = RATES.get(method)
        if rate is None:
            return max(NO_WAIT, paused)
        full = self._free_at.get(_key(method, channel, rate), now) - now
        return max(NO_WAIT, paused, full - rate.step * (rate.burst - 1))

    def used(self, method: str, channel: str, now: datetime) -> None:
        """Count a call that was made, whatever came of it."""
        rate = RATES.get(method)
        if rate is not None:
            key = _key(method, channel, rate)
            self._free_at[key] = max(now, self._free_at.get(key, now)) + rate.step

    def pause(self, method: str, until: datetime) -> None:
        """Slack said `Retry-After`: no call of this method before `until`, in any channel."""
        self._paused_until[method] = max(until, self._paused_until.get(method, until))


def _key(method: str, channel: str, rate: Rate) -> tuple[str, str]:
    return method, channel if rate.each_channel else ""
