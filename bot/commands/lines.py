"""JSON lines in, JSON lines out: what the commands that try a policy on texts share."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.commands import errors

CANNOT_READ = "Line {number} cannot be read: {why}."
EXIT_SOME_WRONG = 1


def standard_input() -> Iterable[str]:
    """The lines given to this command: UTF-8 whatever the terminal speaks, with or without a byte order mark."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")


def answer_each(lines: Iterable[str], answer: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> int:
    """Print the answer to each line; a line that cannot be read is named on standard error. 1 where there was one."""
    wrong = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            print(json.dumps(answer(_object(line)), ensure_ascii=False), flush=True)  # noqa: T201 - the output
        except ValueError as error:
            wrong += 1
            errors.print(CANNOT_READ.format(number=number, why=str(error).rstrip(".")), markup=False)
    return EXIT_SOME_WRONG if wrong else 0


def _object(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise ValueError("it is not valid JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise ValueError('it should look like {"text": "..."}')  # noqa: TRY004 - one kind of mistake for the caller
    return found
