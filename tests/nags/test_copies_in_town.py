"""Two copies of the desk on one store and one Slack, one of them asleep for longer than its lease (P6, P11)."""

from __future__ import annotations

from datetime import timedelta

from bot import nags
from bot.assembly import build
from tests.desk_in_town import ANA, NORA, Founder
from tests.nags.test_ladder_in_town import COMPLAINT, direct

LEASE_IS_OVER = timedelta(seconds=61)


def test_a_copy_that_slept_past_its_lease_does_not_post_the_reminder_again(
    found: Founder, postgres_url: str
) -> None:
    with found(postgres_url) as town:
        town.arrives(NORA, COMPLAINT)
        town.does(ANA, "claim")
        town.clock.forward(minutes=15)
        nags.sweep(town.running.desk, town.clock)
        other = build(town.settings, town.clock)

        def the_other_goes_on() -> None:
            """While the first asks where to post, it falls asleep."""
            town.clock.forward(LEASE_IS_OVER)
            other.courier.drain()

        town.streets.slack.before("conversations.open", the_other_goes_on)
        town.running.courier.drain()
        town.settle()
        other.desk.db.close()
        assert len(direct(town, ANA)) == 1
