"""`mentiondesk windows due` and `mentiondesk windows simulate`: try a policy before it rules anyone's day."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, ValidationError
from rich.console import Console
from rich.table import Table

from bot.assembly import build_desk, open_store, wall_clock
from bot.commands import errors
from bot.desk import deadlines
from bot.desk.context import Desk
from bot.policy import Section, TargetSettings, TimePolicy, in_zone, time_policy
from bot.rules.due import DueCase, due_report
from bot.rules.hours import zone_named
from bot.rules.replay import Case, Outcome, replay
from bot.rules.targets import Situation
from bot.rules.windows import LABELS, Pause, PauseKind, WindowName
from bot.settings import Settings
from storage import histories
from storage.histories import History

WRONG_LINE = "Line {number}: {problem}"
NO_TICKETS = (
    "There is nothing to replay: no ticket was opened in the last {days} days. Give a file with --file."
)
SAME = "Both columns follow the same policy. Try another with --first-response 15 or --policy other.toml."
PICTURE_AT = "Picture: {path}"
MISSED_BY_DAY = "Missed windows by day"
TODAY, TRIED = "today's policy", "tried policy"


class PauseCase(Section):
    """A stretch in which the clock stands still."""

    kind: PauseKind = PauseKind.SNOOZED
    start: AwareDatetime
    end: AwareDatetime | None = None


class About(Section):
    """What the targets are chosen by."""

    network: str = ""
    audience: str = "public"
    urgency: str = "normal"
    language: str = ""
    brand: str = ""
    vip: bool = False


class DueLine(About):
    """One case of `windows due --jsonl`. `opened` without an offset is a wall clock in `zone`."""

    opened: datetime
    zone: str = "UTC"
    pauses: tuple[PauseCase, ...] = ()


class ReplayLine(About):
    """One ticket of `windows simulate --file`."""

    opened: AwareDatetime
    heard: tuple[AwareDatetime, ...] = ()
    answered: tuple[AwareDatetime, ...] = ()
    resolved: AwareDatetime | None = None
    pauses: tuple[PauseCase, ...] = ()


class Targets(Section):
    """Other minutes to try."""

    first_response_minutes: float | None = Field(default=None, gt=0)
    next_response_minutes: float | None = Field(default=None, gt=0)
    resolution_minutes: float | None = Field(default=None, gt=0)


def due(settings: Settings, case: Mapping[str, Any]) -> int:
    """Print each window of one made-up mention as a JSON line; 2 where the case makes no sense."""
    try:
        _print_case(settings, DueLine.model_validate(case), {})
    except ValueError as error:
        errors.print(_sentence(error), markup=False)
        return 2
    return 0


def due_lines(settings: Settings) -> int:
    """The same for cases from standard input, one JSON object a line; 1 where a line was not understood."""
    wrong = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            _print_case(settings, DueLine.model_validate_json(line), {"case": number})
        except ValueError as error:
            errors.print(WRONG_LINE.format(number=number, problem=_sentence(error)), markup=False)
            wrong += 1
    return 1 if wrong else 0


def _print_case(settings: Settings, line: DueLine, head: Mapping[str, Any]) -> None:
    zone_named(line.zone)
    case = DueCase(line.opened, line.zone, _situation(line), _pauses(line.pauses))
    for window in due_report(case, _policy_in(settings, line.zone).windows):
        print(json.dumps({**head, **window}, ensure_ascii=False))  # noqa: T201 - the command's output


def _policy_in(settings: Settings, zone: str) -> TimePolicy:
    """The desk's policy. Where desk.toml sets no hours, the default ones are taken in the zone that was asked about."""
    chosen = settings.team or "zone" in settings.hours.model_fields_set
    return time_policy(settings if chosen else in_zone(settings, zone))


def _situation(line: About) -> Situation:
    names = About.model_fields
    return Situation(**{name: getattr(line, name) for name in names})


def _pauses(given: Iterable[PauseCase]) -> tuple[Pause, ...]:
    return tuple(Pause(one.kind, one.start, one.end) for one in given)


def _sentence(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    found = error.errors(include_url=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'the line'}: {one['msg'].lower()}" for one in found)


@dataclass(frozen=True)
class Tally:
    """What a policy came to."""

    windows: Counter[WindowName]
    missed: Counter[WindowName]
    nags: Counter[WindowName]
    missed_by_day: Counter[str]


def simulate(
    settings: Settings, tried: Settings | None, changes: Targets, file: Path | None, days: int, picture: Path
) -> int:
    """Replay past tickets under today's and another policy; a table on standard output and a picture in a file."""
    now = wall_clock()
    try:
        cases = list(_from_file(file) if file else _from_store(settings, now - timedelta(days=days)))
    except (ValueError, OSError) as error:
        errors.print(_sentence(error) if isinstance(error, ValueError) else str(error), markup=False)
        return 2
    if not cases:
        errors.print(NO_TICKETS.format(days=days))
        return 1
    today, other = time_policy(settings), _tried(tried or settings, changes)
    zone = ZoneInfo(today.calendar.teams[0].zone)
    tallies = [_tally(cases, policy, now, zone) for policy in (today, other)]
    Console().print(_table(tallies, len(cases)))
    if today == other:
        errors.print(SAME)
    _draw(tallies, picture)
    errors.print(PICTURE_AT.format(path=picture))
    return 0


def _tried(settings: Settings, changes: Targets) -> TimePolicy:
    """Other minutes replace those of every `[[target]]`, and of the built-in ones for urgent and all other mentions."""
    minutes = {name: value for name, value in dict(changes).items() if value is not None}
    if not minutes:
        return time_policy(settings)
    own = [row.model_copy(update=minutes) for row in settings.target]
    built_in = [TargetSettings(name="tried out", urgency=urgency, **minutes) for urgency in ((), ("urgent",))]
    return time_policy(settings.model_copy(update={"target": (*own, *built_in)}))


def _from_file(file: Path) -> Iterator[Case]:
    with file.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, start=1):
            if not text.strip():
                continue
            try:
                line = ReplayLine.model_validate_json(text)
            except ValidationError as error:
                raise ValueError(WRONG_LINE.format(number=number, problem=_sentence(error))) from error
            yield Case(
                line.opened, _situation(line), line.heard, line.answered, line.resolved, _pauses(line.pauses)
            )


def _from_store(settings: Settings, start: datetime) -> Iterator[Case]:
    db = open_store(settings)
    desk = build_desk(settings, db)
    with db.reading() as session:
        for history in histories.since(session, start):
            yield _case(desk, history)
    db.close()


def _case(desk: Desk, history: History) -> Case:
    ticket = history.ticket
    stretches = tuple(Pause(one.kind, one.started_at, one.ended_at) for one in history.pauses)
    about = deadlines.situation(desk, ticket)
    return Case(ticket.opened_at, about, history.heard, history.answered, ticket.resolved_at, stretches)


def _tally(cases: Iterable[Case], policy: TimePolicy, now: datetime, zone: ZoneInfo) -> Tally:
    found = Tally(Counter(), Counter(), Counter(), Counter())
    for case in cases:
        for one in replay(case, policy.windows, now):
            _add(found, one, zone)
    return found


def _add(found: Tally, one: Outcome, zone: ZoneInfo) -> None:
    found.windows[one.name] += 1
    found.nags[one.name] += one.nags
    day = f"{one.opened_at.astimezone(zone):%Y-%m-%d}"
    found.missed_by_day[day] += one.missed
    found.missed[one.name] += one.missed


def _table(tallies: Sequence[Tally], tickets: int) -> Table:
    today, tried = tallies
    table = Table(title=f"{tickets:,} tickets replayed")
    table.add_column("Window")
    for head in ("Windows", f"Missed, {TODAY}", f"Missed, {TRIED}", f"Nags, {TODAY}", f"Nags, {TRIED}"):
        table.add_column(head, justify="right")
    for name in today.windows:
        missed = [_share(one.missed[name], one.windows[name]) for one in (today, tried)]
        nags = [f"{one.nags[name]:,}" for one in (today, tried)]
        table.add_row(LABELS[name], f"{today.windows[name]:,}", *missed, *nags)
    return table


def _share(count: int, of: int) -> str:
    return f"{count:,} ({count / of:.0%})" if of else "0"


def _draw(tallies: Sequence[Tally], picture: Path) -> None:
    """Missed windows by day, one line for each policy."""
    import matplotlib as mpl  # slow to import, and only this command draws

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    days = sorted({day for one in tallies for day in one.missed_by_day})
    figure, axes = plt.subplots(figsize=(10, 4), layout="constrained")
    for tally, label, marker in zip(tallies, (TODAY, TRIED), ("o", "s"), strict=True):
        axes.plot(days, [tally.missed_by_day[day] for day in days], marker=marker, label=label)
    axes.set_title(MISSED_BY_DAY)
    axes.set_ylim(bottom=0)
    axes.tick_params(axis="x", labelrotation=60)
    axes.legend()
    figure.savefig(picture, dpi=120)
    plt.close(figure)
