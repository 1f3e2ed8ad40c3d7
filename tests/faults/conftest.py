"""The desk in town, for every test of this folder; the long ones run only where `-m faults` asks for them."""

from __future__ import annotations

import pytest

from tests.desk_in_town import found, small_town, streets, town

__all__ = ["found", "small_town", "streets", "town"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "faults: goes through every single moment; takes many minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave these out of `make test`: not skipped for want of a part, but part of another run."""
    if "faults" in config.getoption("-m"):
        return
    left_out = [item for item in items if item.get_closest_marker("faults")]
    items[:] = [item for item in items if not item.get_closest_marker("faults")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
