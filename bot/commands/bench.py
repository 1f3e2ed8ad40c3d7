"""`mentiondesk bench [NAME …]`."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress

from bot import logs
from bot.bench import BENCHES, bench_named
from bot.commands import errors

UNKNOWN = "There is no bench “{name}”. There are: {known}."


def bench(names: list[str]) -> int:
    """Measure, one JSON line per figure on standard output; 1 where a figure is not ok."""
    for name in names:
        if name not in BENCHES:
            errors.print(UNKNOWN.format(name=name, known=", ".join(BENCHES)), markup=False)
            return 2
    logs.silence()  # what is measured may fail on purpose, and standard output is for the figures
    fine = True
    with Progress(console=Console(stderr=True)) as progress:
        for name in names or BENCHES:
            for figure in bench_named(name)(progress):
                print(figure.line(), flush=True)  # noqa: T201 - the command's output
                fine = fine and figure.ok
    return 0 if fine else 1
