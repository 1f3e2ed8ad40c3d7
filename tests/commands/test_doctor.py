"""`mentiondesk doctor`: each thing that is wrong is one line with its cure; a card that is wrong is drawn again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from bot.examination import Finding, examine, gist
from bot.surfaces.slack.client import SlackTeam
from tests.desk_in_town import ANA, CARE, MIRA, NORA, Founder, Town
from tests.outgoing.test_approvers import GROUP

READER_SCOPES = ("chat:write", "commands", "channels:read", "channels:history", "users:read")


def findings(town: Town, token: str = "xoxb-demo") -> list[Finding]:
    team = SlackTeam(token, f"{town.streets.slack.url}/api/")
    return list(examine(town.running.desk, team, town.clock()))


def move_to(town: Town, **policy: Any) -> None:
    """The same desk with another desk.toml, its team read anew."""
    sections = {name: getattr(town.settings, name).model_copy(update=new) for name, new in policy.items()}
    town.settings = town.settings.model_copy(update=sections)
    town.restart()
    town.running.refresh_people()


def about(town: Town, subject: str, **how: str) -> Finding:
    """The one finding on that subject."""
    found = [one for one in findings(town, **how) if one.subject == subject]
    assert len(found) == 1, findings(town)
    assert found[0].cure
    return found[0]


@pytest.fixture
def well(small_town: Town) -> Town:
    """A town in which nothing is wrong: the clock is Slack's own, which is the machine's."""
    small_town.clock.time = _slacks_time(small_town)
    small_town.arrives(NORA, "Where is my parcel? 🙂 see example.com and :smile: <3 & more")
    small_town.does(ANA, "claim")
    assert findings(small_town) == []
    return small_town


def _slacks_time(town: Town) -> Any:
    return town.running.team.me().clock


def test_a_dead_token_is_named_before_everything_else(well: Town) -> None:
    found = about(well, "Slack token", token="xoxb-dead")
    assert "invalid_auth" in found.problem
    assert "SLACK_BOT_TOKEN" in found.cure


def test_slack_out_of_reach_is_told_from_a_dead_token(well: Town) -> None:
    team = SlackTeam("xoxb-demo", "http://127.0.0.1:9/api/")
    found = next(examine(well.running.desk, team, well.clock()))
    assert (found.subject, "SLACK_API_URL" in found.cure) == ("Slack", True)


def test_each_missing_scope_is_named_with_what_it_is_for(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, slack={"scopes": READER_SCOPES}) as town:
        town.clock.time = _slacks_time(town)
        scopes = [one.subject for one in findings(town) if one.subject.startswith("Slack scope")]
        assert "Slack scope im:write" in scopes
        assert "Slack scope chat:write" not in scopes


def test_a_channel_that_is_not_there_is_named(small_town: Town) -> None:
    move_to(small_town, desk={"channel": "nowhere"})
    assert "nowhere" in about(small_town, "Channel").problem


def test_a_channel_the_app_is_not_in_says_how_to_invite_it(small_town: Town) -> None:
    move_to(small_town, desk={"channel": "general"})
    assert "/invite" in about(small_town, "Channel #general").cure


def test_an_empty_user_group_is_named(small_town: Town) -> None:
    small_town.act(ANA, change_group={"handle": "care-agents", "users": []})
    move_to(small_town, roles={"agents": ("@care-agents",)})
    assert "Nobody is in it" in about(small_town, "User group @care-agents").problem


def test_a_free_plan_says_to_list_people_instead(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, slack={"paid_plan": False}) as town:
        move_to(town, roles={"agents": ("@care-agents",)})
        group = about(town, "User group @care-agents")
        assert "plan_upgrade_required" in group.problem
        assert "e-mail" in group.cure


def test_a_role_that_nobody_has_is_named(small_town: Town) -> None:
    move_to(small_town, roles={"agents": ("nobody of that name",)})
    assert "[roles] agents" in about(small_town, "Role agent").cure


def test_an_approval_that_nobody_can_give_any_more_is_named_and_at_the_next_start_said_in_the_channel_once(
    found: Founder, sqlite_url: str
) -> None:
    with found(sqlite_url, desk=GROUP) as town:
        assert [one for one in findings(town) if "Approval" in one.subject] == []
        town.act(MIRA, change_group={"handle": "care-managers", "users": []})
        for _ in range(2):
            town.restart()
            town.running.refresh_people()
            town.draw_cards()
        assert "@usergroup" in about(town, "Approval “care”").cure
        told = [
            one["text"] for one in town.messages() if "Nobody can give the approval “care”" in one["text"]
        ]
        assert len(told) == 1


def test_a_card_changed_behind_our_back_is_drawn_again(well: Town) -> None:
    card, before = well.card(), well.card()["text"]
    card["text"] = "Nothing to see here"
    assert "something else" in about(well, "Card of ticket 1").problem
    well.settle()
    assert well.card()["text"] == before
    assert findings(well) == []


@pytest.mark.parametrize("ends", ["resolve", "dismiss"])
def test_a_card_of_a_matter_that_is_over_is_compared_as_well(well: Town, ends: str) -> None:
    before = dict(well.card())
    well.does(ANA, ends)
    if ends == "dismiss":
        well.submit(ANA, reason="spam")
    well.settle()
    assert findings(well) == []
    well.card()["text"] = before["text"]
    assert "something else" in about(well, "Card of ticket 1").problem
    well.settle()
    assert well.card()["text"] != before["text"]
    assert findings(well) == []


def test_a_card_that_was_deleted_is_posted_again(well: Town) -> None:
    del well.slack.state.channels[CARE].messages[well.card()["ts"]]
    assert "gone" in about(well, "Card of ticket 1").problem
    well.settle()
    assert well.card()["text"]
    assert findings(well) == []


def test_a_card_that_is_about_to_be_drawn_is_no_finding(well: Town) -> None:
    well.click(ANA, "resolve")
    assert [one for one in findings(well) if one.subject.startswith("Card")] == []


def test_many_cards_are_compared_in_one_question(well: Town) -> None:
    for number in range(30):
        well.outside(NORA, text=f"Another matter, number {number}")
    well.poll()
    well.settle()
    asked = well.slack.state.calls["conversations.history"]
    assert findings(well) == []
    assert well.slack.state.calls["conversations.history"] == asked + 1


def test_a_broken_record_is_named_by_its_first_break(well: Town) -> None:
    with well.running.desk.db.unit() as unit:
        unit.session.execute(text("UPDATE record SET actor = 'somebody else' WHERE seq = 1"))
    assert "Entry 1" in about(well, "Record").problem


def test_clocks_that_are_apart_are_named(well: Town) -> None:
    well.clock.forward(minutes=2)
    found = about(well, "Clock")
    assert "apart" in found.problem
    assert "NTP" in found.cure


def test_a_message_that_has_waited_long_is_named(well: Town) -> None:
    well.outside(NORA, text="And another thing")
    well.poll()
    well.clock.forward(minutes=11)
    assert "11 minutes" in about(well, "Outbox").problem


@pytest.mark.parametrize(
    ("ours", "slacks"),
    [
        ("Thank you 🙂", "Thank you :slightly_smiling_face:"),
        ("see example.com now", "see <http://example.com|example.com> now"),
        ("ทำไม ช้า", "ทำไม ช้า"),
    ],
)
def test_what_slack_spells_otherwise_is_the_same(ours: str, slacks: str) -> None:
    assert gist(ours) == gist(slacks)
    assert gist(ours) != gist("something else")
