"""What networks that bill per call have cost this month: to be read, and said aloud once when most of it is gone."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.desk import watch
from bot.desk.context import Desk
from bot.networks.budget import Budget
from bot.networks.port import Network, Never
from bot.surfaces.answers import NumberLine
from storage import sources
from storage.tables import Setting

ALOUD = "{label}: {warning}"
LABEL = "Spent on {label}"
SPENT = "${spent:.2f}"
SPENT_OF = "${spent:.2f} of ${monthly:.2f}"
ABOUT = "in {month} so far"
MEANS = (
    "Counted from the desk's own calls, whatever period you asked for; the network's bill has the last word."
)
TOLD = "budget told {source}"


def lines(desk: Desk, session: Session, now: datetime) -> list[NumberLine]:
    """What each source that costs money has cost this month, for `/desk stats`; none where none does."""
    budgets = ((network, budget_of(session, network, now)) for network in desk.networks.values())
    return [_line(network, budget) for network, budget in budgets if budget is not None]


def _line(network: Network, budget: Budget) -> NumberLine:
    said = (SPENT_OF if budget.monthly else SPENT).format(spent=budget.spent, monthly=budget.monthly)
    about = budget.warning or ABOUT.format(month=budget.month)
    return NumberLine(LABEL.format(label=network.label), said, about, MEANS)


def budget_of(session: Session, network: Network, now: datetime) -> Budget | None:
    """What one source has cost this month; None where the network bills nothing."""
    source = sources.by_name(session, network.name)
    try:
        return network.budget(source.cursor if source else None, now)
    except Never:
        return None  # the position is another network's; the next read says so


def warn(desk: Desk, network: Network, now: datetime) -> None:
    """Tell the channel when 80 % of a month's money is spent, and when all of it is: each once a month."""
    with desk.db.reading() as session:
        budget = budget_of(session, network, now)
    if budget is None or not budget.warning:
        return
    state = f"{budget.month} {'all' if budget.share >= 1 else 'most'}"
    name = TOLD.format(source=network.name)
    with desk.db.unit() as unit:
        sources.held(unit.session, network.name)
        told = unit.session.get(Setting, name)
        if told is None or told.value != state:
            unit.session.merge(Setting(name=name, value=state))
            watch.say(unit, ALOUD.format(label=network.label, warning=budget.warning), now)
