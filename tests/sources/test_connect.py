"""`mentiondesk connect`: what it asks, tries and prints."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from bot.commands import connect_x
from bot.commands.connect import section, walk
from bot.commands.guides import GUIDES, Ask
from bot.desk.logins import StoredLogins
from bot.networks import NETWORKS
from bot.networks.port import Never
from bot.networks.tokens import Tokens
from bot.networks.x_login import REDIRECT, XLogin, code_in, missing
from storage.db import Database, connect
from tests.networks.servers import Outside, Request, answer
from tests.networks.test_bluesky import Server


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as server:
        yield server


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Database]:
    db = connect(sqlite_url)
    yield db
    db.close()


def no_login(given: dict[str, Any], now: object) -> tuple[Tokens, list[str]]:
    raise AssertionError("only X logs in by the browser")


@pytest.mark.parametrize("kind", sorted(GUIDES))
def test_a_guide_asks_for_all_that_its_network_cannot_do_without(kind: str) -> None:
    told_by_the_login = {"user_id", "account", "refresh_token"} if kind == "x" else set()
    needed = {name for name, field in NETWORKS[kind][0].model_fields.items() if field.is_required()}
    asked = {one.key for one in GUIDES[kind].asks}
    assert needed - {"name", "kind"} <= asked | told_by_the_login
    assert asked <= set(NETWORKS[kind][0].model_fields)


def bluesky(outside: Outside, store: Database, now: datetime, **answers: str) -> int:
    guide = GUIDES["bluesky"]
    guide = replace(guide, asks=(*guide.asks, Ask("service", "Where?")))
    said = {
        "account": "acme.test",
        "app_password": "s3cret-app",
        "chat": "n",
        "search": "",
        "service": outside.url,
    }
    return walk("bluesky", guide, "sky", store, lambda: now, lambda one: (said | answers)[one.key], no_login)


def test_what_works_is_printed_with_its_secrets_apart(
    outside: Outside, store: Database, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    Server().teach(outside)
    assert bluesky(outside, store, now, search="acme parcels, skyline") == 0
    toml, _, dotenv = capsys.readouterr().out.partition("\nBLUESKY")
    [source] = tomllib.loads(toml)["source"]
    assert source == {
        "name": "sky",
        "kind": "bluesky",
        "account": "acme.test",
        "app_password": "env:BLUESKY_APP_PASSWORD",
        "search": ["acme parcels", "skyline"],
        "service": outside.url,
    }
    assert dotenv == "_APP_PASSWORD=s3cret-app\n"


def test_a_missing_permission_is_named_and_nothing_is_printed_to_keep(
    outside: Outside, store: Database, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    Server().teach(outside)
    refusal = answer({"error": "InvalidToken", "message": "Bad token method"}, status=400)
    outside.spoil("GET", "/xrpc/chat.bsky.convo.listConvos", refusal, times=9)
    assert bluesky(outside, store, now, chat="y") == 1
    said = capsys.readouterr()
    assert "Allow access to your direct messages" in " ".join(said.err.split())
    assert said.out == ""


def test_a_value_of_the_wrong_shape_is_said_without_repeating_it(
    outside: Outside, store: Database, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = GUIDES["rss"]
    assert walk("rss", guide, "Not A Name", store, lambda: now, lambda _: "ftp://secret", no_login) == 1
    assert "secret" not in capsys.readouterr().err


def test_quotes_in_a_value_stay_inside_it() -> None:
    text = section("rss", "forum", {"url": 'https://x/"\n[evil]'.replace("\n", "\\n")}, {})
    assert tomllib.loads(text)["source"][0]["url"] == 'https://x/"\\n[evil]'


# --- X -----------------------------------------------------------------------------------------------------------


def x_login(outside: Outside) -> XLogin:
    return XLogin("client", "", ("tweet.read", "tweet.write"), "state-1", "verifier-1", api=outside.url)


def teach_x(outside: Outside, scope: str) -> list[Request]:
    asked: list[Request] = []

    def token(request: Request) -> Any:
        asked.append(request)
        return answer({"access_token": "a1", "refresh_token": "r1", "expires_in": 7200, "scope": scope})

    outside.on("POST", "/2/oauth2/token", token)
    outside.on("GET", "/2/users/me", lambda _: answer({"data": {"id": "123", "username": "acme"}}))
    return asked


def test_the_page_of_consent_is_asked_with_a_challenge_and_never_the_verifier(outside: Outside) -> None:
    address = x_login(outside).address()
    query = dict(parse_qsl(urlsplit(address).query))
    assert query["redirect_uri"] == REDIRECT
    assert (query["code_challenge_method"], query["state"]) == ("S256", "state-1")
    assert "verifier-1" not in address


def test_the_code_becomes_a_login_and_tells_the_account(outside: Outside, now: datetime) -> None:
    asked = teach_x(outside, "tweet.read")
    given: dict[str, Any] = {}
    tokens, lacking = connect_x.finish(x_login(outside), {"code": "c", "state": "state-1"}, given, now)
    assert tokens == Tokens("a1", "r1", expires_at=now + timedelta(hours=2))
    assert given == {"user_id": "123", "account": "acme", "refresh_token": "r1"}
    assert lacking == ["The scope tweet.write was not granted; it is needed to answer."]
    assert (asked[0].form["code_verifier"], asked[0].form["redirect_uri"]) == ("verifier-1", REDIRECT)


@pytest.mark.parametrize("query", [{"code": "c", "state": "another"}, {"code": "c"}, {"state": "state-1"}])
def test_an_answer_to_another_question_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(Never):
        code_in(query, "state-1")


def test_a_code_that_was_used_before_is_refused_in_words(outside: Outside, now: datetime) -> None:
    outside.on("POST", "/2/oauth2/token", lambda _: answer({"error": "invalid_request"}, status=400))
    with pytest.raises(Never, match="begin again"):
        x_login(outside).trade("c", now)


def test_a_login_is_stored_before_it_is_tried(
    outside: Outside, store: Database, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    teach_x(outside, "tweet.read tweet.write")
    outside.on("GET", "/2/users/123/mentions", lambda _: answer({"meta": {"result_count": 0}}))

    def log_in(given: dict[str, Any], clock: Any) -> tuple[Tokens, list[str]]:
        given["api"] = outside.url
        return connect_x.finish(x_login(outside), {"code": "c", "state": "state-1"}, given, clock())

    said = {"client_id": "client", "messages": "n", "monthly_budget": "200", "search": ""}
    code = walk("x", GUIDES["x"], "x", store, lambda: now, lambda one: said[one.key], log_in)
    assert code == 0, capsys.readouterr().err
    source = tomllib.loads(capsys.readouterr().out.partition("\nX_")[0])["source"][0]
    assert (source["user_id"], source["refresh_token"]) == ("123", "env:X_REFRESH_TOKEN")
    settings = NETWORKS["x"][0].model_validate(source | {"client_id": "client", "refresh_token": "r1"})
    assert StoredLogins.made_with(store, settings).load("x") == Tokens(
        "a1", "r1", expires_at=now + timedelta(hours=2)
    )


def test_every_scope_that_was_not_granted_is_named() -> None:
    assert len(missing(("dm.read", "dm.write", "tweet.read"), frozenset({"tweet.read"}))) == 2


def test_the_browser_comes_back_to_this_machine() -> None:
    found: list[dict[str, str]] = []
    waiting = threading.Thread(target=lambda: found.append(connect_x.come_back(20)))
    waiting.start()
    address = urlsplit(REDIRECT)
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, timeout=10) as browser:
        browser.get(f"http://{address.netloc}/favicon.ico")
        page = browser.get(REDIRECT, params={"code": "c", "state": "s"})
    waiting.join()
    assert "go back to the terminal" in page.text
    assert found == [{"code": "c", "state": "s"}]


def test_when_nobody_comes_back_it_says_so() -> None:
    with pytest.raises(Never, match="Nobody came back"):
        connect_x.come_back(0.05)
