"""The bodies of what Slack posts to an app. https://docs.slack.dev/reference/interaction-payloads."""

from __future__ import annotations

from bot.workspace.errors import Json
from bot.workspace.people import APP_ID, TEAM_DOMAIN, TEAM_ID, Person
from bot.workspace.state import Channel

VERIFICATION_TOKEN = "legacy-verification-token"  # noqa: S105 - Slack's retired field; nobody checks it


def _who(person: Person) -> Json:
    return {
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def message_container(channel: Channel, message: Json) -> Json:
    """Where a click in a message happened."""
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": bool(message.get("is_ephemeral")),
    }
    return container | ({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {})


def click_in_message(
    person: Person,
    channel: Channel,
    message: Json,
    action: Json,
    values: Json,
    trigger: str,
    response_url: str,
) -> Json:
    """block_actions from a message."""
    return {
        "type": "block_actions",
        **_who(person),
        "container": message_container(channel, message),
        "trigger_id": trigger,
        "channel": _channel(channel),
        "message": message,
        "state": {"values": values},
        "response_url": response_url,
        "actions": [action],
    }


def click_in_view(person: Person, view: Json, action: Json, trigger: str) -> Json:
    """block_actions from a dialog or the App Home. `view` holds the values typed so far."""
    return {
        "type": "block_actions",
        **_who(person),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger,
        "view": view,
        "actions": [action],
    }


def submission(person: Person, view: Json, trigger: str) -> Json:
    """view_submission."""
    return {
        "type": "view_submission",
        **_who(person),
        "trigger_id": trigger,
        "view": view,
        "response_urls": [],
    }


def closed(person: Person, view: Json, *, is_cleared: bool) -> Json:
    """view_closed."""
    return {"type": "view_closed", **_who(person), "view": view, "is_cleared": is_cleared}


def suggestion(person: Person, where: Json, block_id: str, action_id: str, value: str) -> Json:
    """block_suggestion: an external select asks for options. `where` holds the view or the message."""
    return {
        "type": "block_suggestion",
        **_who(person),
        "block_id": block_id,
        "action_id": action_id,
        "value": value,
        **where,
    }


def shortcut(person: Person, callback_id: str, trigger: str, action_ts: str) -> Json:
    """A global shortcut."""
    kind = {"type": "shortcut", "callback_id": callback_id, "trigger_id": trigger, "action_ts": action_ts}
    return kind | _who(person)


def message_shortcut(
    person: Person, channel: Channel, message: Json, callback_id: str, trigger: str, response_url: str
) -> Json:
    """A shortcut from a message's menu."""
    return {
        "type": "message_action",
        **_who(person),
        "callback_id": callback_id,
        "trigger_id": trigger,
        "action_ts": message["ts"],
        "message_ts": message["ts"],
        "channel": _channel(channel),
        "message": message,
        "response_url": response_url,
    }


def slash_command(
    person: Person, channel: Channel, command: str, text: str, trigger: str, response_url: str
) -> Json:
    """The form of a slash command: https://docs.slack.dev/interactivity/implementing-slash-commands."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }
