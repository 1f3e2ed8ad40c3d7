"""Resolve, dismiss, reopen, snooze, wake."""

from bot.desk import close as desk_close
from bot.desk import forms
from bot.desk.context import Desk
from bot.rules.refusal import Refusal
from handlers.knock import Outcome, Press, moment_of, one_of
from storage.words import DismissReason

NO_TIME = "Choose a day and a time."


def resolve(desk: Desk, press: Press) -> Outcome:
    """Button Resolve."""
    return desk_close.resolve(desk, press.ticket_id, press.person, press.now)


def reopen(desk: Desk, press: Press) -> Outcome:
    """Button Reopen."""
    return desk_close.reopen(desk, press.ticket_id, press.person, press.now)


def dismiss(desk: Desk, press: Press) -> Outcome:
    """Button Dismiss: why?"""
    return forms.dismiss(desk, press.ticket_id, press.person)


def dismiss_chosen(desk: Desk, press: Press) -> Outcome:
    """Dialog Dismiss."""
    reason = one_of(DismissReason, press.values["reason"])
    return desk_close.dismiss(desk, press.ticket_id, reason, press.person, press.now)


def snooze(desk: Desk, press: Press) -> Outcome:
    """Button Snooze: until when, and why?"""
    return forms.snooze(desk, press.ticket_id, press.person, press.now)


def snooze_chosen(desk: Desk, press: Press) -> Outcome:
    """Dialog Snooze."""
    until = moment_of(press.values.get("until", ""))
    if until is None:
        return Refusal(NO_TIME, field="until")
    return desk_close.snooze(desk, press.ticket_id, until, press.values["reason"], press.person, press.now)


def wake(desk: Desk, press: Press) -> Outcome:
    """Button Wake now."""
    return desk_close.wake(desk, press.ticket_id, press.person, press.now)


BUTTONS = {"resolve": resolve, "reopen": reopen, "dismiss": dismiss, "snooze": snooze, "wake": wake}
DIALOGS = {"dismiss": dismiss_chosen, "snooze": snooze_chosen}
