"""What is pressed on reminders: more time, help, taking over at shift end, keeping a promise."""

from bot.desk import claim, handing, promising
from bot.desk.context import Desk
from bot.rules.refusal import Refusal
from handlers.knock import Outcome, Press, moment_of

NO_TIME = "Choose a day and a time."


def need_help(desk: Desk, press: Press) -> Outcome:
    """Button I need help: the leads are called."""
    return handing.call_for_help(desk, press.ticket_id, press.person, press.now)


def extend(desk: Desk, press: Press) -> Outcome:
    """Button I need more time."""
    return claim.extend(desk, press.ticket_id, press.person, press.now)


def accept(desk: Desk, press: Press) -> Outcome:
    """Button I take it, on a handover."""
    return handing.accept(desk, press.ticket_id, press.person, press.now)


def follow_up(desk: Desk, press: Press) -> Outcome:
    """Button Set a reminder: by when?"""
    return promising.form(desk, press.ticket_id, press.person, press.now)


def follow_up_chosen(desk: Desk, press: Press) -> Outcome:
    """Dialog Promise to come back."""
    when = moment_of(press.values.get("when", ""))
    if when is None:
        return Refusal(NO_TIME, field="when")
    return promising.hold(desk, press.ticket_id, when, press.person, press.now)


BUTTONS = {
    "need_help": need_help,
    "extend": extend,
    "accept": accept,
    "follow_up": follow_up,
}
DIALOGS = {"follow_up": follow_up_chosen}
