"""views.*: dialogs and the App Home. https://docs.slack.dev/surfaces/modals."""

from __future__ import annotations

import secrets
from typing import Any

from bot.workspace.blocks import HOME, MODAL, check_view
from bot.workspace.calls import Call, Method
from bot.workspace.errors import Json, SlackError
from bot.workspace.people import APP_ID, BOT_ID, TEAM_ID
from bot.workspace.state import State

DEEPEST_STACK = 3
MODAL_KEYS = ("title", "submit", "close", "clear_on_close", "notify_on_close")


def _view_id() -> str:
    return "V" + secrets.token_hex(5).upper()


def new_hash(state: State) -> str:
    """A view's hash: changes with every change of the view."""
    return f"{int(state.settings.now().timestamp())}.{secrets.token_hex(4)}"


def _check_external_id(state: State, view: Json, view_id: str = "") -> None:
    external_id = view.get("external_id")
    known = [*state.views.values(), *state.homes.values()]
    if external_id and any(v["external_id"] == external_id and v["id"] != view_id for v in known):
        raise SlackError("duplicate_external_id")


def stored(state: State, view: Json, previous: Json | None, view_id: str = "") -> Json:
    """A view as Slack keeps it, with id, hash and its place in the stack."""
    view_id = view_id or _view_id()
    _check_external_id(state, view, view_id)
    kept: Json = {
        "id": view_id,
        "team_id": TEAM_ID,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
        "type": view["type"],
        "blocks": view["blocks"],
        "private_metadata": view.get("private_metadata", ""),
        "callback_id": view.get("callback_id", ""),
        "external_id": view.get("external_id", ""),
        "state": {"values": {}},
        "hash": new_hash(state),
        "root_view_id": previous["root_view_id"] if previous else view_id,
        "previous_view_id": previous["id"] if previous else None,
    }
    if view["type"] == MODAL:
        defaults: Json = {"submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}
        kept |= {key: view.get(key, defaults.get(key)) for key in MODAL_KEYS}
    return kept


def top_view(state: State, user: str) -> Json | None:
    """The dialog this person has in front of them."""
    stack = state.stacks.get(user)
    return state.views[stack[-1]] if stack else None


def close_all(state: State, user: str) -> None:
    """Close every dialog of a person."""
    for view_id in state.stacks.pop(user, []):
        state.views.pop(view_id, None)
    state.touch()


def close_top(state: State, user: str) -> None:
    """Close the dialog in front; the one below it comes back."""
    stack = state.stacks.get(user, [])
    if stack:
        state.views.pop(stack.pop(), None)
    if not stack:
        state.stacks.pop(user, None)
    state.touch()


def push_view(state: State, user: str, view: Json) -> Json:
    """Put a checked view on top of a person's stack; raises `push_limit_reached`."""
    stack = state.stacks.setdefault(user, [])
    if len(stack) >= DEEPEST_STACK:
        raise SlackError("push_limit_reached")
    kept = stored(state, view, top_view(state, user))
    state.views[kept["id"]] = kept
    stack.append(kept["id"])
    state.touch()
    return kept


def replace_view(state: State, old: Json, view: Json) -> Json:
    """Change a dialog in place: the same id, a new hash."""
    kept = stored(state, view, None, old["id"])
    kept |= {key: old[key] for key in ("root_view_id", "previous_view_id")}
    state.views[old["id"]] = kept
    state.touch()
    return kept


def _view_argument(call: Call, *allowed: str) -> Json:
    view: Any = call.json("view", "invalid_arguments")
    return check_view(view, *allowed)


def open_view(call: Call) -> Json:
    """views.open."""
    view = _view_argument(call, MODAL)
    user = call.state.spend_trigger(call.required("trigger_id")).user
    close_all(call.state, user)
    return {"ok": True, "view": push_view(call.state, user, view)}


def push(call: Call) -> Json:
    """views.push: only from inside an open dialog."""
    view = _view_argument(call, MODAL)
    trigger = call.state.spend_trigger(call.required("trigger_id"))
    if not trigger.in_modal or not call.state.stacks.get(trigger.user):
        raise SlackError("invalid_trigger_id")
    return {"ok": True, "view": push_view(call.state, trigger.user, view)}


def _known_view(call: Call) -> Json:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", "missing required field: view_id or external_id")
    for view in (*call.state.views.values(), *call.state.homes.values()):
        if view["id"] == view_id or (external_id and view["external_id"] == external_id):
            return view
    raise SlackError("not_found")


def _check_hash(call: Call, view: Json | None) -> None:
    given = call.text("hash")
    if given and view and given != view["hash"]:
        raise SlackError("hash_conflict")


def update(call: Call) -> Json:
    """views.update, by view_id or external_id, with the hash when the app cares."""
    view = _view_argument(call, MODAL, HOME)
    old = _known_view(call)
    _check_hash(call, old)
    if old["type"] != view["type"]:
        raise SlackError("invalid_arguments", "a view cannot change its type [json-pointer:/view/type]")
    if old["type"] == HOME:
        user = next(user for user, home in call.state.homes.items() if home["id"] == old["id"])
        return {"ok": True, "view": _keep_home(call.state, user, view)}
    return {"ok": True, "view": replace_view(call.state, old, view)}


def _keep_home(state: State, user: str, view: Json) -> Json:
    old = state.homes.get(user)
    state.homes[user] = stored(state, view, None, old["id"] if old else "")
    state.touch()
    return state.homes[user]


def publish(call: Call) -> Json:
    """views.publish: a person's App Home."""
    view = _view_argument(call, HOME)
    user = call.state.user(call.required("user_id")).id
    _check_hash(call, call.state.homes.get(user))
    return {"ok": True, "view": _keep_home(call.state, user, view)}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
