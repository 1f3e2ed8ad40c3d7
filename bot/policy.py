"""The sections of desk.toml that rule time, and the pure policies the desk makes of them.

Without `[hours]` or `[[team]]` the desk works Monday to Friday from 9 to 17 in UTC, and `mentiondesk doctor` says
so. The alternative, round the clock, would wake people from the first night on; a deadline that waits for
Monday is seen and mended, a phone that rings at three o'clock is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.rules.acknowledgement import Acknowledgement
from bot.rules.claims import ClaimPolicy
from bot.rules.closing import ClosingRule, Opener
from bot.rules.hours import DAYS, Calendar, Shift, Team, problems, zone_named
from bot.rules.ladder import Ladder
from bot.rules.silence import SilencePolicy
from bot.rules.targets import TargetRule, WindowPolicy
from bot.rules.windows import Clock
from storage.words import Audience, Urgency

_CLOCK = r"(\d{1,2})(?::(\d\d))?"
_SHIFT = re.compile(rf"(?P<days>[a-z,-]+) {_CLOCK}-{_CLOCK}")
_MIDNIGHT = 24
_A_YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
"""Any will do to see whether hours hold as much time as a target asks for."""
WRONG_SHIFT = (
    '“{text}” is no shift. Write it like "mon-fri 09:00-17:00", "sat,sun 10:00-14:00" or "daily 00:00-24:00".'
)
WRONG_COUNTRY = "There is no calendar of public holidays for “{country}”. Use a code such as DE, with a subdivision such as BY."
TOO_LONG = "{minutes:,.0f} minutes are more than all working time of a year. Shorten it, or open more hours."
TWO_WAYS = "Hours are given twice. Use [hours] for one team, or a [[team]] for each of several."


class Section(BaseModel):
    """A part of the settings: frozen, and a key it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


OneOrMore = BeforeValidator(lambda given: (given,) if isinstance(given, str) else given)
"""A list of one may be written without its brackets."""
Words = Annotated[tuple[str, ...], OneOrMore]


class HoursSettings(Section):
    """`[hours]`: when the team is at work."""

    zone: str = Field(default="UTC", description='the team\'s time zone, such as "Europe/Berlin"')
    shifts: tuple[str, ...] = Field(
        default=("mon-fri 09:00-17:00",),
        description='a list of shifts such as "mon-fri 09:00-12:30"; "daily 00:00-24:00" is round the clock',
    )
    country: str = Field(
        default="", description="a two-letter country code, whose public holidays are days off"
    )
    subdivision: str = Field(
        default="", description='a part of the country with holidays of its own, such as "BY"'
    )
    closed_days: tuple[date, ...] = Field(default=(), description="a list of further days off: [2026-12-24]")


class TeamSettings(HoursSettings):
    """`[[team]]`: one of several teams; the one that is open takes over."""

    name: str = Field(description="the team's name, once each")
    members: tuple[str, ...] = Field(
        default=(), description="Slack user ids, names, e-mail addresses or @usergroups who keep these hours"
    )


class TargetSettings(Section):
    """`[[target]]`: how soon what fits its conditions must be answered and resolved."""

    name: str = Field(default="", description="what explanations call this rule")
    network: Words = Field(default=(), description="a list of networks; left out: all")
    audience: Annotated[tuple[Audience, ...], OneOrMore] = Field(
        default=(), description='"public", "private" or both'
    )
    urgency: Annotated[tuple[Urgency, ...], OneOrMore] = Field(
        default=(), description='"urgent", "normal", "low"'
    )
    language: Words = Field(default=(), description='language codes, such as "th"')
    brand: Words = Field(default=(), description="accounts of ours that were written to")
    vip: bool | None = Field(default=None, description="true for VIPs only, false for all others")
    first_response_minutes: float | None = Field(
        default=None, gt=0, description="minutes to the first answer"
    )
    next_response_minutes: float | None = Field(default=None, gt=0, description="minutes to each further one")
    resolution_minutes: float | None = Field(default=None, gt=0, description="minutes until it is resolved")
    clock: Clock = Field(default=Clock.WORKING, description='"working", or "wall" to count nights too')


class ClosingSettings(Section):
    """`[[closing]]`: a network's own closing time, where it differs from what the network publishes."""

    network: str = Field(description="the network")
    opener: Opener = Field(
        default=Opener.MESSAGE, description='"message" or "comment": what the customer did'
    )
    hours: float = Field(gt=0, description="for how many hours private answers are possible")
    human_agent_hours: float | None = Field(default=None, gt=0, description="hours with a human-agent mark")
    once: bool = Field(default=False, description="true where only one private answer is possible")


class WindowSettings(Section):
    """`[windows]`: limits beside the targets, in minutes; 0 switches a limit off."""

    outside_minutes: float = Field(default=720, ge=0, description="the limit for what arrives out of hours")
    wall_minutes: float = Field(default=1440, ge=0, description="the limit for everything, nights included")
    fair_chance_minutes: float = Field(
        default=120, ge=0, description="working minutes that a limit always leaves"
    )
    strict_limits: bool = Field(
        default=False, description="true to count limits on the wall clock, nights included"
    )
    approval_share: float = Field(
        default=0.5, gt=0, le=1, description="the approver's share of what is left of the window"
    )
    human_agent: bool = Field(
        default=False, description="true where our accounts may mark messages as written by a human agent"
    )
    vip_followers: int = Field(
        default=100_000, ge=0, description="from how many followers on somebody is a VIP; 0: never"
    )
    vips: tuple[str, ...] = Field(default=(), description="handles of customers who are VIPs in any case")


class NagSettings(Section):
    """`[nags]`: the ladder of reminders."""

    shares: tuple[float, ...] = Field(
        default=(0.5, 0.8, 1.0), description="the shares of a window at which it reminds, rising"
    )
    repeat_every: float = Field(default=1.0, gt=0, description="the further share after which it repeats")
    most: int = Field(default=5, ge=0, description="reminders for each window at most")
    per_person_per_hour: int = Field(
        default=6, ge=1, description="messages to one person an hour; the rest is one list"
    )


class ClaimSettings(Section):
    """`[claims]`: a claim without progress, in minutes of its owner's working time."""

    warn_minutes: float = Field(default=45, gt=0, description="when the owner is warned")
    lapse_minutes: float = Field(default=60, gt=0, description="when it goes back to the queue")
    extension_minutes: float = Field(default=60, ge=0, description="what the owner gains by one click")


class SilenceSettings(Section):
    """`[silence]`: when a source is unusually quiet."""

    least_expected: float = Field(
        default=10, gt=0, description="how many mentions must be missing for an alarm"
    )
    least_hours: float = Field(default=1, gt=0, description="how many quiet hours an alarm takes at least")
    quiet_factor: float = Field(
        default=2, ge=1, description="how many times its longest silence a slow source may be quiet"
    )


class AcknowledgementSettings(Section):
    """`[[acknowledgement]]`: what customers read at once when they write out of hours. None by default."""

    network: str = Field(default="", description="for which network; left out: all")
    language: str = Field(default="", description="for which language; left out: all")
    text: str = Field(min_length=1, description="the text; {hours} and {answer_by} stand for what they say")


class TimeSettings(Section):
    """The sections of desk.toml that rule time."""

    hours: HoursSettings = HoursSettings()
    team: tuple[TeamSettings, ...] = ()
    target: tuple[TargetSettings, ...] = ()
    closing: tuple[ClosingSettings, ...] = ()
    windows: WindowSettings = WindowSettings()
    nags: NagSettings = NagSettings()
    claims: ClaimSettings = ClaimSettings()
    silence: SilenceSettings = SilenceSettings()
    acknowledgement: tuple[AcknowledgementSettings, ...] = ()


@dataclass(frozen=True)
class PublicHolidays:
    """The public holidays of a country, worked out year by year when they are first asked for."""

    country: str
    subdivision: str = ""

    def __contains__(self, day: object) -> bool:
        """Whether a day is a holiday."""
        return isinstance(day, date) and day in _holidays(self.country, self.subdivision, day.year)


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    import holidays  # slow to import, and only some desks name a country

    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


@dataclass(frozen=True)
class TimePolicy:
    """Everything that rules time at this desk, ready to be asked. `teams` are the calendars of single teams."""

    windows: WindowPolicy
    claims: ClaimPolicy
    silence: SilencePolicy
    teams: dict[str, Calendar]
    acknowledgements: tuple[Acknowledgement, ...]

    @property
    def calendar(self) -> Calendar:
        """When anybody is at work."""
        return self.windows.calendar

    def calendar_of(self, team: str) -> Calendar:
        """The hours of one team; the whole desk's where the name is unknown or empty."""
        return self.teams.get(team, self.calendar)


def time_policy(settings: TimeSettings) -> TimePolicy:
    """The policy that settings without mistakes make."""
    teams = teams_of(settings)
    limits, nags = settings.windows, settings.nags
    windows = WindowPolicy(
        calendar=Calendar(teams),
        targets=tuple(TargetRule(**dict(target)) for target in settings.target),
        outside_minutes=limits.outside_minutes or None,
        wall_minutes=limits.wall_minutes or None,
        fair_chance_minutes=limits.fair_chance_minutes,
        strict_limits=limits.strict_limits,
        approval_share=limits.approval_share,
        ladder=Ladder(**dict(nags)),
        closings=tuple(ClosingRule(**dict(closing)) for closing in settings.closing),
    )
    return TimePolicy(
        windows=windows,
        claims=ClaimPolicy(**dict(settings.claims)),
        silence=SilencePolicy(**dict(settings.silence)),
        teams={team.name: Calendar((team,)) for team in teams},
        acknowledgements=tuple(Acknowledgement(**dict(row)) for row in settings.acknowledgement),
    )


def teams_of(settings: TimeSettings) -> tuple[Team, ...]:
    """The teams as the rules know them. Raises ValueError with a sentence for a shift or country that is none."""
    if settings.team:
        return tuple(_team(team, team.name) for team in settings.team)
    return (_team(settings.hours, "team"),)


def in_zone(settings: TimeSettings, zone: str) -> TimeSettings:
    """The same settings with the hours of the one default team in another zone."""
    return settings.model_copy(update={"hours": settings.hours.model_copy(update={"zone": zone})})


def _team(hours: HoursSettings, name: str) -> Team:
    shifts = tuple(shift for text in hours.shifts for shift in _shifts(text))
    off = PublicHolidays(hours.country.upper(), hours.subdivision) if hours.country else frozenset[date]()
    return Team(name, hours.zone, shifts, off, frozenset(hours.closed_days))


def _shifts(text: str) -> Iterator[Shift]:
    found = _SHIFT.fullmatch(text.strip().lower())
    days = tuple(_days(found["days"])) if found else ()
    if found is None or not days:
        raise ValueError(WRONG_SHIFT.format(text=text))
    start, start_minute, end, end_minute = (int(part or 0) for part in found.groups()[1:])
    try:
        yield Shift(days, time(start, start_minute), _end(end, end_minute))
    except ValueError as error:
        raise ValueError(WRONG_SHIFT.format(text=text)) from error


def _end(hour: int, minute: int) -> time:
    """24:00 is the midnight that ends the day."""
    return time(0) if (hour, minute) == (_MIDNIGHT, 0) else time(hour, minute)


def _days(words: str) -> Iterator[str]:
    """The days of "mon-fri", "sat,sun", "fri-mon" or "daily"; none where a word is no day."""
    for word in words.replace("daily", "mon-sun").split(","):
        first, _, last = word.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            return
        start = DAYS.index(first)
        yield from (DAYS[(start + n) % 7] for n in range((DAYS.index(last or first) - start) % 7 + 1))


def mistakes_of_time(settings: TimeSettings) -> list[tuple[str, str]]:
    """What is wrong beyond single values: the setting's name and a sentence with its cure each."""
    found = [("hours", TWO_WAYS)] if settings.team and "hours" in settings.model_fields_set else []
    sections: Sequence[tuple[str, HoursSettings]] = [
        ("hours", settings.hours),
        *((f"team[{at}]", team) for at, team in enumerate(settings.team)),
    ]
    sound = True
    for name, section in sections:
        for sentence in _mistakes_of_hours(section):
            found.append((name, sentence))
            sound = False
    if not sound:
        found += [(name, sentence) for name, section in sections for sentence in _mistake_of_zone(section)]
    if sound:
        unfit = problems(teams_of(settings))
        found += [("hours", sentence) for sentence in unfit]
        found += [] if unfit else _too_long(settings)
    return found + [(name, str(error)) for name, error in _refused_by_rules(settings)]


def _too_long(settings: TimeSettings) -> Iterator[tuple[str, str]]:
    """Targets that could never be reached."""
    year = Calendar(teams_of(settings)).working_seconds(*_A_YEAR) / 60
    for at, target in enumerate(settings.target):
        given = (target.first_response_minutes, target.next_response_minutes, target.resolution_minutes)
        longest = max((minutes or 0 for minutes in given), default=0)
        if longest > year:
            yield f"target[{at}]", TOO_LONG.format(minutes=longest)


def _mistakes_of_hours(hours: HoursSettings) -> Iterator[str]:
    for text in hours.shifts:
        try:
            list(_shifts(text))
        except ValueError as error:
            yield str(error)
    if hours.country:
        try:
            _holidays(hours.country.upper(), hours.subdivision, date.min.year + 2025)
        except (NotImplementedError, ValueError, AttributeError):
            yield WRONG_COUNTRY.format(country=f"{hours.country} {hours.subdivision}".strip())


def _mistake_of_zone(hours: HoursSettings) -> Iterator[str]:
    try:
        zone_named(hours.zone)
    except ValueError as error:
        yield str(error)


def _refused_by_rules(settings: TimeSettings) -> Iterator[tuple[str, ValueError]]:
    """What the rules themselves refuse: a ladder that falls, a claim that lapses before it is warned."""
    for name, rule, section in (("nags", Ladder, settings.nags), ("claims", ClaimPolicy, settings.claims)):
        try:
            rule(**dict(section))
        except ValueError as error:
            yield name, error
