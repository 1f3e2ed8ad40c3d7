"""Walking a newest-first listing that moves under one's feet."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.listing import Mark, Pace, rate_left, stamp, unfinished
from tests.networks.contract import NOW


def read_page(posts: list[int], mark: Mark, size: int) -> tuple[list[int], Mark]:
    """One page of a listing of numbers, as a network would give it."""
    older = [post for post in reversed(posts) if not mark.page or post < int(mark.page)]
    page = older[:size]
    next_page = str(page[-1]) if len(older) > size else None
    new = [post for post in page if post > int(mark.seen)]
    newest = str(max(new)).zfill(6) if new else mark.seen
    return new, mark.moved(newest, next_page, reached=len(new) < len(page))


@given(
    arrivals=st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=30),
    size=st.integers(min_value=1, max_value=5),
)
def test_nothing_is_lost_whatever_arrives_while_pages_are_read(arrivals: list[int], size: int) -> None:
    posts: list[int] = []
    read: list[int] = []
    mark = Mark(seen="000000")
    for count in [*arrivals, *[0] * 500]:
        posts += range(len(posts) + 1, len(posts) + 1 + count)
        found, mark = read_page(posts, mark, size)
        read += found
    assert sorted(set(read)) == posts
    assert mark == Mark(seen=str(len(posts)).zfill(6))


def test_a_walk_that_is_over_is_looked_at_once_more() -> None:
    walking, over = {"a": Mark(seen="1", head="9", page="5")}, {"a": Mark(seen="9")}
    assert unfinished(walking, over) == {"a"}
    assert unfinished(over, over) == set()


def test_a_mark_survives_storage() -> None:
    mark = Mark(seen="1", head="9", page="5")
    assert Mark.model_validate_json(mark.model_dump_json()) == mark


@pytest.mark.parametrize(
    ("left", "wait"),
    [(300, 0), (10, 0), (9, 100), (3, 300), (1, 900), (0, 900)],
)
def test_the_last_calls_are_spread(left: int, wait: int) -> None:
    pace = Pace()
    assert pace.ready("dms", NOW)
    pace.heard("dms", left, timedelta(minutes=15), NOW)
    assert pace.ready("dms", NOW + timedelta(seconds=wait))
    assert wait == 0 or not pace.ready("dms", NOW + timedelta(seconds=wait - 1))
    assert pace.ready("others", NOW)


@pytest.mark.parametrize(
    ("reset", "window"),
    [("120", 120), (str(int(NOW.timestamp()) + 120), 120), (str(int(NOW.timestamp()) - 5), 0)],
)
def test_a_reset_is_seconds_to_go_or_a_unix_time(reset: str, window: int) -> None:
    response = httpx.Response(200, headers={"left": "3", "reset": reset})
    assert rate_left(response, "left", "reset", NOW) == (3, timedelta(seconds=window))


def test_headers_that_are_not_there_tell_nothing() -> None:
    assert rate_left(httpx.Response(200, headers={"left": "many"}), "left", "reset", NOW) is None


def test_times_sort_as_text() -> None:
    times = [NOW + timedelta(milliseconds=step * 37) for step in range(1000)]
    assert sorted(map(stamp, times)) == list(map(stamp, times))
