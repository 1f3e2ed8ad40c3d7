"""Sources beside each other, memory in a long storm, and a real network: from the post to the card."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import ClassVar

from rich.progress import Progress
from sqlmodel import col, select

from bot import intake
from bot.assembly import wall_clock
from bot.bench import ROUNDS, Figure, at_most, bluesky
from bot.bench.stores import desk_on, posts, sqlite
from bot.clock import Clock
from bot.desk.context import Desk
from bot.networks.port import (
    Author,
    Capability,
    Incoming,
    Network,
    Never,
    Page,
    Reply,
    Sent,
    SourceSettings,
    TryLater,
)
from storage.tables import Mention
from storage.words import Audience

WELL = 9
"""Sources that work; with one that stalls, one that fails and one that floods there are twelve."""
POLL_SECONDS = 5.0
"""A sixth of the default: what lasts as long anywhere weighs six times as much here."""
POSTS_EVERY = timedelta(seconds=0.25)
MEASURED = timedelta(seconds=3 * POLL_SECONDS)
FLOOD = 10_000
FLOOD_PAGE = FLOOD // intake.MOST_PAGES
"""Such that one poll brings all of it."""
PAGE = 100
WARM, LONG = 20_000, 100_000
MOST_GROWTH = 1.1


def bench(progress: Progress) -> Iterator[Figure]:
    """Lateness beside bad sources, memory over a long storm, and the real network where it is installed."""
    rounds = range(ROUNDS + 1)  # the first warms up both
    pairs = [_round() for _ in progress.track(rounds, description="Twelve sources")]
    beside, alone = zip(*pairs[1:], strict=True)
    yield at_most(
        f"lateness of {WELL} sources beside one that stalls, one that fails, one that floods {FLOOD:,}",
        "s",
        beside,
        alone,
        1.1,
    )
    yield _memory(progress)
    yield from bluesky.bench(progress)


# --- sources beside each other -----------------------------------------------------------------------------------


@dataclass
class Source(Network):
    """A network in this process; `read` is what it has to tell at a moment."""

    kind: ClassVar[str] = "bench"
    title: ClassVar[str] = "Bench"
    settings: SourceSettings
    read: Callable[[str | None, datetime], Page]

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """What `read` says."""
        return self.read(cursor, now)

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """None: nothing is answered here."""
        del parent, now
        return ()

    def length(self, text: str, audience: Audience) -> int:
        """Characters."""
        del audience
        return len(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Always refused."""
        del reply, now
        raise Never("This is only measured.")

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Nothing is ever sent."""
        del reply, since, now
        return None


def _source(name: str, read: Callable[[str | None, datetime], Page]) -> Source:
    return Source(SourceSettings(name=name, kind="bench", poll_seconds=POLL_SECONDS), read)


@dataclass
class Steady:
    """A source with a new post every quarter of a second from `begun` on."""

    name: str
    begun: datetime
    numbers: Iterator[int] = field(default_factory=count)
    written: int = 0

    def __call__(self, cursor: str | None, now: datetime) -> Page:
        """All posts that were written since the last read."""
        del cursor
        new = []
        while (at := self.begun + POSTS_EVERY * self.written) <= now:
            self.written += 1
            author = Author(f"{self.name}-{self.written}", "customer")
            new.append(Incoming(f"{self.name}-{self.written}", "My parcel is late.", at, author))
        return Page(tuple(new), None)


def _flood(cursor: str | None, now: datetime) -> Page:
    """10,000 posts, and then no more."""
    del now
    first = int(cursor or 0)
    if first >= FLOOD:
        return Page((), cursor)
    return Page(posts(first, FLOOD_PAGE), str(first + FLOOD_PAGE), has_more=True)


def _fail(cursor: str | None, now: datetime) -> Page:
    del cursor, now
    raise TryLater("This one always fails.")


def _round() -> tuple[float, float]:
    """Seconds from a post to its mention: beside bad sources, and alone."""
    over = threading.Event()

    def stall(cursor: str | None, now: datetime) -> Page:
        del cursor, now
        over.wait()
        return Page((), None)

    bad = [_source("stalls", stall), _source("fails", _fail), _source("floods", _flood)]
    beside = _lateness(bad, over)
    return beside, _lateness([], over)


def _lateness(others: Sequence[Source], over: threading.Event) -> float:
    with sqlite() as db:
        begun = wall_clock()
        well = [_source(f"well-{number}", Steady(f"well-{number}", begun)) for number in range(WELL)]
        desk = desk_on(db)
        clock = Clock(sources=len(well) + len(others))
        for source in (*well, *others):
            poll = partial(intake.poll, desk, source, wall_clock)
            clock.every(source.settings.poll_seconds, source.name, poll)
        clock.start()
        threading.Event().wait(MEASURED.total_seconds())
        over.set()
        clock.stop()
        return _mean_lateness(desk, [source.name for source in well])


def _mean_lateness(desk: Desk, names: Sequence[str]) -> float:
    with desk.db.reading() as session:
        query = select(Mention.created_at, Mention.received_at).where(col(Mention.source).in_(names))
        return statistics.mean((received - at).total_seconds() for at, received in session.exec(query))


# --- memory ------------------------------------------------------------------------------------------------------


def _memory(progress: Progress) -> Figure:
    """The most memory in use after 100,000 mentions, beside that after the first 20,000; in a process of its own."""
    task = progress.add_task(f"Memory over {LONG:,} mentions", total=None)
    command = [sys.executable, "-m", "bot.bench.networks"]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    progress.remove_task(task)
    early, late = map(float, said.stdout.split())
    return at_most(
        f"peak memory after {LONG:,} mentions, beside {WARM:,}", "as counted", [late], [early], MOST_GROWTH
    )


def _storm() -> None:
    """Take in 100,000 mentions, and print the peak of memory on the way and at the end."""
    with sqlite() as db:
        desk = desk_on(db)
        pages = iter(range(0, LONG, PAGE))

        def read(cursor: str | None, now: datetime) -> Page:
            del cursor, now
            return Page(posts(next(pages), PAGE), None, has_more=True)

        source = _source("storm", read)
        for taken in range(0, LONG, PAGE * intake.MOST_PAGES):
            if taken == WARM:
                print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # noqa: T201 - read by the bench
            intake.poll(desk, source, wall_clock)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # noqa: T201 - read by the bench


if __name__ == "__main__":
    _storm()
