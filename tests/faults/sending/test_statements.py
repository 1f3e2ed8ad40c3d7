"""P11 on the sending path: killed at any of its statements and started again, each reply is read once or a person is asked.

`make test` kills at some of the statements; `make test-faults` at every one of every story.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bot.desk.context import Desk
from storage.words import Audience, ReplyStatus
from tests.faults.sending import desk as town
from tests.faults.sending.fickle import FickleServer, Whim, network_on
from tests.faults.sending.statements import Statement, killed_at, told
from tests.parts import Clock

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.sending.test_statements"])
SOME = 25
"""`make test` kills at every so manieth statement."""


def plain(desk: Desk, clock: Clock) -> None:
    """Written, held, sent."""
    town.answers(desk, 1, "On its way.", clock())
    send(desk, clock)


def approved(desk: Desk, clock: Clock) -> None:
    """Written, approved by a manager, held, sent."""
    town.answers(desk, 1, f"Wait for {town.SENSITIVE}.", clock(), Audience.PRIVATE)
    town.approves(desk, clock())
    send(desk, clock)


def send(desk: Desk, clock: Clock) -> None:
    clock.forward(seconds=2)
    one = town.courier(desk, "far", clock)
    one.drain()
    clock.forward(seconds=3)
    one.drain()


STORIES: dict[str, tuple[Callable[[Desk, Clock], None], tuple[Whim, ...]]] = {
    "all goes well": (plain, ()),
    "the answer is lost": (plain, (Whim.RESET,)),
    "it was never done": (plain, (Whim.UNDONE,)),
    "it is refused": (plain, (Whim.REFUSED,)),
    "it is told to slow down": (plain, (Whim.SLOW_DOWN,)),
    "it needs approval": (approved, ()),
}


class Case:
    """One story on one network, with a store to begin each time from."""

    def __init__(self, folder: Path, template: Path, story: str, *, keyed: bool) -> None:
        self.story, self.keyed, self.folder = story, keyed, folder
        self.begin = folder / "begin.db"
        shutil.copy(template, self.begin)
        desk = town.desk_on(f"sqlite:///{self.begin}", {})
        town.people(desk)
        town.customers_write(desk, "far", 1, 1, town.START)
        desk.db.close()

    def server(self) -> FickleServer:
        server = FickleServer(keyed=self.keyed)
        server.whims.extend(STORIES[self.story][1])
        return server

    def url(self) -> str:
        """A fresh store."""
        for leftover in self.folder.glob("desk.db*"):
            leftover.unlink()
        return f"sqlite:///{shutil.copy(self.begin, self.folder / 'desk.db')}"


def tell(story: str, url: str, far: str, keyed: bool) -> None:
    clock = Clock(town.START)
    desk = town.desk_on(url, {"far": network_on("far", far, keyed=keyed)})
    STORIES[story][0](desk, clock)
    desk.db.close()


def write_down(story: str, url: str, far: str, keyed: bool, line: Connection) -> None:
    """The first run, in a process of its own: what there is to be killed at."""
    line.send(told(lambda: tell(story, url, far, keyed)))


def die(story: str, url: str, far: str, keyed: bool, statement: Statement) -> None:
    killed_at(statement, lambda: tell(story, url, far, keyed))


def statements_of(case: Case) -> list[Statement]:
    ours, theirs = FORKS.Pipe()
    with case.server() as server:
        process = FORKS.Process(
            target=write_down, args=(case.story, case.url(), server.url, case.keyed, theirs)
        )
        process.start()
        theirs.close()
        found: list[Statement] = ours.recv()
        process.join(60)
    return found


def killed_and_started_again(case: Case, statement: Statement) -> dict[ReplyStatus, int]:
    with case.server() as server:
        url = case.url()
        process = FORKS.Process(target=die, args=(case.story, url, server.url, case.keyed, statement))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL, f"it was not killed at {statement}: {process.exitcode}"
        clock = Clock(town.START + town.LEASE_IS_OVER)
        desk = town.desk_on(url, {"far": network_on("far", server.url, keyed=case.keyed)})
        town.until_quiet(desk, clock, [town.courier(desk, "far", clock, "another")])
        ended = town.check(desk.db, {"far": server})
        desk.db.close()
    return ended


def kill_at(case: Case, statements: list[Statement]) -> None:
    assert statements
    for statement in statements:
        try:
            killed_and_started_again(case, statement)
        except AssertionError as error:
            raise AssertionError(f"killed at {statement}: {error}") from error


@pytest.mark.parametrize("keyed", [True, False], ids=["keyed", "keyless"])
@pytest.mark.parametrize("story", ["all goes well", "the answer is lost"])
def test_killed_at_some_statements_nothing_is_sent_twice_or_forgotten(
    tmp_path: Path, migrated_file: Path, story: str, keyed: bool
) -> None:
    case = Case(tmp_path, migrated_file, story, keyed=keyed)
    kill_at(case, statements_of(case)[::SOME])


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("keyed", [True, False], ids=["keyed", "keyless"])
@pytest.mark.parametrize("story", list(STORIES))
def test_killed_at_every_statement_nothing_is_sent_twice_or_forgotten(
    tmp_path: Path, migrated_file: Path, story: str, keyed: bool
) -> None:
    case = Case(tmp_path, migrated_file, story, keyed=keyed)
    statements = statements_of(case)
    print(f"{story}: {len(statements)} statements")
    kill_at(case, statements)
