"""Reading sources side by side: gaps are named, losses said once, and nobody waits for another's network."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import intake
from bot.assembly import Running
from bot.clock import THREADS
from bot.networks.port import Never, Page, TryLater
from storage.tables import Outbox
from storage.words import OutboxKind, Verb
from tests.desk_in_town import MIRA, Town
from tests.handlers.test_ask import asked
from tests.sources.posts import post
from tests.sources.scripted import NOTHING, Scripted, Stall


def said_aloud(town: Town) -> list[str]:
    return [row.payload["text"] for row in town.rows(Outbox) if row.kind == OutboxKind.CHANNEL]


def poll(town: Town, network: Scripted) -> None:
    town.running.desk.networks[network.name] = network  # type: ignore[index]
    intake.poll(town.running.desk, network, town.clock)


def test_a_gap_that_cannot_be_read_back_is_named(small_town: Town) -> None:
    stretch = "02:10-02:55, older than search reaches"
    poll(small_town, Scripted("somewhere", lambda: replace(NOTHING, gap=stretch)))
    [said] = said_aloud(small_town)
    assert said == f"Somewhere: {stretch} could not be read back and may hold mentions we missed."
    assert small_town.entries(Verb.SOURCE_DOWN)[0].details["gap"] == stretch


def test_a_source_is_said_to_be_lost_once_and_back_once(small_town: Town) -> None:
    answers = [TryLater("Slow down."), Never("No.", login=True), Never("No.", login=True), None, None]

    def read() -> Page:
        if answer := answers.pop(0):
            raise answer
        return NOTHING

    network = Scripted("somewhere", read)
    for _ in range(5):
        poll(small_town, network)
    lost, back = said_aloud(small_town)
    assert "no longer accepts our login" in lost
    assert "can be read again" in back


def test_a_dead_token_is_said_by_the_second_poll_and_not_by_the_first(small_town: Town) -> None:
    def read() -> Page:
        raise Never("The token was revoked.", login=True)

    network = Scripted("somewhere", read)
    poll(small_town, network)
    assert said_aloud(small_town) == []
    poll(small_town, network)
    [said] = said_aloud(small_town)
    assert said.startswith("Somewhere no longer accepts our login: The token was revoked.")
    poll(small_town, network)
    assert len(said_aloud(small_town)) == 1


def test_sources_that_stall_keep_no_other_from_being_read(small_town: Town) -> None:
    stall, read = Stall(), threading.Semaphore(0)

    def quick() -> Page:
        read.release()
        return NOTHING

    stalling = [Scripted(f"stalls-{number}", stall) for number in range(THREADS + 4)]
    networks = {network.name: network for network in [*stalling, Scripted("quick", quick)]}
    desk = replace(small_town.running.desk, networks=networks)
    running = Running(desk, small_town.running.team, small_town.clock)
    running.clock.start()
    try:
        for _ in stalling:
            assert stall.begun.acquire(timeout=30)
        for _ in range(3):
            assert read.acquire(timeout=30)
    finally:
        stall.over.set()
        running.clock.stop()


def test_a_source_that_fails_leaves_the_others_alone(small_town: Town) -> None:
    def broken() -> Page:
        raise TryLater("Nobody is there.")

    poll(small_town, Scripted("broken", broken))
    poll(small_town, Scripted("well", lambda: Page((post(small_town, "1"),), "1")))
    assert small_town.ticket().source == "well"


# --- money -------------------------------------------------------------------------------------------------------


def test_most_of_the_months_money_gone_is_said_once_and_all_of_it_once(small_town: Town) -> None:
    network = Scripted("somewhere")
    for share in ("0.5", "0.8", "0.9", "1.0", "1.2"):
        network.spend(share)
        poll(small_town, network)
    most, all_of_it = said_aloud(small_town)
    assert most == "Somewhere: $80.00 of this month's $100.00 are spent (80%)."
    assert "10 times less often" in all_of_it


def test_a_new_month_is_warned_of_anew(small_town: Town) -> None:
    network = Scripted("somewhere")
    for month in ("2026-03", "2026-04"):
        network.spend("0.8", month)
        poll(small_town, network)
    assert len(said_aloud(small_town)) == 2


@pytest.mark.parametrize(
    ("share", "about"), [("0.12", "in 2026-03 so far"), ("0.8", "of this month's $100.00 are spent (80%)")]
)
def test_the_stats_say_what_was_spent(share: str, about: str, small_town: Town) -> None:
    network = Scripted("skyline")
    network.spend(share)
    poll(small_town, network)
    said = asked(small_town, MIRA, "stats")
    assert f"Spent on Somewhere: ${float(share) * 100:.2f} of $100.00" in said
    assert about in said


def test_where_nothing_costs_money_the_stats_do_not_speak_of_it(small_town: Town) -> None:
    assert "Spent" not in asked(small_town, MIRA, "stats")


# --- what a mention answers --------------------------------------------------------------------------------------


def answering(town: Town, *ids: str) -> Page:
    return Page(tuple(post(town, one, "Same here", in_reply_to="0", thread=one) for one in ids), None)


def test_what_a_mention_answers_is_fetched_once_and_shown_in_the_thread(small_town: Town) -> None:
    network = Scripted("skyline", lambda: answering(small_town, "1"))
    network.above = (
        post(small_town, "-1", "Acme parcels are late, call +44 20 7946 0958"),
        post(small_town, "0", "Really?"),
    )
    for _ in range(3):
        poll(small_town, network)
    small_town.settle()
    [said] = [text for text in small_town.thread() if "What this post answers" in text]
    assert "@nora: Acme parcels are late" in said
    assert "7946" not in said
    assert said.index("late") < said.index("Really?")
    assert network.asked_above == ["1"]


def test_where_the_network_does_not_tell_the_mention_is_there_all_the_same(small_town: Town) -> None:
    network = Scripted("skyline", lambda: answering(small_town, "1"))
    network.above = TryLater("Slow down.")
    poll(small_town, network)
    small_town.settle()
    assert small_town.ticket().source == "skyline"
    assert small_town.thread() == said_aloud(small_town) == []


def test_in_a_storm_only_some_are_looked_up(small_town: Town) -> None:
    network = Scripted("skyline", lambda: answering(small_town, *map(str, range(1, 40))))
    poll(small_town, network)
    small_town.settle()
    assert len(network.asked_above) == 10


@pytest.mark.parametrize("private", [False, True])
def test_a_post_that_answers_nothing_is_not_looked_up(small_town: Town, private: bool) -> None:
    page = Page((post(small_town, "1", private=private),), None)
    network = Scripted("skyline", lambda: page)
    poll(small_town, network)
    small_town.settle()
    assert network.asked_above == []


# --- turns -------------------------------------------------------------------------------------------------------


def counted(town: Town, name: str = "skyline", poll_seconds: float = 30) -> tuple[Scripted, list[int]]:
    """A source, and a list that grows with each read."""
    reads: list[int] = []

    def read() -> Page:
        reads.append(1)
        return NOTHING

    return Scripted(name, read, poll_seconds), reads


def test_one_copy_of_several_reads_a_source_at_its_own_pace(small_town: Town) -> None:
    network, reads = counted(small_town)
    for _ in range(10):
        for copy in ("one", "another"):
            intake.poll_in_turn(small_town.running.desk, network, copy, small_town.clock)
            small_town.clock.forward(seconds=15)
    assert len(reads) == 10


def test_when_its_reader_stops_another_copy_takes_over(town: Town) -> None:
    network, reads = counted(town)
    intake.poll_in_turn(town.running.desk, network, "one", town.clock)
    for _ in range(5):
        town.clock.forward(seconds=30)
        intake.poll_in_turn(town.running.desk, network, "another", town.clock)
    assert len(reads) == 1 + 3


def test_a_reader_reads_on_although_the_clock_stands_still(small_town: Town) -> None:
    network, reads = counted(small_town)
    for _ in range(3):
        intake.poll_in_turn(small_town.running.desk, network, "one", small_town.clock)
    assert len(reads) == 3


def test_a_network_that_asks_for_quiet_gets_it(small_town: Town) -> None:
    asked: list[float] = []
    begun = small_town.clock()

    def read() -> Page:
        asked.append((small_town.clock() - begun).total_seconds())
        raise TryLater("Slow down.", wait=timedelta(minutes=5))

    network = Scripted("skyline", read, 30)
    for _ in range(22):
        intake.poll_in_turn(small_town.running.desk, network, "one", small_town.clock)
        small_town.clock.forward(seconds=30)
    assert asked == [0, 300, 600]


def test_a_network_that_asks_for_a_day_of_quiet_is_asked_after_an_hour(small_town: Town) -> None:
    network = Scripted("skyline", lambda: NOTHING, 30)

    def read() -> Page:
        raise TryLater("Go away.", wait=timedelta(days=1))

    network.read = read
    intake.poll_in_turn(small_town.running.desk, network, "one", small_town.clock)
    small_town.clock.forward(minutes=61)
    network.read = lambda: Page((post(small_town, "1"),), "1")
    intake.poll_in_turn(small_town.running.desk, network, "one", small_town.clock)
    assert small_town.ticket().source == "skyline"
