"""What changed between two texts, word by word, for whoever must see it at a glance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind."""

    change: Change
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The way from one text to the other: what was kept and gone makes `before`, kept and new make `after`."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    return tuple(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, fresh = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Piece(Change.KEPT, gone)
            continue
        if gone:
            yield Piece(Change.GONE, gone)
        if fresh:
            yield Piece(Change.NEW, fresh)
