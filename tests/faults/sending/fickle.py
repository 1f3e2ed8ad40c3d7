"""A network that does what networks do: loses answers, answers half, stalls, refuses, does things late or twice.

It is a real HTTP server on loopback that speaks the rehearsal's requests. `posts` is what customers saw.
"""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import httpx

from bot.networks.http import call, json_of
from bot.networks.mention import read_sent
from bot.networks.port import Reply, Sent
from bot.networks.rehearsal import RehearsalNetwork, RehearsalSettings
from storage.words import Audience
from tests.networks.servers import Answer, Lost, Outside, Request, answer

QUICK = httpx.Timeout(0.4, connect=5.0)
"""A stalled answer costs a test this long."""
LATER = 3
"""A request that is done late is done when so many more have come."""


class Whim(Enum):
    """What becomes of one request that is to post something."""

    DONE = "done"
    DROPPED = "done, the connection closed without a byte"
    RESET = "done, the connection reset"
    HALF = "done, half an answer"
    STALLED = "done, no answer"
    UNDONE = "not done, the connection reset"
    LATE = "done after others that came later, no answer"
    TWICE = "done twice, as a proxy that repeats would"
    TROUBLE_DONE = "done, a 500"
    TROUBLE = "not done, a 500"
    SLOW_DOWN = "not done, a 429"
    REFUSED = "not done, a 422"


LOSES = {Whim.DROPPED: Lost.DROPPED, Whim.RESET: Lost.RESET, Whim.HALF: Lost.HALF, Whim.STALLED: Lost.STALLED}
UNDONE: dict[Whim, tuple[Answer, Lost | None]] = {
    Whim.UNDONE: (answer({}), Lost.RESET),
    Whim.LATE: (answer({}), Lost.DROPPED),
    Whim.TROUBLE: (answer({"error": "trouble"}, status=500), None),
    Whim.SLOW_DOWN: (answer({}, status=429, headers={"Retry-After": "7"}), None),
    Whim.REFUSED: (answer({"error": "no"}, status=422), None),
}
"""What is answered, and how that gets lost, where nothing is done (or not yet)."""
OFTEN = {Whim.DONE: 60, Whim.STALLED: 1}
"""Weights; every other whim has 4. Stalls are rare: each costs the whole patience of the client."""


@dataclass(frozen=True)
class Post:
    """What a customer saw."""

    key: str
    text: str
    audience: str
    to: str


class FickleServer(Outside):
    """One network. With `keyed` it knows a reply by its key and never posts it twice; without, it posts what comes."""

    def __init__(self, *, keyed: bool, seed: int | None = None) -> None:
        super().__init__()
        self.keyed = keyed
        self.posts: list[Post] = []
        self.whims: deque[Whim] = deque()
        """What is to happen next; then chance decides, or with no seed everything goes well."""
        self.waits: Callable[[], None] = lambda: None
        self._chance = random.Random(seed) if seed is not None else None
        self._late: list[list[Any]] = []
        self._lock = threading.Lock()

    def answer_to(self, request: Request) -> tuple[Answer, Lost | None]:
        self.waits()
        with self._lock:
            self._do_what_is_late()
            if request.method == "GET":
                return self._look(request)
            return self._post(request, self._whim())

    def _whim(self) -> Whim:
        if self.whims:
            return self.whims.popleft()
        if self._chance is None:
            return Whim.DONE
        all_whims = [whim for whim in Whim if self.keyed or whim is not Whim.TWICE]
        return self._chance.choices(all_whims, [OFTEN.get(whim, 4) for whim in all_whims])[0]

    def _post(self, request: Request, whim: Whim) -> tuple[Answer, Lost | None]:
        if whim is Whim.LATE:
            self._late.append([LATER, request])
        if whim in UNDONE:
            return UNDONE[whim]
        said = self._do(request)
        if whim is Whim.TWICE:
            said = self._do(request)
        if whim is Whim.TROUBLE_DONE:
            return answer({"error": "trouble"}, status=500), None
        return said, LOSES.get(whim)

    def _do(self, request: Request) -> Answer:
        said = request.json
        post = Post(request.headers["idempotency-key"], said["text"], said["audience"], said["in_reply_to"])
        known = self.keyed and any(one.key == post.key for one in self.posts)
        if not known:
            self.posts.append(post)
        return answer({"id": f"id-{post.key}", "url": None}, status=200 if known else 201)

    def _do_what_is_late(self) -> None:
        for waiting in self._late:
            waiting[0] -= 1
        for waiting in [one for one in self._late if one[0] <= 0]:
            self._late.remove(waiting)
            self._do(waiting[1])

    def _look(self, request: Request) -> tuple[Answer, Lost | None]:
        if self._chance is not None and self._chance.random() < 0.1:
            return self._chance.choice([(answer({}, status=503), None), (answer({}), Lost.RESET)])
        if self.keyed:
            found = [post for post in self.posts if post.key == request.asks("key")]
        else:
            asked = request.asks("text"), request.asks("to")
            found = [post for post in self.posts if (post.text, post.to) == asked]
        return (answer({"id": f"id-{found[0].key}"}) if found else answer({}, status=404)), None


class KeylessNetwork(RehearsalNetwork):
    """The rehearsal, if its server knew no keys: a repeat would be read twice, and only the text can be looked for."""

    def repeat_is_harmless(self, audience: Audience) -> bool:
        return False

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        asked = {"text": reply.text, "to": reply.parent.id}
        url = "/outside/replies"
        response = call(self._http, "GET", url, now=now, allow={httpx.codes.NOT_FOUND}, params=asked)
        return None if response.status_code == httpx.codes.NOT_FOUND else read_sent(json_of(response))


def network_on(name: str, url: str, *, keyed: bool) -> RehearsalNetwork:
    """The connector to a fickle server."""
    settings = RehearsalSettings(name=name, kind="rehearsal", url=url, account="acme")
    return (RehearsalNetwork if keyed else KeylessNetwork)(settings, timeout=QUICK)
