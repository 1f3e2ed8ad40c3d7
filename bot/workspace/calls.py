"""One call of a Web API method: who calls, with what, and what every method needs of it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.workspace.errors import Json, SlackError
from bot.workspace.people import BOT_USER_ID
from bot.workspace.settings import WorkspaceSettings
from bot.workspace.state import Channel, State

Emit = Callable[[Json], None]
"""Sends an event to the app, in the background."""


@dataclass(frozen=True)
class Call:
    """What a method's function is given. `base_url` has no slash at its end."""

    args: Json
    state: State
    emit: Emit
    base_url: str

    @property
    def settings(self) -> WorkspaceSettings:
        """The workspace's settings."""
        return self.state.settings

    def text(self, name: str, default: str = "") -> str:
        """A string argument."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """A string argument that must be there; raises `invalid_arguments`."""
        if not (value := self.text(name)):
            raise SlackError("invalid_arguments", f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean argument, however the SDK spelled it."""
        value = self.args.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def count(self, name: str, default: int, highest: int = 1000) -> int:
        """A whole number between 1 and `highest`; raises `invalid_limit`."""
        try:
            return min(max(int(self.args.get(name) or default), 1), highest)
        except (TypeError, ValueError):
            raise SlackError("invalid_limit") from None

    def json(self, name: str, error: str) -> Any:
        """An argument that is JSON, or JSON in a string; raises `error` when it cannot be read."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def channel(self, *, must_be_in: bool = False) -> Channel:
        """The channel argument; raises `channel_not_found`, `not_in_channel`."""
        reference = self.required("channel")
        if reference in self.state.users:
            return self.state.direct_channel(reference)
        channel = self.state.channel(reference)
        if BOT_USER_ID in channel.members:
            return channel
        if channel.is_private or channel.is_im:
            raise SlackError("channel_not_found")
        if must_be_in:
            raise SlackError("not_in_channel")
        return channel

    def page(self, items: list[Any], key: str, default: int = 100) -> Json:
        """One page of `items` under `key`, with Slack's cursor to the next; raises `invalid_cursor`."""
        start = _read_cursor(self.text("cursor"))
        end = start + self.count("limit", default)
        cursor = _write_cursor(end) if end < len(items) else ""
        return {"ok": True, key: items[start:end], "response_metadata": {"next_cursor": cursor}}


def _read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor.encode()).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None


def _write_cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"next:{position}".encode()).decode()


@dataclass(frozen=True)
class Method:
    """One Web API method: its function, the scopes any of which opens it, and its calls a minute.

    Tiers: https://docs.slack.dev/apis/web-api/rate-limits
    """

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    per_minute: int = 100
