"""The record in people's hands: exported for a ticket, a person, a time; forgotten on request, and still whole."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from bot.commands import record as command
from bot.desk.forgetting import NotNow, forget
from storage import record
from storage.record import Break
from tests.desk_in_town import ANA, BEN, IDS, NORA, SOMCHAI, Town


@pytest.fixture
def lived_in(small_town: Town) -> Town:
    small_town.arrives(NORA, "Where is my kettle? I am Nora.")
    small_town.arrives(SOMCHAI, "Hello?")
    small_town.answers(ANA, "On its way, Nora.")
    small_town.settle()
    small_town.does(BEN, "claim", 2)
    return small_town


def breaks(town: Town) -> list[Break]:
    with town.running.desk.db.reading() as session:
        return list(record.verify(record.all_rows(session)))


def exported(town: Town, capsys: pytest.CaptureFixture[str], **chosen: object) -> str:
    given = {"ticket": None, "person": None, "since": "", "until": "", "format": "jsonl"} | chosen
    capsys.readouterr()
    assert command.export(town.settings, **given) == 0  # type: ignore[arg-type]
    return capsys.readouterr().out


def test_the_record_of_a_ticket_of_a_person_and_of_a_time(
    lived_in: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.loads(line) for line in exported(lived_in, capsys, ticket=1).splitlines()]
    assert {line["ticket_id"] for line in lines} == {1}
    assert [line["verb"] for line in lines][-1] == "sent"
    by_ben = [json.loads(line) for line in exported(lived_in, capsys, person=IDS[BEN]).splitlines()]
    assert [line["verb"] for line in by_ben] == ["claimed"]
    assert exported(lived_in, capsys, until="2026-03-02T08:00") == ""
    assert (
        command.export(lived_in.settings, ticket=None, person=None, since="soon", until="", format="jsonl")
        == 2
    )


def test_the_page_reads_as_sentences_and_runs_nothing(
    lived_in: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    with lived_in.running.desk.db.engine.begin() as connection:
        connection.execute(
            text("UPDATE person SET real_name = '<script>Ben' WHERE id = :id"), {"id": IDS[BEN]}
        )
    part = exported(lived_in, capsys, format="html", ticket=1, person=IDS[ANA], since="2026-03-02")
    assert "<h1>Record of ticket 1, by Ana Ramos, from 2026-03-02</h1>" in part
    assert part.count("On its way, Nora.") == 0, "the desk delivered it, and she did not"
    page = exported(lived_in, capsys, format="html")
    assert page.count('<blockquote dir="auto">On its way, Nora.</blockquote>') == 1
    assert "<h1>Record</h1>" in page
    assert "Ana Ramos sent a reply off" in page
    assert "&lt;script&gt;Ben claimed it" in page
    assert "<script>" not in page


def test_a_forgotten_customer_leaves_stubs_and_a_record_that_holds(lived_in: Town) -> None:
    assert forget(lived_in.running.desk, "skyline", "nora.bsky.example", "operator", lived_in.clock()) == 1
    lived_in.settle()

    with lived_in.running.desk.db.engine.connect() as connection:
        tables = ("mention", "ticket", "reply", "note", "outbox", "record")
        rest = {t: str(connection.execute(text(f"SELECT * FROM {t}")).all()) for t in tables}
    for table, rows in rest.items():
        assert "Nora" not in rows, table
        assert "nora.bsky" not in rows, table
    assert breaks(lived_in) == []
    assert "Nora" not in lived_in.card_says()
    assert lived_in.ticket(2).author_name, "Somchai is still here"


def test_a_stub_that_nobody_asked_for_is_found(lived_in: Town) -> None:
    with lived_in.running.desk.db.unit() as unit:
        record.forget(unit.session, list(record.all_rows(unit.session))[:1])
    assert breaks(lived_in) == [Break(1, "lost its details, and no entry says who had them deleted")]


def test_nothing_is_deleted_for_nobody(lived_in: Town) -> None:
    with pytest.raises(NotNow, match="no such customer"):
        forget(lived_in.running.desk, "skyline", "nobody", "operator", lived_in.clock())
