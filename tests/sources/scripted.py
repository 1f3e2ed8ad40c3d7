"""A network that does what a test says, without a server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from bot.networks.budget import Budget
from bot.networks.port import Capability, Incoming, Network, Page, Reply, Sent, SourceSettings, TryLater
from storage.words import Audience

NOTHING = Page((), None)


class Scripted(Network):
    kind: ClassVar[str] = "rehearsal"
    title: ClassVar[str] = "Somewhere"
    knows_context: ClassVar[bool] = True

    def __init__(
        self, name: str, read: Callable[[], Page] = lambda: NOTHING, poll_seconds: float = 0.2
    ) -> None:
        self.settings = SourceSettings(name=name, kind="rehearsal", poll_seconds=poll_seconds)
        self.read = read
        self.above: tuple[Incoming, ...] | TryLater = ()
        self.asked_above: list[str] = []
        self.money: Budget | None = None

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        return self.read()

    def context(self, parent: Incoming, now: datetime) -> tuple[Incoming, ...]:
        self.asked_above.append(parent.id)
        if isinstance(self.above, TryLater):
            raise self.above
        return self.above

    def budget(self, cursor: str | None, now: datetime) -> Budget | None:
        return self.money

    def spend(self, share: str, month: str = "2026-03") -> None:
        self.money = Budget(monthly=Decimal(100), spent=Decimal(100) * Decimal(share), month=month)

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        return ()

    def length(self, text: str, audience: Audience) -> int:
        return len(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        raise NotImplementedError

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        raise NotImplementedError


class Stall:
    """Reads that do not come back before the test is over."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.begun = threading.Semaphore(0)

    def __call__(self) -> Page:
        self.begun.release()
        self.over.wait(60)
        return NOTHING
