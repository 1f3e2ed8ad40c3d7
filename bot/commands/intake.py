"""`mentiondesk intake FILE.jsonl`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.assembly import build_desk, open_store, wall_clock
from bot.commands import errors
from bot.desk.receive import receive
from bot.networks.mention import Problem, marked_ours, read_json, read_mention
from bot.networks.port import Incoming, Page, SourceSettings
from bot.settings import Settings

PAGE = 100
SUMMARY = "{lines} lines: {new} new mentions in {tickets} new tickets, {known} known before, {edited} edited, {ours} of our own, {wrong} not understood."
WRONG_LINE = "Line {number}: {problem}"
MOST_SHOWN = 20


def intake(settings: Settings, file: Path, source: str) -> int:
    """Read a file page by page; 1 where a line was not understood (the others are in)."""
    db = open_store(settings)
    desk = build_desk(settings, db)
    own = next(
        (one for one in settings.sources if one.name == source), SourceSettings(name=source, kind="file")
    )
    totals: Counter[str] = Counter()
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("Reading", total=None)
        for page in _pages(file, own, totals):
            result = receive(desk, source, Page(tuple(page), cursor=None), wall_clock())
            totals.update(new=result.opened + result.joined, tickets=result.opened, known=result.known)
            totals.update(edited=result.edited, ours=result.ours)
            progress.update(task, advance=len(page))
    db.close()
    words = ("lines", "new", "tickets", "known", "edited", "ours", "wrong")
    errors.print(SUMMARY.format(**{word: totals[word] for word in words}))
    return 1 if totals["wrong"] else 0


def _pages(file: Path, source: SourceSettings, totals: Counter[str]) -> Iterator[list[Incoming]]:
    page: list[Incoming] = []
    for number, line in _lines(file):
        totals["lines"] += 1
        try:
            page.append(marked_ours(read_mention(read_json(line)), source))
        except Problem as problem:
            totals["wrong"] += 1
            if totals["wrong"] <= MOST_SHOWN:
                errors.print(WRONG_LINE.format(number=number, problem=problem), markup=False)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with the number an editor shows."""
    with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as opened:
        yield from ((number, line) for number, line in enumerate(opened, start=1) if line.strip())
