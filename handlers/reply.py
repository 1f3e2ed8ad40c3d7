"""Reply: the dialog, what is typed in it, sending, undoing, and what a person decides about an unknown fate."""

from bot.desk import sending, settling, writing
from bot.desk.context import Desk
from bot.desk.reply_form import STAY, Typed
from handlers.knock import Outcome, Press, number_of, one_of
from storage.words import Audience


def reply(desk: Desk, press: Press) -> Outcome:
    """Button Reply."""
    return writing.open_dialog(desk, press.ticket_id, press.person, press.now)


def typed(desk: Desk, press: Press) -> Outcome:
    """Something changed in the dialog: the draft is kept."""
    return writing.keep(desk, _typed(press), press.person, press.now)


def submit(desk: Desk, press: Press) -> Outcome:
    """The dialog's button: send it."""
    return sending.submit(desk, _typed(press), press.person, press.now)


def _typed(press: Press) -> Typed:
    audience, saved = press.values.get("audience"), press.values.get("saved_reply")
    return Typed(
        ticket_id=press.ticket_id,
        key=str(press.facts["key"]),
        text=press.values.get("text", ""),
        audience=one_of(Audience, audience) if audience else None,
        version=number_of(press.facts.get("version", 0)),
        seen=number_of(press.facts.get("seen", 0)),
        saved_reply_id=number_of(saved) if saved and press.pressed == "saved_reply" else None,
        turn=number_of(press.facts.get("turn", 0)),
        guarded=bool(press.facts.get("guarded")),
        route=press.values.get("route") or STAY,
        line=press.values.get("line"),
        reason=press.values.get("reason", ""),
        named=str(press.facts["named"]),
    )


def undo(desk: Desk, press: Press) -> Outcome:
    """Button Undo."""
    return sending.undo(desk, press.ticket_id, press.person, press.now)


def seen_it(desk: Desk, press: Press) -> Outcome:
    """Button I can see it."""
    return settling.seen_it(desk, press.ticket_id, press.person, press.now)


def send_again(desk: Desk, press: Press) -> Outcome:
    """Button Send again."""
    return settling.send_again(desk, press.ticket_id, press.person, press.now)


def leave_it(desk: Desk, press: Press) -> Outcome:
    """Button Leave it."""
    return settling.leave_it(desk, press.ticket_id, press.person, press.now)


def try_again(desk: Desk, press: Press) -> Outcome:
    """Button Try again."""
    return settling.try_again(desk, press.ticket_id, press.person, press.now)


BUTTONS = {
    "reply": reply,
    "undo": undo,
    "seen_it": seen_it,
    "send_again": send_again,
    "leave_it": leave_it,
    "try_again": try_again,
}
DIALOGS = {"reply": submit}
TYPED = {"text": typed, "audience": typed, "saved_reply": typed, "route": typed}
