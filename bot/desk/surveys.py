"""The one question to a customer whose ticket was resolved, and what is done with the answer.

It leaves like every other automatic message, in the private conversation, while the network lets us write there. It
answers nothing and stops no clock. The customer's next private message is read as its answer, or ends it.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import nagging, outgoing, reach, ticket_windows
from bot.desk.context import CUSTOMER, DESK, Desk
from bot.networks.port import Incoming
from bot.rules import lifecycle, surveys
from bot.rules.hours import Calendar, NoOpeningError
from bot.rules.survey_words import question
from bot.rules.surveys import OPEN_FOR, Rated
from bot.rules.windows import WindowName
from storage import mentions, nags, pauses, people, replies, tickets
from storage import surveys as rows
from storage.db import Unit
from storage.tables import Mention, Nag, Posting, Survey, Ticket
from storage.words import Audience, Intent, PostingKind, ReplyStatus, Role, SurveyKind, TicketStatus, Verb

UNHAPPY = 0
"""The rung under which the lead's reminder of an unhappy customer is filed: below those of the ladder."""
RESPONSES = (WindowName.FIRST_RESPONSE, WindowName.NEXT_RESPONSE)


def ask(desk: Desk, unit: Unit, ticket: Ticket, now: datetime) -> Survey | None:
    """Ask the customer of a held ticket that was just resolved, where that is due and possible."""
    kind = _due(desk, unit, ticket, now)
    mention = tickets.latest_mention(unit.session, ticket.id or 0)
    if kind is None or mention is None or not mention.private or mention.deleted_at is not None:
        return None
    text = question(kind, ticket.language)
    if not _reaches(desk, unit, mention, text, now):
        return None
    reply = outgoing.automatic(desk, unit, ticket, mention, Audience.PRIVATE, text, now)
    asked = Survey(kind=kind, ticket_id=ticket.id or 0, reply_id=reply.id or 0, asked_at=now)
    unit.session.add(asked)
    unit.note(Verb.SURVEY_ASKED, now, DESK, ticket.id, reply.id, kind=kind)
    outgoing.queue(desk, unit, ticket, reply, DESK, now)
    return asked


def _due(desk: Desk, unit: Unit, ticket: Ticket, now: datetime) -> SurveyKind | None:
    """What this customer may be asked; nothing before we have answered them, and nothing where it was no real matter."""
    if ticket.first_response_at is None or ticket.intent == Intent.SPAM:
        return None
    if {ticket.source, desk.network_word(ticket.source)} & set(desk.settings.survey.not_on):
        return None
    person = (ticket.source, ticket.author_id)
    asked_at = rows.last_asked(unit.session, *person)
    nps_asked_at = rows.last_asked(unit.session, *person, SurveyKind.NPS)
    return surveys.due(desk.survey_policy, asked_at, nps_asked_at, now)


def _reaches(desk: Desk, unit: Unit, mention: Mention, text: str, now: datetime) -> bool:
    """Whether the network still lets us write there, and takes as much."""
    network = desk.networks.get(mention.source)
    if network is None:
        return False
    able = reach.capabilities(desk, unit.session, network, mention, now).get(Audience.PRIVATE)
    fits = able is not None and (able.limit is None or network.length(text, Audience.PRIVATE) <= able.limit)
    return able is not None and able.allowed and fits


def call_off(unit: Unit, ticket: Ticket, now: datetime) -> None:
    """The matter goes on: a question that has not left yet does not leave."""
    asked = rows.waiting(unit.session, ticket.id or 0)
    reply = outgoing.held(unit, asked.reply_id) if asked else None
    if reply is not None and outgoing.pull_back(unit, reply, ReplyStatus.WITHDRAWN, now):
        unit.note(Verb.WITHDRAWN, now, DESK, ticket.id, reply.id, why="the matter goes on")


def heard(unit: Unit, ticket: Ticket, post: Incoming, now: datetime) -> Rated | None:
    """Read a customer's further message as the answer to the question that waits for one."""
    asked = rows.waiting(unit.session, ticket.id or 0)
    if asked is None or not post.private or post.created_at < asked.asked_at:
        return None
    call_off(unit, ticket, now)
    mention = mentions.known(unit.session, ticket.source, [post.id]).get(post.id)
    asked.mention_id = mention.id if mention else None
    reply = replies.locked(unit.session, asked.reply_id)
    left = reply is not None and reply.status not in {*rows.NOT_ASKED, *lifecycle.UNDOABLE}
    in_time = post.created_at - asked.asked_at <= OPEN_FOR
    rated = surveys.read(post.text, SurveyKind(asked.kind)) if left and in_time else None
    if rated is not None:
        asked.score, asked.answered_at = rated.score, now
        unit.note(Verb.RATED, now, CUSTOMER, ticket.id, asked.reply_id, kind=asked.kind, score=rated.score)
    unit.session.add(asked)
    return rated


def _next_opening(hours: Calendar, now: datetime) -> datetime:
    """When it is polite to say it; at once where nobody is ever at work."""
    try:
        return hours.next_opening(now)
    except NoOpeningError:
        return now


def tell_lead(desk: Desk, unit: Unit, ticket: Ticket, now: datetime) -> None:
    """Remind the lead of a held ticket whose customer is unhappy: once, at work, until it is answered."""
    lead = nagging.lead_on_duty(desk, people.with_role(unit.session, Role.LEAD), now)
    stretches = pauses.of(unit.session, ticket)
    running = [one for one in ticket_windows.running(desk, ticket, stretches) if one.window.name in RESPONSES]
    if lead is None or not running or ticket.status not in {TicketStatus.NEW, TicketStatus.CLAIMED}:
        return
    hours = desk.policy.calendar_of(lead.team)
    at_work = hours.is_open(now)
    when = _next_opening(hours, now)
    posting = Posting(
        kind=PostingKind.NAG if at_work else PostingKind.LIST,
        addressee=lead.id,
        ticket_id=ticket.id if at_work else None,
        items=[] if at_work else [ticket.id or 0],
        created_at=now,
    )
    unit.session.add(posting)
    unit.session.flush()
    window, round_ = running[0].key
    nag = Nag(
        ticket_id=ticket.id or 0,
        posting_id=posting.id,
        window=window,
        round=round_,
        rung=UNHAPPY,
        addressee=lead.id,
        due_at=now,
        fired_at=now,
    )
    unit.session.add(nag)
    unit.note(Verb.NAGGED, now, DESK, ticket.id, window=window, rung=UNHAPPY, to=lead.id)
    nags.draw(unit, [posting], when)
