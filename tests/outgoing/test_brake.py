"""The brake: from that instant nothing more goes out, and what had begun to leave is told apart."""

from __future__ import annotations

import json

from storage.words import ReplyStatus
from tests.desk_in_town import ANA, CARE, MIRA, NORA, Founder, Town
from tests.outgoing.conftest import buttons_of, press

RULE = '[[approval.rule]]\nname = "public"\nsteps = ["approver"]\naudience = "public"\n'


def brakes(town: Town, who: str, words: str) -> str:
    seen = town.act(who, command=f"/desk brake {words}", channel=CARE)
    town.draw_cards()
    return json.dumps([seen, town.slack.state.ephemerals], ensure_ascii=False)


def banner(town: Town) -> dict[str, object]:
    return next(m for m in town.messages() if "The brake" in m["text"])


def held(town: Town) -> Town:
    town.arrives(NORA, "Hello?")
    town.answers(ANA, "Hello, Nora!")
    town.draw_cards()
    return town


def test_what_is_queued_stays_until_it_is_released_and_the_banner_says_who_why_and_since_when(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, hold=60) as town:
        held(town)
        assert "1 reply is held; none had begun" in brakes(town, MIRA, "wrong prices in all replies")
        for words in ("wrong prices", "everything", "The brake is on"):
            assert words in json.dumps(banner(town))
        assert "held: the brake is on" in town.card_says()
        town.act(ANA, open_home=True)
        town.draw_cards()
        assert "The brake is on for everything" in json.dumps(town.slack.state.homes)
        for _ in range(200):
            town.drain()
            town.clock.forward(seconds=1)
        assert town.customer_reads() == []

        press(town, MIRA, banner(town), "release_brake")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!"]
        assert "was released by" in json.dumps(banner(town))
        assert buttons_of(banner(town)) == []


def test_only_leads_pull_or_release_it(small_town: Town) -> None:
    assert "Only leads" in brakes(small_town, ANA, "no")
    brakes(small_town, MIRA, "a storm")
    press(small_town, ANA, banner(small_town), "release_brake")
    assert any("Only leads" in told for told in small_town.whispers(ANA))
    assert "The brake is on for everything already" in brakes(small_town, MIRA, "again")
    assert "no brake" not in brakes(small_town, MIRA, "off")
    assert "There is no brake to release" in brakes(small_town, MIRA, "off")


def test_a_brake_for_one_place_lets_the_others_go(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url) as town:
        brakes(town, MIRA, "watcher it is broken")
        held(town).settle()
        assert town.customer_reads() == ["Hello, Nora!"]
        brakes(town, MIRA, "@acme stolen password")
        town.answers(ANA, "And another word.")
        town.draw_cards()
        town.drain()
        assert town.customer_reads() == ["Hello, Nora!"]


def test_what_is_older_than_an_hour_is_put_before_its_author_anew(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, hold=60) as town:
        held(town)
        brakes(town, MIRA, "a storm")
        town.clock.forward(hours=2)
        brakes(town, MIRA, "off")
        town.settle()

        assert town.customer_reads() == []
        assert town.replies()[0].status == ReplyStatus.DRAFT
        assert any("more than an hour" in text for text in town.thread())


def test_what_was_approved_more_than_an_hour_ago_is_put_before_its_approvers_anew(
    found: Founder, sqlite_url: str
) -> None:
    from tests.outgoing.conftest import directs

    with found(sqlite_url, hold=60, desk=RULE) as town:
        held(town)
        press(town, MIRA, directs(town, MIRA)[-1], "approve")
        brakes(town, MIRA, "a storm")
        town.clock.forward(hours=2)
        brakes(town, MIRA, "off")
        town.draw_cards()
        assert town.replies()[0].status == ReplyStatus.IN_REVIEW
        assert "the brake held it for more than an hour" in str(directs(town, MIRA)[-1])
        press(town, MIRA, directs(town, MIRA)[-1], "approve")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!"]


def test_what_had_begun_to_leave_is_looked_for_and_not_repeated_while_the_brake_is_on(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url) as town:
        town.arrives(NORA, "Hello?")
        fault = {"method": "outside.replies", "effect": "reset", "count": 1}
        town.http.post(f"{town.streets.slack.url}/_workspace/faults", json=fault)
        town.answers(ANA, "Hello, Nora!")
        town.running.workers["skyline"].drain()
        brakes(town, MIRA, "a storm")
        for _ in range(60):
            town.drain()
            town.clock.forward(seconds=1)
        assert town.customer_reads() in ([], ["Hello, Nora!"])
        before = len(town.customer_reads())
        brakes(town, MIRA, "off")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!"]
        assert before in (0, 1)


def test_a_network_is_braked_by_its_name_and_the_banner_names_it(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, hold=60) as town:
        held(town)
        assert "1 reply is held; none had begun" in brakes(town, MIRA, "Skyline they have an outage")
        shown = json.dumps(banner(town), ensure_ascii=False)
        for words in ("for Skyline", "“they have an outage”", "Pulled by"):
            assert words in shown
        town.clock.forward(minutes=5)
        town.drain()
        assert town.customer_reads() == []


def test_an_account_is_braked_by_its_name_and_the_banner_names_it(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, hold=60) as town:
        held(town)
        assert "1 reply is held" in brakes(town, MIRA, "@acme stolen password")
        assert "for @acme" in json.dumps(banner(town), ensure_ascii=False)
        town.clock.forward(minutes=5)
        town.drain()
        assert town.customer_reads() == []


def test_without_a_reason_no_brake_is_pulled(small_town: Town) -> None:
    assert "Say why" in brakes(small_town, MIRA, "Skyline")
    assert not [message for message in small_town.messages() if "The brake" in message["text"]]


def test_what_had_begun_to_leave_is_counted_apart_from_what_is_held(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url) as town:
        town.arrives(NORA, "Hello?")
        town.answers(ANA, "Hello, Nora!")
        said: list[str] = []
        town.streets.slack.before("/outside/replies", lambda: said.append(brakes(town, MIRA, "a storm")))
        town.drain()
        assert any("0 replies are held; 1 had begun to leave and may arrive" in one for one in said)
        assert town.customer_reads() == ["Hello, Nora!"]
