"""`/desk queue …` and `/desk find …`: tickets in a list, filtered or found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.desk import cards
from bot.desk.cards import LANGUAGES
from bot.desk.context import Desk
from bot.rules.foreign import short
from bot.rules.nearest import nearest
from bot.rules.refusal import Refusal
from bot.surfaces.view import Buttons, ListLine, ListView, TicketLine
from storage import finding, tickets
from storage.finding import Filters
from storage.tables import Ticket
from storage.words import TicketStatus, Urgency

TEAM, MINE, NEXT = "team", "mine", "next"
QUEUE_TITLES = {
    TEAM: "Waiting for somebody: {count}",
    MINE: "Your tickets: {count}",
    NEXT: "Next to run out: {count}",
}
NOTHING = {
    TEAM: "Nobody has to wait: there is no unclaimed ticket like that.",
    MINE: "You have no open ticket like that.",
    NEXT: "There is no open ticket like that.",
}
UNKNOWN_FILTER = (
    "I don't know “{word}” here. Did you mean “{nearest}”? "
    "Write `/desk queue mine`, or a network, a language or an urgency."
)
FIND_WHAT = "What shall I look for? Write `/desk find broken kettle`, `/desk find @nora` or `/desk find 123`."
FOUND = "Found for “{words}”: {count}"
NOT_FOUND = "Nothing was found for “{words}”. Fewer or other words may help."
SHOWN = 10
MOST_FOUND = 20
DEADLINE = ", {name} {word}, due {{due}}"
CLAIMED_BY = ", {owner}"


def queue(desk: Desk, session: Session, words: str, actor: str, now: datetime) -> ListView | Refusal:
    """The queue, or a part of it: "mine", "team" (nobody's yet), "next" (everybody's), by network, language, urgency."""
    asked = words.casefold().split()
    which = next((word for word in asked if word in QUEUE_TITLES), TEAM)
    filters = filters_of(desk, [word for word in asked if word not in QUEUE_TITLES])
    if isinstance(filters, Refusal):
        return filters
    filters = replace(filters, assignee=actor if which == MINE else None, unclaimed=which == TEAM)
    count = finding.queue_length(session, filters, now)
    if not count:
        return ListView(NOTHING[which], ())
    found = finding.queue(session, filters, now, SHOWN)
    return listed(desk, session, QUEUE_TITLES[which].format(count=f"{count:,}"), found, now)


def filters_of(desk: Desk, words: Sequence[str]) -> Filters | Refusal:
    """The part of the queue that networks, languages and urgencies name, all by their words."""
    sources = {name: _names(desk, name) for name in desk.networks}
    languages = {name.casefold(): code for code, name in LANGUAGES.items()} | {
        code: code for code in LANGUAGES
    }
    filters = Filters()
    for word in words:
        named = tuple(name for name, known in sources.items() if word in known)
        if named:
            filters = replace(filters, sources=(*filters.sources, *named))
        elif word in list(Urgency):
            filters = replace(filters, urgencies=(*filters.urgencies, word))
        elif word in languages:
            filters = replace(filters, languages=(*filters.languages, languages[word]))
        else:
            known_words = [
                *QUEUE_TITLES,
                *Urgency,
                *languages,
                *(one for known in sources.values() for one in known),
            ]
            meant = nearest(word, known_words)
            return Refusal(UNKNOWN_FILTER.format(word=short(word, 40), nearest=meant))
    return filters


def _names(desk: Desk, source: str) -> set[str]:
    """What people may call a source."""
    return {source.casefold(), desk.network_label(source).casefold(), desk.network_word(source).casefold()}


def find(desk: Desk, session: Session, words: str, now: datetime) -> ListView | Refusal:
    """Tickets by number, by a customer's handle, or by words in what customers wrote or are called."""
    wanted = words.strip()
    if not wanted:
        return Refusal(FIND_WHAT)
    number = wanted.removeprefix("#")
    if number.isdecimal() and len(number) < 10:  # noqa: PLR2004 - a ticket's number, not a phone's
        one = tickets.by_id(session, int(number))
        found = [one] if one else []
    elif wanted.startswith("@") and len(wanted) > 1:
        found = finding.by_handle(session, wanted, MOST_FOUND)
    else:
        found = finding.by_words(session, wanted.split()[:8], MOST_FOUND)
    name = short(wanted, 60)
    if not found:
        return ListView(_braced(NOT_FOUND.format(words=name)), ())
    count = f"{len(found)} or more" if len(found) == MOST_FOUND else str(len(found))
    return listed(desk, session, _braced(FOUND.format(words=name, count=count)), found, now)


def listed(desk: Desk, session: Session, title: str, found: Sequence[Ticket], now: datetime) -> ListView:
    """Tickets one under the other, each with a button to claim it and one to see all about it."""
    return ListView(title, tuple(_line(desk, session, ticket, now) for ticket in found))


def _line(desk: Desk, session: Session, ticket: Ticket, now: datetime) -> ListLine:
    shown = cards.line(desk, session, ticket, now)
    text, deadline = said(shown), shown.deadline
    times = {"due": deadline.due_at} if deadline else {}
    if deadline:
        text += DEADLINE.format(name=deadline.name.lower(), word=deadline.word)
    people = {"owner": ticket.assignee} if ticket.assignee else {}
    text += " · {owner} has it" if people else ""
    claim = (Buttons.CLAIM,) if ticket.status == TicketStatus.NEW else ()
    return ListLine(ticket.id or 0, text, times, people, (*claim, Buttons.HISTORY))


def said(shown: TicketLine) -> str:
    """A ticket in one plain line: number, customer, network, status, words."""
    who = short(shown.customer.name or shown.customer.handle, 40)
    line = f"{shown.ticket_id} {who} on {shown.network}, {shown.status}: “{short(shown.text, 80)}”"
    return _braced(line)


def _braced(text: str) -> str:
    """Foreign braces must not be taken for names of ours."""
    return text.replace("{", "(").replace("}", ")")
