"""Recorded conversations, and what a network would have delivered of them.

A line of the file is one conversation: `thread_id`, `brand`, and `turns` with `id`, `author`, `inbound`,
`created_at` (ISO 8601, or null), `text` and `in_reply_to`.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NAME = "care_threads.jsonl"
SAMPLE = Path(__file__).parent / "sample.jsonl"
FOLDER_VARIABLE = "MENTIONDESK_DATA"
BESIDE = Path(__file__).parents[2].parent / "shared" / "data"
SOME_DAY = datetime(2017, 10, 2, tzinfo=UTC)
DAYS = 60
"""Conversations without dates are spread over so many days."""

Mention = dict[str, Any]


@dataclass(frozen=True)
class Recorded:
    """What a file holds: every post as a mention, duplicates included, and who the brands are."""

    conversations: int
    mentions: list[Mention]
    brands: frozenset[str]

    @property
    def inbound(self) -> set[str]:
        """The ids of what customers wrote."""
        return {post["id"] for post in self.mentions if post["author"]["handle"] not in self.brands}


def real_file() -> Path | None:
    """The real recording, where it is there: in the folder named by the environment, else beside the checkout."""
    folder = os.environ.get(FOLDER_VARIABLE)  # noqa: TID251 - the suite's own switch, not a setting of the desk
    path = (Path(folder) if folder else BESIDE) / NAME
    return path if path.exists() else None


def read(path: Path, *, threads: bool = False) -> Recorded:
    """The recording as mentions. With `threads` the network names the thread, else only the post that is answered."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    mentions = [post for line in lines for post in _mentions(line)]
    brands = {turn["author"] for line in lines for turn in line["turns"] if not turn["inbound"]}
    if threads:
        parents = {post["id"]: post["in_reply_to"] for post in mentions}
        mentions = [post | {"thread": _root(post["id"], parents)} for post in mentions]
    return Recorded(len(lines), mentions, frozenset(brands))


def _mentions(line: dict[str, Any]) -> Iterator[Mention]:
    at = SOME_DAY + timedelta(minutes=zlib.crc32(line["thread_id"].encode()) % (DAYS * 24 * 60))
    for turn in line["turns"]:
        at = datetime.fromisoformat(turn["created_at"]) if turn["created_at"] else at + timedelta(minutes=1)
        parent = turn["in_reply_to"]
        yield {
            "id": str(turn["id"]),
            "text": turn["text"],
            "created_at": at.isoformat(),
            "author": {"id": turn["author"], "handle": turn["author"]},
            "in_reply_to": None if parent is None else str(parent),
        }


def _root(post_id: str, parents: dict[str, str | None]) -> str:
    """The first post of a conversation, even where it was never recorded."""
    while (parent := parents.get(post_id)) is not None:
        post_id = parent
    return post_id


def pages(mentions: Sequence[Mention], size: int) -> Iterator[Sequence[Mention]]:
    """The mentions, so many at a time."""
    for start in range(0, len(mentions), size):
        yield mentions[start : start + size]
