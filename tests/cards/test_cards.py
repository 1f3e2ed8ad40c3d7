import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.surfaces.slack.cards import card_message, followers
from bot.surfaces.view import Button, Buttons, Customer, OutsideAnswer, Picture
from storage.words import ReplyStatus, TicketStatus
from tests.cards.limits import message_problems
from tests.cards.samples import (
    ALL_BUTTONS,
    ANA,
    ARABIC,
    BEN,
    DAY,
    DISMISSED,
    NASTY,
    NEW,
    OVERDUE,
    THAI,
    cards,
    links,
)


def drawn(view):
    message = card_message(view)
    return message, json.dumps(message.blocks, ensure_ascii=False)


def action_ids(message):
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]


@pytest.mark.parametrize("view", DAY, ids=lambda view: view.customer.handle)
@pytest.mark.parametrize("status", TicketStatus)
@pytest.mark.parametrize("reply", [None, *ReplyStatus])
def test_every_card_in_every_status_is_what_slack_takes(view, status, reply):
    line = replace(OVERDUE.reply, status=reply) if reply else None
    message = card_message(replace(view, status=status, reply=line))
    assert message_problems(message.text, message.blocks) == []


@given(cards)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_in_the_view_slack_takes_the_card(view):
    message = card_message(view)
    assert message_problems(message.text, message.blocks) == []


@given(cards, st.lists(links, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_link_button_with_any_address_does_not_cost_the_card(view, some):
    some = tuple(dict.fromkeys(replace(one, id=f"open{at}") for at, one in enumerate(some)))
    message = card_message(replace(view, buttons=some, more=()))
    assert message_problems(message.text, message.blocks) == []


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_megabyte_or_a_mean_post_is_still_one_card(text):
    everywhere = replace(
        NEW,
        text=text,
        customer=Customer(text, text, 1),
        why=(text,) * 100,
        earlier=text,
        pictures=(Picture("https://a.example/" + "p" * 700, text),) * 50,
        reply=replace(OVERDUE.reply, text=text, problem=text),
        outside=OutsideAnswer(text, text, OVERDUE.said_at, f"https://a.example/{text[:700]}"),
        buttons=ALL_BUTTONS[:20],
    )
    message = card_message(everywhere)
    assert message_problems(message.text, message.blocks) == []


def test_the_text_for_screen_readers_tells_all_that_the_card_shows():
    text = card_message(ARABIC).text
    for part in (
        "ليلى حداد",
        "@layla.h",
        "Instagram",
        "private message",
        "رقم الطلب 4411",
        "Waiting for the customer",
    ):
        assert part in text
    for part in (f"<@{ANA}>", "Private reply as @acme", "Complaint", "Arabic", "Picture 1", "answered by"):
        assert part in text


def test_what_a_stranger_wrote_stands_in_an_element_slack_does_not_parse_with_its_mentions_broken():
    message = card_message(DISMISSED)
    quote = message.blocks[0]["elements"][1]
    assert "<!channel>" in DISMISSED.text
    assert quote == {
        "type": "rich_text_quote",
        "elements": [{"type": "text", "text": DISMISSED.text.replace("<!", "\u2039!")}],
    }


def test_no_stranger_pings_links_or_formats_in_the_parts_slack_does_parse():
    nasty = "<!channel> @here *b* _i_ `c` :tada: <https://e.example|bank>"
    message = card_message(
        replace(NEW, text=nasty, customer=Customer(nasty, nasty), why=(nasty,), earlier=nasty, intent=nasty)
    )
    parsed = [message.text] + [
        element["text"]
        for block in message.blocks
        if block["type"] == "context"
        for element in block["elements"]
    ]
    for text in parsed:
        for forbidden in ("<!channel", "@here", "*b*", "_i_", "`", ":tada:", "<https://e"):
            assert forbidden not in text


def test_every_part_of_a_message_that_slack_parses_is_verbatim():
    for view in DAY:
        for block in card_message(view).blocks:
            if block["type"] == "context":
                assert all(element["verbatim"] for element in block["elements"])


def test_a_card_says_who_has_it():
    assert {"type": "user", "user_id": BEN} in card_message(THAI).blocks[2]["elements"][0]["elements"]


def test_a_person_whose_id_is_no_slack_id_is_shown_as_text():
    _, blocks = drawn(replace(THAI, assignee="!channel"))
    assert '"user_id"' not in blocks.split('"status"')[1].split('"actions"')[0]
    assert "!channel" in blocks


def test_a_dismissed_card_says_why():
    _, blocks = drawn(replace(DISMISSED, dismiss_reason="they *moved* away"))
    assert ": they *moved* away" in blocks


def test_a_deadline_has_a_word_and_a_colour():
    _, blocks = drawn(OVERDUE)
    assert "🔴 First response was due " in blocks
    assert '"overdue"' in blocks


def test_a_paused_deadline_names_no_moment():
    status = card_message(replace(ARABIC, assignee=None)).blocks[2]
    assert "⏸️ Next response" in json.dumps(status, ensure_ascii=False)
    assert '"date"' not in json.dumps(status)


def test_every_button_carries_its_own_name_and_the_ticket():
    message = card_message(NEW)
    row = message.blocks[-2]["elements"]
    assert action_ids(message) == ["claim", "reply", "dismiss", "more"]
    assert {element["value"] for element in row[:-1]} == {"12"}
    assert [option["value"] for option in row[-1]["options"]] == ["note:12", "snooze:12", "history:12"]


def test_what_asks_a_question_first_is_never_hidden_in_the_menu():
    message = card_message(replace(NEW, buttons=(), more=(Buttons.SEND_AGAIN, Buttons.NOTE)))
    assert action_ids(message) == ["send_again", "more"]
    assert "confirm" in message.blocks[-2]["elements"][0]


def test_a_menu_takes_five_and_the_rest_stands_in_the_row():
    some = tuple(Button(f"b{at}", f"Button {at}") for at in range(8))
    message = card_message(replace(NEW, buttons=(), more=some))
    assert action_ids(message) == ["b5", "b6", "b7", "more"]


def test_a_row_has_one_green_button():
    row = card_message(replace(NEW, buttons=(Buttons.CLAIM, Buttons.REPLY))).blocks[-2]["elements"]
    assert [element.get("style") for element in row[:2]] == ["primary", None]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://bank.example@evil.example/", "https://a b", "ftp://x", "http://"]
)
def test_an_address_that_is_no_plain_web_address_makes_no_button(link):
    button = Button("open", "Open on the network", link=link)
    assert "open" not in action_ids(card_message(replace(NEW, buttons=(Buttons.CLAIM, button))))


def test_a_link_button_opens_the_address():
    button = replace(Buttons.OPEN, link="https://network.example/p/1?a=1&b=2")
    message = card_message(replace(NEW, buttons=(button,), more=()))
    assert message.blocks[-2]["elements"][0]["url"] == button.link


def test_a_card_without_anything_to_press_has_no_empty_row():
    assert action_ids(card_message(replace(NEW, buttons=(), more=()))) == []


def test_pictures_are_links_with_their_description_and_never_images():
    pictures = (Picture("https://p.example/1?a=1&b=2", "a cat"), Picture("http:evil", "")) * 2
    message, blocks = drawn(replace(NEW, pictures=pictures))
    assert "<https://p.example/1?a=1&amp;b=2|Picture 1>: a cat · 3 more" in message.text
    assert '"image"' not in blocks


def test_names_of_blocks_stay_when_the_card_is_drawn_again():
    first, second = card_message(NEW), card_message(replace(NEW, status=TicketStatus.RESOLVED, why=()))
    assert [one["block_id"] for one in first.blocks] == [one["block_id"] for one in second.blocks]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 followers"),
        (1, "1 follower"),
        (1_204, "1,204 followers"),
        (12_340, "12.3k followers"),
        (2_500_000, "2.5M followers"),
    ],
)
def test_followers_are_said_shortly(count, words):
    assert followers(count) == words
