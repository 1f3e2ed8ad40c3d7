"""Which words can be drawn with the fonts of this machine. What cannot is numbered, and stands beside the picture."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

BUNDLED = "DejaVu Sans"
"""Comes with the drawing library: Latin, Cyrillic, Greek, Arabic and Persian, but neither Thai nor Chinese."""
FURTHER = (
    *("Noto Sans Thai", "Noto Sans Thai Looped", "Loma", "Garuda", "Leelawadee UI", "Thonburi", "Tahoma"),
    *(
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "WenQuanYi Zen Hei",
        "Droid Sans Fallback",
        "Microsoft YaHei",
        "PingFang SC",
    ),
    *(
        "Noto Sans CJK JP",
        "Noto Sans CJK KR",
        "Hiragino Sans",
        "Malgun Gothic",
        "Noto Sans Devanagari",
        "Nirmala UI",
    ),
    *("Noto Sans Symbols2", "Noto Emoji"),
)
"""Fonts that systems bring for other scripts; those present are used."""
INSTEAD = "no. {number}"


@cache
def families() -> tuple[str, ...]:
    """The fonts to draw with, each standing in for what those before it lack."""
    from matplotlib import font_manager  # slow to import, and only charts need it

    present = set(font_manager.get_font_names())
    return (BUNDLED, *(name for name in FURTHER if name in present))


@cache
def _letters() -> frozenset[int]:
    """Every character that one of the fonts has."""
    from matplotlib import font_manager  # comes with `families`

    found: set[int] = set()
    for name in families():
        found.update(font_manager.get_font(font_manager.findfont(name)).get_charmap())
    return frozenset(found)


def drawable(text: str) -> bool:
    """Whether all of it can be read in a picture made here."""
    return text.isascii() or all(ord(letter) in _letters() or not letter.isprintable() for letter in text)


def lettered(labels: Iterable[str]) -> tuple[list[str], list[str]]:
    """The labels as a picture can show them, and what has to stand beside it: "no. 1: …" for each that it cannot."""
    shown: list[str] = []
    beside: list[str] = []
    for label in labels:
        if drawable(label):
            shown.append(label)
        else:
            shown.append(INSTEAD.format(number=len(beside) + 1))
            beside.append(f"{shown[-1]}: {label}")
    return shown, beside
