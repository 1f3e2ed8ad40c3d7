"""Sending and closing dialogs. https://docs.slack.dev/surfaces/modals#updating_views."""

from __future__ import annotations

from typing import Any

from bot.workspace import payloads
from bot.workspace.api_views import close_all, close_top, push_view, replace_view
from bot.workspace.blocks import MODAL, check_view
from bot.workspace.errors import Json, SlackError
from bot.workspace.hands import NO_ANSWER, Hands, Seen
from bot.workspace.inputs import missing_inputs, state_values
from bot.workspace.people import Person


class Dialogs:
    """The dialog in front of a person."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def submit(self, person: Person, body: Json) -> Seen:
        """Send the dialog in front; what is left out keeps its initial value."""
        view = self._hands.view(person, body.get("view"))
        values = state_values(view["blocks"], body["submit"])
        if errors := missing_inputs(view["blocks"], values):
            return Seen(errors=errors)
        view["state"] = {"values": values}
        trigger = self._hands.state.new_trigger(person.id)
        ack = await self._hands.delivery.interaction(payloads.submission(person, view, trigger))
        if not ack.ok:
            return Seen(ack, NO_ANSWER)
        try:
            return Seen(ack, errors=self._after_submission(person, view, ack.json()))
        except SlackError as refusal:
            details = refusal.extra.get("response_metadata", {}).get("messages", [])
            return Seen(ack, NO_ANSWER, extra={"refused": [refusal.error, *details]})

    def _after_submission(self, person: Person, view: Json, answer: Json) -> dict[str, str]:
        """https://docs.slack.dev/surfaces/modals#updating_views: errors, update, push, clear, or close."""
        match answer.get("response_action"):
            case "errors":
                return _known_errors(view, answer.get("errors"))
            case "update":
                replace_view(self._hands.state, view, check_view(answer.get("view"), MODAL))
            case "push":
                push_view(self._hands.state, person.id, check_view(answer.get("view"), MODAL))
            case "clear":
                close_all(self._hands.state, person.id)
            case None:
                close_top(self._hands.state, person.id)
            case unknown:
                raise SlackError("invalid_response_action", f"unknown response_action {unknown!r}")
        return {}

    async def close(self, person: Person, body: Json) -> Seen:
        """Close the dialog in front, or with "all" every dialog under it too."""
        view = self._hands.view(person, body.get("view"))
        clears = body["close"] == "all" or view["clear_on_close"]
        stack = [self._hands.state.views[each] for each in self._hands.state.stacks[person.id]]
        if clears:
            close_all(self._hands.state, person.id)
        else:
            close_top(self._hands.state, person.id)
        ack = None
        for each in reversed(stack if clears else stack[-1:]):
            if each["notify_on_close"]:
                ack = await self._hands.delivery.interaction(payloads.closed(person, each, is_cleared=clears))
        return Seen(ack)


def _known_errors(view: Json, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise SlackError("invalid_errors", f"errors must name input blocks of the view, not {errors!r}")
    return {str(key): str(value) for key, value in errors.items()}
