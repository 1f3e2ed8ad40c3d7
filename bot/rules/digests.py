"""When a digest is due: every day, or once a week, at a local hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.hours import DAYS
from bot.rules.timeline import local_instant, moment

LATE = timedelta(hours=6)
"""A digest that could not be made in time is left out after so long: the next one is near."""


def latest(hour: int, zone: ZoneInfo, now: datetime, *, day: str = "") -> datetime | None:
    """The last instant at which the digest was due; None where that is too long ago. `day` as in `DAYS`; "": daily."""
    today = now.astimezone(zone).date()
    for back in range(8):
        candidate = today - timedelta(days=back)
        at = _instant(candidate, hour, zone)
        if at <= now and (not day or DAYS[candidate.weekday()] == day):
            return at if now - at < LATE else None
    return None


def begin(at: datetime, zone: ZoneInfo, days: int) -> datetime:
    """When the period of a digest begins: so many days before, at the same hour of the local clock."""
    local = at.astimezone(zone)
    return _instant(local.date() - timedelta(days=days), local.hour, zone)


def _instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return moment(local_instant(day, time(hour), zone, last=False))
