"""`mentiondesk windows due`: when the windows of a made-up mention would end, and when they would nag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.rules.closing import Opener, closing_rule, closing_window
from bot.rules.hours import zone_named
from bot.rules.ladder import Rung, deliver_at, rungs
from bot.rules.targets import Situation, WindowPolicy, approval_window, response_window
from bot.rules.timeline import local_instant, moment
from bot.rules.windows import Pause, Window, WindowName, explain


@dataclass(frozen=True)
class DueCase:
    """A mention to try a policy on. `opened` without an offset is a wall clock in `zone`."""

    opened: datetime
    zone: str = "UTC"
    """IANA name; local times in the report are shown in it."""
    situation: Situation = field(default_factory=Situation)
    pauses: tuple[Pause, ...] = ()

    @property
    def opened_at(self) -> datetime:
        """The instant it opens, in UTC."""
        if self.opened.tzinfo is not None:
            return self.opened.astimezone(UTC)
        wall = self.opened.replace(microsecond=0, fold=0)
        return moment(
            local_instant(wall.date(), wall.time(), zone_named(self.zone), last=self.opened.fold == 1)
        )


def due_report(case: DueCase, policy: WindowPolicy) -> list[dict[str, object]]:
    """One JSON-ready dict per window, in the order in which they would end for a fresh mention.

    Keys: name, opened_utc, due_utc and due_local (ISO 8601, None while paused without an end),
    working_seconds, wall_seconds, nags (a list of {number, share, to, at_utc, at_local, delivered_utc, delivered_local}), explanation.
    Raises ValueError with a sentence for a zone or a time that cannot be counted from.
    """
    zone = zone_named(case.zone)
    return [_line(window, policy, zone) for window in _windows(case, policy)]


def _windows(case: DueCase, policy: WindowPolicy) -> Iterator[Window]:
    """First and next response, resolution, an approval asked for at once, and the network's closing time."""
    opened_at = case.opened_at

    def response(name: WindowName) -> Window:
        return response_window(policy, name, case.situation, opened_at, pauses=case.pauses)

    first = response(WindowName.FIRST_RESPONSE)
    yield first
    yield response(WindowName.NEXT_RESPONSE)
    yield response(WindowName.RESOLUTION)
    yield approval_window(policy, first, opened_at)
    opener = Opener.MESSAGE if case.situation.audience == "private" else Opener.COMMENT
    if rule := closing_rule(case.situation.network, opener, policy.closings):
        yield closing_window(rule, opened_at, policy.calendar)


def _line(window: Window, policy: WindowPolicy, zone: ZoneInfo) -> dict[str, object]:
    return {
        "name": window.name.value,
        "opened_utc": _iso(window.opened_at),
        "due_utc": _iso(window.due_at),
        "due_local": _iso(window.due_at, zone),
        "working_seconds": window.working_seconds,
        "wall_seconds": window.wall_seconds,
        "nags": [_nag(rung, window, zone) for rung in rungs(window, policy.ladder)],
        "explanation": explain(window, zone),
    }


def _nag(rung: Rung, window: Window, zone: ZoneInfo) -> dict[str, object]:
    """A rung; `delivered` is its instant unless it falls while the desk is closed (urgent ones do not wait)."""
    delivered = deliver_at(rung.at, window.hours, urgent=window.urgent)
    return {
        "number": rung.number,
        "share": rung.share,
        "to": rung.to.value,
        "at_utc": _iso(rung.at),
        "at_local": _iso(rung.at, zone),
        "delivered_utc": _iso(delivered),
        "delivered_local": _iso(delivered, zone),
    }


def _iso(at: datetime | None, zone: ZoneInfo | None = None) -> str | None:
    return None if at is None else at.astimezone(zone or UTC).isoformat()
