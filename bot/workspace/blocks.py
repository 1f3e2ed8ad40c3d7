"""Whether Slack would take these blocks: one row per block, with its keys, its limits and where it may stand.

Blocks: https://docs.slack.dev/reference/block-kit/blocks
Views: https://docs.slack.dev/surfaces/modals, https://docs.slack.dev/surfaces/app-home
The total size is undocumented; it was measured at 13,172 to 13,297 characters
(https://github.com/slackapi/bolt-js/issues/2509).

Not known here, and so refused: carousel, container, data_table, data_visualization, file, plan, task_card.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.workspace.checks import (
    Check,
    Problems,
    Shape,
    anything,
    boolean,
    listing,
    number,
    one_of,
    plain,
    string,
    tell,
    text_object,
    typed,
)
from bot.workspace.elements import ELEMENTS, ID, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, TYPE
from bot.workspace.errors import Json, SlackError

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
MOST_CHARACTERS = 13_000

STYLE = Shape({}, dict.fromkeys(("bold", "code", "italic", "strike", "underline"), boolean))


def _styled(required: dict[str, Check], **optional: Check) -> Shape:
    return Shape({**TYPE, **required}, {"style": STYLE, **optional})


RICH_TEXT_ELEMENTS: dict[str, Shape] = {
    "text": _styled({"text": string(12_000)}),
    "link": _styled({"url": string(3000)}, text=string(3000), unsafe=boolean),
    "emoji": _styled({"name": string(100)}, unicode=string(60), url=string(3000)),
    "user": _styled({"user_id": string(30)}),
    "usergroup": _styled({"usergroup_id": string(30)}),
    "channel": _styled({"channel_id": string(30)}),
    "team": _styled({"team_id": string(30)}),
    "broadcast": _styled({"range": one_of("here", "channel", "everyone")}),
    "color": _styled({"value": string(20)}),
    "date": _styled({"timestamp": number(0), "format": string(200)}, fallback=string(200), url=string(3000)),
}
_inline = listing(typed(RICH_TEXT_ELEMENTS, RICH_TEXT_ELEMENTS, "rich text"), 1000)
_verbatim = listing(typed(RICH_TEXT_ELEMENTS, ("text", "link"), "rich text"), 1000)
_border = {"border": one_of(0, 1)}
RICH_TEXT: dict[str, Shape] = {
    "rich_text_section": Shape({**TYPE, "elements": _inline}, {}),
    "rich_text_quote": Shape({**TYPE, "elements": _inline}, _border),
    "rich_text_preformatted": Shape({**TYPE, "elements": _verbatim}, _border),
}
RICH_TEXT["rich_text_list"] = Shape(
    {
        **TYPE,
        "style": one_of("bullet", "ordered"),
        "elements": listing(typed(RICH_TEXT, ("rich_text_section",), "rich text"), 1000),
    },
    _border | {"indent": number(0, 8)},
)


def _section_rule(block: Json, path: str, problems: Problems) -> None:
    if "text" not in block and "fields" not in block:
        tell(problems, "must provide text or fields", path)


def _card_rule(block: Json, path: str, problems: Problems) -> None:
    if not {"hero_image", "title", "actions", "body"} & block.keys():
        tell(problems, "must provide one of hero_image, title, actions, body", path)


def _image_rule(block: Json, path: str, problems: Problems) -> None:
    if ("image_url" in block) == ("slack_file" in block):
        tell(problems, "must provide exactly one of image_url, slack_file", path)


def _block(required: dict[str, Check], rule: Check | None = None, **optional: Check) -> Shape:
    return Shape({**TYPE, **required}, {"block_id": ID, **optional}, rule)


def _mrkdwn(longest: int) -> Check:
    return text_object(longest, ("mrkdwn",))


def _context_element(value: Any, path: str, problems: Problems) -> None:
    is_image = isinstance(value, dict) and value.get("type") == "image"
    (IMAGE if is_image else text_object(2000))(value, path, problems)


BLOCKS: dict[str, Shape] = {
    "section": _block(
        {},
        _section_rule,
        text=text_object(3000),
        fields=listing(text_object(2000), 10),
        accessory=typed(ELEMENTS, IN_SECTION, "element"),
        expand=boolean,
    ),
    "header": _block({"text": plain(150)}),
    "divider": _block({}),
    "context": _block({"elements": listing(_context_element, 10)}),
    "actions": _block({"elements": listing(typed(ELEMENTS, IN_ACTIONS, "element"), 25)}),
    "context_actions": _block(
        {"elements": listing(typed(ELEMENTS, ("feedback_buttons", "icon_button"), "element"), 5)}
    ),
    "image": _block(
        {"alt_text": string(2000)},
        _image_rule,
        title=plain(2000),
        image_url=string(3000),
        slack_file=anything,
    ),
    "input": _block(
        {"label": plain(2000), "element": typed(ELEMENTS, IN_INPUT, "element")},
        hint=plain(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "rich_text": _block({"elements": listing(typed(RICH_TEXT, RICH_TEXT, "rich text"), 1000)}),
    "markdown": _block({"text": string(12_000)}),
    "alert": _block(
        {"text": text_object(200)}, level=one_of("default", "info", "warning", "error", "success")
    ),
    "card": _block(
        {},
        _card_rule,
        title=_mrkdwn(150),
        subtitle=_mrkdwn(150),
        body=_mrkdwn(200),
        icon=IMAGE,
        hero_image=IMAGE,
        actions=listing(typed(ELEMENTS, ("button",), "element"), 3),
    ),
    "table": _block(
        {"rows": listing(listing(anything, 20), 100)},
        column_settings=listing(
            Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), 20
        ),
    ),
    "video": _block(
        {
            "alt_text": string(2000),
            "title": plain(200),
            "thumbnail_url": string(3000),
            "video_url": string(3000),
        },
        author_name=string(50),
        description=plain(200),
        provider_icon_url=string(3000),
        provider_name=string(50),
        title_url=string(3000),
    ),
}
_EVERYWHERE = frozenset(BLOCKS) - {"alert", "markdown", "table", "context_actions", "card"}
SURFACES = {
    MESSAGE: _EVERYWHERE | {"markdown", "table", "context_actions", "card"},
    MODAL: _EVERYWHERE | {"alert"},
    HOME: _EVERYWHERE,
}


def interactive_elements(block: Json) -> Iterator[Json]:
    """Every element of a block that a person can use, in order."""
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict) and block[key].get("type") != "image":
            yield block[key]
    if block.get("type") in ("actions", "context_actions"):
        yield from (each for each in block.get("elements", []) if isinstance(each, dict))
    if block.get("type") == "card":
        yield from (each for each in block.get("actions", []) if isinstance(each, dict))


def _unique_ids(blocks: list[Json], path: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            tell(problems, f"block_id {block_id!r} already exists", f"{path}/{index}/block_id")
        seen.add(str(block_id))
        actions = [each["action_id"] for each in interactive_elements(block) if "action_id" in each]
        for action_id in sorted({each for each in actions if actions.count(each) > 1}):
            tell(problems, f"action_id {action_id!r} already exists in this block", f"{path}/{index}")


def _once_per_message(blocks: list[Json], path: str, problems: Problems) -> None:
    kinds = [block.get("type") for block in blocks]
    if kinds.count("table") > 1:
        tell(problems, "only one table is allowed", path)
    if sum(len(block["text"]) for block in blocks if block.get("type") == "markdown") > 12_000:  # noqa: PLR2004 - the sum of a message has this limit alone
        tell(problems, "markdown blocks may hold 12000 characters together", path)


def block_problems(blocks: Any, surface: str, path: str = "/blocks") -> Problems:
    """Every reason why Slack would refuse these blocks on this surface; empty when it would take them."""
    problems: Problems = []
    check = typed(BLOCKS, SURFACES[surface], "block")
    listing(check, MOST_BLOCKS[surface], lowest=0)(blocks, path, problems)
    if not problems:
        _unique_ids(blocks, path, problems)
        _once_per_message(blocks, path, problems)
    return problems


def check_message_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message with generated block_ids; raises `invalid_blocks` or `msg_blocks_too_long`."""
    problems = block_problems(blocks, MESSAGE)
    if problems:
        raise SlackError("invalid_blocks", *problems, errors=problems)
    if len(json.dumps(blocks, ensure_ascii=False)) > MOST_CHARACTERS:
        raise SlackError("msg_blocks_too_long")
    return with_ids(blocks)


def with_ids(blocks: list[Json]) -> list[Json]:
    """The same blocks, each with a block_id and each element with an action_id, as Slack fills them in."""
    return [_with_ids(block, index) for index, block in enumerate(blocks)]


def _with_ids(block: Json, index: int) -> Json:
    copy: Json = json.loads(json.dumps(block))
    copy.setdefault("block_id", f"b{index}")
    for position, element in enumerate(interactive_elements(copy)):
        element.setdefault("action_id", f"{copy['block_id']}-{position}")
    return copy


VIEW_KEYS: dict[str, Check] = {
    "type": one_of(MODAL, HOME),
    "blocks": anything,
    "callback_id": string(255, shortest=0),
    "external_id": string(255, shortest=0),
    "private_metadata": string(3000, shortest=0),
}
VIEWS: dict[str, Shape] = {
    HOME: Shape({"type": one_of(HOME), "blocks": anything}, VIEW_KEYS),
    MODAL: Shape(
        {"type": one_of(MODAL), "blocks": anything, "title": plain(24)},
        VIEW_KEYS
        | {"submit": plain(24), "close": plain(24), "clear_on_close": boolean, "notify_on_close": boolean},
    ),
}


def view_problems(view: Any, allowed: tuple[str, ...] = (MODAL, HOME)) -> Problems:
    """Every reason why Slack would refuse this view."""
    problems: Problems = []
    typed(VIEWS, allowed, "view")(view, "/view", problems)
    if problems:
        return problems
    blocks = view["blocks"]
    problems += block_problems(blocks, view["type"], "/view/blocks")
    has_input = not problems and any(block["type"] == "input" for block in blocks)
    if view["type"] == MODAL and has_input and "submit" not in view:
        tell(problems, "missing required field: submit (a modal with an input needs one)", "/view")
    return problems


def check_view(view: Any, *allowed: str) -> Json:
    """The view with generated ids; raises `invalid_arguments` naming each fault, as Slack's views.* do."""
    problems = view_problems(view, allowed or (MODAL, HOME))
    if problems:
        raise SlackError("invalid_arguments", *problems)
    return {**view, "blocks": with_ids(view["blocks"])}
