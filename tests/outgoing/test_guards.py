"""Private data stays private: refused in the dialog, moved to the private route, or let through on the record (P7)."""

from __future__ import annotations

import json

import pytest

from storage.tables import RecordEntry
from storage.words import Audience, ReplyStatus, Verb
from tests.desk_in_town import ANA, BEN, MIRA, NORA, Founder, Town

WITH_MAIL = "Nora, please write to nora.lindqvist@example.org today."
WITH_CARD = "We charged 4242 4242 4242 4242."


def begun(town: Town, who: str = ANA) -> Town:
    town.arrives(NORA, "Where is my money?")
    town.click(who, "reply")
    return town


def entries(town: Town) -> list[RecordEntry]:
    from sqlmodel import col, select

    with town.running.desk.db.reading() as session:
        return list(session.exec(select(RecordEntry).order_by(col(RecordEntry.seq))))


def test_a_public_reply_with_an_address_is_refused_by_name_and_the_text_is_kept(small_town: Town) -> None:
    town = begun(small_town)
    view = town.submit(ANA, text=WITH_MAIL)["view"]
    town.settle()

    shown = json.dumps(town.dialog(ANA), ensure_ascii=False)
    assert view is not None
    assert "an e-mail address" in shown
    assert "Send it privately, with a public line" in shown
    assert "Post it in public all the same" not in shown, "Ana is no manager"
    assert town.customer_reads() == []
    assert town.replies()[0].text == WITH_MAIL
    assert "draft" in town.card_says(), "the team sees that she is at it"


def test_moved_to_the_private_route_the_message_goes_first_and_the_line_once_it_has_arrived(
    small_town: Town,
) -> None:
    town = begun(small_town)
    town.submit(ANA, text=WITH_MAIL)
    town.types(ANA, "route", "move")
    dialog = town.dialog(ANA)
    assert dialog["title"]["text"] == "Private, then public"
    assert dialog["submit"]["text"] == "Send both as @acme"
    line = "We’ve sent you a message with the details."
    assert line in json.dumps(dialog, ensure_ascii=False)

    town.act(ANA, submit=town._typed(ANA, {}))
    town.settle()

    sent = [(p.text, p.private) for p in town.slack.outside.posts.values() if p.persona is None]
    assert sent == [(WITH_MAIL, True), (line, False)]
    assert [reply.status for reply in town.replies()] == [ReplyStatus.SENT, ReplyStatus.SENT]


def test_the_public_line_waits_for_as_long_as_the_private_message_is_not_known_to_have_arrived(
    small_town: Town,
) -> None:
    town = begun(small_town)
    town.submit(ANA, text=WITH_MAIL)
    town.types(ANA, "route", "move")
    town.http.post(
        f"{town.streets.slack.url}/_workspace/faults",
        json={"method": "outside.replies", "effect": "down", "count": 100, "seconds": 30},
    )
    town.act(ANA, submit=town._typed(ANA, {}))
    for _ in range(10):
        town.drain()
        town.clock.forward(seconds=1)
    assert town.replies()[1].status == ReplyStatus.APPROVED
    town.restart()
    town.settle()

    sent = [p.private for p in town.slack.outside.posts.values() if p.persona is None]
    assert sent == [True, False]


def test_the_public_line_is_withdrawn_where_the_private_message_is_called_back(
    found: Founder, sqlite_url: str
) -> None:
    rule = '[[approval.rule]]\nname = "private"\nsteps = ["approver"]\naudience = "private"\n'
    with found(sqlite_url, desk=rule) as town:
        begun(town).submit(ANA, text=WITH_MAIL)
        town.types(ANA, "route", "move")
        town.act(ANA, submit=town._typed(ANA, {}))
        town.draw_cards()
        assert [r.status for r in town.replies()] == [ReplyStatus.IN_REVIEW, ReplyStatus.APPROVED]
        town.does(ANA, "undo")
        assert {r.status for r in town.replies()} == {ReplyStatus.DRAFT, ReplyStatus.WITHDRAWN}
        assert town.customer_reads() == []


def test_a_public_line_with_private_data_of_its_own_is_refused(small_town: Town) -> None:
    town = begun(small_town)
    town.submit(ANA, text=WITH_MAIL)
    town.types(ANA, "route", "move")
    errors = town.submit(ANA, line="Write to nora@example.org!")["errors"]
    assert "an e-mail address" in str(errors)
    town.settle()
    assert town.customer_reads() == []


def test_a_manager_may_let_it_stand_with_a_reason_on_the_record(small_town: Town) -> None:
    town = begun(small_town, MIRA)
    town.submit(MIRA, text=WITH_MAIL)
    town.types(MIRA, "route", "override")
    assert "Say why" in str(town.submit(MIRA)["errors"])
    town.submit(MIRA, reason="It is our press address.")
    town.settle()

    assert town.customer_reads() == [WITH_MAIL]
    (entry,) = [one for one in entries(town) if one.verb == Verb.GUARD_OVERRIDDEN]
    assert entry.details == {"kinds": ["email"], "why": "It is our press address."}


@pytest.mark.parametrize("audience", list(Audience))
def test_a_payment_card_never_goes_out_not_even_by_a_manager_or_in_private(
    small_town: Town, audience: Audience
) -> None:
    town = begun(small_town, MIRA)
    if audience is Audience.PRIVATE:
        town.types(MIRA, "audience", "private")
    seen = town.submit(MIRA, text=WITH_CARD)
    town.settle()

    assert "card number" in json.dumps([seen, town.dialog(MIRA)])
    assert "Post it in public all the same" not in json.dumps(town.dialog(MIRA))
    assert town.customer_reads() == []


def test_what_a_customer_gave_away_is_covered_in_the_channel_and_opened_on_request_on_the_record(
    small_town: Town,
) -> None:
    town = small_town
    post = town.arrives(NORA, "Call me at +49 30 901820, or charge 4242 4242 4242 4242!")
    assert "901820" not in json.dumps(town.messages())
    assert "4242 4242" not in json.dumps(town.messages())
    assert "show" in town.buttons()

    dialog = town.click(BEN, "show")["view"]
    assert "4242 4242 4242 4242" in json.dumps(dialog)
    assert [one.verb for one in entries(town)][-1] == Verb.SHOWN

    town.arrives(NORA, "My mail is nora@example.org", in_reply_to=post)
    assert "nora@example.org" not in json.dumps(town.messages())


def test_what_holds_nothing_private_has_nothing_to_show(small_town: Town) -> None:
    small_town.arrives(NORA, "Hello!")
    assert "show" not in small_town.buttons()
