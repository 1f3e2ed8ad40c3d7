"""Stores as each revision left them, kept as SQL: a desk must open the file it wrote yesterday.

`python -m tests.storage.yesterday` writes down a small store of the newest revision. Run it once for each revision
that was released, and never change a file of one that people have.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.db import connect
from storage.migrate import head, upgrade
from storage.tables import Mention, Note, Outbox, Person, Reply, SavedReply, Source, Ticket
from storage.words import Audience, OutboxKind, TicketStatus, Verb

STORES = Path(__file__).parent / "stores"
THEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AUTHOR = {"author_id": "u-7", "author_handle": "nadia", "author_name": "Nadia \N{SNOWMAN}"}


def fill(path: Path) -> None:
    """One claimed ticket with everything that can hang on it."""
    db = connect(f"sqlite:///{path}")
    upgrade(db)
    with db.unit() as unit:
        unit.session.add(Source(name="watcher", cursor="c-1", read_at=THEN))
        unit.session.add(Person(id="U1", name="ana", roles=["agent"], refreshed_at=THEN))
        unit.session.add(SavedReply(title="Sorry", text="Sorry, {name}!"))
        unit.session.add(_ticket())
        unit.session.flush()
        unit.session.add(_mention())
        unit.session.flush()
        unit.session.add(_reply())
        unit.session.add(Note(ticket_id=1, author="U1", text="Known customer.", created_at=THEN))
        unit.session.add(Outbox(kind=OutboxKind.CARD, lane="ticket:1", not_before=THEN, created_at=THEN))
        unit.note(Verb.OPENED, THEN, "desk", 1, source="watcher")
        unit.note(Verb.CLAIMED, THEN, "U1", 1)
    db.close()


def _ticket() -> Ticket:
    return Ticket(
        source="watcher",
        conversation="p-1",
        **AUTHOR,
        status=TicketStatus.CLAIMED,
        assignee="U1",
        why=["it asks a question"],
        opened_at=THEN,
        received_at=THEN,
        last_mention_at=THEN,
        changed_at=THEN,
    )


def _mention() -> Mention:
    return Mention(
        source="watcher",
        external_id="p-1",
        ticket_id=1,
        conversation="p-1",
        **AUTHOR,
        text="Where is my parcel?\nΠού είναι;",
        created_at=THEN,
        received_at=THEN,
    )


def _reply() -> Reply:
    return Reply(
        ticket_id=1,
        mention_id=1,
        source="watcher",
        key="k-1",
        author="U1",
        text="On its way.",
        audience=Audience.PUBLIC,
        account="acme",
        created_at=THEN,
        changed_at=THEN,
    )


def dump(path: Path) -> str:
    """A SQLite file as SQL."""
    connection = sqlite3.connect(path)
    try:
        return "\n".join(connection.iterdump()) + "\n"
    finally:
        connection.close()


def restore(script: Path, path: Path) -> None:
    """The SQLite file that SQL came from."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(script.read_text(encoding="utf-8"))
    finally:
        connection.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        fill(Path(folder) / "desk.db")
        written = STORES / f"{head()}.sql"
        written.write_text(dump(Path(folder) / "desk.db"), encoding="utf-8")
