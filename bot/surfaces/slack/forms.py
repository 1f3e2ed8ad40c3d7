"""FormView → a modal, and what was typed back out of it.

Slack keeps what a person typed while the view is replaced, as long as block and input keep their names, and then
ignores the value we send (https://docs.slack.dev/reference/methods/views.update). To put another text into a box
(a saved reply, say) give the part a new tail: `reply#2`. The tail stays in the block's name only; `values_of`
and `errors_at` know the part as `reply`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.surfaces.slack.approvals import changed
from bot.surfaces.slack.blocks import NO_TEXT, line, plain, quote
from bot.surfaces.slack.phrase import Bit, Block, Strong
from bot.surfaces.slack.text import clean, one_line, passage
from bot.surfaces.view import (
    Caution,
    Choice,
    Difference,
    FormView,
    Option,
    Paragraph,
    Part,
    PersonPick,
    Quote,
    TextInput,
    TimePick,
)

CAUTION = "⚠️ "
CUT = "This box holds 3,000 characters; the rest of the text was left out."
PICK_A_PERSON = "Pick a person"
PICK = "Pick one"

_TITLE = 24
_METADATA = 3_000
_TEXT = 3_000
_LABEL = 2_000
_PLACEHOLDER = 150
_OPTION = 75
_OPTIONS = 100
_RADIOS = 10
"""https://docs.slack.dev/surfaces/modals and https://docs.slack.dev/reference/block-kit/block-elements"""
_TAIL = "#"


def modal(form: FormView) -> Block:
    """Draw a dialog. Its facts come back through `facts_of`.

    Raises:
        ValueError: the facts take more than the 3,000 characters Slack keeps for us.
    """
    facts = json.dumps(dict(form.facts), ensure_ascii=False, separators=(",", ":"))
    if len(facts) > _METADATA:
        raise ValueError(f"{form.id}: the facts take {len(facts)} of 3,000 characters")
    view: Block = {
        "type": "modal",
        "callback_id": form.id,
        "title": plain(form.title, _TITLE),
        "close": plain(form.close, _TITLE),
        "private_metadata": facts,
        "notify_on_close": True,
        "blocks": [
            {"block_id": f"part-{at}"} | block
            for at, part in enumerate(form.parts)
            for block in _blocks(part)
        ],
    }
    return view | ({"submit": plain(form.submit, _TITLE)} if form.submit else {})


def facts_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """The facts a dialog was opened with."""
    facts: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return facts


def values_of(view: Mapping[str, Any]) -> dict[str, str]:
    """What was typed and picked, by part id; "" for what was left empty. A moment is its Unix time in seconds."""
    return {part: _value(state) for _, part, state in _states(view)}


def errors_at(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Sentences by part id → the `errors` of `response_action: errors`, which go by block."""
    blocks = {part: block for block, part, _ in _states(view)}
    return {blocks.get(part, part): sentence for part, sentence in errors.items()}


def moment_of(value: str) -> datetime | None:
    """The moment somebody picked, from `values_of`."""
    return datetime.fromtimestamp(int(value), UTC) if value else None


def _states(view: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    values = view.get("state", {}).get("values", {})
    return [(block, part, state) for block, inputs in values.items() for part, state in inputs.items()]


def _value(state: Mapping[str, Any]) -> str:
    option = state.get("selected_option") or {}
    found = state.get("value") or option.get("value") or state.get("selected_user")
    return str(found or state.get("selected_date_time") or "")


def _blocks(part: Part) -> list[Block]:
    """One part's blocks: none for an empty paragraph or a choice without options, which Slack refuses."""
    match part:
        case Paragraph():
            return _paragraph(part)
        case Caution(text=text):
            return [{"type": "section", "text": plain(CAUTION + text, _TEXT)}]
        case Quote():
            return [_quote(part)]
        case Difference():
            return [_difference(part)]
        case Choice(options=()):
            return []
        case TextInput() | Choice() | PersonPick() | TimePick():
            return [_input(part)]


def _paragraph(part: Paragraph) -> list[Block]:
    if not clean(part.text):
        return []
    if part.head:
        said: list[Bit] = [Strong(one_line(part.head, 200)), "\n", passage(part.text, _TEXT)]
        return [{"type": "rich_text", "elements": [line(said)]}]
    named, text = {"block_id": part.id} if part.id else {}, plain(part.text, _TEXT)
    if part.quiet:
        return [{"type": "context", "elements": [text], **named}]
    return [{"type": "section", "text": text, **named}]


def _quote(part: Quote) -> Block:
    by = one_line(part.by, 200)
    said = quote([passage(part.text, _TEXT) or NO_TEXT])
    return {"type": "rich_text", "elements": [line([Strong(by)]), said] if by else [said]}


def _difference(part: Difference) -> Block:
    return {"type": "rich_text", "elements": [line([Strong(part.label)]), quote(changed(part.pieces))]}


def _input(part: TextInput | Choice | PersonPick | TimePick) -> Block:
    block: Block = {
        "type": "input",
        "block_id": part.id,
        "label": plain(part.label, _LABEL),
        "element": _element(part) | {"action_id": part.id.partition(_TAIL)[0]},
    }
    if isinstance(part, TextInput | Choice):
        block |= {"optional": part.optional, "dispatch_action": part.live}
        block |= {"hint": plain(hint, _LABEL)} if (hint := _hint(part)) else {}
    return block


def _hint(part: TextInput | Choice) -> str:
    is_cut = isinstance(part, TextInput) and len(part.value) > _TEXT
    return " ".join(filter(None, [part.hint, CUT if is_cut else ""]))


def _element(part: TextInput | Choice | PersonPick | TimePick) -> Block:
    match part:
        case TextInput():
            return _text_input(part)
        case Choice():
            return _choice(part)
        case PersonPick():
            return {"type": "users_select", "placeholder": plain(PICK_A_PERSON, _PLACEHOLDER)}
        case TimePick(value=at):
            return {"type": "datetimepicker", "initial_date_time": int(at.timestamp())}


def _text_input(part: TextInput) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": part.multiline}
    if part.value:
        element["initial_value"] = part.value[:_TEXT]
    if part.placeholder:
        element["placeholder"] = plain(part.placeholder, _PLACEHOLDER)
    if part.live:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return element


def _choice(part: Choice) -> Block:
    options = {option.value: _option(option) for option in part.options[:_OPTIONS]}
    as_radio = part.radio and len(options) <= _RADIOS
    element: Block = {
        "type": "radio_buttons" if as_radio else "static_select",
        "options": list(options.values()),
    }
    if not as_radio:
        element["placeholder"] = plain(PICK, _PLACEHOLDER)
    if part.value in options:
        element["initial_option"] = options[part.value]
    return element


def _option(option: Option) -> Block:
    block: Block = {"text": plain(option.label, _OPTION), "value": option.value}
    return block | ({"description": plain(about, _OPTION)} if (about := clean(option.about)) else {})
