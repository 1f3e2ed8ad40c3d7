"""What every act needs: who, where, which message or dialog, and what the person is told when it goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.workspace.api_views import top_view
from bot.workspace.delivery import Ack, Delivery
from bot.workspace.errors import Json
from bot.workspace.people import Person
from bot.workspace.state import Channel, ResponseUrl, State

NO_ANSWER = "We had some trouble connecting. Try again?"
LATE = "{app} didn’t respond in time."
BROKEN = "{app} ran into a problem and didn’t do this. Try again?"


@dataclass(frozen=True)
class Seen:
    """What came of an act, beside what the state shows anyway."""

    ack: Ack | None = None
    warning: str = ""
    errors: dict[str, str] | None = None
    extra: Json | None = None


class ActError(Exception):
    """The act cannot be done: no such button, channel or person. The sentence is for whoever asked."""


class Hands:
    """The state and the way to the app, with the look-ups acts share. `base_url` begins response_urls."""

    def __init__(self, state: State, delivery: Delivery) -> None:
        self.state = state
        self.delivery = delivery
        self.base_url = ""

    def person(self, name: Any) -> Person:
        """A person by name or id; raises `ActError`."""
        try:
            return self.state.person_named(str(name))
        except KeyError:
            raise ActError(f"Nobody here is called {name!r}.") from None

    def channel(self, person: Person, reference: Any) -> Channel:
        """A channel the person is in, #social-care unless named; raises `ActError`."""
        channel = self.state.channel(str(reference or "social-care"))
        if person.id not in channel.members:
            raise ActError(f"{person.real_name} is not in that channel.")
        return channel

    def message(self, person: Person, channel: Channel, ts: str) -> Json:
        """A message, or a note only this person sees; raises `message_not_found`."""
        for note in self.state.ephemerals:
            if note["ts"] == ts and note["visible_to"] == person.id:
                return note
        return self.state.message(channel, ts)

    def view(self, person: Person, view_id: Any) -> Json:
        """The dialog in front of a person; raises `ActError` when another one is meant."""
        top = top_view(self.state, person.id)
        if top is None or view_id not in (None, True, top["id"]):
            raise ActError("That dialog is not open.")
        return top

    def warning(self, ack: Ack, *, in_dialog: bool = False) -> str:
        """What Slack tells the person about the app's answer; "" when all is well."""
        if ack.ok:
            return ""
        if in_dialog:
            return NO_ANSWER
        sentence = LATE if ack.failure == "http_timeout" else BROKEN
        return sentence.format(app=self.state.settings.app_name)

    def response_url(self, person: Person, channel: Channel, message: Json | None = None) -> str:
        """A fresh response_url for what this person did, to a message if there is one."""
        grant = ResponseUrl(person.id, channel.id, self.state.settings.now())
        if message:
            grant.ts, grant.thread_ts = message["ts"], message.get("thread_ts", "")
            grant.is_ephemeral = bool(message.get("is_ephemeral"))
        return self.base_url + self.state.new_response_url(grant)
