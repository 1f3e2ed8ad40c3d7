"""Mentions pushed by another tool, and answers posted back to it, by the smallest real set-up."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from storage.tables import Mention
from storage.words import ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, WATCHER_SECRET, Founder, Town
from tests.journeys.reply_server import Tool
from tests.parts import Clock, serve

HARRIET = {"id": "h1", "handle": "harriet", "name": "Harriet Hall", "followers": 80}
MENTION = {
    "id": "post-1",
    "text": "Your parcel never came.",
    "created_at": "2026-03-02T08:59:00Z",
    "author": HARRIET,
    "url": "https://forum.example/post-1",
}


@pytest.fixture
def tool(clock: Clock) -> Tool:
    return Tool(WATCHER_SECRET, clock)


@pytest.fixture
def town_with_tool(found: Founder, database_url: str, tool: Tool) -> Iterator[Town]:
    with serve(tool.app()) as url, found(database_url, reply_url=f"{url}/replies") as town:
        yield town


def push(town: Town, tool: Tool, body: Any, source: str = "watcher", **headers: str) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    sent = tool.headers(text) | {name.replace("_", "-"): value for name, value in headers.items()}
    return town.http.post(f"{town.streets.desk.url}/intake/webhook/{source}", content=text, headers=sent)


def test_a_pushed_mention_is_answered_through_the_tool_that_pushed_it(
    town_with_tool: Town, tool: Tool
) -> None:
    town = town_with_tool
    assert push(town, tool, MENTION).json() == {"new": 1, "known": 0}
    town.settle()
    assert "Harriet Hall" in town.card_says()

    town.answers(ANA, "We look for it.")
    town.settle()

    (key,) = tool.answers
    assert tool.answers[key] == {
        "reply_id": key,
        "audience": "public",
        "text": "We look for it.",
        "in_reply_to": "post-1",
        "thread": "post-1",
        "account": "acme",
    }
    assert town.replies()[0].key == key
    assert "https://tool.example/answers/1" in town.card_says()
    assert town.ticket().status == TicketStatus.WAITING


def test_a_lost_answer_of_the_tool_is_read_back_by_its_key_and_the_customer_reads_it_once(
    town_with_tool: Town, tool: Tool
) -> None:
    town, tool.loses = town_with_tool, 1
    push(town, tool, MENTION)
    town.settle()
    town.answers(ANA, "We look for it.")
    town.settle()

    assert len(tool.posts) == 1
    assert tool.looks == tool.posts
    assert town.replies()[0].status == ReplyStatus.SENT


def test_a_tool_that_says_no_fails_the_reply_with_its_reason(town_with_tool: Town, tool: Tool) -> None:
    town, tool.status = town_with_tool, 403
    push(town, tool, MENTION)
    town.settle()
    town.answers(ANA, "We look for it.")
    town.settle()

    assert len(tool.posts) == 1
    assert town.replies()[0].status == ReplyStatus.FAILED
    assert "403" in town.card_says()


def test_the_same_delivery_again_changes_nothing(town_with_tool: Town, tool: Tool) -> None:
    town = town_with_tool
    for _ in range(3):
        assert push(town, tool, [MENTION]).is_success
    town.settle()

    assert town.stored()["Mention"] == 1
    assert len(town.cards()) == 1
    assert push(town, tool, [MENTION, MENTION | {"id": "post-2"}]).json() == {"new": 1, "known": 1}


def test_a_delivery_half_known_and_half_wrong_stores_nothing_of_it(town_with_tool: Town, tool: Tool) -> None:
    town = town_with_tool
    answer = push(town, tool, [MENTION, MENTION | {"id": "post-2", "author": {"id": "x"}}])

    assert answer.status_code == 422
    assert answer.json()["where"] == "1.author.handle"
    assert town.stored()["Mention"] == 0


def test_eight_deliveries_of_the_same_mention_at_once_are_one_mention(
    town_with_tool: Town, tool: Tool
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    town = town_with_tool
    with ThreadPoolExecutor(8) as pool:
        answers = [one.status_code for one in pool.map(lambda _: push(town, tool, MENTION), range(8))]

    assert answers == [200] * 8
    assert town.stored()["Mention"] == town.stored()["Ticket"] == 1


WRONG: dict[str, tuple[int, Any, dict[str, str]]] = {
    "another secret": (
        401,
        MENTION,
        {"webhook_signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="},
    ),
    "no signature": (401, MENTION, {"webhook_signature": ""}),
    "no id": (401, MENTION, {"webhook_id": ""}),
    "a time that is none": (401, MENTION, {"webhook_timestamp": "yesterday"}),
    "no JSON": (422, "{", {}),
    "a number": (422, "7", {}),
    "no text": (422, {key: value for key, value in MENTION.items() if key != "text"}, {}),
    "a time without zone": (422, MENTION | {"created_at": "2026-03-02T08:59:00"}, {}),
    "a text that is a list": (422, MENTION | {"text": ["a"]}, {}),
    "over 1 MiB": (413, MENTION | {"text": "x" * 1_100_000}, {}),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_delivery_gets_its_status_one_log_line_and_nothing_is_stored(
    small_town: Town, tool: Tool, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, body, headers = WRONG[case]
    caplog.set_level(logging.WARNING)
    with structlog.testing.capture_logs() as lines:
        answer = push(small_town, tool, body, **headers)

    assert answer.status_code == status
    assert answer.json()["error"]
    assert [line["status"] for line in lines if line["event"] == "delivery_refused"] == [status]
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []
    assert small_town.stored()["Mention"] == 0
    assert WATCHER_SECRET not in str(lines)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_delivery_or_one_from_the_future_is_refused(
    small_town: Town, tool: Tool, minutes: int
) -> None:
    body = json.dumps(MENTION)
    headers = tool.headers(body, at=small_town.clock() + timedelta(minutes=minutes))
    url = f"{small_town.streets.desk.url}/intake/webhook/watcher"

    assert small_town.http.post(url, content=body, headers=headers).status_code == 401
    assert small_town.stored()["Mention"] == 0


def test_a_source_nobody_configured_is_404_and_so_is_one_that_takes_no_deliveries(
    small_town: Town, tool: Tool
) -> None:
    assert push(small_town, tool, MENTION, source="nobody").status_code == 404
    assert push(small_town, tool, MENTION, source="skyline").status_code == 404


def test_without_a_reply_url_the_card_says_that_the_source_only_listens(small_town: Town, tool: Tool) -> None:
    push(small_town, tool, MENTION)
    small_town.settle()
    assert "This source only listens" in small_town.card_says()
    assert "reply" not in small_town.buttons()
    assert "open" in small_town.buttons()


def test_without_a_reply_url_and_an_address_the_desk_says_so_when_asked(small_town: Town, tool: Tool) -> None:
    push(small_town, tool, {name: value for name, value in MENTION.items() if name != "url"})
    small_town.settle()
    small_town.does(ANA, "reply")
    assert "This source only listens" in small_town.whispers(ANA)[0]


def test_the_brands_own_words_never_open_a_ticket(small_town: Town, tool: Tool) -> None:
    push(small_town, tool, MENTION | {"author": {"id": "a1", "handle": "@ACME"}})
    assert small_town.stored()["Ticket"] == 0


def test_a_hostile_mention_is_only_text(small_town: Town, tool: Tool) -> None:
    nasty = (
        "<!channel> <@U0AGENT1> <https://evil.example|your bank> \u202egnp.exe\x00 *bold* " + "a\u0301" * 50
    )
    push(small_town, tool, MENTION | {"text": nasty, "author": HARRIET | {"name": "<!here> =cmd()"}})
    small_town.settle()

    shown = json.dumps(small_town.card()["blocks"], ensure_ascii=False) + small_town.card()["text"]
    assert "<!channel>" not in shown.replace("&lt;!channel&gt;", "").replace('"text": "<!channel>', "")
    assert '"type": "broadcast"' not in shown
    assert '"user_id": "U0AGENT1"' not in shown
    assert "\u202e" not in shown
    assert "\x00" not in str(small_town.rows(Mention)[0].text)
