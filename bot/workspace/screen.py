"""What the page of one person shows, and everything for tests."""

from __future__ import annotations

from bot.workspace.api_views import top_view
from bot.workspace.errors import Json
from bot.workspace.people import SLACKBOT, TEAM_NAME, Person
from bot.workspace.state import Channel, State

LATEST = 200
"""So many messages of a channel are shown, as much as anybody scrolls."""


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "role": person.role,
        "colour": person.colour,
        "is_bot": person.is_bot,
    }


def _channel(channel: Channel, latest: int | None = None) -> Json:
    messages = list(channel.messages.values())
    if latest is not None:
        tops = [m["ts"] for m in messages if m.get("thread_ts", m["ts"]) == m["ts"]][-latest:]
        messages = [m for m in messages if m.get("thread_ts", m["ts"]) in set(tops)]
    return {
        "id": channel.id,
        "name": channel.name,
        "is_im": channel.is_im,
        "members": sorted(channel.members),
        "messages": messages,
    }


def screen(state: State, person: Person) -> Json:
    """What one person sees: their channels, notes, dialog and App Home, and what they can do."""
    settings = state.settings
    stack = [state.views[view_id] for view_id in state.stacks.get(person.id, [])]
    return {
        "version": state.version,
        "team": TEAM_NAME,
        "app": settings.app_name,
        "me": _person(person),
        "humans": [
            _person(user) for user in state.users.values() if not user.is_bot and user.id != SLACKBOT.id
        ],
        "users": {user.id: _person(user) for user in state.users.values()},
        "groups": {group.id: group.handle for group in state.groups.values()},
        "channels": [_channel(c, LATEST) for c in state.channels.values() if person.id in c.members],
        "ephemerals": [note for note in state.ephemerals if note["visible_to"] == person.id],
        "view": top_view(state, person.id),
        "depth": len(stack),
        "home": state.homes.get(person.id),
        "commands": [vars(command) for command in settings.commands],
        "shortcuts": [vars(shortcut) for shortcut in settings.shortcuts],
    }


def whole_state(state: State, events: list[Json]) -> Json:
    """Everything, for tests."""
    return {
        "version": state.version,
        "users": {user.id: user.as_user(with_email=True) for user in state.users.values()},
        "channels": {channel.id: _channel(channel) for channel in state.channels.values()},
        "ephemerals": state.ephemerals,
        "views": state.views,
        "stacks": state.stacks,
        "homes": state.homes,
        "calls": dict(state.calls),
        "events": events,
    }
