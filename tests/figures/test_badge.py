"""The badge for quick private answers: earned, missed, and how many may still be left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import badges
from bot.desk.context import Desk
from bot.digest_policy import BadgeSettings
from bot.networks.rehearsal import RehearsalNetwork, RehearsalSettings
from bot.rules.badge import BadgeTarget, badge
from bot.rules.figures import About, Case
from bot.settings import Settings
from storage.db import Database
from tests.figures import histories
from tests.figures.histories import MONDAY


def cases(answered: int, waiting: int, minutes: float = 10) -> list[Case]:
    after = MONDAY + timedelta(minutes=minutes)
    done = [Case(About(at), MONDAY, answered_at=after) for at in range(answered)]
    return done + [Case(About(100 + at), MONDAY + timedelta(hours=at)) for at in range(waiting)]


@pytest.mark.parametrize(
    ("answered", "waiting", "minutes", "to_miss", "earned"),
    [
        (40, 0, 10, 4, True),
        (40, 1, 10, 3, True),
        (36, 4, 10, 0, True),
        (35, 5, 10, -1, False),
        (40, 0, 15, 4, True),
        (40, 0, 16, 4, False),  # answered, but too slowly
        (0, 1, 0, -1, False),
        (9, 1, 10, 0, True),  # 90 % of ten is nine, whatever fractions computers make of it
    ],
)
def test_the_badge(answered: int, waiting: int, minutes: float, to_miss: int, earned: bool) -> None:
    found = badge(cases(answered, waiting, minutes), BadgeTarget())
    assert (found.to_miss, found.earned) == (to_miss, earned)
    assert found.open_tickets == tuple(100 + at for at in range(waiting))


def test_spam_does_not_count() -> None:
    spam = [Case(About(7), MONDAY, dismissed="spam")]
    assert badge(cases(10, 0) + spam, BadgeTarget()).messages == 10


def test_only_private_messages_of_the_network_count(sqlite_database: Database) -> None:
    histories.write(sqlite_database, 1)
    source = RehearsalSettings(
        name="sky", kind="rehearsal", url="http://127.0.0.1:9", account="acme", network="facebook"
    )
    desk = Desk(sqlite_database, Settings(badge=BadgeSettings(days=14)), {"sky": RehearsalNetwork(source)})
    with sqlite_database.reading() as session:
        view = badges.view(desk, session, MONDAY + timedelta(days=14))
    assert view.title.startswith("🔸 Rehearsal badge, last 14 days")
    assert view.lines


def test_without_such_a_network_there_is_no_badge(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        view = badges.view(Desk(sqlite_database, Settings()), session, MONDAY)
    assert "there is no badge to earn" in view.title
