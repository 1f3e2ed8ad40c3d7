"""What is looked up once a mention is here: the posts it answers, and its pictures.

It is a help and no promise: where it cannot be had, the thread goes without, and the post itself is one click away.
Each source has a courier of its own for it, so that no other source, and no card, waits for a slow server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.desk.context import Desk
from bot.networks.port import Incoming, Network
from storage import outbox
from storage.db import Unit
from storage.tables import Mention
from storage.words import OutboxKind

MOST_AT_ONCE = 10
"""Of one page: in a storm, the network's calls are needed for the mentions themselves."""


@dataclass(frozen=True)
class Arrived:
    """A mention that has just come in; `opens` where it is the first of its ticket."""

    mention_id: int
    ticket_id: int
    post: Incoming
    opens: bool


def destination(source: str) -> str:
    """The outbox's word for the courier that looks things up for a source."""
    return f"{source}:lookups"


def queue(desk: Desk, unit: Unit, source: str, arrived: Iterable[Arrived], now: datetime) -> None:
    """Ask for what there is to look up about mentions that have just come in."""
    network = desk.networks.get(source)
    if network is not None:
        wanted = [(kind, one) for one in arrived for kind in _wanted(network, one)]
        outbox.queue(unit, [_row(kind, source, one, now) for kind, one in wanted[:MOST_AT_ONCE]])


def _wanted(network: Network, one: Arrived) -> Iterator[OutboxKind]:
    if network.knows_context and one.opens and one.post.in_reply_to and not one.post.private:
        yield OutboxKind.CONTEXT
    if one.post.media:
        yield OutboxKind.PICTURES


def _row(kind: OutboxKind, source: str, one: Arrived, now: datetime) -> dict[str, object]:
    return outbox.row(
        kind,
        f"{kind}:{one.mention_id}",
        now,
        destination=destination(source),
        ticket_id=one.ticket_id,
        payload={"mention": one.mention_id},
    )


def take_pictures_back(unit: Unit, mention: Mention, now: datetime) -> None:
    """Have what was shown of a post's pictures removed from the thread: its author took it back."""
    take_files_back(unit, mention, [item["file"] for item in mention.media if item.get("file")], now)


def take_files_back(unit: Unit, mention: Mention, files: list[str], now: datetime) -> None:
    """Have files of ours in the team's Slack removed."""
    if files:
        removal = outbox.row(
            OutboxKind.PICTURES_GONE,
            f"{OutboxKind.PICTURES}:{mention.id}",
            now,
            destination=destination(mention.source),
            payload={"files": files},
        )
        outbox.queue(unit, [removal])
