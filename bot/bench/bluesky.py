"""From a post on a real Bluesky network to its card in the workspace, beside the network's own notification.

The network is the one that `make test-networks` installs; where it is not, this figure is left out aloud.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from rich.progress import Progress

from bot.assembly import wall_clock
from bot.bench import Figure, at_most
from bot.bench.serving import LOCAL, TOKEN, desk_environment, free_port, local_slack, process

RIG = "tests.networks.real"
LEFT_OUT = (
    "Left out: from a post on Bluesky to its card. Run `make test-networks` first; it installs the network."
)
CHECKOUT = Path(__file__).parents[2]
POSTS = 15
POLL_SECONDS = 1.0
ALLOWED = POLL_SECONDS + 1.0
"""Seconds on top of the network's own."""
PASSWORD = "hunter2"  # noqa: S105 - of the network on this machine
LOOK_EVERY = 0.02
LOOK_AT_MOST = 60.0
SOURCE = """
[[source]]
name = "sky"
kind = "bluesky"
account = "brand.test"
app_password = "{password}"
service = "{service}"
poll_seconds = {poll}
"""


def bench(progress: Progress) -> Iterator[Figure]:
    """One figure, or none where the network is not installed."""
    if not _rig_is_here() or not import_module(f"{RIG}.install").bluesky_is_ready():
        progress.console.print(LEFT_OUT)
        return
    with ExitStack() as stack:
        task = progress.add_task("Starting a Bluesky network", total=None)
        world = stack.enter_context(import_module(f"{RIG}.running").bluesky())
        slack = _desk(stack, world.pds)
        progress.remove_task(task)
        alice, brand = (_Person(world.pds, handle) for handle in ("alice.test", "brand.test"))
        numbers = progress.track(range(POSTS), description="From post to card")
        pairs = [_pair(alice, brand, slack, f"parcel number {number} is late") for number in numbers]
    cards, notices = zip(*pairs, strict=True)
    name = "from a post on Bluesky to its card, beside the network's own notification, the poll and 1 s"
    yield at_most(name, "s", cards, [notice + ALLOWED for notice in notices], 1.0)


def _rig_is_here() -> bool:
    """Whether this is a checkout, whose tests hold the network; an installed command does not look there by itself."""
    if find_spec("tests") is None and (CHECKOUT / "tests").is_dir():
        sys.path.append(str(CHECKOUT))
    return find_spec("tests") is not None


def _desk(stack: ExitStack, service: str) -> int:
    """The desk and its Slack, reading the network; Slack's port."""
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="mentiondesk-bench-")))
    port = free_port()
    slack = local_slack(stack, port)
    environ = desk_environment(folder, port, slack)
    source = SOURCE.format(password=PASSWORD, service=service, poll=POLL_SECONDS)
    config = Path(environ["MENTIONDESK_CONFIG"])
    config.write_text(config.read_text() + source)
    stack.enter_context(process(["-m", "bot", "run"], port, environ))
    return slack


class _Person:
    """Somebody on the network, through the plain API."""

    def __init__(self, service: str, handle: str) -> None:
        self.http = httpx.Client(base_url=f"{service}/xrpc", timeout=30)
        login = {"identifier": handle, "password": PASSWORD}
        session = self.http.post("/com.atproto.server.createSession", json=login).raise_for_status().json()
        self.did, self.handle = session["did"], handle
        self.http.headers["Authorization"] = f"Bearer {session['accessJwt']}"

    def mentions(self, other: _Person, text: str, at: datetime) -> None:
        """Post a mention."""
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": other.did}
        index = {"byteStart": 0, "byteEnd": len(other.handle) + 1}
        record = {
            "$type": "app.bsky.feed.post",
            "text": f"@{other.handle} {text}",
            "createdAt": at.isoformat(),
            "facets": [{"index": index, "features": [feature]}],
        }
        body = {"repo": self.did, "collection": "app.bsky.feed.post", "record": record}
        self.http.post("/com.atproto.repo.createRecord", json=body).raise_for_status()

    def is_told(self, text: str) -> bool:
        """Whether a notification holds this text."""
        answer = self.http.get("/app.bsky.notification.listNotifications", params={"limit": 5})
        return text in answer.raise_for_status().text


def _pair(alice: _Person, brand: _Person, slack: int, text: str) -> tuple[float, float]:
    """Seconds from a post to its card, and to the network's notification, both watched at once."""
    start = time.perf_counter()
    alice.mentions(brand, text, wall_clock())
    seen: dict[str, float] = {}

    def watch(what: str, look: Callable[[], bool]) -> None:
        seen[what] = _until(look, start)

    watching = threading.Thread(target=watch, args=("notice", lambda: brand.is_told(text)))
    watching.start()
    watch("card", lambda: text in _channel(slack))
    watching.join()
    return seen["card"], seen["notice"]


def _until(look: Callable[[], bool], start: float) -> float:
    """Seconds since `start` until `look` sees it.

    Raises:
        RuntimeError: it does not within a minute.
    """
    pause = threading.Event()
    while time.perf_counter() - start < LOOK_AT_MOST:
        if look():
            return time.perf_counter() - start
        pause.wait(LOOK_EVERY)
    raise RuntimeError("It was not seen within a minute.")


def _channel(slack: int) -> str:
    """All that stands in the team's channel, as Slack's API tells it."""
    query = {"channel": "C0CARE", "limit": "50"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer: Any = httpx.post(f"http://{LOCAL}:{slack}/api/conversations.history", data=query, headers=headers)
    return str(answer.text)
