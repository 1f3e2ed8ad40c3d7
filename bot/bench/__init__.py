"""`mentiondesk bench`: figures as ratios, each measured beside something bare in the same run.

Machines are noisy and differ; a ratio to a bare Bolt app or a bare INSERT taken at the same time does not.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module

from rich.progress import Progress

ROUNDS = 5
"""At least so many pairs of measurements; the median of their ratios is the figure."""


@dataclass(frozen=True)
class Figure:
    """One line of output. `value` and `against` are medians in `unit`; `ok` is whether `ratio` keeps to `limit`."""

    name: str
    value: float
    unit: str
    against: float | str
    ratio: float
    limit: float | None
    ok: bool

    def line(self) -> str:
        """The figure as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def at_most(
    name: str, unit: str, ours: Sequence[float], bare: Sequence[float], limit: float | None
) -> Figure:
    """A figure that must not be more than `limit` times the bare one. The two lists are pairs of one round each."""
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    value, against = statistics.median(ours), statistics.median(bare)
    return Figure(
        name, _short(value), unit, _short(against), _short(ratio), limit, limit is None or ratio <= limit
    )


def at_least(name: str, unit: str, ours: Sequence[float], bare: Sequence[float], limit: float) -> Figure:
    """A figure that must be at least `limit` times the bare one."""
    figure = at_most(name, unit, ours, bare, None)
    return Figure(**(asdict(figure) | {"limit": limit, "ok": figure.ratio >= limit}))


def _short(value: float) -> float:
    return float(f"{value:.4g}")


Bench = Callable[[Progress], Iterator[Figure]]
BENCHES = ("claim", "intake", "nags", "networks", "send", "start", "stats")
"""Each a module of this package with a function `bench(progress)`."""


def bench_named(name: str) -> Bench:
    """The bench of that name, imported only now: some need much."""
    found: Bench = import_module(f"bot.bench.{name}").bench
    return found
