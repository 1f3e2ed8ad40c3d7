"""Recorded conversations, played into the desk. The sample is always played, the real recording where it is there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.assembly import Running, build
from bot.settings import load
from bot.web import Web
from storage.db import Database
from tests.parts import Clock, serve
from tests.replay import model, play, threads
from tests.replay.threads import Recorded

PAGE_SIZES = (1, 2, 3, 5, 7, 10, 13, 20, 30, 40, 50, 100)
KILLS = 50
LINKS = pytest.mark.parametrize("names_threads", [True, False], ids=["thread", "in_reply_to"])

SECRET = "a secret between the recording and the desk"
DESK_TOML = """
[desk]
handles = {handles}
[roles]
agents = ["agent1"]
[[source]]
name = "{source}"
kind = "webhook"
secret = "env:RECORDING_SECRET"
"""


def sample(*, names_threads: bool) -> Recorded:
    return threads.read(threads.SAMPLE, threads=names_threads)


def check(recorded: Recorded, stored: play.Stored) -> None:
    """Each inbound post is one mention in the right ticket, and nothing else is there."""
    assert [post_id for post_id, _ in stored.mentions] == sorted(recorded.inbound)
    assert stored.partition == model.partition(recorded.mentions, recorded.brands)
    assert {ticket["author_handle"] for _, ticket in stored.tickets} & recorded.brands == set()
    counts = [len(posts) == ticket["mention_count"] for posts, ticket in stored.tickets]
    assert all(counts)


def same(found: play.Stored, expected: play.Stored) -> bool:
    """Compare ticket by ticket, so that a difference is shown where it is."""
    assert found.mentions == expected.mentions
    assert [posts for posts, _ in found.tickets] == [posts for posts, _ in expected.tickets]
    for (posts, ticket), (_, other) in zip(found.tickets, expected.tickets, strict=True):
        assert {name: (value, other[name]) for name, value in ticket.items() if value != other[name]} == {}, (
            posts
        )
    return True


@LINKS
def test_every_inbound_post_is_one_mention_in_the_right_ticket(
    database: Database, *, names_threads: bool
) -> None:
    recorded = sample(names_threads=names_threads)
    play.play(play.desk_for(database, recorded.brands), recorded.mentions, 10)
    check(recorded, play.stored(database))


@LINKS
def test_played_twice_the_store_is_the_same(database: Database, *, names_threads: bool) -> None:
    recorded = sample(names_threads=names_threads)
    desk = play.desk_for(database, recorded.brands)
    play.play(desk, recorded.mentions, 10)
    once = play.stored(database)
    again = play.play(desk, recorded.mentions, 7)
    assert same(play.stored(database), once)
    assert sum(page.opened + page.joined for page in again) == 0


@LINKS
@pytest.mark.parametrize(("seed", "size"), list(enumerate(PAGE_SIZES)))
def test_in_any_order_and_any_paging_the_store_is_the_same(
    sqlite_database: Database, tmp_path: Path, *, names_threads: bool, seed: int, size: int
) -> None:
    recorded = sample(names_threads=names_threads)
    with play.open_desk(f"sqlite:///{tmp_path / 'in_order.db'}", recorded.brands) as desk:
        play.play(desk, recorded.mentions, 100)
        in_order = play.stored(desk.db)
    desk = play.desk_for(sqlite_database, recorded.brands)
    play.play(desk, play.shuffled(recorded.mentions, seed), size)
    assert same(play.stored(sqlite_database), in_order)


def test_a_network_that_names_threads_and_one_that_does_not_come_to_the_same(
    sqlite_database: Database, tmp_path: Path
) -> None:
    play.play(
        play.desk_for(sqlite_database, sample(names_threads=False).brands),
        sample(names_threads=False).mentions,
        5,
    )
    with play.open_desk(f"sqlite:///{tmp_path / 'threads.db'}", sample(names_threads=True).brands) as desk:
        play.play(desk, play.shuffled(sample(names_threads=True).mentions, 1), 5)
        assert same(play.stored(desk.db), play.stored(sqlite_database))


def test_killed_at_fifty_random_moments_it_ends_the_same(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    run = ["--page", "1", "--shuffle", "5", "--database", url, "--kills", str(KILLS), "--longest", "0.1"]
    said = replay("--data", str(threads.SAMPLE), *run)
    assert "as it should be" in said
    assert "killed" in said, "it was never cut short: the moments are too late"
    with (
        play.open_desk(url, frozenset()) as ended,
        play.open_desk(f"sqlite:///{tmp_path / 'whole.db'}", sample(names_threads=False).brands) as whole,
    ):
        play.play(whole, sample(names_threads=False).mentions, 10)
        assert same(play.stored(ended.db), play.stored(whole.db))


def test_four_senders_at_once_deliver_it_by_webhook(
    database: Database, database_url: str, tmp_path: Path, clock: Clock
) -> None:
    recorded = sample(names_threads=False)
    mixed = play.shuffled(recorded.mentions, 4)
    running = build(load(environment(tmp_path, database_url, recorded)), clock)
    with (
        serve(deliveries(running)) as url,
        httpx.Client(timeout=60) as http,
        ThreadPoolExecutor(4) as senders,
    ):
        address = f"{url}/intake/webhook/{play.SOURCE}"
        parts = [mixed[number::4] for number in range(4)]
        sent = [senders.submit(play.post, http, address, SECRET, part, 3, clock()) for part in parts]
        assert sum(one.result() for one in sent) == len(recorded.inbound)
        assert play.post(http, address, SECRET, recorded.mentions, 20, clock()) == 0
    running.desk.db.close()
    check(recorded, play.stored(database))


def deliveries(running: Running) -> Starlette:
    """The desk's web alone: nothing is polled, nothing leaves."""
    at_rest: Callable[[], None] = lambda: None  # noqa: E731 - it does nothing
    return Web(
        running.desk, running.answer_slack, running.now, running.health, running.waiting, at_rest, at_rest
    ).app()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("file", [path for path in [threads.real_file()] if path])
class TestTheRealRecording:
    """Only where it is there: it may be measured with, and not be passed on."""

    def test_ends_as_it_should_in_order_and_shuffled(
        self, file: Path, sqlite_database: Database, capsys: pytest.CaptureFixture[str]
    ) -> None:
        recorded = threads.read(file)
        desk = play.desk_for(sqlite_database, recorded.brands)
        play.play(desk, recorded.mentions, 500)
        in_order = play.stored(sqlite_database)
        check(recorded, in_order)
        play.play(desk, play.shuffled(recorded.mentions, 1), 500, "shuffled")
        assert same(play.stored(sqlite_database, "shuffled"), in_order)
        with capsys.disabled():
            print("\n" + play.summary(recorded, in_order))

    def test_ends_as_it_should_after_fifty_kills(self, file: Path) -> None:
        said = replay("--data", str(file), "--threads", "--kills", str(KILLS), "--longest", "0.6")
        assert "as it should be" in said


def environment(folder: Path, url: str, recorded: Recorded) -> dict[str, str]:
    """The variables of a desk that takes the recording; its desk.toml is written into the folder."""
    policy = DESK_TOML.format(handles=json.dumps(sorted(recorded.brands)), source=play.SOURCE)
    (folder / "desk.toml").write_text(policy, encoding="utf-8")
    return {
        "DATABASE_URL": url,
        "MENTIONDESK_CONFIG": str(folder / "desk.toml"),
        "RECORDING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": "xoxb-nobody",
        "SLACK_SIGNING_SECRET": "nobody signs here",
    }


def test_the_intake_command_reads_the_recording_as_a_file(
    sqlite_database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    recorded, file = sample(names_threads=False), tmp_path / "mentions.jsonl"
    replay("--data", str(threads.SAMPLE), "--write", str(file))
    ran = command(tmp_path, sqlite_url, recorded, "intake", str(file), "--source", play.SOURCE)
    assert f"{len(recorded.inbound)} new mentions" in ran.stderr
    check(recorded, play.stored(sqlite_database))


def command(folder: Path, url: str, recorded: Recorded, *words: str) -> subprocess.CompletedProcess[str]:
    """The installed command, with settings of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=threads.SAMPLE.parents[2],
        env=environment(folder, url, recorded) | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def replay(*words: str) -> str:
    """The tool, as a person runs it; what it printed."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.replay", *words],
        cwd=threads.SAMPLE.parents[2],
        capture_output=True,
        text=True,
        timeout=1000,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
