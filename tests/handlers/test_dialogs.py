"""Dialogs: what is typed is never lost, what changed meanwhile is said, and one press is one reply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk.writing import ALREADY_OFF
from storage.tables import SavedReply
from storage.words import ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, BEN, IDS, NORA, Founder, Town


def test_an_error_stands_at_its_box_and_keeps_what_was_typed(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")

    seen = town.submit(ANA, text="x" * 501)

    assert seen["errors"] == {
        "text#0": "This is too long for Skyline: 501 of 500 characters. Take out at least 1."
    }
    assert town.dialog(ANA), "the dialog is still open"
    town.submit(ANA, text="x" * 500)
    town.settle()
    assert town.customer_reads() == ["x" * 500]


def test_nothing_but_blanks_is_not_a_reply(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    assert town.submit(ANA, text=" \n ")["errors"] == {"text#0": "Write something first."}


def test_a_snooze_into_the_past_or_too_far_says_so_at_the_time(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "snooze")
    for until, sentence in (
        (town.clock() - timedelta(hours=1), "still to come"),
        (town.clock() + timedelta(days=91), "90 days"),
    ):
        seen = town.submit(ANA, until=str(int(until.timestamp())), reason="later")
        assert sentence in seen["errors"]["until"]
    assert town.ticket().snoozed_until is None


def test_a_hand_over_to_somebody_who_is_not_on_the_team_says_so_at_the_person(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "hand_over")
    assert "Guest Gil has no role" in town.submit(ANA, person="U0GUEST1")["errors"]["person"]
    assert "no role" in town.submit(ANA, person="U0DESKBOT")["errors"]["person"]
    town.submit(ANA, person=IDS[BEN])
    assert town.ticket().assignee == IDS[BEN]


def test_a_draft_is_kept_on_the_server_and_the_team_sees_it(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    town.types(ANA, "text", "Dear Nora, we")
    town.act(ANA, close=True)
    town.settle()

    assert town.replies()[0].status == ReplyStatus.DRAFT
    assert "Dear Nora, we" in town.card_says()
    assert "draft" in town.card_says()
    assert "Dear Nora, we" in str(town.click(ANA, "reply")["view"])


def test_the_length_is_counted_as_one_types(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    town.types(ANA, "text", "123456789")
    assert "9 of 500 characters" in str(town.dialog(ANA)["blocks"])


def test_a_reply_to_a_ticket_that_changed_meanwhile_is_shown_again_with_its_text_and_why(town: Town) -> None:
    post = town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    town.outside(NORA, text="Never mind, it works!", in_reply_to=post)
    town.poll()

    town.submit(ANA, text="Have you tried turning it off and on?")
    town.settle()

    assert town.customer_reads() == []
    shown = str(town.dialog(ANA)["blocks"])
    assert "the customer wrote again" in shown
    assert "Never mind, it works!" in shown
    assert "Have you tried turning it off and on?" in shown
    assert town.submit(ANA)["ok"]
    town.settle()
    assert town.customer_reads() == ["Have you tried turning it off and on?"]


def test_a_reply_after_somebody_took_the_ticket_over_goes_nowhere_and_is_kept(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    town.settle()
    town.click(BEN, "hand_over")
    town.submit(BEN, person=IDS[BEN])

    town.submit(ANA, text="I was first")
    town.settle()

    assert "Ben Okafor has the ticket now" in str(town.dialog(ANA)["blocks"])
    assert town.customer_reads() == []
    assert [(reply.author, reply.text) for reply in town.replies()] == [(IDS[ANA], "I was first")]


def test_the_button_pressed_twice_because_the_answer_was_lost_is_one_reply(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    view, block = town.dialog(ANA), town.block(ANA, "text")

    def submits(text: str) -> dict[str, object]:
        values = {block: {"text": {"type": "plain_text_input", "value": text}}}
        who = {"type": "view_submission", "user": {"id": IDS[ANA]}, "team": {"id": "T0ACME"}}
        answer = town.interaction(who | {"view": view | {"state": {"values": values}}})
        assert answer.status_code == 200
        return answer.json() if answer.text else {}

    assert submits("Sorry!") == {}
    assert submits("Sorry!") == {}, "the second press is the first one once more"
    town.settle()
    assert submits("Sorry!") == {}, "even after it was sent"
    assert submits("Sorry, and more")["errors"] == {block: ALREADY_OFF}
    town.settle()

    assert town.customer_reads() == ["Sorry!"]
    assert len(town.replies()) == 1


def test_a_late_keystroke_makes_no_second_draft_of_what_was_sent_off(
    found: Founder, database_url: str
) -> None:
    with found(database_url, hold=60) as town:
        town.arrives(NORA, "@acme hello?")
        town.click(ANA, "reply")
        town.types(ANA, "text", "Sorr")
        view = town.dialog(ANA)
        town.submit(ANA, text="Sorry!")

        values = {"text#0": {"text": {"type": "plain_text_input", "value": "Sorry"}}}
        late = {
            "type": "block_actions",
            "user": {"id": IDS[ANA]},
            "team": {"id": "T0ACME"},
            "trigger_id": "1",
        }
        action = {"type": "plain_text_input", "action_id": "text", "block_id": "text#0", "value": "Sorry"}
        container = {"type": "view", "view_id": view["id"]}
        town.interaction(
            late | {"container": container, "actions": [action], "view": view | {"state": {"values": values}}}
        )

        assert [(reply.status, reply.text) for reply in town.replies()] == [(ReplyStatus.HOLDING, "Sorry!")]


def test_a_second_reply_warns_that_one_is_on_its_way(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, hold=60) as town:
        town.arrives(NORA, "@acme hello?")
        town.answers(ANA, "First")

        assert "A reply by you is on its way" in str(town.click(ANA, "reply")["view"])


def test_a_saved_reply_replaces_the_text_with_the_customers_name_in_it(small_town: Town) -> None:
    town = small_town
    with town.running.desk.db.unit() as unit:
        unit.session.add(SavedReply(title="Sorry", text="Sorry, {name} (@{handle})! We look into it."))
        unit.session.add(SavedReply(title="Thanks", text="Thank you, {name}!"))
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    town.types(ANA, "text", "what I typed first")

    town.types(ANA, "saved_reply", "1")
    assert "Sorry, Nora Lindqvist (@nora.bsky.example)!" in shown_text(town)
    town.types(ANA, "saved_reply", "2")
    assert shown_text(town) == "Thank you, Nora Lindqvist!"

    town.types(ANA, "text", shown_text(town) + " Ana")
    town.submit(ANA)
    town.settle()
    assert town.customer_reads() == ["Thank you, Nora Lindqvist! Ana"]
    assert [saved.used for saved in town.rows(SavedReply)] == [0, 1]


def shown_text(town: Town) -> str:
    """What stands in the box of the open dialog: what was typed there, else what the desk put in."""
    block = town.block(ANA, "text")
    typed = town.typing[town.dialog(ANA)["id"]].get(block)
    element = next(one["element"] for one in town.dialog(ANA)["blocks"] if one["block_id"] == block)
    return typed["text"] if typed else element.get("initial_value", "")


def test_a_dismissal_while_a_reply_is_on_its_way_is_refused(found: Founder, database_url: str) -> None:
    with found(database_url, hold=60) as town:
        town.arrives(NORA, "@acme hello?")
        town.answers(ANA, "Sorry!")
        town.draw_cards()
        town.click(ANA, "resolve")
        town.click(ANA, "dismiss")
        assert "still on its way out" in str(town.submit(ANA, reason="spam")["errors"])
        town.settle()

        assert "still on its way out" in town.whispers(ANA)[0]
        assert town.ticket().status == TicketStatus.WAITING, "the reply went out after its hold"


def test_a_button_that_named_another_audience_sends_nothing_and_is_drawn_right(town: Town) -> None:
    """P3: title and button name the audience, even where the drawing of a choice was lost on the way."""
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    assert town.dialog(ANA)["submit"]["text"] == "Post publicly as @acme"

    town.submit(ANA, text="What is your address?", audience="private")
    town.settle()

    assert town.customer_reads() == []
    assert town.dialog(ANA)["submit"]["text"] == "Send privately as @acme"
    assert "You chose another audience" in str(town.dialog(ANA)["blocks"])
    town.submit(ANA)
    town.settle()
    assert [post.private for post in town.slack.outside.posts.values() if post.persona is None] == [True]


def test_a_choice_is_drawn_even_while_one_still_types_and_a_late_keystroke_never_undoes_it(
    small_town: Town,
) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    town.click(ANA, "reply")
    opened = town.dialog(ANA)
    town.types(ANA, "text", "What is your")

    town.interaction(
        live(opened, "audience", {"type": "radio_buttons", "selected_option": {"value": "private"}})
    )
    assert town.dialog(ANA)["submit"]["text"] == "Send privately as @acme"

    town.interaction(live(opened, "text#0", {"type": "plain_text_input", "value": "What is your address"}))
    assert town.dialog(ANA)["submit"]["text"] == "Send privately as @acme"


def live(view: dict[str, Any], block: str, state: dict[str, Any]) -> dict[str, Any]:
    """Something typed or chosen in a dialog, as it was drawn at that time, as Slack posts it."""
    part = block.partition("#")[0]
    values = {block: {part: state}}
    return {
        "type": "block_actions",
        "user": {"id": IDS[ANA]},
        "team": {"id": "T0ACME"},
        "trigger_id": "1",
        "container": {"type": "view", "view_id": view["id"]},
        "view": view | {"state": {"values": values}},
        "actions": [state | {"action_id": part, "block_id": block}],
    }
