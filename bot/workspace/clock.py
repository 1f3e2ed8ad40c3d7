"""The town's clock: real time, until somebody pauses it, runs it sixty times as fast, or jumps ahead.

`GET /_workspace/clock` tells it; the desk of the demo reads its time here and says when its next reminder comes, so
that the page can jump to five minutes before. What protects Slack's own rules (signatures, triggers) stays real.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from json import JSONDecodeError

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

FASTEST = 3600.0
BEFORE = timedelta(minutes=5)
WRONG = 'Send {"rate": 0} to pause, {"rate": 60} to run, {"jump": seconds}, {"jump": "next"}, or {"next": time or null}.'


@dataclass
class TownClock:
    """Call it for the town's time. It never goes back."""

    real: Callable[[], datetime]
    rate: float = 1.0
    next: datetime | None = None
    """When the desk's next reminder comes, as the desk last said."""
    _shown: datetime = field(init=False)
    _since: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._shown = self._since = self.real()

    def __call__(self) -> datetime:
        """The time in town."""
        return self._shown + (self.real() - self._since) * self.rate

    def run(self, rate: float) -> None:
        """Go on at another rate: 0 stands still, 1 is real time."""
        self._shown, self._since, self.rate = self(), self.real(), min(max(rate, 0.0), FASTEST)

    def jump(self, by: timedelta) -> None:
        """Go ahead at once."""
        self._shown += max(by, timedelta(0))

    def jump_before_next(self) -> None:
        """To five minutes before the next reminder, if it is further away than that."""
        if self.next is not None:
            self.jump(self.next - BEFORE - self())

    def told(self) -> dict[str, object]:
        """What the page and the desk read."""
        next_at = self.next.isoformat() if self.next else None
        return {"ok": True, "now": self().isoformat(), "rate": self.rate, "next": next_at}


async def serve_clock(request: Request, clock: Callable[[], datetime]) -> Response:
    """`GET` tells the clock, `POST` moves it. A clock that is none of ours (a test's) only tells its time."""
    if not isinstance(clock, TownClock):
        return JSONResponse(
            {"ok": True, "now": clock().isoformat(), "rate": 1.0, "next": None, "fixed": True}
        )
    if request.method == "POST":
        try:
            _move(clock, await request.json())
        except (JSONDecodeError, ValueError, TypeError, AttributeError):
            return JSONResponse({"ok": False, "error": WRONG}, 400)
    return JSONResponse(clock.told())


def _move(clock: TownClock, wish: dict[str, object]) -> None:
    if "rate" in wish:
        clock.run(float(str(wish["rate"])))
    if wish.get("jump") == "next":
        clock.jump_before_next()
    elif "jump" in wish:
        clock.jump(timedelta(seconds=float(str(wish["jump"]))))
    if "next" in wish:
        clock.next = datetime.fromisoformat(str(wish["next"])) if wish["next"] else None
