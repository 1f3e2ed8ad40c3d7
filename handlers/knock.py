"""What every listener shares: who knocked, about which ticket, and how the desk's answer reaches them.

A listener is a function `(desk, press) -> Done | Refusal | FormView`. The tables `BUTTONS` and `DIALOGS` of the
modules beside this one name them; here they are hung into Bolt. Nothing happens after the acknowledgement
except opening a dialog, whose trigger lives 3 seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import structlog
from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import access, steps
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.refusal import Refusal
from bot.surfaces.slack import forms
from bot.surfaces.slack.forms import errors_at, facts_of, modal, values_of
from bot.surfaces.view import FormView

log = structlog.get_logger()
DIALOG_TOO_LATE = frozenset(
    {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"}
)
TEXT_BOX = "plain_text_input"
DIALOG_STALE = frozenset({"hash_conflict", "not_found"})
LARGEST_ID = 2**31 - 1
LONGEST_ID = len(str(LARGEST_ID))
BAD_REQUEST = 400


@dataclass(frozen=True)
class Press:
    """One click or one submitted dialog. `facts` and `values` are a dialog's; `pressed` names what was used in it."""

    person: str
    now: datetime
    ticket_id: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    pressed: str = ""


Outcome = Done | Refusal | FormView
Word = TypeVar("Word", bound=StrEnum)
Listener = Callable[[Desk, Press], Outcome]


@dataclass(frozen=True)
class Door:
    """What the listeners need: the desk, the time, and a way to ask Slack anew who somebody is."""

    desk: Desk
    now: Callable[[], datetime]
    ask_who: Callable[[], None]

    def clicked(
        self,
        listener: Listener,
        body: Mapping[str, Any],
        ticket_id: int,
        client: WebClient,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Run a button's function; open its dialog, or tell the person why not."""
        person = body["user"]["id"]
        outcome = listener(self.desk, Press(person, self.now(), ticket_id, facts or {}))
        if isinstance(outcome, FormView):
            open_dialog(client, body["trigger_id"], outcome)
            return
        sentence = outcome.sentence
        if sentence:
            channel, thread = where(body)
            steps.whisper(self.desk, channel or person, person, sentence, self.now(), thread)
        self._asked_who(outcome)

    def submitted(self, listener: Listener, body: Mapping[str, Any], ack: Ack) -> None:
        """Run a dialog's function; errors stand in the dialog and lose nothing typed."""
        outcome = listener(self.desk, self._press(body))
        self._asked_who(outcome)
        if isinstance(outcome, FormView):
            ack(response_action="update", view=modal(outcome))
        elif isinstance(outcome, Refusal):
            part = outcome.field or next(iter(values_of(body["view"])), "text")
            ack(response_action="errors", errors=errors_at(body["view"], {part: outcome.sentence}))
        else:
            ack()

    def typed(self, listener: Listener, body: Mapping[str, Any], client: WebClient) -> None:
        """Something changed in an open dialog: let the desk know, and draw the dialog anew."""
        action = body["actions"][0]
        outcome = listener(self.desk, self._press(body, pressed=action["action_id"]))
        if isinstance(outcome, FormView):
            update_dialog(client, body["view"], outcome, chosen=action["type"] != TEXT_BOX)

    def _press(self, body: Mapping[str, Any], pressed: str = "") -> Press:
        facts = facts_of(body["view"])
        ticket_id = number_of(facts.get("ticket"))
        return Press(body["user"]["id"], self.now(), ticket_id, facts, values_of(body["view"]), pressed)

    def _asked_who(self, outcome: Outcome) -> None:
        if isinstance(outcome, Refusal) and outcome.sentence == access.UNKNOWN:
            self.ask_who()


class Malformed(Exception):
    """What came signed by Slack is not what Slack sends: no button of ours, no ticket's number."""


def number_of(text: Any) -> int:
    """A ticket's number as a button carries it."""
    digits = str(text)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > LONGEST_ID or int(digits) > LARGEST_ID:
        raise Malformed(f"{digits[:40]!r} is not a ticket's number")
    return int(digits)


def one_of(words: type[Word], text: str) -> Word:
    """What was chosen, as one of our own words."""
    try:
        return words(text)
    except ValueError as error:
        raise Malformed(f"{text[:40]!r} is no {words.__name__}") from error


def moment_of(text: str) -> datetime | None:
    """The moment that was picked; None where none was."""
    try:
        return forms.moment_of(text)
    except (ValueError, OverflowError, OSError) as error:
        raise Malformed(f"{text[:40]!r} is no moment") from error


def where(body: Mapping[str, Any]) -> tuple[str, str | None]:
    """The channel and the thread somebody pressed in; "" where it was not a channel.

    A card that has a thread names itself as that thread's beginning, but was pressed in the channel.
    """
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    message = body.get("message") or {}
    thread = message.get("thread_ts")
    return channel, thread if thread != message.get("ts") else None


def open_dialog(client: WebClient, trigger: str, form: FormView) -> None:
    """Open a dialog at once; a trigger that is too old is only logged: the person sees nothing open and presses again."""
    try:
        client.views_open(trigger_id=trigger, view=modal(form))
    except SlackApiError as error:
        if error.response.get("error") not in DIALOG_TOO_LATE:
            raise
        log.warning("dialog_too_late", dialog=form.id)


def update_dialog(client: WebClient, view: Mapping[str, Any], form: FormView, *, chosen: bool) -> None:
    """Draw an open dialog anew, unless it has closed meanwhile.

    What follows a choice is always drawn; what follows a keystroke only into the view it was typed in, so that a
    late one never puts back what a choice has changed (the title, the button).
    """
    unless_changed = {} if chosen else {"hash": view.get("hash")}
    try:
        client.views_update(view_id=view["id"], view=modal(form), **unless_changed)
    except SlackApiError as error:
        if error.response.get("error") not in DIALOG_STALE:
            raise
        log.info("dialog_moved_on", dialog=form.id)
