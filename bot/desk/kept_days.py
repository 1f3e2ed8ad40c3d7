"""The tallies of days that are over, for as long as nothing in them changes. See `bot.desk.tallies`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from bot.rules.counting import Tally

Stretch = tuple[datetime, datetime]


@dataclass
class Kept:
    """The tallies of whole days, as they were after the record's entry `seq`, the least lately used first."""

    days: OrderedDict[Stretch, Tally] = field(default_factory=OrderedDict)
    seq: int = 0
    teams: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def drop(self, moments: Iterable[datetime]) -> None:
        """Forget the days in which these instants lie."""
        instants = list(moments)
        for start, end in list(self.days):
            if any(start <= at < end for at in instants):
                del self.days[start, end]
