import pytest

from bot.workspace import Shortcut
from tests.workspace.stage import CARE


def said(stage, words):
    ts = stage.act("agent1", say=words, channel=CARE)["ts"]
    messages = stage.state()["channels"][CARE]["messages"]
    return next(message["text"] for message in messages if message["ts"] == ts)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("hi @agent2 and @nobody", "hi <@U0AGENT2> and @nobody"),
        ("@care-managers please", "<!subteam^S0MANAGERS> please"),
        ("see #general", "see <#C0GENERAL|general>"),
        ("https://example.com/?a=1&b=2", "<https://example.com/?a=1&amp;b=2>"),
        ("write to ana@agent2", "write to ana@agent2"),
    ],
)
def test_typed_words_are_kept_as_slack_keeps_them(stage, typed, kept):
    assert said(stage, typed) == kept


def test_people_change_only_their_own_messages(stage):
    ts = stage.act("agent1", say="mine", channel=CARE)["ts"]
    assert "own" in stage.act("agent2", edit=ts, text="yours", channel=CARE)["error"]
    assert "own" in stage.act("agent2", delete=ts, channel=CARE)["error"]
    stage.act("agent1", edit=ts, text="still mine", channel=CARE)
    assert stage.state()["channels"][CARE]["messages"][0]["text"] == "still mine"
    stage.act("agent1", delete=ts, channel=CARE)
    assert stage.state()["channels"][CARE]["messages"] == []


def test_a_reaction_is_added_and_taken_back(stage):
    ts = stage.post_card()
    for _ in range(2):
        stage.act("agent1", react="eyes", channel=CARE, ts=ts)
    stage.act("agent2", react="eyes", channel=CARE, ts=ts)
    reactions = stage.state()["channels"][CARE]["messages"][0]["reactions"]
    assert reactions == [{"name": "eyes", "users": ["U0AGENT2"], "count": 1}]


@pytest.mark.parametrize(
    "act",
    [
        {"as": "nobody", "say": "x"},
        {"as": "agent1"},
        {"as": "agent1", "click": "claim"},
        {"as": "agent1", "click": {"channel": CARE, "ts": "1.1", "action_id": "claim"}},
        {"as": "agent1", "say": "x", "channel": "D0AGENT2"},
        {"as": "agent1", "submit": {}},
        {"as": "agent1", "shortcut": "unknown"},
        [],
    ],
)
def test_an_act_that_makes_no_sense_is_refused_with_a_sentence(stage, act):
    answer = stage.http.post("/_workspace/act", json=act)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_only_buttons_that_are_there_can_be_pressed(stage):
    seen = stage.act("agent1", click={"channel": CARE, "ts": stage.post_card(), "action_id": "fire"})
    assert "'fire'" in seen["error"]
    assert stage.app.heard == []


def test_a_message_shortcut_carries_the_message_and_a_global_one_does_not(make_stage):
    stage = make_stage(shortcuts=(Shortcut("note", "Add a note"), Shortcut("new", "New ticket", "global")))
    ts = stage.post_card()
    assert stage.act("agent1", shortcut="note", channel=CARE, ts=ts)["ok"]
    assert stage.act("agent1", shortcut="new")["ok"]
    on_message, anywhere = stage.app.payloads()
    assert (on_message["type"], on_message["message"]["ts"]) == ("message_action", ts)
    assert (anywhere["type"], anywhere.get("response_url")) == ("shortcut", None)


def test_a_note_is_seen_by_one_person_and_can_be_dismissed(stage):
    stage.api("chat.postEphemeral", channel=CARE, user="U0AGENT1", text="only you")

    def notes(who):
        return stage.http.get("/_workspace/screen", params={"as": who}).json()["ephemerals"]

    assert [note["text"] for note in notes("agent1")] == ["only you"]
    assert notes("agent2") == []
    stage.act("agent1", dismiss=notes("agent1")[0]["ts"])
    assert notes("agent1") == []


def test_a_person_sees_their_own_direct_messages_only(stage):
    screen = stage.http.get("/_workspace/screen", params={"as": "agent1"}).json()
    assert [channel["id"] for channel in screen["channels"]] == ["C0CARE", "C0GENERAL", "D0AGENT1"]


def test_an_unchanged_screen_is_not_sent_again(stage):
    tag = stage.http.get("/_workspace/screen").headers["etag"]
    assert stage.http.get("/_workspace/screen", headers={"If-None-Match": tag}).status_code == 304
    stage.post_card()
    assert stage.http.get("/_workspace/screen", headers={"If-None-Match": tag}).status_code == 200


def test_what_changes_about_people_is_told_to_the_app(stage):
    stage.act("manager1", invite="mentiondesk", channel="C0GENERAL")
    stage.act("manager1", change_user={"user": "agent2", "is_restricted": True})
    stage.act("manager1", add_user={"name": "agent3", "real_name": "Cho Park"})
    stage.act("manager1", change_group={"handle": "care-agents", "users": ["agent1", "agent3"]})
    events = {event["event"]["type"]: event["event"] for event in stage.events(1, at_least=4)}
    assert events["member_joined_channel"]["user"] == "U0DESKBOT"
    assert events["user_change"]["user"]["is_restricted"] is True
    assert events["team_join"]["user"]["name"] == "agent3"
    assert events["subteam_members_changed"]["added_users"] == ["U0AGENT3"]
    assert events["subteam_members_changed"]["removed_users"] == ["U0AGENT2"]
    assert stage.api("chat.postMessage", channel="C0GENERAL", text="now I am in")["ok"]
    assert stage.act("agent3", say="hello", channel=CARE)["ok"]


@pytest.mark.parametrize(
    "act",
    [
        {"add_user": {"name": "agent1"}},
        {"add_user": {}},
        {"change_user": {"user": "agent1", "id": "U0OTHER"}},
        {"change_group": {"handle": "nobody"}},
        {"invite": "nobody"},
    ],
)
def test_a_change_of_people_that_makes_no_sense_is_refused(stage, act):
    assert stage.act("manager1", **act)["error"]
