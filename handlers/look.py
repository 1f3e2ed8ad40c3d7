"""Looking without changing: history, App Home, and the shortcut."""

from collections.abc import Mapping
from typing import Any

from bot.desk import home, looking
from bot.desk.context import Desk
from bot.desk.steps import Done
from handlers.knock import Door, Outcome, Press


def history(desk: Desk, press: Press) -> Outcome:
    """Button History."""
    return looking.history(desk, press.ticket_id, press.person)


def show(desk: Desk, press: Press) -> Outcome:
    """Button Show what is covered."""
    return looking.show(desk, press.ticket_id, press.person, press.now)


def open_on_network(_desk: Desk, press: Press) -> Outcome:
    """Button Open on the network: Slack opens the address itself."""
    return Done(press.ticket_id)


def home_opened(door: Door, event: Mapping[str, Any]) -> None:
    """Somebody opened App Home: draw it."""
    if event.get("tab") == "home":
        home.show(door.desk, event["user"], door.now())


def shortcut(door: Door, body: Mapping[str, Any], press: Press) -> Outcome:
    """Message shortcut “Open in desk”: the history of the ticket whose card or thread it is."""
    message = body["message"]
    thread = message.get("thread_ts") or message["ts"]
    return looking.history_of_card(door.desk, body["channel"]["id"], thread, press.person)


BUTTONS = {"history": history, "show": show, "open": open_on_network}
