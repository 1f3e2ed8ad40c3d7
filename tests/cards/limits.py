"""What Slack counts and its type definitions do not: lengths, numbers, unique names, and which block goes where.

https://docs.slack.dev/reference/block-kit/blocks and each block's and element's own page.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

BLOCKS = {"message": 50, "modal": 100, "home": 100}
MESSAGE_BYTES = 12_000
MESSAGE_TEXT = 4_000
ALLOWED = {
    "message": {"actions", "context", "divider", "header", "image", "rich_text", "section"},
    "modal": {"actions", "alert", "context", "divider", "header", "image", "input", "rich_text", "section"},
    "home": {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"},
}
TEXT_OF = {
    "section": {"text": 3_000},
    "header": {"text": 150},
    "button": {"text": 75, "value": 2_000, "url": 3_000, "action_id": 255},
    "input": {"label": 2_000, "hint": 2_000, "block_id": 255},
    "plain_text_input": {"placeholder": 150, "initial_value": 3_000},
    "static_select": {"placeholder": 150},
    "users_select": {"placeholder": 150},
    "link": {"url": 3_000},
    "modal": {"title": 24, "submit": 24, "close": 24, "callback_id": 255, "private_metadata": 3_000},
    "option": {"text": 75, "value": 150, "description": 75, "url": 3_000},
    "confirm": {"title": 100, "text": 300, "confirm": 30, "deny": 30},
    "mrkdwn": {"text": 3_000},
    "plain_text": {"text": 3_000},
}
ITEMS_OF = {
    "actions": {"elements": 25},
    "context": {"elements": 10},
    "overflow": {"options": 5},
    "radio_buttons": {"options": 10},
    "static_select": {"options": 100},
    "rich_text": {"elements": 1_000},
    "rich_text_section": {"elements": 1_000},
    "rich_text_quote": {"elements": 1_000},
}
DEFINITION_OF = {
    "actions": "ActionsBlock",
    "context": "ContextBlock",
    "divider": "DividerBlock",
    "header": "HeaderBlock",
    "input": "InputBlock",
    "rich_text": "RichTextBlock",
    "section": "SectionBlock",
}
NEEDS_ACTION_ID = {
    "button",
    "overflow",
    "plain_text_input",
    "radio_buttons",
    "static_select",
    "users_select",
    "datetimepicker",
}


def message_problems(text: str, blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Everything Slack would refuse in a message; empty when it is fine."""
    size = len(json.dumps(blocks))
    found = [] if size <= MESSAGE_BYTES else [f"{size} bytes of blocks"]
    if not 1 <= len(text) <= MESSAGE_TEXT:
        found.append(f"text of {len(text)} characters")
    return found + _problems("message", {"blocks": blocks})


def view_problems(view: Mapping[str, Any]) -> list[str]:
    """Everything Slack would refuse in a modal or a home tab; empty when it is fine."""
    surface = view["type"]
    found = _shape_problems("ModalView" if surface == "modal" else "HomeView", {**view, "blocks": []})
    if surface == "modal" and "submit" not in view and any(one["type"] == "input" for one in view["blocks"]):
        found.append("inputs without a submit button")
    return found + _problems(surface, view)


@cache
def _validator(name: str) -> Draft7Validator:
    schema = json.loads((Path(__file__).parent / "schemas" / "blockkit.json").read_text())
    return Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": schema["definitions"]})


def _shape_problems(name: str, value: Mapping[str, Any]) -> list[str]:
    errors = _validator(name).iter_errors(value)
    return [f"{name} {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in errors]


def _block_problems(block: Mapping[str, Any]) -> list[str]:
    """By the block's own definition: a mismatch with "any of twenty" is slow to find and says nothing readable."""
    name = DEFINITION_OF.get(block.get("type", ""))
    return _shape_problems(name, block) if name else [f"unknown block {block.get('type')}"]


def _problems(surface: str, view: Mapping[str, Any]) -> list[str]:
    blocks = view["blocks"]
    found = [] if len(blocks) <= BLOCKS[surface] else [f"{len(blocks)} blocks"]
    found += [f"{one['type']} in a {surface}" for one in blocks if one["type"] not in ALLOWED[surface]]
    found += [f"{one['type']} without a block_id" for one in blocks if not one.get("block_id")]
    found += [problem for block in blocks for problem in _block_problems(block)]
    found += _repeated("block_id", [one.get("block_id") for one in blocks])
    for block in blocks:
        inside = [kind["action_id"] for kind in _dicts(block) if "action_id" in kind]
        found += _repeated("action_id", inside)
    return found + [problem for kind in _dicts(view) for problem in _too_much(kind)]


def _repeated(name: str, values: list[Any]) -> list[str]:
    return [f"{name} {value} twice" for value, count in Counter(values).items() if count > 1]


def _too_much(kind: Mapping[str, Any]) -> Iterator[str]:
    name = _name(kind)
    for field, limit in TEXT_OF.get(name, {}).items():
        if field in kind and not 1 <= len(_text(kind[field])) <= limit:
            yield f"{name}.{field} of {len(_text(kind[field]))} characters, {limit} allowed"
    for field, limit in ITEMS_OF.get(name, {}).items():
        if not 1 <= len(kind[field]) <= limit:
            yield f"{name}.{field} has {len(kind[field])} items, {limit} allowed"
    if name in NEEDS_ACTION_ID and not kind.get("action_id"):
        yield f"{name} without an action_id"
    if name == "text" and not kind["text"]:
        yield "an empty text element"


def _name(kind: Mapping[str, Any]) -> str:
    if "deny" in kind:
        return "confirm"
    return kind.get("type") or ("option" if "value" in kind and "text" in kind else "")


def _text(value: Any) -> str:
    return value["text"] if isinstance(value, Mapping) else str(value)


def _dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _dicts(one)
