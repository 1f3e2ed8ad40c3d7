"""The automatic word to a customer who writes while nobody is at work: which text, and whether at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.hours import DAYS, Calendar, Shift, Team

_RUN = 3
"""So many days in a row are written as first-last."""


@dataclass(frozen=True)
class Acknowledgement:
    """One `[[acknowledgement]]` of desk.toml. "" fits every network or language."""

    network: str = ""
    language: str = ""
    text: str = ""
    """`{hours}` and `{answer_by}` are replaced by the team's hours and the expected time of an answer."""

    def fits(self, network: str, language: str) -> bool:
        """Whether it is meant for this network and language."""
        return self.network in ("", network) and self.language in ("", language)


def chosen(rows: Iterable[Acknowledgement], network: str, language: str) -> Acknowledgement | None:
    """The most specific text that fits, the network counting before the language; among equals the first."""
    fitting = [row for row in rows if row.fits(network, language)]
    return max(fitting, key=lambda row: (bool(row.network), bool(row.language)), default=None)


def wanted(
    *, open_now: bool, spam: bool, needs_reply: bool, last_at: datetime | None, now: datetime, zone: ZoneInfo
) -> bool:
    """Whether a customer should get one now: out of hours, at most one a day of the team, and never to spam."""
    if open_now or spam or not needs_reply:
        return False
    return last_at is None or last_at.astimezone(zone).date() < now.astimezone(zone).date()


def filled(row: Acknowledgement, calendar: Calendar, answer_by: datetime | None) -> str:
    """The text with its places filled. Dates are ISO 8601, which reads alike in every language."""
    zone = ZoneInfo(calendar.teams[0].zone)
    when = f"{answer_by.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})" if answer_by else ""
    return row.text.replace("{hours}", hours_in_words(calendar)).replace("{answer_by}", when).strip()


def hours_in_words(calendar: Calendar) -> str:
    """The hours of every team: "Mon-Fri 09:00-17:00 (Europe/Berlin)"."""
    return "; ".join(_team_hours(team) for team in calendar.teams)


def _team_hours(team: Team) -> str:
    return f"{', '.join(map(_shift_hours, team.shifts))} ({team.zone})"


def _shift_hours(shift: Shift) -> str:
    end = "24:00" if f"{shift.end:%H:%M}" == "00:00" else f"{shift.end:%H:%M}"
    return f"{_days(shift.days)} {shift.start:%H:%M}-{end}"


def _days(days: tuple[str, ...]) -> str:
    at = [DAYS.index(day) for day in days]
    if len(at) >= _RUN and at == list(range(at[0], at[0] + len(at))):
        return f"{DAYS[at[0]].capitalize()}-{DAYS[at[-1]].capitalize()}"
    return ", ".join(day.capitalize() for day in days)
