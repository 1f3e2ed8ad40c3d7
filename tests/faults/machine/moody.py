"""A network that knows no keys: what it is told twice it posts twice. It loses answers, and lists what it likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.networks.port import Never, Reply, Sent, TryLater
from bot.networks.rehearsal import RehearsalNetwork, RehearsalSettings
from bot.outcomes import Unsure
from storage.words import Audience

DONE, LOST, UNLISTED, UNDONE = "done", "lost", "unlisted", "undone"
REFUSED, SLOW_DOWN = "refused", "slow down"
KILLED_BEFORE, KILLED_AFTER = "killed before", "killed after"
FATES = (UNLISTED, DONE, LOST, UNDONE, KILLED_AFTER, KILLED_BEFORE, SLOW_DOWN, REFUSED, DONE)
"""What becomes of the next post. Lost, unlisted: it is read, and the answer is lost; the latter is never found.

Hypothesis takes the first most often, so the worst stands there.
"""
LEFT_NOTHING = frozenset({UNDONE, REFUSED, SLOW_DOWN, KILLED_BEFORE})


class Killed(BaseException):
    """The courier's process ended at this very moment; nothing after it was done."""


@dataclass(frozen=True)
class Post:
    """What a customer read. `after` is the record's last entry when it was posted."""

    reply: Reply
    after: int


class Moody(RehearsalNetwork):
    """One account on such a network. `fate` is what becomes of the next post, `last_entry` reads the record."""

    def __init__(self, last_entry: Callable[[], int]) -> None:
        super().__init__(
            RehearsalSettings(name="far", kind="rehearsal", url="http://127.0.0.1:1", account="acme")
        )
        self.posts: list[Post] = []
        self.fate, self.looks_away = DONE, False
        self._unlisted: set[str] = set()
        self._last_entry = last_entry

    def repeat_is_harmless(self, audience: Audience) -> bool:
        return False

    def reply(self, reply: Reply, now: datetime) -> Sent:
        fate, self.fate = self.fate, DONE
        if fate not in LEFT_NOTHING:
            self.posts.append(Post(reply, self._last_entry()))
        if fate == UNLISTED:
            self._unlisted.add(reply.key)
        if fate == REFUSED:
            raise Never("no")
        if fate == SLOW_DOWN:
            raise TryLater("not now")
        if fate in {KILLED_BEFORE, KILLED_AFTER}:
            raise Killed
        if fate != DONE:
            raise Unsure("no answer")
        return Sent(f"id-{len(self.posts)}")

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        looks_away, self.looks_away = self.looks_away, False
        if looks_away:
            raise Unsure("no answer to the look either")
        listed = {post.reply.key for post in self.posts} - self._unlisted
        return Sent("found") if reply.key in listed else None
