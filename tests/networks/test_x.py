"""X, against a small server with its rules; shapes are checked against the official specification in `real/`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.networks.budget import Budget
from bot.networks.port import Author, Change, Incoming, Never, RefusedDelivery, Sent, TryLater
from bot.networks.tokens import MemoryTokenStore, Tokens
from bot.networks.x import XNetwork
from bot.networks.x_posts import id_at, time_of
from bot.networks.x_reading import queries
from bot.networks.x_settings import XSettings
from bot.rules.reception import Reception
from storage.words import Audience
from tests.networks.contract import NOW, SHORT, Case, Post, able, drain
from tests.networks.servers import Answer, Outside, Request, answer

US, ALICE = "111", "222"
USERS = {
    US: {"id": US, "username": "acme", "name": "Acme"},
    ALICE: {"id": ALICE, "username": "alice", "name": "Alice", "public_metrics": {"followers_count": 97}},
}


class Server:
    """X as one account sees it: rotating logins, newest-first listings with since_id, no repeated text."""

    def __init__(self) -> None:
        self.posts: list[dict] = []
        self.messages: list[dict] = []
        self.included: list[dict] = []
        self.generation = 1
        self.headers: dict[str, str] = {}
        self.next_id = int(id_at(NOW))

    def teach(self, outside: Outside) -> None:
        outside.on("POST", "/2/oauth2/token", self.token)
        outside.on("GET", "/2/users/me", self.guarded(lambda _: answer({"data": USERS[US]})))
        outside.on("GET", f"/2/users/{US}/mentions", self.guarded(lambda r: self.page(r, ours=False)))
        outside.on("GET", f"/2/users/{US}/tweets", self.guarded(lambda r: self.page(r, ours=True)))
        outside.on("GET", "/2/tweets/search/recent", self.guarded(self.search))
        outside.on("GET", "/2/tweets", self.guarded(self.by_ids))
        outside.on("GET", "/2/dm_events", self.guarded(self.dm_events))
        outside.on("GET", f"/2/dm_conversations/with/{ALICE}/dm_events", self.guarded(self.dm_events))
        outside.on("POST", "/2/tweets", self.guarded(self.create))
        outside.on("POST", f"/2/dm_conversations/with/{ALICE}/messages", self.guarded(self.message))

    def guarded(self, route):
        def checked(request: Request) -> Answer:
            if request.headers.get("authorization") != f"Bearer access-{self.generation}":
                return answer({"title": "Unauthorized", "detail": "Unauthorized", "status": 401}, status=401)
            said = route(request)
            return replace(said, headers={**said.headers, **self.headers})

        return checked

    def token(self, request: Request) -> Answer:
        if request.form["refresh_token"] != f"refresh-{self.generation}":
            return answer({"error": "invalid_request", "error_description": "was invalid"}, status=400)
        self.generation += 1
        pair = {"access_token": f"access-{self.generation}", "refresh_token": f"refresh-{self.generation}"}
        return answer({**pair, "expires_in": 7200, "token_type": "bearer"})

    def write(self, text: str, author: str = ALICE, at=NOW, **more) -> dict:
        post = {
            "id": str(int(id_at(at)) + len(self.posts)),
            "text": text,
            "author_id": author,
            "created_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversation_id": "1",
            **more,
        }
        self.posts.append(post)
        return post

    def page(self, request: Request, *, ours: bool) -> Answer:
        return self.listed(request, [post for post in self.posts if (post["author_id"] == US) == ours])

    def listed(self, request: Request, things: list[dict]) -> Answer:
        newest_first = sorted(things, key=lambda thing: int(thing["id"]), reverse=True)
        newest_first = [t for t in newest_first if int(t["id"]) > int(request.asks("since_id", "0"))]
        if token := request.asks("pagination_token") or request.asks("next_token"):
            newest_first = [t for t in newest_first if int(t["id"]) < int(token.removeprefix("older-than-"))]
        some = newest_first[: int(request.asks("max_results", "10"))]
        body: dict = {"meta": {"result_count": len(some)}}
        if some:
            body |= {"data": some, "includes": {"users": list(USERS.values()), "posts": self.included}}
            body["meta"]["newest_id"] = some[0]["id"]
        if len(newest_first) > len(some):
            body["meta"]["next_token"] = f"older-than-{some[-1]['id']}"
        return answer(body)

    def search(self, request: Request) -> Answer:
        if time_of(request.asks("since_id")) < NOW - timedelta(days=7):
            return answer({"title": "Invalid Request", "detail": "since_id is too old"}, status=400)
        words = request.asks("query").partition(")")[0].strip("(").split(" OR ")
        found = [p for p in self.posts if any(word.strip('"') in p["text"] for word in words)]
        return self.listed(request, found)

    def by_ids(self, request: Request) -> Answer:
        wanted = request.asks("ids").split(",")
        found = [post for post in self.posts if post["id"] in wanted]
        body: dict = {"includes": {"users": list(USERS.values()), "posts": self.included}}
        if len(found) < len(wanted):
            body["errors"] = [
                {"title": "Not Found Error", "detail": "Could not find post", "type": "about:blank"}
            ]
        return answer(body | ({"data": found} if found else {}))

    def dm_events(self, request: Request) -> Answer:
        assert not request.asks("since_id")
        return self.listed(request, self.messages)

    def create(self, request: Request) -> Answer:
        body = request.json
        if any(post["text"] == body["text"] and post["author_id"] == US for post in self.posts):
            detail = "You are not allowed to create a Tweet with duplicate content."
            return answer({"title": "Forbidden", "detail": detail, "status": 403}, status=403)
        reference = {"type": "replied_to", "id": body["reply"]["in_reply_to_tweet_id"]}
        post = self.write(body["text"], US, referenced_posts=[reference])
        return answer({"data": {"id": post["id"], "text": post["text"]}}, status=201)

    def message(self, request: Request) -> Answer:
        event = self.chat(request.json["text"], US)
        return answer({"data": {"dm_conversation_id": "111-222", "dm_event_id": event["id"]}}, status=201)

    def chat(self, text: str, sender: str = ALICE, at=NOW) -> dict:
        event = {
            "id": str(int(id_at(at)) + 1000 + len(self.messages)),
            "text": text,
            "sender_id": sender,
            "created_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "dm_conversation_id": "111-222",
            "event_type": "MessageCreate",
        }
        self.messages.append(event)
        return event


class XCase(Case):
    name = "x"
    reads_at = ("GET", f"/2/users/{US}/mentions")
    writes_at = ("POST", "/2/*")  # posts and messages: there is a login already
    secrets = ("refresh-1", "s3cret-consumer", "access-1")

    def __init__(self) -> None:
        self.server = Server()

    def build(self, url: str) -> XNetwork:
        store = MemoryTokenStore()
        until = NOW + timedelta(hours=2)
        store.save("brand", Tokens("access-1", "refresh-1", expires_at=until))
        return XNetwork(settings(url), SHORT, store)

    def teach(self, outside: Outside) -> None:
        self.server.teach(outside)

    def say(self, post: Post) -> None:
        author = US if post.by_us else ALICE
        if post.private:
            self.server.chat(post.text, author, post.created_at)
        else:
            self.server.write(post.text, author, post.created_at)

    def sent_texts(self) -> list[str]:
        ours = [post["text"] for post in self.server.posts if post["author_id"] == US]
        return ours + [event["text"] for event in self.server.messages if event["sender_id"] == US]

    def parent(self, *, private: bool = False) -> Incoming:
        return mention(private=private)


def settings(url: str, **more) -> XSettings:
    given = {
        "client_id": "client",
        "refresh_token": "refresh-1",
        "consumer_secret": "s3cret-consumer",
        "messages": True,
        **more,
    }
    return XSettings(name="brand", kind="x", account="acme", user_id=US, api=url, **given)


def mention(*, private: bool = False, summoned: str = "yes") -> Incoming:
    at = NOW - timedelta(minutes=30)
    author = Author(ALICE, "alice")
    if private:
        return Incoming(f"dm:{id_at(at)}", "Where?", at, author, thread="111-222", private=True)
    return Incoming(id_at(at), "@acme where?", at, author, facts={"post_id": id_at(at), "summoned": summoned})


def reply(text: str = "On its way.", audience: Audience = Audience.PUBLIC, **more):
    return replace(XCase().reply(text, audience), **more)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def outside(server: Server) -> Iterator[Outside]:
    with Outside() as running:
        server.teach(running)
        yield running


@pytest.fixture
def network(outside: Outside) -> Iterator[XNetwork]:
    network = XNetwork(settings(outside.url), SHORT)
    yield network
    network.close()


# --- logins ------------------------------------------------------------------------------------------------------


class WatchedStore(MemoryTokenStore):
    """Notes how often the server was asked for anything but tokens when new tokens were stored."""

    def __init__(self, outside: Outside) -> None:
        super().__init__()
        self.outside = outside
        self.used_before: list[bool] = []

    def save(self, source: str, tokens: Tokens) -> None:
        signed = f"Bearer {tokens.access}"
        self.used_before.append(
            any(request.headers.get("authorization") == signed for request in self.outside.requests)
        )
        super().save(source, tokens)


def test_new_tokens_are_stored_before_they_are_used(outside: Outside, server: Server) -> None:
    store = WatchedStore(outside)
    network = XNetwork(settings(outside.url), SHORT, store)
    drain(network)
    network.fetch(None, NOW + timedelta(hours=3))
    assert store.used_before == [False, False]
    assert store.load("brand").refresh == "refresh-3"


def test_a_token_about_to_end_is_renewed_first(network: XNetwork, server: Server) -> None:
    drain(network)
    network.fetch(None, NOW + timedelta(hours=2) - timedelta(seconds=30))
    assert server.generation == 3


def test_a_stored_login_outlives_the_one_in_the_settings(outside: Outside, server: Server) -> None:
    store = MemoryTokenStore()
    drain(XNetwork(settings(outside.url), SHORT, store))
    server.generation += 0
    network = XNetwork(settings(outside.url), SHORT, store)
    network.fetch(None, NOW + timedelta(hours=3))
    assert server.generation == 3


def test_a_login_connected_anew_replaces_a_dead_one(outside: Outside, server: Server) -> None:
    store = MemoryTokenStore()
    store.save("brand", Tokens("access-0", "refresh-0", expires_at=NOW))
    assert drain(XNetwork(settings(outside.url), SHORT, store))[0] == []


def test_a_dead_login_says_what_to_run(outside: Outside) -> None:
    network = XNetwork(settings(outside.url, refresh_token="refresh-old"), SHORT)
    with pytest.raises(Never, match="mentiondesk connect x") as refusal:
        network.fetch(None, NOW)
    assert refusal.value.login


# --- reading -----------------------------------------------------------------------------------------------------


def test_pages_are_followed_with_the_same_since_id(
    network: XNetwork, server: Server, outside: Outside
) -> None:
    _, cursor = drain(network)
    for number in range(250):
        server.write(f"@acme {number}", at=NOW - timedelta(minutes=9) + timedelta(seconds=number))
    outside.requests.clear()
    drain(network, cursor)
    asked = [r.asks("since_id") for r in outside.requests if r.path.endswith("/mentions")]
    assert len(set(asked[:3])) == 1
    assert asked[3] == max((post["id"] for post in server.posts), key=int)


def test_after_a_break_a_stretch_is_read_again(network: XNetwork, server: Server, outside: Outside) -> None:
    first = server.write("@acme hello", at=NOW)
    _, cursor = drain(network)
    assert network.fetch(cursor, NOW + timedelta(seconds=30)).items == ()
    again = network.fetch(cursor, NOW + timedelta(hours=1))
    assert [item.id for item in again.items] == [first["id"]]


def test_a_post_found_by_mention_and_by_search_is_one(outside: Outside, server: Server) -> None:
    network = XNetwork(settings(outside.url, search=("Acme Widgets", "acmee")), SHORT)
    server.write("@acme my Acme Widgets broke")
    items, _ = drain(network)
    assert len(items) == 1
    assert items[0].author == Author(ALICE, "alice", "Alice", 97)
    assert items[0].found_by == ""
    assert items[0].url == f"https://x.com/alice/status/{items[0].id}"


@pytest.mark.parametrize(("mentioned", "found_by"), [([], "search"), ([{"id": US, "username": "acme"}], "")])
def test_what_only_a_search_finds_says_so_unless_it_names_our_account(
    mentioned: list[dict[str, str]], found_by: str, outside: Outside, server: Server
) -> None:
    network = XNetwork(settings(outside.url, search=("Acme Widgets",)), SHORT)
    outside.on("GET", f"/2/users/{US}/mentions", lambda _: answer({"meta": {"result_count": 0}}))
    server.write("Acme Widgets broke", entities={"mentions": mentioned})
    items, _ = drain(network)
    assert [item.found_by for item in items] == [found_by]


def test_what_search_no_longer_reaches_is_named(outside: Outside, server: Server) -> None:
    network = XNetwork(settings(outside.url, search=("acme",)), SHORT)
    long_ago = NOW - timedelta(days=9)
    position = {
        "marks": {"search (acme) -is:retweet -from:acme": {"seen": id_at(long_ago)}},
        "read_at": long_ago.isoformat(),
    }
    page = network.fetch(json.dumps(position), NOW)
    assert page.gap == "2026-11-13 09:00 to 2026-11-15 09:01 UTC, older than X's search reaches"


def test_messages_are_read_until_one_is_known(network: XNetwork, server: Server, outside: Outside) -> None:
    for number in range(250):
        server.chat(f"old {number}", at=NOW - timedelta(days=2) + timedelta(seconds=number))
    items, cursor = drain(network)
    assert items == []
    server.chat("new")
    outside.requests.clear()
    assert [item.text for item in drain(network, cursor)[0]] == ["new"]
    assert sum(request.path == "/2/dm_events" for request in outside.requests) == 1


def test_the_last_calls_of_a_window_are_spread_over_it(
    network: XNetwork, server: Server, outside: Outside
) -> None:
    reset = NOW + timedelta(minutes=15)
    server.headers = {"x-rate-limit-remaining": "3", "x-rate-limit-reset": str(int(reset.timestamp()))}
    _, cursor = drain(network)
    outside.requests.clear()
    network.fetch(cursor, NOW + timedelta(minutes=4))
    assert outside.asked() == 0
    network.fetch(cursor, NOW + timedelta(minutes=5))
    assert outside.asked() > 0


def test_errors_beside_data_do_not_hide_the_data(network: XNetwork, outside: Outside, server: Server) -> None:
    post = server.write("@acme look")
    body = {"data": [post], "errors": [{"title": "Not Found Error", "detail": "gone"}], "meta": {}}
    outside.spoil("GET", f"/2/users/{US}/mentions", answer(body))
    assert [item.text for item in network.fetch(None, NOW).items] == ["@acme look"]


def test_errors_alone_are_a_refusal(network: XNetwork, outside: Outside) -> None:
    body = {"errors": [{"title": "Forbidden", "detail": "This account is suspended."}]}
    outside.spoil("GET", f"/2/users/{US}/mentions", answer(body))
    with pytest.raises(Never, match="suspended"):
        network.fetch(None, NOW)


def test_long_posts_links_and_entities_are_read_as_people_wrote_them(
    network: XNetwork, server: Server
) -> None:
    links = {
        "urls": [{"url": "https://t.co/1", "expanded_url": "https://acme.test/help", "start": 0, "end": 1}]
    }
    server.write("short", note_post={"text": "R&amp;D: https://t.co/1 " + "long " * 80, "entities": links})
    (item,), _ = drain(network)
    assert item.text.startswith("R&D: https://acme.test/help long long")


@pytest.mark.parametrize(
    "words", [("referenced_posts", "edit_history_post_ids"), ("referenced_tweets", "edit_history_tweet_ids")]
)
def test_an_edited_post_keeps_its_first_id(words: tuple[str, str], network: XNetwork, server: Server) -> None:
    first = server.write("@acme borken")
    more = {words[0]: [{"type": "replied_to", "id": "5"}], words[1]: [first["id"], str(int(first["id"]) + 1)]}
    server.write("@acme broken", **more)
    items, _ = drain(network)
    edited = next(item for item in items if item.change is Change.EDITED)
    assert (edited.id, edited.text, edited.in_reply_to) == (first["id"], "@acme broken", "5")
    assert edited.facts["post_id"] == str(int(first["id"]) + 1)


# --- whom we may answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("post", "summoned"),
    [
        ({"entities": {"mentions": [{"start": 0, "end": 5, "username": "ACME", "id": US}]}}, True),
        ({"entities": {"mentions": [{"start": 0, "end": 5, "username": "acme"}]}}, True),
        ({"entities": {"mentions": [{"start": 0, "end": 5, "username": "acme_fan", "id": "9"}]}}, False),
        ({"referenced_posts": [{"type": "quoted", "id": "77"}]}, True),
        ({"referenced_posts": [{"type": "quoted", "id": "78"}]}, False),
        ({"referenced_posts": [{"type": "replied_to", "id": "77"}]}, False),
        ({}, False),
    ],
)
def test_a_self_serve_app_answers_only_where_it_was_summoned(
    post: dict, summoned: bool, network: XNetwork, server: Server
) -> None:
    server.included = [{"id": "77", "author_id": US}, {"id": "78", "author_id": ALICE}]
    server.write("acme, really", **post)
    (item,), _ = drain(network)
    can = able(network, item, Audience.PUBLIC)
    assert can.allowed == summoned
    if not summoned:
        assert "Open the post on X" in can.reason


def test_enterprise_access_may_answer_anybody(outside: Outside) -> None:
    network = XNetwork(settings(outside.url, access="enterprise"), SHORT)
    assert able(network, mention(summoned="no"), Audience.PUBLIC).allowed


def test_the_price_of_a_link_is_said_in_the_dialog(network: XNetwork) -> None:
    assert "$0.20" in able(network, mention(), Audience.PUBLIC).reason


def test_premium_accounts_may_write_long_posts(outside: Outside) -> None:
    network = XNetwork(settings(outside.url, premium=True), SHORT)
    assert able(network, mention(), Audience.PUBLIC).limit == 25_000


def test_two_cashtags_are_refused_before_any_request(network: XNetwork, outside: Outside) -> None:
    with pytest.raises(Never, match="cashtag"):
        network.reply(reply("$ACME and $WDGT for $20"), NOW)
    assert outside.asked("POST") == 1  # the login alone
    network.reply(reply("$ACME for $20"), NOW)


# --- answering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("a" * 280, 280),
        ("日本語", 6),
        ("see https://example.com/" + "x" * 200, 27),
        ("👨‍👩‍👧‍👦", 2),
        ("cafe\u0301", 4),
    ],
)
def test_a_post_is_weighed_as_x_weighs_it(text: str, length: int, network: XNetwork) -> None:
    assert network.length(text, Audience.PUBLIC) == length


def test_a_reply_goes_to_the_newest_version_of_an_edited_post(network: XNetwork, outside: Outside) -> None:
    parent = replace(mention(), id="5", facts={"post_id": "6", "summoned": "yes"})
    network.reply(reply(parent=parent), NOW)
    assert outside.requests[-1].json["reply"] == {"in_reply_to_tweet_id": "6"}


def test_a_duplicate_is_explained(network: XNetwork, server: Server) -> None:
    network.reply(reply("On its way."), NOW)
    with pytest.raises(Never, match="already has a post with this same text"):
        network.reply(reply("On its way."), NOW)


def test_a_spent_account_is_explained(network: XNetwork, outside: Outside) -> None:
    problem = {
        "title": "Usage Capped",
        "type": "https://api.x.com/2/problems/usage-capped",
        "detail": "Monthly",
    }
    outside.spoil("POST", "/2/tweets", answer(problem, status=429))
    with pytest.raises(Never, match="out of credit"):
        network.reply(reply(), NOW)


def test_a_rewritten_text_is_found_by_its_parent(network: XNetwork, server: Server) -> None:
    parent = mention()
    server.write(
        "@alice R&amp;D says: read https://t.co/abc please",
        US,
        referenced_posts=[{"type": "replied_to", "id": parent.id}],
    )
    sent = network.find_sent(reply("R&D says:  read https://acme.test/help please "), NOW, NOW)
    assert sent is not None and sent.url == f"https://x.com/acme/status/{sent.id}"


def test_the_same_text_to_somebody_else_is_not_ours(network: XNetwork, server: Server) -> None:
    server.write("On its way.", US, referenced_posts=[{"type": "replied_to", "id": "1"}])
    assert network.find_sent(reply(), NOW, NOW) is None


def test_a_failed_login_before_a_reply_leaves_it_unsent(network: XNetwork, outside: Outside) -> None:
    outside.spoil("POST", "/2/oauth2/token", answer(b"", status=503))
    with pytest.raises(TryLater):
        network.reply(reply(), NOW)


# --- money -------------------------------------------------------------------------------------------------------


def test_every_read_and_write_is_counted(outside: Outside, server: Server) -> None:
    network = XNetwork(settings(outside.url, search=("acme",), monthly_budget="10"), SHORT)
    server.write("acme broke")
    server.chat("hi")
    _, cursor = drain(network)
    assert network.budget(cursor, NOW).spent == Decimal("0.001") + Decimal("0.005") + Decimal("0.010")
    network.reply(reply("Thanks"), NOW)
    network.reply(reply("Thanks, see acme.com/help"), NOW)
    network.reply(reply("Hello", Audience.PRIVATE), NOW)
    assert network.budget(cursor, NOW).spent == Decimal("0.241")
    assert network.budget(drain(network, cursor)[1], NOW).spent > Decimal("0.24")


def test_a_spent_budget_slows_reading_and_never_stops_it(outside: Outside, server: Server) -> None:
    network = XNetwork(settings(outside.url, monthly_budget="0.001", poll_seconds=60), SHORT)
    server.write("@acme broke")
    _, cursor = drain(network)
    outside.requests.clear()
    assert network.fetch(cursor, NOW + timedelta(seconds=599)).items == ()
    assert outside.asked() == 0
    server.write("@acme still", at=NOW + timedelta(seconds=500))
    assert [i.text for i in network.fetch(cursor, NOW + timedelta(seconds=600)).items] == ["@acme still"]


SLOWED = " It is now read 10 times less often; raise monthly_budget in desk.toml to undo that."


@pytest.mark.parametrize(
    ("spent", "warning", "seconds"),
    [
        ("7.99", "", 60),
        ("8.00", "$8.00 of this month's $10.00 are spent (80%).", 60),
        (
            "10.00",
            f"$10.00 of this month's $10.00 are spent (100%).{SLOWED}",
            600,
        ),
    ],
)
def test_a_budget_warns_at_four_fifths_and_slows_at_its_end(spent: str, warning: str, seconds: int) -> None:
    budget = Budget(monthly=Decimal(10), spent=Decimal(spent), month="2026-11")
    assert budget.warning == warning
    assert budget.interval(60) == timedelta(seconds=seconds)


def test_a_new_month_begins_at_nothing_and_no_limit_never_warns() -> None:
    spent = Budget(monthly=Decimal(10), spent=Decimal(12), month="2026-11")
    assert spent.after(Decimal(1), NOW + timedelta(days=9)).spent == 1
    assert Budget(spent=Decimal(99), month="2026-11").warning == ""


# --- webhooks ----------------------------------------------------------------------------------------------------


def delivered(network: XNetwork, event: dict, secret: str = "s3cret-consumer"):
    body = json.dumps({"data": event}).encode()
    signed = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    header = {"x-twitter-webhooks-signature": f"sha256={base64.b64encode(signed).decode()}"}
    return network.receive(header, body, NOW).items


MENTION_EVENT = {
    "event_uuid": "1",
    "event_type": "post.mention.create",
    "payload": {
        "id": "2080765813578191303",
        "text": "hey @acme",
        "author_id": ALICE,
        "created_at": "2026-07-24T21:23:23.000Z",
        "conversation_id": "2080765813578191303",
        "edit_history_tweet_ids": ["2080765813578191303"],
        "entities": {"mentions": [{"start": 4, "end": 9, "username": "acme", "id": US}]},
    },
    "includes": {"users": [USERS[ALICE]], "tweets": []},
}


def test_a_mention_that_is_pushed_is_the_one_that_is_read(network: XNetwork, server: Server) -> None:
    (item,) = delivered(network, MENTION_EVENT)
    server.posts.append(MENTION_EVENT["payload"])
    assert (item.id, item.author.handle, item.facts["summoned"]) == ("2080765813578191303", "alice", "yes")


def test_a_message_that_is_pushed_is_the_one_that_is_read(network: XNetwork, server: Server) -> None:
    event = server.chat("hello!")
    pushed = {
        "event_uuid": "2",
        "event_type": "dm.received",
        "payload": {
            "direct_message_events": [
                {
                    "type": "message_create",
                    "id": event["id"],
                    "created_timestamp": str(int(NOW.timestamp() * 1000)),
                    "message_create": {
                        "target": {"recipient_id": US},
                        "sender_id": ALICE,
                        "message_data": {"text": "hello!"},
                    },
                }
            ],
            "users": {ALICE: {"data": USERS[ALICE]}},
        },
    }
    assert delivered(network, pushed) == tuple(drain(network)[0])


def test_a_post_of_ours_deleted_on_x_is_told(network: XNetwork) -> None:
    (item,) = delivered(network, {"event_type": "post.delete", "payload": {"id": "9", "author_id": US}})
    assert (item.id, item.change, item.ours) == ("9", Change.DELETED, True)


def test_events_we_do_not_need_are_taken_and_dropped(network: XNetwork) -> None:
    assert delivered(network, {"event_type": "like.create", "payload": {}}) == ()


@pytest.mark.parametrize(
    ("body", "status"), [(b'{"data": {"event_type": "post.create"}}', 422), (b"null", 422), (b"{", 422)]
)
def test_a_delivery_in_another_shape_is_refused(body: bytes, status: int, network: XNetwork) -> None:
    signed = hmac.new(b"s3cret-consumer", body, hashlib.sha256).digest()
    header = {"x-twitter-webhooks-signature": f"sha256={base64.b64encode(signed).decode()}"}
    with pytest.raises(RefusedDelivery) as refusal:
        network.receive(header, body, NOW)
    assert refusal.value.status == status


def test_a_delivery_signed_by_somebody_else_is_refused(network: XNetwork) -> None:
    with pytest.raises(RefusedDelivery) as refusal:
        delivered(network, MENTION_EVENT, secret="guess")
    assert refusal.value.status == 401
    with pytest.raises(RefusedDelivery):
        network.receive({"x-twitter-webhooks-signature": "naïve"}, b"{}", NOW)


def test_the_challenge_is_answered_with_its_own_hash(network: XNetwork) -> None:
    digest = hmac.new(b"s3cret-consumer", b"abc", hashlib.sha256).digest()
    assert network.challenge({"crc_token": "abc"}) == {
        "response_token": f"sha256={base64.b64encode(digest).decode()}"
    }


def test_without_a_secret_there_are_no_deliveries(outside: Outside) -> None:
    network = XNetwork(settings(outside.url, consumer_secret=None), SHORT)
    with pytest.raises(RefusedDelivery, match="consumer_secret"):
        network.receive({}, b"{}", NOW)


# --- the operator, and the words ---------------------------------------------------------------------------------


def test_a_login_for_another_account_is_named(outside: Outside) -> None:
    network = XNetwork(settings(outside.url).model_copy(update={"user_id": "999"}), SHORT)
    problems = network.check(NOW)
    assert "the login is for @acme" in problems[0]


def test_nothing_missing_is_an_empty_list(network: XNetwork) -> None:
    assert network.check(NOW) == []


def test_searches_are_as_few_as_x_s_limit_allows() -> None:
    assert queries(("acme", "Acme Widgets"), "acme") == ['(acme OR "Acme Widgets") -is:retweet -from:acme']
    many = queries(tuple(f"brandname{number}" for number in range(100)), "acme")
    assert len(many) == 4 and all(len(query) <= 512 for query in many)
    assert queries((), "acme") == []


def test_ids_tell_their_time() -> None:
    assert time_of("2080765813578191303").isoformat(timespec="seconds") == "2026-07-24T21:23:23+00:00"
    assert time_of(id_at(NOW)) == NOW


# --- what a post answers -----------------------------------------------------------------------------------------


def answering(server: Server, **more) -> Incoming:
    """A mention three posts down a conversation: the first, one between, the one it answers."""
    first = server.write("My parcel is late.", at=NOW - timedelta(minutes=3))
    between = {"id": id_at(NOW - timedelta(minutes=2)), "text": "Which one?", "author_id": US}
    server.included = [between]
    said = server.write(
        "The big one.",
        at=NOW - timedelta(minutes=1),
        referenced_posts=[{"type": "replied_to", "id": between["id"]}],
    )
    parent = replace(mention(), in_reply_to=said["id"], thread=first["id"])
    return replace(parent, **more)


def test_what_a_post_answers_is_told_in_one_call_oldest_first(
    network: XNetwork, server: Server, outside: Outside
) -> None:
    parent = answering(server)
    above = network.context(parent, NOW)
    assert [(post.author.handle, post.text) for post in above] == [
        ("alice", "My parcel is late."),
        ("acme", "Which one?"),
        ("alice", "The big one."),
    ]
    assert outside.asked("GET") == 1
    assert network.budget(None, NOW).spent == Decimal("0.015")


def test_what_is_gone_above_a_post_leaves_the_rest(network: XNetwork, server: Server) -> None:
    parent = answering(server, thread="7")
    assert [post.text for post in network.context(parent, NOW)] == ["Which one?", "The big one."]


def test_a_message_and_a_first_post_answer_nothing(network: XNetwork, outside: Outside) -> None:
    assert network.context(mention(private=True), NOW) == network.context(mention(), NOW) == ()
    assert outside.asked() == 0


def test_past_the_budget_nothing_is_spent_on_what_a_post_answers(outside: Outside, server: Server) -> None:
    network = XNetwork(settings(outside.url, monthly_budget="0.001"), SHORT)
    server.write("@acme hello")
    _, cursor = drain(network)
    network.fetch(cursor, NOW)
    before = outside.asked("GET")
    assert network.context(answering(server), NOW) == ()
    assert outside.asked("GET") == before


# --- how an answer fares -----------------------------------------------------------------------------------------

GONE = {
    "errors": [{"type": "https://api.twitter.com/2/problems/resource-not-found", "title": "Not Found Error"}]
}
HIDDEN = {"errors": [{"type": "https://api.twitter.com/2/problems/not-authorized-for-resource"}]}
COUNTED = {"data": [{"id": "5", "public_metrics": {"reply_count": 40, "like_count": 2}}]}


@pytest.mark.parametrize(
    ("body", "seen"),
    [(COUNTED, Reception(replies=40, likes=2)), (GONE, Reception(gone=True)), (HIDDEN, Reception())],
)
def test_how_an_answer_fares_at_the_price_of_a_read(
    network: XNetwork, server: Server, outside: Outside, body: dict, seen: Reception
) -> None:
    outside.on("GET", "/2/tweets", server.guarded(lambda _: answer(body)))
    assert network.reception(Sent("5"), NOW) == seen
    assert network.budget(None, NOW).spent == Decimal("0.001")


def test_past_the_budget_nothing_is_spent_on_how_an_answer_fares(outside: Outside, server: Server) -> None:
    network = XNetwork(settings(outside.url, monthly_budget="0.001"), SHORT)
    server.write("@acme hello")
    _, cursor = drain(network)
    network.fetch(cursor, NOW)
    before = outside.asked("GET")
    assert network.reception(Sent("5"), NOW) == Reception()
    assert outside.asked("GET") == before
