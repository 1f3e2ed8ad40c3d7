"""What people read when an answer is lost: plain words. The error's own name is for the log alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import httpx
import pytest
from structlog.testing import capture_logs

from bot.networks.http import call, client
from bot.networks.port import TryLater, Unsure
from tests.networks.servers import Lost, Outside, answer
from tests.parts import free_port

NOW = datetime(2026, 3, 2, tzinfo=UTC)
QUICK = httpx.Timeout(0.3, connect=2.0)


@pytest.mark.parametrize(
    ("lost", "words", "name"),
    [
        (Lost.DROPPED, "lost the connection before its whole answer came", "RemoteProtocolError"),
        (Lost.RESET, "lost the connection before its whole answer came", "ReadError"),
        (Lost.HALF, "lost the connection before its whole answer came", "RemoteProtocolError"),
        (Lost.STALLED, "did not answer in time", "ReadTimeout"),
    ],
)
def test_an_answer_that_is_lost_is_told_in_plain_words(lost: Lost, words: str, name: str) -> None:
    with Outside() as server, client(server.url, timeout=QUICK) as http, capture_logs() as logged:
        server.on("POST", "/posts", lambda _: answer({"id": "1"}))
        server.spoil("POST", "/posts", lost)
        with pytest.raises(Unsure) as told:
            call(http, "POST", "/posts", now=NOW, json={})
    assert str(told.value) == f"127.0.0.1 {words}."
    assert not re.search(r"Error|Timeout|Exception", str(told.value))
    assert [(one["event"], one["error"]) for one in logged] == [("answer_lost", name)]


def test_an_answer_in_a_code_that_cannot_be_undone_is_told_in_plain_words() -> None:
    with Outside() as server, client(server.url, timeout=QUICK) as http:
        server.on("GET", "/posts", lambda _: answer({}, headers={"Content-Encoding": "gzip"}))
        with pytest.raises(Unsure, match=r"127\.0\.0\.1 gave an answer that cannot be read\."):
            call(http, "GET", "/posts", now=NOW)


def test_a_connection_that_was_never_made_is_certain() -> None:
    with (
        client(f"http://127.0.0.1:{free_port()}") as http,
        pytest.raises(TryLater, match="could not be reached"),
    ):
        call(http, "POST", "/posts", now=NOW, json={})
