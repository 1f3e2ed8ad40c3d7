"""Writers take turns: who came first is first, and nobody is ever there together."""

from __future__ import annotations

import threading

import pytest

from storage.turns import Turns
from tests.parts import WAIT_SECONDS

WAITERS = 12


def wait_for_line(turns: Turns, length: int) -> None:
    """Until so many wait; a pause lets them come."""
    pause = threading.Event()
    while turns.in_line < length:
        pause.wait(0.001)


@pytest.mark.timeout(WAIT_SECONDS)
def test_waiters_get_their_turn_in_the_order_they_came() -> None:
    turns, served = Turns(), list[int]()

    def writer(number: int) -> None:
        with turns:
            served.append(number)

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(WAITERS)]
    with turns:
        for number, thread in enumerate(threads):
            thread.start()
            wait_for_line(turns, number + 1)
    for thread in threads:
        thread.join()
    assert served == list(range(WAITERS))


@pytest.mark.timeout(WAIT_SECONDS)
def test_no_two_are_there_at_once() -> None:
    turns, inside, most = Turns(), list[int](), list[int]()

    def writer(number: int) -> None:
        for _ in range(200):
            with turns:
                inside.append(number)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most), turns.in_line) == (800, 1, 0)


def test_whoever_fails_lets_the_next_one_in() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    with turns:
        assert turns.in_line == 0
