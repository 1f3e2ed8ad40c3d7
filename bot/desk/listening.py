"""Is a source unusually quiet? Said once, and once when it is heard again (P1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import watch
from bot.desk.context import DESK, Desk
from bot.rules.silence import learn, silence
from storage import rhythm, sources
from storage.db import Unit
from storage.tables import Source
from storage.words import Verb

MEMORY = timedelta(weeks=8)
"""How far back a source's rhythm is learned: enough weeks for a median, few enough to follow a change."""
HEARD = "{label} is heard again."


def listen(desk: Desk, now: datetime) -> list[str]:
    """Look at every source once. Returns the names of those whose silence was said now."""
    with desk.db.reading() as session:
        names = [one.name for one in sources.everyone(session) if one.name in desk.networks]
    return [name for name in names if _listen_to(desk, name, now)]


def _listen_to(desk: Desk, name: str, now: datetime) -> bool:
    """A source that cannot be read is not silent: that was said already."""
    with desk.db.unit() as unit:
        source = sources.held(unit.session, name)
        if source.heard_at is None or source.failing_since is not None:
            return False
        if source.quiet_told_at is not None:
            _maybe_back(desk, unit, source, now)
            return False
        zone = desk.policy.calendar.teams[0].zone
        usual = learn(rhythm.of_source(unit.session, name, now, MEMORY), now, zone)
        found = silence(desk.network_label(name), usual, source.heard_at, now, desk.policy.silence)
        if found is None:
            return False
        source.quiet_told_at = now
        unit.session.add(source)
        unit.note(Verb.SOURCE_QUIET, now, DESK, source=name, since=found.since.isoformat())
        watch.say(unit, found.sentence, now)
        return True


def _maybe_back(desk: Desk, unit: Unit, source: Source, now: datetime) -> None:
    told_at, heard_at = source.quiet_told_at, source.heard_at
    if told_at is None or heard_at is None or heard_at <= told_at:
        return
    source.quiet_told_at = None
    unit.session.add(source)
    unit.note(Verb.SOURCE_HEARD, now, DESK, source=source.name)
    watch.say(unit, HEARD.format(label=desk.network_label(source.name)), now)
