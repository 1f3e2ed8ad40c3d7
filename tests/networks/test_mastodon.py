"""Mastodon and its kin.

The JSON has the shape that mastodon_mock 0.6.1 and Mastodon's documentation of 2026-07 show (recorded shapes, not a
real server); `real/test_mastodon_mock.py` asks the mock itself.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from bot.networks.mastodon import MastodonNetwork, MastodonSettings
from bot.networks.mastodon_listing import OVERLAP, Seen, compare, read_cursor, written_cursor
from bot.networks.mastodon_posts import Instance, Reader, addressed, handles_in, read_instance
from bot.networks.port import Change, Incoming, Media, Never, Reply, Sent, TryLater, Unsure
from bot.rules.reception import Reception
from storage.words import Audience
from tests.networks.contract import NOW, SHORT, Case, Post, able, drain
from tests.networks.servers import Answer, Lost, Outside, Request, answer

ALICE, ACME, BOB = "01ALICE", "01ACME", "01BOB"
MASTODON = {
    "version": "4.6.0",
    "source_url": "https://github.com/mastodon/mastodon",
    "configuration": {"statuses": {"max_characters": 500, "characters_reserved_per_url": 23}},
}
GOTOSOCIAL = {
    "version": "0.20.0+git-abc",
    "source_url": "https://codeberg.org/superseriousbusiness/gotosocial",
    "configuration": {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 25}},
}


class MastodonCase(Case):
    """A server that honours Idempotency-Key. Its ids are words, so that nobody can count with them."""

    name = "mastodon"
    reads_at = ("GET", "/api/v1/notifications")
    writes_at = ("POST", "/api/v1/statuses")
    secrets = ("t0ken-of-acme",)
    instance: dict[str, object] | None = MASTODON
    honours_keys = True
    page_size = 40

    def __init__(self) -> None:
        self.notifications: list[dict[str, object]] = []
        self.statuses: dict[str, dict[str, object]] = {}
        self.keys: dict[str, dict[str, object]] = {}
        self.numbers = itertools.count()

    def build(self, url: str, **changes: object) -> MastodonNetwork:
        values = {
            "name": "fedi",
            "kind": "mastodon",
            "server": url,
            "token": "t0ken-of-acme",
            "account": "acme",
        }
        return MastodonNetwork(MastodonSettings.model_validate(values | changes), timeout=SHORT)

    def teach(self, outside: Outside) -> None:
        outside.on(
            "GET", "/api/v1/accounts/verify_credentials", lambda _: answer({"id": ACME, "acct": "acme"})
        )
        if self.instance is not None:
            outside.on("GET", "/api/v2/instance", lambda _: answer(self.instance))
        outside.on("GET", "/api/v1/notifications", lambda request: self._list(request, self.notifications))
        outside.on(
            "GET", f"/api/v1/accounts/{ACME}/statuses", lambda request: self._list(request, self._own())
        )
        outside.on("GET", "/api/v1/statuses/*", self._status)
        outside.on("POST", "/api/v1/statuses", self._post)

    def parent(self, *, private: bool = False) -> Incoming:
        visibility = "direct" if private else "public"
        facts = {"acct": "alice@far.example", "visibility": visibility, "limit": "493"}
        return replace(super().parent(private=private), id="status-of-alice", facts=facts)

    def say(self, post: Post) -> dict[str, object]:
        visibility = "direct" if post.private else "public"
        if post.by_us:
            return self.write(ACME, post.text, post, reply_to="status-of-alice", visibility=visibility)
        status = self.write(ALICE, post.text, post, visibility=visibility)
        self.notifications.append(
            {
                "id": f"note-{_word(post.number)}",
                "type": "mention",
                "created_at": status["created_at"],
                "status": status,
            }
        )
        return status

    def write(
        self,
        author: str,
        text: str,
        post: Post,
        reply_to: str | None = None,
        visibility: str = "public",
    ) -> dict[str, object]:
        handle = {ALICE: "alice@far.example", ACME: "acme"}[author]
        status = {
            "id": f"status-{_word(next(self.numbers))}",
            "created_at": post.created_at.isoformat().replace("+00:00", ".000Z"),
            "edited_at": None,
            "in_reply_to_id": reply_to,
            "in_reply_to_account_id": ALICE if reply_to else None,
            "visibility": visibility,
            "spoiler_text": "",
            "uri": f"https://far.example/statuses/{post.number}",
            "url": f"https://far.example/@alice/{post.number}",
            "content": f"<p>{html.escape(text)}</p>".replace("\n", "<br />"),
            "account": {"id": author, "acct": handle, "display_name": handle.title(), "followers_count": 12},
            "mentions": [],
            "media_attachments": [],
        }
        self.statuses[status["id"]] = status
        return status

    def sent_texts(self) -> list[str]:
        return [html.unescape(status["content"]).replace("<br />", "\n") for status in self._own()]

    def _own(self) -> list[dict[str, object]]:
        return [status for status in self.statuses.values() if status["account"]["id"] == ACME]

    def _list(self, request: Request, entries: list[dict[str, object]]) -> Answer:
        ids = [entry["id"] for entry in entries]
        size = min(int(request.asks("limit", "20")), self.page_size)
        if after := request.asks("min_id"):
            start = _place(after, ids)
            page = entries[start + 1 : start + 1 + size]
        elif before := request.asks("max_id"):
            page = entries[: ids.index(before)][-size:]
        else:
            page = entries[-size:]
        older = f"http://127.0.0.1/anywhere?limit={size}&max_id={page[0]['id']}" if page else ""
        links = {"Link": f'<{older}>; rel="next"'} if page and not request.asks("min_id") else {}
        return answer(page[::-1], headers=links)

    def _status(self, request: Request) -> Answer:
        status = self.statuses.get(request.path.rpartition("/")[2])
        return answer(status) if status else answer({"error": "Record not found"}, status=404)

    def _post(self, request: Request) -> Answer:
        key = request.headers["idempotency-key"]
        if self.honours_keys and key in self.keys:
            return answer(self.keys[key])
        form = request.form
        status = self.write(ACME, form["status"], Post(1800), form["in_reply_to_id"], form["visibility"])
        self.keys[key] = status
        return answer(status)


class KinCase(MastodonCase):
    """GoToSocial: no Idempotency-Key, longer texts."""

    instance = GOTOSOCIAL
    honours_keys = False


def _word(number: int) -> str:
    """A distinct word for a number, whose order as text means nothing."""
    return f"{(number * 7919) % 10007:05d}-{number}"


def _place(entry: str, ids: list[str]) -> int:
    """Where an entry stands or stood: servers find the place of a deleted id too."""
    number = int(entry.rpartition("-")[2])
    return max(
        (place for place, other in enumerate(ids) if int(other.rpartition("-")[2]) <= number), default=-1
    )


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as server:
        yield server


@pytest.fixture
def case(outside: Outside) -> MastodonCase:
    case = MastodonCase()
    case.teach(outside)
    return case


@pytest.fixture
def network(case: MastodonCase, outside: Outside) -> MastodonNetwork:
    return case.build(outside.url)


# --- reading -----------------------------------------------------------------------------------------------------


def test_the_first_read_looks_back_an_hour_and_no_further(
    case: MastodonCase, network: MastodonNetwork
) -> None:
    old = case.say(Post(1, "yesterday"))
    old["created_at"] = "2026-11-21T08:00:00.000Z"
    for number in range(2, 102):
        case.say(Post(number, f"post {number}"))
    items, cursor = drain(network)
    assert [item.text for item in items] == [f"post {number}" for number in range(2, 102)]
    assert drain(network, cursor)[0] == []


@pytest.mark.parametrize("posts", [1, OVERLAP - 1, OVERLAP, OVERLAP + 1, 100])
def test_a_read_costs_one_request_per_listing(
    posts: int, case: MastodonCase, network: MastodonNetwork, outside: Outside
) -> None:
    for number in range(posts):
        case.say(Post(number))
    _, cursor = drain(network)
    for new in (0, 1, 0):
        case.say(Post(1000, "one more")) if new else None
        before = outside.asked()
        page = network.fetch(cursor, NOW)
        cursor = page.cursor
        assert len(page.items) == new
        assert outside.asked() - before == 2


def test_an_entry_filed_late_is_not_lost(case: MastodonCase, network: MastodonNetwork) -> None:
    for number in (1, 2, 4):
        case.say(Post(number, f"post {number}"))
    _, cursor = drain(network)
    case.say(Post(3, "post 3"))
    case.notifications.sort(key=lambda entry: int(entry["id"].rpartition("-")[2]))
    items, cursor = drain(network, cursor)
    assert [item.text for item in items] == ["post 3"]
    assert drain(network, cursor)[0] == []


def test_a_server_with_short_pages_is_still_read_to_the_end(
    case: MastodonCase, network: MastodonNetwork
) -> None:
    case.page_size = 5
    _, cursor = drain(network)
    for number in range(1, 61):
        case.say(Post(number, f"post {number}"))
    items, cursor = drain(network, cursor)
    for number in range(61, 91):
        case.say(Post(number, f"post {number}"))
    more, _ = drain(network, cursor)
    assert {item.text for item in (*items, *more)} == {f"post {number}" for number in range(1, 91)}


def test_an_edit_is_noticed_once(case: MastodonCase, network: MastodonNetwork) -> None:
    status = case.say(Post(1, "Where is my parcel?"))
    _, cursor = drain(network)
    status |= {"content": "<p>Where is my blue parcel?</p>", "edited_at": "2026-11-22T08:59:00.000Z"}
    (edit,), cursor = drain(network, cursor)
    assert (edit.change, edit.id, edit.text) == (Change.EDITED, status["id"], "Where is my blue parcel?")
    assert drain(network, cursor)[0] == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deletion_is_noticed_once(number: int, case: MastodonCase, network: MastodonNetwork) -> None:
    case.say(Post(0, "an earlier one"))
    written = [case.say(Post(n)) for n in (1, 2, 3)]
    _, cursor = drain(network)
    gone = written[number - 1]
    del case.statuses[gone["id"]]
    case.notifications.remove(next(note for note in case.notifications if note["status"] is gone))
    (deletion,), cursor = drain(network, cursor)
    assert (deletion.change, deletion.id, deletion.text) == (Change.DELETED, gone["id"], "")
    assert drain(network, cursor)[0] == []


def test_a_notification_that_outlives_its_post_is_a_deletion_and_blocks_nothing(
    case: MastodonCase, network: MastodonNetwork
) -> None:
    gone = case.say(Post(1))
    _, cursor = drain(network)
    del case.statuses[gone["id"]]
    case.notifications[0]["status"] = None
    for number in range(50):
        case.notifications.append({"id": f"note-x-{number + 2}", "type": "mention", "status": None})
    case.say(Post(60, "a living one"))
    items, cursor = drain(network, cursor)
    assert [(item.change, item.text) for item in items] == [
        (Change.DELETED, ""),
        (Change.POSTED, "a living one"),
    ]
    assert drain(network, cursor)[0] == []


def test_a_notification_dismissed_by_a_colleague_is_no_deletion(
    case: MastodonCase, network: MastodonNetwork
) -> None:
    for number in range(3):
        case.say(Post(number))
    _, cursor = drain(network)
    case.notifications.clear()
    items, cursor = drain(network, cursor)
    assert items == []
    case.say(Post(4, "a new one"))
    assert [item.text for item in drain(network, cursor)[0]] == ["a new one"]


def test_our_own_posts_count_only_where_they_answer_somebody(
    case: MastodonCase, network: MastodonNetwork
) -> None:
    case.write(ACME, "Our autumn sale starts today!", Post(1))
    case.write(ACME, "@alice it left this morning", Post(2), reply_to="status-of-alice")
    items, _ = drain(network)
    assert [(item.text, item.ours, item.in_reply_to) for item in items] == [
        ("@alice it left this morning", True, "status-of-alice")
    ]


def test_hashtags_and_searches_are_read_where_they_are_asked_for(
    case: MastodonCase, outside: Outside
) -> None:
    found = case.write(ALICE, "Acme is bad", Post(1))
    tagged = case.write(ALICE, "no #acme again", Post(2))
    outside.on(
        "GET", "/api/v2/search", lambda _: answer({"accounts": [], "statuses": [found], "hashtags": []})
    )
    outside.on("GET", "/api/v1/timelines/tag/acme%20x", lambda request: case._list(request, [tagged, found]))
    network = case.build(outside.url, hashtags=["#acme x"], searches=["acme"])
    items, cursor = drain(network)
    assert sorted(item.text for item in items) == ["Acme is bad", "no #acme again"]
    assert drain(network, cursor)[0] == []


def test_a_private_post_of_ours_belongs_to_the_conversation_of_its_reader(
    case: MastodonCase, network: MastodonNetwork
) -> None:
    case.say(Post(1, "psst", private=True))
    case.write(ACME, "@alice psst yourself", Post(2), reply_to="x", visibility="direct")
    items, _ = drain(network)
    assert {item.thread for item in items} == {f"direct:{ALICE}"}


@pytest.mark.parametrize("visibility", ["private", "direct", "local", None])
def test_what_not_everybody_may_read_is_private(visibility: str | None, case: MastodonCase) -> None:
    status = case.say(Post(1)) | {"visibility": visibility}
    assert Reader(ACME, Instance()).incoming(status).private


def test_a_status_becomes_a_whole_mention(case: MastodonCase) -> None:
    status = case.say(Post(1)) | {
        "content": '<p><span class="h-card"><a href="https://x/@acme" class="u-url mention">@<span>acme</span></a></span> '
        'look:<br />it broke</p><p><a href="https://far.example/very/long">'
        '<span class="invisible">https://</span><span class="ellipsis">far.example/very</span>'
        '<span class="invisible">/long</span></a></p>',
        "spoiler_text": "parcel photo",
        "in_reply_to_id": "status-x",
        "url": None,
        "media_attachments": [
            {
                "type": "video",
                "url": None,
                "remote_url": "https://f/1.mp4",
                "preview_url": "https://f/1.png",
                "description": "a box",
            }
        ],
    }
    mention = Reader(ACME, Instance(500, 23, is_mastodon=True)).incoming(status)
    assert mention.text == "parcel photo\n\n@acme look:\nit broke\n\nhttps://far.example/very/long"
    assert mention.url == "https://far.example/statuses/1"
    assert (mention.in_reply_to, mention.thread) == ("status-x", None)
    assert mention.media == (Media("https://f/1.mp4", "a box", "https://f/1.png"),)
    assert (mention.author.id, mention.author.handle) == (ALICE, "alice@far.example")
    assert mention.facts == {"acct": "alice@far.example", "visibility": "public", "limit": "493"}


def test_a_cursor_that_is_not_ours_begins_anew() -> None:
    state = {"mentions": (Seen("n1", "s1"), Seen("n2"))}
    assert read_cursor(written_cursor(state)) == state
    assert [read_cursor(text) for text in (None, "", "17", "{", '{"a": 5}', '{"a": [[1, 2, 3, 4]]}')] == [
        {}
    ] * 6


def test_no_more_than_the_overlap_is_remembered() -> None:
    statuses = [(str(n), {"id": f"s{n}"}) for n in range(100)]
    delta = compare(statuses, ())
    assert len(delta.new) == 100
    assert [mark.entry for mark in delta.seen] == [str(n) for n in range(100 - OVERLAP, 100)]


def test_a_rate_limit_s_reset_is_read_as_a_time(
    case: MastodonCase, network: MastodonNetwork, outside: Outside
) -> None:
    limited = answer(
        {"error": "slow"}, status=429, headers={"X-RateLimit-Reset": "2026-11-22T09:04:00.000000Z"}
    )
    outside.spoil("GET", "/api/v1/notifications", limited)
    with pytest.raises(TryLater) as refusal:
        network.fetch(None, NOW)
    assert refusal.value.wait == timedelta(minutes=4)


def test_of_two_retry_after_headers_the_longer_counts(
    case: MastodonCase, network: MastodonNetwork, outside: Outside
) -> None:
    two = {"Retry-After": "20", "retry-after": "Sun, 22 Nov 2026 09:01:00 GMT"}
    outside.spoil("GET", "/api/v1/notifications", answer({}, status=429, headers=two))
    with pytest.raises(TryLater) as refusal:
        network.fetch(None, NOW)
    assert refusal.value.wait == timedelta(minutes=1)


# --- the server --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "instance"),
    [
        (MASTODON, Instance(500, 23, is_mastodon=True)),
        (
            MASTODON | {"version": "4.3.1+glitch", "source_url": "https://github.com/glitch-soc/mastodon"},
            Instance(is_mastodon=True),
        ),
        (GOTOSOCIAL, Instance(5000, 25)),
        ({"version": "2.7.2 (compatible; Pleroma 2.9.1)", "max_toot_chars": 5000}, Instance(5000)),
        ({"version": "4.1 (compatible; X)", "source_url": "https://a/mastodon"}, Instance()),
        ({"version": "4.0.0 (not true; snac 2.75)", "configuration": None}, Instance()),
        ({}, Instance()),
    ],
)
def test_the_server_s_limits_are_read(body: dict[str, object], instance: Instance) -> None:
    assert read_instance(body) == instance


def test_a_server_without_the_second_version_is_asked_for_the_first(outside: Outside) -> None:
    case = MastodonCase()
    case.instance = None
    case.teach(outside)
    outside.on("GET", "/api/v1/instance", lambda _: answer({"version": "x", "max_toot_chars": 1000}))
    network = case.build(outside.url)
    case.say(Post(1))
    (mention,), _ = drain(network)
    assert able(network, mention, Audience.PUBLIC).limit == 1000 - len("@alice@far.example ")


@pytest.mark.parametrize(
    ("text", "on_mastodon", "on_kin"),
    [
        ("hello", 5, 5),
        ("see https://example.com/" + "x" * 100, 27, 29),
        ("http://a.b and https://c.d", 51, 55),
        ("@bob@far.example hi", 7, 19),
        ("👩‍👩‍👧‍👦", 1, 7),
        ("e\u0301", 1, 2),
        ("mail bob@far.example", 20, 20),
    ],
)
def test_a_text_is_counted_as_the_server_counts_it(text: str, on_mastodon: int, on_kin: int) -> None:
    assert Reader("", Instance(500, 23, is_mastodon=True)).length(text) == on_mastodon
    assert Reader("", Instance(5000, 25)).length(text) == on_kin


# --- answering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parent", "audience", "visibility"),
    [
        ("public", Audience.PUBLIC, "public"),
        ("unlisted", Audience.PUBLIC, "unlisted"),
        ("public", Audience.PRIVATE, "direct"),
        ("unlisted", Audience.PRIVATE, "direct"),
        ("direct", Audience.PRIVATE, "direct"),
        ("private", Audience.PRIVATE, "direct"),
    ],
)
def test_the_visibility_is_always_sent_and_never_wider_than_the_audience(
    parent: str,
    audience: Audience,
    visibility: str,
    case: MastodonCase,
    network: MastodonNetwork,
    outside: Outside,
) -> None:
    private = parent in {"direct", "private"}
    mention = case.parent(private=private)
    mention = replace(mention, facts=mention.facts | {"visibility": parent})
    network.reply(Reply("k", "On its way.", audience, "acme", mention, NOW), NOW)
    assert outside.requests[-1].form == {
        "status": "@alice@far.example On its way.",
        "in_reply_to_id": "status-of-alice",
        "visibility": visibility,
    }


def test_a_handle_that_already_stands_in_the_text_is_not_repeated() -> None:
    assert addressed("Hello @Alice@far.example!", "alice@far.example") == "Hello @Alice@far.example!"
    assert addressed("Hello @alice!", "alice@far.example") == "@alice@far.example Hello @alice!"
    assert addressed("mail me at x@alice", "alice") == "@alice mail me at x@alice"


def test_handles_are_told_from_mail_addresses_and_links() -> None:
    assert handles_in("@a, (@b.c@d.example). x@y.example https://z/@e @f@g.example.") == {
        "a",
        "b.c@d.example",
        "f@g.example",
    }


def test_a_direct_post_may_mention_nobody_but_the_customer(
    case: MastodonCase, network: MastodonNetwork, outside: Outside
) -> None:
    before = outside.asked()
    with pytest.raises(Never, match="@bob"):
        network.reply(case.reply("ask @bob about it", Audience.PRIVATE), NOW)
    assert outside.asked() == before
    network.reply(case.reply("hello @alice@far.example", Audience.PRIVATE), NOW)
    network.reply(case.reply("ask @bob about it", Audience.PUBLIC, key="k2"), NOW)
    assert len(case.sent_texts()) == 2


def test_where_keys_are_not_honoured_we_look_before_we_post_and_a_repeat_is_left_to_a_person(
    outside: Outside,
) -> None:
    case = KinCase()
    case.teach(outside)
    network = case.build(outside.url)
    outside.spoil("POST", "/api/v1/statuses", Lost.DROPPED)
    with pytest.raises(Unsure):
        network.reply(case.reply(), NOW)
    assert not network.repeat_is_harmless(Audience.PUBLIC)
    assert isinstance(network.reply(case.reply(), NOW), Sent)
    assert len(case.sent_texts()) == 1


def test_a_key_older_than_the_server_remembers_is_looked_for_first(
    case: MastodonCase, network: MastodonNetwork
) -> None:
    case.honours_keys = False  # it has forgotten
    first = network.reply(case.reply(), NOW)
    assert network.reply(case.reply(), NOW + timedelta(hours=1)).id == first.id
    assert len(case.sent_texts()) == 1


def test_when_looking_first_fails_nothing_has_gone_out(outside: Outside) -> None:
    case = KinCase()
    case.teach(outside)
    outside.spoil("GET", f"/api/v1/accounts/{ACME}/statuses", Lost.RESET)
    with pytest.raises(TryLater):
        case.build(outside.url).reply(case.reply(), NOW)
    assert case.sent_texts() == []


@pytest.mark.parametrize(("setting", "harmless"), [("yes", True), ("no", False), ("auto", False)])
def test_the_operator_may_say_whether_keys_are_honoured(setting: str, harmless: bool) -> None:
    network = MastodonCase().build("http://127.0.0.1:9", idempotent=setting)
    assert network.repeat_is_harmless(Audience.PUBLIC) == harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("On its way.", "<p>@alice On its way.</p>"),
        (
            "On  its\nway.",
            '<p><span class="h-card"><a href="https://f/@alice" class="u-url mention">@<span>alice</span></a></span> On its<br />way.</p>',
        ),
        (
            "see https://example.com/a & <b>",
            '<p>@alice see <a href="https://example.com/a"><span class="invisible">https://</span>example.com/a</a> &amp; &lt;b&gt;</p>',
        ),
        ("cafe\u0301", "<p>@alice caf\u00e9</p>"),
    ],
)
def test_an_answer_is_recognised_in_the_server_s_own_html(
    text: str, shown: str, case: MastodonCase, network: MastodonNetwork
) -> None:
    status = case.write(ACME, "", Post(1800), reply_to="status-of-alice")
    status["content"] = shown
    assert network.find_sent(case.reply(text), NOW, NOW) == Sent(status["id"], status["url"])


@pytest.mark.parametrize(
    "change",
    [
        {"in_reply_to_id": "another"},
        {"created_at": "2026-11-22T08:50:00.000Z"},
        {"content": "<p>@alice On its way!</p>"},
    ],
)
def test_another_answer_of_ours_is_not_taken_for_this_one(
    change: dict[str, str], case: MastodonCase, network: MastodonNetwork
) -> None:
    case.write(ACME, "@alice On its way.", Post(1800), reply_to="status-of-alice").update(change)
    assert network.find_sent(case.reply(), NOW, NOW) is None


def test_a_server_must_be_a_web_address() -> None:
    with pytest.raises(ValidationError, match="https://"):
        MastodonCase().build("mastodon.example")


# --- the conversation above, and the operator ---------------------------------------------------------------------


def test_the_posts_above_a_mention_come_as_the_server_lists_them(
    case: MastodonCase, network: MastodonNetwork, outside: Outside
) -> None:
    above = [case.say(Post(number)) for number in (1, 2)]
    outside.on("GET", "/api/v1/statuses/status-of-alice/context", lambda _: answer({"ancestors": above}))
    outside._routes = dict(sorted(outside._routes.items(), key=lambda route: "*" in route[0][1]))
    found = network.context(replace(case.parent(), in_reply_to="x"), NOW)
    assert [post.id for post in found] == [status["id"] for status in above]
    assert network.context(case.parent(), NOW) == ()


def test_hashtags_and_searches_say_how_a_post_was_found(case: MastodonCase, outside: Outside) -> None:
    status = case.write(ALICE, "acme is late", Post(1))
    outside.on("GET", "/api/v1/timelines/tag/acme", lambda _: answer([status]))
    network = case.build(outside.url, hashtags=("acme",))
    assert [post.found_by for post in network.fetch(None, NOW).items] == ["hashtag"]


@pytest.mark.parametrize(
    ("scopes", "missing"), [(["read"], 1), (["read", "write:statuses"], 0), (["write"], 0), (None, 0)]
)
def test_a_token_that_may_not_write_is_named(
    scopes: list[str] | None, missing: int, network: MastodonNetwork, outside: Outside
) -> None:
    outside.on("GET", "/api/v1/apps/verify_credentials", lambda _: answer({"scopes": scopes}))
    found = [sentence for sentence in network.check(NOW) if "write:statuses" in sentence]
    assert len(found) == missing


def test_the_last_calls_of_a_window_are_spread_over_it(network: MastodonNetwork, outside: Outside) -> None:
    _, cursor = drain(network)
    outside.headers = {
        "X-RateLimit-Remaining": "4",
        "X-RateLimit-Reset": (NOW + timedelta(minutes=2)).isoformat(),
    }
    network.fetch(cursor, NOW)
    outside.requests.clear()
    assert network.fetch(cursor, NOW + timedelta(seconds=29)).cursor is None
    assert outside.asked() == 0
    network.fetch(cursor, NOW + timedelta(seconds=30))
    assert outside.asked() > 0


# --- how an answer fares -----------------------------------------------------------------------------------------


def test_how_an_answer_fares_and_that_it_is_gone(case: MastodonCase, network: MastodonNetwork) -> None:
    status = case.write(ALICE, "On its way", Post(1))
    status |= {"replies_count": 7, "favourites_count": 1}
    case.statuses[str(status["id"])] = status
    assert network.reception(Sent(str(status["id"])), NOW) == Reception(replies=7, likes=1)
    assert network.reception(Sent("nowhere"), NOW) == Reception(gone=True)
