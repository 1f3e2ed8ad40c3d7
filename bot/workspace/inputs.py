"""What a person typed or picked in an element, as Slack puts it into payloads.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.workspace.blocks import interactive_elements
from bot.workspace.errors import Json

VALUE_KEYS = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "overflow": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
INITIAL_KEYS = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "value": "initial_value",
}
STATELESS = frozenset({"button", "overflow", "icon_button", "feedback_buttons"})
REQUIRED = "Please complete this required field."
Values = Mapping[str, Mapping[str, Any]]


def value_key(element: Json) -> str:
    """The key under which an element's value stands in a payload."""
    return VALUE_KEYS.get(element["type"], "value")


def options_of(element: Json) -> list[Json]:
    """Every option of an element, those in groups included."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _option(element: Json, chosen: Any) -> Json | None:
    if isinstance(chosen, dict) or chosen is None:
        return chosen
    for option in options_of(element):
        if option["value"] == chosen:
            return option
    raise LookupError(f"no option {chosen!r} in {element['action_id']}")


def element_value(element: Json, raw: Any) -> Any:
    """A plain value as the payload wants it: an option's value becomes the whole option. LookupError if none."""
    key = value_key(element)
    if isinstance(raw, dict) and raw.get("type") == element["type"]:
        raw = raw.get(key)
    if key == "selected_option":
        return _option(element, raw)
    if key == "selected_options":
        return [_option(element, each) for each in raw or []]
    return raw if raw != "" else None


def _initial(element: Json) -> Any:
    key = value_key(element)
    return element.get(INITIAL_KEYS[key], [] if key.endswith("s") and key != "value" else None)


def state_values(blocks: list[Json], given: Values) -> Json:
    """The `state.values` of a message or view: what was given, else each element's initial value."""
    values: Json = {}
    for block in blocks:
        for element in interactive_elements(block):
            if element["type"] in STATELESS:
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            typed = given.get(block_id, {})
            value = element_value(element, typed[action_id]) if action_id in typed else _initial(element)
            entry = {"type": element["type"], value_key(element): value}
            values.setdefault(block_id, {})[action_id] = entry
    return values


def missing_inputs(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's own client refuses before the app hears of it: sentence by block_id."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = values[block["block_id"]][element["action_id"]][value_key(element)]
        if value in (None, "", []):
            if not block.get("optional"):
                errors[block["block_id"]] = REQUIRED
        elif isinstance(value, str) and (problem := _length_problem(element, value)):
            errors[block["block_id"]] = problem
    return errors


def _length_problem(element: Json, value: str) -> str:
    longest, shortest = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > longest:
        return f"Please shorten this to {longest} characters or fewer."
    return f"Please lengthen this to {shortest} characters or more." if len(value) < shortest else ""


def action_of(block: Json, element: Json, raw: Any, action_ts: str) -> Json:
    """One entry of `actions` in a block_actions payload."""
    action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    action["action_ts"] = action_ts
    if element["type"] in ("button", "icon_button"):
        kept = {key: element[key] for key in ("text", "value", "style", "confirm") if key in element}
        return action | kept
    if element["type"] == "feedback_buttons":
        return action | {"value": raw}
    return action | {value_key(element): element_value(element, raw)}
