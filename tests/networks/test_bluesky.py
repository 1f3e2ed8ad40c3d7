"""Bluesky, against a small server that speaks its lexicons; `real/` holds the tests on the real network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.atproto import facets, size, tid
from bot.networks.bluesky import BlueskyNetwork, BlueskySettings
from bot.networks.port import Author, Change, Incoming, Never, TryLater
from bot.networks.tokens import MemoryTokenStore, Tokens
from bot.rules.reception import Reception
from storage.words import Audience
from tests.networks.contract import NOW, SHORT, Case, Post, drain
from tests.networks.servers import Answer, Outside, Request, answer

US, ALICE = "did:plc:acme", "did:plc:alice"
HANDLES = {US: "acme.test", ALICE: "alice.test"}
CHAT = "did:plc:chat#bsky_chat"


def iso(at) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Server:
    """One account's view of the network: its sessions, posts, records and conversation."""

    def __init__(self) -> None:
        self.posts: list[dict] = []
        self.records: dict[str, dict] = {}
        self.messages: list[dict] = []
        self.deleted: list[str] = []
        self.tokens = 0
        self.over: set[str] = set()
        self.logins = self.refreshes = 0

    def teach(self, outside: Outside) -> None:
        routes = {
            "POST com.atproto.server.createSession": self.log_in,
            "POST com.atproto.server.refreshSession": self.refresh,
            "GET app.bsky.notification.listNotifications": lambda r: self.page("notifications", r),
            "GET app.bsky.feed.searchPosts": lambda r: self.page("posts", r),
            "GET app.bsky.feed.getAuthorFeed": lambda r: self.page("feed", r),
            "GET app.bsky.feed.getPosts": self.get_posts,
            "GET app.bsky.actor.getProfiles": self.get_profiles,
            "GET com.atproto.identity.resolveHandle": self.resolve,
            "GET com.atproto.repo.getRecord": self.get_record,
            "POST com.atproto.repo.putRecord": self.put_record,
            "GET chat.bsky.convo.getLog": self.get_log,
            "GET chat.bsky.convo.listConvos": lambda _: answer({"convos": []}),
            "GET chat.bsky.convo.getConvoForMembers": lambda r: answer({"convo": {"id": "c1"}}),
            "GET chat.bsky.convo.getMessages": self.get_messages,
            "POST chat.bsky.convo.sendMessage": self.send_message,
        }
        for name, route in routes.items():
            method, nsid = name.split()
            guarded = route if "Session" in nsid else self.guarded(route)
            outside.on(method, f"/xrpc/{nsid}", guarded)

    def guarded(self, route):
        def checked(request: Request) -> Answer:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            if token in self.over:
                return answer({"error": "ExpiredToken", "message": "Token has expired"}, status=400)
            if token != f"access-{self.tokens}":
                return answer({"error": "InvalidToken", "message": "Token could not be verified"}, status=400)
            return route(request)

        return checked

    def session(self) -> Answer:
        self.tokens += 1
        pair = {"accessJwt": f"access-{self.tokens}", "refreshJwt": f"refresh-{self.tokens}"}
        return answer({**pair, "did": US, "handle": "acme.test"})

    def log_in(self, request: Request) -> Answer:
        self.logins += 1
        if request.json["password"] != "s3cret-app":
            refusal = {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            return answer(refusal, status=401)
        return self.session()

    def refresh(self, request: Request) -> Answer:
        self.refreshes += 1
        if request.headers["authorization"] in {f"Bearer {token}" for token in self.over}:
            return answer({"error": "ExpiredToken", "message": "Token has been revoked"}, status=400)
        return self.session()

    def write(self, number: int, text: str, did: str, created_at, parent: dict | None = None) -> dict:
        uri = f"at://{did}/app.bsky.feed.post/{number}"
        record = {"text": text, "createdAt": iso(created_at)}
        if parent:
            record["reply"] = {"root": parent, "parent": parent}
        post = {
            "uri": uri,
            "cid": f"cid-{number}",
            "author": {"did": did, "handle": HANDLES[did]},
            "record": record,
            "indexedAt": iso(created_at),
        }
        self.posts.append(post)
        return post

    def page(self, field: str, request: Request) -> Answer:
        ours = field == "feed"
        posts = [post for post in self.posts if (post["author"]["did"] == US) == ours]
        posts.sort(key=lambda post: post["indexedAt"], reverse=True)
        if term := request.asks("q"):
            posts = [post for post in posts if term in post["record"]["text"]]
        if cursor := request.asks("cursor"):
            posts = [post for post in posts if post["indexedAt"] < cursor]
        limit = int(request.asks("limit", "50"))
        some = posts[:limit]
        body = {field: [{"post": post} for post in some] if ours else some}
        if len(posts) > limit:
            body["cursor"] = some[-1]["indexedAt"]
        return answer(body)

    def get_posts(self, request: Request) -> Answer:
        wanted = request.query["uris"]
        assert len(wanted) <= 25
        return answer({"posts": [post for post in self.posts if post["uri"] in wanted]})

    def get_profiles(self, request: Request) -> Answer:
        dids = request.query["actors"]
        assert len(dids) <= 25
        known = [did for did in dids if did in HANDLES]
        return answer(
            {"profiles": [{"did": did, "handle": HANDLES[did], "followersCount": 12} for did in known]}
        )

    def resolve(self, request: Request) -> Answer:
        for did, handle in HANDLES.items():
            if handle == request.asks("handle"):
                return answer({"did": did})
        return answer({"error": "InvalidRequest", "message": "Unable to resolve handle"}, status=400)

    def get_record(self, request: Request) -> Answer:
        uri = f"at://{request.asks('repo')}/{request.asks('collection')}/{request.asks('rkey')}"
        known = {post["uri"] for post in self.posts} | set(self.records)
        if uri in known and uri not in self.deleted:
            return answer({"uri": uri, "cid": "cid", "value": self.records.get(uri, {})})
        return answer({"error": "RecordNotFound", "message": f"Could not locate record: {uri}"}, status=400)

    def put_record(self, request: Request) -> Answer:
        body = request.json
        uri = f"at://{body['repo']}/{body['collection']}/{body['rkey']}"
        known = self.records.get(uri) == body["record"]
        self.records[uri] = body["record"]
        return answer({"uri": uri, "cid": "cid", **({} if known else {"commit": {"rev": "1"}})})

    def get_log(self, request: Request) -> Answer:
        if request.headers.get("atproto-proxy") != CHAT:
            return answer({"error": "InvalidRequest", "message": "no such service"}, status=400)
        after = int(request.asks("cursor", "0"))
        some = self.messages[after : after + 50]
        return answer({"logs": some, "cursor": str(after + len(some))})

    def chat(self, text: str, did: str, at) -> dict:
        message = {"id": f"m{len(self.messages)}", "text": text, "sender": {"did": did}, "sentAt": iso(at)}
        entry = {"$type": "chat.bsky.convo.defs#logCreateMessage", "convoId": "c1", "message": message}
        self.messages.append(entry)
        return message

    def get_messages(self, _: Request) -> Answer:
        return answer({"messages": [entry["message"] for entry in reversed(self.messages)]})

    def send_message(self, request: Request) -> Answer:
        return answer(self.chat(request.json["message"]["text"], US, NOW))


class BlueskyCase(Case):
    name = "bluesky"
    reads_at = ("GET", "/xrpc/app.bsky.notification.listNotifications")
    writes_at = ("POST", "/xrpc/c*")  # putRecord and sendMessage: the session is there already
    secrets = ("s3cret-app",)

    def __init__(self) -> None:
        self.server = Server()

    def build(self, url: str) -> BlueskyNetwork:
        store = MemoryTokenStore()
        store.save("sky", Tokens("access-1", "refresh-1", subject=US))
        self.server.tokens = 1
        return BlueskyNetwork(settings(url), SHORT, store)

    def teach(self, outside: Outside) -> None:
        self.server.teach(outside)

    def say(self, post: Post) -> None:
        did = US if post.by_us else ALICE
        if post.private:
            self.server.chat(post.text, did, post.created_at)
        else:
            self.server.write(post.number, post.text, did, post.created_at)

    def sent_texts(self) -> list[str]:
        ours = [entry["message"] for entry in self.server.messages]
        return [record["text"] for record in self.server.records.values()] + [
            message["text"] for message in ours if message["sender"]["did"] == US
        ]

    def parent(self, *, private: bool = False) -> Incoming:
        return mention(private=private)


def settings(url: str, **more) -> BlueskySettings:
    given = {"app_password": "s3cret-app", "chat": True, "chat_service": CHAT, **more}
    return BlueskySettings(name="sky", kind="bluesky", account="acme.test", service=url, **given)


def mention(*, private: bool = False) -> Incoming:
    uri = f"at://{ALICE}/app.bsky.feed.post/1"
    facts = {"cid": "cid-1", "root_uri": uri, "root_cid": "cid-1"}
    at = NOW - timedelta(minutes=30)
    if private:
        return Incoming("c1/m0", "Where?", at, Author(ALICE, "alice.test"), thread="c1", private=True)
    return Incoming(uri, "Where?", at, Author(ALICE, "alice.test"), facts=facts)


def reply(text: str = "On its way.", audience: Audience = Audience.PUBLIC, key: str = "key-1"):
    case = BlueskyCase()
    return case.reply(text, audience, key)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def outside(server: Server) -> Iterator[Outside]:
    with Outside() as running:
        server.teach(running)
        yield running


@pytest.fixture
def network(outside: Outside) -> Iterator[BlueskyNetwork]:
    network = BlueskyNetwork(settings(outside.url), SHORT)
    yield network
    network.close()


# --- sessions ----------------------------------------------------------------------------------------------------


def test_many_calls_share_one_session(network: BlueskyNetwork, server: Server) -> None:
    for _ in range(5):
        drain(network)
    assert server.logins == 1


def test_an_expired_token_is_renewed_once_and_the_call_repeated(
    network: BlueskyNetwork, server: Server
) -> None:
    drain(network)
    server.over.add("access-1")
    server.write(1, "hello", ALICE, NOW)
    assert [m.text for m in drain(network)[0]] == ["hello"]
    assert (server.logins, server.refreshes) == (1, 1)


def test_a_dead_refresh_token_falls_back_to_the_password(network: BlueskyNetwork, server: Server) -> None:
    drain(network)
    server.over |= {"access-1", "refresh-1"}
    drain(network)
    assert (server.logins, server.refreshes) == (2, 1)


def test_a_session_another_copy_has_renewed_is_taken_over(outside: Outside, server: Server) -> None:
    store = MemoryTokenStore()
    one, two = (BlueskyNetwork(settings(outside.url), SHORT, store) for _ in range(2))
    drain(one)
    server.over.add("access-1")
    drain(one)
    drain(two)
    assert (server.logins, server.refreshes) == (1, 1)
    assert store.load("sky") == Tokens("access-2", "refresh-2", subject=US)


def test_a_wrong_password_is_a_dead_login(outside: Outside) -> None:
    network = BlueskyNetwork(settings(outside.url, app_password="wrong"), SHORT)
    with pytest.raises(Never) as refusal:
        network.fetch(None, NOW)
    assert refusal.value.login


def test_a_lost_answer_to_the_login_leaves_a_reply_certainly_unsent(
    network: BlueskyNetwork, outside: Outside
) -> None:
    outside.spoil("POST", "/xrpc/com.atproto.server.createSession", answer(b"", status=502))
    with pytest.raises(TryLater):
        network.reply(reply(), NOW)


# --- reading -----------------------------------------------------------------------------------------------------


def test_a_post_found_by_tag_and_by_search_is_one_mention(outside: Outside, server: Server) -> None:
    network = BlueskyNetwork(settings(outside.url, search=("Acme",)), SHORT)
    server.write(1, "@acme.test Acme broke again", ALICE, NOW)
    items, cursor = drain(network)
    assert [item.id for item in items] == [f"at://{ALICE}/app.bsky.feed.post/1"]
    assert items[0].author == Author(ALICE, "alice.test", followers=12)
    assert items[0].url == "https://bsky.app/profile/alice.test/post/1"
    assert drain(network, cursor)[0] == []


def test_a_reply_knows_its_parent_and_root(network: BlueskyNetwork, server: Server) -> None:
    root = {"uri": f"at://{US}/app.bsky.feed.post/0", "cid": "cid-0"}
    server.write(1, "still broken", ALICE, NOW, parent=root)
    (item,), _ = drain(network)
    assert (item.in_reply_to, item.thread) == (root["uri"], root["uri"])
    assert item.facts == {"cid": "cid-1", "root_uri": root["uri"], "root_cid": "cid-0"}


def test_a_colleague_s_answer_on_the_network_is_read_as_ours(network: BlueskyNetwork, server: Server) -> None:
    parent = server.write(1, "help", ALICE, NOW - timedelta(minutes=5))
    server.write(2, "We are on it", US, NOW, parent={"uri": parent["uri"], "cid": parent["cid"]})
    ours = [item for item in drain(network)[0] if item.ours]
    assert [(item.text, item.in_reply_to) for item in ours] == [("We are on it", parent["uri"])]


def test_pictures_carry_their_author_s_description(network: BlueskyNetwork, server: Server) -> None:
    post = server.write(1, "look", ALICE, NOW)
    image = {"image": {"ref": {"$link": "bafy1"}}, "alt": "a torn box"}
    post["record"]["embed"] = {"$type": "app.bsky.embed.recordWithMedia", "media": {"images": [image]}}
    (item,), _ = drain(network)
    assert item.media[0].alt == "a torn box"
    assert item.media[0].url.endswith(f"/{ALICE}/bafy1@jpeg")


def test_a_deleted_post_is_told_once(network: BlueskyNetwork, server: Server) -> None:
    post = server.write(1, "rant", ALICE, NOW)
    _, cursor = drain(network)
    server.posts.remove(post)
    items, cursor = drain(network, cursor)
    assert [(item.id, item.change) for item in items] == [(post["uri"], Change.DELETED)]
    assert drain(network, cursor)[0] == []


def test_a_post_merely_hidden_from_us_is_not_called_deleted(network: BlueskyNetwork, server: Server) -> None:
    post = server.write(1, "rant", ALICE, NOW)
    _, cursor = drain(network)
    server.posts.remove(post)
    server.records[post["uri"]] = {}
    assert drain(network, cursor)[0] == []


def test_an_edited_post_is_told_with_its_new_text(network: BlueskyNetwork, server: Server) -> None:
    post = server.write(1, "broken", ALICE, NOW)
    _, cursor = drain(network)
    post["cid"], post["record"]["text"] = "cid-new", "fixed, thanks"
    items, cursor = drain(network, cursor)
    assert [(item.text, item.change) for item in items] == [("fixed, thanks", Change.EDITED)]
    assert drain(network, cursor)[0] == []


def test_the_newest_posts_are_watched_even_when_older_ones_are_read_after_them(
    network: BlueskyNetwork, server: Server
) -> None:
    for number in range(1, 151):
        post = server.write(number, f"post {number}", ALICE, NOW - timedelta(minutes=30 - number / 10))
    _, cursor = drain(network)
    server.posts.remove(post)
    gone = [item.id for item in drain(network, cursor)[0] if item.change is Change.DELETED]
    assert gone == [post["uri"]]


def test_a_deleted_message_is_told(network: BlueskyNetwork, server: Server) -> None:
    server.chat("my number is 1", ALICE, NOW)
    gone = {**server.messages[0], "$type": "chat.bsky.convo.defs#logDeleteMessage"}
    server.messages.append(gone)
    items, _ = drain(network)
    assert [item.change for item in items] == [Change.POSTED, Change.DELETED]
    assert len({item.id for item in items}) == 1


def test_what_was_written_long_before_the_desk_began_stays_there(
    network: BlueskyNetwork, server: Server
) -> None:
    server.write(1, "ages ago", ALICE, NOW - timedelta(days=2))
    server.chat("ages ago", ALICE, NOW - timedelta(days=2))
    assert drain(network)[0] == []


def test_after_a_break_everything_in_between_is_read(network: BlueskyNetwork, server: Server) -> None:
    _, cursor = drain(network)
    later = NOW + timedelta(hours=30)
    for number in range(1, 231):
        server.write(number, f"post {number}", ALICE, NOW + timedelta(minutes=5 * number))
    texts = set()
    for _ in range(9):
        page = network.fetch(cursor, later)
        texts |= {item.text for item in page.items}
        cursor = page.cursor
        if not page.has_more:
            break
    assert texts == {f"post {number}" for number in range(1, 231)}


def test_a_position_of_another_network_is_refused_in_plain_words(network: BlueskyNetwork) -> None:
    with pytest.raises(Never, match="not one of Bluesky's"):
        network.fetch("17", NOW)


# --- answering ---------------------------------------------------------------------------------------------------


def test_a_reply_hangs_under_its_parent_with_its_own_key_and_time(
    network: BlueskyNetwork, server: Server
) -> None:
    sent = network.reply(reply("Sorry! See https://acme.test/help, @alice.test #parcel"), NOW)
    ((uri, record),) = server.records.items()
    assert uri == sent.id == f"at://{US}/app.bsky.feed.post/{tid(NOW, 'key-1')}"
    assert sent.url == f"https://bsky.app/profile/acme.test/post/{tid(NOW, 'key-1')}"
    assert record["createdAt"] == "2026-11-22T09:00:00.000Z"
    assert record["reply"]["parent"] == {"uri": mention().id, "cid": "cid-1"}
    assert [facet["features"][0]["$type"].partition("#")[2] for facet in record["facets"]] == [
        "link",
        "mention",
        "tag",
    ]


def test_only_posts_may_be_repeated(network: BlueskyNetwork) -> None:
    assert network.repeat_is_harmless(Audience.PUBLIC)
    assert not network.repeat_is_harmless(Audience.PRIVATE)


def test_a_mention_that_did_not_come_from_here_cannot_be_answered(network: BlueskyNetwork) -> None:
    with pytest.raises(Never, match="nothing to attach"):
        network.reply(replace(reply(), parent=replace(mention(), facts={})), NOW)


def test_chat_that_is_switched_off_says_how_to_switch_it_on(outside: Outside) -> None:
    network = BlueskyNetwork(settings(outside.url, chat=False), SHORT)
    private = next(c for c in network.capabilities(mention(), NOW) if c.audience is Audience.PRIVATE)
    assert not private.allowed and "chat = true" in private.reason


def test_a_lost_answer_before_the_message_itself_leaves_it_unsent(
    network: BlueskyNetwork, outside: Outside
) -> None:
    outside.spoil("GET", "/xrpc/chat.bsky.convo.getConvoForMembers", answer(b"", status=502))
    with pytest.raises(TryLater):
        network.reply(replace(reply(audience=Audience.PRIVATE), parent=mention()), NOW)


def test_a_message_is_answered_in_the_conversation_it_came_in(
    network: BlueskyNetwork, outside: Outside
) -> None:
    parent = replace(mention(private=True), thread="group-7")
    network.reply(replace(reply(audience=Audience.PRIVATE), parent=parent), NOW)
    assert outside.requests[-1].json["convoId"] == "group-7"


def test_an_older_message_with_the_same_text_is_not_taken_for_this_one(
    network: BlueskyNetwork, server: Server
) -> None:
    server.chat("On its way.", US, NOW - timedelta(hours=1))
    assert network.find_sent(reply(audience=Audience.PRIVATE), NOW, NOW) is None


# --- the operator ------------------------------------------------------------------------------------------------


def test_a_password_without_chat_is_named_with_the_cure(network: BlueskyNetwork, outside: Outside) -> None:
    refusal = answer({"error": "InvalidToken", "message": "Bad token method"}, status=400)
    outside.spoil("GET", "/xrpc/chat.bsky.convo.listConvos", refusal, times=3)
    (missing,) = network.check(NOW)
    assert "direct messages" in missing and "@acme.test" in missing


def test_nothing_missing_is_an_empty_list(network: BlueskyNetwork) -> None:
    assert network.check(NOW) == []


# --- the formats -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("👨‍👩‍👧‍👦", 3),  # 25 bytes: three graphemes' worth
        ("👍🏽" * 300, 300),
        ("e\u0301" * 300, 300),
        ("👨‍👩‍👧‍👦" * 120, 300),
        ("👨‍👩‍👧‍👦" * 121, 303),
        ("नमस्ते", 3),
    ],
)
def test_length_is_graphemes_or_a_tenth_of_the_bytes(text: str, expected: int) -> None:
    assert size(text) == expected


def test_facets_count_bytes_and_not_characters() -> None:
    text = (
        "héllo 👋 @alice.test (https://acme.test/a_(b)), see https://x.test. #größe! #12 mail me@alice.test"
    )
    found = facets(text, {"alice.test": ALICE}.get)
    marked = [
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() for facet in found
    ]
    assert marked == ["@alice.test", "https://acme.test/a_(b))", "https://x.test", "#größe"]


@given(st.text(alphabet=st.sampled_from("@#. /:()ahtps👋é\u200b\n＃1")) | st.text())
def test_facets_lie_within_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for facet in facets(text, lambda _: ALICE):
        start, stop = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert end <= start < stop <= len(text.encode())
        assert text.encode()[start:stop].decode()
        end = stop


def test_a_handle_nobody_has_stays_plain_text() -> None:
    assert facets("@nobody.test hi", lambda _: None) == []


def test_a_tag_inside_a_link_is_part_of_the_link() -> None:
    (facet,) = facets("https://acme.test/#help", lambda _: None)
    assert facet["features"][0]["$type"].endswith("#link")


@given(
    st.text(),
    st.datetimes(min_value=NOW.replace(tzinfo=None), max_value=NOW.replace(year=2200, tzinfo=None)).map(
        lambda at: at.replace(tzinfo=NOW.tzinfo)
    ),
)
def test_a_record_key_is_a_tid_and_the_same_on_every_repeat(key: str, at) -> None:
    made = tid(at, key)
    assert made == tid(at, key)
    assert (
        len(made) == 13
        and set(made) <= set("234567abcdefghijklmnopqrstuvwxyz")
        and made[0] in "234567abcdefghij"
    )


def test_record_keys_of_one_instant_differ_by_their_keys() -> None:
    assert len({tid(NOW, f"key-{number}") for number in range(2000)}) >= 1990


def test_record_keys_sort_by_time() -> None:
    keys = [tid(NOW + timedelta(milliseconds=ms), "k") for ms in range(0, 100_000, 977)]
    assert keys == sorted(keys)


def test_nothing_stored_between_reads_holds_a_secret(network: BlueskyNetwork) -> None:
    _, cursor = drain(network)
    assert set(json.loads(cursor)) == {"begun", "marks", "chat", "watched"}


# --- the conversation above --------------------------------------------------------------------------------------


def thread_of(*posts: dict) -> dict:
    """A thread view of the last post, the others above it."""
    view: dict = {}
    for post in posts:
        view = {"post": post, **({"parent": view} if view else {})}
    return {"thread": view}


def test_the_posts_above_a_mention_come_oldest_first(
    network: BlueskyNetwork, server: Server, outside: Outside
) -> None:
    posts = [server.write(number, f"text {number}", ALICE, NOW) for number in range(3)]
    views = thread_of(*posts)
    outside.on("GET", "/xrpc/app.bsky.feed.getPostThread", server.guarded(lambda _: answer(views)))
    last = replace(mention(), id=posts[-1]["uri"], in_reply_to=posts[1]["uri"])
    assert [post.text for post in network.context(last, NOW)] == ["text 0", "text 1"]


def test_a_post_above_that_is_gone_ends_the_conversation(
    network: BlueskyNetwork, server: Server, outside: Outside
) -> None:
    view = {"thread": {"post": {}, "parent": {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://x"}}}
    outside.on("GET", "/xrpc/app.bsky.feed.getPostThread", server.guarded(lambda _: answer(view)))
    assert network.context(replace(mention(), in_reply_to="at://x"), NOW) == ()


def test_a_first_post_has_nothing_above_it_and_nobody_is_asked(
    network: BlueskyNetwork, outside: Outside
) -> None:
    before = outside.asked()
    assert network.context(replace(mention(), in_reply_to=None), NOW) == ()
    assert outside.asked() == before


def test_what_only_a_search_finds_says_so_until_it_turns_out_to_be_sent_to_us(
    outside: Outside, server: Server
) -> None:
    network = BlueskyNetwork(settings(outside.url, search=("parcels",)), SHORT)
    outside.on(
        "GET",
        "/xrpc/app.bsky.notification.listNotifications",
        server.guarded(lambda _: answer({"notifications": []})),
    )
    server.write(1, "acme parcels are late", ALICE, NOW)
    first = network.fetch(None, NOW)
    assert [post.found_by for post in first.items] == ["search"]
    outside.on(
        "GET",
        "/xrpc/app.bsky.notification.listNotifications",
        server.guarded(lambda request: server.page("notifications", request)),
    )
    second = network.fetch(first.cursor, NOW)
    assert [post.found_by for post in second.items] == [""]
    assert network.fetch(second.cursor, NOW).items == ()


def test_the_last_calls_of_a_window_are_spread_over_it(network: BlueskyNetwork, outside: Outside) -> None:
    _, cursor = drain(network)
    outside.headers = {"ratelimit-remaining": "4", "ratelimit-reset": str(int(NOW.timestamp()) + 120)}
    network.fetch(cursor, NOW)
    outside.requests.clear()
    assert network.fetch(cursor, NOW + timedelta(seconds=29)).cursor is None
    assert outside.asked() == 0
    network.fetch(cursor, NOW + timedelta(seconds=30))
    assert outside.asked() > 0


# --- how an answer fares -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "seen"),
    [
        ({"replyCount": 12, "likeCount": 2}, Reception(replies=12, likes=2)),
        ({"labels": [{"val": "spam"}]}, Reception(hidden="spam")),
        ({"labels": [{"val": "spam", "neg": True}]}, Reception()),  # a label that was taken back
    ],
)
def test_how_an_answer_fares(
    network: BlueskyNetwork, server: Server, outside: Outside, view: dict, seen: Reception
) -> None:
    sent = network.reply(reply(), NOW)
    posts = {"posts": [{"uri": sent.id, **view}]}
    outside.on("GET", "/xrpc/app.bsky.feed.getPosts", server.guarded(lambda _: answer(posts)))
    assert network.reception(sent, NOW) == seen


def test_an_answer_whose_record_is_gone_was_removed_and_one_that_is_only_not_shown_was_not(
    network: BlueskyNetwork, server: Server, outside: Outside
) -> None:
    sent = network.reply(reply(), NOW)
    outside.on("GET", "/xrpc/app.bsky.feed.getPosts", server.guarded(lambda _: answer({"posts": []})))
    assert not network.reception(sent, NOW).gone
    assert network.reception(replace(sent, id=f"{sent.id}x"), NOW).gone
