"""Reading a newest-first listing without losing a post, one page per call.

While pages are followed, new posts arrive at the top. So the newest post of the *first* page is where the next walk
stops, and it counts as read only once this walk has reached the place where the last one stopped. A walk broken off
goes on where it was: the `Mark` is part of the stored cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
from pydantic import BaseModel, ConfigDict

from bot.networks.port import Change, Incoming, TryLater, Unsure

LOOK_BACK = timedelta(hours=1)
"""How far back a source that was never read begins."""
LAST_CALLS = 10
"""With so few calls left in a rate window, they are spread over what is left of it."""


class Mark(BaseModel):
    """How far one listing has been read. Positions are the network's own (ids or times), as text."""

    model_config = ConfigDict(frozen=True)

    seen: str = ""
    """Everything up to here has been read."""
    head: str = ""
    """The newest of the walk under way; it becomes `seen` when the walk ends."""
    page: str = ""
    """Where the walk under way goes on; "" begins a new one."""
    pages: int = 0
    """How many pages the walk under way has followed."""

    def moved(self, newest: str, next_page: str | None, *, reached: bool) -> Mark:
        """The mark after one page. `reached`: this page held what was already read, so the walk is over."""
        head = self.head or newest or self.seen
        if reached or not next_page:
            return Mark(seen=head)
        return Mark(seen=self.seen, head=head, page=next_page, pages=self.pages + 1)


class Watched(BaseModel):
    """A post handed over, to be looked at again for edits and deletions."""

    model_config = ConfigDict(frozen=True)

    version: str
    """What changes when its author edits it."""
    at: str
    """When it was written; ISO 8601."""
    found_by: str = ""
    """As in the mention: what was only found may still turn out to be sent to us."""

    def covers(self, item: Incoming) -> bool:
        """Whether handing the post over again would tell nothing new."""
        return bool(item.found_by) or not self.found_by


def watch(
    before: Mapping[str, Watched], found: Iterable[Incoming], fact: str, most: int
) -> dict[str, Watched]:
    """The newest public posts after a read, by id. `fact` names the fact of a mention that holds its version."""
    after = dict(before)
    for item in found:
        if item.change is Change.DELETED:
            after.pop(item.id, None)
        elif not item.private:
            version, at = item.facts[fact], stamp(item.created_at)
            after[item.id] = Watched(version=version, at=at, found_by=item.found_by)
    # By time and not by arrival: catching up brings the older posts later.
    return dict(sorted(after.items(), key=lambda entry: entry[1].at)[-most:])


def unfinished(before: Mapping[str, Mark], after: Mapping[str, Mark]) -> set[str]:
    """The listings to read again at once: older pages are left, or new posts may have come while these were read."""
    return {name for marks in (before, after) for name, mark in marks.items() if mark.page}


class Pace:
    """Spreads the last calls of a network's rate window over the time that is left of it; kept in memory only."""

    def __init__(self) -> None:
        self._next: dict[str, datetime] = {}

    def ready(self, listing: str, now: datetime) -> bool:
        """Whether a listing may be read again."""
        return now >= self._next.get(listing, now)

    def all_ready(self, now: datetime) -> bool:
        """Whether every listing may be read again."""
        return all(now >= moment for moment in self._next.values())

    def heard(self, listing: str, left: float, window: timedelta, now: datetime) -> None:
        """Note how many calls are left, and for how long they must last."""
        wait = window / left if left >= 1 else window
        self._next[listing] = now + wait if left < LAST_CALLS else now


def rate_left(
    response: httpx.Response, remaining: str, reset: str, now: datetime
) -> tuple[float, timedelta] | None:
    """Calls left and the time they must last, out of two headers; `reset` may be seconds to go, a Unix or an ISO time."""
    try:
        left, until = float(response.headers[remaining]), _seconds(response.headers[reset])
    except (KeyError, ValueError):
        return None
    if until > timedelta(days=365).total_seconds():
        until -= now.timestamp()
    return left, timedelta(seconds=max(0.0, until))


def _seconds(reset: str) -> float:
    return datetime.fromisoformat(reset).timestamp() if "T" in reset else float(reset)


def stamp(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z, which sorts as text."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def before_sending() -> Iterator[None]:
    """Around what is read ahead of a send: when its fate is unknown, at least nothing has gone out."""
    try:
        yield
    except Unsure as error:
        raise TryLater(str(error)) from error
