"""The manifests say what the code needs: no command, event, shortcut or scope too few, and none too many.

The shape is checked against what Slack documents (https://docs.slack.dev/reference/app-manifest and
https://github.com/slackapi/manifest-schema), as far as a manifest of ours uses it.
"""

import ast
import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from slack_sdk import WebClient

import handlers

ROOT = Path(__file__).parent.parent
MANIFESTS = sorted((ROOT / "manifests").glob("slack*.json"))
METHODS = "https://docs.slack.dev/reference/methods/"
EVENTS = "https://docs.slack.dev/reference/events/"

HISTORY = {"channels:history", "groups:history", "im:history"}
SCOPES_OF_METHOD = {
    "auth.test": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.list": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": {"files:write"},
    "files.delete": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "usergroups.list": {"usergroups:read"},
    "usergroups.users.list": {"usergroups:read"},
    "users.list": {"users:read", "users:read.email"},
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
}
"""Each method's page, METHODS + name, lists its scopes. E-mails in users.list need a scope of their own."""
SCOPES_OF_EVENT = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "subteam_members_changed": {"usergroups:read"},
    "subteam_updated": {"usergroups:read"},
    "team_join": {"users:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}
"""Each event's page, EVENTS + name, lists its scopes."""
SCOPE_OF_COMMANDS = "commands"
"""Slash commands and shortcuts: https://docs.slack.dev/reference/scopes/commands"""


def _text(limit, pattern=None):
    return {"type": "string", "minLength": 1, "maxLength": limit} | ({"pattern": pattern} if pattern else {})


def _object(required=(), **properties):
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items, limit):
    return {"type": "array", "items": items, "maxItems": limit, "uniqueItems": True}


FLAG = {"type": "boolean"}
URL = _text(3_000, "^https://")
SHAPE = _object(
    ["display_information"],
    _metadata=_object(major_version={"const": 2}, minor_version={"type": "integer"}),
    display_information=_object(
        ["name"],
        name=_text(35),
        description=_text(140),
        background_color=_text(7, "^#[0-9a-fA-F]{6}$"),
    ),
    features=_object(
        app_home=_object(
            home_tab_enabled=FLAG, messages_tab_enabled=FLAG, messages_tab_read_only_enabled=FLAG
        ),
        bot_user=_object(["display_name"], display_name=_text(80), always_online=FLAG),
        slash_commands=_list(
            _object(
                ["command", "description"],
                command=_text(32, "^/"),
                description=_text(2_000),
                usage_hint=_text(1_000),
                should_escape=FLAG,
                url=URL,
            ),
            50,
        ),
        shortcuts=_list(
            _object(
                ["name", "type", "callback_id", "description"],
                name=_text(24),
                type={"enum": ["message", "global"]},
                callback_id=_text(255),
                description=_text(150),
            ),
            10,
        ),
    ),
    oauth_config=_object(scopes=_object(bot=_list(_text(50), 255))),
    settings=_object(
        event_subscriptions=_object(bot_events=_list(_text(50), 100), request_url=URL),
        interactivity=_object(["is_enabled"], is_enabled=FLAG, request_url=URL),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)


class Recorder:
    """Stands where Bolt's app stands while the listeners are hung, and notes what they listen for."""

    def __init__(self):
        self.heard = {}

    def __getattr__(self, kind):
        def listen(name, *_):
            self.heard.setdefault(kind, set()).add(name)
            return lambda listener: listener

        return listen


@pytest.fixture(params=MANIFESTS, ids=lambda path: path.name)
def manifest(request):
    return json.loads(request.param.read_text())


@pytest.fixture
def heard():
    recorder = Recorder()
    handlers.register(recorder, None)
    return recorder.heard


@cache
def called_methods():
    """Every Slack method that our code names, found in its text; the local workspace plays Slack and calls none."""
    sources = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    ours = [path for path in sources if "workspace" not in path.relative_to(ROOT).parts]
    names = {
        node.attr
        for path in ours
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
    }
    return {
        name.replace("_", ".")
        for name in names
        if "_" in name.strip("_") and name[0] != "_" and callable(getattr(WebClient, name, None))
    }


def bot_events(manifest):
    return set(manifest["settings"]["event_subscriptions"]["bot_events"])


def bot_scopes(manifest):
    return set(manifest["oauth_config"]["scopes"]["bot"])


def test_a_manifest_has_the_shape_slack_takes(manifest):
    assert [error.message for error in Draft7Validator(SHAPE).iter_errors(manifest)] == []


def test_the_commands_declared_are_those_listened_for(manifest, heard):
    assert {one["command"] for one in manifest["features"]["slash_commands"]} == heard["command"]


def test_the_shortcuts_declared_are_those_listened_for(manifest, heard):
    listened = set().union(
        *(heard.get(kind, set()) for kind in ("shortcut", "message_shortcut", "global_shortcut"))
    )
    assert {one["callback_id"] for one in manifest["features"]["shortcuts"]} == listened


def test_the_events_declared_are_those_listened_for(manifest, heard):
    assert {event.partition(".")[0] for event in bot_events(manifest)} == heard["event"]


def test_the_scopes_declared_are_those_needed(manifest):
    needed = {SCOPE_OF_COMMANDS}.union(*(SCOPES_OF_METHOD[method] for method in called_methods()))
    needed = needed.union(*(SCOPES_OF_EVENT[event] for event in bot_events(manifest)))
    assert bot_scopes(manifest) == needed


def test_every_slack_method_called_is_known_with_its_scopes():
    assert called_methods() <= set(SCOPES_OF_METHOD)
    assert {"chat.postMessage", "chat.update", "views.publish"} <= called_methods()


def test_buttons_and_dialogs_reach_the_desk(manifest):
    assert manifest["settings"]["interactivity"]["is_enabled"]
    assert manifest["features"]["app_home"]["home_tab_enabled"]


def test_the_two_manifests_differ_only_in_how_slack_reaches_the_desk():
    socket, http = (
        json.loads((ROOT / "manifests" / name).read_text()) for name in ("slack.json", "slack-http.json")
    )
    url = http["settings"]["interactivity"].pop("request_url")
    assert http["settings"]["event_subscriptions"].pop("request_url") == url
    assert {one.pop("url") for one in http["features"]["slash_commands"]} == {url}
    assert url.endswith("/slack/events")
    assert (socket["settings"].pop("socket_mode_enabled"), http["settings"].pop("socket_mode_enabled")) == (
        True,
        False,
    )
    assert socket == http
