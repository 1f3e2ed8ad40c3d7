"""Slack delivers an event again, with the same event_id, because our answer was late: it counts once, whatever it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from storage.tables import Note
from tests.desk_in_town import ANA, CARE, IDS, NORA, Town

SAME_ID = "Ev0SAME"
RETRIES = ({}, {"x_slack_retry_num": "1"}, {"x_slack_retry_num": "2"}, {"x_slack_retry_num": "3"})
"""Slack tries four times at most. https://docs.slack.dev/apis/events-api/#retries"""


def delivered_again(town: Town, event: dict[str, Any]) -> None:
    body = json.dumps(
        {"type": "event_callback", "team_id": "T0ACME", "event_id": SAME_ID, "event_time": 1, "event": event}
    )
    for headers in RETRIES:
        assert town.knock(body, **headers).status_code == 200


def test_a_duplicate_event_delivery_with_the_same_event_id_is_one_note_in_the_store_and_on_the_record(
    town: Town,
) -> None:
    town.arrives(NORA, "@acme hello?")
    said = {"type": "message", "user": IDS[ANA], "text": "a note", "channel": CARE, "channel_type": "channel"}
    delivered_again(town, said | {"ts": "1772442009.000100", "thread_ts": town.card()["ts"]})
    town.settle()

    assert [note.text for note in town.rows(Note)] == ["a note"]
    assert [entry.verb for entry in town.entries_of(1)] == ["opened", "noted"]
    assert town.record_holds()


def test_home_opened_and_delivered_again_is_drawn_and_nothing_else(town: Town) -> None:
    before = town.stored()
    delivered_again(town, {"type": "app_home_opened", "tab": "home", "user": IDS[ANA]})
    town.settle()
    assert town.stored() == before
    assert town.messages() == []


@pytest.mark.parametrize("kind", ["user_change", "team_join"])
def test_a_person_who_changed_and_is_delivered_again_is_asked_about_and_nothing_else(
    town: Town, kind: str
) -> None:
    before = town.stored(), town.waiting()
    delivered_again(town, {"type": kind, "user": {"id": IDS[ANA], "profile": {}}})
    assert (town.stored(), town.waiting()) == before
