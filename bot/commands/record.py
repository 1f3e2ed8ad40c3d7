"""`mentiondesk record verify|export|forget`."""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TextIO

from bot.assembly import build_desk, open_store, wall_clock
from bot.commands import errors
from bot.commands.export import plain
from bot.desk import happenings
from bot.desk.context import CUSTOMER, DESK
from bot.desk.forgetting import NotNow, forget
from bot.settings import Settings
from storage import people, record
from storage.tables import RecordEntry

BROKEN = "Entry {seq} {what}."
HOLDS = "The record holds: {count} entries, none changed, missing or moved."
UNKNOWN = "I can export {known}, not “{what}”."
WRONG_TIME = "“{text}” is no time. Write it like 2026-03-02 or 2026-03-02T09:30."
FORGOTTEN = "Deleted: {count} ticket{s} with every post, reply and note. The record holds, with stubs."
FORMATS = ("jsonl", "html")
OPERATOR = "operator"
PAGE = """<!doctype html><meta charset="utf-8"><title>Record</title>
<style>body{{font:15px/1.5 system-ui;margin:2rem auto;max-width:60rem}}td{{padding:.2rem .8rem .2rem 0;vertical-align:top}}
small{{color:#555;word-break:break-all}}</style>
<h1>Record</h1><p>{count} entries. Each hash covers its entry and the hash before it; <code>mentiondesk record verify</code>
checks the whole chain.</p><table>{rows}</table>
"""
ROW = "<tr><td>{seq}<td>{at}<td>{who} {what}<td>{about}<td><small>{details}<br>{hash}</small>"


def verify(settings: Settings) -> int:
    """Check the whole chain; 1 where it does not hold."""
    db = open_store(settings)
    with db.reading() as session:
        count = record.count(session)
        breaks = list(record.verify(record.all_rows(session)))
    db.close()
    for broken in breaks:
        errors.print(BROKEN.format(seq=broken.seq, what=broken.what), style="red")
    if not breaks:
        errors.print(HOLDS.format(count=count))
    return 1 if breaks else 0


def export(
    settings: Settings,
    *,
    ticket: int | None,
    person: str | None,
    since: str,
    until: str,
    format: str,  # noqa: A002 - the option's name
) -> int:
    """Write entries to standard output, as JSON lines or as a page to read; 2 where a time or the format is none."""
    if format not in FORMATS:
        errors.print(UNKNOWN.format(known=" or ".join(FORMATS), what=format), markup=False)
        return 2
    try:
        start, end = _moment(since), _moment(until)
    except ValueError as error:
        errors.print(str(error), markup=False)
        return 2
    db = open_store(settings)
    with db.reading() as session:
        rows = record.chosen(session, ticket_id=ticket, person=person, since=start, until=end)
        if format == "html":
            names = {member.id: member.real_name or member.name for member in people.everyone(session)}
            sys.stdout.write(_page(rows, names))
        else:
            _write_lines(rows, sys.stdout)
    db.close()
    return 0


def _moment(text: str) -> datetime | None:
    """A time, in UTC where it names no zone. Raises ValueError with a sentence for what is none."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(WRONG_TIME.format(text=text)) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _write_lines(rows: Iterable[RecordEntry], out: TextIO) -> None:
    out.writelines(json.dumps(row.model_dump(), ensure_ascii=False, default=plain) + "\n" for row in rows)


def _page(rows: Iterable[RecordEntry], names: dict[str, str]) -> str:
    lines = list(_lines(rows, {DESK: "The desk", CUSTOMER: "The customer", **names}))
    return PAGE.format(count=f"{len(lines):,}", rows="\n".join(lines))


def _lines(rows: Iterable[RecordEntry], names: dict[str, str]) -> Iterator[str]:
    for row in rows:
        about = [f"ticket {row.ticket_id}"] if row.ticket_id else []
        about += [f"reply {row.reply_id}"] if row.reply_id else []
        told = {
            "seq": row.seq,
            "at": f"{row.at:%Y-%m-%d %H:%M:%S} UTC",
            "who": names.get(row.actor, row.actor),
            "what": happenings.words_of(row),
            "about": ", ".join(about),
            "details": json.dumps(row.details, ensure_ascii=False) if row.details else "",
            "hash": row.hash,
        }
        yield ROW.format(**{name: html.escape(str(value)) for name, value in told.items()})


def forget_customer(settings: Settings, source: str, author: str) -> int:
    """Delete one customer's data; 1 where nothing was deleted, with the reason."""
    db = open_store(settings)
    try:
        count = forget(build_desk(settings, db), source, author, OPERATOR, wall_clock())
    except NotNow as reason:
        errors.print(str(reason), markup=False)
        return 1
    finally:
        db.close()
    errors.print(FORGOTTEN.format(count=count, s="" if count == 1 else "s"))
    return 0
