"""Copies of the desk that do the same thing at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bot.desk import directory
from bot.desk.directory import Member
from storage.tables import Person
from tests.desk_in_town import Founder

COPIES = 4
NEWCOMERS = [Member(f"UNEW{number}", f"new{number}", f"New {number}", "") for number in range(200)]


def test_copies_that_start_at_the_same_moment_learn_who_is_who_and_none_trips(
    found: Founder, postgres_url: str
) -> None:
    with found(postgres_url) as town:
        together = Barrier(COPIES)

        def starts(_copy: int) -> int:
            together.wait(20)
            return directory.refresh(town.running.desk, NEWCOMERS, {}, town.clock(), all_of_them=False)

        with ThreadPoolExecutor(COPIES) as pool:
            assert list(pool.map(starts, range(COPIES))) == [0] * COPIES
        known = [person.id for person in town.rows(Person)]
        assert {member.id for member in NEWCOMERS} <= set(known)
        assert len(known) == len(set(known))
