"""The few pieces of Block Kit that the desk draws with, and the numbers Slack holds them to.

https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.surfaces.slack.phrase import Block, Phrase, rich
from bot.surfaces.slack.text import clean, shorten, web_address
from bot.surfaces.view import Button

MESSAGE_BYTES = 12_000
"""Slack refuses somewhat over 13,000 (`msg_blocks_too_long`), which is documented nowhere.

https://github.com/slackapi/bolt-js/issues/2509
"""
LAST_LINE_BYTES = 300
"""Kept for the line that counts what does not fit."""
MESSAGE_TEXT = 4_000
"""More makes chat.update fail with `msg_too_long`. https://docs.slack.dev/reference/methods/chat.update"""
_BUTTON_LABEL = 75
_CONFIRM_TEXT = 300
_LINK_BYTES = 1_000
_OVERFLOW_OPTIONS = 5
PRIMARY = "primary"
MORE = "more"
"""The action_id of the overflow menu; the option chosen has the value `button id:ticket id`."""
CANCEL = "Cancel"
NO_TEXT = "(no text)"
"""Slack refuses a text that is empty."""


@dataclass(frozen=True)
class Message:
    """What chat.postMessage takes. `text` says all of it, for screen readers and notifications."""

    text: str
    blocks: tuple[Block, ...]


def fitting(lines: Sequence[str], limit: int = MESSAGE_TEXT) -> str:
    """The lines one under the other; one that no longer fits is left out whole, so that no token is cut in two."""
    kept: list[str] = []
    for one in lines:
        if len("\n".join([*kept, one])) <= limit:
            kept.append(one)
    return "\n".join(kept)


def json_bytes(blocks: Sequence[Block]) -> int:
    """How long the blocks are as they are sent."""
    return len(json.dumps(blocks))


def plain(text: str, limit: int) -> Block:
    """A plain text object of at most `limit` characters, cleaned."""
    return {"type": "plain_text", "text": shorten(clean(text), limit) or NO_TEXT, "emoji": True}


def line(phrase: Phrase) -> Block:
    """A line of rich text."""
    return {"type": "rich_text_section", "elements": rich(phrase)}


def quote(phrase: Phrase) -> Block:
    """A quote in rich text, with a bar at its side."""
    return {"type": "rich_text_quote", "elements": rich(phrase)}


def rich_text(block_id: str, *elements: Block) -> Block:
    """Lines and quotes in one block."""
    return {"type": "rich_text", "block_id": block_id, "elements": list(elements)}


def context(block_id: str, mrkdwn: str) -> Block:
    """A small grey line. `verbatim` keeps Slack from turning addresses and names into links."""
    text = {"type": "mrkdwn", "text": mrkdwn, "verbatim": True}
    return {"type": "context", "block_id": block_id, "elements": [text]}


def actions(
    block_id: str, buttons: Sequence[Button], more: Sequence[Button], ticket_id: int | None
) -> list[Block]:
    """A row of buttons with a menu behind them, 25 at most in all; no block where there is none.

    A menu holds five (https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element), and
    cannot ask a question for one of them alone: what does not fit there stands in the row.
    """
    shown = [one for one in (*buttons, *more) if not one.link or web_address(one.link, _LINK_BYTES)]
    hidden = [one for one in shown if one in more and one not in buttons and not one.confirm][
        :_OVERFLOW_OPTIONS
    ]
    value = "" if ticket_id is None else str(ticket_id)
    elements = [_button(one, value) for one in _one_primary(shown) if one not in hidden]
    if hidden:
        options = [_option(one, value) for one in hidden]
        elements.append({"type": "overflow", "action_id": MORE, "options": options})
    return [{"type": "actions", "block_id": block_id, "elements": elements}] if elements else []


def _one_primary(buttons: Sequence[Button]) -> list[Button]:
    """Each button once, and only the first primary one in green: a row has one next step."""
    first = next((one for one in buttons if one.style == PRIMARY), None)
    return [
        replace(one, style="") if one.style == PRIMARY and one != first else one
        for one in dict.fromkeys(buttons)
    ]


def _button(button: Button, value: str) -> Block:
    element: Block = {"type": "button", "action_id": button.id, "text": plain(button.label, _BUTTON_LABEL)}
    if value:
        element["value"] = value
    if button.link:
        element["url"] = button.link
    if button.style:
        element["style"] = button.style
    if button.confirm:
        element["confirm"] = _confirm(button)
    return element


def _option(button: Button, value: str) -> Block:
    option: Block = {"text": plain(button.label, _BUTTON_LABEL), "value": f"{button.id}:{value}"}
    return option | ({"url": button.link} if button.link else {})


def _confirm(button: Button) -> Block:
    return {
        "title": plain(button.label, 100),
        "text": plain(button.confirm, _CONFIRM_TEXT),
        "confirm": plain(button.label, 30),
        "deny": plain(CANCEL, 30),
    }
