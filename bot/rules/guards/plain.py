"""Any script and digit system to one plain spelling, with the way back to the original positions."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_CHINESE = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_CHINESE_RUN = re.compile(
    r"[〇零○一二三四五六七八九](?:[\s.\-]?[〇零○一二三四五六七八九]){5,}"
)  # shorter runs are words
BLANK = "~"  # stands for every character of a link or a handle
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u20e3\u2800\u3164\uffa0")  # fillers and keycap boxes


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in plain spelling: `text[i]` was spelled by `original[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original; the span must not be empty."""
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """Full-width, Thai, Arabic-Indic … digits become 0-9, compatibility forms their base, invisible marks go."""
    if text.isascii():
        return Plain(text, range(len(text)), range(1, len(text) + 1))
    spelled = _chinese_digits(text)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(spelled):
        if out and out[-1].isdigit() and unicodedata.category(char) in ("Mn", "Me"):
            ends[-1] = index + 1  # a digit with a stroke, a dot or a keycap is still that digit
            continue
        for part in char if char.isascii() else _fold(char):
            out.append(part)
            starts.append(index)
            ends.append(index + 1)
    return Plain("".join(out), starts, ends)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if char in _INVISIBLE or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    return unicodedata.normalize("NFKC", char)


def _chinese_digits(text: str) -> str:
    def spell(run: re.Match[str]) -> str:
        return "".join(_CHINESE.get(char, char) for char in run[0])

    return _CHINESE_RUN.sub(spell, text)
