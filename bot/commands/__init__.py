"""One file per command, and what they share: reading the settings, or saying what is wrong with them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.settings import Settings, WrongSettings, load, read_environment
from storage.db import StoreNotMade
from storage.migrate import StoreTooNew

EXIT_WRONG_SETTINGS = 2
EXIT_NO_STORE = 1
NO_STORE = "The store cannot be used: {problem} Check DATABASE_URL, and whether the database is running."
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def load_settings(*, slack: bool = True, config: Path | None = None) -> Settings:
    """The settings, or every mistake in them on standard error and exit code 2. `config` is read instead of desk.toml."""
    other = {"MENTIONDESK_CONFIG": str(config)} if config else {}
    try:
        return load(read_environment(Path.cwd()) | other, slack=slack)
    except WrongSettings as wrong:
        count = len(wrong.mistakes)
        errors.print(f"{count} setting{'s' if count > 1 else ''} to mend:", style="bold")
        for mistake in wrong.mistakes:
            errors.print(f"  {mistake}", markup=False)
        raise typer.Exit(EXIT_WRONG_SETTINGS) from wrong


@contextmanager
def store_troubles() -> Iterator[None]:
    """Say in one sentence what is wrong with the store, where a command cannot open or read it."""
    try:
        yield
    except StoreTooNew as error:
        errors.print(str(error), markup=False)
        sys.exit(EXIT_NO_STORE)
    except StoreNotMade as error:
        errors.print(NO_STORE.format(problem=error), markup=False)
        sys.exit(EXIT_NO_STORE)
    except DatabaseError as error:
        if type(error) not in {OperationalError, DatabaseError}:
            raise  # a mistake of ours, not of the store
        problem = str(error.orig).strip().splitlines()[0].rstrip(".") + "."
        errors.print(NO_STORE.format(problem=problem), markup=False)
        sys.exit(EXIT_NO_STORE)


def stop_on_signals() -> None:
    """Let SIGTERM and Ctrl-C end the process like its own last line: everything is put away, exit code 0.

    Uvicorn stops serving and then raises the signal once more: by default that would be a sudden end.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
