"""A claim's click to its acknowledgement, durable on disk, beside Bolt apps that only acknowledge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import Progress
from sqlmodel import func, select

from bot.assembly import wall_clock
from bot.bench import ROUNDS, Figure, at_most
from bot.bench.clicks import click_of, percentile, timed
from bot.bench.serving import desk_environment, free_port, local_slack, process
from bot.bench.stores import AGENT, desk_on, opened, posts
from bot.desk.receive import receive
from bot.networks.port import Page
from storage.db import connect
from storage.tables import Ticket

CLICKS = {1: 200, 32: 640}
"""Clicks in one round, by how many are under way at once."""
KINDS = ("desk", "default", "before_response")
SLACKS_PATIENCE_MS = 3000
PAGE = 500


def bench(progress: Progress) -> Iterator[Figure]:
    """The desk and two bare apps, clicked in turn, round after round."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mentiondesk-bench-")))
        ports = _servers(stack, folder)
        ticket_ids = iter(range(1, _tickets() + 1))
        for at_once, clicks in CLICKS.items():
            took: dict[str, list[Sequence[float]]] = {kind: [] for kind in KINDS}
            for _ in progress.track(range(ROUNDS), description=f"Claims, {at_once} at once"):
                for kind in KINDS:
                    bodies = [
                        click_of(AGENT, next(ticket_ids) if kind == "desk" else 1) for _ in range(clicks)
                    ]
                    took[kind].append(timed(ports[kind], bodies, at_once))
            yield from _figures(at_once, took)
        _check_claims(folder)


def _figures(at_once: int, took: Mapping[str, Sequence[Sequence[float]]]) -> Iterator[Figure]:
    def at(kind: str, share: float) -> list[float]:
        return [percentile(ordered, share) for ordered in took[kind]]

    if at_once == 1:
        for share in (0.5, 0.99):
            name = f"claim, 1 at once, p{share * 100:.0f}"
            yield at_most(f"{name}, beside Bolt's default", "ms", at("desk", share), at("default", share), 1)
            limit = 4.0 if share == 0.5 else None  # noqa: PLR2004 - the median is what is promised
            yield at_most(
                f"{name}, beside process_before_response",
                "ms",
                at("desk", share),
                at("before_response", share),
                limit,
            )
        return
    name = f"claim, {at_once} at once"
    yield at_most(
        f"{name}, p50, beside process_before_response",
        "ms",
        at("desk", 0.5),
        at("before_response", 0.5),
        None,
    )
    yield at_most(
        f"{name}, p99, beside process_before_response", "ms", at("desk", 0.99), at("before_response", 0.99), 4
    )
    slowest = [ordered[-1] for ordered in took["desk"]]
    yield at_most(
        f"{name}, slowest, beside Slack's patience", "ms", slowest, [SLACKS_PATIENCE_MS] * ROUNDS, 0.5
    )


def _check_claims(folder: Path) -> None:
    """Every click must have claimed its ticket: a fast refusal would be a fine figure for nothing.

    Raises:
        RuntimeError: some did not.
    """
    db = connect(f"sqlite:///{folder}/bench.db")
    with db.reading() as session:
        claimed = session.exec(select(func.count()).select_from(Ticket).where(Ticket.assignee == AGENT)).one()
    db.close()
    if claimed != _tickets():
        raise RuntimeError(f"{claimed} of {_tickets()} clicks claimed their ticket.")


def _tickets() -> int:
    return ROUNDS * sum(CLICKS.values())


def _servers(stack: ExitStack, folder: Path) -> dict[str, int]:
    ports = {kind: free_port() for kind in KINDS}
    for kind in KINDS[1:]:
        stack.enter_context(process(["-m", "bot.bench.serving", kind, str(ports[kind])], ports[kind]))
    environ = desk_environment(folder, ports["desk"], local_slack(stack, ports["desk"]))
    _fill(environ["DATABASE_URL"])
    stack.enter_context(process(["-m", "bot", "run"], ports["desk"], environ))
    return ports


def _fill(url: str) -> None:
    """A ticket for every click, all of them fresh: the sweep for reminders has nothing to do with this figure."""
    db = opened(url)
    desk, now = desk_on(db), wall_clock()
    for first in range(0, _tickets(), PAGE):
        receive(desk, "bench", Page(posts(first, min(PAGE, _tickets() - first), now), None), now)
    db.close()
