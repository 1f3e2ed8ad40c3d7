"""What a message that is edited in place shows: one reminder, a list of them, a handover. Read when it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.desk import deadlines, handing, steps, surveys, ticket_windows
from bot.desk.context import Desk
from bot.desk.deadlines import CLAIM
from bot.desk.nagging import CHANNEL
from bot.desk.ticket_windows import Clocked
from bot.rules.surveys import SCALES
from bot.rules.windows import LABELS, WindowName
from bot.surfaces.view import OPEN_CARD, Button, Buttons, ListLine, ListView, NoteView
from storage import nags, pauses, tickets
from storage.surveys import newest_answer
from storage.tables import Nag, Posting, Ticket
from storage.words import PostingKind, SurveyKind, TicketStatus

DUE = "⏰ {label} for {customer} on {network} is due {{due}}."
OVER = "🔴 {label} for {customer} on {network} was due {{due}}."
ASLEEP = "💤 {label} for {customer} on {network} sleeps until {{until}}{reason}."
STANDS_STILL = "⏸️ {label} for {customer} on {network} stands still."
CLAIMED = (
    "⏳ You have had {customer} on {network} since {{since}}, and nothing was done after {{last}}. "
    "It goes back to the queue {{lapse}}."
)
UNHAPPY = (
    "🙁 {customer} on {network} is not content with how it ended ({score} of {most}), so it is open again."
)
ANSWER_DUE = "{label} is due {{due}}."
DONE = {
    TicketStatus.RESOLVED: "✅ {customer} on {network}: resolved.",
    TicketStatus.DISMISSED: "✅ {customer} on {network}: set aside.",
    TicketStatus.WAITING: "✅ {customer} on {network}: answered.",
}
MOVED_ON = "✅ {customer} on {network}: nothing to do here any more."
NOBODY = "Nobody has it yet."
HAS_IT = "{owner} has it."
LIST_TITLE = "🗂️ Reminders, in one list"
QUIET_TITLE = "✅ This list is done."


@dataclass(frozen=True)
class _Said:
    """A sentence about one ticket, with what stands for its {names}. `over`: nothing is left to do."""

    text: str
    times: dict[str, datetime]
    people: dict[str, str]
    over: bool = False


def view(desk: Desk, session: Session, posting: Posting, now: datetime) -> NoteView | ListView | None:
    """What the message shows now; None where there is nothing to say any more and nothing was said yet."""
    if posting.kind == PostingKind.HANDOVER:
        return handing.view(desk, session, posting, now)
    carried = nags.carried(session, posting.id or 0)
    if posting.ts is None and all(nag.ended_at is not None for nag in carried):
        return None
    if posting.kind == PostingKind.LIST:
        return _list(desk, session, posting, carried, now)
    ticket = tickets.by_id(session, posting.ticket_id or 0)
    return _single(desk, session, posting, ticket, carried, now) if ticket else None


def _single(
    desk: Desk, session: Session, posting: Posting, ticket: Ticket, carried: Sequence[Nag], now: datetime
) -> NoteView:
    said = _said(desk, session, ticket, carried, now, posting.addressee)
    mention = tickets.latest_mention(session, ticket.id or 0)
    ping = (posting.addressee,) if posting.thread and posting.addressee != CHANNEL and not said.over else ()
    return NoteView(
        text=said.text,
        quote=desk.masked(mention.text) if mention and not said.over and not posting.thread else "",
        ping=ping,
        times=said.times,
        people=said.people,
        ticket_id=ticket.id,
        buttons=() if said.over else _buttons(ticket, posting, carried, now),
    )


def _buttons(ticket: Ticket, posting: Posting, carried: Sequence[Nag], now: datetime) -> tuple[Button, ...]:
    """Open leads to the card; in the card's own thread it would lead nowhere new."""
    opening = () if posting.thread else (OPEN_CARD,)
    if any(nag.window == CLAIM and nag.ended_at is None for nag in carried):
        more = () if ticket.claim_extended else (Buttons.EXTEND,)
        return (*opening, *more, Buttons.HAND_OVER, Buttons.NEED_HELP)
    claim = (Buttons.CLAIM,) if ticket.assignee is None else ()
    sleep = Buttons.WAKE if _asleep(ticket, now) else Buttons.SNOOZE
    return (*opening, *claim, sleep, Buttons.HAND_OVER, Buttons.NEED_HELP)


def _asleep(ticket: Ticket, now: datetime) -> bool:
    return ticket.snoozed_until is not None and ticket.snoozed_until > now


def _list(desk: Desk, session: Session, posting: Posting, carried: Sequence[Nag], now: datetime) -> ListView:
    lines = []
    for number in dict.fromkeys(posting.items):
        ticket = tickets.by_id(session, number)
        if ticket is not None:
            theirs = [nag for nag in carried if nag.ticket_id == number]
            said = _said(desk, session, ticket, theirs, now, posting.addressee)
            buttons = () if said.over else (OPEN_CARD,)
            lines.append(ListLine(number, said.text, said.times, said.people, buttons))
    open_ones = any(nag.ended_at is None for nag in carried)
    return ListView(LIST_TITLE if open_ones else QUIET_TITLE, tuple(lines))


def _said(
    desk: Desk, session: Session, ticket: Ticket, carried: Sequence[Nag], now: datetime, addressee: str
) -> _Said:
    names = {"customer": steps.customer(ticket), "network": desk.network_label(ticket.source)}
    standing = {(nag.window, nag.round) for nag in carried if nag.ended_at is None}
    if not standing:
        return _Said(_braced(DONE.get(TicketStatus(ticket.status), MOVED_ON), names), {}, {}, over=True)
    if deadlines.claim_key(ticket) in standing:
        return _about_claim(desk, session, ticket, names)
    stretches = pauses.of(session, ticket)
    clocks = [one for one in ticket_windows.running(desk, ticket, stretches) if one.key in standing]
    if not clocks:
        return _Said(_braced(MOVED_ON, names), {}, {}, over=True)
    if any(nag.rung == surveys.UNHAPPY for nag in carried if nag.ended_at is None):
        said = _about_unhappy(session, _first(clocks), ticket, names)
    else:
        said = _about_window(_first(clocks), ticket, names, now)
    return _with_owner(said, ticket) if addressee != ticket.assignee else said


def _first(clocks: Sequence[Clocked]) -> Clocked:
    return min(clocks, key=lambda one: (one.window.due_at is None, one.window.due_at or one.window.opened_at))


def _about_window(clocked: Clocked, ticket: Ticket, names: dict[str, str], now: datetime) -> _Said:
    window = clocked.window
    named = names | {"label": LABELS[WindowName(window.name)]}
    if _asleep(ticket, now):
        named["reason"] = f": {ticket.snooze_reason}" if ticket.snooze_reason else ""
        return _Said(_braced(ASLEEP, named), {"until": ticket.snoozed_until or now}, {})
    if window.due_at is None:
        return _Said(_braced(STANDS_STILL, named), {}, {})
    if window.due_at > now:
        return _Said(_braced(DUE, named), {"due": window.due_at}, {})
    return _Said(_braced(OVER, named), {"due": window.due_at}, {})


def _about_unhappy(session: Session, clocked: Clocked, ticket: Ticket, names: dict[str, str]) -> _Said:
    rated = newest_answer(session, ticket.id or 0)
    score, most = (rated.score, SCALES[SurveyKind(rated.kind)][1]) if rated else ("?", "?")
    text = _braced(UNHAPPY, names | {"score": str(score), "most": str(most)})
    if clocked.window.due_at is None:
        return _Said(text, {}, {})
    due = ANSWER_DUE.format(label=LABELS[WindowName(clocked.window.name)])
    return _Said(f"{text} {due}", {"due": clocked.window.due_at}, {})


def _about_claim(desk: Desk, session: Session, ticket: Ticket, names: dict[str, str]) -> _Said:
    times = deadlines.claim_of(desk, ticket, deadlines.staff_of(desk, session, ticket))
    since, last = ticket.claimed_at or ticket.received_at, deadlines.progress_of(ticket)
    lapse = times.lapse_at if times else last
    return _Said(_braced(CLAIMED, names), {"since": since, "last": last, "lapse": lapse}, {})


def _with_owner(said: _Said, ticket: Ticket) -> _Said:
    if ticket.assignee is None:
        return _Said(f"{said.text} {NOBODY}", said.times, said.people)
    return _Said(f"{said.text} {HAS_IT}", said.times, {"owner": ticket.assignee})


def _braced(sentence: str, names: dict[str, str]) -> str:
    """Fill a sentence in. A customer's name in braces must not be taken for one of ours."""
    safe = {name: value.replace("{", "(").replace("}", ")") for name, value in names.items()}
    return sentence.format(**safe)
