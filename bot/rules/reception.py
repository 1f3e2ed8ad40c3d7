"""How an answer fares on the network in the hour after it went out, and what of that its owner should hear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SHARES = (1 / 12, 1 / 4, 1 / 2, 1.0)
"""When it is looked at, as shares of the time it is watched: after 5, 15, 30 and 60 minutes of an hour."""
FEWEST_FOR_A_RATIO = 5
"""With fewer replies than these a bad ratio says nothing yet."""


@dataclass(frozen=True)
class Reception:
    """What the network shows of one answer of ours. None: it does not tell."""

    gone: bool = False
    hidden: str = ""
    """What the network did to it short of removing it, in the network's own word; "" where nothing."""
    replies: int | None = None
    likes: int | None = None


@dataclass(frozen=True)
class WatchPolicy:
    """`[sending]`: how long answers are watched (0: not at all), and what is worth a word."""

    minutes: float = 60
    many_replies: int = 10
    bad_ratio: float = 3
    """So many times more replies than likes are a bad sign."""


class Finding(StrEnum):
    """What is worth telling about an answer, each once."""

    GONE = "gone"
    HIDDEN = "hidden"
    MANY_REPLIES = "many replies"
    BAD_RATIO = "bad ratio"


def findings(seen: Reception, policy: WatchPolicy) -> Iterator[Finding]:
    """Everything worth telling now, the worst first. An answer that is gone has nothing else to tell."""
    if seen.gone:
        yield Finding.GONE
        return
    if seen.hidden:
        yield Finding.HIDDEN
    if seen.replies is not None and seen.replies >= policy.many_replies:
        yield Finding.MANY_REPLIES
    if _is_bad(seen, policy.bad_ratio):
        yield Finding.BAD_RATIO


def _is_bad(seen: Reception, ratio: float) -> bool:
    if seen.likes is None or seen.replies is None or seen.replies < FEWEST_FOR_A_RATIO:
        return False
    return seen.replies > ratio * max(seen.likes, 1)


def look_after(number: int, policy: WatchPolicy) -> timedelta | None:
    """How long after the answer went out it is looked at for the time of that number, from 0; None: no more."""
    if number >= len(SHARES) or policy.minutes <= 0:
        return None
    return timedelta(minutes=policy.minutes * SHARES[number])
