"""Thousands of sends over networks that lose, cut, stall, refuse, repeat and delay: each is read once, or a person is asked.

`make test` sends some; `make test-faults` ten thousand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from storage.words import Audience, ReplyStatus
from tests.faults.sending import desk as town
from tests.faults.sending.fickle import FickleServer, network_on
from tests.parts import Clock

NAMES = {"keyed": True, "keyless": False}
BATCH = 50


@contextmanager
def servers(seed: int) -> Iterator[dict[str, FickleServer]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(FickleServer(keyed=keyed, seed=seed + at))
            for at, (name, keyed) in enumerate(NAMES.items())
        }


def send_many(url: str, count: int, seed: int) -> dict[ReplyStatus, int]:
    """Half of them over each network; a third needs approval, a third is private, the clock jumps both ways."""
    chance, clock = random.Random(seed), Clock(town.START)
    with servers(seed) as far:
        networks = {name: network_on(name, server.url, keyed=NAMES[name]) for name, server in far.items()}
        desk = town.desk_on(url, networks)
        town.people(desk)
        couriers = [town.courier(desk, name, clock) for name in networks]
        for first in range(0, count // 2, BATCH):
            for name in networks:
                town.customers_write(desk, name, first, BATCH, clock())
                for number, ticket_id in enumerate(town.ticket_ids(desk, name)[-BATCH:]):
                    text = f"Parcel {first + number} of {name} is on its way, says {town.SENSITIVE if number % 3 == 0 else 'the depot'}."
                    audience = Audience.PRIVATE if number % 3 == 1 else Audience.PUBLIC
                    town.answers(desk, ticket_id, text, clock(), audience)
            town.approves(desk, clock())
            clock.forward(seconds=chance.choice([2, 2, 2, 3600, -3600]))
            for one in couriers:
                one.drain()
        town.until_quiet(desk, clock, couriers)
        ended = town.check(desk.db, far)
        desk.db.close()
    return ended


def test_a_hundred_sends_are_read_once_each_or_a_person_is_asked(sqlite_url: str) -> None:
    ended = send_many(sqlite_url, 100, seed=7)
    assert sum(ended.values()) == 100
    assert ended[ReplyStatus.SENT] > 70


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", range(5))
def test_ten_thousand_sends_are_read_once_each_or_a_person_is_asked(sqlite_url: str, seed: int) -> None:
    ended = send_many(sqlite_url, 2000, seed=100 * seed)
    print(f"seed {seed}: {ended}")
    assert sum(ended.values()) == 2000
