"""Of two people at the same instant one wins, and the other is told who (on both stores)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from storage.words import TicketStatus, Verb
from tests.desk_in_town import ANA, BEN, IDS, MIRA, NORA, Town
from tests.handlers.test_every_button import press

ROUNDS = 40
NAMES = {IDS[ANA]: "Ana Ramos", IDS[BEN]: "Ben Okafor", IDS[MIRA]: "Mira Chen"}


def test_of_two_claims_at_the_same_instant_one_wins_and_the_other_is_told_who(town: Town) -> None:
    for number in range(ROUNDS):
        town.outside(NORA, text=f"@acme question {number}")
    town.poll()
    start = Barrier(2)

    def claims(who: str) -> None:
        for ticket_id in range(1, ROUNDS + 1):
            start.wait(20)
            assert town.interaction(press(town, "claim", ticket_id, who=IDS[who])).status_code == 200

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(claims, (ANA, BEN)))

    winners = {entry.ticket_id: entry.actor for entry in town.entries(Verb.CLAIMED)}
    assert len(town.entries(Verb.CLAIMED)) == ROUNDS, "each ticket was claimed once"
    assert {number: town.ticket(number).assignee for number in range(1, ROUNDS + 1)} == winners
    town.settle()
    for loser in (ANA, BEN):
        lost = [one for one in winners.values() if one != IDS[loser]]
        told = [said for said in town.whispers(loser) if "has this ticket already" in said]
        assert len(told) == len(lost)
        assert all(NAMES[winner] in said for winner, said in zip(lost, told, strict=True))
    assert town.record_holds()


def test_pressing_reply_claims_too_and_never_both(town: Town) -> None:
    for number in range(10):
        town.outside(NORA, text=f"@acme question {number}")
    town.poll()
    start = Barrier(2)

    def replies(who: str) -> None:
        for ticket_id in range(1, 11):
            start.wait(20)
            assert town.interaction(press(town, "reply", ticket_id, who=IDS[who])).status_code == 200

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(replies, (ANA, BEN)))

    assert len(town.entries(Verb.CLAIMED)) == 10
    assert town.slack.state.calls["views.open"] == 10


def test_claiming_ones_own_ticket_again_says_so(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.interaction(press(town, "claim"))
    town.interaction(press(town, "claim"))
    town.settle()

    assert town.whispers(ANA) == ["You have this ticket already."]


def test_only_the_owner_releases(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.does(ANA, "claim")
    town.does(BEN, "release")

    assert "Ana Ramos has this ticket" in town.whispers(BEN)[0]
    assert town.ticket().status == TicketStatus.CLAIMED


def test_who_was_too_late_is_told_where_they_pressed_even_where_the_card_has_a_thread(town: Town) -> None:
    post = town.arrives(NORA, "@acme hello?")
    town.arrives(NORA, "hello again", in_reply_to=post)
    town.does(ANA, "claim")
    stale = press(town, "claim", who=IDS[BEN])
    town.interaction(stale | {"message": {"ts": town.card()["ts"], "thread_ts": town.card()["ts"]}})
    town.settle()

    (told,) = town.slack.state.ephemerals
    assert "Ana Ramos has this ticket already" in told["text"]
    assert told["thread_ts"] == ""
