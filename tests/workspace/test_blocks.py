import pytest

from bot.workspace.blocks import block_problems, check_message_blocks, view_problems
from bot.workspace.errors import SlackError
from tests.workspace.stage import button, card, modal, option, text, text_input

MRKDWN = {"type": "mrkdwn", "text": "x"}


def section(**more):
    return {"type": "section", "text": MRKDWN, **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def select(options=None, **more):
    return {"type": "static_select", "action_id": "s", "options": options or [option("a")], **more}


def options(count):
    return [option(str(number)) for number in range(count)]


REFUSED = {
    "an unknown block": ({"type": "carousel9"}, "/blocks/0/type", "unsupported block type"),
    "a block without a type": ({"text": MRKDWN}, "/blocks/0", "a type"),
    "a block that is no object": ("hello", "/blocks/0", "a type"),
    "an unknown element": (actions({"type": "slider"}), "/blocks/0/elements/0/type", "unsupported element"),
    "an unknown key": (section(colour="red"), "/blocks/0", "unsupported property: colour"),
    "an empty section": ({"type": "section"}, "/blocks/0", "text or fields"),
    "empty words": (section(text={**MRKDWN, "text": ""}), "/blocks/0/text/text", "at least 1"),
    "a section over 3000": (section(text={**MRKDWN, "text": "x" * 3001}), "/blocks/0/text/text", "3000"),
    "eleven fields": (section(fields=[MRKDWN] * 11), "/blocks/0/fields", "no more than 10"),
    "a field over 2000": (section(fields=[{**MRKDWN, "text": "x" * 2001}]), "/fields/0/text", "2000"),
    "a header over 150": ({"type": "header", "text": text("x" * 151)}, "/blocks/0/text/text", "150"),
    "mrkdwn in a header": ({"type": "header", "text": MRKDWN}, "/blocks/0/text/type", "unsupported text"),
    "eleven in a context": ({"type": "context", "elements": [MRKDWN] * 11}, "/elements", "no more than 10"),
    "a button in a context": ({"type": "context", "elements": [button()]}, "/elements/0/type", "unsupported"),
    "26 in actions": (actions(*[button(str(n)) for n in range(26)]), "/elements", "no more than 25"),
    "empty actions": (actions(), "/blocks/0/elements", "at least 1"),
    "a button over 75": (actions(button(text=text("x" * 76))), "/elements/0/text/text", "75"),
    "a value over 2000": (actions(button(value="x" * 2001)), "/elements/0/value", "2000"),
    "a url over 3000": (actions(button(url="x" * 3001)), "/elements/0/url", "3000"),
    "an action_id over 255": (actions(button("x" * 256, text=text("x"))), "/elements/0/action_id", "255"),
    "a block_id over 255": (section(block_id="x" * 256), "/blocks/0/block_id", "255"),
    "a green button": (actions(button(style="green")), "/elements/0/style", "primary"),
    "an overflow of six": (actions({"type": "overflow", "options": options(6)}), "/options", "than 5"),
    "an overflow of none": (actions({"type": "overflow", "options": []}), "/options", "at least 1"),
    "101 options": (actions(select(options(101))), "/elements/0/options", "no more than 100"),
    "an option over 75": (actions(select([option("x" * 76)])), "/options/0/text/text", "75"),
    "an option value over 150": (
        actions(select([{"text": text("a"), "value": "x" * 151}])),
        "/options/0/value",
        "150",
    ),
    "no options at all": (
        actions({"type": "static_select", "action_id": "s"}),
        "/elements/0",
        "exactly one of",
    ),
    "a choice that is not there": (actions(select(initial_option=option("b"))), "/initial_option", "one of"),
    "eleven radio buttons": (
        actions({"type": "radio_buttons", "options": options(11)}),
        "/options",
        "than 10",
    ),
    "a confirm text over 300": (
        actions(button(confirm={"text": text("x" * 301)})),
        "/confirm/text/text",
        "300",
    ),
    "a confirm title over 100": (
        actions(button(confirm={"text": text("x"), "title": text("x" * 101)})),
        "/confirm/title/text",
        "100",
    ),
    "a confirm button over 30": (
        actions(button(confirm={"text": text("x"), "confirm": text("x" * 31)})),
        "/confirm/confirm/text",
        "30",
    ),
    "an image without words": ({"type": "image", "image_url": "http://x"}, "/blocks/0", "alt_text"),
    "an alert in a message": ({"type": "alert", "text": MRKDWN}, "/blocks/0/type", "unsupported block"),
    "a datetimepicker in a section": (
        section(accessory={"type": "datetimepicker", "action_id": "d"}),
        "/accessory/type",
        "unsupported",
    ),
}


@pytest.mark.parametrize(("block", "path", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_message_with_this_block_is_refused_and_the_place_named(block, path, words):
    problems = block_problems([block], "message")
    assert any(path in problem and words in problem for problem in problems), problems


def test_the_pointer_is_written_as_slack_writes_it():
    with pytest.raises(SlackError) as refusal:
        check_message_blocks([{"type": "header", "text": text("x" * 151)}])
    assert refusal.value.error == "invalid_blocks"
    message = refusal.value.body()["response_metadata"]["messages"][0]
    assert message == "[ERROR] must be no more than 150 characters [json-pointer:/blocks/0/text/text]"


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_takes_so_many_blocks_and_no_more(surface, most):
    assert not block_problems([{"type": "divider"}] * most, surface)
    assert block_problems([{"type": "divider"}] * (most + 1), surface)


def test_a_block_id_may_stand_once_in_a_message():
    assert "block_id 'a' already exists" in block_problems([section(block_id="a")] * 2, "message")[0]


def test_an_action_id_may_stand_once_in_a_block_but_in_several_blocks():
    assert block_problems([actions(button("a"), button("a"))], "message")
    assert not block_problems([actions(button("a")), actions(button("a"))], "message")


def test_very_long_cards_are_refused_by_their_size():
    with pytest.raises(SlackError) as refusal:
        check_message_blocks([section(text={**MRKDWN, "text": "x" * 2900})] * 5)
    assert refusal.value.error == "msg_blocks_too_long"


def test_missing_ids_are_filled_in():
    filled = check_message_blocks([section(), actions({"type": "button", "text": text("Go")})])
    assert len({block["block_id"] for block in filled}) == 2
    assert filled[1]["elements"][0]["action_id"]


def test_a_usual_card_passes():
    overflow = {"type": "overflow", "action_id": "more", "options": options(5)}
    confirm = {"title": text("Sure?"), "text": MRKDWN, "confirm": text("Yes"), "deny": text("No")}
    blocks = [
        {"type": "header", "text": text("New")},
        *card(button("claim", style="primary"), button("dismiss", confirm=confirm), overflow),
        {
            "type": "context",
            "elements": [MRKDWN, {"type": "image", "image_url": "http://x", "alt_text": "x"}],
        },
        {"type": "divider"},
        section(block_id="pick", accessory=select(), fields=[MRKDWN] * 10),
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
        },
    ]
    assert block_problems(blocks, "message") == []


VIEWS = {
    "a title over 24": (modal(title=text("x" * 25)), "/view/title/text"),
    "a submit over 24": (modal(submit=text("x" * 25)), "/view/submit/text"),
    "a close over 24": (modal(close=text("x" * 25)), "/view/close/text"),
    "private_metadata over 3000": (modal(private_metadata="x" * 3001), "/view/private_metadata"),
    "a callback_id over 255": (modal(callback_id="x" * 256), "/view/callback_id"),
    "an input without submit": ({k: v for k, v in modal().items() if k != "submit"}, "/view"),
    "no title": ({k: v for k, v in modal().items() if k != "title"}, "/view"),
    "another kind of view": (modal(type="workflow"), "/view/type"),
    "a wrong block": (modal({"type": "header", "text": MRKDWN}), "/view/blocks/0/text/type"),
    "a markdown block": (modal({"type": "markdown", "text": "x"}), "/view/blocks/0/type"),
    "a select without options": (
        modal({"type": "input", "label": text("x"), "element": {"type": "static_select", "action_id": "s"}}),
        "/view/blocks/0/element",
    ),
}


@pytest.mark.parametrize(("view", "path"), VIEWS.values(), ids=VIEWS.keys())
def test_this_dialog_is_refused_and_the_place_named(view, path):
    assert any(f"[json-pointer:{path}" in problem for problem in view_problems(view)), view_problems(view)


def test_a_usual_dialog_passes():
    alert = {"type": "alert", "level": "warning", "text": MRKDWN}
    assert view_problems(modal(alert, text_input(element={"multiline": True, "max_length": 500}))) == []


def test_an_app_home_takes_no_alert():
    assert view_problems({"type": "home", "blocks": [{"type": "alert", "text": MRKDWN}]})
