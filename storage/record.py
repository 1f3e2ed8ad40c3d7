"""The record: who did what, when. Append-only; each entry's hash covers the entry and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, func, insert
from sqlmodel import Session, col, select

from storage import turns
from storage.tables import RecordEntry
from storage.words import Verb

GENESIS = "0" * 64
CHAIN_LOCK = 7_311_950
"""The advisory lock under which PostgreSQL appends one at a time (any number nobody else uses)."""
TABLE: Table = RecordEntry.__table__  # type: ignore[attr-defined]
LAST = select(TABLE.c.seq, TABLE.c.hash).order_by(TABLE.c.seq.desc()).limit(1)
APPEND = insert(TABLE)


FORGOTTEN = "forgotten"
"""The one key of a stub: details that were deleted on request. A later entry with this verb names every stub."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `actor` is a Slack user id, "desk", or "customer"."""

    at: datetime
    actor: str
    verb: Verb
    ticket_id: int | None
    reply_id: int | None
    details: dict[str, Any]


def append(session: Session, entries: list[Entry]) -> None:
    """Add entries at the end of the chain. Called last in a transaction, so the chain is held as briefly as possible."""
    if not entries:
        return
    connection = session.connection()
    turns.hold(connection, CHAIN_LOCK)
    last = connection.execute(LAST).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    rows = []
    for entry in entries:
        seq += 1
        digest = hash_of(seq, entry, previous)
        rows.append(
            {"seq": seq, **vars(entry), "verb": str(entry.verb), "previous": previous, "hash": digest}
        )
        previous = digest
    connection.execute(APPEND, rows)


def hash_of(seq: int, entry: Entry, previous: str) -> str:
    """SHA-256 over the canonical JSON of one entry, with the digest of its details, and the hash before it."""
    body = [
        seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        str(entry.verb),
        entry.ticket_id,
        entry.reply_id,
        digest_of(entry.details),
        previous,
    ]
    return _digest(body)


def digest_of(details: Mapping[str, Any]) -> str:
    """The details as the chain holds them. A stub keeps the digest of what it stands for, so the chain holds without it."""
    if set(details) == {FORGOTTEN}:
        return str(details[FORGOTTEN])
    return _digest(details)


def _digest(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and what is wrong there."""

    seq: int
    what: str


def verify(rows: Iterable[RecordEntry]) -> Iterator[Break]:
    """Each place where an entry was changed, is missing, or was moved. Rows come in the order of `seq`.

    Details that are a stub must be named by a later entry that says who had them deleted, and when.
    """
    expected, previous = 1, GENESIS
    stubs: set[int] = set()
    for row in rows:
        if set(row.details) == {FORGOTTEN}:
            stubs.add(row.seq)
        if row.verb == Verb.FORGOTTEN:
            stubs -= set(row.details.get("entries", ()))
        if row.seq != expected:
            yield Break(
                expected,
                f"entries {expected} to {row.seq - 1} are missing" if row.seq > expected else "out of order",
            )
        elif row.previous != previous:
            yield Break(row.seq, "does not follow the entry before it")
        entry = Entry(row.at, row.actor, row.verb, row.ticket_id, row.reply_id, row.details)
        if hash_of(row.seq, entry, row.previous) != row.hash:
            yield Break(row.seq, "was changed after it was written")
        expected, previous = row.seq + 1, row.hash
    yield from (
        Break(seq, "lost its details, and no entry says who had them deleted") for seq in sorted(stubs)
    )


def forget(session: Session, rows: Iterable[RecordEntry]) -> list[int]:
    """Replace the details of these entries by stubs; returns the numbers of those that had any.

    Note them with `Verb.FORGOTTEN` (details: entries) in the same transaction.
    """
    gone = []
    for row in rows:
        if row.details and set(row.details) != {FORGOTTEN} and row.verb != Verb.FORGOTTEN:
            row.details = {FORGOTTEN: digest_of(row.details)}
            session.add(row)
            gone.append(row.seq)
    return gone


def all_rows(session: Session) -> Iterator[RecordEntry]:
    """The whole record in order, a thousand rows at a time."""
    yield from session.exec(
        select(RecordEntry).order_by(col(RecordEntry.seq)).execution_options(yield_per=1000)
    )


def chosen(
    session: Session,
    *,
    ticket_id: int | None,
    person: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Iterator[RecordEntry]:
    """The entries about a ticket, by a person, in a time (the end not included); all of them where nothing is said."""
    query = select(RecordEntry).order_by(col(RecordEntry.seq))
    if ticket_id is not None:
        query = query.where(RecordEntry.ticket_id == ticket_id)
    if person is not None:
        query = query.where(RecordEntry.actor == person)
    if since is not None:
        query = query.where(RecordEntry.at >= since)
    if until is not None:
        query = query.where(RecordEntry.at < until)
    yield from session.exec(query.execution_options(yield_per=1000))


def latest(session: Session, ticket_id: int, *, without: Collection[Verb]) -> RecordEntry | None:
    """The last thing that happened to a ticket, but for some verbs."""
    query = select(RecordEntry).where(
        RecordEntry.ticket_id == ticket_id, col(RecordEntry.verb).not_in(without)
    )
    return session.exec(query.order_by(col(RecordEntry.seq).desc()).limit(1)).first()


def of_ticket(session: Session, ticket_id: int, most: int) -> list[RecordEntry]:
    """A ticket's last entries, oldest first."""
    query = select(RecordEntry).where(RecordEntry.ticket_id == ticket_id)
    return list(reversed(session.exec(query.order_by(col(RecordEntry.seq).desc()).limit(most)).all()))


def last_seq(session: Session, ticket_id: int) -> int:
    """The number of a ticket's last entry; 0 where there is none."""
    query = select(func.max(RecordEntry.seq)).where(RecordEntry.ticket_id == ticket_id)
    return session.exec(query).one() or 0


def since(session: Session, ticket_id: int, seq: int, *, without: Collection[Verb]) -> list[RecordEntry]:
    """What happened to a ticket after an entry, oldest first, but for some verbs."""
    query = select(RecordEntry).where(
        RecordEntry.ticket_id == ticket_id, RecordEntry.seq > seq, col(RecordEntry.verb).not_in(without)
    )
    return list(session.exec(query.order_by(col(RecordEntry.seq))))


def count(session: Session) -> int:
    """How many entries there are."""
    return session.exec(select(func.count()).select_from(RecordEntry)).one()
