"""`/desk`, the menus under its answers, and asking in a thread."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.desk.commands import COMMANDS, COUNTING, WAITS
from storage.tables import Outbox, SavedReply
from tests.desk_in_town import ANA, BEN, CARE, GIL, IDS, MIRA, NORA, TESS, Town


def ask(town: Town, who: str, question: str) -> str:
    """What is said at once."""
    answer = town.knock(
        f"command=/desk&text={question.replace(' ', '+')}&user_id={IDS[who]}&team_id=T0ACME&channel_id={CARE}",
        content_type="application/x-www-form-urlencoded",
    )
    said: str = answer.json()["text"]
    return said


def asked(town: Town, who: str, question: str) -> str:
    """The answer once it is worked out."""
    said = ask(town, who, question)
    if said not in WAITS.values():
        return said
    town.settle()
    return town.whispers(who)[-1]


def press(town: Town, who: str, action: str, value: str) -> Any:
    payload = {
        "type": "block_actions",
        "user": {"id": IDS[who]},
        "team": {"id": "T0ACME"},
        "container": {"type": "message", "channel_id": CARE, "message_ts": "1"},
        "channel": {"id": CARE},
        "message": {"ts": "1"},
        "trigger_id": town.slack.state.new_trigger(IDS[who]),
        "actions": [
            {"type": "button", "action_id": action, "block_id": "b"} | ({"value": value} if value else {})
        ],
    }
    answer = town.interaction(payload)
    town.settle()
    return answer


@pytest.fixture
def busy(town: Town) -> Town:
    """Two tickets: one answered by Ana, one nobody has."""
    town.arrives(NORA, "@acme my kettle arrived broken!")
    town.arrives(TESS, "@acme when do you open?")
    town.answers(ANA, "So sorry, a new one is on its way.")
    town.settle()
    return town


def test_help_names_every_command(town: Town) -> None:
    said = ask(town, ANA, "help")
    assert [word for word in COMMANDS if f"/desk {word}" not in said and word != "mine"] == []
    assert ask(town, ANA, "") == said


def test_a_wrong_word_is_answered_with_the_nearest_right_one(town: Town) -> None:
    assert "Did you mean /desk queue" in ask(town, ANA, "quue")
    assert "Did you mean “network”" in asked(town, ANA, "stats 7d by netwrok")
    assert "is no period" in asked(town, ANA, "stats yesterdy")
    assert "Did you mean “urgent”" in ask(town, ANA, "queue urgnt")


def test_a_long_count_never_delays_the_acknowledgement(busy: Town) -> None:
    assert ask(busy, ANA, "stats 30d") == COUNTING
    assert busy.whispers(ANA) == []
    assert [row.destination for row in busy.rows(Outbox) if row.kind == "answer"] == ["answers"]


def test_stats_tell_each_number_with_what_it_means(busy: Town) -> None:
    said = asked(busy, MIRA, "stats today")
    assert "Tickets: 2" in said
    assert "Answers out: 1" in said
    assert "Answered: 50 %" in said
    shown = json.dumps(busy.slack.state.ephemerals[-1]["blocks"])
    assert "stops when our first answer is sent" in shown


def test_stats_by_person_show_the_person(busy: Town) -> None:
    assert f"<@{IDS[ANA]}>: 1 tickets" in asked(busy, MIRA, "stats today by person")


def test_every_number_opens_the_tickets_it_counts(busy: Town) -> None:
    asked(busy, MIRA, "stats today")
    menu = next(
        element
        for block in busy.slack.state.ephemerals[-1]["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "open_figure"
    )
    by_label = {option["text"]["text"]: option["value"] for option in menu["options"]}
    press(busy, MIRA, "open_figure", by_label["Answered (1)"])
    dialog = json.dumps(busy.dialog(MIRA))
    assert "when do you open?" in dialog
    assert "kettle" not in dialog


def options_of(town: Town) -> dict[str, str]:
    """What the menu under the last answer opens, by its label."""
    return {
        option["text"]["text"]: option["value"]
        for block in town.slack.state.ephemerals[-1]["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "open_figure"
        for option in element["options"]
    }


def test_what_is_asked_again_and_again_without_a_saved_reply_is_told_and_opens(busy: Town) -> None:
    busy.answers(BEN, "At nine.", 2)
    busy.settle()
    busy.arrives(NORA, "@acme hello, when do you open?")
    busy.answers(BEN, "At nine!", 3)
    busy.settle()
    said = asked(busy, MIRA, "stats today")
    assert "Questions without a saved reply: 2 · “@acme" in said
    options = options_of(busy)
    [label] = [one for one in options if one.startswith("“")]
    assert label.endswith("(2)")
    press(busy, MIRA, "open_figure", options[label])
    dialog = json.dumps(busy.dialog(MIRA))
    assert "2 Tess" in dialog
    assert "3 Nora" in dialog
    assert "kettle" not in dialog


@pytest.mark.parametrize("dimension", ["weekday", "hour", "team", "language", "topic", "network", "person"])
def test_stats_are_told_apart_and_each_part_opens_its_tickets(busy: Town, dimension: str) -> None:
    said = asked(busy, MIRA, f"stats today by {dimension}")
    assert f"Figures today by {dimension}" in said
    options = options_of(busy)
    press(busy, MIRA, "open_figure", next(iter(options.values())))
    assert "Tickets" in json.dumps(busy.dialog(MIRA))


def test_one_of_the_tickets_behind_a_number_can_be_looked_at(busy: Town) -> None:
    test_every_number_opens_the_tickets_it_counts(busy)
    busy.types(MIRA, "figure_ticket", "2")
    assert "History of ticket 2" in json.dumps(busy.dialog(MIRA))


def home_press(town: Town, who: str, action: str) -> None:
    """Press a button in App Home."""
    payload = {
        "type": "block_actions",
        "user": {"id": IDS[who]},
        "team": {"id": "T0ACME"},
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home", "private_metadata": "", "state": {"values": {}}},
        "trigger_id": town.slack.state.new_trigger(IDS[who]),
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": "0"}],
    }
    assert town.interaction(payload).status_code == 200
    town.settle()


def test_mondays_five_questions_stand_in_one_dialog_and_lead_to_their_tickets(busy: Town) -> None:
    busy.clock.forward(days=3)
    home_press(busy, MIRA, "home_figures")
    dialog = json.dumps(busy.dialog(MIRA), ensure_ascii=False)
    for question, said in (
        ("How many?", "Tickets: 2. Messages in them: 2. Answers out: 1. Answered: 50 %."),
        ("How fast?", "First response: "),
        ("What was late, and why?", "First responses: 1 of 2 (nobody has it: 1)."),
        ("Who needs help?", "Waiting for somebody: 1 late"),
        ("What keeps coming back?", "Complaint 1, question 1."),
    ):
        assert question in dialog
        assert said in dialog
    options = next(
        block["element"]["options"] for block in busy.dialog(MIRA)["blocks"] if block["type"] == "input"
    )
    late = next(one["value"] for one in options if one["text"]["text"] == "Late, nobody (1)")
    busy.types(MIRA, "week_open", late)
    assert "2 Tess" in json.dumps(busy.dialog(MIRA))
    assert "1 Nora" not in json.dumps(busy.dialog(MIRA))


def test_a_made_up_number_opens_nothing(town: Town) -> None:
    for value in ("rubbish", "tickets|x|y||", "tickets|1|2|nonsense|", "", "tickets|1"):
        assert press(town, ANA, "open_figure", value).status_code == 200
    assert town.slack.state.views == {}


def test_an_answer_can_be_shown_in_the_channel(busy: Town) -> None:
    press(busy, MIRA, "show_in_channel", "stats today")
    shown = busy.cards()[-1]["text"]
    assert f"<@{IDS[MIRA]}> asked: " in shown
    assert "Tickets: 2" in shown


def files_of(town: Town) -> list[dict[str, Any]]:
    """Every picture that stands in a message, with where it stands."""
    return [
        {"channel": name, **file}
        for name, channel in town.slack.state.channels.items()
        for message in channel.messages.values()
        for file in message.get("files", [])
    ]


def test_charts_come_into_the_askers_own_messages(busy: Town) -> None:
    asked(busy, MIRA, "charts today")
    shared = files_of(busy)
    assert [one["title"] for one in shared] == [
        "At a glance",
        "First response time",
        "Load by hour",
        "Load by weekday and hour",
        "Topics",
    ]
    assert CARE not in {one["channel"] for one in shared}
    assert all(one["alt_txt"] for one in shared)
    assert busy.slack.state.file_bytes[shared[0]["id"]].startswith(b"\x89PNG")


def test_charts_can_be_shown_in_the_channel(busy: Town) -> None:
    press(busy, MIRA, "show_in_channel", "charts today")
    assert {one["channel"] for one in files_of(busy)} == {CARE}


def test_a_guest_gets_no_answer_and_shows_nothing(busy: Town) -> None:
    before = len(busy.messages())
    for question in ("stats", "find kettle", "queue", "replies", "why 1", "handover"):
        assert "you are a guest" in asked(busy, GIL, question)
    for action in ("show_in_channel", "open_figure", "add_saved", "edit_saved", "retire_saved"):
        press(busy, GIL, action, "1")
    assert len(busy.messages()) == before
    assert busy.slack.state.views == {}


def test_the_queue_is_filtered_by_words(busy: Town) -> None:
    assert "2 Tess" in ask(busy, BEN, "queue")
    assert "2 Tess" in ask(busy, BEN, "queue skyline")
    assert "2 Tess" not in ask(busy, BEN, "queue watcher")
    assert "no open ticket" in ask(busy, BEN, "mine")


@pytest.mark.parametrize("words", ["kettle", "BROKEN kettle", "1", "#1", "@nora"])
def test_find_finds_by_words_by_handle_and_by_number(busy: Town, words: str) -> None:
    said = asked(busy, BEN, f"find {words.replace('#', '%23')}")
    assert "1 Nora" in said
    assert "Tess" not in said


def test_find_takes_signs_of_the_database_as_plain_text(busy: Town) -> None:
    assert "Nothing was found" in asked(busy, BEN, "find %25")
    assert "Nothing was found" in asked(busy, BEN, "find _")


def test_a_saved_reply_is_added_used_edited_and_retired(busy: Town) -> None:
    press(busy, ANA, "add_saved", "")
    busy.submit(ANA, title="Hours", text="Hello {name}, we open at nine.", language="en")
    [one] = busy.rows(SavedReply)
    assert (one.title, one.language) == ("Hours", "en")
    assert "Not used yet" in ask(busy, ANA, "replies")

    press(busy, ANA, "edit_saved", str(one.id))
    busy.submit(ANA, title="Opening hours", text="Hello {name}!", language="en")
    assert "Opening hours" in ask(busy, ANA, "replies")

    press(busy, ANA, "retire_saved", str(one.id))
    assert "There is no saved reply yet" in ask(busy, ANA, "replies")


def test_a_saved_reply_with_an_unknown_variable_is_refused_in_the_dialog(town: Town) -> None:
    press(town, ANA, "add_saved", "")
    seen = town.submit(ANA, title="Hours", text="Hello {nmae}", language="en")
    assert "{nmae} is no variable" in json.dumps(seen)
    assert town.rows(SavedReply) == []


def test_in_a_thread_the_desk_is_asked_by_the_message_shortcut(busy: Town) -> None:
    card = busy.card(1)
    payload = {
        "type": "message_action",
        "callback_id": "ask_desk",
        "user": {"id": IDS[ANA]},
        "team": {"id": "T0ACME"},
        "channel": {"id": CARE},
        "message": {"ts": card["ts"]},
        "trigger_id": busy.slack.state.new_trigger(IDS[ANA]),
        "message_ts": card["ts"],
        "response_url": "https://hooks.slack.com/x",
    }
    assert busy.interaction(payload).status_code == 200
    busy.submit(ANA, question="/desk why 1")
    busy.settle()
    assert "Ticket 1" in busy.whispers(ANA)[-1]
    assert busy.slack.state.ephemerals[-1].get("thread_ts") == card["ts"]
