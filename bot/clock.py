"""The few things that happen by themselves. APScheduler is only a clock: no job store, deadlines live in our rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()
THREADS = 16
"""For the desk's own jobs. Each source adds one, so that sources which stall keep no other job waiting."""
JOB_OPTIONS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""A run that was missed happens once, late; one that is still going is not started a second time."""


@dataclass
class Clock:
    """Runs jobs at their intervals until it is stopped. `sources` is how many of them may stall."""

    sources: int = 0
    scheduler: BackgroundScheduler = field(init=False)

    def __post_init__(self) -> None:
        threads = ThreadPoolExecutor(THREADS + self.sources)
        self.scheduler = BackgroundScheduler(
            executors={"default": threads}, job_defaults=JOB_OPTIONS, timezone="UTC"
        )

    def every(self, seconds: float, name: str, job: Callable[[], object]) -> None:
        """Run a job every so many seconds. What goes wrong in it is logged, and it runs again next time."""
        self.scheduler.add_job(guarded(name, job), "interval", seconds=seconds, id=name)

    def start(self) -> None:
        """Begin."""
        self.scheduler.start()

    def stop(self) -> None:
        """Stop after what is running now."""
        self.scheduler.shutdown(wait=True)


def guarded(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """The job as an outermost loop runs it: one failure is one log line, never the end of the loop."""

    def run() -> None:
        try:
            job()
        except Exception:
            log.exception("job_failed", job=name)

    return run
