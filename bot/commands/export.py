"""`mentiondesk export mentions|tickets|replies|record --format jsonl|csv`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

from bot.assembly import open_store
from bot.commands import errors
from bot.settings import Settings
from storage import exports

FORMATS = ("jsonl", "csv")
UNKNOWN = "I can export {known}, not “{what}”."
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets: https://owasp.org/www-community/attacks/CSV_Injection"""


def export(settings: Settings, what: str, format: str) -> int:  # noqa: A002 - the option's name
    """Write one kind of thing to standard output; 2 where there is no such kind or format."""
    for asked, known in ((what, tuple(exports.EXPORTS)), (format, FORMATS)):
        if asked not in known:
            errors.print(UNKNOWN.format(known=", ".join(known), what=asked), markup=False)
            return 2
    db = open_store(settings)
    with db.reading() as session:
        rows = exports.EXPORTS[what](session)
        (_write_csv if format == "csv" else _write_jsonl)(rows, sys.stdout)
    db.close()
    return 0


def _write_jsonl(rows: Iterator[Mapping[str, Any]], out: TextIO) -> None:
    out.writelines(json.dumps(row, ensure_ascii=False, default=plain) + "\n" for row in rows)


def _write_csv(rows: Iterator[Mapping[str, Any]], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow(row.keys())
        writer.writerow([cell(value) for value in row.values()])


def cell(value: Any) -> str:
    """A value as one spreadsheet cell that is never a formula."""
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False, default=plain)
    if isinstance(value, (bool, int, float)):
        return str(value)
    text = plain(value) if isinstance(value, datetime) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain(value: Any) -> str:
    """A moment as ISO 8601 in UTC."""
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)
