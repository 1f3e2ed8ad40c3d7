"""Malformed requests: a clear status, one line in the log, nothing stored."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import structlog

from tests.desk_in_town import ANA, CARE, IDS, NORA, Town, slack_headers
from tests.handlers.test_every_button import press

FORM = "application/x-www-form-urlencoded"
Knock = Callable[[Town], Any]


def event(**inside: Any) -> str:
    return json.dumps({"type": "event_callback", "team_id": "T0ACME", "event_id": "Ev1", "event": inside})


def click(town: Town, **other: Any) -> Any:
    return town.interaction(press(town, "claim") | other)


def action(**other: Any) -> list[dict[str, Any]]:
    return [{"type": "button", "action_id": "claim", "block_id": "actions", "value": "1"} | other]


def choice(option: object) -> list[dict[str, Any]]:
    return [{"type": "overflow", "action_id": "more", "block_id": "a", "selected_option": option}]


def signed_with(town: Town, signature: bytes) -> Any:
    stamp = str(int(town.clock().timestamp()))
    headers = {"x-slack-request-timestamp": stamp.encode(), "x-slack-signature": signature}
    return town.http.post(f"{town.streets.desk.url}/slack/events", content=b"{}", headers=headers)


def typed_in(town: Town, callback: str, part: str, box: object) -> Any:
    return submit(town, callback, '{"ticket":1}', state={"values": {"b": {part: box}}})


PERSON = {"user": {"id": IDS[ANA]}, "team": {"id": "T0ACME"}, "trigger_id": "x"}


def submit(town: Town, callback: str, facts: str, state: object = None) -> Any:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": facts,
        "state": {"values": {}} if state is None else state,
    }
    return town.interaction({"type": "view_submission", **PERSON, "view": view})


def old(town: Town, seconds: int) -> Any:
    stamp = str(int(town.clock().timestamp()) + seconds)
    url = f"{town.streets.desk.url}/slack/events"
    return town.http.post(url, content=b"{}", headers=slack_headers(b"{}", stamp))


CASES: dict[str, tuple[int, Knock]] = {
    "half a JSON": (400, lambda town: town.knock("{nope")),
    "a list": (400, lambda town: town.knock("[1, 2]")),
    "null": (400, lambda town: town.knock("null")),
    "a number": (400, lambda town: town.knock("7")),
    "nothing": (400, lambda town: town.knock("")),
    "deep JSON": (400, lambda town: town.knock("[" * 100_000)),
    "half a payload": (400, lambda town: town.knock("payload=%7Bnope", content_type=FORM)),
    "a list as payload": (400, lambda town: town.knock("payload=%5B%5D", content_type=FORM)),
    "no UTF-8": (400, lambda town: town.knock(b"\xff\xfe\x00", content_type=FORM)),
    "a stamp that is no time": (400, lambda town: town.knock("{}", x_slack_request_timestamp="abc")),
    "a form of nothing": (404, lambda town: town.knock("a=b", content_type=FORM)),
    "a wrong signature": (401, lambda town: town.knock("{}", x_slack_signature="v0=00")),
    "a signature of another secret": (
        401,
        lambda town: town.knock(
            "{}",
            **{
                k.replace("-", "_"): v
                for k, v in slack_headers(b"{}", str(int(town.clock().timestamp())), "another secret").items()
            },
        ),
    ),
    "no signature": (
        401,
        lambda town: town.http.post(f"{town.streets.desk.url}/slack/events", content=b"{}"),
    ),
    "a request of six minutes ago": (401, lambda town: old(town, -360)),
    "a request from the future": (401, lambda town: old(town, 360)),
    "two MiB": (413, lambda town: town.knock("x" * 2 * 1024 * 1024)),
    "an event we never asked for": (404, lambda town: town.knock(event(type="emoji_changed"))),
    "a callback without event": (
        404,
        lambda town: town.knock('{"type":"event_callback","team_id":"T0ACME"}'),
    ),
    "a message without channel": (
        400,
        lambda town: town.knock(
            event(type="message", user="U1", ts="2", thread_ts="1", channel_type="channel")
        ),
    ),
    "a home without person": (400, lambda town: town.knock(event(type="app_home_opened", tab="home"))),
    "a button we do not have": (404, lambda town: click(town, actions=action(action_id="nuke"))),
    "a ticket that is no number": (400, lambda town: click(town, actions=action(value="abc"))),
    "a ticket in other digits": (400, lambda town: click(town, actions=action(value="١"))),
    "a ticket of five thousand digits": (400, lambda town: click(town, actions=action(value="1" * 5000))),
    "a negative ticket": (400, lambda town: click(town, actions=action(value="-1"))),
    "a ticket beyond all numbers": (400, lambda town: click(town, actions=action(value="9" * 40))),
    "no ticket": (400, lambda town: click(town, actions=action(value=None))),
    "no action": (400, lambda town: click(town, actions=[])),
    "actions that are no list": (400, lambda town: click(town, actions={"a": 1})),
    "a button whose name is a list": (400, lambda town: click(town, actions=action(action_id=["claim"]))),
    "a button without a name": (400, lambda town: click(town, actions=action(action_id=None))),
    "a person who is a word": (400, lambda town: click(town, user=IDS[ANA])),
    "a person who is a number": (400, lambda town: click(town, user={"id": 7})),
    "a person with a NUL": (400, lambda town: click(town, user={"id": "U\0"})),
    "a channel that is a word": (400, lambda town: click(town, channel=CARE)),
    "a channel with a NUL": (400, lambda town: click(town, channel={"id": "C\0"})),
    "a container that is a list": (400, lambda town: click(town, container=[1])),
    "a message that is a word": (400, lambda town: click(town, message="x")),
    "nobody": (400, lambda town: click(town, user={})),
    "a choice we do not offer": (
        400,
        lambda town: click(
            town,
            actions=[
                {
                    "type": "overflow",
                    "action_id": "more",
                    "block_id": "a",
                    "selected_option": {"value": "rm:1"},
                }
            ],
        ),
    ),
    "a menu in which nothing is chosen": (400, lambda town: click(town, actions=choice(None))),
    "a choice that is a number": (400, lambda town: click(town, actions=choice({"value": 5}))),
    "an event that is a list": (
        400,
        lambda town: town.knock('{"type":"event_callback","team_id":"T0ACME","event":[]}'),
    ),
    "an event whose type is a list": (400, lambda town: town.knock(event(type=["message"]))),
    "a message of objects": (
        400,
        lambda town: town.knock(event(type="message", channel={}, ts={}, thread_ts=[], user=IDS[ANA])),
    ),
    "a message whose text is a list": (
        400,
        lambda town: town.knock(
            event(type="message", channel=CARE, ts="1", thread_ts="2", user=IDS[ANA], text=["hi"])
        ),
    ),
    "a home whose person is an object": (
        400,
        lambda town: town.knock(event(type="app_home_opened", tab="home", user={"a": 1})),
    ),
    "a stamp of 400 digits": (400, lambda town: town.knock("{}", x_slack_request_timestamp="9" * 400)),
    "a signature in no plain letters": (400, lambda town: signed_with(town, "v0=é".encode("latin-1"))),
    "a command we do not have": (
        404,
        lambda town: town.knock("command=/nuke&team_id=T0ACME&user_id=U0AGENT1", content_type=FORM),
    ),
    "a shortcut we do not have": (
        404,
        lambda town: town.interaction({"type": "message_action", "callback_id": "nuke", **PERSON}),
    ),
    "a closed dialog we do not have": (
        404,
        lambda town: town.interaction({"type": "view_closed", "view": {"callback_id": "nuke"}, **PERSON}),
    ),
    "a kind we never heard of": (404, lambda town: town.interaction({"type": "nuke", **PERSON})),
    "a dialog of a list": (400, lambda town: submit(town, "note", "{}", state=[])),
    "values of a list": (400, lambda town: submit(town, "note", '{"ticket":1}', state={"values": []})),
    "a box of nothing": (400, lambda town: typed_in(town, "note", "text", None)),
    "a box of a number": (400, lambda town: typed_in(town, "note", "text", {"value": 5})),
    "a reason we do not offer": (
        400,
        lambda town: typed_in(town, "dismiss", "reason", {"selected_option": {"value": "nuke"}}),
    ),
    "a moment that is none": (
        400,
        lambda town: typed_in(town, "snooze", "until", {"selected_option": {"value": "nuke"}}),
    ),
    "a moment beyond all time": (
        400,
        lambda town: typed_in(town, "snooze", "until", {"selected_date_time": 10**15}),
    ),
    "facts that are half a JSON": (400, lambda town: submit(town, "note", "{{{")),
    "facts that are a list": (400, lambda town: submit(town, "note", "[1]")),
    "deep facts": (400, lambda town: submit(town, "note", "[" * 5000)),
    "a dialog we do not have": (404, lambda town: submit(town, "nuke", "{}")),
    "a dialog without facts": (400, lambda town: submit(town, "note", "{}")),
    "a dialog without values": (400, lambda town: submit(town, "note", '{"ticket":1}')),
    "a reply without its key": (400, lambda town: submit(town, "reply", '{"ticket":1}')),
    "a command without person": (
        400,
        lambda town: town.knock("command=/desk&team_id=T0ACME", content_type=FORM),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_malformed_request_gets_a_clear_status_one_log_line_and_changes_nothing(
    one_town: Town, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    town, (status, knock) = one_town, CASES[case]
    before = town.stored(), town.waiting()
    caplog.set_level(logging.WARNING)

    with structlog.testing.capture_logs() as lines:
        answer = knock(town)

    told = [line for line in lines if line["log_level"] != "info"]
    told += [line for line in caplog.records if line.name.startswith(("slack", "uvicorn"))]
    assert answer.status_code == status
    assert len(told) == 1, told
    assert "\n" not in str(told[0].get("event") if isinstance(told[0], dict) else told[0].getMessage())
    assert (town.stored(), town.waiting()) == before
    assert town.health_is_well()


def test_slacks_own_check_of_the_address_is_answered(one_town: Town) -> None:
    answer = one_town.knock(json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}))
    assert answer.json() == {"challenge": "abc"}


def test_a_click_outside_any_channel_is_answered_in_person(one_town: Town) -> None:
    one_town.arrives(NORA, "@acme hello?")
    payload = press(one_town, "claim", who="U0GUEST1")
    del payload["channel"], payload["message"]
    payload["container"] = {"type": "message", "channel_id": CARE}
    assert one_town.interaction(payload).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"message": {"ts": "1.1", "thread_ts": ""}},
        {"message": {"ts": "1.1", "thread_ts": None}},
        {"container": {"channel_id": None, "is_ephemeral": True}},
        {"trigger_id": "new.kind/of=id", "enterprise": None, "is_enterprise_install": False},
        {"something": {"slack": ["adds one day"]}},
    ],
)
def test_no_click_is_refused_for_what_slack_may_leave_out_or_add(
    one_town: Town, more: dict[str, object]
) -> None:
    one_town.arrives(NORA, "My kettle broke.")
    assert click(one_town, **more).status_code == 200
