"""The digest: at its hour, once, to the right people, and not at all when there is nothing to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import digest
from bot.desk.context import Desk
from bot.digest_policy import DigestSettings
from bot.policy import HoursSettings
from bot.rules import digests
from bot.rules.hours import zone_named
from bot.settings import Settings
from storage.db import Database
from storage.tables import Outbox, Person
from storage.words import Role
from tests.figures import histories
from tests.figures.histories import MONDAY

EVENING = MONDAY + timedelta(days=4, hours=17)
NEXT_MONDAY = MONDAY + timedelta(days=7, hours=9)


def outgoing(db: Database) -> list[Outbox]:
    from sqlmodel import select

    with db.reading() as session:
        return list(session.exec(select(Outbox)))


@pytest.fixture
def desk(database: Database) -> Desk:
    histories.write(database, 1, 120)
    with database.unit() as unit:
        unit.session.add(Person(id="U0LEAD", name="mira", roles=[Role.LEAD], refreshed_at=MONDAY))
    return Desk(database, Settings())


def test_the_day_goes_to_the_channel_once_even_with_several_copies(desk: Desk) -> None:
    assert digest.post_due(desk, EVENING - timedelta(minutes=1)) == 0
    assert digest.post_due(desk, EVENING + timedelta(minutes=1)) == 1
    other = Desk(desk.db, Settings())
    assert digest.post_due(other, EVENING + timedelta(minutes=2)) == 0
    [row] = outgoing(desk.db)
    assert (row.kind, row.person) == ("channel", None)
    assert "Tickets:" in row.payload["text"]
    assert "/desk charts today" in row.payload["text"]


def test_the_week_goes_to_each_lead(desk: Desk) -> None:
    assert digest.post_due(desk, NEXT_MONDAY) == 1
    [row] = outgoing(desk.db)
    assert (row.kind, row.person) == ("direct", "U0LEAD")


def test_a_day_on_which_nothing_happened_is_passed_over(database: Database) -> None:
    desk = Desk(database, Settings())
    assert digest.post_due(desk, EVENING) == 0
    assert outgoing(database) == []


def test_a_digest_can_be_switched_off(desk: Desk) -> None:
    off = Desk(desk.db, Settings(digest=DigestSettings(daily=False, weekly=False)))
    assert digest.post_due(off, EVENING) == digest.post_due(off, NEXT_MONDAY) == 0


def test_the_hour_is_the_desks_own(desk: Desk) -> None:
    bangkok = Desk(desk.db, Settings(hours=HoursSettings(zone="Asia/Bangkok")))
    assert digest.post_due(bangkok, EVENING - timedelta(hours=7)) == 1


@pytest.mark.parametrize(
    ("now", "at"),
    [
        (
            "2026-03-29T17:00",
            "2026-03-29T15:00",
        ),  # the day the clocks go forward in Berlin: 17:00 is 15:00 UTC
        ("2026-03-28T17:00", "2026-03-28T16:00"),
        ("2026-03-28T15:59", None),
        ("2026-03-28T22:00", None),  # six hours late: left out
    ],
)
def test_the_instant_follows_the_local_clock(now: str, at: str | None) -> None:
    found = digests.latest(17, zone_named("Europe/Berlin"), datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None)
