"""Posts as a network hands them over, for the tests of this folder."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk.receive import Received, receive
from bot.networks.port import Author, Incoming, Page
from tests.desk_in_town import Town

SOURCE = "skyline"
NORA = Author("p-nora", "nora", "Nora Lind")
ACME = Author("acme", "acme", "Acme")


def post(town: Town, id: str, text: str = "My parcel is late.", **more: Any) -> Incoming:  # noqa: A002
    """A post written now; `minutes` moves its time."""
    at = town.clock() + timedelta(minutes=more.pop("minutes", 0))
    return Incoming(id, text, at, more.pop("author", NORA), **more)


def ours(town: Town, id: str, text: str, **more: Any) -> Incoming:  # noqa: A002
    """What one of the brand's accounts wrote."""
    return post(town, id, text, author=ACME, ours=True, **more)


def arrive(town: Town, *posts: Incoming) -> Received:
    """The desk reads one page of the source."""
    return receive(town.running.desk, SOURCE, Page(posts, None), town.clock())
