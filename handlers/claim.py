"""Claim, release, hand over."""

from bot.desk import claim as desk_claim
from bot.desk import forms
from bot.desk.context import Desk
from handlers.knock import Outcome, Press


def claim(desk: Desk, press: Press) -> Outcome:
    """Button Claim."""
    return desk_claim.claim(desk, press.ticket_id, press.person, press.now)


def release(desk: Desk, press: Press) -> Outcome:
    """Button Release."""
    return desk_claim.release(desk, press.ticket_id, press.person, press.now)


def hand_over(desk: Desk, press: Press) -> Outcome:
    """Button Hand over: to whom?"""
    return forms.hand_over(desk, press.ticket_id, press.person)


def hand_over_chosen(desk: Desk, press: Press) -> Outcome:
    """Dialog Hand over."""
    taker, words = press.values["person"], press.values.get("words", "")
    return desk_claim.hand_over(desk, press.ticket_id, taker, words, press.person, press.now)


BUTTONS = {"claim": claim, "release": release, "hand_over": hand_over}
DIALOGS = {"hand_over": hand_over_chosen}
