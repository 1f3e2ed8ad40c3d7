"""The word somebody meant: a wrong subcommand, a misspelt setting."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], at_least: float = 0.0) -> str:
    """The known word most like it; "" where none is at least so like it (0 to 100)."""
    from rapidfuzz import process  # weighs 2 MiB, and most days go without a slip

    found = process.extractOne(word, list(known), score_cutoff=at_least)
    return found[0] if found else ""
