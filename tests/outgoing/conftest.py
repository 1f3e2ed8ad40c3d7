"""The desk in town, for every test of this folder, with the messages that approvers get."""

from __future__ import annotations

from typing import Any

from tests.desk_in_town import IDS, Town, found, small_town, streets, town

__all__ = ["found", "small_town", "streets", "town"]


def directs(town: Town, who: str) -> list[dict[str, Any]]:
    """What the desk has written to somebody directly, oldest first."""
    channel = next(c for c in town.slack.state.channels.values() if c.is_im and IDS[who] in c.members)
    return list(channel.messages.values())


def press(town: Town, who: str, message: dict[str, Any], button: str) -> dict[str, Any]:
    """Press a button of a message, wherever it stands."""
    channel = next(c for c in town.slack.state.channels.values() if message["ts"] in c.messages)
    seen = town.act(who, click={"channel": channel.id, "ts": message["ts"], "action_id": button})
    town.draw_cards()
    return seen


def buttons_of(message: dict[str, Any]) -> list[str]:
    """The buttons under a message."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]
