"""Which windows a ticket has, and which of them still run: from its row, its pauses and the policy alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter

from bot.desk.context import Desk
from bot.rules.closing import Opener, closing_rule, closing_window
from bot.rules.lifecycle import OPEN
from bot.rules.targets import Situation, approval_window, follow_up_window, response_window
from bot.rules.windows import Pause, Window, WindowName
from storage import tables as rows
from storage.tables import TicketRow
from storage.words import PauseKind, TicketStatus

ONCE = ""
"""The round of a window that a ticket has but once."""
ABOUT = attrgetter("source", "private", "urgency", "language", "followers", "author_handle")
"""The columns that targets are chosen by, in the order of `situation_of`."""


@dataclass(frozen=True)
class Clocked:
    """A window that runs, with the round that tells it from earlier ones of its name."""

    window: Window
    round: str = ONCE

    @property
    def key(self) -> tuple[str, str]:
        """What its reminders are filed under."""
        return str(self.window.name), self.round


def situation(desk: Desk, ticket: TicketRow) -> Situation:
    """What the targets are chosen by."""
    return situation_of(desk, *ABOUT(ticket))


def situation_of(
    desk: Desk, source: str, private: bool, urgency: str, language: str, followers: int | None, handle: str
) -> Situation:
    """The same from a ticket's columns alone."""
    network = desk.networks.get(source)
    limits = desk.settings.windows
    many = bool(limits.vip_followers) and (followers or 0) >= limits.vip_followers
    name = handle.removeprefix("@").casefold()
    return Situation(
        network=desk.network_word(source),
        audience="private" if private else "public",
        urgency=urgency,
        language=language,
        brand=network.account if network else "",
        vip=many or name in {vip.removeprefix("@").casefold() for vip in limits.vips},
    )


def windows_of(desk: Desk, ticket: TicketRow, stretches: Iterable[rows.Pause]) -> list[Clocked]:
    """Every window of a ticket, those that were met included.

    What needs no reply (spam, praise, talk) has no clock until somebody claims it.
    """
    ours = tuple(_pause(pause) for pause in stretches)
    about = situation(desk, ticket)
    found: list[Clocked | None] = []
    if ticket.needs_reply or ticket.assignee is not None or ticket.first_response_at is not None:
        found.append(_response(desk, ticket, about, WindowName.FIRST_RESPONSE, ours))
        if ticket.first_response_at is not None and ticket.our_turn_at is not None and is_ours(ticket):
            found.append(_response(desk, ticket, about, WindowName.NEXT_RESPONSE, ours))
        found.append(_response(desk, ticket, about, WindowName.RESOLUTION, ours))
    found += [_closing(desk, ticket)] if is_ours(ticket) else []
    approval = _approval(desk, ticket, found)
    follow_up = _follow_up(desk, ticket)
    return [clocked for clocked in [*found, approval, follow_up] if clocked is not None]


def running(desk: Desk, ticket: TicketRow, stretches: Iterable[rows.Pause]) -> list[Clocked]:
    """The windows whose end still matters."""
    if ticket.merged_into is not None:
        return []
    if not is_ours(ticket):
        waits = _follow_up(desk, ticket) if ticket.status == TicketStatus.WAITING else None
        return [waits] if waits else []
    return [one for one in windows_of(desk, ticket, stretches) if one.window.met_at is None]


def is_ours(ticket: TicketRow) -> bool:
    """Whether it is the team's turn."""
    return ticket.status in OPEN


def _response(
    desk: Desk, ticket: TicketRow, about: Situation, name: WindowName, stretches: tuple[Pause, ...]
) -> Clocked:
    start, met_at, round_ = ticket.opened_at, ticket.resolved_at, ONCE
    if name is WindowName.FIRST_RESPONSE:
        met_at = ticket.first_response_at
    if name is WindowName.NEXT_RESPONSE:
        start, met_at = ticket.our_turn_at or ticket.last_mention_at, None
        round_ = round_of(start)
    start = min(start, ticket.received_at) if name is not WindowName.NEXT_RESPONSE else start
    window = response_window(desk.policy.windows, name, about, start, pauses=stretches, met_at=met_at)
    return Clocked(window, round_)


def _closing(desk: Desk, ticket: TicketRow) -> Clocked | None:
    """The network's own closing time for private messages, or for the one private reply to a comment."""
    opener = Opener.MESSAGE if ticket.private else Opener.COMMENT
    rule = closing_rule(desk.network_word(ticket.source), opener, desk.policy.windows.closings)
    if rule is None:
        return None
    said_at = ticket.last_mention_at
    human = desk.settings.windows.human_agent
    return Clocked(closing_window(rule, said_at, desk.policy.calendar, human_agent=human), round_of(said_at))


def _approval(desk: Desk, ticket: TicketRow, found: Sequence[Clocked | None]) -> Clocked | None:
    """The approver's share of the customer's window that ends first."""
    asked_at = ticket.approval_asked_at
    customers = [one.window for one in found if one and one.window.met_at is None and one.window.due_at]
    if asked_at is None or not customers:
        return None
    first = min(customers, key=lambda window: window.due_at or window.opened_at)
    return Clocked(approval_window(desk.policy.windows, first, asked_at), round_of(asked_at))


def _follow_up(desk: Desk, ticket: TicketRow) -> Clocked | None:
    if ticket.promised_at is None or ticket.follow_up_at is None:
        return None
    window = follow_up_window(desk.policy.windows, ticket.promised_at, ticket.follow_up_at)
    return Clocked(window, round_of(ticket.promised_at))


def round_of(at: datetime) -> str:
    """The name of the round of a window that began then."""
    return at.astimezone(UTC).isoformat()


@lru_cache(maxsize=4096)
def _pause_of(kind: PauseKind, start: datetime, end: datetime | None) -> Pause:
    return Pause(kind, start, end)


def _pause(pause: rows.Pause) -> Pause:
    return _pause_of(PauseKind(pause.kind), pause.started_at, pause.ended_at)
