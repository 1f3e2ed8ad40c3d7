"""App Home: a person's own desk. Drawn anew when something changed and they looked at it lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot.desk import access, braking, cards, finding, requests, stats
from bot.desk.cards import LANGUAGES
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.acknowledgement import hours_in_words
from bot.rules.refusal import Refusal
from bot.surfaces.view import HomeView, LoadLine, Option
from storage import finding as found
from storage import homes, once, outbox, people, tickets
from storage.finding import Filters
from storage.tables import Person, Ticket
from storage.words import OutboxKind, Role, TicketStatus, Urgency

MOST_LINES = 8
A_PAGE = 5
"""Tickets of the queue on one page: so many fit whatever they say."""
MOST_NEXT = 5
MOST_LANGUAGES = 5
MOST_LOAD = 8
LATELY = timedelta(minutes=30)
"""Somebody who has not looked for so long sees it drawn anew when they next open it."""
NOTHING_WAITS = "Nothing waits for you. A mention that arrives shows up here and in the channel."
EVERYTHING = "all"
ALL_LABEL = "The whole queue"
TODAY = "Today: {opened:,} new {tickets}, {answered:,} answered, {resolved:,} resolved."
HOURS = "Your hours: {hours}."
AWAY_NOW = "You are away: approvals go to your deputies."
WELCOME = "Welcome back."
GOODBYE = "You are marked as away until you press “I am back”, whatever your status in Slack."


def home(desk: Desk, actor: str, now: datetime) -> HomeView:
    """What waits for a person, their tickets and the team's queue, what runs out first on top."""
    with desk.db.reading() as session:
        member = access.person(session, actor)
        if isinstance(member, Refusal):
            return HomeView(actor, "", sentence=member.sentence)
        view = _with_queue(desk, session, _own(desk, session, member, now), now)
        view = replace(
            view,
            banner=braking.banner(desk, session),
            figures=_today(desk, session, now),
            hours=_hours(desk, member),
            away=member.away,
            load=_load(session) if Role.LEAD in member.roles else (),
        )
        quiet = not (view.mine or view.unclaimed or view.waiting)
        return replace(view, sentence=NOTHING_WAITS if quiet else "")


def _own(desk: Desk, session: Session, member: Person, now: datetime) -> HomeView:
    """What this person has in hand: tickets by what runs out first; apart from them, what else waits for them."""
    in_hand = tickets.in_hand(session, member.id)
    mine = [one for one in in_hand if _is_open(one, member.id)]
    waiting = [one for one in in_hand if not _is_open(one, member.id)]
    return HomeView(
        person=member.id,
        role=", ".join(member.roles),
        mine=tuple(cards.line(desk, session, one, now) for one in mine[:MOST_LINES]),
        mine_count=len(mine),
        waiting=tuple(cards.line(desk, session, one, now) for one in waiting[:MOST_LINES]),
        waiting_count=len(waiting),
        next_up=tuple(
            cards.line(desk, session, one, now) for one in tickets.due_next(session, now, MOST_NEXT)
        ),
    )


def _is_open(ticket: Ticket, person: str) -> bool:
    """A ticket of theirs that is at work; what is left are approvals asked of them, and promises to keep."""
    return ticket.assignee == person and ticket.status in {TicketStatus.NEW, TicketStatus.CLAIMED}


def _with_queue(desk: Desk, session: Session, view: HomeView, now: datetime) -> HomeView:
    """The page of the team's queue that this person chose."""
    chosen = homes.choice(session, view.person)
    filters = finding.filters_of(desk, chosen.word.split())
    filters = replace(filters if isinstance(filters, Filters) else Filters(), unclaimed=True)
    count = found.queue_length(session, filters, now)
    pages = max(1, -(-count // A_PAGE))
    page = min(chosen.page, pages - 1)
    shown = found.queue(session, filters, now, A_PAGE, page * A_PAGE)
    return replace(
        view,
        unclaimed=tuple(cards.line(desk, session, one, now) for one in shown),
        unclaimed_count=count,
        page=page,
        pages=pages,
        filter=chosen.word or EVERYTHING,
        filters=_filter_options(desk, found.languages(session, now, MOST_LANGUAGES)),
    )


def _filter_options(desk: Desk, languages: Sequence[str]) -> tuple[Option, ...]:
    networks = [Option(name, desk.network_label(name)) for name in desk.networks]
    urgencies = [Option(str(one), f"{one.capitalize()} ones") for one in Urgency]
    spoken = [Option(code, LANGUAGES[code]) for code in languages if code in LANGUAGES]
    return (Option(EVERYTHING, ALL_LABEL), *urgencies, *spoken, *networks)


def _today(desk: Desk, session: Session, now: datetime) -> str:
    local = now.astimezone(stats.zone_of(desk))
    midnight = datetime.combine(local.date(), time(0), local.tzinfo)
    opened, answered, resolved = homes.today(session, midnight)
    word = "ticket" if opened == 1 else "tickets"
    return TODAY.format(opened=opened, tickets=word, answered=answered, resolved=resolved)


def _hours(desk: Desk, member: Person) -> str:
    calendar = desk.policy.calendar_of(member.team)
    said = HOURS.format(hours=hours_in_words(calendar))
    return f"{said} {AWAY_NOW}" if member.away else said


def _load(session: Session) -> tuple[LoadLine, ...]:
    return tuple(LoadLine(who, count, due_at) for who, count, due_at in homes.load(session)[:MOST_LOAD])


def show(desk: Desk, person: str, now: datetime) -> None:
    """Somebody opened App Home: have it drawn, and remember that they look at it."""
    with desk.db.unit() as unit:
        member = people.by_id(unit.session, person)
        if member is not None:
            member.home_seen_at = now
            unit.session.add(member)
        outbox.queue(unit, [_row(person, now)])


def _row(person: str, now: datetime) -> dict[str, object]:
    return outbox.row(OutboxKind.HOME, f"home:{person}", now, person=person, urgent=True)


def turn(desk: Desk, actor: str, now: datetime, *, word: str | None = None, by: int = 0) -> Done | Refusal:
    """Look at another part of the queue: another filter from its first page, or the page before or after."""
    with desk.db.unit() as unit:
        member = access.person(unit.session, actor)
        if isinstance(member, Refusal):
            return member
        chosen = homes.choice(unit.session, actor)
        if word is not None:
            homes.choose(unit.session, actor, "" if word == EVERYTHING else word, 0)
        else:
            homes.choose(unit.session, actor, chosen.word, chosen.page + by)
        outbox.queue(unit, [_row(actor, now)])
        return Done(0)


def set_away(desk: Desk, actor: str, now: datetime, *, away: bool) -> Done | Refusal:
    """Go away or come back, by hand."""
    with desk.db.unit() as unit:
        member = access.person(unit.session, actor)
        if isinstance(member, Refusal):
            return member
        homes.switch_away(unit.session, member, away=away)
        requests.name_anew(unit, now)
        outbox.queue(unit, [_row(actor, now)])
        return Done(0, GOODBYE if away else WELCOME)


def draw_changed(desk: Desk, now: datetime) -> int:
    """Where something happened since homes were last drawn, have those drawn that were looked at lately.

    However much happened, that is one drawing each; with several copies of the desk one of them asks for it.
    """
    with desk.db.reading() as session:
        before, seq = once.standing(session, homes.DRAWN), str(homes.newest(session))
    if before == seq:
        return 0
    with desk.db.unit() as unit:
        if not once.swap(unit.session, homes.DRAWN, before, seq):
            return 0
        looking = homes.looking_since(unit.session, now - LATELY)
        outbox.queue(unit, [_row(person, now) for person in looking])
        return len(looking)
