"""The Bluesky connector on a whole real network on loopback: its own servers, only the chat is a stand-in."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.networks.bluesky import BlueskyNetwork, BlueskySettings
from bot.networks.port import Change, Incoming, Never, Reply, TryLater, Unsure
from bot.networks.tokens import MemoryTokenStore, Tokens
from storage.words import Audience
from tests.lossy_proxy import LossyProxy
from tests.networks.real.running import BlueskyWorld, bluesky
from tests.networks.servers import Lost, Undone

pytestmark = pytest.mark.networks

PASSWORD = "hunter2"
PATIENCE = httpx.Timeout(20.0)
SHORT = httpx.Timeout(3.0)
PUT_RECORD = "/xrpc/com.atproto.repo.putRecord"
SEND_MESSAGE = "/xrpc/chat.bsky.convo.sendMessage"
INDEXED_WITHIN = 60.0
"""Seconds."""


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the real network has the real time


class Person:
    """Somebody on the network, through the plain API."""

    def __init__(self, world: BlueskyWorld, handle: str, password: str = PASSWORD) -> None:
        self.chat_service = world.chat
        self.http = httpx.Client(base_url=f"{world.pds}/xrpc", timeout=PATIENCE)
        login = {"identifier": handle, "password": password}
        session = self.http.post("/com.atproto.server.createSession", json=login).raise_for_status().json()
        self.did: str = session["did"]
        self.handle = handle
        self.http.headers["Authorization"] = f"Bearer {session['accessJwt']}"

    def get(self, method: str, **query: Any) -> Any:
        return (
            self.http.get(f"/{method}", params=query, headers=self._proxied(method)).raise_for_status().json()
        )

    def post(self, method: str, body: dict[str, Any]) -> Any:
        answer = self.http.post(f"/{method}", json=body, headers=self._proxied(method))
        return answer.raise_for_status().json()

    def _proxied(self, method: str) -> dict[str, str]:
        return {"atproto-proxy": self.chat_service} if method.startswith("chat.") else {}

    def writes(self, text: str, **more: Any) -> dict[str, Any]:
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": now().isoformat(), **more}
        body = {"repo": self.did, "collection": "app.bsky.feed.post", "record": record}
        return self.post("com.atproto.repo.createRecord", body)

    def mentions(self, other: Person, text: str, **more: Any) -> dict[str, Any]:
        tagged = f"@{other.handle} {text}"
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": other.did}
        index = {"byteStart": 0, "byteEnd": len(other.handle) + 1}
        return self.writes(tagged, facets=[{"index": index, "features": [feature]}], **more)

    def deletes(self, uri: str) -> None:
        _, collection, key = uri.removeprefix("at://").split("/")
        self.post("com.atproto.repo.deleteRecord", {"repo": self.did, "collection": collection, "rkey": key})

    def replies_to(self, uri: str) -> list[dict[str, Any]]:
        thread = self.get("app.bsky.feed.getPostThread", uri=uri)["thread"]
        return [reply["post"] for reply in thread.get("replies", [])]

    def convo(self, other: Person) -> str:
        return self.get("chat.bsky.convo.getConvoForMembers", members=[other.did])["convo"]["id"]

    def says(self, other: Person, text: str) -> dict[str, Any]:
        return self.post(
            "chat.bsky.convo.sendMessage", {"convoId": self.convo(other), "message": {"text": text}}
        )

    def hears(self, other: Person) -> list[str]:
        found = self.get("chat.bsky.convo.getMessages", convoId=self.convo(other))["messages"]
        return [message["text"] for message in found if message["sender"]["did"] == other.did]


class Desk:
    """The connector, and what it has read so far."""

    def __init__(self, network: BlueskyNetwork) -> None:
        self.network = network
        self.cursor: str | None = None
        self.items: list[Incoming] = []

    def reads(self) -> None:
        more = True
        while more:
            page = self.network.fetch(self.cursor, now())
            self.items += page.items
            self.cursor = page.cursor
            more = page.has_more

    def finds(self, wanted: Callable[[Incoming], bool]) -> Incoming:
        """The mention, once the network has indexed it."""

        def look() -> Incoming | None:
            self.reads()
            return next((item for item in self.items if wanted(item)), None)

        return eventually(look)


def eventually(look: Callable[[], Any]) -> Any:
    """What `look` finds, once it finds something: real servers take their time."""
    end = time.monotonic() + INDEXED_WITHIN
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"nothing within {INDEXED_WITHIN} seconds")


@pytest.fixture(scope="module")
def world() -> Iterator[BlueskyWorld]:
    with bluesky() as world:
        yield world


@pytest.fixture(scope="module")
def alice(world: BlueskyWorld) -> Person:
    return Person(world, "alice.test")


@pytest.fixture(scope="module")
def brand(world: BlueskyWorld) -> Person:
    return Person(world, "brand.test")


@pytest.fixture(scope="module")
def tokens() -> MemoryTokenStore:
    """One session for the whole file."""
    return MemoryTokenStore()


def settings(world: BlueskyWorld, **more: Any) -> BlueskySettings:
    given = {"app_password": PASSWORD, "chat": True, "chat_service": world.chat, "service": world.pds, **more}
    return BlueskySettings(name="sky", kind="bluesky", account="brand.test", search=("Acme",), **given)


@pytest.fixture
def desk(world: BlueskyWorld, tokens: MemoryTokenStore) -> Iterator[Desk]:
    network = BlueskyNetwork(settings(world), PATIENCE, tokens)
    yield Desk(network)
    network.close()


@pytest.fixture
def proxy(world: BlueskyWorld) -> Iterator[LossyProxy]:
    with LossyProxy(world.pds) as proxy:
        yield proxy


@pytest.fixture
def lossy(world: BlueskyWorld, proxy: LossyProxy, tokens: MemoryTokenStore) -> Iterator[BlueskyNetwork]:
    network = BlueskyNetwork(settings(world, service=proxy.url), SHORT, tokens)
    yield network
    network.close()


def answering(parent: Incoming, text: str, audience: Audience = Audience.PUBLIC) -> Reply:
    return Reply(uuid.uuid4().hex, text, audience, "brand.test", parent, now())


@pytest.fixture
def complaint(desk: Desk, alice: Person, brand: Person) -> Incoming:
    uri = alice.mentions(brand, "my parcel never arrived 👋")["uri"]
    return desk.finds(lambda item: item.id == uri)


# --- reading -----------------------------------------------------------------------------------------------------


def test_a_mention_is_answered_and_its_author_is_told(
    desk: Desk, complaint: Incoming, alice: Person, brand: Person
) -> None:
    assert complaint.text == "@brand.test my parcel never arrived 👋"
    assert (complaint.author.handle, complaint.author.followers) == ("alice.test", 0)
    text = "Sorry! @bob.test is on it 👩‍👩‍👧 Track it at https://acme.example/track #acme"
    sent = desk.network.reply(answering(complaint, text), now())
    told = eventually(
        lambda: [
            note
            for note in alice.get("app.bsky.notification.listNotifications")["notifications"]
            if note["uri"] == sent.id
        ]
    )
    assert (told[0]["reason"], told[0]["record"]["text"]) == ("reply", text)
    marked = [
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for facet in told[0]["record"]["facets"]
    ]
    assert marked == ["@bob.test", "https://acme.example/track", "#acme"]
    assert [post["uri"] for post in alice.replies_to(complaint.id)] == [sent.id]
    ours = desk.finds(lambda item: item.id == sent.id)
    assert ours.ours and ours.in_reply_to == complaint.id


def test_a_follow_up_knows_its_root(desk: Desk, complaint: Incoming, alice: Person) -> None:
    sent = desk.network.reply(answering(complaint, "Which parcel?"), now())
    ours = desk.finds(lambda item: item.id == sent.id)
    eventually(lambda: alice.replies_to(complaint.id))  # she can only answer what she sees
    root = {"uri": complaint.id, "cid": complaint.facts["cid"]}
    parent = {"uri": ours.id, "cid": ours.facts["cid"]}
    follow_up = alice.writes("The blue one", reply={"root": root, "parent": parent})
    item = desk.finds(lambda item: item.id == follow_up["uri"])
    assert (item.in_reply_to, item.thread) == (ours.id, complaint.id)
    again = desk.network.reply(answering(item, "Thank you"), now())
    eventually(lambda: again.id in [post["uri"] for post in alice.replies_to(item.id)])


def test_a_post_without_a_tag_is_found_and_a_tagged_one_is_told_once_each_way(
    desk: Desk, alice: Person, brand: Person
) -> None:
    untagged = alice.writes("Acme Widgets broke again, anyone else?")["uri"]
    tagged = alice.mentions(brand, "Acme, are you there?")["uri"]
    desk.finds(lambda item: item.id == untagged)
    desk.finds(lambda item: item.id == tagged)
    desk.reads()
    ways = [item.found_by for item in desk.items if item.id == tagged]
    assert (len(set(ways)), ways[-1]) == (len(ways), "")  # a search may be quicker than the notification


def test_many_mentions_are_all_read_and_none_twice(desk: Desk, alice: Person, brand: Person) -> None:
    desk.reads()
    written = {alice.mentions(brand, f"number {number}")["uri"] for number in range(130)}
    desk.finds(lambda item: item.text.endswith("number 129"))
    eventually(lambda: (desk.reads(), written <= {item.id for item in desk.items})[1])


def test_a_deleted_post_is_told(desk: Desk, complaint: Incoming, alice: Person) -> None:
    alice.deletes(complaint.id)
    gone = desk.finds(lambda item: item.change is Change.DELETED)
    assert gone.id == complaint.id


def test_an_edited_post_is_told_where_the_app_view_shows_it(
    desk: Desk, complaint: Incoming, alice: Person
) -> None:
    key = complaint.id.rpartition("/")[2]
    record = {"$type": "app.bsky.feed.post", "text": "found it, thanks", "createdAt": now().isoformat()}
    place = {"repo": alice.did, "collection": "app.bsky.feed.post", "rkey": key}
    alice.post("com.atproto.repo.putRecord", {**place, "record": record})
    edited = desk.finds(lambda item: item.change is Change.EDITED)
    assert (edited.id, edited.text) == (complaint.id, "found it, thanks")


# --- exactly once ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", list(Lost), ids=str)
def test_a_reply_whose_answer_is_lost_is_found_and_repeating_it_changes_nothing(
    loss: Lost, lossy: BlueskyNetwork, proxy: LossyProxy, complaint: Incoming, alice: Person
) -> None:
    reply = answering(complaint, f"On its way ({loss.name})")
    proxy.spoil("POST", PUT_RECORD, loss)
    with pytest.raises(Unsure):
        lossy.reply(reply, now())
    assert proxy.passed[-1].status == 200
    found = lossy.find_sent(reply, reply.created_at, now())
    assert found is not None
    assert lossy.reply(reply, now()).id == lossy.reply(reply, now()).id == found.id
    eventually(lambda: alice.replies_to(complaint.id))
    assert [post["record"]["text"] for post in alice.replies_to(complaint.id)] == [reply.text]


def test_a_reply_that_never_arrived_is_not_found_and_then_sent_once(
    lossy: BlueskyNetwork, proxy: LossyProxy, complaint: Incoming, alice: Person
) -> None:
    reply = answering(complaint, "On its way")
    proxy.spoil("POST", PUT_RECORD, Undone(Lost.RESET))
    with pytest.raises(Unsure):
        lossy.reply(reply, now())
    assert lossy.find_sent(reply, reply.created_at, now()) is None
    lossy.reply(reply, now())
    assert len(eventually(lambda: alice.replies_to(complaint.id))) == 1


@pytest.mark.parametrize(
    "text", ["x" * 300, "👍🏽" * 300, "👨‍👩‍👧‍👦" * 120], ids=["letters", "skins", "bytes"]
)
def test_the_server_takes_what_we_let_through(text: str, desk: Desk, complaint: Incoming) -> None:
    assert desk.network.length(text, Audience.PUBLIC) == 300
    assert desk.network.reply(answering(complaint, text), now()).id


@pytest.mark.parametrize("text", ["x" * 301, "👨‍👩‍👧‍👦" * 121], ids=["letters", "bytes"])
def test_the_server_refuses_what_we_refuse(text: str, desk: Desk, complaint: Incoming, brand: Person) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        brand.writes(text)
    with pytest.raises(Never, match="300"):
        desk.network.reply(answering(complaint, text), now())


# --- chat --------------------------------------------------------------------------------------------------------


def test_a_private_message_is_answered_in_private(desk: Desk, alice: Person, brand: Person) -> None:
    alice.says(brand, "order 4711, please help")
    message = desk.finds(lambda item: item.private and item.text == "order 4711, please help")
    assert message.author.handle == "alice.test"
    desk.network.reply(answering(message, "On it", Audience.PRIVATE), now())
    assert "On it" in alice.hears(brand)


def test_a_public_mention_is_answered_in_private(
    desk: Desk, complaint: Incoming, alice: Person, brand: Person
) -> None:
    desk.network.reply(answering(complaint, "Let us talk here", Audience.PRIVATE), now())
    assert "Let us talk here" in alice.hears(brand)


def test_a_withdrawn_message_is_told(desk: Desk, alice: Person, brand: Person) -> None:
    sent = alice.says(brand, "my number is 555-0100")
    message = desk.finds(lambda item: item.text == "my number is 555-0100")
    alice.post(
        "chat.bsky.convo.deleteMessageForSelf", {"convoId": alice.convo(brand), "messageId": sent["id"]}
    )
    assert desk.finds(lambda item: item.change is Change.DELETED and item.private).id == message.id


@pytest.mark.parametrize("loss", list(Lost), ids=str)
def test_a_message_whose_answer_is_lost_is_found(
    loss: Lost, lossy: BlueskyNetwork, proxy: LossyProxy, complaint: Incoming, alice: Person, brand: Person
) -> None:
    reply = answering(complaint, f"Private {loss.name}", Audience.PRIVATE)
    proxy.spoil("POST", SEND_MESSAGE, loss)
    with pytest.raises(Unsure):
        lossy.reply(reply, now())
    assert lossy.find_sent(reply, reply.created_at, now()) is not None
    assert alice.hears(brand).count(reply.text) == 1


def test_a_message_that_never_arrived_is_not_found(
    lossy: BlueskyNetwork, proxy: LossyProxy, complaint: Incoming
) -> None:
    reply = answering(complaint, "Never arrived", Audience.PRIVATE)
    proxy.spoil("POST", SEND_MESSAGE, Undone(Lost.DROPPED))
    with pytest.raises(Unsure):
        lossy.reply(reply, now())
    assert lossy.find_sent(reply, reply.created_at, now()) is None


# --- logins ------------------------------------------------------------------------------------------------------


def test_a_token_the_server_no_longer_takes_is_renewed(
    world: BlueskyWorld, tokens: MemoryTokenStore, desk: Desk
) -> None:
    desk.reads()
    held = tokens.load("sky")
    assert held is not None
    spoilt = MemoryTokenStore()
    spoilt.save("sky", replace(held, access=held.access[:-6] + "AAAAAA"))
    network = BlueskyNetwork(settings(world), PATIENCE, spoilt)
    network.fetch(None, now())
    renewed = spoilt.load("sky")
    assert renewed is not None and renewed.refresh != held.refresh
    tokens.save("sky", renewed)


def test_two_dead_tokens_lead_to_a_new_login(world: BlueskyWorld) -> None:
    store = MemoryTokenStore()
    store.save("sky", Tokens("dead", "dead", subject="did:plc:nobody"))
    network = BlueskyNetwork(settings(world), PATIENCE, store)
    with pytest.raises(Never):  # the stored did is nobody's; the new session brings the right one
        network.fetch(None, now())
    network.fetch(None, now())


@pytest.mark.parametrize("privileged", [False, True])
def test_a_password_without_chat_is_named(privileged: bool, world: BlueskyWorld, brand: Person) -> None:
    made = brand.post(
        "com.atproto.server.createAppPassword", {"name": uuid.uuid4().hex[:8], "privileged": privileged}
    )
    network = BlueskyNetwork(settings(world, app_password=made["password"]), PATIENCE)
    problems = network.check(now())
    assert problems == [] if privileged else "direct messages" in problems[0]


def test_a_wrong_password_is_a_dead_login(world: BlueskyWorld) -> None:
    network = BlueskyNetwork(settings(world, app_password="wrong"), PATIENCE)
    with pytest.raises(Never) as refusal:
        network.fetch(None, now())
    assert refusal.value.login


def test_the_server_s_own_rate_limit_says_how_long_to_wait() -> None:
    with bluesky(whole=False) as world:
        network = BlueskyNetwork(settings(world, app_password="wrong", chat=False), PATIENCE)
        refusals = []
        for _ in range(40):
            try:
                network.fetch(None, now())
            except (Never, TryLater) as refusal:
                refusals.append(refusal)
        slowed = next(refusal for refusal in refusals if isinstance(refusal, TryLater))
        assert slowed.wait is not None and 0 < slowed.wait.total_seconds() <= 300
        assert refusals.index(slowed) <= 30
