"""How many mentions each source brought in each hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage import sources
from storage.tables import SourceHour


def count(session: Session, source: str, now: datetime, mentions: int) -> None:
    """Add to the hour that runs, and note that the source was heard. The caller holds its row: two pages never meet."""
    if mentions <= 0:
        return
    sources.held(session, source).heard_at = now
    hour = now.replace(minute=0, second=0, microsecond=0)
    row = session.get(SourceHour, (source, hour)) or SourceHour(source=source, hour=hour)
    row.mentions += mentions
    session.add(row)


def of_source(session: Session, source: str, now: datetime, span: timedelta) -> dict[datetime, int]:
    """Mentions by the beginning of the hour they came in."""
    query = select(SourceHour).where(SourceHour.source == source, col(SourceHour.hour) >= now - span)
    return {row.hour: row.mentions for row in session.exec(query)}
