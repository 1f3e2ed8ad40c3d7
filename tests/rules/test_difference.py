"""What changed between two texts: both can always be read back from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.difference import Change, Piece, difference


def side(pieces: tuple[Piece, ...], without: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change is not without)


@given(st.text(), st.text())
def test_either_text_can_be_read_back(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert side(pieces, Change.NEW) == before
    assert side(pieces, Change.GONE) == after


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(piece.change is Change.KEPT for piece in difference(text, text))


def test_words_are_kept_or_replaced_whole() -> None:
    assert difference("A new lid leaves.", "A new kettle leaves.") == (
        Piece(Change.KEPT, "A new "),
        Piece(Change.GONE, "lid"),
        Piece(Change.NEW, "kettle"),
        Piece(Change.KEPT, " leaves."),
    )
