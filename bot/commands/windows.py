"""`mentiondesk windows due`: try a policy on made-up mentions before it rules anyone's day."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, ValidationError

from bot.commands import errors
from bot.networks import NETWORKS
from bot.policy import Section, TimePolicy, in_zone, teams_of, time_policy
from bot.rules.closing import CLOSING_RULES
from bot.rules.due import DueCase, due_report
from bot.rules.hours import zone_named
from bot.rules.targets import Situation
from bot.rules.windows import Pause, PauseKind
from bot.settings import Settings
from storage.words import Audience, Urgency

NO_TIME = "Give --opened with a date and a time, such as --opened 2026-03-27T16:45, or cases with --jsonl."
WRONG_TIME = "is no time. Write it like 2026-03-27T16:45, or with its offset: 2026-03-27T16:45+01:00"
NO_OFFSET = "has no offset, so it names no instant. Write it like 2026-03-27T16:45+01:00 or 2026-03-27T15:45Z"
UNKNOWN_NETWORK = (
    "No rule speaks of a network “{network}”, so only what holds for all networks is shown. Known: {known}."
)
NO_ZONE = "desk.toml names no zone for [hours], so they are taken in {zone} here; a running desk takes UTC."
WRONG_LINE = "Line {number}: {problem}"


class PauseCase(Section):
    """A stretch in which the clock stands still."""

    kind: PauseKind = PauseKind.SNOOZED
    start: AwareDatetime
    end: AwareDatetime | None = None


class About(Section):
    """What the targets are chosen by."""

    network: str = ""
    audience: Audience = Audience.PUBLIC
    urgency: Urgency = Urgency.NORMAL
    language: str = ""
    brand: str = ""
    vip: bool = False


class DueLine(About):
    """One case of `windows due --jsonl`. `opened` without an offset is a wall clock in `zone`; "" is the desk's own."""

    opened: datetime
    zone: str = ""
    pauses: tuple[PauseCase, ...] = ()


def due(settings: Settings, case: Mapping[str, Any]) -> int:
    """Print each window of one made-up mention as a JSON line; 2 where the case makes no sense."""
    if not case["opened"]:
        errors.print(NO_TIME, markup=False)
        return 2
    try:
        _Trial(settings).show(DueLine.model_validate(case), {})
    except ValueError as error:
        errors.print(sentence(error), markup=False)
        return 2
    return 0


def due_lines(settings: Settings) -> int:
    """The same for cases from standard input, one JSON object a line; 1 where a line was not understood."""
    trial, wrong = _Trial(settings), 0
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            trial.show(DueLine.model_validate_json(line), {"case": number})
        except ValueError as error:
            errors.print(WRONG_LINE.format(number=number, problem=sentence(error)), markup=False)
            wrong += 1
    return 1 if wrong else 0


@dataclass
class _Trial:
    """One run of the command: a policy for each zone that was asked about, and each remark once."""

    settings: Settings
    _policies: dict[str, TimePolicy] = field(default_factory=dict)
    _remarked: set[str] = field(default_factory=set)

    def show(self, line: DueLine, head: Mapping[str, Any]) -> None:
        """Print the windows of one case."""
        zone = line.zone or teams_of(self.settings)[0].zone
        zone_named(zone)
        self._remark_on_network(line.network)
        case = DueCase(line.opened, zone, situation(line), paused(line.pauses))
        for window in due_report(case, self._policy_in(zone).windows):
            print(json.dumps({**head, **window}, ensure_ascii=False))  # noqa: T201 - the command's output

    def _policy_in(self, zone: str) -> TimePolicy:
        """The desk's policy. Where desk.toml names no zone, its hours are taken in the one that was asked about."""
        if zone not in self._policies:
            chosen = self.settings.team or "zone" in self.settings.hours.model_fields_set
            if not chosen and self.settings.hours.model_fields_set:
                self._remark(NO_ZONE.format(zone=zone))
            self._policies[zone] = time_policy(self.settings if chosen else in_zone(self.settings, zone))
        return self._policies[zone]

    def _remark_on_network(self, network: str) -> None:
        known = _networks(self.settings)
        if network and network not in known:
            self._remark(UNKNOWN_NETWORK.format(network=network, known=", ".join(sorted(known))))

    def _remark(self, text: str) -> None:
        if text not in self._remarked:
            self._remarked.add(text)
            errors.print(text, markup=False)


def _networks(settings: Settings) -> set[str]:
    """Every network that a connector, a source, a target or a closing time speaks of."""
    found = set(NETWORKS) | {rule.network for rule in CLOSING_RULES}
    found |= {closing.network for closing in settings.closing}
    found |= {source.network for source in settings.sources if source.network}
    return found.union(*(target.network for target in settings.target))


def situation(line: About) -> Situation:
    """What the rules choose a target by."""
    return Situation(**{name: getattr(line, name) for name in About.model_fields})


def paused(given: Iterable[PauseCase]) -> tuple[Pause, ...]:
    """The pauses as the rules know them."""
    return tuple(Pause(one.kind, one.start, one.end) for one in given)


def sentence(error: ValueError) -> str:
    """What is wrong with a case, in one line."""
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(_said(dict(one)) for one in error.errors(include_url=False))


def _said(mistake: dict[str, Any]) -> str:
    where = ".".join(map(str, mistake["loc"])) or "the line"
    if mistake["type"] == "timezone_aware":
        return f"{where}: “{mistake['input']}” {NO_OFFSET}"
    if where == "opened" and mistake["type"] != "missing":
        return f"opened: “{mistake['input']}” {WRONG_TIME}"
    return f"{where}: {mistake['msg'][0].lower()}{mistake['msg'][1:]}"
