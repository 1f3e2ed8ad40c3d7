"""NoteView → a message in a thread, in the channel, to one person, or for one pair of eyes only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.surfaces.slack.blocks import NO_TEXT, Message, actions, fitting, line, quote, rich_text
from bot.surfaces.slack.phrase import Bit, Block, Person, flat
from bot.surfaces.slack.text import one_line, passage
from bot.surfaces.view import NoteView

_TEXT_BYTES = 3_000
_QUOTE_BYTES = 3_000
_PINGS = 20
_PLACEHOLDER = re.compile(r"(\{\w+\})")


def note_message(view: NoteView) -> Message:
    """Draw a note. The people it pings come first; moments and people named in its text take their places."""
    phrase = _phrase(view)
    said = passage(view.quote, _QUOTE_BYTES)
    quoted: list[Block] = [quote([said])] if said else []
    blocks = [
        rich_text("note", line(phrase), *quoted),
        *actions("actions", view.buttons, (), view.ticket_id),
    ]
    summary = [flat(phrase)] + ([f"“{flat([one_line(view.quote, 800)])}”"] if said else [])
    return Message(fitting(summary), tuple(blocks))


def _phrase(view: NoteView) -> list[Bit]:
    pings = [bit for who in view.ping[:_PINGS] for bit in (Person(who), " ")]
    return [*pings, *named_phrase(view.text, view.times, view.people)]


def named_phrase(text: str, times: Mapping[str, datetime], people: Mapping[str, str]) -> list[Bit]:
    """A text with its {names} replaced by moments and people of the team."""
    named: dict[str, Bit] = {**times, **{name: Person(who) for name, who in people.items()}}
    pieces = _PLACEHOLDER.split(passage(text, _TEXT_BYTES) or NO_TEXT)
    return [named.get(piece[1:-1], piece) if piece.startswith("{") else piece for piece in pieces]
