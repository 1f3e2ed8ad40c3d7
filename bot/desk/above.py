"""What a mention answers: the posts above it, fetched once when its ticket opens, and shown in the thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.desk import steps
from bot.desk.context import Desk, incoming
from bot.networks.port import Incoming, Network
from bot.rules.foreign import short, storable
from storage.db import Unit
from storage.tables import Mention, Ticket

ALOUD = "What this post answers, oldest first:"
LONGEST = 600
"""Characters of each post above."""


def find(desk: Desk, network: Network, mention_id: int, now: datetime) -> tuple[Incoming, ...]:
    """Ask the network what a mention answers; nothing where the mention is gone.

    Raises:
        TryLater, Never, Unsure: the network could not be asked.
    """
    with desk.db.reading() as session:
        mention = session.get(Mention, mention_id)
    return network.context(incoming(mention), now) if mention and not mention.deleted_at else ()


def tell(desk: Desk, unit: Unit, mention_id: int, above: Iterable[Incoming], now: datetime) -> None:
    """Put the posts above a mention into its ticket's thread."""
    mention = unit.session.get_one(Mention, mention_id)
    said = "\n\n".join(f"@{post.author.handle}: {short(storable(post.text), LONGEST)}" for post in above)
    if said:
        ticket = unit.session.get_one(Ticket, mention.ticket_id)
        steps.tell_thread(unit, ticket, ALOUD, now, quote=desk.masked(said))
