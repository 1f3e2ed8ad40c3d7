"""The generic webhook: signatures, times, sizes and shapes coming in; signed replies going out."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from standardwebhooks import Webhook

from bot.networks.port import Incoming, Never, RefusedDelivery, Unsure
from bot.networks.webhook import LARGEST_BODY, WebhookNetwork, WebhookSettings
from storage.words import Audience
from tests.networks.contract import NOW, SHORT, Case, able
from tests.networks.servers import Answer, Outside, Request, answer

SECRET = "whsec_" + base64.b64encode(b"a key of twenty-four bytes").decode()
MENTION = {
    "id": "1",
    "text": "Where is my parcel?",
    "created_at": "2026-11-22T08:59:00Z",
    "author": {"id": "7", "handle": "alice"},
}


class WebhookCase(Case):
    name = "webhook"
    writes_at = ("POST", "/replies")
    secrets = (SECRET, SECRET.removeprefix("whsec_"))

    def __init__(self) -> None:
        self.replies: dict[str, dict[str, str]] = {}

    def build(self, url: str) -> WebhookNetwork:
        return WebhookNetwork(settings(reply_url=f"{url}/replies"), timeout=SHORT)

    def teach(self, outside: Outside) -> None:
        outside.on("POST", "/replies", self._reply)
        outside.on("GET", "/replies", self._find)

    def sent_texts(self) -> list[str]:
        return [reply["text"] for reply in self.replies.values()]

    def _reply(self, request: Request) -> Answer:
        if not is_signed(request):
            return answer({"error": "signature"}, status=401)
        key = request.headers["webhook-id"]
        self.replies.setdefault(key, request.json)
        return answer({"id": f"r-{key}", "url": "https://example.com/r"}, status=201)

    def _find(self, request: Request) -> Answer:
        if not is_signed(request):
            return answer({"error": "signature"}, status=401)
        key = request.asks("key")
        return answer({"id": f"r-{key}"}) if key in self.replies else answer({}, status=404)


def settings(**changes: object) -> WebhookSettings:
    values = {"name": "watcher", "kind": "webhook", "secret": SECRET, "account": "acme"}
    return WebhookSettings.model_validate(values | changes)


def is_signed(request: Request, secret: str = SECRET) -> bool:
    """Whether the library itself would take the signature, apart from its own look at the clock."""
    headers = request.headers
    sent_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=NOW.tzinfo)
    expected = Webhook(secret).sign(headers["webhook-id"], sent_at, request.body.decode())
    return expected in headers["webhook-signature"].split(" ")


def headers_for(
    body: bytes, key: str | bytes = SECRET, at: datetime = NOW, name: str = "msg_1"
) -> dict[str, str]:
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(key).sign(name, at, body.decode()),
    }


def deliver(value: object, **changes: object) -> tuple[Incoming, ...]:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return WebhookNetwork(settings(**changes)).receive(headers_for(body), body, NOW).items


def refusal(value: object) -> RefusedDelivery:
    with pytest.raises(RefusedDelivery) as refused:
        deliver(value)
    return refused.value


# --- who may deliver ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "secret",
    [
        SECRET,
        SECRET.removeprefix("whsec_"),
        SECRET.rstrip("="),
        "f" * 64,
        "test-secret",
        "aB3_dE6-gH9jK2mN5pQ8sT1vW4yZ7",
        "topsecret1",
    ],
)
def test_a_script_that_signs_with_the_library_and_the_same_string_is_understood(secret: str) -> None:
    body = json.dumps(MENTION).encode()
    page = WebhookNetwork(settings(secret=secret)).receive(headers_for(body, secret), body, NOW)
    assert [mention.id for mention in page.items] == ["1"]
    assert page.cursor is None


@pytest.mark.parametrize(
    "secret", ["watcher-secret", "correct horse battery staple", "schlüssel", "test-secret"]
)
def test_a_secret_that_is_not_base64_stands_for_its_own_bytes(secret: str) -> None:
    body = json.dumps(MENTION).encode()
    network = WebhookNetwork(settings(secret=secret))
    assert network.receive(headers_for(body, secret.encode()), body, NOW).items


@pytest.mark.parametrize("secret", ["🔑-🔑-🔑-🔑-ab", "--------------ab", "!!!!!!!!!!ABCD"])
def test_a_secret_is_never_read_so_that_little_of_it_is_left(secret: str) -> None:
    body = json.dumps(MENTION).encode()
    with pytest.raises(RefusedDelivery) as refused:
        WebhookNetwork(settings(secret=secret)).receive(
            headers_for(body, base64.b64decode("ab==")), body, NOW
        )
    assert refused.value.status == 401


@pytest.mark.parametrize("secret", ["", "whsec_"])
def test_an_empty_secret_is_a_mistake_in_the_settings(secret: str) -> None:
    with pytest.raises(ValidationError):
        settings(secret=secret)


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1a," + "A" * 88},
        {"webhook-signature": "ü,é"},
        {"webhook-id": "another"},
        {"webhook-id": ""},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "inf"},
        {"webhook-timestamp": "1" * 400},
        {"webhook-timestamp": "0"},
    ],
)
def test_a_wrong_signature_is_401(changes: dict[str, str]) -> None:
    body = json.dumps(MENTION).encode()
    with pytest.raises(RefusedDelivery) as refused:
        WebhookNetwork(settings()).receive(headers_for(body) | changes, body, NOW)
    assert refused.value.status == 401


def test_no_headers_at_all_are_401() -> None:
    with pytest.raises(RefusedDelivery) as refused:
        WebhookNetwork(settings()).receive({}, b"{}", NOW)
    assert refused.value.status == 401


def test_one_right_signature_among_several_is_enough_as_when_a_secret_is_changed() -> None:
    body = json.dumps(MENTION).encode()
    headers = headers_for(body)
    headers["webhook-signature"] = "v1,AAAA v1a,BBBB " + headers["webhook-signature"]
    assert WebhookNetwork(settings()).receive(headers, body, NOW).items


def test_a_changed_body_is_401() -> None:
    body = json.dumps(MENTION).encode()
    with pytest.raises(RefusedDelivery) as refused:
        WebhookNetwork(settings()).receive(headers_for(body), body + b" ", NOW)
    assert refused.value.status == 401


@pytest.mark.parametrize(("minutes", "taken"), [(-6, False), (-5, True), (0, True), (5, True), (6, False)])
def test_a_delivery_more_than_five_minutes_from_now_is_401(minutes: int, taken: bool) -> None:
    body = json.dumps(MENTION).encode()
    headers = headers_for(body, at=NOW + timedelta(minutes=minutes))
    network = WebhookNetwork(settings())
    if taken:
        assert network.receive(headers, body, NOW).items
    else:
        with pytest.raises(RefusedDelivery) as refused:
            network.receive(headers, body, NOW)
        assert refused.value.status == 401


def test_a_body_over_one_mebibyte_is_413_and_one_of_exactly_that_is_read() -> None:
    rest = len(json.dumps(MENTION | {"text": ""}))
    assert len(deliver(MENTION | {"text": "x" * (LARGEST_BODY - rest)})) == 1
    assert refusal(MENTION | {"text": "x" * (LARGEST_BODY - rest + 1)}).status == 413


# --- what is delivered -------------------------------------------------------------------------------------------


def test_one_mention_or_a_list_of_them_is_taken() -> None:
    assert [mention.id for mention in deliver(MENTION)] == ["1"]
    assert [mention.id for mention in deliver([MENTION, MENTION | {"id": 2}])] == ["1", "2"]
    assert deliver([]) == ()


def test_the_brand_s_own_posts_are_marked_by_handle_or_id() -> None:
    ours = MENTION | {"author": {"id": "7", "handle": "@AcMe"}}
    assert deliver(ours)[0].ours
    assert deliver(MENTION, account="", own_accounts=("7",))[0].ours
    assert deliver(MENTION, account="", own_accounts=("@Alice",))[0].ours
    assert not deliver(MENTION)[0].ours


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (b"{", ""),
        (b"\xff\xfe", ""),
        (b"[" * 200_000, ""),
        ("text", ""),
        (None, ""),
        ([None], "0"),
        ([MENTION, 5], "1"),
        ([MENTION, MENTION | {"author": {"handle": "bob"}}], "1.author.id"),
        (MENTION | {"author": {"id": "7"}}, "author.handle"),
        (MENTION | {"created_at": "0001-01-01T00:00:00Z"}, "created_at"),
        (MENTION | {"created_at": "9999-12-31T23:59:59Z"}, "created_at"),
    ],
)
def test_a_body_that_does_not_fit_is_422_with_the_path_of_the_wrong_field(value: object, where: str) -> None:
    if isinstance(value, bytes):
        with pytest.raises(RefusedDelivery) as refused:
            headers = headers_for(b"")
            network = WebhookNetwork(settings())
            key = base64.b64decode(SECRET.removeprefix("whsec_"))
            headers["webhook-signature"] = raw_signature(key, value)
            network.receive(headers, value, NOW)
        problem = refused.value
    else:
        problem = refusal(value)
    assert (problem.status, problem.where) == (422, where)
    assert str(problem).endswith(".")


def raw_signature(key: bytes, body: bytes) -> str:
    import hashlib
    import hmac

    signed = f"msg_1.{int(NOW.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["1", MENTION["created_at"]]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "handle", "url", "alt"]), inner)
    ),
    max_leaves=6,
)
FIELDS = [*MENTION, "url", "in_reply_to", "thread", "private", "media"]
OPEN = WebhookNetwork(settings())


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=3))
def test_whatever_is_delivered_is_taken_whole_or_refused_with_422(changes: dict[str, object]) -> None:
    body = json.dumps(MENTION | changes).encode()
    try:
        (mention,) = OPEN.receive(headers_for(body), body, NOW).items
    except RefusedDelivery as refused:
        assert refused.status == 422
        assert refused.where.split(".")[0] in changes
    else:
        assert mention.created_at.utcoffset() == timedelta(0)
        f"{mention}".encode()


# --- what may be answered ----------------------------------------------------------------------------------------


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as server:
        yield server


def test_without_a_reply_url_nothing_can_be_answered_and_the_reason_says_what_to_do() -> None:
    network, case = WebhookNetwork(settings()), WebhookCase()
    for audience in Audience:
        verdict = able(network, case.parent(), audience)
        assert not verdict.allowed
        assert "open it on the network" in verdict.reason
    with pytest.raises(Never):
        network.find_sent(case.reply(), NOW, NOW)


def test_private_answers_go_to_private_messages_or_where_the_source_allows_them() -> None:
    case = WebhookCase()
    reply_url = "https://example.com/replies"
    plain, both = (
        WebhookNetwork(settings(reply_url=reply_url)),
        WebhookNetwork(settings(reply_url=reply_url, private_replies=True)),
    )
    assert not able(plain, case.parent(), Audience.PRIVATE).allowed
    assert able(plain, case.parent(private=True), Audience.PRIVATE).allowed
    assert able(both, case.parent(), Audience.PRIVATE).allowed


def test_a_reply_carries_its_key_and_all_that_the_tool_needs(outside: Outside) -> None:
    case = WebhookCase()
    case.teach(outside)
    sent = case.build(outside.url).reply(case.reply("On its way.", Audience.PRIVATE), NOW)
    assert (sent.id, sent.url) == ("r-key-1", "https://example.com/r")
    (request,) = outside.requests
    assert request.headers["webhook-id"] == "key-1"
    assert request.headers["content-type"] == "application/json"
    assert request.json == {
        "reply_id": "key-1",
        "audience": "private",
        "text": "On its way.",
        "in_reply_to": "1",
        "thread": "c1",
        "account": "acme",
    }


def test_a_reply_url_keeps_its_own_query_when_a_reply_is_looked_for(outside: Outside) -> None:
    outside.on("GET", "/hooks", lambda _: answer({"id": 5}))
    network = WebhookNetwork(settings(reply_url=f"{outside.url}/hooks?tenant=7"), timeout=SHORT)
    found = network.find_sent(WebhookCase().reply(), NOW, NOW)
    assert found is not None and found.id == "5"
    assert dict(outside.requests[0].query) == {"tenant": ["7"], "key": ["key-1"]}


@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": ""}, {"id": True}, {"id": []}, [], None])
def test_a_success_without_an_id_is_unsure(body: object, outside: Outside) -> None:
    outside.on("POST", "/replies", lambda _: answer(body))
    with pytest.raises(Unsure):
        WebhookCase().build(outside.url).reply(WebhookCase().reply(), NOW)


def test_a_strange_address_in_the_answer_does_not_make_a_sent_reply_unsure(outside: Outside) -> None:
    outside.on("POST", "/replies", lambda _: answer({"id": "r1", "url": 7}))
    sent = WebhookCase().build(outside.url).reply(WebhookCase().reply(), NOW)
    assert (sent.id, sent.url) == ("r1", None)


@pytest.mark.parametrize("reply_url", ["ftp://example.com", "example.com/replies", "file:///etc/passwd"])
def test_a_reply_url_must_be_a_web_address(reply_url: str) -> None:
    with pytest.raises(ValidationError, match="http"):
        settings(reply_url=reply_url)


@pytest.mark.parametrize("secret", ["watcher-secret", "test-secret"])
def test_a_reply_is_signed_for_every_reading_of_the_secret(secret: str, outside: Outside) -> None:
    outside.on("POST", "/replies", lambda _: answer({"id": "r1"}))
    network = WebhookNetwork(settings(reply_url=f"{outside.url}/replies", secret=secret), timeout=SHORT)
    network.reply(WebhookCase().reply(), NOW)
    (request,) = outside.requests
    expected = Webhook(secret.encode()).sign("key-1", NOW, request.body.decode())
    assert expected in request.headers["webhook-signature"].split(" ")


def test_a_reply_url_that_does_not_work_is_named_to_the_operator(outside: Outside) -> None:
    outside.on("GET", "/replies", lambda _: answer({"error": "signature"}, status=401))
    (complaint,) = WebhookCase().build(outside.url).check(NOW)
    assert "watcher" in complaint and "reply_url" in complaint and SECRET not in complaint
    assert WebhookNetwork(settings()).check(NOW) == []
