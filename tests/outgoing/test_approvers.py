"""Whose approval counts, at the click: groups, several of a step, and deputies of who is away (P5, P12)."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import requests
from tests.desk_in_town import ANA, BEN, MIRA, NORA, Founder, Town
from tests.outgoing.conftest import buttons_of, directs, press

GROUP = """
[approval.step.care]
approvers = ["@care-managers"]
[[approval.rule]]
name = "x"
steps = ["care"]
audience = "public"
"""
BOTH = """
[approval.step.two]
approvers = ["manager1", "agent2"]
[[approval.rule]]
name = "x"
steps = ["two"]
{all_of}
audience = "public"
"""
DEPUTY = """
[approval.step.press]
approvers = ["manager1"]
deputies = ["agent2"]
[[approval.rule]]
name = "x"
steps = ["press"]
audience = "public"
"""


def ask(town: Town) -> None:
    """Ana's reply waits for approval."""
    town.arrives(NORA, "Hello?")
    town.answers(ANA, "Hello, Nora!")
    town.draw_cards()


def hear_who_is_who(town: Town) -> None:
    """Slack has told of a change; the desk asks anew."""
    town.clock.forward(timedelta(minutes=1))
    town.running.refresh_people()
    town.draw_cards()


def test_who_has_left_the_group_cannot_approve_what_they_were_shown_and_the_empty_group_is_said_aloud(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=GROUP) as town:
        ask(town)
        (shown,) = directs(town, MIRA)
        town.act(MIRA, change_group={"handle": "care-managers", "users": []})
        hear_who_is_who(town)
        press(town, MIRA, shown, "approve")
        town.settle()
        assert town.customer_reads() == []
        assert any("Nobody can give the approval “care”" in m["text"] for m in town.messages())

        town.act(MIRA, change_group={"handle": "care-managers", "users": ["manager1"]})
        hear_who_is_who(town)
        press(town, MIRA, directs(town, MIRA)[0], "approve")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!"]
        assert any("Somebody can give the approval “care” again" in m["text"] for m in town.messages())


def test_any_one_of_a_step_is_enough(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=BOTH.format(all_of="")) as town:
        ask(town)
        press(town, BEN, directs(town, BEN)[0], "approve")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!"]


def test_where_all_of_a_step_must_approve_one_is_not_enough(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, desk=BOTH.format(all_of="all_of = true")) as town:
        ask(town)
        press(town, BEN, directs(town, BEN)[0], "approve")
        town.draw_cards()
        assert town.customer_reads() == []
        press(town, BEN, directs(town, BEN)[0], "approve")
        town.draw_cards()
        assert town.customer_reads() == [], "twice by one is not once by each"
        press(town, MIRA, directs(town, MIRA)[0], "approve")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!"]


def test_while_the_approver_is_on_holiday_by_their_slack_status_the_deputy_is_asked_at_once(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=DEPUTY) as town:
        town.act(MIRA, change_user={"user": "manager1", "status_emoji": ":palm_tree:"})
        hear_who_is_who(town)
        ask(town)
        requests.call_deputies(town.running.desk, town.clock())
        town.draw_cards()
        press(town, BEN, directs(town, BEN)[0], "approve")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!"]


def test_before_their_time_has_come_a_deputy_is_not_asked_and_cannot_approve(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=DEPUTY) as town:
        ask(town)
        assert directs(town, BEN) == []
        in_thread = next(m for m in town.messages() if "approve" in buttons_of(m))
        press(town, BEN, in_thread, "approve")
        town.settle()
        assert town.customer_reads() == []


def test_of_each_newcomers_replies_the_first_are_approved_and_the_next_go_out(
    found: Founder, sqlite_url: str
) -> None:
    first = '[[approval.rule]]\nname = "first"\nsteps = ["approver"]\nfirst_replies = 1\n'
    with found(sqlite_url, desk=first) as town:
        ask(town)
        town.settle()
        assert town.customer_reads() == []
        press(town, MIRA, directs(town, MIRA)[0], "approve")
        town.settle()
        town.answers(ANA, "Anything else?")
        town.settle()
        assert town.customer_reads() == ["Hello, Nora!", "Anything else?"]
