"""The automatic word to a customer who writes while nobody is at work. It answers nothing and stops no clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import outgoing, ticket_windows
from bot.desk.context import DESK, Desk, incoming
from bot.networks.port import Capability, Network
from bot.rules.acknowledgement import chosen, filled, wanted
from bot.rules.closing import Opener, closing_rule
from bot.rules.windows import WindowName
from storage import pauses, tickets
from storage.db import Unit
from storage.tables import Mention, Ticket
from storage.words import Audience, Intent, TicketStatus, Verb


def acknowledge(desk: Desk, unit: Unit, ticket_ids: set[int], now: datetime) -> int:
    """Acknowledge what came in out of hours, where desk.toml says so. Returns how many words were sent off."""
    if not desk.policy.acknowledgements or desk.policy.calendar.is_open(now):
        return 0
    unit.session.flush()
    return sum(_acknowledge(desk, unit, ticket_id, now) for ticket_id in sorted(ticket_ids))


def _acknowledge(desk: Desk, unit: Unit, ticket_id: int, now: datetime) -> bool:
    ticket = tickets.locked(unit.session, ticket_id)
    mention = tickets.latest_mention(unit.session, ticket_id)
    if ticket is None or mention is None or mention.deleted_at or not _wanted(desk, ticket, now):
        return False
    network = desk.networks.get(ticket.source)
    row = chosen(desk.policy.acknowledgements, desk.network_word(ticket.source), ticket.language)
    audience = Audience.PRIVATE if mention.private else Audience.PUBLIC
    if network is None or row is None or not _may(desk, network, mention, audience, now):
        return False
    text = filled(row, desk.policy.calendar, _answer_by(desk, unit, ticket))
    if not _fits(network, mention, audience, text, now):
        return False
    reply = outgoing.automatic(desk, unit, ticket, mention, audience, text, now)
    ticket.acknowledged_at = now
    unit.session.add(ticket)
    unit.note(Verb.ACKNOWLEDGED, now, DESK, ticket.id, reply.id)
    outgoing.queue(desk, unit, ticket, reply, DESK, now)
    return True


def _wanted(desk: Desk, ticket: Ticket, now: datetime) -> bool:
    return ticket.status in {TicketStatus.NEW, TicketStatus.CLAIMED} and wanted(
        open_now=False,
        spam=ticket.intent == Intent.SPAM,
        needs_reply=ticket.needs_reply,
        last_at=ticket.acknowledged_at,
        now=now,
        zone=ZoneInfo(desk.policy.calendar.teams[0].zone),
    )


def _may(desk: Desk, network: Network, mention: Mention, audience: Audience, now: datetime) -> bool:
    """Whether the network takes it, and it would not use up the one private reply a comment allows."""
    del now
    opener = Opener.MESSAGE if mention.private else Opener.COMMENT
    rule = closing_rule(desk.network_word(network.name), opener, desk.policy.windows.closings)
    return not (rule and rule.once and audience is Audience.PRIVATE)


def _capability(network: Network, mention: Mention, audience: Audience, now: datetime) -> Capability | None:
    able = network.capabilities(incoming(mention), now)
    return next((one for one in able if one.audience is audience and one.allowed), None)


def _fits(network: Network, mention: Mention, audience: Audience, text: str, now: datetime) -> bool:
    able = _capability(network, mention, audience, now)
    return able is not None and (able.limit is None or network.length(text, audience) <= able.limit)


def _answer_by(desk: Desk, unit: Unit, ticket: Ticket) -> datetime | None:
    """When the customer may expect an answer: the response window that runs."""
    stretches = pauses.of(unit.session, ticket)
    names = {WindowName.FIRST_RESPONSE, WindowName.NEXT_RESPONSE}
    ends = [
        one.window.due_at
        for one in ticket_windows.running(desk, ticket, stretches)
        if one.window.name in names and one.window.due_at
    ]
    return min(ends, default=None)
