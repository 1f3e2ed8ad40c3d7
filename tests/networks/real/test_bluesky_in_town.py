"""The whole way on a real network: a post becomes a card, is claimed and answered in Slack, and its author is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from storage.tables import Ticket
from storage.words import TicketStatus
from tests.desk_in_town import ANA, Founder, Town
from tests.networks.real.running import BlueskyWorld, bluesky
from tests.networks.real.test_bluesky_network import PASSWORD, Person, eventually, now
from tests.parts import Clock

pytestmark = pytest.mark.networks

SOURCE = """
[[source]]
name = "sky"
kind = "bluesky"
account = "brand.test"
app_password = "{password}"
service = "{pds}"
images = "{pds}/xrpc/com.atproto.sync.getBlob?did={{did}}&cid={{cid}}"
picture_hosts = ["{host}"]
"""
ALT = "A kettle without its lid"


@pytest.fixture(scope="module")
def world() -> Iterator[BlueskyWorld]:
    with bluesky() as world:
        yield world


@pytest.fixture
def alice(world: BlueskyWorld) -> Person:
    return Person(world, "alice.test")


@pytest.fixture
def brand(world: BlueskyWorld) -> Person:
    return Person(world, "brand.test")


@pytest.fixture
def sky(found: Founder, sqlite_url: str, world: BlueskyWorld, clock: Clock) -> Iterator[Town]:
    """A town whose desk reads the real network, at the real time."""
    keep_up(clock)
    source = SOURCE.format(password=PASSWORD, pds=world.pds, host=world.pds.removeprefix("http://"))
    with found(sqlite_url, desk=source) as town:
        yield town


def keep_up(clock: Clock) -> None:
    """The town's clock is never behind the network's: else the desk would answer posts before they were written."""
    clock.time = max(clock(), now())


def reads_until(town: Town, look: Callable[[], Any]) -> Any:
    """Poll and deliver until something is seen."""

    def once() -> Any:
        keep_up(town.clock)
        town.poll()
        town.settle()
        return look()

    return eventually(once)


def ticket_of(town: Town, text: str) -> int:
    """The ticket whose card shows this text, once it is there."""
    cards = {one["ts"]: one for one in town.cards()}
    tickets = [ticket for ticket in town.rows(Ticket) if ticket.card_ts in cards]
    return next((ticket.id for ticket in tickets if text in str(cards[ticket.card_ts])), 0)


def picture(person: Person) -> dict[str, Any]:
    """A picture of one colour, on its author's server."""
    content = BytesIO()
    Image.new("RGB", (900, 600), (20, 90, 160)).save(content, "PNG")
    headers = {"Content-Type": "image/png"}
    answer = person.http.post("/com.atproto.repo.uploadBlob", content=content.getvalue(), headers=headers)
    return {"image": answer.raise_for_status().json()["blob"], "alt": ALT}


def test_a_post_is_claimed_and_answered_in_slack_and_its_author_is_told(
    sky: Town, alice: Person, brand: Person
) -> None:
    post = alice.mentions(brand, "my kettle has no lid")["uri"]
    ticket = reads_until(sky, lambda: ticket_of(sky, "my kettle has no lid"))
    sky.does(ANA, "claim", ticket)
    keep_up(sky.clock)
    sky.answers(ANA, "A new lid is on its way.", ticket)
    sky.settle()
    [told] = eventually(
        lambda: [
            note
            for note in alice.get("app.bsky.notification.listNotifications")["notifications"]
            if note["reason"] == "reply" and note["reasonSubject"] == post
        ]
    )
    assert told["record"]["text"] == "A new lid is on its way."
    assert told["author"]["handle"] == "brand.test"
    assert sky.ticket(ticket).status == TicketStatus.WAITING
    reads_until(sky, lambda: alice.replies_to(post))
    assert len(alice.replies_to(post)) == 1
    assert "Answered outside" not in sky.card_says(ticket)


def test_a_picture_is_shown_and_goes_with_its_post(sky: Town, alice: Person, brand: Person) -> None:
    embed = {"$type": "app.bsky.embed.images", "images": [picture(alice)]}
    post = alice.mentions(brand, "look at my picture", embed=embed)["uri"]
    ticket = reads_until(sky, lambda: ticket_of(sky, "look at my picture"))

    def files() -> list[dict[str, Any]]:
        ts = sky.card(ticket)["ts"]
        thread = [message for message in sky.messages() if message.get("thread_ts") == ts]
        return [file for message in thread for file in message.get("files", ())]

    assert [file["alt_txt"] for file in files()] == [ALT]
    with Image.open(BytesIO(sky.slack.state.file_bytes[files()[0]["id"]])) as small:
        assert (small.format, small.size) == ("JPEG", (720, 480))
    alice.deletes(post)
    reads_until(sky, lambda: "deleted by its author" in sky.card_says(ticket))
    assert "look at my picture" not in sky.card_says(ticket)
    assert [file.get("mode") for file in files()] == ["tombstone"]


def test_what_a_post_answers_stands_in_the_thread(
    sky: Town, alice: Person, brand: Person, world: BlueskyWorld
) -> None:
    said = Person(world, "bob.test").writes("Are their kettles any good?")
    reference = {"uri": said["uri"], "cid": said["cid"]}
    alice.mentions(brand, "no, mine leaks", reply={"root": reference, "parent": reference})
    ticket = reads_until(sky, lambda: ticket_of(sky, "no, mine leaks"))
    assert any("@bob.test: Are their kettles any good?" in text for text in sky.thread(ticket))
