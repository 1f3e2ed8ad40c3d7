"""App Home: what a person sees there, its filters and pages, and when it is drawn anew."""

from __future__ import annotations

import json

from bot.desk import home
from tests.desk_in_town import ANA, IDS, MIRA, NORA, TESS, Town
from tests.handlers.test_ask import press


def opens_home(town: Town, who: str) -> str:
    town.act(who, open_home=True)
    return drawn(town, who)


def drawn(town: Town, who: str) -> str:
    town.settle()
    return json.dumps(town.slack.state.homes[IDS[who]], ensure_ascii=False)


def test_a_person_sees_what_is_theirs_and_what_waits(town: Town) -> None:
    town.arrives(NORA, "@acme my kettle arrived broken!")
    town.arrives(TESS, "@acme when do you open?")
    town.does(ANA, "claim")
    seen = opens_home(town, ANA)
    assert "Your tickets (1)" in seen
    assert "Waiting for somebody (1)" in seen
    assert "Today: 2 new tickets, 0 answered" in seen
    assert "Your hours: Mon-Fri 09:00-17:00 (UTC)" in seen
    assert "The team's load" not in seen


def test_a_lead_sees_the_teams_load(town: Town) -> None:
    town.arrives(NORA, "@acme my kettle arrived broken!")
    town.does(ANA, "claim")
    seen = opens_home(town, MIRA)
    assert "The team's load" in seen
    assert IDS[ANA] in seen


def test_the_queue_is_filtered_and_turned_page_by_page(town: Town) -> None:
    for number in range(home.A_PAGE + 1):
        town.outside(NORA, text=f"@acme question {number}: when do you open?")
    town.poll()
    assert "Page 1 of 2" in opens_home(town, ANA)
    press(town, ANA, "home_on", "0")
    assert "Page 2 of 2" in drawn(town, ANA)
    press(town, ANA, "home_on", "0")
    assert "Page 2 of 2" in drawn(town, ANA)
    press(town, ANA, "home_filter", "watcher")
    assert "Everything has somebody" in drawn(town, ANA)
    press(town, ANA, "home_filter", "de")
    assert "Everything has somebody" in drawn(town, ANA)
    assert '"value": "en"' in drawn(town, ANA)
    press(town, ANA, "home_filter", "en")
    assert "Page 1 of 2" in drawn(town, ANA)
    press(town, ANA, "home_filter", "all")
    assert "Page 1 of 2" in drawn(town, ANA)


def test_home_is_drawn_anew_once_when_something_changed_and_it_was_seen_lately(town: Town) -> None:
    opens_home(town, ANA)
    home.draw_changed(town.running.desk, town.clock())
    town.arrives(NORA, "@acme my kettle arrived broken!")
    assert home.draw_changed(town.running.desk, town.clock()) == 1
    assert home.draw_changed(town.running.desk, town.clock()) == 0
    assert "kettle" in drawn(town, ANA)


def test_who_has_not_looked_for_long_is_left_alone(town: Town) -> None:
    opens_home(town, ANA)
    home.draw_changed(town.running.desk, town.clock())
    town.clock.forward(home.LATELY * 2)
    town.arrives(NORA, "@acme my kettle arrived broken!")
    assert home.draw_changed(town.running.desk, town.clock()) == 0


def test_away_by_hand_outlasts_what_slack_says(town: Town) -> None:
    opens_home(town, ANA)
    press(town, ANA, "go_away", "0")
    assert "I am back" in drawn(town, ANA)
    town.clock.forward(hours=2)
    town.running.refresh_people()
    assert "I am back" in opens_home(town, ANA)
    press(town, ANA, "come_back", "0")
    assert "I am away" in drawn(town, ANA)
