"""Where each post belongs, worked out slowly and in another way than the desk's: sets that are joined by links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.replay.threads import Mention

Partition = set[frozenset[str]]
"""The posts of each ticket."""


def partition(mentions: Iterable[Mention], brands: Iterable[str]) -> Partition:
    """Posts linked by a reply or a thread are one conversation; each author in it who is no brand has one ticket."""
    posts = {post["id"]: post for post in mentions}
    sets: dict[str, set[str]] = {}
    for post_id, post in posts.items():
        neighbour = post.get("thread") or post.get("in_reply_to") or post_id
        joined = sets.setdefault(post_id, {post_id}) | sets.setdefault(neighbour, {neighbour})
        for name in joined:
            sets[name] = joined
    tickets: dict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
    own = set(brands)
    for post_id, post in posts.items():
        if post["author"]["handle"] not in own:
            tickets[post["author"]["id"], frozenset(sets[post_id])].add(post_id)
    return {frozenset(ids) for ids in tickets.values()}
