"""X as the team meets it: what may be answered from here, what it costs, what a post answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage.words import Audience
from tests.desk_in_town import ANA, MIRA, Founder, Town
from tests.handlers.test_ask import asked
from tests.networks.contract import NOW
from tests.networks.servers import Outside
from tests.networks.test_x import MENTION_EVENT, US, Server
from tests.parts import Clock

SOURCE = """
[[source]]
name = "x"
kind = "x"
account = "acme"
user_id = "{us}"
client_id = "client"
refresh_token = "refresh-1"
consumer_secret = "s3cret-consumer"
search = ["acme"]
monthly_budget = 1
api = "{api}"
"""
TO_US = {"entities": {"mentions": [{"id": US, "username": "acme"}]}}


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def x(found: Founder, sqlite_url: str, server: Server, clock: Clock) -> Iterator[Town]:
    """A town whose desk reads X as well, at the time the server lives in."""
    clock.forward(seconds=(NOW - clock()).total_seconds())
    with Outside() as outside:
        server.teach(outside)
        with found(sqlite_url, desk=SOURCE.format(us=US, api=outside.url)) as town:
            town.poll()
            yield town


def write(server: Server, clock: Clock, text: str, minutes_ago: int = 1, **more: object) -> dict:
    return server.write(text, at=clock() - timedelta(minutes=minutes_ago), **more)


def read(town: Town) -> None:
    town.poll()
    town.settle()


def test_a_post_that_did_not_summon_us_is_opened_on_x_and_the_card_says_why(x: Town, server: Server) -> None:
    write(server, x.clock, "acme lost my parcel")
    read(x)
    assert x.buttons() == ["claim", "open", "dismiss", "more"]
    said = x.card_says()
    assert "Open on X" in said
    assert "X lets this account answer only posts that mention or quote @acme." in said


def test_a_post_that_summons_us_is_answered_and_the_dialog_says_what_a_link_costs(
    x: Town, server: Server
) -> None:
    write(server, x.clock, "@acme where is it?", **TO_US)
    read(x)
    assert "reply" in x.buttons()
    dialog = x.click(ANA, "reply")["view"]
    assert "A link in the text costs $0.20 instead of $0.010." in json.dumps(dialog)


def test_what_was_read_and_written_is_in_the_stats(x: Town, server: Server) -> None:
    write(server, x.clock, "@acme where is it?", **TO_US)
    read(x)
    x.answers(ANA, "See https://acme.com/track", audience=Audience.PUBLIC)
    x.settle()
    assert x.customer_reads() == []
    assert [post["text"] for post in server.posts if post["author_id"] == US] != []
    read(x)
    assert "Spent on X: $0.21 of $1.00" in asked(x, MIRA, "stats")


def test_what_a_post_answers_stands_in_the_thread(x: Town, server: Server) -> None:
    first = write(server, x.clock, "Their lids always break.", minutes_ago=120)
    reference = {"type": "replied_to", "id": first["id"]}
    write(server, x.clock, "@acme true?", referenced_posts=[reference], conversation_id=first["id"], **TO_US)
    read(x)
    [said] = [text for text in x.thread() if "What this post answers" in text]
    assert "@alice: Their lids always break." in said


def push(town: Town, event: dict) -> int:
    """X posts an event to the desk; the desk's answer."""
    body = json.dumps({"data": event}).encode()
    digest = hmac.new(b"s3cret-consumer", body, hashlib.sha256).digest()
    signed = {"x-twitter-webhooks-signature": f"sha256={base64.b64encode(digest).decode()}"}
    url = f"{town.streets.desk.url}/intake/webhook/x"
    return town.http.post(url, content=body, headers=signed).status_code


def test_what_x_pushes_becomes_a_card_with_what_it_answers(x: Town, server: Server) -> None:
    first = write(server, x.clock, "Their lids always break.", minutes_ago=120)
    answers = {
        "referenced_tweets": [{"type": "replied_to", "id": first["id"]}],
        "conversation_id": first["id"],
    }
    event = MENTION_EVENT | {"payload": {**MENTION_EVENT["payload"], **answers}}
    assert push(x, event) == 200
    assert push(x, event) == 200  # as X does at times
    x.settle()
    assert "hey @acme" in x.card_says()
    assert len([text for text in x.thread() if "@alice: Their lids always break." in text]) == 1


def test_an_event_that_x_did_not_sign_is_refused(x: Town) -> None:
    url = f"{x.streets.desk.url}/intake/webhook/x"
    assert x.http.post(url, content=json.dumps({"data": MENTION_EVENT})).status_code == 401
    assert x.stored()["Mention"] == 0
