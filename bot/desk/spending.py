"""What networks that bill per call have cost this month: to be read, and said aloud once when most of it is gone."""

from __future__ import annotations

from datetime import datetime

from bot.desk import watch
from bot.desk.context import Desk
from bot.networks.budget import Budget
from bot.networks.port import Network, Never
from storage import sources
from storage.tables import Setting

ALOUD = "{label}: {warning}"
SPENT = "{label}: ${spent:.2f} of ${monthly:.2f} spent in {month}"
SPENT_WITHOUT_LIMIT = "{label}: ${spent:.2f} spent in {month}"
TOLD = "budget told {source}"


def lines(desk: Desk, now: datetime) -> list[str]:
    """One sentence for each source that costs money, for `/desk stats`; none where none does."""
    budgets = ((network, budget_of(desk, network, now)) for network in desk.networks.values())
    return [_line(network, budget) for network, budget in budgets if budget is not None]


def _line(network: Network, budget: Budget) -> str:
    said = SPENT if budget.monthly else SPENT_WITHOUT_LIMIT
    return said.format(label=network.label, spent=budget.spent, monthly=budget.monthly, month=budget.month)


def budget_of(desk: Desk, network: Network, now: datetime) -> Budget | None:
    """What one source has cost this month; None where the network bills nothing."""
    with desk.db.reading() as session:
        source = sources.by_name(session, network.name)
    try:
        return network.budget(source.cursor if source else None, now)
    except Never:
        return None  # the position is another network's; the next read says so


def warn(desk: Desk, network: Network, now: datetime) -> None:
    """Tell the channel when 80 % of a month's money is spent, and when all of it is: each once a month."""
    budget = budget_of(desk, network, now)
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
