"""Migrations lead, on both databases, to exactly the tables the code speaks of."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from storage import tables
from storage.db import Database, connect
from storage.migrate import StoreTooNew, config, current, head, upgrade

Opener = Callable[[str], Database]
NEWER = "9999"


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, connected: Opener) -> Database:
    if request.param == "sqlite":
        return connected(f"sqlite:///{tmp_path / 'empty.db'}")
    return connected(request.getfixturevalue("empty_postgres_url"))


def difference(db: Database) -> list[object]:
    """What a migration would still have to change."""
    with db.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


def test_the_migrations_make_exactly_the_tables_of_the_code(empty: Database) -> None:
    upgrade(empty)
    assert difference(empty) == [], "run `make migration NAME=what_changed`"


def test_a_comparison_sees_a_column_that_is_missing(empty: Database) -> None:
    upgrade(empty)
    with empty.engine.begin() as connection:
        connection.execute(text("ALTER TABLE person DROP COLUMN sign_off"))
    assert difference(empty) != []


def test_an_empty_store_has_no_revision_and_an_upgraded_one_the_newest(empty: Database) -> None:
    assert current(empty) is None
    upgrade(empty)
    assert current(empty) == head()


def test_a_second_upgrade_changes_nothing(empty: Database) -> None:
    upgrade(empty)
    upgrade(empty)
    assert difference(empty) == []


def test_the_newest_file_is_the_one_alembic_takes_for_the_newest(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        script = ScriptDirectory.from_config(config(connection))
    assert script.get_heads() == [head()]
    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def test_a_store_from_a_newer_mentiondesk_is_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :newer"), {"newer": NEWER})
    with pytest.raises(StoreTooNew, match="Update Mentiondesk"):
        upgrade(database)
    assert current(database) == NEWER


def test_foreign_keys_are_watched_again_after_a_migration(tmp_path: Path, connected: Opener) -> None:
    db = connected(f"sqlite:///{tmp_path / 'desk.db'}")
    upgrade(db)
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def migrate(url: str) -> None:
    db = connect(url)
    upgrade(db)
    db.close()


def test_copies_that_start_together_migrate_once(empty: Database) -> None:
    url = empty.engine.url.set(drivername=empty.engine.url.get_backend_name())
    address = url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(migrate, [address] * 3, chunksize=1)
    assert current(empty) == head()
    assert difference(empty) == []


def test_a_migration_that_fails_leaves_nothing_behind(empty: Database) -> None:
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE ticket (id INTEGER)"))
    with pytest.raises(Exception, match="ticket"):
        upgrade(empty)
    assert set(inspect(empty.engine).get_table_names()) == {"ticket"}


def test_every_table_of_the_code_is_there(database: Database) -> None:
    assert tables.Ticket.__tablename__ in SQLModel.metadata.tables
    assert set(inspect(database.engine).get_table_names()) == {*SQLModel.metadata.tables, "alembic_version"}
