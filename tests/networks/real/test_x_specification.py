"""Every call to X, against Prism on X's official OpenAPI specification: none may be refused for its shape.

The specification (https://api.x.com/2/openapi.json) is not ours to ship: see `install.x_specification` for where it
is looked for. Without it these tests are left out, and the end of the run says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.networks.port import Author, Incoming, Reply
from bot.networks.tokens import MemoryTokenStore, Tokens
from bot.networks.x import XNetwork
from bot.networks.x_settings import XSettings
from storage.words import Audience
from tests.lossy_proxy import LossyProxy, Passed
from tests.networks.real import install
from tests.networks.real.running import prism
from tests.networks.servers import Answer, Request, answer

pytestmark = [pytest.mark.networks, pytest.mark.x_specification]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PATIENCE = httpx.Timeout(30.0)


@pytest.fixture(scope="module")
def validator() -> Iterator[str]:
    specification = install.x_specification()
    assert specification is not None
    with prism(specification) as url:
        yield url


class Watched(LossyProxy):
    """Prism's verdict on every call; its made-up posts are replaced by an empty page that has a next one."""

    def _routed(self, request: Request) -> Answer:
        verdict = super()._routed(request)
        if request.method == "GET" and verdict.status == 200:
            return answer({"meta": {"result_count": 0, "next_token": "7140dibdnow9c7btw482"}})
        return verdict


@pytest.fixture
def watched(validator: str) -> Iterator[Watched]:
    with Watched(validator) as proxy:
        yield proxy


@pytest.fixture
def network(watched: LossyProxy) -> Iterator[XNetwork]:
    store = MemoryTokenStore()
    store.save("x", Tokens("access", "refresh", expires_at=NOW + timedelta(hours=2)))
    network = XNetwork(settings(watched.url), PATIENCE, store)
    yield network
    network.close()


def settings(url: str) -> XSettings:
    return XSettings(
        name="x",
        kind="x",
        account="acme",
        user_id="2244994945",
        client_id="client",
        refresh_token="refresh",
        messages=True,
        search=("acme", "Acme Widgets"),
        api=url,
    )


def reply(audience: Audience) -> Reply:
    author = Author("2222222222222222222", "alice")
    parent = Incoming("2080765813578191303", "hi", NOW, author, facts={"summoned": "yes"})
    return Reply("key-1", "On its way. https://acme.com", audience, "acme", parent, NOW)


def test_a_call_in_another_shape_would_be_refused(watched: LossyProxy) -> None:
    login = {"Authorization": "Bearer access"}
    wrong = httpx.post(f"{watched.url}/2/tweets", json={"text": "hi", "bogus": 1}, headers=login)
    many = httpx.get(f"{watched.url}/2/users/1/mentions?max_results=500", headers=login)
    assert (wrong.status_code, many.status_code) == (422, 422)


def test_every_read_has_the_shape_of_the_specification(network: XNetwork, watched: LossyProxy) -> None:
    first = network.fetch(None, NOW)
    network.fetch(first.cursor, NOW)  # the second pages
    assert sorted(Counter(watched.passed).items(), key=str) == [
        (Passed("GET", "/2/dm_events", 200), 2),
        (Passed("GET", "/2/tweets/search/recent", 200), 2),
        (Passed("GET", "/2/users/2244994945/mentions", 200), 2),
        (Passed("GET", "/2/users/2244994945/tweets", 200), 2),
    ]


@pytest.mark.parametrize("audience", list(Audience))
def test_every_look_for_a_sent_reply_has_the_shape_of_the_specification(
    audience: Audience, network: XNetwork, watched: LossyProxy
) -> None:
    assert network.find_sent(reply(audience), NOW, NOW) is None
    assert [call.status for call in watched.passed] == [200]


def test_every_question_of_the_operator_has_the_shape_of_the_specification(
    network: XNetwork, watched: LossyProxy
) -> None:
    network.check(NOW)
    assert {call.status for call in watched.passed} == {200}


@pytest.mark.parametrize("audience", list(Audience))
def test_every_write_has_the_shape_of_the_specification(
    audience: Audience, network: XNetwork, watched: LossyProxy
) -> None:
    assert network.reply(reply(audience), NOW).id
    assert [call.status for call in watched.passed] == [201]


def test_the_look_at_what_a_post_answers_has_the_shape_of_the_specification(
    network: XNetwork, watched: LossyProxy
) -> None:
    parent = Incoming("3", "hi", NOW, Author("2", "alice"), in_reply_to="2", thread="1")
    assert network.context(parent, NOW) == ()
    assert watched.passed == [Passed("GET", "/2/tweets", 200)]
