"""What a mention answers: the posts above it, fetched once when its ticket opens, and shown in the thread.

It is a help and no promise: where the network does not tell, or the desk is stopped in between, the thread goes
without, and the post itself is one click away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.desk import steps
from bot.desk.context import Desk, incoming
from bot.networks.port import Incoming, Network
from bot.rules.foreign import short, storable
from storage import tickets
from storage.db import Unit
from storage.tables import Mention, Ticket

ALOUD = "What this post answers, oldest first:"
MOST_AT_ONCE = 10
"""Tickets of one poll that are looked up: in a storm, the calls are needed for the mentions themselves."""
LONGEST = 600
"""Characters of each post above."""


def show(desk: Desk, network: Network, opened: Iterable[int], now: datetime) -> None:
    """Look up what the first mentions of newly opened tickets answer, and put it into their threads.

    Raises:
        TryLater, Never, Unsure: the network could not be asked; the threads so far have theirs.
    """
    for mention in _answers(desk, opened)[:MOST_AT_ONCE]:
        above = network.context(incoming(mention), now)
        if above:
            with desk.db.unit() as unit:
                _tell(desk, unit, mention, above, now)


def _answers(desk: Desk, opened: Iterable[int]) -> list[Mention]:
    """The first mentions that answer something."""
    with desk.db.reading() as session:
        first = [tickets.first_mention(session, ticket_id) for ticket_id in opened]
    return [one for one in first if one and one.in_reply_to and not one.deleted_at]


def _tell(desk: Desk, unit: Unit, mention: Mention, above: Iterable[Incoming], now: datetime) -> None:
    ticket = unit.session.get_one(Ticket, mention.ticket_id)
    said = "\n\n".join(f"@{post.author.handle}: {short(storable(post.text), LONGEST)}" for post in above)
    steps.tell_thread(unit, ticket, ALOUD, now, quote=desk.masked(said))
