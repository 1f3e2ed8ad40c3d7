"""`/desk badge`: how far a network's badge for quick answers is, and which messages decide it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import finding, gathering
from bot.desk.context import Desk
from bot.rules.badge import Badge, BadgeTarget, badge
from bot.rules.spans import span
from bot.surfaces.view import ListView
from storage import tickets

NO_SOURCE = "No source of yours is on {network}, so there is no badge to earn. [badge] network in desk.toml names another."
NOTHING = (
    "{network} badge: nobody has written privately in the last {days} days, so there is nothing to count."
)
STANDS = (
    "{mark} {network} badge, last {days} days: {answered} of {messages} private messages answered "
    "({share:.0%}; it takes {target:.0%}), typical first answer after {typical} (it takes {minutes:g} min). {more}"
)
CAN_MISS = "You can leave {count} more unanswered."
MUST_ANSWER = "Answer {count} more to reach it."
JUST_ENOUGH = "You can leave no other one unanswered."
NO_ANSWER_YET = "no answer yet"
MOST_SHOWN = 20


def view(desk: Desk, session: Session, now: datetime) -> ListView:
    """Where the badge stands, with the open messages that count, the oldest first."""
    settings = desk.settings.badge
    target = BadgeTarget(settings.share, settings.minutes, settings.days)
    sources = [name for name in desk.networks if desk.network_word(name) == settings.network]
    network = settings.network.capitalize()
    if not sources:
        return ListView(NO_SOURCE.format(network=network), ())
    labels = {desk.network_label(name) for name in sources}
    network = ", ".join(sorted(labels))
    material = gathering.material(desk, session, now - timedelta(days=target.days), now, now)
    counted = [one for one in material.cases if one.private and one.about.network in labels]
    found = badge(counted, target)
    if not found.messages:
        return ListView(NOTHING.format(network=network, days=target.days), ())
    waiting = [tickets.by_id(session, number) for number in found.open_tickets[:MOST_SHOWN]]
    shown = [one for one in waiting if one is not None]
    return finding.listed(desk, session, _said(found, target, network), shown, now)


def _said(found: Badge, target: BadgeTarget, network: str) -> str:
    typical = NO_ANSWER_YET if found.typical_seconds is None else span(found.typical_seconds)
    return STANDS.format(
        mark="🏅" if found.earned else "🔸",
        network=network,
        days=target.days,
        answered=found.answered,
        messages=found.messages,
        share=found.answered / found.messages,
        target=target.share,
        typical=typical,
        minutes=target.minutes,
        more=_more(found),
    )


def _more(found: Badge) -> str:
    if found.to_miss > 0:
        return CAN_MISS.format(count=found.to_miss)
    return MUST_ANSWER.format(count=-found.to_miss) if found.to_miss else JUST_ENOUGH
