"""One poll of one network, and one pushed body: both end in `desk.receive`. Only `NetworkError` is weather."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.desk import spending, watch
from bot.desk.context import Desk
from bot.desk.receive import Received, receive
from bot.networks.port import Network, NetworkError, Never, TryLater
from storage import sources

log = structlog.get_logger()
MOST_PAGES = 20
"""Pages read in one poll, so that a storm at one source leaves time for the next poll's news."""


MISSED = 2.5
"""Polls: a copy that has not read a source for so long has stopped, and another one takes over."""


def poll_in_turn(desk: Desk, network: Network, reader: str, now: Callable[[], datetime]) -> list[Received]:
    """Read what is new at one network, unless another copy of the desk is its reader or the network wants quiet."""
    moment = now()
    until = moment + timedelta(seconds=network.settings.poll_seconds * MISSED)
    with desk.db.unit() as unit:
        is_ours = sources.take_turn(unit.session, network.name, reader, moment, until)
    return poll(desk, network, now) if is_ours else []


def poll(desk: Desk, network: Network, now: Callable[[], datetime]) -> list[Received]:
    """Read what is new at one network, page by page. A failure is noted and the cursor stays where it is."""
    results: list[Received] = []
    try:
        for _ in range(MOST_PAGES):
            page = network.fetch(_cursor(desk, network.name), now())
            if page.gap:
                watch.gap(desk, network.name, page.gap, now())
            results.append(receive(desk, network.name, page, now()))
            if not page.has_more:
                break
    except NetworkError as error:
        log.warning("source_not_read", source=network.name, problem=str(error))
        login = isinstance(error, Never) and error.login
        wait = error.wait if isinstance(error, TryLater) else None
        watch.failed(desk, network.name, str(error), now(), login=login, wait=wait)
        return results
    watch.succeeded(desk, network.name, now())
    spending.warn(desk, network, now())
    return results


def _cursor(desk: Desk, name: str) -> str | None:
    with desk.db.reading() as session:
        source = sources.by_name(session, name)
        return source.cursor if source else None


def push(desk: Desk, network: Network, headers: Mapping[str, str], body: bytes, now: datetime) -> Received:
    """Take one pushed body.

    Raises:
        RefusedDelivery: nothing of it was stored.
    """
    received = receive(desk, network.name, network.receive(headers, body, now), now)
    log.info(
        "delivery_taken",
        source=network.name,
        opened=received.opened,
        joined=received.joined,
        known=received.known,
    )
    return received
