"""P12: who may do what is checked at every click, dialog and command, on the server."""

from __future__ import annotations

import pytest

from bot.desk import directory
from bot.desk.access import GUEST, UNKNOWN
from bot.desk.directory import Member
from storage.tables import Note
from tests.desk_in_town import ANA, BEN, CARE, GIL, IDS, MIRA, NORA, Founder, Town
from tests.handlers.test_every_button import ALL_BUTTONS, press


@pytest.fixture
def waiting(town: Town) -> Town:
    town.arrives(NORA, "@acme hello?")
    return town


def nothing_happened(town: Town, before: dict[str, int]) -> bool:
    return town.stored() == before and town.customer_reads() == []


def test_a_guest_can_press_nothing_and_is_told_so_privately(waiting: Town) -> None:
    before = waiting.stored()
    for button in ALL_BUTTONS:
        if button.id != "open":
            answer = waiting.interaction(press(waiting, button.id, who=IDS[GIL]))
            assert answer.status_code == 200
    waiting.settle()

    assert set(waiting.whispers(GIL)) == {GUEST}
    assert len(waiting.whispers(GIL)) == len(ALL_BUTTONS) - 1
    assert waiting.slack.state.views == {}
    assert nothing_happened(waiting, before)
    assert waiting.whispers(ANA) == waiting.whispers(BEN) == []


def test_an_unknown_person_can_press_nothing_and_slack_is_asked_who_they_are(waiting: Town) -> None:
    before, stranger = waiting.stored(), "U0STRANGER"
    for button in ALL_BUTTONS:
        if button.id != "open":
            assert waiting.interaction(press(waiting, button.id, who=stranger)).status_code == 200

    assert set(waiting.told(stranger)) == {UNKNOWN}
    assert waiting.running.workers["people"]._woken.is_set()
    assert nothing_happened(waiting, before)


def test_a_member_without_a_role_is_told_who_can_add_them(waiting: Town) -> None:
    everyone = [Member("U0TEMP", "temp", "Tim Temp"), Member(IDS[MIRA], "manager1", "Mira Chen")]
    directory.refresh(waiting.running.desk, everyone, {}, waiting.clock(), all_of_them=False)
    before = waiting.stored()
    waiting.interaction(press(waiting, "claim", who="U0TEMP"))

    answer = waiting.knock(
        "command=/desk&text=queue&user_id=U0TEMP&team_id=T0ACME",
        content_type="application/x-www-form-urlencoded",
    )

    assert "Mira Chen can add you" in answer.json()["text"]
    assert nothing_happened(waiting, before)


@pytest.mark.parametrize("member", [{"bot": True}, {"gone": True}, {"guest": True}])
def test_bots_guests_and_those_who_left_never_hold_a_role(waiting: Town, member: dict[str, bool]) -> None:
    one = Member(IDS[ANA], "agent1", "Ana Ramos", **member)  # type: ignore[arg-type]
    directory.refresh(waiting.running.desk, [one], {}, waiting.clock(), all_of_them=False)
    before = waiting.stored()

    assert waiting.interaction(press(waiting, "claim")).status_code == 200

    assert nothing_happened(waiting, before)


def test_a_guest_who_gets_hold_of_a_dialog_cannot_send_it(waiting: Town) -> None:
    waiting.click(ANA, "reply")
    view = waiting.dialog(ANA)
    values = {waiting.block(ANA, "text"): {"text": {"type": "plain_text_input", "value": "free watches"}}}
    before = waiting.stored()

    answer = waiting.interaction(
        {
            "type": "view_submission",
            "user": {"id": IDS[GIL]},
            "team": {"id": "T0ACME"},
            "view": view | {"state": {"values": values}},
        }
    )
    waiting.settle()

    assert GUEST in str(answer.json()["errors"])
    assert nothing_happened(waiting, before)


def test_a_guest_gets_nothing_by_command_home_or_shortcut(waiting: Town) -> None:
    seen = waiting.act(GIL, command="/desk queue")
    waiting.act(GIL, open_home=True)
    waiting.settle()

    assert seen["ephemerals"][0]["text"] == GUEST
    home = str(waiting.slack.state.homes[IDS[GIL]])
    assert "guest in this workspace" in home
    assert "hello" not in home


def test_a_guests_word_in_a_thread_is_no_note(waiting: Town) -> None:
    waiting.act(GIL, say="I am the boss", channel=CARE, thread_ts=waiting.card()["ts"])

    assert [note.author for note in waiting.rows(Note)] == []


def test_roles_come_from_user_groups_and_from_names_alike(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url) as town:
        town.arrives(NORA, "@acme hello?")
        town.running.desk.settings.roles.__dict__["agents"] = ("@care-agents",)
        town.running.refresh_people()
        assert town.does(BEN, "claim")["ok"]
        assert town.ticket().assignee == IDS[BEN]


def test_on_a_free_plan_names_still_give_roles(found: Founder, sqlite_url: str) -> None:
    with found(sqlite_url, slack={"paid_plan": False}) as town:
        town.running.desk.settings.roles.__dict__["leads"] = ("@care-managers",)
        town.running.refresh_people()
        town.arrives(NORA, "@acme hello?")

        town.does(ANA, "claim")

        assert town.ticket().assignee == IDS[ANA]
