"""One mention as JSON: what is taken, what is forgiven, what is refused and how that is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.networks.mention import MOST_FOLLOWERS, Problem, read_json, read_mention
from bot.networks.port import Author, Incoming, Media

WHOLE = {
    "id": "m1",
    "text": "Where is my parcel?",
    "created_at": "2026-11-22T09:00:00+01:00",
    "author": {"id": "7", "handle": "alice", "name": "Alice", "followers": 12},
    "url": "https://example.com/m1",
    "in_reply_to": "m0",
    "thread": "t1",
    "private": True,
    "media": ["https://example.com/1.png", {"url": "https://example.com/2.png", "alt": "a torn box"}],
}
SMALLEST = {name: WHOLE[name] for name in ("id", "text", "created_at")} | {
    "author": {"id": "7", "handle": "alice"}
}


def test_every_field_is_read() -> None:
    assert read_mention(WHOLE) == Incoming(
        id="m1",
        text="Where is my parcel?",
        created_at=datetime(2026, 11, 22, 8, tzinfo=UTC),
        author=Author("7", "alice", "Alice", 12),
        url="https://example.com/m1",
        in_reply_to="m0",
        thread="t1",
        private=True,
        media=(Media("https://example.com/1.png"), Media("https://example.com/2.png", "a torn box")),
    )


def test_null_is_the_same_as_absent_where_a_field_may_be_absent() -> None:
    nulls = dict.fromkeys(("url", "in_reply_to", "thread", "private", "media"))
    author = {"id": "7", "handle": "alice", "name": None, "followers": None}
    assert read_mention(SMALLEST | nulls | {"author": author}) == read_mention(SMALLEST)


def test_unknown_fields_are_ignored() -> None:
    assert read_mention(SMALLEST | {"sentiment": {"score": -1}, "lang": "en"}) == read_mention(SMALLEST)


@pytest.mark.parametrize(("given", "read"), [(0, "0"), (7, "7"), (2**70, str(2**70)), ("x", "x"), ("0", "0")])
def test_an_id_may_be_a_whole_number_and_becomes_text(given: object, read: str) -> None:
    mention = read_mention(
        SMALLEST | {"id": given, "in_reply_to": given, "author": {"id": given, "handle": "a"}}
    )
    assert (mention.id, mention.in_reply_to, mention.author.id) == (read, read, read)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-11-22T08:00:00Z", datetime(2026, 11, 22, 8, tzinfo=UTC)),
        ("2026-11-22 08:00:00.25+00:00", datetime(2026, 11, 22, 8, 0, 0, 250000, tzinfo=UTC)),
        ("2026-11-22T00:30:00+05:30", datetime(2026, 11, 21, 19, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_utc(given: str, read: datetime) -> None:
    assert read_mention(SMALLEST | {"created_at": given}).created_at == read


def test_what_cannot_be_stored_is_replaced_or_dropped_and_what_people_wrote_stays() -> None:
    author = {"id": "7", "handle": "@alice", "name": "A\0lice \ud83d"}
    mention = read_mention(SMALLEST | {"text": "hi\0 \ud83d\ude00 \udead", "author": author})
    assert mention.text == "hi\0 \N{GRINNING FACE} \N{REPLACEMENT CHARACTER}"
    assert mention.author.name == "Alice \N{REPLACEMENT CHARACTER}"
    assert mention.author.handle == "alice"


def test_more_followers_than_a_column_holds_are_capped() -> None:
    author = {"id": "7", "handle": "alice", "followers": 10**12}
    assert read_mention(SMALLEST | {"author": author}).author.followers == MOST_FOLLOWERS


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"id": None}, "id", "id must be text or a whole number."),
        ({"id": ""}, "id", "id must have 1 to 512 characters."),
        ({"id": "x" * 513}, "id", "id must have 1 to 512 characters."),
        ({"id": True}, "id", "id must be text or a whole number."),
        ({"id": 1.0}, "id", "id must be text or a whole number."),
        ({"id": "a\0"}, "id", "id holds a character that cannot be stored."),
        ({"id": "a\ud83d"}, "id", "id holds a character that cannot be stored."),
        ({"text": None}, "text", "text must be text."),
        ({"text": 5}, "text", "text must be text."),
        (
            {"created_at": "yesterday"},
            "created_at",
            "created_at must be a time with its zone, like 2026-11-22T08:00:00Z.",
        ),
        ({"created_at": "2026-11-22T08:00:00"}, "created_at", None),
        ({"created_at": "2026-11-22"}, "created_at", None),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "created_at", None),
        ({"created_at": "9999-12-31T23:59:59-14:00"}, "created_at", None),
        (
            {"created_at": 1700000000},
            "created_at",
            "created_at must be a time as text, like 2026-11-22T08:00:00Z.",
        ),
        ({"author": None}, "author", "author must be an object."),
        ({"author": "alice"}, "author", "author must be an object."),
        ({"author": {}}, "author.id", "author.id is missing."),
        ({"author": {"id": "7"}}, "author.handle", "author.handle is missing."),
        ({"author": {"id": "7", "handle": "@"}}, "author.handle", "author.handle must hold a name."),
        ({"author": {"id": "7", "handle": "a", "followers": -1}}, "author.followers", None),
        ({"author": {"id": "7", "handle": "a", "followers": "12"}}, "author.followers", None),
        ({"author": {"id": "7", "handle": "a", "followers": True}}, "author.followers", None),
        ({"author": {"id": "7", "handle": "a", "name": 5}}, "author.name", "author.name must be text."),
        (
            {"url": "javascript:alert(1)"},
            "url",
            "url must be an address that starts with http:// or https://.",
        ),
        ({"url": "https://"}, "url", None),
        ({"url": "http://[::1"}, "url", "url is not an address."),
        ({"private": "yes"}, "private", "private must be true or false."),
        ({"private": 1}, "private", None),
        ({"media": "https://example.com/1.png"}, "media", "media must be a list."),
        ({"media": ["https://example.com", 5]}, "media.1", "media.1 must be an object."),
        ({"media": [{"alt": "x"}]}, "media.0.url", "media.0.url is missing."),
        ({"media": [{"url": "data:,"}]}, "media.0.url", None),
    ],
    ids=str,
)
def test_the_first_field_that_does_not_fit_is_named(
    change: dict[str, object], path: str, message: str | None
) -> None:
    with pytest.raises(Problem) as problem:
        read_mention(SMALLEST | change)
    assert problem.value.path == path
    assert message is None or str(problem.value) == message
    with pytest.raises(Problem) as inside:
        read_mention(SMALLEST | change, "3")
    assert inside.value.path == f"3.{path}"


@pytest.mark.parametrize("missing", ["id", "text", "created_at", "author"])
def test_what_is_required_is_missed(missing: str) -> None:
    with pytest.raises(Problem, match=f"{missing} is missing"):
        read_mention({name: value for name, value in SMALLEST.items() if name != missing})


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 5000, b'{"id": 1,}'])
def test_what_is_not_json_is_a_problem_of_the_whole(body: bytes) -> None:
    with pytest.raises(Problem) as problem:
        read_json(body)
    assert problem.value.path == ""
    assert str(problem.value).startswith("The body is n")
