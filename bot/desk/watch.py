"""How the sources are doing: one message when one is lost, one when it is back (P1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.context import DESK, Desk
from storage import outbox, pauses, sources
from storage.db import Unit
from storage.words import OutboxKind, Verb

LOST = "{label} cannot be read any more: {problem} Nothing is lost: the desk reads on from the same place once it can."
LOST_LOGIN = "{label} no longer accepts our login: {problem} Please connect it again; the desk reads on from the same place."
BACK = "{label} can be read again. What came in meanwhile is being fetched."
FAILURES_BEFORE_TELLING = 2
"""A single failure is weather; a second in a row is said aloud."""
LONGEST_QUIET = timedelta(hours=1)
"""A network that asks for more is asked again all the same: its limit may be lifted sooner."""
CHANNEL_LANE = "channel"


def failed(
    desk: Desk,
    name: str,
    problem: str,
    now: datetime,
    *,
    login: bool = False,
    wait: timedelta | None = None,
) -> None:
    """Note that a source could not be read, and say so once. `wait` is how long the network wants to be left alone."""
    with desk.db.unit() as unit:
        source = sources.held(unit.session, name)
        source.failures += 1
        source.failing_since = source.failing_since or now
        source.problem = problem
        if wait is not None:
            sources.keep_quiet(source, now + min(wait, LONGEST_QUIET))
        if source.told_at is None and source.failures >= FAILURES_BEFORE_TELLING:
            source.told_at = now
            pauses.begin_outage(unit.session, name, source.failing_since)
            unit.note(Verb.SOURCE_DOWN, now, DESK, source=name, problem=problem)
            sentence = LOST_LOGIN if login else LOST
            say(unit, sentence.format(label=desk.network_label(name), problem=problem), now)
        unit.session.add(source)


def succeeded(desk: Desk, name: str, now: datetime) -> None:
    """Note that a source can be read, and say so once if its loss was said."""
    with desk.db.reading() as session:
        source = sources.by_name(session, name)
        if source is None or source.failing_since is None:
            return
    with desk.db.unit() as unit:
        source = sources.held(unit.session, name)
        told = source.told_at is not None
        source.failures, source.failing_since, source.problem, source.told_at = 0, None, None, None
        unit.session.add(source)
        if told:
            pauses.end_outage(unit.session, name, now)
            unit.note(Verb.SOURCE_UP, now, DESK, source=name)
            say(unit, BACK.format(label=desk.network_label(name)), now)


def gap(desk: Desk, name: str, stretch: str, now: datetime) -> None:
    """Name a stretch that can no longer be read."""
    with desk.db.unit() as unit:
        unit.note(Verb.SOURCE_DOWN, now, DESK, source=name, gap=stretch)
        say(
            unit,
            f"{desk.network_label(name)}: {stretch} could not be read back and may hold mentions we missed.",
            now,
        )


def say(unit: Unit, text: str, now: datetime) -> None:
    """Tell the channel."""
    outbox.queue(unit, [outbox.row(OutboxKind.CHANNEL, CHANNEL_LANE, now, payload={"text": text})])
