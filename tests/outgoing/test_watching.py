"""A public answer is watched for an hour once it is out, and its owner hears of what happens to it, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.tables import Outbox
from storage.words import OutboxKind, OutboxState, Verb
from tests.desk_in_town import ANA, NORA, Founder, Town, minutes

MANY = "Your answer has"
GONE = "not on Skyline any more"


@pytest.fixture
def watched(found: Founder, database_url: str) -> Iterator[Town]:
    """Nora asked, Ana answered in public, and the hour begins."""
    with found(database_url, watch=60) as town:
        town.arrives(NORA, "@acme where is my order?")
        town.answers(ANA, "On its way, Nora!")
        town.drain()
        town.draw_cards()
        yield town


def answer_of(town: Town) -> str:
    return next(post.id for post in town.slack.outside.posts.values() if post.persona is None)


def pass_time(town: Town, minutes_on: int) -> None:
    """The desk's own threads look every second; here every minute is enough."""
    for _ in range(minutes_on):
        town.clock.forward(minutes(1))
        town.drain()
    town.draw_cards()


def told(town: Town, words: str) -> list[str]:
    return [text for text in town.thread() if words in text]


def looks(town: Town) -> list[Outbox]:
    return [row for row in town.rows(Outbox) if row.kind == OutboxKind.WATCH]


def crowd(town: Town, size: int) -> None:
    for number in range(size):
        town.outside(NORA, text=f"And this? {number}", in_reply_to=answer_of(town))


def test_an_answer_that_is_removed_is_told_to_its_owner_once_and_looked_at_no_more(watched: Town) -> None:
    watched.outside("the network", remove=answer_of(watched))
    assert told(watched, GONE) == []
    pass_time(watched, 5)
    assert len(told(watched, GONE)) == 1
    assert "U0AGENT1" in str(watched.messages()[-1]), "its owner is called"
    pass_time(watched, 90)
    assert len(told(watched, GONE)) == 1
    assert len(looks(watched)) == 1
    assert [entry.details["found"] for entry in watched.entries(Verb.WATCHED)] == ["gone"]
    assert watched.record_holds()


def test_an_answer_with_many_replies_is_told_once_and_watched_on(watched: Town) -> None:
    crowd(watched, 12)
    pass_time(watched, 5)
    assert told(watched, MANY) == [text for text in told(watched, MANY) if "12 replies" in text]
    crowd(watched, 3)
    pass_time(watched, 55)
    assert len(told(watched, MANY)) == 1
    assert len(looks(watched)) == 4, "after 5, 15, 30 and 60 minutes"
    assert {row.state for row in looks(watched)} == {OutboxState.DONE}


def test_an_answer_nobody_minds_is_looked_at_four_times_and_nothing_is_said(watched: Town) -> None:
    before = watched.thread()
    pass_time(watched, 180)
    assert watched.thread() == before
    assert len(looks(watched)) == 4


def test_a_network_that_cannot_be_read_is_asked_again_and_the_finding_is_not_lost(watched: Town) -> None:
    watched.outside("the network", remove=answer_of(watched))
    fault = {"method": "outside.reception", "effect": "down", "seconds": 600}
    watched.http.post(f"{watched.streets.slack.url}/_workspace/faults", json=fault)
    pass_time(watched, 8)
    assert told(watched, GONE) == []
    pass_time(watched, 20)
    assert len(told(watched, GONE)) == 1


def test_a_desk_that_starts_anew_goes_on_watching_and_says_nothing_twice(watched: Town) -> None:
    crowd(watched, 12)
    pass_time(watched, 5)
    watched.restart()
    pass_time(watched, 60)
    assert len(told(watched, MANY)) == 1
    assert len(looks(watched)) == 4


def test_with_watching_switched_off_nothing_is_looked_at(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, watch=0) as town:
        town.arrives(NORA, "@acme where is my order?")
        town.answers(ANA, "On its way, Nora!")
        town.settle()
        assert looks(town) == []
