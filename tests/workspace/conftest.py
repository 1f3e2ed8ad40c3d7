from collections.abc import Callable, Iterator

import pytest

from tests.workspace.stage import Served, Stage


@pytest.fixture
def make_stage() -> Iterator[Callable[..., Stage]]:
    stages: list[Stage] = []

    def make(**settings: object) -> Stage:
        stages.append(Stage(**settings).__enter__())
        return stages[-1]

    yield make
    for stage in stages:
        stage.__exit__(None, None, None)


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    return make_stage()


@pytest.fixture
def served() -> Iterator[Served]:
    with Served() as server:
        yield server
