"""Playing a recording in: page by page through the desk's intake, as a file, or as a webhook's deliveries."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import httpx
from standardwebhooks import Webhook

from bot import language
from bot.desk.context import Desk
from bot.desk.receive import Received, receive
from bot.networks.mention import read_mention
from bot.networks.port import Page
from bot.networks.webhook import keys_of
from bot.settings import DeskSettings, EnvironmentSettings, Settings
from storage import exports, sources
from storage.db import Database, connect
from storage.migrate import upgrade
from tests.replay.model import Partition
from tests.replay.threads import Mention, Recorded, pages

SOURCE = "recording"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FORGOTTEN = {"ticket_id", "source", "version", "received_at", "changed_at", "progress_at", "next_at"}
"""What the order of arrival may change: our own numbers, and when something came in. `next_at` follows from them."""


@lru_cache(maxsize=100_000)
def language_of(text: str) -> str:
    return language.detect(text).code


def desk_for(db: Database, brands: frozenset[str]) -> Desk:
    """A desk that knows which accounts are the brand's own."""
    settings = Settings(env=EnvironmentSettings(), desk=DeskSettings(handles=tuple(sorted(brands))))
    return Desk(db, settings, language_of=language_of)


@contextmanager
def open_desk(url: str, brands: frozenset[str]) -> Iterator[Desk]:
    """A desk on the store at an address, brought up to date."""
    db = connect(url)
    upgrade(db)
    yield desk_for(db, brands)
    db.close()


def play(desk: Desk, mentions: Sequence[Mention], size: int, source: str = SOURCE) -> list[Received]:
    """Page by page, whatever was read before."""
    return [_receive(desk, source, page, None) for page in pages(mentions, size)]


def play_on(desk: Desk, mentions: Sequence[Mention], size: int) -> None:
    """Page by page, going on where the store's own cursor stands: what a poll does after a restart."""
    with desk.db.reading() as session:
        source = sources.by_name(session, SOURCE)
    start = int(source.cursor or 0) if source else 0
    for number, page in enumerate(pages(mentions[start:], size), start=1):
        _receive(desk, SOURCE, page, str(start + number * size))


def _receive(desk: Desk, source: str, page: Sequence[Mention], cursor: str | None) -> Received:
    return receive(desk, source, Page(tuple(map(read_mention, page)), cursor=cursor), NOW)


def post(
    http: httpx.Client, address: str, secret: str, mentions: Sequence[Mention], size: int, at: datetime
) -> int:
    """Deliver as a webhook does, signed, page by page. Returns how many mentions were new."""
    new = 0
    for number, page in enumerate(pages(mentions, size)):
        body, name = json.dumps(page), f"delivery-{number}"
        signature = Webhook(keys_of(secret)[0]).sign(name, at, body)
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signature,
        }
        answer = http.post(address, content=body, headers=headers | {"content-type": "application/json"})
        new += int(answer.raise_for_status().json()["new"])
    return new


@dataclass(frozen=True)
class Stored:
    """What the store holds, without what the order of arrival may change."""

    mentions: list[tuple[str, Mapping[str, Any]]]
    tickets: list[tuple[list[str], Mapping[str, Any]]]

    @property
    def partition(self) -> Partition:
        """The posts of each ticket."""
        return {frozenset(posts) for posts, _ in self.tickets}


def stored(db: Database, source: str = SOURCE) -> Stored:
    """What `mentiondesk export` would write of a source, with tickets named by their posts."""
    with db.reading() as session:
        mentions = [mention for mention in exports.mentions(session) if mention["source"] == source]
        tickets = {
            one["id"]: one | {"id": None}
            for one in map(dict, exports.tickets(session))
            if one["source"] == source
        }
    posts: dict[int, list[str]] = {ticket_id: [] for ticket_id in tickets}
    for mention in mentions:
        posts[mention["ticket_id"]].append(mention["id"])
    return Stored(
        sorted(((mention["id"], _lasting(mention)) for mention in mentions), key=lambda one: one[0]),
        sorted(
            ((sorted(posts[number]), _lasting(ticket)) for number, ticket in tickets.items()),
            key=lambda one: one[0],
        ),
    )


def _lasting(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in FORGOTTEN}


def shuffled(mentions: Sequence[Mention], seed: int) -> list[Mention]:
    """Another order, always the same for a seed."""
    mixed = list(mentions)
    random.Random(seed).shuffle(mixed)
    return mixed


TRIES = 4
"""So many children are started for each that is to be killed, at most."""
SOONER = 0.8


def killed(work: Callable[[], None], times: int, longest: float, seed: int) -> int:
    """Run work in a process of its own that is killed -9 at random moments, and at last left to finish.

    The child is a fork, so that a round costs no start-up; call it from a process with one thread and no open
    store. A child that had finished before is no kill: the next ones have less time. Returns how many were killed.
    """
    chance = random.Random(seed)
    cut_short = 0
    for _ in range(TRIES * times):
        child = _fork(work)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        cut_short += was_killed
        if cut_short == times:
            break
        longest = longest if was_killed else longest * SOONER
    if os.waitpid(_fork(work), 0)[1] != 0:
        raise RuntimeError("the last run did not finish well")
    return cut_short


def _fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def summary(recorded: Recorded, found: Stored) -> str:
    """One line with what came of it."""
    customers = len(recorded.inbound)
    everything = len({post["id"] for post in recorded.mentions})
    return (
        f"{recorded.conversations:,} conversations, {len(recorded.mentions):,} posts"
        f" ({len(recorded.mentions) - everything} of them twice), {customers:,} by customers:"
        f" {len(found.mentions):,} mentions in {len(found.tickets):,} tickets"
    )
