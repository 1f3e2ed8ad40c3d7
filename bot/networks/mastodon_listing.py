"""What has changed in one of Mastodon's listings since it was last read. Pure: pages in, differences out.

Of each listing the last `OVERLAP` entries are remembered, and every read begins at the oldest of them. So an entry that
the server files late is not lost, and edits and deletions of the last posts are noticed without a request of their own.
Ids are opaque text: they are handed back to the server and compared for equality only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Entry = tuple[str, Json]
"""An entry's own id, and the status it is or holds; empty where a notification outlived its status."""

OVERLAP = 20


@dataclass(frozen=True)
class Listing:
    """One list of posts on the server."""

    name: str
    path: str
    params: tuple[tuple[str, str], ...]
    is_own: bool = False
    """The brand's own posts: only answers are taken, and nobody mirrors their deletion."""
    found_by: str = ""
    """As in the mention: how a post that nobody sent to us is found here."""


@dataclass(frozen=True)
class Seen:
    """One entry as it was read: its own id, its status and that status's last edit. No status: a mere landmark."""

    entry: str
    status: str = ""
    edited: str = ""


@dataclass(frozen=True)
class Delta:
    """One read compared with what was seen before, oldest first."""

    new: tuple[Json, ...]
    edited: tuple[Json, ...]
    missing: tuple[Seen, ...]
    """Seen before and not listed now: deleted, or only dismissed by somebody."""
    seen: tuple[Seen, ...]
    """What to remember, newest last."""
    moved: bool
    """Whether the newest entry is a new one, so that more may follow."""


def entries_of(body: Any) -> list[Entry]:
    """The entries of one page, oldest first; the server lists the newest first."""
    items = body["statuses"] if isinstance(body, dict) else body
    return [(str(item["id"]), item.get("status", item) or {}) for item in reversed(items)]


def from_first_known(entries: Sequence[Entry], seen: Sequence[Seen]) -> list[Entry]:
    """The entries without the history before anything we have seen; none where nothing in them was seen."""
    known = {mark.entry for mark in seen}
    start = next((place for place, (entry, _) in enumerate(entries) if entry in known), len(entries))
    return list(entries[start:])


def compare(entries: Sequence[Entry], seen: Sequence[Seen]) -> Delta:
    """Compare a read, oldest first, with what was seen before."""
    before = {mark.entry: mark for mark in seen}
    now = {entry: _mark(entry, status) for entry, status in entries}
    marks = [*(now.get(mark.entry, Seen(mark.entry)) for mark in seen)]
    marks += [mark for mark in now.values() if mark.entry not in before]
    # What is read after the oldest does not hold the oldest.
    asked = seen[1:] if len(seen) == OVERLAP else seen
    listed = {mark.entry for mark in now.values() if mark.status}
    return Delta(
        new=tuple(status for entry, status in entries if status and entry not in before),
        edited=tuple(status for entry, status in entries if _is_edited(before.get(entry), now[entry])),
        missing=tuple(mark for mark in asked if mark.status and mark.entry not in listed),
        seen=tuple(marks[-OVERLAP:]),
        moved=bool(entries) and entries[-1][0] not in before,
    )


def _mark(entry: str, status: Json) -> Seen:
    return Seen(entry, str(status["id"]), status.get("edited_at") or "") if status else Seen(entry)


def _is_edited(before: Seen | None, now: Seen) -> bool:
    return before is not None and before.status == now.status and before.edited != now.edited


def read_cursor(cursor: str | None) -> dict[str, tuple[Seen, ...]]:
    """What was seen of each listing, by its name; nothing where the cursor is not ours."""
    try:
        state = json.loads(cursor or "{}")
        return {name: tuple(Seen(*mark) for mark in marks) for name, marks in state.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def written_cursor(state: dict[str, tuple[Seen, ...]]) -> str:
    """The cursor as text, to be read by `read_cursor`."""
    marks = {name: [[mark.entry, mark.status, mark.edited] for mark in seen] for name, seen in state.items()}
    return json.dumps(marks, separators=(",", ":"))
