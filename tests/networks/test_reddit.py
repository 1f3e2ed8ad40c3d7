"""Reddit, against a hand-written server: Reddit publishes no machine-readable specification."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from pydantic import ValidationError

from bot.networks.port import Author, Change, Incoming, Never, Sent, TryLater
from bot.networks.reddit import RedditNetwork, RedditSettings
from bot.rules.reception import Reception
from storage.words import Audience
from tests.networks.contract import NOW, SHORT, Case, Post, drain
from tests.networks.servers import Answer, Outside, Request, answer


class Server:
    """Reddit as one account sees it."""

    def __init__(self) -> None:
        self.things: list[dict] = []
        self.sent: list[dict] = []
        self.errors: list[list[str]] = []
        self.tokens = 0
        self.scope = "*"
        self.headers: dict[str, str] = {}

    def teach(self, outside: Outside) -> None:
        outside.on("POST", "/token", self.token)
        for path, kinds in {
            "/message/mentions": ("mention",),
            "/message/inbox": ("mention", "message"),
            "/user/acme/comments": ("own",),
            "/r/shop+help/comments": ("community",),
            "/r/shop+help/new": ("post",),
            "/search": ("post",),
        }.items():
            outside.on("GET", path, self.guarded(partial(self.listing, kinds)))
        outside.on("GET", "/message/sent", self.guarded(lambda r: self.listed(r, self.sent)))
        outside.on("GET", "/api/info", self.guarded(self.info))
        outside.on("POST", "/api/comment", self.guarded(self.comment))
        outside.on("POST", "/api/compose", self.guarded(self.compose))

    def token(self, request: Request) -> Answer:
        user = b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        if user != "app:s3cret-app" or request.form.get("password") not in {"s3cret-pass", None}:
            return answer({"error": "invalid_grant"})
        self.tokens += 1
        return answer({"access_token": f"access-{self.tokens}", "expires_in": 86400, "scope": self.scope})

    def guarded(self, route):
        def checked(request: Request) -> Answer:
            if request.headers.get("authorization") != f"Bearer access-{self.tokens}":
                return answer({"message": "Unauthorized", "error": 401}, status=401)
            said = route(request)
            return replace(said, headers={**said.headers, **self.headers})

        return checked

    def write(self, kind: str, text: str, author: str = "alice", at=NOW, **more) -> dict:
        number = len(self.things) + 1
        prefix = {"message": "t4", "post": "t3"}.get(kind, "t1")
        words = {"title": text, "selftext": ""} if kind == "post" else {"body": text}
        thing = {
            "kind": kind,
            "name": f"{prefix}_{number}",
            "author": author,
            "author_fullname": f"t2_{author}",
            "created_utc": at.timestamp(),
            "edited": False,
            **words,
            **more,
        }
        self.things.append(thing)
        return thing

    def listing(self, kinds: tuple[str, ...], request: Request) -> Answer:
        return self.listed(request, [thing for thing in self.things if thing["kind"] in kinds])

    def listed(self, request: Request, things: list[dict]) -> Answer:
        newest_first = sorted(things, key=lambda thing: thing["created_utc"], reverse=True)
        if after := request.asks("after"):
            names = [thing["name"] for thing in newest_first]
            newest_first = newest_first[names.index(after) + 1 :] if after in names else []
        limit = int(request.asks("limit", "25"))
        some = newest_first[:limit]
        after = some[-1]["name"] if len(newest_first) > limit else None
        return answer({"data": {"children": [{"data": thing} for thing in some], "after": after}})

    def info(self, request: Request) -> Answer:
        wanted = request.asks("id").split(",")
        assert len(wanted) <= 100
        return self.listed(request, [t for t in self.things if t["name"] in wanted])

    def comment(self, request: Request) -> Answer:
        if self.errors:
            return answer({"json": {"errors": [self.errors.pop()]}})
        form = request.form
        to_message = form["thing_id"].startswith("t4_")
        made = self.write("own", form["text"], "acme", parent_id=form["thing_id"], permalink="/r/shop/1")
        if to_message:
            self.things.remove(made)
            self.sent.append(made | {"name": "t4_s2"})
        return answer({"json": {"errors": [], "data": {"things": [{"data": made}]}}})

    def compose(self, request: Request) -> Answer:
        if self.errors:
            return answer({"json": {"errors": [self.errors.pop()]}})
        form = request.form
        self.sent.append(
            {"name": "t4_s1", "body": form["text"], "dest": form["to"], "created_utc": NOW.timestamp()}
        )
        return answer({"json": {"errors": []}})


class RedditCase(Case):
    name = "reddit"
    reads_at = ("GET", "/message/mentions")
    writes_at = ("POST", "/api/*")  # comment and compose
    secrets = ("s3cret-app", "s3cret-pass")

    def __init__(self) -> None:
        self.server = Server()

    def build(self, url: str) -> RedditNetwork:
        return RedditNetwork(settings(url), SHORT)

    def teach(self, outside: Outside) -> None:
        self.server.teach(outside)

    def say(self, post: Post) -> None:
        kind = "message" if post.private else "own" if post.by_us else "mention"
        author = "acme" if post.by_us else "alice"
        self.server.write(kind, post.text, author, post.created_at)

    def sent_texts(self) -> list[str]:
        comments = [thing for thing in self.server.things if thing["author"] == "acme"]
        return [thing["body"] for thing in [*comments, *self.server.sent]]

    def parent(self, *, private: bool = False) -> Incoming:
        return mention(private=private)


def settings(url: str, **more) -> RedditSettings:
    given = {"client_id": "app", "client_secret": "s3cret-app", "password": "s3cret-pass", **more}
    return RedditSettings(
        name="reddit", kind="reddit", account="acme", api=url, token_url=f"{url}/token", **given
    )


def mention(*, private: bool = False) -> Incoming:
    at = NOW - timedelta(minutes=30)
    author = Author("t2_alice", "alice")
    return Incoming("t4_9" if private else "t1_9", "Where?", at, author, thread="t4_9", private=private)


def reply(text: str = "On its way.", audience: Audience = Audience.PUBLIC, **more):
    return replace(RedditCase().reply(text, audience), **more)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def outside(server: Server) -> Iterator[Outside]:
    with Outside() as running:
        server.teach(running)
        yield running


@pytest.fixture
def network(outside: Outside) -> Iterator[RedditNetwork]:
    network = RedditNetwork(settings(outside.url), SHORT)
    yield network
    network.close()


# --- logins ------------------------------------------------------------------------------------------------------


def test_a_source_needs_exactly_one_way_to_log_in() -> None:
    for more in ({"password": None}, {"refresh_token": "r"}):
        with pytest.raises(ValidationError, match="either password or refresh_token"):
            settings("http://127.0.0.1", **more)


def test_a_login_refused_with_200_is_a_dead_login(outside: Outside) -> None:
    network = RedditNetwork(settings(outside.url, password="wrong"), SHORT)
    with pytest.raises(Never) as refusal:
        network.fetch(None, NOW)
    assert refusal.value.login


def test_an_access_token_that_is_over_is_renewed_once(network: RedditNetwork, server: Server) -> None:
    drain(network)
    network.fetch(None, NOW + timedelta(hours=25))
    assert server.tokens == 2


def test_every_request_names_the_app_and_its_account(network: RedditNetwork, outside: Outside) -> None:
    drain(network)
    agents = {request.headers["user-agent"] for request in outside.requests}
    assert agents == {"server:mentiondesk:0.1.0 (by /u/acme)"}


# --- reading -----------------------------------------------------------------------------------------------------


def test_the_same_comment_found_three_ways_is_one_mention(outside: Outside, server: Server) -> None:
    network = RedditNetwork(settings(outside.url, subreddits=("shop", "help")), SHORT)
    thing = server.write(
        "mention", "u/acme where is it?", context="/r/shop/comments/abc/parcel/def/?context=3"
    )
    server.write(
        "community", "another", name=thing["name"], link_id="t3_abc", permalink="/r/shop/comments/abc/x"
    )
    items, _ = drain(network)
    assert [(item.id, item.thread) for item in items] == [("t1_1", "t3_abc")]


def test_posts_are_searched_for_and_read_with_their_titles(outside: Outside, server: Server) -> None:
    network = RedditNetwork(settings(outside.url, search=("acme",)), SHORT)
    server.write("post", "Acme?", selftext="Any good?", permalink="/r/shop/comments/1/acme/")
    (item,), _ = drain(network)
    assert (item.text, item.found_by) == ("Acme?\n\nAny good?", "search")
    assert item.url == "https://www.reddit.com/r/shop/comments/1/acme/"


def test_an_edit_and_a_deletion_are_told_once(network: RedditNetwork, server: Server) -> None:
    thing = server.write("mention", "broken")
    _, cursor = drain(network)
    thing |= {"body": "fixed", "edited": NOW.timestamp()}
    items, cursor = drain(network, cursor)
    assert [(item.text, item.change) for item in items] == [("fixed", Change.EDITED)]
    assert drain(network, cursor)[0] == []
    thing |= {"body": "[deleted]", "author": "[deleted]"}
    items, cursor = drain(network, cursor)
    assert [(item.id, item.text, item.change) for item in items] == [(thing["name"], "", Change.DELETED)]
    assert drain(network, cursor)[0] == []


def test_what_was_removed_before_we_saw_it_is_no_news(network: RedditNetwork, server: Server) -> None:
    server.write("mention", "[removed]")
    assert drain(network)[0] == []


@pytest.mark.parametrize(("count", "is_cut_off"), [(900, False), (1000, True)])
def test_what_lies_before_the_thousand_things_of_a_listing_is_named(
    count: int, is_cut_off: bool, network: RedditNetwork, server: Server
) -> None:
    _, cursor = drain(network)
    for number in range(count):
        server.write("mention", f"{number}", at=NOW + timedelta(hours=2, seconds=number))
    gaps = []
    while (page := network.fetch(cursor, NOW + timedelta(hours=3))).has_more:
        cursor, gaps = page.cursor, [*gaps, page.gap]
    [gap] = {gap for gap in [*gaps, page.gap] if gap} or {None}
    assert gap == (
        "2026-11-22 08:00 to 2026-11-22 11:00 UTC, older than what Reddit lists," if is_cut_off else None
    )


def test_the_last_calls_of_a_window_are_spread_over_it(
    network: RedditNetwork, server: Server, outside: Outside
) -> None:
    server.headers = {"x-ratelimit-remaining": "4.0", "x-ratelimit-reset": "120"}
    _, cursor = drain(network)
    outside.requests.clear()
    assert network.fetch(cursor, NOW + timedelta(seconds=29)).cursor is None
    assert outside.asked() == 0
    network.fetch(cursor, NOW + timedelta(seconds=30))
    assert outside.asked() > 0


# --- answering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (["TOO_OLD", "that's a piece of history now", "parent"], "archived"),
        (["THREAD_LOCKED", "Comments are locked", "parent"], "locked"),
        (["USER_BLOCKED", "", ""], "blocked"),
        (["SOMETHING_NEW", "we broke it", ""], "we broke it"),
    ],
)
def test_an_error_that_comes_as_a_success_is_never(
    error: list[str], said: str, network: RedditNetwork, server: Server
) -> None:
    server.errors = [error]
    with pytest.raises(Never, match=said):
        network.reply(reply(), NOW)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("Take a break for 9 minutes before trying again.", timedelta(minutes=10)),
        ("Take a break for 1 second before trying again.", timedelta(seconds=2)),
        ("Later.", None),
    ],
)
def test_a_rate_limit_that_comes_as_a_success_is_tried_later(
    said: str, wait: timedelta | None, network: RedditNetwork, server: Server
) -> None:
    server.errors = [["RATELIMIT", said, "ratelimit"]]
    with pytest.raises(TryLater) as refusal:
        network.reply(reply(), NOW)
    assert refusal.value.wait == wait


def test_a_public_mention_can_be_answered_by_a_message(network: RedditNetwork, server: Server) -> None:
    private = reply(audience=Audience.PRIVATE, parent=mention())
    assert network.reply(private, NOW).id == "composed:key-1"
    assert server.sent[0]["dest"] == "alice"
    found = network.find_sent(private, NOW, NOW)
    assert found is not None and found.id == "t4_s1"


def test_a_message_to_somebody_else_is_not_taken_for_ours(network: RedditNetwork, server: Server) -> None:
    network.reply(reply(audience=Audience.PRIVATE, parent=mention()), NOW)
    other = replace(mention(), author=Author("t2_bob", "bob"))
    assert network.find_sent(reply(audience=Audience.PRIVATE, parent=other), NOW, NOW) is None


def test_messages_that_are_switched_off_still_answer_messages(outside: Outside) -> None:
    network = RedditNetwork(settings(outside.url, messages=False), SHORT)
    can = {c.audience: c for c in network.capabilities(mention(), NOW)}
    assert not can[Audience.PRIVATE].allowed and "messages = true" in can[Audience.PRIVATE].reason
    assert {c.audience: c.allowed for c in network.capabilities(mention(private=True), NOW)} == {
        Audience.PUBLIC: False,
        Audience.PRIVATE: True,
    }


def test_a_failed_login_before_a_reply_leaves_it_unsent(network: RedditNetwork, outside: Outside) -> None:
    outside.spoil("POST", "/token", answer(b"", status=503))
    with pytest.raises(TryLater):
        network.reply(reply(), NOW)


def test_what_cannot_be_read_is_named(outside: Outside) -> None:
    network = RedditNetwork(settings(outside.url, subreddits=("secret",)), SHORT)
    assert [problem.partition(" (")[0] for problem in network.check(NOW)] == [
        "reddit: /r/secret/comments cannot be read",
        "reddit: /r/secret/new cannot be read",
    ]


@pytest.mark.parametrize(
    ("scope", "missing"),
    [
        ("*", []),
        ("read history privatemessages submit identity", []),
        ("read,history", ["privatemessages", "submit"]),
    ],
)
def test_each_permission_the_login_lacks_is_named(
    scope: str, missing: list[str], network: RedditNetwork, server: Server
) -> None:
    server.scope = scope
    said = network.check(NOW)
    assert [f"lacks the scope “{name}”" in line for name, line in zip(missing, said, strict=True)] == [
        True
    ] * len(missing)


# --- what a comment answers, and pictures ------------------------------------------------------------------------


def test_what_a_comment_answers_is_told_in_one_call_the_post_first(
    network: RedditNetwork, server: Server, outside: Outside
) -> None:
    post = server.write("post", "My parcel is late.", at=NOW - timedelta(minutes=3))
    said = server.write("community", "Mine too.", "bob", at=NOW - timedelta(minutes=2))
    parent = replace(mention(), in_reply_to=said["name"], thread=post["name"])
    above = network.context(parent, NOW)
    assert [(thing.author.handle, thing.text) for thing in above] == [
        ("alice", "My parcel is late."),
        ("bob", "Mine too."),
    ]
    assert outside.asked("GET") == 1


def test_what_is_deleted_above_a_comment_is_left_out(network: RedditNetwork, server: Server) -> None:
    post = server.write("post", "[deleted]", "[deleted]")
    parent = replace(mention(), in_reply_to=post["name"], thread=post["name"])
    assert network.context(parent, NOW) == ()


def test_a_message_and_a_post_answer_nothing(network: RedditNetwork, outside: Outside) -> None:
    assert network.context(mention(private=True), NOW) == network.context(mention(), NOW) == ()
    assert outside.asked() == 0


def test_pictures_come_with_their_captions(network: RedditNetwork, server: Server) -> None:
    gallery = {"items": [{"media_id": "b", "caption": "A broken lid"}, {"media_id": "a"}]}
    media = {name: {"s": {"u": f"https://i.redd.it/{name}.jpg"}} for name in "ab"}
    server.write("mention", "Look", media_metadata=media, gallery_data=gallery)
    source = {"url": "https://preview.redd.it/c.jpg?s=1"}
    server.write("mention", "And here", preview={"images": [{"source": source}]})
    told = {one.text: [(picture.url, picture.alt) for picture in one.media] for one in drain(network)[0]}
    assert told == {
        "Look": [("https://i.redd.it/b.jpg", "A broken lid"), ("https://i.redd.it/a.jpg", "")],
        "And here": [("https://preview.redd.it/c.jpg?s=1", "")],
    }


# --- how an answer fares -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({"body": "On its way.", "score": 3}, Reception()),
        ({"body": "On its way.", "score": -6}, Reception(hidden="its score is below zero")),
        ({"body": "[removed]", "score": 1}, Reception(gone=True)),
        (
            {"body": "On its way.", "banned_at_utc": 1_772_442_000},
            Reception(gone=True),
        ),  # as its author sees it
    ],
)
def test_how_an_answer_fares(
    network: RedditNetwork, server: Server, outside: Outside, data: dict, seen: Reception
) -> None:
    children = {"data": {"children": [{"data": {"name": "t1_a", **data}}]}}
    outside.on("GET", "/api/info", server.guarded(lambda _: answer(children)))
    assert network.reception(Sent("t1_a"), NOW) == seen


def test_an_answer_reddit_does_not_know_any_more_is_gone(
    network: RedditNetwork, server: Server, outside: Outside
) -> None:
    outside.on("GET", "/api/info", server.guarded(lambda _: answer({"data": {"children": []}})))
    assert network.reception(Sent("t1_a"), NOW) == Reception(gone=True)
