"""What every network is asked in `test_contract.py`, and the cast that asks it.

To add a network, write one `Case` in your own test file and name it in `CASES` of cases.py:

    class NewsCase(Case):
        name = "news"
        reads_at = ("GET", "/v1/mentions")     # the request `fetch` makes; the one that gets spoilt
        writes_at = ("POST", "/v1/replies")    # the request `reply` makes; a path may end in "*"
        secrets = ("s3cret",)                  # what may never be printed

        def build(self, url): ...              # the network, pointed at `url`, with `SHORT` as its timeout
        def teach(self, outside): ...          # make the server speak like the network; keep state in self
        def say(self, post): ...               # a customer (or the brand, `post.by_us`) writes this post
        def sent_texts(self): ...              # the texts of replies the server holds

A case is made anew for each test.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import httpx

from bot.networks.port import Author, Capability, Incoming, Network, Reply
from storage.words import Audience
from tests.networks.servers import Outside

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHORT = httpx.Timeout(1.0, connect=5.0)
"""So that a stalled answer costs a second; less, and a busy machine is taken for a stalled one."""
MOST_PAGES = 60
"""A network that never comes to an end fails its test instead of hanging it."""


@dataclass(frozen=True)
class Post:
    """What somebody writes on the network; `number` gives it its place and its time."""

    number: int
    text: str = "Where is my parcel?"
    by_us: bool = False
    private: bool = False

    @property
    def created_at(self) -> datetime:
        return NOW - timedelta(minutes=30) + timedelta(seconds=self.number)


class Case(ABC):
    """One network beside a server that speaks its language."""

    name: ClassVar[str]
    reads_at: ClassVar[tuple[str, str] | None] = None
    """None where mentions are only pushed to us."""
    writes_at: ClassVar[tuple[str, str] | None] = None
    """None where nothing can be answered."""
    secrets: ClassVar[tuple[str, ...]] = ()
    reads_own_posts: ClassVar[bool] = True
    """False where the brand's own posts are never in what is read."""
    reads_private: ClassVar[bool] = True
    """False where private messages are never in what is read."""

    checks: ClassVar[bool] = True
    """False where `check` does not look at what `reads_at` serves."""

    @abstractmethod
    def build(self, url: str) -> Network: ...

    @abstractmethod
    def teach(self, outside: Outside) -> None: ...

    def say(self, post: Post) -> None:
        raise NotImplementedError

    def sent_texts(self) -> list[str]:
        raise NotImplementedError

    def parent(self, *, private: bool = False) -> Incoming:
        """A mention to answer, as this network would have read it; override where it needs facts."""
        return Incoming(
            id="1",
            text="Where is my parcel?",
            created_at=NOW - timedelta(minutes=30),
            author=Author("7", "alice"),
            private=private,
            thread="c1" if private else None,
        )

    def reply(
        self, text: str = "On its way.", audience: Audience = Audience.PUBLIC, key: str = "key-1"
    ) -> Reply:
        """An answer to `parent`, private where the audience is."""
        parent = self.parent(private=audience is Audience.PRIVATE)
        return Reply(key, text, audience, account="acme", parent=parent, created_at=NOW)

    def holds(self, text: str) -> int:
        """How many replies with this text the server holds (networks may put a handle before it)."""
        return sum(text in sent for sent in self.sent_texts())


def drain(
    network: Network, cursor: str | None = None, now: datetime = NOW
) -> tuple[list[Incoming], str | None]:
    """Everything from `cursor` on, and the cursor after it, as the desk reads: page by page."""
    items: list[Incoming] = []
    for _ in range(MOST_PAGES):
        page = network.fetch(cursor, now)
        items += page.items
        cursor = page.cursor if page.cursor is not None else cursor
        if not page.has_more:
            return items, cursor
    raise AssertionError(f"{network.name} still says has_more after {MOST_PAGES} pages")


def able(network: Network, parent: Incoming, audience: Audience) -> Capability:
    """What the network says it can do for this audience."""
    return next(can for can in network.capabilities(parent, NOW) if can.audience is audience)
