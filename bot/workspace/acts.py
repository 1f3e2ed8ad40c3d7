"""What a person does in the workspace, and what they see come of it.

Each act is one JSON object for `POST /_workspace/act`; the package's docstring lists them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.workspace.acts_clicks import Clicks
from bot.workspace.acts_dialogs import Dialogs
from bot.workspace.acts_people import People
from bot.workspace.acts_words import Words
from bot.workspace.api_views import top_view
from bot.workspace.errors import Json, SlackError
from bot.workspace.hands import ActError, Hands, Seen
from bot.workspace.people import Person

NEEDS_OBJECT = frozenset({"click", "suggest", "submit", "change_user", "add_user", "change_group"})
Verb = Callable[[Person, Json], Awaitable[Seen]]


class Acts:
    """People's hands in the workspace."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        clicks, dialogs, words, people = Clicks(hands), Dialogs(hands), Words(hands), People(hands)
        self._verbs: dict[str, Verb] = {
            "click": clicks.click,
            "suggest": clicks.suggest,
            "shortcut": clicks.shortcut,
            "submit": dialogs.submit,
            "close": dialogs.close,
            "command": words.command,
            "say": words.say,
            "edit": words.edit,
            "delete": words.delete,
            "react": words.react,
            "dismiss": words.dismiss,
            "open_home": words.open_home,
            "invite": people.invite,
            "change_user": people.change_user,
            "add_user": people.add_user,
            "change_group": people.change_group,
        }

    async def do(self, body: Any) -> Json:
        """Do one act; raises `ActError` when it makes no sense."""
        if not isinstance(body, dict):
            raise ActError("An act is a JSON object.")
        person = self._hands.person(body.get("as"))
        verb = next((verb for verb in self._verbs if verb in body), None)
        if verb is None:
            raise ActError(f"Say what to do: one of {', '.join(self._verbs)}.")
        if verb in NEEDS_OBJECT and not isinstance(body[verb], dict):
            raise ActError(f"{verb} needs an object.")
        already = len(self._hands.state.ephemerals)
        try:
            seen = await self._verbs[verb](person, body)
        except SlackError as refusal:
            raise ActError(refusal.error) from refusal
        except LookupError as mistake:
            raise ActError(str(mistake.args[0] if mistake.args else mistake)) from mistake
        return self._answer(person, seen, already)

    def _answer(self, person: Person, seen: Seen, already: int) -> Json:
        ack = seen.ack
        notes = [note for note in self._hands.state.ephemerals[already:] if note["visible_to"] == person.id]
        return {
            "ok": not seen.warning and not seen.errors,
            "status": ack.status if ack else 200,
            "ms": ack.ms if ack else 0.0,
            "timed_out": bool(ack and ack.failure == "http_timeout"),
            "warning": seen.warning,
            "errors": seen.errors or {},
            "view": top_view(self._hands.state, person.id),
            "ephemerals": notes,
            **(seen.extra or {}),
        }
