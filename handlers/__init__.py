"""Where people knock: thin listeners by the team's subject. The only rooms that know Bolt, with `bot.assembly`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.rules.foreign import short
from bot.surfaces.slack.answers import answer_message
from handlers import approve, ask, brake, claim, close, look, notes, reply, windows
from handlers.knock import BAD_REQUEST, Door, Listener, Malformed, Press, number_of, open_dialog, where

log = structlog.get_logger()

BUTTONS: Mapping[str, Listener] = {
    **approve.BUTTONS,
    **brake.BUTTONS,
    **claim.BUTTONS,
    **close.BUTTONS,
    **look.BUTTONS,
    **notes.BUTTONS,
    **reply.BUTTONS,
    **windows.BUTTONS,
}
DIALOGS: Mapping[str, Listener] = {
    **approve.DIALOGS,
    **ask.DIALOGS,
    **claim.DIALOGS,
    **close.DIALOGS,
    **notes.DIALOGS,
    **reply.DIALOGS,
    **windows.DIALOGS,
}
TYPED: Mapping[str, Listener] = {**approve.TYPED, **ask.TYPED, **reply.TYPED}
"""Parts of a dialog that tell the desk while a person types or chooses."""
ONLY_SHOWN = ("history", "shown")
"""Dialogs with nothing to submit."""
MEMBERS_CHANGED = ("user_change", "team_join", "subteam_updated", "subteam_members_changed")
UNINSTALLED = ("app_uninstalled", "tokens_revoked")
SERVER_ERROR = 500
NOT_FOUND = 404
UNHANDLED = "The desk listens to nothing of this kind. manifests/ shows what Slack is asked to send."
COMMAND = "/desk"
SHORTCUT = "find_ticket"
ASK_SHORTCUT = "ask_desk"


def register(app: App, door: Door) -> None:
    """Hang every table into Bolt, each as one: Bolt tries one after the other, and a click would wait for a hundred."""
    app.action(_any_of(BUTTONS))(_click(door))
    app.action("more")(_more(door))
    app.action(_any_of(ask.ASKED))(_asked(door))
    app.action(_any_of(TYPED))(_typing(door))
    app.view(_any_of(DIALOGS))(_submit(door))
    app.view_closed(_any_of([*DIALOGS, *ONLY_SHOWN]))(_acknowledge)
    _register_surfaces(app, door)
    app.error(_in_trouble)


def _in_trouble(error: Exception) -> BoltResponse:
    """One line in the log. Slack tells the person that it did not work; what they typed stays in front of them."""
    if isinstance(error, BoltUnhandledRequestError):
        log.warning("slack_request_unhandled", **_asked_for(error.request.body))
        return BoltResponse(status=NOT_FOUND, body=UNHANDLED)
    if isinstance(error, Malformed | KeyError):
        log.warning("slack_request_malformed", exc_info=error)
        return BoltResponse(status=BAD_REQUEST)
    log.error("slack_request_failed", exc_info=error)
    return BoltResponse(status=SERVER_ERROR)


def _asked_for(body: Mapping[str, Any]) -> dict[str, str]:
    """What a request that nobody here listens to was about."""
    event, view = body.get("event") or {}, body.get("view") or {}
    actions = body.get("actions") or [{}]
    about = {
        "type": body.get("type"),
        "event_type": event.get("type"),
        "command": body.get("command"),
        "action": actions[0].get("action_id"),
        "dialog": view.get("callback_id") or body.get("callback_id"),
    }
    return {name: short(str(value), 80) for name, value in about.items() if value}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """One of these names, whole."""
    return re.compile(f"^(?:{'|'.join(map(re.escape, names))})$")


def _click(door: Door) -> Callable[..., None]:
    def clicked(ack: Ack, body: Mapping[str, Any], action: Mapping[str, Any], client: WebClient) -> None:
        ack()
        door.clicked(BUTTONS[action["action_id"]], body, number_of(action.get("value")), client)

    return clicked


def _more(door: Door) -> Callable[..., None]:
    def chosen(ack: Ack, body: Mapping[str, Any], action: Mapping[str, Any], client: WebClient) -> None:
        ack()
        button, _, ticket = (action.get("selected_option") or {})["value"].partition(":")
        door.clicked(BUTTONS[button], body, number_of(ticket), client)

    return chosen


def _asked(door: Door) -> Callable[..., None]:
    def asked(ack: Ack, body: Mapping[str, Any], action: Mapping[str, Any], client: WebClient) -> None:
        ack()
        listener = ask.ASKED[action["action_id"]]
        value = (action.get("selected_option") or action).get("value", "")
        channel, thread = where(body)
        door.clicked(listener, body, 0, client, {"value": value, "channel": channel, "thread": thread})

    return asked


def _typing(door: Door) -> Callable[..., None]:
    def typed(ack: Ack, body: Mapping[str, Any], action: Mapping[str, Any], client: WebClient) -> None:
        ack()
        door.typed(TYPED[action["action_id"]], body, client)

    return typed


def _submit(door: Door) -> Callable[..., None]:
    def submitted(ack: Ack, body: Mapping[str, Any]) -> None:
        door.submitted(DIALOGS[body["view"]["callback_id"]], body, ack)

    return submitted


def _acknowledge(ack: Ack) -> None:
    """A dialog was closed: what was typed is kept already."""
    ack()


def _register_surfaces(app: App, door: Door) -> None:
    @app.command(COMMAND)
    def command(ack: Ack, body: Mapping[str, Any]) -> None:
        said = answer_message(ask.command(door, body))
        ack(response_type="ephemeral", text=said.text, blocks=list(said.blocks))

    @app.shortcut(SHORTCUT)
    def shortcut(ack: Ack, body: Mapping[str, Any], client: WebClient) -> None:
        ack()
        door.clicked(lambda _desk, press: look.shortcut(door, body, press), body, 0, client)

    @app.shortcut(ASK_SHORTCUT)
    def ask_shortcut(ack: Ack, body: Mapping[str, Any], client: WebClient) -> None:
        ack()
        door.clicked(lambda desk, press: ask.shortcut(desk, body, press), body, 0, client)

    @app.event("app_home_opened")
    def home_opened(event: Mapping[str, Any]) -> None:
        look.home_opened(door, event)

    @app.event("message")
    def message(event: Mapping[str, Any]) -> None:
        notes.message(door, event)

    for change in MEMBERS_CHANGED:
        app.event(change)(_members_changed(door))

    for farewell in UNINSTALLED:
        app.event(farewell)(_uninstalled)


def _uninstalled(event: Mapping[str, Any]) -> None:
    """The app was removed or its token revoked: nothing can be posted any more, so the log must say it."""
    log.critical(
        "slack_let_us_go", event=event.get("type"), cure="Install the app again and set SLACK_BOT_TOKEN."
    )


def _members_changed(door: Door) -> Callable[[], None]:
    def changed() -> None:
        door.ask_who()

    return changed


__all__ = ["BUTTONS", "DIALOGS", "TYPED", "Door", "Press", "open_dialog", "register", "where"]
