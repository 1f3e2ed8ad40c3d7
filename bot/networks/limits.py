"""The last look before a reply leaves: is this audience possible, still open, and is the text short enough?"""

from __future__ import annotations

from datetime import datetime

from bot.networks.port import Network, Never, Reply


def refuse_impossible(network: Network, reply: Reply, now: datetime) -> None:
    """Compare a reply with what `network` says it can do; no request is made.

    Raises:
        Never: it cannot be sent; the message is a sentence for the agent.
    """
    can = next(
        (can for can in network.capabilities(reply.parent, now) if can.audience is reply.audience), None
    )
    if can is None or not can.allowed:
        raise Never(can.reason if can and can.reason else f"{network.label} has no {reply.audience} replies.")
    if can.until is not None and now >= can.until:
        raise Never(f"{network.label} closed this conversation at {can.until:%Y-%m-%d %H:%M} UTC.")
    if not reply.text.strip():
        raise Never("There is no text to send.")
    used = network.length(reply.text, reply.audience)
    if can.limit is not None and used > can.limit:
        raise Never(
            f"The text has {used:,} {can.unit}; {network.label} takes {can.limit:,}. Please shorten it."
        )
