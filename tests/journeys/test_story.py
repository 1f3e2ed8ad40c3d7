"""The whole story, from a customer's first word to the end of the matter, as people live it. On both stores."""

from __future__ import annotations

from datetime import timedelta

from storage.tables import Mention, Note
from storage.words import Audience, ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, BEN, IDS, MIRA, NORA, SOMCHAI, Founder, Town

KETTLE = "@acme my kettle arrived with a cracked lid. Nobody answers my emails."


def test_a_mention_becomes_one_card_that_says_who_what_and_how_it_stands(town: Town) -> None:
    town.arrives(NORA, KETTLE)

    (card,) = town.cards()
    shown = town.card_says()
    for words in (
        "Nora Lindqvist",
        "nora.bsky.example",
        "214 followers",
        "Skyline",
        "cracked lid",
        "English",
        "New",
    ):
        assert words in shown
    assert town.buttons() == ["claim", "reply", "dismiss", "more"]
    assert card["metadata"]["event_type"] == "mentiondesk_outbox"


def test_the_whole_matter_from_the_first_word_to_the_last(town: Town) -> None:
    post = town.arrives(NORA, KETTLE)

    assert town.click(ANA, "claim")["ok"]
    town.settle()
    assert f'"user_id": "{IDS[ANA]}"' in town.card_says()

    town.answers(ANA, "Sorry, Nora! A new lid leaves today.")
    town.settle()
    assert town.customer_reads() == ["Sorry, Nora! A new lid leaves today."]
    assert town.ticket().status == TicketStatus.WAITING
    assert "Waiting for the customer" in town.card_says()
    assert town.replies()[0].remote_url in town.card_says(), "the card links to the answer"

    town.clock.forward(hours=2)
    town.arrives(NORA, "It came, but it is the wrong colour.", in_reply_to=post)
    assert town.ticket().status == TicketStatus.CLAIMED
    assert any("wrong colour" in said and "open once more" in said for said in town.thread())
    assert len(town.cards()) == 1, "a follow-up joins its ticket"

    town.answers(ANA, "The right one is on its way.")
    town.settle()
    town.does(ANA, "resolve")
    assert town.ticket().status == TicketStatus.RESOLVED
    assert "Resolved" in town.card_says()
    assert len(town.customer_reads()) == 2
    assert town.record_holds()


def test_a_customer_who_writes_after_the_end_reopens_the_matter(town: Town) -> None:
    post = town.arrives(NORA, KETTLE)
    town.does(ANA, "claim")
    town.does(ANA, "resolve")

    town.clock.forward(hours=1)
    town.arrives(NORA, "Still broken!", in_reply_to=post)

    assert town.ticket().status == TicketStatus.CLAIMED
    assert town.ticket().resolved_at is None
    assert "2 posts so far" in town.card_says()


def test_what_nobody_claimed_is_new_again_when_the_customer_writes(town: Town) -> None:
    post = town.arrives(NORA, KETTLE)
    town.does(ANA, "claim")
    town.does(ANA, "release")
    assert town.ticket().status == TicketStatus.NEW

    town.arrives(NORA, "Hello?", in_reply_to=post)

    assert town.ticket().status == TicketStatus.NEW
    assert "Hello?" in town.card_says()


def test_dismissed_with_a_reason_stays_dismissed_until_somebody_reopens_it(town: Town) -> None:
    post = town.arrives(NORA, "BUY WATCHES")
    assert town.click(ANA, "dismiss")["view"]["title"]["text"] == "Dismiss"
    town.submit(ANA, reason="not_for_us")
    town.settle()
    assert "not for us" in town.card_says()
    assert town.buttons() == ["reopen", "more"]

    town.arrives(NORA, "WATCHES!", in_reply_to=post)
    assert town.ticket().status == TicketStatus.DISMISSED

    town.does(BEN, "reopen")
    assert town.ticket().status == TicketStatus.CLAIMED
    assert town.ticket().assignee == IDS[BEN]


def test_a_snoozed_ticket_sleeps_and_wakes_by_itself(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.does(ANA, "claim")
    town.click(ANA, "snooze")
    until = town.clock() + timedelta(hours=3)
    town.submit(ANA, until=str(int(until.timestamp())), reason="the warehouse answers at noon")
    town.settle()
    assert "Snoozed until" in town.card_says()
    assert any("warehouse" in said for said in town.thread())

    town.clock.forward(hours=2)
    assert town.wake() == 0
    town.clock.forward(hours=2)
    assert town.wake() == 1
    town.settle()
    assert "Snoozed" not in town.card_says()
    assert any(f"<@{IDS[ANA]}>" in said and "Time to look" in said for said in town.thread())
    assert town.wake() == 0, "it wakes once"


def test_the_customers_next_word_wakes_a_snoozed_ticket(town: Town) -> None:
    post = town.arrives(NORA, KETTLE)
    town.click(ANA, "snooze")
    town.submit(ANA, until=str(int((town.clock() + timedelta(days=1)).timestamp())), reason="later")
    town.settle()

    town.arrives(NORA, "Are you asleep?", in_reply_to=post)

    assert town.ticket().snoozed_until is None
    assert "Snoozed" not in town.card_says()


def test_wake_now_ends_a_snooze_by_hand(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.click(ANA, "snooze")
    town.submit(ANA, until=str(int((town.clock() + timedelta(days=1)).timestamp())), reason="later")
    town.settle()

    town.does(BEN, "wake")

    assert "Snoozed" not in town.card_says()


def test_a_ticket_is_handed_over_with_a_word_and_the_thread_tells_both(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.does(ANA, "claim")
    town.click(ANA, "hand_over")
    town.submit(ANA, person=IDS[BEN], words="She prefers e-mail.")
    town.settle()

    assert town.ticket().assignee == IDS[BEN]
    (said,) = town.thread()
    assert f"<@{IDS[BEN]}>" in said
    assert "Ana Ramos handed this ticket to Ben Okafor" in said
    assert "She prefers e-mail." in said


def test_anyone_of_the_team_can_take_a_ticket_over(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.does(ANA, "claim")
    town.click(BEN, "hand_over")
    town.submit(BEN, person=IDS[BEN])
    town.settle()

    assert town.ticket().assignee == IDS[BEN]
    assert "Ben Okafor took this ticket over from Ana Ramos" in town.thread()[0]


def test_a_private_reply_is_read_by_the_customer_alone(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    dialog = town.click(ANA, "reply")["view"]
    assert dialog["title"]["text"] == "Public reply"
    assert dialog["submit"]["text"] == "Post publicly as @acme"

    town.types(ANA, "audience", "private")
    assert town.dialog(ANA)["title"]["text"] == "Private message"
    assert town.dialog(ANA)["submit"]["text"] == "Send privately as @acme"
    town.submit(ANA, text="What is your address?")
    town.settle()

    (answer,) = [post for post in town.slack.outside.posts.values() if post.persona is None]
    assert answer.private
    assert "Private reply" in town.card_says()


def test_what_was_written_in_private_can_only_be_answered_in_private_and_the_dialog_says_why(
    town: Town,
) -> None:
    town.arrives(NORA, "My order number is in the attachment.", private=True)
    assert "private message" in town.card_says()

    dialog = str(town.click(ANA, "reply")["view"])

    assert "Send privately as @acme" in dialog
    assert "Not in public: This was written in private" in dialog


def test_a_second_matter_of_the_same_customer_shows_the_first(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.does(ANA, "claim")
    town.does(ANA, "resolve")
    town.clock.forward(days=3)

    town.arrives(NORA, "@acme do you sell lids?")

    assert "1 earlier matter; the last began on 2 March 2026" in town.card_says(2)


def test_an_edit_by_the_customer_shows_on_the_card_and_in_the_thread(town: Town) -> None:
    post = town.arrives(NORA, KETTLE)
    town.outside(NORA, edit=post, text="@acme solved, thank you!")
    town.poll()
    town.settle()

    assert "solved, thank you!" in town.card_says()
    assert "cracked lid" not in town.card_says()
    assert "edited by its author" in town.card_says()
    assert any("changed their post" in said for said in town.thread())


def test_a_deleted_post_is_gone_from_card_and_store_and_its_draft_with_it(town: Town) -> None:
    post = town.arrives(NORA, KETTLE)
    town.click(ANA, "reply")
    town.types(ANA, "text", "Dear Nora")
    town.outside(NORA, delete=post)
    town.poll()
    town.settle()

    assert "cracked lid" not in town.card_says()
    assert "deleted by its author" in town.card_says()
    assert town.rows(Mention)[0].text == ""
    assert [reply.status for reply in town.replies()] == [ReplyStatus.WITHDRAWN]
    assert any("withdrawn" in said and f"<@{IDS[ANA]}>" in said for said in town.thread())


def test_nothing_is_sent_to_a_post_that_was_deleted_while_the_answer_waited(
    found: Founder, database_url: str
) -> None:
    with found(database_url, hold=30) as town:
        post = town.arrives(NORA, KETTLE)
        town.answers(ANA, "Dear Nora")
        town.outside(NORA, delete=post)
        town.poll()
        town.settle()
        town.clock.forward(minutes=5)
        town.settle()

        assert town.customer_reads() == []


def test_a_held_reply_can_be_undone_and_sent_later(found: Founder, database_url: str) -> None:
    with found(database_url, hold=30) as town:
        town.arrives(NORA, KETTLE)
        town.answers(ANA, "Too fast")
        town.draw_cards()
        assert "goes out" in town.card_says()
        assert town.customer_reads() == []

        town.click(ANA, "undo")
        town.clock.forward(minutes=5)
        town.settle()
        assert town.customer_reads() == []
        assert town.replies()[0].status == ReplyStatus.DRAFT

        assert "Too fast" in str(town.click(ANA, "reply")["view"]), "the text is still there"
        town.submit(ANA, text="Just right")
        town.clock.forward(seconds=31)
        town.settle()
        assert town.customer_reads() == ["Just right"]


def test_undo_after_it_left_says_that_it_is_too_late(found: Founder, database_url: str) -> None:
    with found(database_url, hold=30) as town:
        town.arrives(NORA, KETTLE)
        town.answers(ANA, "Hello")
        town.draw_cards()
        town.clock.forward(seconds=31)
        town.running.workers["skyline"].drain()

        town.click(ANA, "undo")
        town.settle()

        assert "Too late to undo" in town.whispers(ANA)[-1]
        assert town.customer_reads() == ["Hello"]


def test_a_note_by_the_button_is_for_the_team(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.click(MIRA, "note")
    town.submit(MIRA, text="She is a reviewer for a big magazine.")
    town.settle()

    assert "Mira Chen noted:" in town.thread()[0]
    assert "magazine" in str(town.click(BEN, "history")["view"])
    assert [note.author for note in town.rows(Note)] == [IDS[MIRA]]
    assert town.customer_reads() == []


def test_the_history_tells_what_was_said_noted_and_done(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.answers(ANA, "Sorry!")
    town.settle()

    history = str(town.click(BEN, "history")["view"])

    for words in ("cracked lid", "Sorry!", "Ana Ramos claimed it", "Ana Ramos sent a reply off", "public"):
        assert words in history


def test_app_home_and_the_command_list_what_waits(town: Town) -> None:
    town.arrives(NORA, KETTLE)
    town.arrives(SOMCHAI, "@acme where is my order?")
    town.does(ANA, "claim", 2)

    queue = town.act(ANA, command="/desk queue")["ephemerals"][0]["text"]
    mine = town.act(ANA, command="/desk mine")["ephemerals"][0]["text"]
    town.act(ANA, open_home=True)
    town.settle()

    assert "cracked lid" in queue
    assert "where is my order" not in queue
    assert "where is my order" in mine
    home = str(town.slack.state.homes[IDS[ANA]])
    assert "cracked lid" in home
    assert "where is my order" in home


def test_the_agents_answer_is_signed_and_counted_with_its_signature(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk='sign_off = "^{name}"') as town:
        town.arrives(NORA, KETTLE)
        dialog = str(town.click(ANA, "reply")["view"])
        assert "^Ana" in dialog
        town.submit(ANA, text="x" * 497)
        assert "501 of 500" in str(town.submit(ANA, text="x" * 496)["errors"])
        town.submit(ANA, text="x" * 495)
        town.settle()

        assert town.customer_reads() == ["x" * 495 + " ^Ana"]


def test_a_reply_answers_the_customers_newest_words(town: Town) -> None:
    first = town.arrives(NORA, KETTLE)
    second = town.arrives(NORA, "And the handle is loose.", in_reply_to=first)
    town.answers(ANA, "We replace the whole kettle.")
    town.settle()

    (answer,) = [post for post in town.slack.outside.posts.values() if post.persona is None]
    assert answer.in_reply_to == second
    assert town.replies()[0].audience == Audience.PUBLIC
