"""Which conversation a post belongs to, and so which ticket it joins.

A network that knows threads says so. Elsewhere the desk follows replies to the first post. Posts may arrive in
any order: a reply whose parent is not here yet is filed under that parent, and moved when the parent comes.
"""

from __future__ import annotations

from collections.abc import Mapping

PRIVATE = "private:"
"""How the names of private conversations begin."""


def points_to(
    *,
    id: str,  # noqa: A002 - the network's word for it
    in_reply_to: str | None,
    thread: str | None,
    private: bool,
    author_id: str,
) -> str:
    """What a post alone says about its conversation: its thread, else the post it answers, else itself.

    Private messages are kept apart from public ones: one conversation per thread, or per person.
    """
    if private:
        return f"{PRIVATE}{thread or author_id}"
    return thread or in_reply_to or id


def conversations(links: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The name of each new post's conversation, whatever order the posts stand in.

    `links` are the new posts' ids and what they point to; `known` the conversations of posts already here. A
    public answer to a private message is no part of it: it is filed under that message's own id.
    """
    follow = {name: to for name, to in {**known, **links}.items() if not to.startswith(PRIVATE)}
    names: dict[str, str] = {}
    for post_id, to in links.items():
        if to.startswith(PRIVATE):
            names[post_id] = to
        else:
            end, path = _end(post_id, follow)
            follow.update(dict.fromkeys(path, end))
            names[post_id] = end
    return names


def moved(names: Mapping[str, str]) -> dict[str, str]:
    """Of these posts, those whose conversation is not named after them: what was filed under them moves there."""
    return {post_id: to for post_id, to in names.items() if to != post_id and not to.startswith(PRIVATE)}


def _end(name: str, follow: Mapping[str, str]) -> tuple[str, list[str]]:
    """Where following ends, and what was passed. In a circle (a network gone wrong) it ends at the least name."""
    passed: dict[str, int] = {}
    while name not in passed:
        passed[name] = len(passed)
        name = follow.get(name, name)
    circle = list(passed)[passed[name] :]
    return min(circle), list(passed)
