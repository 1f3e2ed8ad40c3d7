"""Release the brake. The number on this button is the brake's; it is pulled by `/desk brake`."""

from bot.desk import braking
from bot.desk.context import Desk
from handlers.knock import Outcome, Press


def release_brake(desk: Desk, press: Press) -> Outcome:
    """Button Release the brake."""
    return braking.release(desk, press.ticket_id, press.person, press.now)


BUTTONS = {"release_brake": release_brake}
