"""Made-up reply forests: whatever the order and the paging, the posts of each ticket are the same."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.context import Desk
from bot.rules import conversations
from bot.rules.conversations import PRIVATE, points_to
from tests.replay import model, play
from tests.replay.threads import Mention

BRAND = "acme"
AUTHORS = [BRAND, "nora", "tess"]
SOURCES = itertools.count()


@st.composite
def forests(draw: st.DrawFn, *, circles: bool = False) -> list[Mention]:
    """Up to fourteen posts: each answers another, or one that never comes, or names a thread, or stands alone."""
    count = draw(st.integers(1, 14))
    posts = []
    for number in range(count):
        older = st.integers(0, count - 1 if circles else max(number - 1, 0)).map(str)
        parent = (
            draw(st.none() | older | st.sampled_from(["lost", "lost too"])) if number or circles else None
        )
        thread = draw(st.none() | st.none() | st.sampled_from(["0", "a thread"]))
        posts.append(_post(number, draw(st.sampled_from(AUTHORS)), parent, thread, draw(st.integers(0, 3))))
    return posts


def _post(number: int, author: str, parent: str | None, thread: str | None, minute: int) -> Mention:
    at = play.NOW - timedelta(days=1) + timedelta(minutes=minute)
    return {
        "id": str(number),
        "text": f"post {number}" + "!" * (number % 4),
        "created_at": at.isoformat(),
        "author": {"id": author, "handle": author},
        "in_reply_to": parent,
        "thread": thread,
    }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Desk]:
    """One store for all forests: each is a source of its own there."""
    url = f"sqlite:///{shutil.copy(migrated_file, tmp_path_factory.mktemp('forests') / 'desk.db')}"
    with play.open_desk(url, frozenset({BRAND})) as desk:
        yield desk


def played(desk: Desk, mentions: list[Mention], size: int) -> play.Stored:
    source = f"forest {next(SOURCES)}"
    play.play(desk, mentions, size, source)
    return play.stored(desk.db, source)


@settings(max_examples=60, deadline=None)
@given(forests(), st.data())
def test_a_forest_ends_the_same_in_any_order_and_paging(
    desk: Desk, forest: list[Mention], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(forest))
    size = data.draw(st.integers(1, len(forest)))
    found = played(desk, mixed, size)
    assert found.partition == model.partition(forest, [BRAND])
    assert found == played(desk, forest, len(forest))


@settings(max_examples=40, deadline=None)
@given(forests(circles=True), st.data())
def test_circles_of_a_network_gone_wrong_end_in_the_same_tickets(
    desk: Desk, forest: list[Mention], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(forest))
    found = played(desk, mixed, data.draw(st.integers(1, len(forest))))
    assert found.partition == model.partition(forest, [BRAND])


def points(post_id: str, parent: str | None = None, **more: Any) -> str:
    what: dict[str, Any] = {
        "in_reply_to": parent,
        "thread": None,
        "private": False,
        "author_id": "nora",
    } | more
    return points_to(id=post_id, **what)


def test_a_thread_counts_for_more_than_the_post_that_is_answered() -> None:
    assert points("2", "1", thread="t") == "t"
    assert points("2", "1") == "1"
    assert points("2") == "2"


def test_private_messages_are_one_conversation_per_thread_or_person() -> None:
    assert points("2", "1", private=True) == f"{PRIVATE}nora"
    assert points("2", "1", private=True, thread="t") == f"{PRIVATE}t"


def test_a_public_answer_to_a_private_message_stays_out_of_the_private_conversation() -> None:
    links = {"dm": f"{PRIVATE}nora", "answer": "dm"}
    assert conversations.conversations(links, {}) == {"dm": f"{PRIVATE}nora", "answer": "dm"}
    assert conversations.conversations({"answer": "dm"}, {"dm": f"{PRIVATE}nora"}) == {"answer": "dm"}
    assert conversations.moved({"dm": f"{PRIVATE}nora"}) == {}


def test_a_thousand_answers_in_a_row_are_followed_to_the_first_at_once() -> None:
    links = {str(number): str(number - 1) for number in range(100_000, 0, -1)}
    assert set(conversations.conversations(links, {}).values()) == {"0"}
