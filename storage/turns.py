"""Who waits for whom: a lock whose waiters get it in the order they came, and PostgreSQL's own locks by number.

Python's own lock lets whoever comes by take it, and under thirty clicks at once the unlucky ones waited twice as long as
the others.
"""

from __future__ import annotations

import threading
from collections import deque

from sqlalchemy import Connection, text

HOLD = text("SELECT pg_advisory_xact_lock(:lock)")
SHARE = text("SELECT pg_advisory_xact_lock_shared(:lock)")


class Turns:
    """Held by one thread at a time, as a context manager. It is not for a thread that holds it already."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._held = False
        self._line: deque[threading.Lock] = deque()

    @property
    def in_line(self) -> int:
        """How many wait."""
        return len(self._line)

    def __enter__(self) -> None:
        with self._mutex:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._line.append(turn)
        mine = False
        try:
            mine = turn.acquire()
        finally:
            if not mine:  # Ctrl-C while waiting: the others must not wait for this thread
                self._give_up(turn)

    def _give_up(self, turn: threading.Lock) -> None:
        with self._mutex:
            if turn in self._line:
                self._line.remove(turn)
                return
        self.__exit__()

    def __exit__(self, *_: object) -> None:
        with self._mutex:
            if self._line:
                self._line.popleft().release()
            else:
                self._held = False


def hold(connection: Connection, lock: int, *, shared: bool = False) -> None:
    """Hold a numbered lock until the transaction ends, alone or with others who share it. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(SHARE if shared else HOLD, {"lock": lock})
