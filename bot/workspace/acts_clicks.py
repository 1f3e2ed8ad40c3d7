"""Clicks on what an app has put into messages, dialogs and its Home, and shortcuts.

https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from bot.workspace import payloads
from bot.workspace.api_chat import visible
from bot.workspace.blocks import MODAL, interactive_elements
from bot.workspace.errors import Json
from bot.workspace.hands import ActError, Hands, Seen
from bot.workspace.inputs import action_of, state_values
from bot.workspace.people import Person


class Clicks:
    """Buttons, menus and shortcuts."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def click(self, person: Person, body: Json) -> Seen:
        """A button, menu or picker in a message, a dialog or the App Home."""
        click = body["click"]
        if "view" in click or click.get("home"):
            return await self._click_in_view(person, click)
        channel = self._hands.channel(person, click.get("channel"))
        message = self._hands.message(person, channel, str(click.get("ts")))
        block, element = _find(message.get("blocks", []), click)
        values = state_values(message.get("blocks", []), click.get("state", {}))
        action = action_of(block, element, click.get("value"), self._hands.state.new_ts())
        trigger = self._hands.state.new_trigger(person.id)
        url = self._hands.response_url(person, channel, message)
        shown = visible(message)
        payload = payloads.click_in_message(person, channel, shown, action, values, trigger, url)
        ack = await self._hands.delivery.interaction(payload)
        return Seen(ack, self._hands.warning(ack))

    async def _click_in_view(self, person: Person, click: Json) -> Seen:
        home = self._hands.state.homes.get(person.id) if click.get("home") else None
        view = home or self._hands.view(person, click.get("view"))
        block, element = _find(view["blocks"], click)
        view["state"] = {"values": state_values(view["blocks"], click.get("state", {}))}
        action = action_of(block, element, click.get("value"), self._hands.state.new_ts())
        trigger = self._hands.state.new_trigger(person.id)
        ack = await self._hands.delivery.interaction(payloads.click_in_view(person, view, action, trigger))
        return Seen(ack, self._hands.warning(ack, in_dialog=view["type"] == MODAL))

    async def suggest(self, person: Person, body: Json) -> Seen:
        """Type into an external select; the app's options come back."""
        asked = body["suggest"]
        where: Json
        if "view" in asked:
            view = self._hands.view(person, asked["view"])
            where, blocks = (
                {"view": view, "container": {"type": "view", "view_id": view["id"]}},
                view["blocks"],
            )
        else:
            channel = self._hands.channel(person, asked.get("channel"))
            message = self._hands.message(person, channel, str(asked.get("ts")))
            where = {"container": payloads.message_container(channel, message), "message": visible(message)}
            blocks = message.get("blocks", [])
        block, element = _find(blocks, asked)
        typed = str(asked.get("value", ""))
        payload = payloads.suggestion(person, where, block["block_id"], element["action_id"], typed)
        ack = await self._hands.delivery.interaction(payload)
        found = ack.json()
        return Seen(
            ack,
            self._hands.warning(ack),
            extra={key: found.get(key, []) for key in ("options", "option_groups")},
        )

    async def shortcut(self, person: Person, body: Json) -> Seen:
        """A global shortcut, or one from a message's menu."""
        callback_id = str(body["shortcut"])
        known = next((s for s in self._hands.state.settings.shortcuts if s.callback_id == callback_id), None)
        if known is None:
            raise ActError(f"No shortcut is called {callback_id!r}.")
        trigger = self._hands.state.new_trigger(person.id)
        if known.kind == "global":
            payload = payloads.shortcut(person, callback_id, trigger, self._hands.state.new_ts())
        else:
            channel = self._hands.channel(person, body.get("channel"))
            message = self._hands.state.message(channel, str(body.get("ts")))
            url = self._hands.response_url(person, channel, message)
            shown = visible(message)
            payload = payloads.message_shortcut(person, channel, shown, callback_id, trigger, url)
        ack = await self._hands.delivery.interaction(payload)
        return Seen(ack, self._hands.warning(ack))


def _find(blocks: list[Json], click: Json) -> tuple[Json, Json]:
    """The block and element a click names, by action_id and, where given, block_id and value."""
    action_id, block_id, value = click.get("action_id"), click.get("block_id"), click.get("value")
    found = [
        (block, element)
        for block in blocks
        for element in interactive_elements(block)
        if element.get("action_id") == action_id and block_id in (None, block["block_id"])
    ]
    if not found:
        raise ActError(f"There is no {action_id!r} here to press.")
    same_value = [pair for pair in found if pair[1].get("value") == value]
    return (same_value or found)[0]
