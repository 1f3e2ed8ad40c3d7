"""The small dialogs: hand over, dismiss, snooze, note."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import access
from bot.desk.context import Desk
from bot.rules.refusal import Refusal
from bot.surfaces.view import Choice, FormView, Option, Paragraph, Part, PersonPick, TextInput, TimePick
from storage.words import DismissReason

REASONS = {
    DismissReason.SPAM: "Spam",
    DismissReason.TROLL: "Trolling",
    DismissReason.NOT_FOR_US: "Not meant for us",
    DismissReason.NO_REPLY_NEEDED: "Needs no reply",
}
NOTE_STAYS = "Only the team sees this. It never goes to the customer."
SNOOZE_WAKES = "It wakes by itself then, or at once when the customer writes again."
FIRST_GUESS = timedelta(hours=1)


def _form(
    desk: Desk, ticket_id: int, actor: str, dialog: str, title: str, submit: str, *parts: Part
) -> FormView | Refusal:
    with desk.db.reading() as session:
        member = access.person(session, actor)
    if isinstance(member, Refusal):
        return member
    return FormView(dialog, title, submit, parts, facts={"ticket": ticket_id})


def hand_over(desk: Desk, ticket_id: int, actor: str) -> FormView | Refusal:
    """To whom, and with which words?"""
    words = TextInput("words", "A word for them", multiline=True, optional=True)
    return _form(
        desk, ticket_id, actor, "hand_over", "Hand over", "Hand over", PersonPick("person", "To whom?"), words
    )


def dismiss(desk: Desk, ticket_id: int, actor: str) -> FormView | Refusal:
    """Why does it need no answer?"""
    options = tuple(Option(reason, label) for reason, label in REASONS.items())
    choice = Choice("reason", "Why does it need no answer?", options, value=DismissReason.SPAM, radio=True)
    return _form(desk, ticket_id, actor, "dismiss", "Dismiss", "Dismiss", choice)


def snooze(desk: Desk, ticket_id: int, actor: str, now: datetime) -> FormView | Refusal:
    """Until when, and why?"""
    until = TimePick("until", "Until when?", value=now + FIRST_GUESS)
    reason = TextInput("reason", "Why?", placeholder="Waiting for the warehouse to answer")
    note = Paragraph(SNOOZE_WAKES, quiet=True)
    return _form(desk, ticket_id, actor, "snooze", "Snooze", "Snooze", until, reason, note)


def note(desk: Desk, ticket_id: int, actor: str) -> FormView | Refusal:
    """What should the team know?"""
    text = TextInput("text", "What should the team know?", multiline=True)
    return _form(
        desk, ticket_id, actor, "note", "Add a note", "Add the note", text, Paragraph(NOTE_STAYS, quiet=True)
    )
