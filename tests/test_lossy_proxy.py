"""The proxy that loses answers, in front of a server of our own."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.lossy_proxy import LossyProxy, Passed
from tests.networks.servers import Lost, Outside, Undone, answer

QUICK = httpx.Timeout(0.3, connect=2.0)


@pytest.fixture
def upstream() -> Iterator[Outside]:
    with Outside() as server:
        server.on("POST", "/write", lambda r: answer({"wrote": r.json["text"]}, headers={"X-Left": "7"}))
        server.on("GET", "/read", lambda r: answer({"all": r.query["a"], "as": r.headers.get("x-as")}))
        yield server


@pytest.fixture
def proxy(upstream: Outside) -> Iterator[LossyProxy]:
    with LossyProxy(upstream.url) as proxy:
        yield proxy


def test_what_is_not_spoilt_passes_whole(proxy: LossyProxy) -> None:
    read = httpx.get(f"{proxy.url}/read?a=1&a=%20b", headers={"X-As": "alice"})
    assert read.json() == {"all": ["1", " b"], "as": "alice"}
    wrote = httpx.post(f"{proxy.url}/write", json={"text": "é"})
    assert (wrote.json(), wrote.headers["x-left"]) == ({"wrote": "é"}, "7")
    assert httpx.get(f"{proxy.url}/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("how", "seen"),
    [
        (Lost.DROPPED, httpx.RemoteProtocolError),
        (Lost.RESET, httpx.ReadError),
        (Lost.HALF, httpx.RemoteProtocolError),
        (Lost.STALLED, httpx.ReadTimeout),
    ],
)
def test_an_answer_is_lost_once_and_the_request_was_done(
    how: Lost, seen: type[Exception], proxy: LossyProxy, upstream: Outside
) -> None:
    proxy.spoil("POST", "/write", how)
    with pytest.raises(seen):
        httpx.post(f"{proxy.url}/write", json={"text": "x"}, timeout=QUICK)
    assert proxy.passed == [Passed("POST", "/write", 200)]
    assert httpx.post(f"{proxy.url}/write", json={"text": "x"}).status_code == 200
    assert upstream.asked("POST") == 2


def test_a_request_that_was_never_done_looks_the_same(proxy: LossyProxy, upstream: Outside) -> None:
    proxy.spoil("POST", "/write", Undone(Lost.RESET))
    with pytest.raises(httpx.ReadError):
        httpx.post(f"{proxy.url}/write", json={"text": "x"})
    assert (proxy.passed, upstream.asked()) == ([], 0)


def test_a_refusal_can_be_put_in_its_place(proxy: LossyProxy, upstream: Outside) -> None:
    proxy.spoil("POST", "/wri*", answer({"error": "slow"}, status=429))
    assert httpx.post(f"{proxy.url}/write", json={}).status_code == 429
    assert upstream.asked() == 0
