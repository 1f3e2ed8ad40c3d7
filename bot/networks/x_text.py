"""How X reads a text of ours: its weight, its links, its cashtags; pure.

By twitter-text-parser, which agrees with X's own twitter-text (https://docs.x.com/fundamentals/counting-characters).
It takes a second to load and only drafts for X need it, so it is loaded when first asked.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from importlib.resources import files
from types import ModuleType
from typing import Any

_CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?!\w)")


def weight(text: str) -> int:
    """Characters as X counts them: a link is 23, an emoji 2, a Chinese character 2, after composition (NFC)."""
    return int(_parser().parse_tweet(text).weightedLength)


def holds_link(text: str) -> bool:
    """Whether X would make a link of some part of the text, a bare "acme.com" included."""
    return bool(_parser().extract_urls_with_indices(text))


def cashtags(text: str) -> int:
    """How many words like $ACME the text holds."""
    return len(_CASHTAG.findall(text))


@cache
def _parser() -> Any:
    """The parser. It reads one file of its own through `pkg_resources`, which setuptools has had no more since 82."""
    stand_in = ModuleType("pkg_resources")
    vars(stand_in)["resource_string"] = _resource
    held = sys.modules.setdefault("pkg_resources", stand_in)
    try:
        return import_module("twitter_text")
    finally:
        if held is stand_in:
            del sys.modules["pkg_resources"]


def _resource(module: str, name: str) -> bytes:
    return (files(module.rpartition(".")[0]) / name).read_bytes()
