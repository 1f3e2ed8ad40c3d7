"""The desk in town, for every test of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk_in_town import (
    Town,
    found,
    found_town,
    keep_logs_short,
    lay_streets,
    small_town,
    streets,
    town,
)
from tests.parts import Clock

__all__ = ["found", "small_town", "streets", "town"]


@pytest.fixture(scope="module")
def one_town(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Town]:
    """One town for a whole file, for tests after which nothing has changed."""
    from datetime import UTC, datetime

    keep_logs_short()
    folder = tmp_path_factory.mktemp("town")
    url = f"sqlite:///{folder / 'desk.db'}"
    (folder / "desk.db").write_bytes(migrated_file.read_bytes())
    clock = Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    with lay_streets() as own, found_town(own, folder, url, clock) as town:
        yield town
