"""The dialog behind a number: the tickets it counts, page by page, and all about the one that is picked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.desk import access, cards, finding, looking, stats
from bot.desk.context import Desk
from bot.rules.foreign import short
from bot.rules.refusal import Refusal
from bot.surfaces.view import Choice, FormView, Option, Paragraph, Part
from storage import tickets

FORM = "figure"
TITLE = "Tickets behind it"
HEAD = "{label}: {count}. {means}"
NO_NUMBER = "That number cannot be opened any more. Ask for the figures again."
PICK = "See all about one of them"
PAGE = "Page"
OPEN = "Open"
PICK_ONE = "Pick one of them first."
A_PAGE = 25
MOST_PAGES = 100
"""Slack's menus hold as many; more tickets than that are better asked for by a shorter period."""
TICKET_PART, PAGE_PART = "figure_ticket", "figure_page"
_LABEL = 75


def form(desk: Desk, reference: str, actor: str, now: datetime, page: int = 0) -> FormView | Refusal:
    """One page of the tickets that a number counts."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
        if isinstance(member, Refusal):
            return member
        found = stats.tickets_behind(desk, session, reference, now)
        if found is None:
            return Refusal(NO_NUMBER)
        page = min(page, max(0, _pages(len(found.tickets)) - 1))
        shown = found.tickets[page * A_PAGE : (page + 1) * A_PAGE]
        lines = _lines(desk, session, shown, now)
    head = HEAD.format(label=found.label, count=f"{len(found.tickets):,}", means=found.means)
    parts: list[Part] = [Paragraph(head, quiet=True), *(Paragraph(text) for _number, text in lines)]
    parts += _choices(lines, len(found.tickets), page)
    facts: dict[str, str | int] = {"ticket": 0, "figure": reference, "page": page}
    return FormView(FORM, TITLE, OPEN if lines else "", tuple(parts), facts=facts, close="Close")


def _lines(desk: Desk, session: Session, numbers: Sequence[int], now: datetime) -> list[tuple[int, str]]:
    found = [tickets.by_id(session, number) for number in numbers]
    return [(one.id or 0, finding.said(cards.line(desk, session, one, now))) for one in found if one]


def _choices(lines: Sequence[tuple[int, str]], count: int, page: int) -> list[Part]:
    options = tuple(Option(str(number), short(text, _LABEL)) for number, text in lines)
    choices: list[Part] = [Choice(TICKET_PART, PICK, options, optional=True, live=True)] if options else []
    pages = min(_pages(count), MOST_PAGES)
    if pages > 1:
        numbered = tuple(Option(str(at), f"{at + 1} of {pages}") for at in range(pages))
        choices.append(Choice(PAGE_PART, PAGE, numbered, value=str(page), live=True))
    return choices


def _pages(count: int) -> int:
    return -(-count // A_PAGE)


def picked(desk: Desk, number: str, actor: str) -> FormView | Refusal:
    """The history of one of them, in place of the list."""
    if not number.isdecimal():
        return Refusal(PICK_ONE, field=TICKET_PART)
    return looking.history(desk, int(number), actor)
