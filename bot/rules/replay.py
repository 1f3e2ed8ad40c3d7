"""What would have been missed and nagged: past tickets under another policy, for `mentiondesk windows simulate`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.rules.ladder import deliver_at, rungs
from bot.rules.targets import Situation, WindowPolicy, response_window
from bot.rules.windows import Pause, Window, WindowName


@dataclass(frozen=True)
class Case:
    """One ticket's past. `heard` are the customer's words after the first, `answered` ours; aware, in any order."""

    opened_at: datetime
    situation: Situation = field(default_factory=Situation)
    heard: tuple[datetime, ...] = ()
    answered: tuple[datetime, ...] = ()
    resolved_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """One window of one case: missed or not, and how many reminders came before it was met."""

    name: WindowName
    opened_at: datetime
    due_at: datetime | None
    missed: bool
    nags: int


def replay(case: Case, policy: WindowPolicy, now: datetime) -> list[Outcome]:
    """Every response and resolution window of a case, as the policy would have set it. What is open counts until `now`."""
    return [_outcome(window, policy, now) for window in _windows(case, policy)]


def _windows(case: Case, policy: WindowPolicy) -> Iterator[Window]:
    answered = sorted(case.answered)

    def window(name: WindowName, opened_at: datetime, met_at: datetime | None) -> Window:
        return response_window(policy, name, case.situation, opened_at, pauses=case.pauses, met_at=met_at)

    first = next(iter(answered), case.resolved_at)
    yield window(WindowName.FIRST_RESPONSE, case.opened_at, first)
    for opened_at, met_at in _rounds(case, answered):
        yield window(WindowName.NEXT_RESPONSE, opened_at, met_at)
    yield window(WindowName.RESOLUTION, case.opened_at, case.resolved_at)


def _rounds(case: Case, answered: list[datetime]) -> Iterator[tuple[datetime, datetime | None]]:
    """Each time the customer wrote after an answer, and when we answered that."""
    last: datetime | None = None
    for heard in sorted(case.heard):
        before = [at for at in answered if at < heard]
        if not before or before[-1] == last:
            continue
        last = before[-1]
        yield heard, next((at for at in answered if at >= heard), case.resolved_at)


def _outcome(window: Window, policy: WindowPolicy, now: datetime) -> Outcome:
    end = window.met_at or now
    missed = window.due_at is not None and end > window.due_at
    still_open = replace(window, met_at=None)
    falls = (
        deliver_at(rung.at, window.hours, urgent=window.urgent) for rung in rungs(still_open, policy.ladder)
    )
    return Outcome(window.name, window.opened_at, window.due_at, missed, sum(at < end for at in falls))
