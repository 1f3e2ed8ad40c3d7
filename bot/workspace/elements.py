"""Interactive elements and what they are made of: one row each, with Slack's limits.

Elements: https://docs.slack.dev/reference/block-kit/block-elements
Composition objects: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.workspace.checks import (
    Check,
    Problems,
    Shape,
    boolean,
    listing,
    number,
    one_of,
    plain,
    string,
    tell,
    text_object,
)
from bot.workspace.errors import Json

TYPE: Mapping[str, Check] = {"type": string(255)}
ID = string(255)

CONFIRM = Shape(
    {"text": text_object(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": one_of("primary", "danger")},
)


def _option(text: Check, *, with_url: bool = False) -> Shape:
    extra: dict[str, Check] = {"url": string(3000)} if with_url else {}
    return Shape({"text": text, "value": string(150)}, {"description": text_object(75), **extra})


SELECT_OPTION = _option(plain(75))
OVERFLOW_OPTION = _option(plain(75), with_url=True)
CHOICE_OPTION = _option(text_object(75))
"""Radio buttons and checkboxes may use mrkdwn."""
OPTION_GROUP = Shape({"label": plain(75), "options": listing(SELECT_OPTION, 100)}, {})


def _exactly_one_of(*keys: str) -> Check:
    def rule(value: Json, path: str, problems: Problems) -> None:
        if sum(key in value for key in keys) != 1:
            tell(problems, f"must provide exactly one of {', '.join(keys)}", path)

    return rule


def _initial_is_an_option(value: Json, path: str, problems: Problems) -> None:
    options = value.get("options")
    if not isinstance(options, list):
        return
    for key in ("initial_option", "initial_options"):
        chosen = value.get(key, [])
        for each in chosen if isinstance(chosen, list) else [chosen]:
            if each not in options:
                tell(problems, f"{key} must be one of the options", f"{path}/{key}")


def _select_rule(value: Json, path: str, problems: Problems) -> None:
    _exactly_one_of("options", "option_groups")(value, path, problems)
    _initial_is_an_option(value, path, problems)


def _element(
    optional: Mapping[str, Check], required: Mapping[str, Check] | None = None, rule: Check | None = None
) -> Shape:
    return Shape({**TYPE, **(required or {})}, {"action_id": ID, **optional}, rule)


FOCUS: dict[str, Check] = {"confirm": CONFIRM, "focus_on_load": boolean}
PLACEHOLDER: dict[str, Check] = {"placeholder": plain(150)}
MENU: dict[str, Check] = FOCUS | PLACEHOLDER
MANY: dict[str, Check] = MENU | {"max_selected_items": number(1, 100)}
OPTIONS: dict[str, Check] = {
    "options": listing(SELECT_OPTION, 100),
    "option_groups": listing(OPTION_GROUP, 100),
}
DISPATCH: dict[str, Check] = {
    "dispatch_action_config": Shape(
        {}, {"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), 2)}
    )
}
TYPED: dict[str, Check] = PLACEHOLDER | DISPATCH | {"focus_on_load": boolean, "initial_value": string(3000)}
BUTTON: dict[str, Check] = {
    "url": string(3000),
    "value": string(2000),
    "style": one_of("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(75),
}
CONVERSATIONS: dict[str, Check] = {
    "default_to_current_conversation": boolean,
    "filter": Shape(
        {},
        {
            "include": listing(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
}
FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
IMAGE = Shape(
    {**TYPE, "alt_text": string(2000)},
    {"image_url": string(3000), "slack_file": Shape({}, {"id": ID, "url": string(3000)})},
    _exactly_one_of("image_url", "slack_file"),
)

ELEMENTS: dict[str, Shape] = {
    "button": _element(BUTTON, {"text": plain(75)}),
    "overflow": _element({"confirm": CONFIRM}, {"options": listing(OVERFLOW_OPTION, 5)}),
    "static_select": _element(MENU | OPTIONS | {"initial_option": SELECT_OPTION}, rule=_select_rule),
    "multi_static_select": _element(
        MANY | OPTIONS | {"initial_options": listing(SELECT_OPTION, 100)}, rule=_select_rule
    ),
    "external_select": _element(MENU | {"initial_option": SELECT_OPTION, "min_query_length": number(0)}),
    "multi_external_select": _element(
        MANY | {"initial_options": listing(SELECT_OPTION, 100), "min_query_length": number(0)}
    ),
    "users_select": _element(MENU | {"initial_user": string(30)}),
    "multi_users_select": _element(MANY | {"initial_users": listing(string(30), 100)}),
    "channels_select": _element(MENU | {"initial_channel": string(30), "response_url_enabled": boolean}),
    "multi_channels_select": _element(MANY | {"initial_channels": listing(string(30), 100)}),
    "conversations_select": _element(
        MENU | CONVERSATIONS | {"initial_conversation": string(30), "response_url_enabled": boolean}
    ),
    "multi_conversations_select": _element(
        MANY | CONVERSATIONS | {"initial_conversations": listing(string(30), 100)}
    ),
    "radio_buttons": _element(
        FOCUS | {"initial_option": CHOICE_OPTION},
        {"options": listing(CHOICE_OPTION, 10)},
        _initial_is_an_option,
    ),
    "checkboxes": _element(
        FOCUS | {"initial_options": listing(CHOICE_OPTION, 10)},
        {"options": listing(CHOICE_OPTION, 10)},
        _initial_is_an_option,
    ),
    "datepicker": _element(MENU | {"initial_date": string(10, shortest=10)}),
    "timepicker": _element(MENU | {"initial_time": string(5, shortest=5), "timezone": string(64)}),
    "datetimepicker": _element(FOCUS | {"initial_date_time": number(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": _element(
        TYPED | {"multiline": boolean, "min_length": number(0, 3000), "max_length": number(1, 3000)}
    ),
    "email_text_input": _element(TYPED),
    "url_text_input": _element(TYPED),
    "number_input": _element(
        TYPED | {"min_value": string(30), "max_value": string(30)}, {"is_decimal_allowed": boolean}
    ),
    "feedback_buttons": _element({}, {"positive_button": FEEDBACK, "negative_button": FEEDBACK}),
    "icon_button": _element(
        {
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": listing(string(30), 100),
        },
        {"icon": string(50), "text": plain(75)},
    ),
    "image": IMAGE,
}

SELECTS = frozenset(name for name in ELEMENTS if name.endswith("_select"))
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes"})
IN_ACTIONS = SELECTS | PICKERS | {"button", "overflow"}
IN_SECTION = IN_ACTIONS - {"datetimepicker"} | {"image"}
IN_INPUT = SELECTS | PICKERS | {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
