"""A phrase of a card: words, people, moments and links, written once and drawn twice.

As rich text for the eye, where Slack parses nothing, and as mrkdwn for screen readers, notifications and the small
grey lines. The words in a phrase are plain text that went through `text.one_line` or `text.passage`, or are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from bot.surfaces.slack.text import address_in_mrkdwn, date_token, escape, one_line, utc

MOMENT = "{date_short_pretty} at {time}"
COUNTDOWN = "{ago}"
"""Slack itself counts: "in 12 minutes", "3 minutes ago". https://docs.slack.dev/messaging/formatting-message-text#date-formatting"""
SEPARATOR = " · "
_MEMBER = re.compile(r"[UW][A-Z0-9]{2,20}")


@dataclass(frozen=True)
class Person:
    """Somebody of the team, by id."""

    id: str


@dataclass(frozen=True)
class Strong:
    """Words that catch the eye."""

    text: str


@dataclass(frozen=True)
class Gone:
    """Words that were taken out."""

    text: str


@dataclass(frozen=True)
class New:
    """Words that were put in."""

    text: str


@dataclass(frozen=True)
class Link:
    """An address behind words of ours. The address went through `text.web_address`."""

    url: str
    text: str


@dataclass(frozen=True)
class Countdown:
    """How long until a moment, counted by the reader's own Slack."""

    at: datetime


Bit = str | datetime | Countdown | Person | Strong | Gone | New | Link
Phrase = Sequence[Bit]
STYLES = {Strong: {"bold": True}, Gone: {"strike": True}, New: {"bold": True, "italic": True}}
FLAT = {Strong: "{}", Gone: "[-{}-]", New: "[+{}+]"}
"""In mrkdwn, which nothing foreign may style: as word differences are written on paper."""
Block = dict[str, Any]


def joined(parts: Sequence[Phrase], separator: str = SEPARATOR) -> list[Bit]:
    """The parts that are not empty, with a separator between them."""
    phrase: list[Bit] = []
    for part in filter(None, parts):
        phrase += [separator, *part] if phrase else part
    return phrase


def rich(phrase: Phrase) -> list[Block]:
    """The elements of a `rich_text_section`.

    https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#element-types
    """
    elements: list[Block] = []
    for is_words, group in groupby(phrase, lambda bit: isinstance(bit, str)):
        bits = list(group)
        elements += [_words("".join(map(str, bits)))] if is_words else map(_rich, bits)
    return [element for element in elements if element.get("text") != ""]


def flat(phrase: Phrase) -> str:
    """The same as mrkdwn, escaped."""
    return "".join(_flat(bit) for bit in phrase)


def _words(words: str) -> Block:
    return {"type": "text", "text": words}


def _rich(bit: Bit) -> Block:
    match bit:
        case Person(id=who):
            is_member = _MEMBER.fullmatch(who)
            return {"type": "user", "user_id": who} if is_member else _words(one_line(who, 100) or "?")
        case Strong() | Gone() | New():
            return _words(bit.text) | {"style": STYLES[type(bit)]}
        case Link(url=url, text=words):
            return {"type": "link", "url": url, "text": words}
        case datetime():
            stamp = int(bit.timestamp())
            return {"type": "date", "timestamp": stamp, "format": MOMENT, "fallback": utc(bit)}
        case Countdown(at=at):
            return {
                "type": "date",
                "timestamp": int(at.timestamp()),
                "format": COUNTDOWN,
                "fallback": utc(at),
            }
        case str():
            return _words(bit)


def _flat(bit: Bit) -> str:
    match bit:
        case Person(id=who):
            return f"<@{who}>" if _MEMBER.fullmatch(who) else escape(one_line(who, 100))
        case Strong() | Gone() | New():
            return FLAT[type(bit)].format(escape(bit.text))
        case Link(url=url, text=words):
            return f"<{address_in_mrkdwn(url)}|{escape(words)}>"
        case datetime():
            return date_token(bit, MOMENT)
        case Countdown(at=at):
            return date_token(at, COUNTDOWN)
        case str():
            return escape(bit)
