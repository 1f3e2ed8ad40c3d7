"""ApprovalView → the message on which an approver decides: at a glance, on a phone, without opening anything else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.difference import Change, Piece, difference
from bot.surfaces.slack.blocks import (
    MESSAGE_BYTES,
    Message,
    actions,
    context,
    fitting,
    json_bytes,
    line,
    quote,
    rich_text,
)
from bot.surfaces.slack.cards import AUDIENCE, as_account, who
from bot.surfaces.slack.phrase import (
    SEPARATOR,
    Bit,
    Block,
    Countdown,
    Gone,
    New,
    Person,
    Phrase,
    Strong,
    flat,
    joined,
)
from bot.surfaces.slack.text import clean, one_line, passage, shorten
from bot.surfaces.view import ApprovalView
from storage.words import Audience

ASKS = " asks for your approval"
WAS_ASKED = " asked for approval"
ANSWERS = "A reply to "
DECIDE_BY = "Decide by "
CHANGED = "Changed since it was written (struck out: gone, slanted: new)"
EMPTY = "(nothing)"
TALK, MATTERS = "Said before", "Earlier matters"
MATTER = "{day}: “{about}” · {ended}"
THEY, WE = "{name}: “{text}”", "{name}, {audience}: “{text}”"
OPTIONAL = ("matters", "talk", "changes")
READ_BY = {Audience.PUBLIC: "in public", Audience.PRIVATE: "in private"}

_SAID_BYTES = 1_500
_REPLY_BYTES = 3_500
_REASONS = 8
_LINE_SIGNS, _LINE_BYTES, _NAME_BYTES = 140, 500, 120


def approval_message(view: ApprovalView) -> Message:
    """Draw a request for approval; once it is decided, how, and without buttons."""
    head: Phrase = [Person(view.author), WAS_ASKED if view.outcome else ASKS]
    before = [*_talk(view), *_matters(view)]
    blocks = [
        rich_text("ask", line(_head(view, head))),
        *_listed("talk", TALK, _talk(view)),
        rich_text("said", line(_to(view)), quote([passage(view.said, _SAID_BYTES) or EMPTY])),
        rich_text("reply", line(_as(view)), quote([passage(view.text, _REPLY_BYTES) or EMPTY])),
        *_changes(view),
        *_listed("matters", MATTERS, _matters(view)),
        context("why", "\n".join(flat([reason]) for reason in _facts(view))),
        *actions("actions", view.buttons, (), view.approval_id),
    ]
    summary = [
        _head(view, head),
        _to(view),
        [passage(view.said, _SAID_BYTES)],
        _as(view),
        [passage(view.text, 900)],
    ]
    lines = [flat(phrase) for phrase in [*summary, *([fact] for fact in [*_facts(view), *before])]]
    return Message(fitting(lines), _within(blocks))


def _within(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """All that Slack takes; what can be read in the dialogs as well is left out first."""
    kept = list(blocks)
    for block_id in OPTIONAL:
        if json_bytes(kept) > MESSAGE_BYTES:
            kept = [block for block in kept if block.get("block_id") != block_id]
    return tuple(kept)


def _talk(view: ApprovalView) -> list[str]:
    """Each on a line: the customer by the name they have above, one of us with who could read it."""
    customer = one_line(view.customer.name or f"@{view.customer.handle.removeprefix('@')}", _NAME_BYTES)
    return [
        WE.format(
            name=one_line(said.by, _NAME_BYTES), audience=READ_BY[said.audience], text=_short(said.text)
        )
        if said.audience
        else THEY.format(name=customer, text=_short(said.text))
        for said in view.talk
    ]


def _matters(view: ApprovalView) -> list[str]:
    """Each on a line: when, what about, how it ended."""
    return [
        MATTER.format(day=f"{one.opened_at:%-d %B %Y}", about=_short(one.about), ended=one.ended)
        for one in view.matters
    ]


def _short(text: str) -> str:
    """The beginning of a post, on one line."""
    return one_line(shorten(clean(text), _LINE_SIGNS), _LINE_BYTES)


def _listed(block_id: str, head: str, lines: Sequence[str]) -> list[Block]:
    """Small grey lines under a head; no block where there is none."""
    return [context(block_id, "\n".join([f"*{head}*", *(flat([one]) for one in lines)]))] if lines else []


def changed(pieces: Sequence[Piece]) -> list[Bit]:
    """A difference as a phrase: what is gone struck out, what is new slanted and bold."""
    kinds = {Change.KEPT: str, Change.GONE: Gone, Change.NEW: New}
    bits: list[Bit] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before and {before.change, piece.change} == {Change.GONE, Change.NEW}:
            bits.append(_between(before.text, piece.text))
        bits.append(kinds[piece.change](_spaced(piece.text)))
    return [bit for bit in bits if bit] or [EMPTY]


def _between(gone: str, new: str) -> str:
    """What stands for another is set apart from it, so that the two do not read as one word."""
    return "" if gone[-1:].isspace() or new[:1].isspace() else " "


def _spaced(text: str) -> str:
    """A stretch of text made harmless, with the space at its ends kept: it parts the words."""
    shown = passage(text, _REPLY_BYTES)
    if not shown:
        return " "
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{' ' if before else ''}{shown}{' ' if after else ''}"


def _head(view: ApprovalView, asks: Phrase) -> Phrase:
    if view.outcome:
        by: Phrase = [" ", Person(view.outcome_by)] if view.outcome_by else []
        why: Phrase = [f": {one_line(view.outcome_why, 600)}"] if view.outcome_why else []
        return [*asks, "\n", Strong(view.outcome), *by, *why]
    return joined(
        [asks, [Strong(DECIDE_BY), view.due_at, SEPARATOR, Countdown(view.due_at)] if view.due_at else []]
    )


def _to(view: ApprovalView) -> Phrase:
    return [
        ANSWERS,
        *joined([who(view.customer), [one_line(view.network, 100)], [view.history] if view.history else []]),
    ]


def _as(view: ApprovalView) -> Phrase:
    return [Strong(AUDIENCE[view.audience]), as_account(view.account), SEPARATOR, view.length]


def _changes(view: ApprovalView) -> list[Block]:
    if not view.before or view.before == view.text:
        return []
    return [rich_text("changes", line([CHANGED]), quote(changed(difference(view.before, view.text))))]


def _facts(view: ApprovalView) -> list[str]:
    reasons = [one_line(reason, 300) for reason in view.why[:_REASONS]]
    return [*reasons, one_line(view.steps, 600)] if view.steps else reasons
