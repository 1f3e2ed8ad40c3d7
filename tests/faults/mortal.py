"""The desk in a process of its own that is killed at a chosen moment, as by `kill -9`: nothing is caught or finished.

The moments are counted: just before and just after each commit, and each call to Slack or to a network. The process
does one thing at a time, so a story has the same moments in the same order each time it is told.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot import intake, language
from bot.assembly import Running, build
from bot.settings import load
from tests.desk_in_town import (
    Act,
    Streets,
    Town,
    destinations,
    environment,
    on_test_time,
    open_workspace,
    settings_for,
)
from tests.parts import Clock

LEASE_IS_OVER = timedelta(seconds=61)
PATIENCE = 5
language.detect("Processes are forked from one that has read the language model already.")
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.mortal"])


@dataclass
class Fate:
    """Counts the moments, and ends the process at one of them; 0 lets it live."""

    dies_at: int
    moments: int = 0

    def pass_one(self, *_: Any) -> None:
        self.moments += 1
        if self.moments == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: type, name: str) -> None:
        """A moment before and one after each call of a method."""
        original = getattr(owner, name)

        def counted(*args: Any, **options: Any) -> Any:
            self.pass_one()
            answer = original(*args, **options)
            self.pass_one()
            return answer

        setattr(owner, name, counted)

    def rules(self) -> None:
        """Begin to count. It changes this process for good: it is made for nothing else."""
        event.listen(Engine, "commit", self.pass_one)
        event.listen(Session, "after_commit", self.pass_one)
        self.around(http.client.HTTPConnection, "getresponse")
        self.around(httpx.HTTPTransport, "handle_request")


def live(environ: dict[str, str], start: datetime, dies_at: int, orders: Connection) -> None:
    """The process: does what it is told, one order after the other, at the time it is told."""
    clock, fate = Clock(start), Fate(dies_at)
    running = on_test_time(build(load(environ), clock), clock)
    fate.rules()
    while True:
        verb, clock.time, given = orders.recv()
        orders.send((fate.moments, DOES[verb](running, clock, given)))


def _poll(running: Running, clock: Clock, _given: Any) -> None:
    for network in running.desk.networks.values():
        if network.polls:
            intake.poll(running.desk, network, clock)


def _drain(running: Running, _clock: Clock, _given: Any) -> timedelta | None:
    for name in destinations(running):
        running.workers[name].drain()
    return running.courier.wait()


def _slack(running: Running, _clock: Clock, given: Any) -> tuple[int, str, str]:
    status, headers, body = running.answer_slack(*given)
    kind = headers.get("content-type", ["text/plain"])
    return status, kind if isinstance(kind, str) else kind[0], body


def _people(running: Running, _clock: Clock, _given: Any) -> None:
    running.refresh_people()


DOES: dict[str, Callable[[Running, Clock, Any], Any]] = {
    "poll": _poll,
    "drain": _drain,
    "slack": _slack,
    "people": _people,
}


class Died(Exception):
    """The process is gone, in the middle of what it was told to do."""


@dataclass
class MortalTown(Town):
    """A town whose desk is another process. `running` here is only an eye on the same store."""

    environ: dict[str, str] = field(default_factory=dict)
    dies_at: int = 0
    deaths: int = 0
    moments: int = 0
    _line: Connection | None = None
    _process: Any = None
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def order(self, verb: str, given: Any = None) -> Any:
        """Have the process do something. A dead one is replaced first; whoever waited meanwhile waited out its leases.

        Raises:
            Died: the process was killed before it had answered.
        """
        with self._one_at_a_time:
            line = self._line or self._bring_to_life()
            try:
                line.send((verb, self.clock(), given))
                self.moments, answer = line.recv()
            except (EOFError, ConnectionError) as error:
                self._bury()
                raise Died from error
            return answer

    def _bring_to_life(self) -> Connection:
        self._line, theirs = FORKS.Pipe()
        dies_at = 0 if self.deaths else self.dies_at
        given = (self.environ, self.clock(), dies_at, theirs)
        self._process = FORKS.Process(target=live, args=given, daemon=True)
        self._process.start()
        theirs.close()
        return self._line

    def _bury(self) -> None:
        self._process.join(20)
        assert self._process.exitcode == -signal.SIGKILL, self._process.exitcode
        self._line, self._process = None, None
        self.deaths += 1
        self.clock.forward(LEASE_IS_OVER)

    def end(self) -> None:
        """The story is over."""
        if self._process is not None:
            self._process.kill()
            self._process.join(20)

    def persist(self, verb: str) -> Any:
        """The desk's own threads go on after a restart."""
        for _ in range(PATIENCE):
            try:
                return self.order(verb)
            except Died:
                continue
        raise AssertionError("it dies again and again")

    def poll(self) -> None:
        self.persist("poll")

    def row(self, table: type[SQLModel], row_id: int) -> Any:
        """By its number; else by its place: PostgreSQL leaves out the number of a transaction that died."""
        return super().row(table, row_id) or self.rows(table)[row_id - 1]

    def drain(self) -> None:
        self.courier_waits = self.persist("drain")

    def _until_something_is_due(self) -> timedelta:
        return timedelta(seconds=1)

    def insists(self, act: Callable[[], Act]) -> Act:
        """A person whose press came to nothing presses again."""
        for _ in range(PATIENCE):
            seen = act()
            if seen["ok"] or seen["errors"]:
                return seen
        raise AssertionError(f"Slack says again and again: {seen}")

    async def at_the_door(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What Slack posts goes to the process; where it dies, Slack hears nothing of use."""
        import asyncio

        request = Request(scope, receive)
        body = (await request.body()).decode()
        try:
            status, kind, answer = await asyncio.to_thread(self.order, "slack", (body, dict(request.headers)))
        except Died:
            await Response("", 502)(scope, receive, send)
        else:
            await Response(answer, status, media_type=kind)(scope, receive, send)


@contextmanager
def mortal_town(
    streets: Streets, folder: Path, database_url: str, clock: Clock, dies_at: int = 0
) -> Iterator[MortalTown]:
    """A town for the block, whose desk dies once, at that moment."""
    workspace = open_workspace(streets, clock)
    with streets.slack.houses(workspace):
        environ = environment(folder, database_url, streets.slack.url)
        settings = settings_for(folder, database_url, streets.slack.url)
        eye = build(settings, clock)
        town = MortalTown(
            streets, settings, clock, workspace.state.workspace, eye, environ=environ, dies_at=dies_at
        )
        try:
            with streets.desk.houses(town.at_the_door):
                town.persist("people")
                yield town
        finally:
            town.end()
            streets.slack.wait_for(town.slack.delivery.close())
            eye.desk.db.close()
            town.http.close()
