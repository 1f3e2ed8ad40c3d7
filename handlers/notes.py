"""Notes: by the button, and what is typed in a card's thread. Neither ever leaves the team (P3)."""

from collections.abc import Mapping
from typing import Any

from bot.desk import forms
from bot.desk import notes as desk_notes
from bot.desk.context import Desk
from handlers.knock import Door, Outcome, Press

TYPED_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})
"""Message subtypes that somebody typed; all others are edits, deletions, joins, bots."""


def note(desk: Desk, press: Press) -> Outcome:
    """Button Add a note."""
    return forms.note(desk, press.ticket_id, press.person)


def note_written(desk: Desk, press: Press) -> Outcome:
    """Dialog Add a note."""
    return desk_notes.add(desk, press.ticket_id, press.values["text"], press.person, press.now)


def message(door: Door, event: Mapping[str, Any]) -> None:
    """Something was typed in a channel: in a card's thread it is a note."""
    thread, author = event.get("thread_ts"), event.get("user")
    if thread is None or author is None or event.get("bot_id") or event.get("subtype") not in TYPED_BY_PEOPLE:
        return
    desk_notes.overheard(
        door.desk, event["channel"], thread, event["ts"], author, event.get("text", ""), door.now()
    )


BUTTONS = {"note": note}
DIALOGS = {"note": note_written}
