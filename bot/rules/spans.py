"""Instants and spans of time in words, the same on every machine (the system's locale is not asked)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def span(seconds: float) -> str:
    """A length of time: "45 s", "12 min", "1 h 30 min", "2 d 3 h". Rounded down; a sign is dropped.

    Seconds are shown below one minute only, minutes only below one day.
    """
    whole = int(abs(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    if whole < _DAY:
        return _two(whole // _HOUR, "h", whole % _HOUR // _MINUTE, "min")
    return _two(whole // _DAY, "d", whole % _DAY // _HOUR, "h")


def working_span(seconds: float) -> str:
    """Like `span`, but hours are never gathered into days: a working day is not 24 hours long."""
    whole = int(abs(seconds))
    if whole < _HOUR:
        return span(whole)
    return _two(whole // _HOUR, "h", whole % _HOUR // _MINUTE, "min")


def _two(big: int, big_unit: str, small: int, small_unit: str) -> str:
    return f"{big} {big_unit} {small} {small_unit}" if small else f"{big} {big_unit}"


def stamp(at: datetime, zone: ZoneInfo) -> str:
    """An instant on a wall clock: "Fri 27 Mar 2026 16:45", with seconds where there are any."""
    local = at.astimezone(zone)
    seconds = f":{local.second:02}" if local.second else ""
    date = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{date} {local.hour:02}:{local.minute:02}{seconds}"
