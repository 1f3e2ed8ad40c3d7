"""Saved replies: which there are, how often and how well each did, and the dialogs that add, edit and retire them."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from bot.desk import access
from bot.desk.cards import LANGUAGES
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.foreign import short, storable
from bot.rules.refusal import Refusal
from bot.surfaces.answers import AnswerButtons
from bot.surfaces.view import Choice, FormView, ListLine, ListView, Option, Paragraph, TextInput
from storage import replies, saved
from storage.tables import SavedReply
from storage.words import Verb

TITLE = "Saved replies: {count}"
NONE = "There is no saved reply yet. Add the first one: an answer you give again and again."
LINE = "{title} ({language}): “{text}” {how}"
NEVER_USED = "Not used yet."
USED = "Sent {sent} times; {resolved} of these tickets are resolved, {reopened} came back."
VARIABLES = "{name} and {handle} stand for the customer, {sign_off} for the agent. They are filled in when the reply is begun."
VARIABLE_NAMES = ("name", "handle", "sign_off")
_BRACES = re.compile(r"\{(\w+)\}")
FORM = "saved"
ANY_LANGUAGE = "und"
LONGEST_TITLE, LONGEST_TEXT = 70, 2_800
NO_TITLE = "Give it a name, so that people find it."
NO_TEXT = "Write the text."
UNKNOWN_VARIABLE = "{{{name}}} is no variable. There are {{name}}, {{handle}} and {{sign_off}}."
KEPT = "“{title}” is saved. It can be chosen in every reply's dialog."
RETIRED = "“{title}” is retired. What was sent with it stays counted."
GONE = "That saved reply is not here any more."


def listed(session: Session) -> ListView:
    """All in use, the most used first, each with how it did."""
    found = replies.saved(session)
    results = saved.results(session)
    lines = tuple(_line(one, results.get(one.id or 0)) for one in found)
    return ListView(TITLE.format(count=len(lines)) if lines else NONE, lines)


def _line(one: SavedReply, result: saved.Result | None) -> ListLine:
    how = USED.format(**result._asdict()) if result and result.sent else NEVER_USED
    language = LANGUAGES.get(one.language, "any language")
    text = LINE.format(title=one.title, language=language, text=short(one.text, 120), how=how)
    return ListLine(one.id or 0, text, buttons=(AnswerButtons.EDIT_SAVED, AnswerButtons.RETIRE_SAVED))


def form(desk: Desk, saved_id: int, actor: str) -> FormView | Refusal:
    """The dialog for a new saved reply (0), or for changing one."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
        if isinstance(member, Refusal):
            return member
        one = session.get(SavedReply, saved_id) if saved_id else SavedReply(title="", text="")
        if one is None or one.retired_at is not None:
            return Refusal(GONE)
    options = (
        Option(ANY_LANGUAGE, "Any language"),
        *(Option(code, name) for code, name in LANGUAGES.items()),
    )
    parts = (
        TextInput("title", "Name", one.title),
        TextInput("text", "Text", one.text, multiline=True),
        Choice("language", "Language", options, value=one.language),
        Paragraph(VARIABLES, quiet=True),
    )
    title = "Edit saved reply" if saved_id else "New saved reply"
    return FormView(FORM, title, "Save", parts, facts={"ticket": 0, "saved": saved_id})


def keep(
    desk: Desk, saved_id: int, title: str, text: str, language: str, actor: str, now: datetime
) -> Done | Refusal:
    """Save it. A changed one stays the same reply, so that what was sent with it stays counted."""
    title, text = storable(title).strip()[:LONGEST_TITLE], storable(text).strip()[:LONGEST_TEXT]
    refused = _refused(title, text)
    if refused:
        return refused
    with desk.db.unit() as unit:
        member = access.person(unit.session, actor)
        if isinstance(member, Refusal):
            return member
        one = unit.session.get(SavedReply, saved_id) if saved_id else SavedReply(title=title, text=text)
        if one is None:
            return Refusal(GONE)
        one.title, one.text = title, text
        one.language = language if language in LANGUAGES else ANY_LANGUAGE
        unit.session.add(one)
        unit.session.flush()
        unit.note(Verb.SAVED_REPLY_KEPT, now, actor, saved=one.id)
    return Done(0, KEPT.format(title=title))


def _refused(title: str, text: str) -> Refusal | None:
    if not title:
        return Refusal(NO_TITLE, field="title")
    if not text:
        return Refusal(NO_TEXT, field="text")
    wrong = [name for name in _BRACES.findall(text) if name not in VARIABLE_NAMES]
    return Refusal(UNKNOWN_VARIABLE.format(name=wrong[0]), field="text") if wrong else None


def retire(desk: Desk, saved_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Take it out of the list."""
    with desk.db.unit() as unit:
        member = access.person(unit.session, actor)
        if isinstance(member, Refusal):
            return member
        one = unit.session.get(SavedReply, saved_id)
        if one is None or one.retired_at is not None:
            return Refusal(GONE)
        one.retired_at = now
        unit.session.add(one)
        unit.note(Verb.SAVED_REPLY_RETIRED, now, actor, saved=one.id)
        return Done(0, RETIRED.format(title=one.title))
