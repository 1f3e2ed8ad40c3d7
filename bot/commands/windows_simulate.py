"""`mentiondesk windows simulate`: what other targets would have made of the last weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, ValidationError
from rich.console import Console
from rich.table import Table

from bot.assembly import build_desk, open_store, wall_clock
from bot.commands import errors
from bot.commands.windows import WRONG_LINE, About, PauseCase, paused, sentence, situation
from bot.desk import ticket_windows
from bot.desk.context import Desk
from bot.policy import Section, TargetSettings, TimePolicy, time_policy
from bot.rules.replay import Case, Outcome, replay
from bot.rules.windows import LABELS, Pause, WindowName
from bot.settings import Settings
from bot.surfaces.charts import LIGHT
from storage import histories
from storage.histories import History
from storage.words import Urgency

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NO_TICKETS = (
    "There is nothing to replay: no ticket was opened in the last {days} days. Give a file with --file."
)
SAME = "Both columns follow the same policy. Try another with --first-response 15 or --policy other.toml."
NO_FILE = "{path} could not be read ({why})."
PICTURE_AT = "Picture: {path}"
MISSED_BY, NAGS_BY = "Missed windows by {span}", "Nags by {span}"
MOST_BARS = timedelta(days=45)
"""Of a longer time each bar is a week."""
MOST_LABELS = 12
TODAY, TRIED = "now", "tried"
NO_PICTURE = "The picture could not be written to {path} ({why}). Name another file with --picture."


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


@dataclass(frozen=True)
class Tally:
    """What a policy came to."""

    windows: Counter[WindowName]
    missed: Counter[WindowName]
    nags: Counter[WindowName]
    missed_by_day: Counter[date]
    nags_by_day: Counter[date]


def simulate(
    settings: Settings, tried: Settings | None, changes: Targets, file: Path | None, days: int, picture: Path
) -> int:
    """Replay past tickets under today's and another policy; a table on standard output and a picture in a file."""
    now = wall_clock()
    try:
        cases = list(_from_file(file) if file else _from_store(settings, now - timedelta(days=days)))
    except OSError as error:
        errors.print(NO_FILE.format(path=file, why=error.strerror), markup=False)
        return 2
    except ValueError as error:
        errors.print(sentence(error), markup=False)
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
    try:
        _draw(tallies, picture)
    except (
        OSError,
        ValueError,
    ) as error:  # a folder that is not there, an ending that names no kind of picture
        errors.print(NO_PICTURE.format(path=picture, why=str(error).partition(":")[0]), markup=False)
        return 2
    errors.print(PICTURE_AT.format(path=picture), markup=False)
    return 0


def _tried(settings: Settings, changes: Targets) -> TimePolicy:
    """Other minutes replace those of every `[[target]]`, and of the built-in ones for urgent and all other mentions."""
    minutes = {name: value for name, value in dict(changes).items() if value is not None}
    if not minutes:
        return time_policy(settings)
    own = [row.model_copy(update=minutes) for row in settings.target]
    built_in = [
        TargetSettings(name="tried out", urgency=urgency, **minutes) for urgency in ((), (Urgency.URGENT,))
    ]
    return time_policy(settings.model_copy(update={"target": (*own, *built_in)}))


def _from_file(file: Path) -> Iterator[Case]:
    with file.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, start=1):
            if not text.strip():
                continue
            try:
                line = ReplayLine.model_validate_json(text)
            except ValidationError as error:
                raise ValueError(WRONG_LINE.format(number=number, problem=sentence(error))) from error
            yield Case(
                line.opened, situation(line), line.heard, line.answered, line.resolved, paused(line.pauses)
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
    about = ticket_windows.situation(desk, ticket)
    return Case(ticket.opened_at, about, history.heard, history.answered, ticket.resolved_at, stretches)


def _tally(cases: Iterable[Case], policy: TimePolicy, now: datetime, zone: ZoneInfo) -> Tally:
    found = Tally(Counter(), Counter(), Counter(), Counter(), Counter())
    for case in cases:
        for one in replay(case, policy.windows, now):
            _add(found, one, zone)
    return found


def _add(found: Tally, one: Outcome, zone: ZoneInfo) -> None:
    found.windows[one.name] += 1
    found.nags[one.name] += one.nags
    day = one.opened_at.astimezone(zone).date()
    found.missed_by_day[day] += one.missed
    found.nags_by_day[day] += one.nags
    found.missed[one.name] += one.missed


def _table(tallies: Sequence[Tally], tickets: int) -> Table:
    today, tried = tallies
    table = Table(title=f"{tickets:,} tickets replayed under the policy of now, and the one tried")
    table.add_column("Window", no_wrap=True)
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
    """What was missed and nagged by day (by week where that would be too many bars), one bar for each policy."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # slow to import, and only this command draws
    from matplotlib.figure import Figure

    days = [day for one in tallies for day in one.nags_by_day]
    step = 1 if max(days) - min(days) <= MOST_BARS else 7
    first = min(days) - timedelta(days=min(days).weekday() if step > 1 else 0)
    starts = [first + timedelta(days=n) for n in range(0, (max(days) - first).days + 1, step)]
    figure = Figure(figsize=(10, 7), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    upper, lower = figure.subplots(2, 1, sharex=True)
    span = "day" if step == 1 else "week"
    for axes, title, field in ((upper, MISSED_BY, "missed_by_day"), (lower, NAGS_BY, "nags_by_day")):
        counts = [_gathered(getattr(one, field), starts, step) for one in tallies]
        _bars(axes, title.format(span=span), counts)
    labels = [f"{start:%-d %b}" for start in starts]
    every = -(-len(labels) // MOST_LABELS)
    lower.set_xticks(range(0, len(labels), every), labels[::every])
    figure.savefig(picture)


def _gathered(by_day: Counter[date], starts: Sequence[date], step: int) -> list[int]:
    return [sum(by_day[start + timedelta(days=n)] for n in range(step)) for start in starts]


def _bars(axes: Axes, title: str, counts: Sequence[Sequence[int]]) -> None:
    """Two bars side by side, told apart without colour by hatching."""
    from matplotlib.ticker import MaxNLocator  # comes with what is loaded already

    for number, (values, label) in enumerate(zip(counts, (TODAY, TRIED), strict=True)):
        at = [place + (number - 0.5) * 0.4 for place in range(len(values))]
        colour, hatch = LIGHT.bars[number], ("", "///")[number]
        axes.bar(at, values, width=0.4, color=colour, hatch=hatch, edgecolor=LIGHT.paper, label=label)
    axes.set_title(title, loc="left", fontsize=15, weight="bold", color=LIGHT.ink)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    axes.grid(visible=True, axis="y", color=LIGHT.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, fontsize=12)
