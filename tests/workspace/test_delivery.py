import asyncio

import pytest
from slack_sdk.signature import Clock as SdkClock
from slack_sdk.signature import SignatureVerifier
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.workspace.delivery import signature
from tests.workspace.stage import CARE, GENERAL, SECRET, button, option


def click(stage, who="agent1", **more):
    return stage.act(who, click={"channel": CARE, "ts": stage.post_card(), "action_id": "claim", **more})


def test_the_signature_is_the_one_slack_documents():
    # https://docs.slack.dev/authentication/verifying-requests-from-slack
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == expected


class Frozen(SdkClock):
    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


def test_every_request_is_signed_so_that_slacks_sdk_accepts_it(stage):
    click(stage)
    stage.act("agent1", command="/desk help")
    stage.act("agent1", say="hello", channel=CARE)
    stage.events(1)
    verifier = SignatureVerifier(SECRET, Frozen(stage.clock.at.timestamp()))
    assert len(stage.app.heard) == 3
    for headers, body in stage.app.heard:
        assert verifier.is_valid_request(body, headers)
        assert not SignatureVerifier("other", verifier.clock).is_valid_request(body, headers)


def test_a_click_carries_what_slack_sends(stage):
    seen = click(stage)
    payload = stage.app.payloads()[-1]
    assert (seen["ok"], seen["status"], seen["warning"]) == (True, 200, "")
    assert payload["user"] == {"id": "U0AGENT1", "username": "agent1", "name": "agent1", "team_id": "T0ACME"}
    assert payload["container"]["message_ts"] == payload["message"]["ts"]
    assert payload["actions"][0] | {"action_ts": ""} == {
        "type": "button",
        "action_id": "claim",
        "block_id": "go",
        "value": "1",
        "text": {"type": "plain_text", "text": "claim"},
        "action_ts": "",
    }
    assert payload["response_url"].startswith("http://workspace.test/response/")


def test_a_menu_sends_the_whole_option(stage):
    ts = stage.post_card(
        {"type": "overflow", "action_id": "more", "options": [option("note"), option("snooze")]}
    )
    stage.act("agent1", click={"channel": CARE, "ts": ts, "action_id": "more", "value": "snooze"})
    assert stage.app.payloads()[-1]["actions"][0]["selected_option"] == option("snooze")


def test_what_stands_in_menus_of_the_message_comes_with_the_click(stage):
    ts = stage.post_card({"type": "users_select", "action_id": "who"}, button())
    state = {"go": {"who": "U0AGENT2"}}
    stage.act("agent1", click={"channel": CARE, "ts": ts, "action_id": "claim", "state": state})
    values = stage.app.payloads()[-1]["state"]["values"]
    assert values["go"]["who"] == {"type": "users_select", "selected_user": "U0AGENT2"}


def test_a_late_app_is_told_to_the_person(make_stage):
    stage = make_stage(ack_seconds=0.02)

    async def never(_payload):
        await asyncio.Event().wait()

    stage.app.on_request = never
    seen = click(stage)
    assert (seen["ok"], seen["timed_out"], seen["status"]) == (False, True, 0)
    assert seen["warning"] == "Mentiondesk didn’t respond in time."
    assert "operation_timeout" in stage.act("agent1", command="/desk help")["warning"]
    stage.open_dialog()
    assert "trouble connecting" in stage.act("agent1", submit={"answer": {"text": "x"}})["warning"]


def test_an_app_that_fails_is_told_to_the_person(stage):
    stage.app.answers = [Response(status_code=500), Response(status_code=404)]
    assert "ran into a problem" in click(stage)["warning"]
    assert "dispatch_failed" in stage.act("agent1", command="/desk help")["warning"]


def test_an_app_that_is_not_there_is_told_to_the_person(make_stage):
    stage = make_stage(transport=None, app_url="http://127.0.0.1:9/slack/events")
    assert click(stage)["status"] == 0


def test_an_event_is_tried_four_times_with_its_number_and_reason(stage):
    stage.app.answers = [Response(status_code=500)] * 4
    stage.act("agent1", say="hello", channel=CARE)
    (event,) = stage.events(tries=4)
    assert event["tries"] == ["http_error"] * 4
    assert stage.slept == [0.0, 60.0, 300.0]
    headers = [headers for headers, _ in stage.app.heard]
    assert [h.get("x-slack-retry-num") for h in headers] == [None, "1", "2", "3"]
    assert headers[1]["x-slack-retry-reason"] == "http_error"
    assert len({payload["event_id"] for payload in stage.app.payloads()}) == 1


def test_an_event_taken_at_last_is_not_tried_again(stage):
    stage.app.answers = [Response(status_code=500), Response()]
    stage.act("agent1", say="hello", channel=CARE)
    assert stage.events(tries=2)[0]["tries"] == ["http_error", 200]


def test_an_app_may_ask_for_no_retry(stage):
    stage.app.answers = [Response(status_code=500, headers={"x-slack-no-retry": "1"})]
    stage.act("agent1", say="hello", channel=CARE)
    assert stage.events(tries=1)[0]["tries"] == [500]


def test_a_message_in_a_thread_is_an_event_with_its_thread(stage):
    ts = stage.post_card()
    stage.act("agent2", say="a note", channel=CARE, thread_ts=ts)
    stage.events(1)
    envelope = stage.app.payloads()[-1]
    assert (envelope["type"], envelope["api_app_id"]) == ("event_callback", "A0DESK")
    assert envelope["authorizations"][0]["user_id"] == "U0DESKBOT"
    event = envelope["event"]
    assert (event["user"], event["thread_ts"], event["channel_type"]) == ("U0AGENT2", ts, "channel")


def test_only_subscribed_events_from_channels_of_the_app_are_sent(make_stage):
    stage = make_stage(events=("message.channels",))
    stage.act("agent1", say="not for the app", channel=GENERAL)
    stage.act("agent1", say="in private", channel="D0AGENT1")
    stage.act("agent1", open_home=True)
    stage.act("agent1", say="for the app", channel=CARE)
    assert [event["event"]["text"] for event in stage.events(1)] == ["for the app"]


def test_opening_the_home_is_an_event(stage):
    stage.act("manager1", open_home=True)
    (event,) = stage.events(1)
    assert (event["event"]["type"], event["event"]["user"]) == ("app_home_opened", "U0MANAGER1")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (PlainTextResponse("3 open"), "3 open"),
        (JSONResponse({"text": "3 open"}), "3 open"),
        (JSONResponse({"response_type": "ephemeral", "text": "3 open"}), "3 open"),
    ],
)
def test_the_answer_to_a_command_is_shown_to_that_person_only(stage, answer, shown):
    stage.app.answers.append(answer)
    seen = stage.act("agent1", command="/desk stats  ")
    assert [note["text"] for note in seen["ephemerals"]] == [shown]
    sent = stage.app.payloads()[-1]
    assert (sent["command"], sent["text"], sent["user_id"]) == ("/desk", "stats", "U0AGENT1")


def test_the_answer_to_a_command_may_be_for_the_channel(stage):
    stage.app.answers.append(JSONResponse({"response_type": "in_channel", "text": "3 open"}))
    assert stage.act("agent1", command="/desk stats")["ephemerals"] == []
    assert stage.api("conversations.history", channel=CARE)["messages"][0]["text"] == "3 open"


def test_an_unknown_command_and_one_in_a_thread_never_reach_the_app(stage):
    assert "not a valid command" in stage.act("agent1", command="/dance")["warning"]
    assert "not supported in threads" in stage.act("agent1", command="/desk", thread_ts="1.1")["warning"]
    assert stage.app.heard == []
