"""The couriers: each leases what is due for its destination, delivers it, and settles it."""

from datetime import timedelta

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
MOST_DOUBLINGS = 16


def wait_after(attempts: int, longest: timedelta = LONGEST_WAIT) -> timedelta:
    """How long to wait before the next attempt: 1, 2, 4 … seconds, up to the longest."""
    return min(FIRST_WAIT * (1 << min(max(attempts, 1) - 1, MOST_DOUBLINGS)), longest)
