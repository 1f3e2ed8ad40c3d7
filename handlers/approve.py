"""Approve, edit and approve, send back, take over. The number on these buttons is the request's, not the ticket's."""

from bot.desk import approval_views, approving, revising, writing
from bot.desk.context import Desk
from bot.desk.steps import Done
from handlers.knock import Outcome, Press, number_of


def approve(desk: Desk, press: Press) -> Outcome:
    """Button Approve."""
    return approving.approve(desk, press.ticket_id, press.person, press.now)


def edit_approve(desk: Desk, press: Press) -> Outcome:
    """Button Edit and approve."""
    return approval_views.edit_dialog(desk, press.ticket_id, press.person, press.now)


def edited(desk: Desk, press: Press) -> Outcome:
    """The text in the dialog changed: show what it changes."""
    return approval_views.edit_dialog(desk, _number(press), press.person, press.now, press.values["edited"])


def edit_approved(desk: Desk, press: Press) -> Outcome:
    """Dialog Edit and approve."""
    seen = str(press.facts["fingerprint"])
    return revising.edit_and_approve(
        desk, _number(press), press.values["edited"], seen, press.person, press.now
    )


def send_back(desk: Desk, press: Press) -> Outcome:
    """Button Send back: what should change?"""
    return approval_views.send_back_dialog(desk, press.ticket_id, press.person, press.now)


def sent_back(desk: Desk, press: Press) -> Outcome:
    """Dialog Send back."""
    reason = press.values[approval_views.REASON_ID]
    return approving.send_back(desk, _number(press), reason, press.person, press.now)


def take_over(desk: Desk, press: Press) -> Outcome:
    """Button Take over: the ticket is theirs, and its reply dialog opens."""
    outcome = revising.take_over(desk, press.ticket_id, press.person, press.now)
    if not isinstance(outcome, Done):
        return outcome
    return writing.open_dialog(desk, outcome.ticket_id, press.person, press.now)


def _number(press: Press) -> int:
    return number_of(press.facts["approval"])


BUTTONS = {
    "approve": approve,
    "edit_approve": edit_approve,
    "send_back": send_back,
    "take_over": take_over,
}
DIALOGS = {"edit_approve": edit_approved, "send_back": sent_back}
TYPED = {"edited": edited}
