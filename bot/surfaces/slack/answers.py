"""Answer → a message: the note, the list or the numbers, and under it what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from bot.surfaces.answers import Answer, AnswerButtons, ChartsView, NumberLine, NumbersView
from bot.surfaces.slack.blocks import (
    LAST_LINE_BYTES,
    MESSAGE_BYTES,
    NO_TEXT,
    Message,
    actions,
    context,
    fitting,
    json_bytes,
    line,
    plain,
    rich_text,
)
from bot.surfaces.slack.lists import list_message
from bot.surfaces.slack.notes import note_message
from bot.surfaces.slack.phrase import Bit, Block, Person, Strong, flat
from bot.surfaces.slack.text import escape, one_line
from bot.surfaces.view import ListView, NoteView

ASKED = " asked: "
COMMAND = "/desk {question}"
CHARTS_ARE_THERE = "The charts are in your messages with me."
LEFT_OUT = "… and {count} more. Ask for less at once, such as one network."

_BLOCKS = 44
_OPTIONS = 30
_OPTION_LABEL, _OPTION_VALUE = 75, 150
_QUESTION = 1_000


def answer_message(answer: Answer, *, asked_by: str = "") -> Message:
    """Draw an answer. `asked_by` is the person who shows it to the channel; then nothing is to be pressed but what opens."""
    if asked_by:
        question = COMMAND.format(question=one_line(answer.question, _QUESTION))
        head: list[Bit] = [Person(asked_by), ASKED, Strong(question)]
        asked = rich_text("asked", line(head))
        message = _drawn(answer, MESSAGE_BYTES - json_bytes([asked]))
        return Message(fitting([flat(head), message.text]), (asked, *message.blocks))
    buttons = _buttons(answer)
    message = _drawn(answer, MESSAGE_BYTES - json_bytes(buttons))
    return replace(message, blocks=(*message.blocks, *buttons))


def _drawn(answer: Answer, room: int) -> Message:
    match answer.view:
        case NoteView():
            return note_message(answer.view)
        case ListView():
            return list_message(answer.view, room)
        case NumbersView():
            return numbers_message(answer.view, room)
        case ChartsView():
            return note_message(NoteView(CHARTS_ARE_THERE))


def _buttons(answer: Answer) -> list[Block]:
    rows = actions("answer-buttons", answer.buttons, (), None)
    question = one_line(answer.question, _QUESTION)
    if not question:
        return rows
    show = actions("answer-show", [AnswerButtons.SHOW_IN_CHANNEL], (), None)
    show[0]["elements"][0]["value"] = question
    return [*rows, *show]


def numbers_message(view: NumbersView, room: int = MESSAGE_BYTES) -> Message:
    """Draw figures in `room` bytes of blocks; what does not fit is counted in a line."""
    note = escape(one_line(view.note, 500))
    ends = [*([context("note", note)] if note else []), *_opener(view)]
    room -= json_bytes(ends) + LAST_LINE_BYTES
    blocks: list[Block] = [{"type": "header", "block_id": "title", "text": plain(view.title, 150)}]
    summary = [escape(one_line(view.title, 300)) or NO_TEXT]
    for at, one in enumerate(view.lines):
        drawn = _number(at, one)
        if len(blocks) + len(drawn) > _BLOCKS or json_bytes([*blocks, *drawn]) > room:
            blocks.append(rich_text("more", line([LEFT_OUT.format(count=len(view.lines) - at)])))
            break
        blocks += drawn
        summary.append(flat(_phrase(one)))
    summary += [note] if note else []
    return Message(fitting(summary), (*blocks, *ends))


def _number(at: int, one: NumberLine) -> list[Block]:
    means = escape(one_line(one.means, 400))
    small = [context(f"means-{at}", means)] if means else []
    return [rich_text(f"number-{at}", line(_phrase(one))), *small]


def _phrase(one: NumberLine) -> list[Bit]:
    name: Bit = Person(one.person) if one.person else one_line(one.label, 100)
    about: list[Bit] = [f" · {one_line(one.about, 400)}"] if one.about else []
    return [name, ": ", Strong(one_line(one.value, 100)), *about]


def _opener(view: NumbersView) -> list[Block]:
    """A menu of the numbers whose tickets can be listed."""
    options = [
        {"text": plain(one.label, _OPTION_LABEL), "value": one.value}
        for one in view.openable[:_OPTIONS]
        if len(one.value) <= _OPTION_VALUE
    ]
    if not options:
        return []
    button = AnswerButtons.OPEN_FIGURE
    menu = {
        "type": "static_select",
        "action_id": button.id,
        "placeholder": plain(button.label, 150),
        "options": options,
    }
    return [{"type": "actions", "block_id": "open-figure", "elements": [menu]}]
