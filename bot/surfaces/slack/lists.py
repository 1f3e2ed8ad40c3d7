"""ListView → one message with a line for each matter, and that line's own buttons."""

from __future__ import annotations

from bot.surfaces.slack.blocks import (
    LAST_LINE_BYTES,
    MESSAGE_BYTES,
    Message,
    actions,
    fitting,
    json_bytes,
    line,
    rich_text,
)
from bot.surfaces.slack.notes import named_phrase
from bot.surfaces.slack.phrase import Bit, Block, flat
from bot.surfaces.view import ListLine, ListView

MORE = "… and {count} more. See “Next to run out” in the app's Home tab."

_BLOCKS = 46
"""Slack takes 50; the others are for the last line and for what an answer has round its list."""


def list_message(view: ListView, room: int = MESSAGE_BYTES) -> Message:
    """Draw a list in `room` bytes of blocks; what does not fit is counted in the last line."""
    title = named_phrase(view.title, {}, view.people)
    blocks: list[Block] = [rich_text("title", line(title))]
    summary = [flat(title)]
    for at, one in enumerate(view.lines):
        drawn = _line(at, one)
        if len(blocks) + len(drawn) > _BLOCKS or json_bytes([*blocks, *drawn]) > room - LAST_LINE_BYTES:
            rest = MORE.format(count=f"{len(view.lines) - at:,}")
            blocks.append(rich_text("more", line([rest])))
            return Message(fitting([*summary, rest]), tuple(blocks))
        blocks += drawn
        summary.append(flat(_phrase(one)))
    return Message(fitting(summary), tuple(blocks))


def _line(at: int, one: ListLine) -> list[Block]:
    return [
        rich_text(f"line-{at}", line(_phrase(one))),
        *actions(f"actions-{at}", one.buttons, (), one.ticket_id),
    ]


def _phrase(one: ListLine) -> list[Bit]:
    return named_phrase(one.text, one.times, one.people)
