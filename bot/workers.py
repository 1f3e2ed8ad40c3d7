"""The couriers' threads: each drains its destination when it is woken, and looks again every second anyway."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import guarded

LOOK_AGAIN_SECONDS = 1.0
GATHER_SECONDS = 0.02
"""How long a woken courier lets work gather: a storm of clicks is then one look, and none waits behind it."""


@dataclass
class Worker:
    """One courier's thread. `drain` is never run twice at once."""

    name: str
    drain: Callable[[], object]
    seconds: float = LOOK_AGAIN_SECONDS
    _woken: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name=f"courier-{self.name}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is work."""
        self._woken.set()

    def stop(self) -> None:
        """Stop after the row that is being delivered."""
        self._stopped.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        drain = guarded(self.name, self.drain)
        while not self._stopped.is_set():
            drain()
            if self._woken.wait(self.seconds):
                self._stopped.wait(GATHER_SECONDS)
            self._woken.clear()
