"""Approval as people live it: asked for, given, changed, sent back, taken over, voided. Nothing goes out without it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from storage.tables import Approval
from storage.words import ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, BEN, IDS, MIRA, NORA, Founder, Town
from tests.handlers.test_every_button import press as pressed
from tests.outgoing.conftest import buttons_of, directs, press

PUBLIC_NEEDS_IT = """
[[approval.rule]]
name = "Everything public"
steps = ["approver"]
audience = "public"
"""
TWO_STEPS = """
[approval.step.legal]
approvers = ["agent2"]
[[approval.rule]]
name = "Law"
steps = ["approver", "legal"]
topics = ["legal"]
"""
SORRY = "Sorry, Nora! A new lid leaves today."


@pytest.fixture
def asked(found: Founder, sqlite_url: str) -> Iterator[Town]:
    """Ana's reply waits for Mira."""
    with found(sqlite_url, desk=PUBLIC_NEEDS_IT) as town:
        town.arrives(NORA, "My kettle broke.")
        town.answers(ANA, SORRY)
        town.draw_cards()
        yield town


def test_a_request_whose_answer_was_lost_and_that_was_voided_meanwhile_is_found_and_says_so(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=PUBLIC_NEEDS_IT) as town:
        town.arrives(NORA, "My kettle broke.")
        town.answers(ANA, SORRY)
        town.slack.faults.tell({"method": "chat.postMessage", "effect": "lose_answer", "count": 9})
        while not directs(town, MIRA):
            town.drain()
            town.clock.forward(seconds=31)
        town.slack.faults.clear()
        town.interaction(pressed(town, "undo"))
        town.settle()
        requests = [one for one in directs(town, MIRA) if SORRY in said(one)]
        assert len(requests) == 1
        assert "approve" not in buttons_of(requests[0])


def said(message: dict[str, object]) -> str:
    return json.dumps(message, ensure_ascii=False)


def test_the_approver_reads_in_their_direct_messages_all_they_need_and_nothing_has_gone_out(
    asked: Town,
) -> None:
    (message,) = directs(asked, MIRA)
    for words in ("My kettle broke.", SORRY, "it is public", "36 of 500 characters", "Skyline", "Decide by"):
        assert words in said(message)
    assert buttons_of(message) == ["approve", "edit_approve", "send_back", "take_over"]
    assert asked.customer_reads() == []
    assert asked.replies()[0].status == ReplyStatus.IN_REVIEW
    assert "waits for approval" in asked.card_says()
    assert any("asks for your approval" in text for text in asked.thread())


def test_a_card_that_was_drawn_before_is_drawn_anew_once_its_reply_waits(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=PUBLIC_NEEDS_IT) as town:
        town.arrives(NORA, "My kettle broke.")
        town.does(ANA, "reply")  # the claim that comes with it is on the card before she has written a word
        town.submit(ANA, text=SORRY)
        town.draw_cards()
        assert "waits for approval" in town.card_says()


def test_approved_it_goes_out_once_and_the_message_says_who(asked: Town) -> None:
    (message,) = directs(asked, MIRA)
    press(asked, MIRA, message, "approve")
    asked.settle()

    assert asked.customer_reads() == [SORRY]
    (message,) = directs(asked, MIRA)
    assert "Approved by" in said(message)
    assert buttons_of(message) == []
    assert asked.ticket().approval_asked_at is None


def test_a_second_click_on_a_screen_that_was_not_drawn_anew_does_nothing_and_says_why(asked: Town) -> None:
    (message,) = directs(asked, MIRA)
    press(asked, MIRA, message, "approve")
    asked.interaction(pressed(asked, "approve", asked.rows(Approval)[0].id, IDS[MIRA]))
    asked.settle()

    assert asked.customer_reads() == [SORRY]
    assert "approved this already" in asked.whispers(MIRA)[-1]


def test_nobody_approves_their_own_reply_nor_without_being_asked_to(asked: Town) -> None:
    thread = next(m for m in asked.messages() if "approve" in buttons_of(m))
    press(asked, ANA, thread, "approve")
    press(asked, BEN, thread, "approve")
    asked.settle()

    assert asked.customer_reads() == []
    assert any("You wrote this reply" in told for told in asked.whispers(ANA))
    assert any("not among the approvers" in told for told in asked.whispers(BEN))


def test_edit_and_approve_shows_the_difference_and_keeps_author_and_editor(asked: Town) -> None:
    (message,) = directs(asked, MIRA)
    dialog = press(asked, MIRA, message, "edit_approve")["view"]
    assert dialog["title"]["text"] == "Edit and approve"
    asked.types(MIRA, "edited", "Sorry, Nora! A new kettle leaves today.")
    shown = json.dumps(asked.dialog(MIRA))
    assert '"strike": true' in shown
    assert "kettle" in shown
    asked.submit(MIRA, edited="Sorry, Nora! A new kettle leaves today.")
    asked.settle()

    assert asked.customer_reads() == ["Sorry, Nora! A new kettle leaves today."]
    (reply,) = asked.replies()
    assert (reply.author, reply.editor, reply.original) == (IDS[ANA], IDS[MIRA], SORRY)
    assert any("changed this reply while approving" in text and IDS[ANA] in text for text in asked.thread())


def test_sent_back_with_a_reason_the_author_reads_it_and_may_try_again(asked: Town) -> None:
    (message,) = directs(asked, MIRA)
    press(asked, MIRA, message, "send_back")
    asked.submit(MIRA, reason="Say when it arrives.")
    asked.settle()

    assert asked.replies()[0].status == ReplyStatus.CHANGES_REQUESTED
    assert any("Say when it arrives." in text and f"<@{IDS[ANA]}>" in text for text in asked.thread())
    assert "Say when it arrives." in asked.card_says()
    asked.answers(ANA, "Sorry, Nora! A new lid arrives on Friday.")
    asked.draw_cards()
    press(asked, MIRA, directs(asked, MIRA)[-1], "approve")
    asked.settle()
    assert asked.customer_reads() == ["Sorry, Nora! A new lid arrives on Friday."]


def test_taken_over_the_ticket_and_a_copy_of_the_draft_are_the_approvers(asked: Town) -> None:
    (message,) = directs(asked, MIRA)
    dialog = press(asked, MIRA, message, "take_over")["view"]

    assert SORRY in json.dumps(dialog)
    assert asked.ticket().assignee == IDS[MIRA]
    assert [reply.status for reply in asked.replies()] == [ReplyStatus.WITHDRAWN, ReplyStatus.DRAFT]


def test_a_second_person_is_told_that_the_matter_is_taken_before_they_write(asked: Town) -> None:
    asked.click(BEN, "reply")
    asked.drain()
    assert any("Ana Ramos" in told for told in asked.whispers(BEN))
    assert len(asked.replies()) == 1


def test_of_two_replies_that_wait_the_writer_is_told_and_approving_one_withdraws_the_other(
    asked: Town,
) -> None:
    dialog = asked.click(ANA, "reply")["view"]
    assert "A reply by you to this customer waits for approval" in said(dialog)
    asked.submit(ANA, text="Sorry! A new kettle leaves today.")
    asked.draw_cards()
    first, second = directs(asked, MIRA)
    press(asked, MIRA, second, "approve")
    asked.settle()

    assert asked.customer_reads() == ["Sorry! A new kettle leaves today."]
    assert [reply.status for reply in asked.replies()] == [ReplyStatus.WITHDRAWN, ReplyStatus.SENT]
    first, second = directs(asked, MIRA)
    assert "Nothing to decide any more" in said(first)
    assert buttons_of(first) == []


def test_a_new_word_of_the_customers_voids_it_and_the_thread_says_why(asked: Town) -> None:
    post = asked.slack.outside.posts
    asked.arrives(NORA, "Forget it, I found the lid!", in_reply_to=next(iter(post)))
    asked.interaction(pressed(asked, "approve", asked.rows(Approval)[0].id, IDS[MIRA]))
    asked.settle()

    assert asked.customer_reads() == []
    assert asked.replies()[0].status == ReplyStatus.DRAFT
    assert any("the customer has written again" in text for text in asked.thread())
    assert "written again" in said(directs(asked, MIRA)[0])


def test_a_claim_that_moved_is_refused_with_what_changed(asked: Town) -> None:
    asked.click(BEN, "hand_over")
    asked.submit(BEN, person=IDS[BEN])
    asked.draw_cards()
    press(asked, MIRA, directs(asked, MIRA)[0], "approve")
    asked.settle()

    assert asked.customer_reads() == []
    assert any("Ben Okafor has the ticket now" in text for text in asked.thread())
    assert asked.replies()[0].status == ReplyStatus.DRAFT


def test_the_deletion_of_the_post_withdraws_it(asked: Town) -> None:
    asked.outside(NORA, delete=next(iter(asked.slack.outside.posts)))
    asked.poll()
    asked.settle()

    assert asked.replies()[0].status == ReplyStatus.WITHDRAWN
    assert buttons_of(directs(asked, MIRA)[0]) == []


def test_the_author_calls_it_back(asked: Town) -> None:
    asked.does(ANA, "undo")

    assert asked.replies()[0].status == ReplyStatus.DRAFT
    assert buttons_of(directs(asked, MIRA)[0]) == []


def test_two_steps_come_one_after_the_other_and_an_edit_starts_the_first_anew(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=TWO_STEPS) as town:
        town.arrives(NORA, "I will see you in court.")
        town.answers(ANA, "Our lawyer will call you.")
        town.draw_cards()
        assert directs(town, BEN) == []
        press(town, MIRA, directs(town, MIRA)[0], "approve")
        assert "legal" in said(directs(town, BEN)[0])
        press(town, BEN, directs(town, BEN)[0], "edit_approve")
        town.submit(BEN, edited="Our lawyer will write to you.")
        town.settle()
        assert town.customer_reads() == [], "Mira approved another text"

        press(town, MIRA, directs(town, MIRA)[0], "approve")
        town.settle()
        assert town.customer_reads() == ["Our lawyer will write to you."]


def test_without_anybody_who_could_approve_the_dialog_says_so_and_keeps_the_text(
    found: Founder, sqlite_url: str
) -> None:
    nobody = '[approval.step.legal]\napprovers = ["nobody"]\n[[approval.rule]]\nname = "x"\nsteps = ["legal"]\naudience = "public"\n'
    with found(sqlite_url, desk=nobody) as town:
        town.arrives(NORA, "Hello?")
        errors = town.answers(ANA, "Hello!")["errors"]
        assert "Nobody can approve" in str(errors)
        assert town.replies()[0].text == "Hello!"
        assert any("Nobody can give the approval" in m["text"] for m in town.messages())


def test_deputies_are_asked_when_half_of_the_time_is_gone(found: Founder, sqlite_url: str) -> None:
    policy = '[approval.step.press]\napprovers = ["manager1"]\ndeputies = ["agent2"]\n[[approval.rule]]\nname = "x"\nsteps = ["press"]\naudience = "public"\n'
    from bot.desk import requests

    with found(sqlite_url, desk=policy) as town:
        town.arrives(NORA, "Hello?")
        town.answers(ANA, "Hello!")
        town.draw_cards()
        assert requests.call_deputies(town.running.desk, town.clock()) == 0
        approval = town.rows(Approval)[0]
        town.clock.time = approval.asked_at + (approval.due_at - approval.asked_at) * 0.6
        assert requests.call_deputies(town.running.desk, town.clock()) == 1
        assert requests.call_deputies(town.running.desk, town.clock()) == 0
        town.draw_cards()
        press(town, BEN, directs(town, BEN)[0], "approve")
        town.settle()
        assert town.customer_reads() == ["Hello!"]
        assert town.ticket().status == TicketStatus.WAITING
