"""Feeds: what becomes a mention, what an unchanged server costs, and what hostile documents cannot do.

The files in feeds/ are written by us; each shows one thing that feeds do.
"""

from __future__ import annotations

import gzip
import html
import itertools
import math
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from bot.networks import fetching
from bot.networks.addresses import is_public, public_address
from bot.networks.feed_entries import read_feed
from bot.networks.fetching import Fetcher
from bot.networks.port import Change, Incoming, Never, TryLater, Unsure
from bot.networks.rss import RssNetwork, RssSettings
from storage.words import Audience
from tests.networks.contract import NOW, SHORT, Case, Post, able, drain
from tests.networks.servers import Answer, Outside, Request, answer

FEEDS = Path(__file__).parent / "feeds"
ADDRESS = "https://forum.example/feed"
WRITTEN = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


class RssCase(Case):
    name = "rss"
    reads_at = ("GET", "/feed")
    reads_private = False

    def __init__(self) -> None:
        self.items: list[str] = []
        self.numbers = itertools.count(1)

    def build(self, url: str, **changes: object) -> RssNetwork:
        values = {"name": "blog", "kind": "rss", "url": f"{url}/feed", "account": "acme"}
        return RssNetwork(RssSettings.model_validate(values | changes), timeout=SHORT)

    def teach(self, outside: Outside) -> None:
        outside.on("GET", "/feed", self._feed)

    def say(self, post: Post) -> None:
        author = "Acme" if post.by_us else "Alice"
        self.items.insert(
            0,
            f"<item><guid isPermaLink='false'>p{post.number}</guid><title>{html.escape(post.text)}</title>"
            f"<author>{author}</author><pubDate>{post.created_at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>",
        )

    def document(self) -> bytes:
        return (
            f"<rss version='2.0'><channel><title>Blog</title>{''.join(self.items)}</channel></rss>".encode()
        )

    def _feed(self, request: Request) -> Answer:
        tag = f'"{zlib.crc32(self.document())}"'
        if request.headers.get("if-none-match") == tag:
            return answer(b"", status=304)
        return answer(
            self.document(), headers={"ETag": tag, "Last-Modified": "Sun, 22 Nov 2026 08:59:00 GMT"}
        )


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as server:
        yield server


@pytest.fixture
def case(outside: Outside) -> RssCase:
    case = RssCase()
    case.teach(outside)
    return case


@pytest.fixture
def network(case: RssCase, outside: Outside) -> Iterator[RssNetwork]:
    network = case.build(outside.url)
    yield network
    network.close()


@cache
def mentions(name: str) -> list[Incoming]:
    feed = read_feed((FEEDS / name).read_bytes(), "application/xml", ADDRESS)
    return [feed.incoming(entry, key, NOW) for entry, key in feed.named_entries()]


# --- what feeds hold ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "rss_20.xml",
            ["Acme lost my parcel\n\nIt is three weeks late.\n\nHelp!", "Good service\n\nThanks Acme"],
        ),
        ("atom.xml", ["Acme & me\n\nA long story."]),
        ("rdf_10.xml", ["An old friend"]),
        ("latin_1.xml", ["Päckchen für 5 £"]),
        ("windows_1251.xml", ["Где моя посылка?"]),
        ("shift_jis.xml", ["荷物はどこですか"]),
        ("utf_16.xml", ["طردي أين؟"]),
        ("utf_8_bom.xml", ["नमस्ते"]),
        ("says_utf_8_is_latin_1.xml", ["Café fermé"]),
        ("unknown_encoding.xml", ["Hello"]),
        ("no_ids.xml", ["By link", "By text alone", "By another text"]),
        ("one_id_for_all.xml", ["Post 3", "Post 2", "Post 1"]),
        ("long_id.xml", ["Long id"]),
        ("no_dates.xml", ["When?"]),
        ("impossible_dates.xml", ["Never", "Tomorrow", "Year nought"]),
        ("not_well_formed.xml", ['Fish & chips < pizza\n\nHe said "it\'s broken"', "The next one"]),
        ("stray_control_characters.xml", ["a\0b\x0bc\x1bd"]),
        ("billion_laughs.xml", ["ha\n\n&j;&j;"]),
        ("outside_file.xml", ["x&e;y"]),
        ("no_entries.xml", []),
        ("title_again_in_the_body.xml", ["My parcel came back to Acme, why?"]),
        ("stylesheet_first.xml", ["Late start"]),
    ],
)
def test_a_feed_s_entries_are_read(name: str, texts: list[str]) -> None:
    assert [mention.text for mention in mentions(name)] == texts


def test_every_feed_in_the_folder_is_read_into_mentions_that_can_be_stored() -> None:
    for path in sorted(FEEDS.glob("*.xml")):
        found = mentions(path.name)
        assert len({mention.id for mention in found}) == len(found), path.name
        for mention in found:
            assert 0 < len(mention.id) <= 512 and mention.id.isprintable()
            assert mention.created_at.utcoffset() == timedelta(0) and mention.created_at <= NOW
            assert mention.author.id and mention.author.handle
            assert mention.url is None or mention.url.startswith("https://")
            f"{mention}".encode()


def test_a_whole_entry_becomes_a_whole_mention() -> None:
    first, second = mentions("rss_20.xml")
    assert (first.id, first.url, first.created_at) == ("post-2", "https://forum.example/2", WRITTEN)
    assert (first.author.id, first.author.handle) == ("forum.example:alice", "Alice")
    assert [media.url for media in first.media] == ["https://forum.example/box.png"]
    assert second.author.handle == "Parcel Talk"
    assert not first.private


def test_relative_links_are_made_whole() -> None:
    (entry,) = mentions("atom.xml")
    assert entry.url == "https://forum.example/posts/1"
    assert [media.url for media in entry.media] == ["https://forum.example/posts/1.jpg"]


def test_scripts_are_not_read_and_links_say_where_they_lead() -> None:
    (entry,) = mentions("scripts.xml")
    assert "steal" not in entry.text
    assert "a box https://bank.example (https://evil.example)" in entry.text
    assert entry.url is None or entry.url.startswith("https://")
    assert entry.media == ()


def test_an_outside_file_is_never_opened() -> None:
    assert "root:" not in mentions("outside_file.xml")[0].text


# --- what is new -------------------------------------------------------------------------------------------------


def test_the_first_read_takes_the_last_hour_and_only_what_has_a_time(
    case: RssCase, network: RssNetwork
) -> None:
    case.items.append("<item><guid>undated</guid><title>undated</title></item>")
    case.say(Post(-7200, "an old one"))
    case.say(Post(1, "a new one"))
    items, cursor = drain(network)
    assert [item.text for item in items] == ["a new one"]
    case.items.append("<item><guid>undated-2</guid><title>undated, but new</title></item>")
    case.say(Post(-9000, "found late"))
    items, _ = drain(network, cursor)
    assert {(item.text, item.created_at) for item in items} == {
        ("undated, but new", NOW),
        ("found late", Post(-9000).created_at),
    }


def test_entries_come_oldest_first(case: RssCase, network: RssNetwork) -> None:
    for number in (1, 2, 3):
        case.say(Post(number, f"post {number}"))
    assert [item.text for item in drain(network)[0]] == ["post 1", "post 2", "post 3"]


def test_an_unchanged_feed_is_not_sent_again(case: RssCase, network: RssNetwork, outside: Outside) -> None:
    case.say(Post(1))
    _, cursor = drain(network)
    page = network.fetch(cursor, NOW)
    assert (page.items, page.cursor) == ((), None)
    assert outside.requests[-1].headers["if-none-match"].startswith('"')
    assert outside.requests[-1].headers["if-modified-since"] == "Sun, 22 Nov 2026 08:59:00 GMT"


def test_a_server_that_knows_no_conditions_is_told_by_its_document(outside: Outside) -> None:
    case = RssCase()
    case.say(Post(1))
    outside.on("GET", "/feed", lambda _: answer(case.document()))
    network = case.build(outside.url)
    first = network.fetch(None, NOW)
    again = network.fetch(first.cursor, NOW)
    assert (len(first.items), again.items, again.cursor) == (1, (), None)
    assert "if-none-match" not in outside.requests[-1].headers


def test_an_edit_is_noticed_once_and_a_change_of_markup_is_none(case: RssCase, network: RssNetwork) -> None:
    case.say(Post(1, "Where is my parcel?"))
    _, cursor = drain(network)
    case.items[0] = case.items[0].replace("parcel", "blue parcel")
    (edit,), cursor = drain(network, cursor)
    assert (edit.change, edit.id, edit.text) == (Change.EDITED, "p1", "Where is my blue parcel?")
    case.items[0] = case.items[0].replace("<title>", "<title >")
    assert drain(network, cursor)[0] == []


def test_a_feed_that_has_moved_on_past_all_we_know_names_the_gap(case: RssCase, network: RssNetwork) -> None:
    for number in range(5):
        case.say(Post(number))
    first = network.fetch(None, NOW)
    case.say(Post(5))
    second = network.fetch(first.cursor, NOW)
    assert first.gap is second.gap is None
    case.items.clear()
    for number in range(10, 15):
        case.say(Post(number))
    third = network.fetch(second.cursor, NOW)
    assert third.gap == "what stood before the newest 5 entries, which is all the feed lists,"
    case.say(Post(15))
    assert network.fetch(third.cursor, NOW).gap is None


def test_a_feed_of_few_entries_has_no_gap(case: RssCase, network: RssNetwork) -> None:
    case.say(Post(1))
    first = network.fetch(None, NOW)
    case.items.clear()
    case.say(Post(2))
    assert network.fetch(first.cursor, NOW).gap is None


def test_an_entry_that_is_no_longer_listed_is_not_deleted_and_not_new_when_it_returns(
    case: RssCase, network: RssNetwork
) -> None:
    case.say(Post(1))
    case.say(Post(2))
    _, cursor = drain(network)
    gone = case.items.pop()
    items, cursor = drain(network, cursor)
    assert items == []
    case.items.append(gone)
    assert drain(network, cursor)[0] == []


@pytest.mark.parametrize("cursor", ["", "x", "[]", '{"seen": 5}', '{"etag": null}'])
def test_a_cursor_that_is_not_ours_begins_anew(cursor: str, case: RssCase, network: RssNetwork) -> None:
    case.say(Post(1))
    assert len(network.fetch(cursor, NOW).items) == 1


def test_nothing_can_be_answered_and_the_reason_says_what_to_do(network: RssNetwork) -> None:
    for audience in Audience:
        assert "open the post" in able(network, RssCase().parent(), audience).reason
    with pytest.raises(Never):
        network.reply(RssCase().reply(), NOW)
    assert network.find_sent(RssCase().reply(), NOW, NOW) is None


# --- what hostile servers cannot do ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        b"<rss version='2.0'><channel><item><title>x</title>" + b"<a>" * 1_000_000,
        b"<rss version='2.0'><channel><item><description>" + b"&<a<b " * 1_000_000,
        b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 300_000,
    ],
    ids=["nested", "loose", "flood of entries"],
)
def test_a_document_that_would_keep_a_parser_busy_is_given_up(document: bytes) -> None:
    with pytest.raises(Never, match="tangled"):
        read_feed(document, "application/xml", ADDRESS, patience=1.0)


@pytest.mark.parametrize("packed", [False, True])
def test_more_than_ten_megabytes_are_refused(
    packed: bool, case: RssCase, network: RssNetwork, outside: Outside
) -> None:
    document = b"<rss>" + b" " * fetching.LARGEST
    body = gzip.compress(document) if packed else document
    headers = {"Content-Encoding": "gzip"} if packed else {}
    outside.on("GET", "/feed", lambda _: answer(body, headers=headers))
    with pytest.raises(Never, match="10 MB"):
        network.fetch(None, NOW)


def test_a_packed_feed_is_read(case: RssCase, network: RssNetwork, outside: Outside) -> None:
    case.say(Post(1))
    packed = gzip.compress(case.document())
    outside.on("GET", "/feed", lambda _: answer(packed, headers={"Content-Encoding": "gzip"}))
    assert [item.found_by for item in network.fetch(None, NOW).items] == ["feed"]


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"no gzip at all", "gzip"),
        (gzip.compress(b"<rss/>" * 99, mtime=0)[:-9], "gzip"),
        (b"x", "br"),
        (b"x", "gzip, gzip"),
    ],
)
def test_what_cannot_be_unpacked_is_unsure(
    body: bytes, encoding: str, network: RssNetwork, outside: Outside
) -> None:
    outside.on("GET", "/feed", lambda _: answer(body, headers={"Content-Encoding": encoding}))
    with pytest.raises(Unsure):
        network.fetch(None, NOW)


def test_a_server_that_trickles_is_given_up(outside: Outside) -> None:
    outside.on("GET", "/feed", lambda _: answer(b"x" * 100))
    fetcher = Fetcher("*/*", SHORT, trusted=[outside.url], longest_read=-1)
    with pytest.raises(Unsure, match="seconds"):
        fetcher.get(f"{outside.url}/feed", NOW)
    fetcher.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_same_server_is_followed(status: int, outside: Outside) -> None:
    case = RssCase()
    case.say(Post(1))
    outside.on("GET", "/feed", lambda _: answer(b"", status=status, headers={"Location": "/new"}))
    outside.on("GET", "/new", lambda _: answer(case.document()))
    assert len(case.build(outside.url).fetch(None, NOW).items) == 1


def test_five_redirects_are_followed_and_no_more(network: RssNetwork, outside: Outside) -> None:
    def onward(request: Request) -> Answer:
        return answer(b"", status=302, headers={"Location": f"/feed?{len(outside.requests)}"})

    outside.on("GET", "/feed", onward)
    with pytest.raises(Never, match="more than 5"):
        network.fetch(None, NOW)
    assert outside.asked() == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost:9/",
        "http://127.0.0.1:9/",
        "http://127.1:9/",
        "http://2130706433/",
        "http://[::1]:9/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://[",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(
    location: str, network: RssNetwork, outside: Outside
) -> None:
    outside.on("GET", "/feed", lambda _: answer(b"", status=302, headers={"Location": location}))
    with pytest.raises((Never, TryLater)):
        network.fetch(None, NOW)
    assert outside.asked() == 1


def test_a_redirect_into_a_private_network_is_followed_where_the_operator_allows_it(outside: Outside) -> None:
    case = RssCase()
    case.say(Post(1))
    with Outside() as inside:
        inside.on("GET", "/feed", lambda _: answer(case.document()))
        outside.on(
            "GET", "/feed", lambda _: answer(b"", status=302, headers={"Location": f"{inside.url}/feed"})
        )
        assert case.build(outside.url, allow_private_addresses=True).fetch(None, NOW).items
        with pytest.raises(Never, match="private network"):
            case.build(outside.url).fetch(None, NOW)
        assert inside.asked() == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("::", False),
        ("240.0.0.1", False),
    ],
)
def test_public_addresses_are_told_from_all_others(address: str, public: bool) -> None:
    assert is_public(address) == public


def test_a_name_that_cannot_be_looked_up_is_tried_later() -> None:
    with pytest.raises(TryLater):
        public_address("no-such-host.invalid", 80)


def test_an_address_that_was_checked_is_the_one_connected_to(outside: Outside) -> None:
    outside.on("GET", "/feed", lambda request: answer({"host": request.headers["host"]}))
    fetcher = Fetcher("*/*", SHORT)
    port = httpx.URL(outside.url).port
    named = httpx.URL(f"http://feeds.example:{port}/feed")
    assert fetcher._ask(named, "127.0.0.1", {}, ends=math.inf).json() == {"host": f"feeds.example:{port}"}
    fetcher.close()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "forum.example/feed", ""])
def test_a_feed_s_address_must_be_a_web_address(url: str) -> None:
    with pytest.raises(ValidationError, match="http"):
        RssSettings(name="blog", kind="rss", url=url)
