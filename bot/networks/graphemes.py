"""Characters as a person counts them (https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries)."""

import regex


def graphemes(text: str) -> int:
    """How many there are: a family emoji is one, and so is a line's end."""
    return len(text.replace("\r\n", "\n")) if text.isascii() else len(regex.findall(r"\X", text))
