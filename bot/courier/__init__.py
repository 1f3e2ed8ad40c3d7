"""The couriers: each leases what is due for its destination, delivers it, and settles it."""

from datetime import datetime, timedelta

from storage import outbox
from storage.db import Database
from storage.outbox import Leased

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
MOST_DOUBLINGS = 16


def wait_after(attempts: int, longest: timedelta = LONGEST_WAIT) -> timedelta:
    """How long to wait before the next attempt: 1, 2, 4 … seconds, up to the longest."""
    return min(FIRST_WAIT * (1 << min(max(attempts, 1) - 1, MOST_DOUBLINGS)), longest)


def next_due(db: Database, destination: str, holder: str, now: datetime) -> Leased | None:
    """Take the next row that is due; looked for first, so that looking never holds up a writer."""
    with db.reading() as session:
        if not outbox.anything_due(session, destination, now):
            return None
    with db.unit() as unit:
        return next(iter(outbox.lease(unit.session, destination, holder, now)), None)
