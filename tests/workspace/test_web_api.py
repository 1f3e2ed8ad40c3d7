import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.workspace.stage import CARE, GENERAL, card, modal

REFUSALS = {
    "an unknown method": ("chat.shout", {}, "unknown_method"),
    "no such channel": ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    "a channel the app is not in": ("chat.postMessage", {"channel": GENERAL, "text": "x"}, "not_in_channel"),
    "nothing to say": ("chat.postMessage", {"channel": CARE}, "no_text"),
    "blocks that are no list": (
        "chat.postMessage",
        {"channel": CARE, "blocks": "{"},
        "invalid_blocks_format",
    ),
    "blocks Slack has not": (
        "chat.postMessage",
        {"channel": CARE, "text": "x", "blocks": [{"type": "poem"}]},
        "invalid_blocks",
    ),
    "metadata of another form": (
        "chat.postMessage",
        {"channel": CARE, "text": "x", "metadata": {"id": 1}},
        "invalid_metadata_format",
    ),
    "two kinds of words": (
        "chat.postMessage",
        {"channel": CARE, "text": "x", "markdown_text": "y"},
        "markdown_text_conflict",
    ),
    "a thread that is not there": (
        "chat.postMessage",
        {"channel": CARE, "text": "x", "thread_ts": "1.000001"},
        "thread_not_found",
    ),
    "an update of nothing": (
        "chat.update",
        {"channel": CARE, "ts": "1.000001", "text": "x"},
        "message_not_found",
    ),
    "a note to a stranger": (
        "chat.postEphemeral",
        {"channel": CARE, "user": "U0X", "text": "x"},
        "user_not_found",
    ),
    "a note to a non-member": (
        "chat.postEphemeral",
        {"channel": CARE, "user": "USLACKBOT", "text": "x"},
        "user_not_in_channel",
    ),
    "no such person": ("users.info", {"user": "U0X"}, "user_not_found"),
    "no such address": ("users.lookupByEmail", {"email": "x@y.example"}, "users_not_found"),
    "no such group": ("usergroups.users.list", {"usergroup": "S0X"}, "no_such_subteam"),
    "no such view": ("views.update", {"view_id": "V0X", "view": modal()}, "not_found"),
    "a broken view": (
        "views.publish",
        {"user_id": "U0AGENT1", "view": {"type": "home"}},
        "invalid_arguments",
    ),
    "a missing argument": ("chat.update", {"channel": CARE, "text": "x"}, "invalid_arguments"),
    "a made-up cursor": ("users.list", {"cursor": "!!"}, "invalid_cursor"),
    "Socket Mode": ("apps.connections.open", {}, "not_allowed_token_type"),
    "joining without the scope": ("conversations.join", {"channel": GENERAL}, "missing_scope"),
    "a direct message to a bot": ("conversations.open", {"users": "USLACKBOT"}, "cannot_dm_bot"),
}


@pytest.mark.parametrize(("method", "args", "error"), REFUSALS.values(), ids=REFUSALS.keys())
def test_this_call_is_refused_by_slacks_own_name(stage, method, args, error):
    answer = stage.api(method, **args)
    assert (answer["ok"], answer["error"]) == (False, error)


def test_a_call_without_a_token_and_one_with_a_wrong_token_are_refused(stage):
    assert stage.api("auth.test", token="")["error"] == "not_authed"
    assert stage.api("auth.test", token="xoxb-other")["error"] == "invalid_auth"
    assert stage.api("apps.connections.open", token="xapp-demo")["error"] == "not_allowed"


def test_a_missing_scope_is_named_with_those_that_are_there(make_stage):
    answer = make_stage(scopes=("users:read",)).api("chat.postMessage", channel=CARE, text="x")
    assert answer == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "users:read"}


def test_e_mail_addresses_need_their_own_scope(make_stage):
    profile = make_stage(scopes=("users:read",)).api("users.info", user="U0AGENT1")["user"]["profile"]
    assert "email" not in profile


def test_user_groups_need_a_paid_plan(make_stage):
    assert make_stage(paid_plan=False).api("usergroups.list")["error"] == "plan_upgrade_required"
    groups = make_stage().api("usergroups.list", include_users=True)["usergroups"]
    assert {group["handle"]: group["users"] for group in groups} == {
        "care-agents": ["U0AGENT1", "U0AGENT2"],
        "care-managers": ["U0MANAGER1"],
    }


def test_more_than_one_post_a_second_in_a_channel_waits(stage):
    def post(channel=CARE):
        body = {"channel": channel, "text": "x"}
        return stage.http.post(
            "/api/chat.postMessage", json=body, headers={"Authorization": "Bearer xoxb-demo"}
        )

    assert [post().status_code for _ in range(4)] == [200, 200, 200, 429]
    assert post().headers["retry-after"] == "1"
    assert post().json() == {"ok": False, "error": "ratelimited"}
    assert post("U0AGENT1").status_code == 200
    stage.clock.forward(1)
    assert [post().status_code for _ in range(2)] == [200, 429]


def test_more_than_fifty_updates_a_minute_wait(make_stage):
    stage = make_stage(update_burst=50)
    ts = stage.post_card()
    errors = [stage.api("chat.update", channel=CARE, ts=ts, text="x").get("error") for _ in range(51)]
    assert errors == [None] * 50 + ["ratelimited"]


def test_text_over_forty_thousand_is_cut_with_a_warning_and_an_update_over_four_thousand_refused(stage):
    answer = stage.api("chat.postMessage", channel=CARE, text="x" * 40_001)
    assert len(answer["message"]["text"]) == 40_000
    assert answer["warning"] == "message_truncated"
    assert stage.api("chat.update", channel=CARE, ts=answer["ts"], text="x" * 4001)["error"] == "msg_too_long"


def test_an_update_without_blocks_takes_the_blocks_away(stage):
    ts = stage.post_card()
    assert "blocks" not in stage.api("chat.update", channel=CARE, ts=ts, text="bare")["message"]


def test_an_app_changes_only_its_own_messages(stage):
    ts = stage.act("agent1", say="mine", channel=CARE)["ts"]
    assert stage.api("chat.update", channel=CARE, ts=ts, text="x")["error"] == "cant_update_message"
    assert stage.api("chat.delete", channel=CARE, ts=ts)["error"] == "cant_delete_message"


def test_metadata_comes_back_only_when_asked_for(stage):
    metadata = {"event_type": "card", "event_payload": {"outbox": "7"}}
    stage.api("chat.postMessage", channel=CARE, text="x", metadata=metadata)
    assert "metadata" not in stage.api("conversations.history", channel=CARE)["messages"][0]
    asked = stage.api("conversations.history", channel=CARE, include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == metadata


def test_history_is_newest_first_without_threads_and_replies_oldest_first_with_their_root(stage):
    first = stage.post_card()
    stage.api("chat.postMessage", channel=CARE, text="in the thread", thread_ts=first)
    stage.api("chat.postMessage", channel=CARE, text="second")
    history = stage.api("conversations.history", channel=CARE)["messages"]
    assert [message["text"] for message in history] == ["second", "card"]
    assert history[1]["reply_count"] == 1
    replies = stage.api("conversations.replies", channel=CARE, ts=first)["messages"]
    assert [message["text"] for message in replies] == ["card", "in the thread"]


def test_pages_follow_their_cursor_to_the_end(stage):
    seen, cursor = [], ""
    for _ in range(10):
        page = stage.api("users.list", limit=2, cursor=cursor)
        seen += [member["name"] for member in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert seen == ["agent1", "agent2", "manager1", "guest1", "mentiondesk", "slackbot"]


def test_deleting_the_first_message_of_a_thread_leaves_a_tombstone(stage):
    ts = stage.post_card()
    stage.api("chat.postMessage", channel=CARE, text="reply", thread_ts=ts)
    stage.api("chat.delete", channel=CARE, ts=ts)
    assert stage.api("conversations.replies", channel=CARE, ts=ts)["messages"][0]["subtype"] == "tombstone"


def test_a_timestamp_never_comes_twice_though_the_clock_stands_still(stage):
    stamps = [stage.act("agent1", say=str(number), channel=CARE)["ts"] for number in range(5)]
    assert stamps == sorted(set(stamps))


def test_blocks_are_validated_without_a_token(stage):
    assert stage.api("blocks.validate", token="", blocks=card()) == {"ok": True}
    assert (
        stage.api("blocks.validate", token="", view=modal(blocks=[{"type": "x"}]))["error"]
        == "invalid_blocks"
    )


def test_the_guest_is_restricted(stage):
    assert stage.api("users.info", user="U0GUEST1")["user"]["is_restricted"] is True


@pytest.mark.parametrize("as_json", [True, False])
def test_arguments_come_as_json_or_as_a_form(stage, as_json):
    args = {"channel": CARE, "text": "x", "blocks": card() if as_json else '[{"type":"divider"}]'}
    sent = {"json": args} if as_json else {"data": args}
    answer = stage.http.post(
        "/api/chat.postMessage", headers={"Authorization": "Bearer xoxb-demo"}, **sent
    ).json()
    assert answer["ok"]
    assert answer["message"]["blocks"]


def test_slacks_own_sdk_can_talk_to_it(served):
    client = WebClient(token="xoxb-demo", base_url=f"{served.url}/api/")
    assert client.auth_test()["user_id"] == "U0DESKBOT"
    assert client.conversations_list(types="public_channel,im")["channels"][0]["name"] == "social-care"
    posted = client.chat_postMessage(channel="#social-care", text="hello", blocks=card())
    link = client.chat_getPermalink(channel=CARE, message_ts=posted["ts"])["permalink"]
    assert link.startswith(f"{served.url}/archives/{CARE}/p")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel=GENERAL, text="x")


def test_a_picture_is_uploaded_and_shared_by_slacks_own_sdk(served):
    client = WebClient(token="xoxb-demo", base_url=f"{served.url}/api/")
    client.files_upload_v2(
        channel=CARE, content=b"\x89PNG rest", filename="week.png", initial_comment="This week"
    )
    shared = client.conversations_history(channel=CARE)["messages"][0]
    assert (shared["text"], shared["files"][0]["name"]) == ("This week", "week.png")
