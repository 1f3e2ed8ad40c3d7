"""`mentiondesk record verify|export|forget`."""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from sqlmodel import Session

from bot.assembly import build_desk, open_store, wall_clock
from bot.commands import errors
from bot.commands.export import plain
from bot.desk import happenings
from bot.desk.context import CUSTOMER, DESK
from bot.desk.forgetting import NotNow, forget
from bot.settings import Settings
from bot.surfaces.page import HEAD
from storage import people, record
from storage.tables import RecordEntry, Reply
from storage.words import Verb

BROKEN = "Entry {seq} {what}."
HOLDS = "The record holds: {count} entries, none changed, missing or moved."
UNKNOWN = "I can export {known}, not “{what}”."
WRONG_TIME = "“{text}” is no time. Write it like 2026-03-02 or 2026-03-02T09:30."
FORGOTTEN = "Deleted: {count} ticket{s} with every post, reply and note. The record holds, with stubs."
FORMATS = ("jsonl", "html")
OPERATOR = "operator"
PAGE = (
    HEAD
    + """h1 {{ font-size: 1.5rem; margin-bottom: 0 }} p, time, li div, li small {{ color: var(--quiet) }}
ol {{ list-style: none; padding: 0 }} li {{ border-top: 1px solid var(--line); padding: .6rem 0; overflow-wrap: anywhere }}
time {{ display: block; font-size: .85rem }} li div {{ font-size: .9rem }} li small {{ display: block; font-size: .7rem }}
blockquote {{ margin: .3rem 0; padding-left: .6rem; border-left: 3px solid var(--line); white-space: pre-wrap }}
li {{ break-inside: avoid }}
</style>
<h1>{title}</h1>
<p>{count}, oldest first. Each hash covers its entry and the hash before it; <code>mentiondesk record verify</code> checks the
whole chain.</p>
<ol>
{rows}
</ol>
"""
)
ROW = (
    '<li id="{seq}"><time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">No. {seq} · {at:%-d %B %Y, %H:%M:%S} UTC{about}</time>\n'
    "{who} {what}{text}{details}<small>{hash}</small></li>"
)
TEXT, DETAILS = '<blockquote dir="auto">{text}</blockquote>', "<div>{told}</div>"
TITLE = "Record{of}"


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
            listed = list(rows)
            texts = _texts(session, listed)
            sys.stdout.write(_page(listed, names, texts, _of(names, ticket, person, since, until)))
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


def _texts(session: Session, rows: Iterable[RecordEntry]) -> dict[int, str]:
    """What customers were sent, by the number of the entry that says so; nothing of what was deleted since."""
    sent = {row.reply_id: row.seq for row in rows if row.verb == Verb.SENT and row.reply_id}
    return {seq: reply.text for number, seq in sent.items() if (reply := session.get(Reply, number))}


def _page(rows: Iterable[RecordEntry], names: dict[str, str], texts: dict[int, str], of: str) -> str:
    names = {DESK: "The desk", CUSTOMER: "The customer", **names}
    lines = [_line(row, names, texts.get(row.seq, "")) for row in rows]
    count = f"{len(lines):,} {'entry' if len(lines) == 1 else 'entries'}"
    return PAGE.format(
        width="50rem", title=html.escape(TITLE.format(of=of)), count=count, rows="\n".join(lines)
    )


def _of(names: dict[str, str], ticket: int | None, person: str | None, since: str, until: str) -> str:
    """Which part of the record it is: " of ticket 7, by Ana Ramos, from 2026-03-02"."""
    told = [f"of ticket {ticket}"] if ticket else []
    told += [f"by {names.get(person, person)}"] if person else []
    told += [f"from {since}"] if since else []
    told += [f"until {until}"] if until else []
    return f" {', '.join(told)}" if told else ""


def _line(row: RecordEntry, names: dict[str, str], text: str) -> str:
    about = [f"ticket {row.ticket_id}"] if row.ticket_id else []
    about += [f"reply {row.reply_id}"] if row.reply_id else []
    told = "; ".join(f"{name.replace('_', ' ')}: {_value(value)}" for name, value in row.details.items())
    return ROW.format(
        seq=row.seq,
        at=row.at,
        who=html.escape(names.get(row.actor, row.actor)),
        what=html.escape(happenings.words_of(row)),
        about="".join(f" · {one}" for one in about),
        text=TEXT.format(text=html.escape(text)) if text else "",
        details=DETAILS.format(told=html.escape(told)) if told else "",
        hash=row.hash,
    )


def _value(value: object) -> str:
    """A detail as people write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


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
