"""Copies of the desk as processes of their own, on a clock that runs a thousand times as fast, to be killed and stopped."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess

from sqlalchemy.exc import SQLAlchemyError

from bot.desk import close
from bot.desk.context import Desk
from bot.settings import Settings
from storage.db import connect
from tests.nags.slow_week import Life, reminders
from tests.nags.week import LEAD, MONDAY, NEVER, Week, desk_on, fired, look, plan

FORK = multiprocessing.get_context("fork")
LOOK_SECONDS = 0.005
ROUNDS = 2
CAUGHT_UP = MONDAY + timedelta(days=7, hours=10)
FRIDAY_NIGHT = MONDAY + timedelta(days=4, hours=20)
SPEED = 20_000.0
"""Five working days in about half a minute."""


@dataclass(frozen=True)
class FastClock:
    """Every process of a test reads the same: from a moment of this machine on, so many times as fast."""

    start: datetime
    began: float
    speed: float

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self.began) * self.speed)


def copy_of_the_desk(url: str, clock: FastClock) -> None:
    """One copy: it looks and looks, until it is killed."""
    db = connect(url)
    desk = Desk(db, desk_settings())
    while True:
        with suppress(
            SQLAlchemyError
        ):  # what the outermost loop of the desk survives as well: it looks again
            look(desk, clock())
        time.sleep(LOOK_SECONDS)


def desk_settings() -> Settings:
    return Settings(claims=NEVER)


@dataclass
class Copies:
    """So many copies at work, each replaced when it is killed."""

    url: str
    clock: FastClock
    count: int
    running: list[BaseProcess] = field(default_factory=list)
    killed: int = 0

    def start(self) -> None:
        while len(self.running) < self.count:
            process = FORK.Process(target=copy_of_the_desk, args=(self.url, self.clock), daemon=True)
            process.start()
            self.running.append(process)

    def kill_one(self, dice: random.Random) -> None:
        """As if the power went: no goodbye."""
        process = self.running.pop(dice.randrange(len(self.running)))
        process.kill()
        process.join()
        self.killed += 1
        self.start()

    def stop_one_for(self, seconds: float, dice: random.Random) -> None:
        """Asleep in the middle of whatever it does, and awake again."""
        process = dice.choice(self.running)
        os.kill(process.pid or 0, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(process.pid or 0, signal.SIGCONT)

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.join()


@contextmanager
def a_week_with(url: str, seed: int, tickets: int, count: int, speed: float) -> Iterator[tuple[Copies, Week]]:
    """Tickets that were opened on Monday morning, and copies of the desk that live through the week from then on."""
    db = connect(url)
    week = Week(desk_on(db))
    opened = [event for event in plan(seed, tickets) if event[2] in {"open", "claim"}]
    for number, (_, ticket, what, more) in enumerate(opened):
        at = MONDAY + timedelta(hours=8, seconds=60 * (number // 20))
        if ticket in week.lives or what == "open":
            week.happen(at, ticket, what, more)
    db.close()
    clock = FastClock(MONDAY + timedelta(hours=9), time.monotonic(), speed)
    copies = Copies(url, clock, count)
    copies.start()
    try:
        yield copies, week
    finally:
        copies.end()


def resolve_some(
    url: str, week: Week, clock: FastClock, dice: random.Random, share: float
) -> dict[int, datetime]:
    """Meanwhile people resolve tickets, here and there; when each was resolved."""
    db = connect(url)
    desk, resolved = Desk(db, desk_settings()), {}
    for life in week.lives.values():
        if dice.random() < share:
            done = isinstance(close.resolve(desk, life.number, LEAD, clock()), close.Done)
            if done:  # it may have waited for a copy that was just reminding
                resolved[life.number] = clock()
    db.close()
    return resolved


def check(url: str, lives: list[Life], resolved: dict[int, datetime], until: datetime) -> int:
    """Each rung once, none early, none at night, none after the end, and (of what was left open) none missing."""
    db = connect(url)
    found = fired(db)
    db.close()
    rungs = [(one.ticket, one.window, one.rung) for one in found]
    assert len(rungs) == len(set(rungs)), "a rung fired twice"
    every_minute = [
        MONDAY + timedelta(minutes=n, seconds=30) for n in range((until - MONDAY) // timedelta(minutes=1))
    ]
    for life in lives:
        mine = [one for one in found if one.ticket == life.number]
        earliest = {(one.window, one.rung): one.fired_at for one in reminders(life, every_minute, until)}
        for one in mine:
            due = earliest.get((one.window, one.rung))
            assert due is not None, f"{one} should never have come"
            assert one.fired_at >= due - timedelta(seconds=30), f"{one} came early"
            assert life.urgency == "urgent" or (one.fired_at.weekday() < 5 and 9 <= one.fired_at.hour < 17)
            assert one.ticket not in resolved or one.fired_at <= resolved[one.ticket]
        if life.number not in resolved:
            assert len(mine) == len(earliest), "a rung is missing"
    return len(found)


def seconds_left(copies: Copies) -> float:
    """How much real time the week still has."""
    return (FRIDAY_NIGHT - copies.clock()).total_seconds() / copies.clock.speed


def live_through(
    url: str, *, kills: int, tickets: int, count: int, stop: float = 0.0, speed: float = SPEED
) -> int:
    dice = random.Random(kills + count)
    with a_week_with(url, seed=count, tickets=tickets, count=count, speed=speed) as (copies, week):
        gone = resolve_some(url, week, copies.clock, dice, share=0.3)
        while (left := seconds_left(copies)) > 0:
            more = kills - copies.killed
            time.sleep(dice.uniform(0, 2 * left / (more + 1)) if more else min(left, 0.1))
            if more:
                copies.kill_one(dice)
            if stop:
                copies.stop_one_for(stop, dice)
                stop = 0.0
        assert copies.killed == kills, "the week was over before every kill had come"
        lives = list(week.lives.values())
    catch_up(url)
    found = check(url, lives, gone, CAUGHT_UP)
    print(f"{tickets:,} tickets, {count} at work, killed {kills} times: {found:,} reminders, each once")
    return found


def catch_up(url: str) -> None:
    """A last copy that nobody kills looks once more, the Monday after: whatever was still to come comes now."""
    db = connect(url)
    for _ in range(ROUNDS):
        look(Desk(db, desk_settings()), CAUGHT_UP - timedelta(seconds=15))
    db.close()
