"""HomeView → a person's own desk in the app's Home tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.surfaces.answers import HomeButtons
from bot.surfaces.slack.blocks import MESSAGE_BYTES, actions, json_bytes, line, plain, rich_text
from bot.surfaces.slack.cards import STATUS, URGENCY, deadline_phrase, who
from bot.surfaces.slack.phrase import Bit, Block, Link, Person, Phrase, Strong, joined
from bot.surfaces.slack.text import one_line, passage, web_address
from bot.surfaces.view import HomeView, LoadLine, TicketLine
from storage.words import TicketStatus, Urgency

NEXT_UP = "Next to run out"
WAITING = "Waiting for you"
MINE = "Your tickets"
UNCLAIMED = "Waiting for somebody"
LOAD = "The team's load"
NONE_OF_MINE = "Nothing is yours at the moment."
NONE_UNCLAIMED = "Everything has somebody. Well done."
MORE = "and {count} more in the channel"
OPEN = "Open the card"
IN_HAND = ": {count:,} open"
FIRST_DUE = ", the next is due "
PAGE = "Page {page:,} of {pages:,}"

_LINE_BYTES = 300
_URL_BYTES = 300
_SENTENCE_BYTES = 800
_FILTERS = 12
_SHORT = 16
_QUEUE_BYTES = 6_800
"""Enough for a whole page of the longest lines."""
_ROOM_FOR_ENDS = 1_800
"""Bytes kept free for titles, dividers and the lines that say how many more there are."""


def home_view(view: HomeView) -> Block:
    """Draw the Home tab: at most 100 blocks and 12,000 bytes, the most pressing tickets first as given.

    What a person can press comes first in the reckoning; the tickets share the room that is left.
    """
    said = {"brake": view.banner, "sentence": view.sentence, "figures": view.figures, "hours": view.hours}
    top: list[Block] = [_said(name, passage(text, _SENTENCE_BYTES)) for name, text in said.items() if text]
    top[1:1] = [{"type": "divider", "block_id": "brake-end"}] if view.banner else []
    if not view.role:
        return {"type": "home", "blocks": top}
    away, controls, load = _away(view), _controls(view), _load(view)
    room = MESSAGE_BYTES - _ROOM_FOR_ENDS - json_bytes([*top, *away, *controls, *load])
    queue = _queue(view, min(_QUEUE_BYTES, room))
    lists = [
        ("waiting", WAITING, view.waiting, view.waiting_count, ""),
        ("next", NEXT_UP, view.next_up, 0, ""),
        ("mine", MINE, view.mine, view.mine_count, NONE_OF_MINE),
    ]
    shown = [one for one in lists if one[2] or one[4]]
    share = max(0, room - json_bytes(queue)) // len(shown)
    blocks = [*top, *away]
    for name, title, lines, count, empty in shown:
        blocks += _section(name, title, lines, count, empty, share)
    return {"type": "home", "blocks": [*blocks, *queue, *controls, *load]}


def _queue(view: HomeView, room: int) -> list[Block]:
    """One page of the team's queue; its title says how much there is in all."""
    head = f"{UNCLAIMED} ({view.unclaimed_count:,})" if view.unclaimed_count else UNCLAIMED
    header = {"type": "header", "block_id": "unclaimed", "text": plain(head, 150)}
    lines = _whole_page(view.unclaimed, room) if view.unclaimed_count else []
    return [header, *(lines or [_said("unclaimed-empty", NONE_UNCLAIMED)])]


def _away(view: HomeView) -> list[Block]:
    return actions(
        "away", [HomeButtons.FIGURES, HomeButtons.COME_BACK if view.away else HomeButtons.GO_AWAY], (), 0
    )


def _controls(view: HomeView) -> list[Block]:
    """Which part of the queue to look at, and its pages."""
    if not view.filters:
        return []
    options = [{"text": plain(one.label, 30), "value": one.value[:75]} for one in view.filters[:_FILTERS]]
    chosen = next((one for one in options if one["value"] == view.filter), options[0])
    menu = {
        "type": "static_select",
        "action_id": HomeButtons.FILTER.id,
        "options": options,
        "initial_option": chosen,
    }
    turning = [
        *([HomeButtons.BACK] if view.page else []),
        *([HomeButtons.ON] if view.page + 1 < view.pages else []),
    ]
    buttons = actions("queue", turning, (), 0)
    elements = [menu, *(buttons[0]["elements"] if buttons else [])]
    page = [_said("page", PAGE.format(page=view.page + 1, pages=view.pages))] if view.pages > 1 else []
    return [*page, {"type": "actions", "block_id": "queue", "elements": elements}]


def _load(view: HomeView) -> list[Block]:
    if not view.load:
        return []
    header = {"type": "header", "block_id": "load", "text": plain(LOAD, 150)}
    return [header, *(rich_text(f"load-{at}", line(_of(one))) for at, one in enumerate(view.load))]


def _of(one: LoadLine) -> Phrase:
    due: list[Bit] = [FIRST_DUE, one.due_at] if one.due_at else []
    return [Person(one.person), IN_HAND.format(count=one.count), *due]


def _section(
    name: str, title: str, lines: Sequence[TicketLine], count: int, empty: str, room: int
) -> list[Block]:
    count = max(count, len(lines))
    head = f"{title} ({count:,})" if count else title
    blocks: list[Block] = [{"type": "header", "block_id": name, "text": plain(head, 150)}]
    if not count:
        return [*blocks, _said(f"{name}-empty", empty)]
    shown = _fitting(name, lines, room)
    rest = count - len(shown)
    more = [_said(f"{name}-more", MORE.format(count=f"{rest:,}"))] if rest else []
    return [*blocks, *shown, *more]


def _whole_page(lines: Sequence[TicketLine], room: int) -> list[Block]:
    """Every ticket of the page: where they say too much, each says less."""
    shown = _fitting("unclaimed", lines, room)
    return (
        shown if len(shown) == len(lines) else _fitting("unclaimed", [_shorter(one) for one in lines], room)
    )


def _shorter(ticket: TicketLine) -> TicketLine:
    customer = ticket.customer
    return replace(
        ticket,
        customer=replace(customer, name=customer.name[:_SHORT], handle=customer.handle[:_SHORT]),
        network=ticket.network[:_SHORT],
        text=ticket.text[: 2 * _SHORT],
    )


def _fitting(name: str, lines: Sequence[TicketLine], room: int) -> list[Block]:
    shown: list[Block] = []
    for ticket in lines:
        shown.append(rich_text(f"{name}-{ticket.ticket_id}", line(_ticket(ticket))))
        if json_bytes(shown) > room:
            return shown[:-1]
    return shown


def _ticket(ticket: TicketLine) -> Phrase:
    url = web_address(ticket.link, _URL_BYTES)
    standing: list[Bit] = [STATUS[ticket.status]]
    if ticket.status is TicketStatus.CLAIMED and ticket.assignee:
        standing += [" by ", Person(ticket.assignee)]
    head: list[Phrase] = [who(ticket.customer), [one_line(ticket.network, 100)], standing]
    tail: list[Phrase] = [
        [Strong(URGENCY[ticket.urgency])] if ticket.urgency is Urgency.URGENT else [],
        deadline_phrase(ticket.deadline) if ticket.deadline else [],
        [Link(url, OPEN)] if url else [],
    ]
    return joined([joined(head), [f"“{one_line(ticket.text, _LINE_BYTES)}”"], joined(tail)], "\n")


def _said(block_id: str, text: str) -> Block:
    return {"type": "section", "block_id": block_id, "text": plain(text, 3_000)}
