"""What an author edits or deletes on the network is so on the card, in the thread and in the store."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from bot.networks.port import Change
from storage.tables import Mention, Outbox, RecordEntry, Reply
from storage.words import ReplyStatus, Verb
from tests.desk_in_town import ANA, Town
from tests.sources.posts import arrive, post

SECRET = "the parcel for Elm Street"


def stored(town: Town) -> str:
    """Everything the store holds of mentions, of what leaves, and of what happened."""
    rows = [row for table in (Mention, Outbox) for row in town.rows(table)]
    with town.running.desk.db.reading() as session:
        rows += session.exec(select(RecordEntry)).all()
    return json.dumps([row.model_dump(mode="json") for row in rows], ensure_ascii=False)


def shown(town: Town) -> str:
    """Everything that stands in the channel."""
    return json.dumps(town.messages(), ensure_ascii=False)


@pytest.fixture
def spoken(town: Town) -> Town:
    """A ticket whose customer wrote a second time, with a secret, and then changed it."""
    arrive(town, post(town, "1"))
    town.settle()
    arrive(town, post(town, "2", f"Where is {SECRET}?", in_reply_to="1", thread="1", minutes=1))
    town.settle()
    arrive(town, post(town, "2", f"But where is {SECRET}?", change=Change.EDITED, thread="1"))
    town.settle()
    assert sum(SECRET in text for text in town.thread()) == 2
    return town


def test_what_is_deleted_is_gone_from_card_thread_and_store(spoken: Town) -> None:
    arrive(spoken, post(spoken, "2", "", change=Change.DELETED, thread="1"))
    spoken.settle()
    assert SECRET not in shown(spoken)
    assert SECRET not in stored(spoken)
    assert any("wrote again" in text for text in spoken.thread())
    assert any("deleted their post" in text for text in spoken.thread())


def test_what_is_deleted_before_slack_heard_of_it_never_gets_there(small_town: Town) -> None:
    arrive(small_town, post(small_town, "1"))
    small_town.settle()
    arrive(small_town, post(small_town, "2", SECRET, in_reply_to="1", thread="1"))
    arrive(small_town, post(small_town, "2", "", change=Change.DELETED, thread="1"))
    small_town.settle()
    assert SECRET not in shown(small_town) + stored(small_town)


def test_the_other_posts_of_the_customer_stay(spoken: Town) -> None:
    arrive(spoken, post(spoken, "1", "", change=Change.DELETED, thread="1"))
    spoken.settle()
    assert sum(SECRET in text for text in spoken.thread()) == 2


def test_the_draft_to_a_post_that_is_gone_is_withdrawn_and_its_author_told(small_town: Town) -> None:
    arrive(small_town, post(small_town, "1"))
    small_town.settle()
    small_town.answers(ANA, "On its way.")
    arrive(small_town, post(small_town, "1", "", change=Change.DELETED))
    small_town.settle()
    [reply] = small_town.rows(Reply)
    assert reply.status == ReplyStatus.WITHDRAWN
    assert any("so it was withdrawn" in text for text in small_town.thread())
    assert small_town.customer_reads() == []


@pytest.mark.parametrize("change", [Change.EDITED, Change.DELETED])
def test_a_change_told_twice_happened_once(change: Change, small_town: Town) -> None:
    arrive(small_town, post(small_town, "1"))
    text = "" if change is Change.DELETED else "My parcel is here."
    for _ in range(3):
        arrive(small_town, post(small_town, "1", text, change=change))
    verb = Verb.DELETED if change is Change.DELETED else Verb.EDITED
    assert len(small_town.entries(verb)) == 1


def test_a_post_from_a_clock_that_runs_ahead_counts_from_when_it_came(small_town: Town) -> None:
    arrive(small_town, post(small_town, "1", minutes=60 * 24 * 365))
    ticket = small_town.ticket()
    assert ticket.opened_at == ticket.last_mention_at == ticket.received_at
    assert [row.created_at for row in small_town.rows(Mention)] == [ticket.received_at]
