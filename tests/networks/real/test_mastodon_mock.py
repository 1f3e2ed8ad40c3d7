"""The Mastodon connector against mastodon_mock 0.6.1 from PyPI: a simulation by one author, but not by us.

It is left out of `make test`; `make test-networks` installs it and runs this.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.networks.mastodon import MastodonNetwork, MastodonSettings
from bot.networks.port import Change, Incoming, Never, Reply, TryLater, Unsure
from storage.words import Audience
from tests.networks.contract import able, drain

pytestmark = pytest.mark.networks

BRAND_TOKEN = "mock_token"


@dataclass
class Customer:
    """Somebody with an account on the same server."""

    http: httpx.Client
    handle: str

    def writes(self, text: str, **options: str) -> dict[str, object]:
        return self.http.post("/api/v1/statuses", data={"status": text, **options}).raise_for_status().json()

    def sees(self, status: str) -> dict[str, object]:
        return self.http.get(f"/api/v1/statuses/{status}").raise_for_status().json()

    def replies_to(self, status: str) -> list[dict[str, object]]:
        return self.http.get(f"/api/v1/statuses/{status}/context").raise_for_status().json()["descendants"]


@pytest.fixture
def alice(mastodon_mock_url: str) -> Iterator[Customer]:
    handle = f"alice{uuid.uuid4().hex[:8]}"
    form = {
        "username": handle,
        "email": f"{handle}@x.example",
        "password": "password12",
        "agreement": "true",
        "locale": "en",
    }
    login = {"Authorization": f"Bearer {BRAND_TOKEN}"}
    made = (
        httpx.post(f"{mastodon_mock_url}/api/v1/accounts", data=form, headers=login).raise_for_status().json()
    )
    with httpx.Client(
        base_url=mastodon_mock_url, headers={"Authorization": f"Bearer {made['access_token']}"}
    ) as http:
        yield Customer(http, handle)


@pytest.fixture
def network(mastodon_mock_url: str) -> Iterator[MastodonNetwork]:
    httpx.delete(f"{mastodon_mock_url}/api/v1/_mock/faults")
    settings = MastodonSettings(
        name="fedi",
        kind="mastodon",
        server=mastodon_mock_url,
        token=BRAND_TOKEN,
        account="testuser",
        hashtags=("acmehelp",),
    )
    network = MastodonNetwork(settings, timeout=httpx.Timeout(20.0))
    yield network
    network.close()


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - another program's clock is asked here too


def answer_to(
    mention: Incoming, text: str = "On its way & <soon>.", audience: Audience = Audience.PUBLIC
) -> Reply:
    return Reply(uuid.uuid4().hex, text, audience, "testuser", mention, now())


def spoil(url: str, path: str, effect: dict[str, object], method: str = "POST") -> None:
    fault = {"match": {"methods": [method], "path": path}, "effect": effect, "count": 1}
    httpx.post(f"{url}/api/v1/_mock/faults", json=fault).raise_for_status()


def newest(network: MastodonNetwork, status: dict[str, object]) -> Incoming:
    return next(item for item in network.fetch(None, now()).items if item.id == status["id"])


def test_a_mention_arrives_is_answered_and_the_customer_sees_it(
    alice: Customer, network: MastodonNetwork
) -> None:
    _, cursor = drain_now(network, None)
    status = alice.writes("@testuser where is\nmy order? https://example.com/x?a=1&b=2")
    (mention,), cursor = drain_now(network, cursor)
    assert mention.text == "@testuser where is\nmy order? https://example.com/x?a=1&b=2"
    assert (mention.id, mention.author.handle, mention.private) == (status["id"], alice.handle, False)
    sent = network.reply(answer_to(mention), now())
    (reply,) = alice.replies_to(status["id"])
    assert (reply["id"], reply["visibility"]) == (sent.id, "public")
    (own,), _ = drain_now(network, cursor)
    assert own.ours and own.id == sent.id


def test_a_private_answer_is_direct(alice: Customer, network: MastodonNetwork) -> None:
    status = alice.writes("@testuser psst", visibility="direct")
    mention = newest(network, status)
    assert mention.private and mention.thread
    sent = network.reply(answer_to(mention, audience=Audience.PRIVATE), now())
    assert alice.sees(sent.id)["visibility"] == "direct"
    assert network.find_sent(answer_to(mention, audience=Audience.PRIVATE), now(), now()) == sent


def test_a_hashtag_without_a_mention_is_found(alice: Customer, network: MastodonNetwork) -> None:
    _, cursor = drain_now(network, None)
    status = alice.writes("so angry #acmehelp")
    (mention,), _ = drain_now(network, cursor)
    assert mention.id == status["id"]


def test_edits_and_deletions_are_noticed(alice: Customer, network: MastodonNetwork) -> None:
    status = alice.writes("@testuser where is my order?")
    _, cursor = drain_now(network, None)
    alice.http.put(f"/api/v1/statuses/{status['id']}", data={"status": "@testuser where is my BLUE order?"})
    edits, cursor = drain_now(network, cursor)
    assert [(edit.change, edit.text) for edit in edits] == [
        (Change.EDITED, "@testuser where is my BLUE order?")
    ]
    alice.http.delete(f"/api/v1/statuses/{status['id']}")
    deletions, _ = drain_now(network, cursor)
    assert [(item.change, item.id) for item in deletions] == [(Change.DELETED, status["id"])]


def test_a_repeat_with_the_same_key_posts_once(alice: Customer, network: MastodonNetwork) -> None:
    status = alice.writes("@testuser hello?")
    reply = answer_to(newest(network, status))
    assert network.repeat_is_harmless(Audience.PUBLIC)
    assert network.reply(reply, now()) == network.reply(reply, now())
    assert len(alice.replies_to(status["id"])) == 1
    assert network.find_sent(reply, now(), now()) is not None


def test_the_server_takes_a_text_at_the_limit_we_name(alice: Customer, network: MastodonNetwork) -> None:
    mention = newest(network, alice.writes("@testuser hello?"))
    limit = able(network, mention, Audience.PUBLIC).limit
    link = "https://example.com/" + "x" * 100
    text = f"{link} ".ljust(limit + len(link) - 23, "y")
    assert network.length(text, Audience.PUBLIC) == limit
    with suppress(Never):  # the mock counts a link by its letters, which Mastodon does not
        network.reply(answer_to(mention, text), now())
    network.reply(answer_to(mention, "y" * limit), now())
    with pytest.raises(Never):
        network.reply(answer_to(mention, "y" * (limit + 1)), now())


def test_faults_are_told_apart(mastodon_mock_url: str, alice: Customer, network: MastodonNetwork) -> None:
    reply = answer_to(newest(network, alice.writes("@testuser hello?")))
    reset = {"X-RateLimit-Reset": (now() + timedelta(minutes=2)).isoformat().replace("+00:00", "Z")}
    spoil(mastodon_mock_url, "/api/v1/statuses", {"type": "ratelimit", "headers": reset})
    with pytest.raises(TryLater) as refusal:
        network.reply(reply, now())
    assert refusal.value.wait is not None and timedelta(0) < refusal.value.wait <= timedelta(minutes=5)
    spoil(mastodon_mock_url, "/api/v1/notifications", {"type": "malformed"}, method="GET")
    with pytest.raises(Unsure):
        network.fetch(None, now())
    spoil(mastodon_mock_url, "/api/v1/statuses", {"type": "status", "status": 503})
    with pytest.raises(Unsure):
        network.reply(reply, now())


def test_a_wrong_token_is_a_dead_login(mastodon_mock_url: str) -> None:
    settings = MastodonSettings(name="fedi", kind="mastodon", server=mastodon_mock_url, token="wrong")
    with pytest.raises(Never) as refusal:
        MastodonNetwork(settings).fetch(None, now())
    assert refusal.value.login


def drain_now(network: MastodonNetwork, cursor: str | None) -> tuple[list[Incoming], str | None]:
    return drain(network, cursor, now())
