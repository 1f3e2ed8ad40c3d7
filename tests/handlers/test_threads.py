"""P3: what people type in a card's thread is a note, and nothing else: the world outside does not change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.workspace.delivery import envelope
from storage.tables import Note, Outbox
from storage.words import OutboxKind
from tests.desk_in_town import ANA, BEN, CARE, IDS, NORA, Town


def outside_world(town: Town) -> str:
    return str(vars(town.slack.outside)["posts"])


def test_what_is_typed_in_a_thread_is_a_note_and_never_more(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    town.does(ANA, "claim")
    before = outside_world(town), town.ticket().status, town.ticket().assignee
    for text in ("Tell her we are sorry", "/reply sorry", "@acme send this now", "<!channel> SEND"):
        town.act(ANA, say=text, channel=CARE, thread_ts=town.card()["ts"])
    town.settle()

    assert (outside_world(town), town.ticket().status, town.ticket().assignee) == before
    assert [row for row in town.rows(Outbox) if row.kind == OutboxKind.REPLY] == []
    assert len(town.rows(Note)) == 4
    assert town.replies() == []
    assert "Tell her we are sorry" in str(town.click(BEN, "history")["view"])


def test_an_edited_note_and_what_is_said_in_the_channel_are_no_new_notes(town: Town) -> None:
    town.arrives(NORA, "@acme hello?")
    said = town.act(ANA, say="a note", channel=CARE, thread_ts=town.card()["ts"])
    town.act(ANA, edit=said["ts"], text="another note", channel=CARE)
    town.act(ANA, delete=said["ts"], channel=CARE)
    town.act(BEN, say="good morning", channel=CARE)
    other = town.act(BEN, say="lunch?", channel=CARE)
    town.act(ANA, say="yes", channel=CARE, thread_ts=other["ts"])

    assert [note.text for note in town.rows(Note)] == ["a note"]


def test_the_desks_own_messages_are_no_notes(town: Town) -> None:
    post = town.arrives(NORA, "@acme hello?")
    town.arrives(NORA, "hello again", in_reply_to=post)

    assert town.thread()
    assert town.rows(Note) == []


def event(town: Town, ts: str, text: str = "a note") -> dict[str, Any]:
    message = {"type": "message", "user": IDS[ANA], "text": text, "ts": ts, "thread_ts": town.card()["ts"]}
    return envelope(
        message | {"channel": CARE, "channel_type": "channel", "event_ts": ts}, town.slack.settings
    )


def test_an_event_delivered_twice_counts_once(town: Town) -> None:
    import json

    town.arrives(NORA, "@acme hello?")
    body = json.dumps(event(town, "1772442009.000100"))
    for headers in ({}, {"x_slack_retry_num": "1"}, {"x_slack_retry_num": "2"}):
        assert town.knock(body, **headers).status_code == 200

    assert len(town.rows(Note)) == 1


def test_an_event_delivered_eight_times_at_once_counts_once(town: Town) -> None:
    import json

    town.arrives(NORA, "@acme hello?")
    for number in range(5):
        body = json.dumps(event(town, f"177244200{number}.000100"))
        with ThreadPoolExecutor(8) as pool:
            answers = [answer.status_code for answer in pool.map(lambda _: town.knock(body), range(8))]  # noqa: B023
        assert answers == [200] * 8

    assert len(town.rows(Note)) == 5
    assert town.record_holds()
