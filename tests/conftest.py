"""Fixtures for the whole suite. A test that asks for `database` runs twice: on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from storage.db import Database, connect
from storage.migrate import upgrade
from tests import parts
from tests.parts import Clock, skip_or_fail

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEMPLATE = "desk_template"

hypothesis.settings.register_profile("desk", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("desk")  # no deadline: a busy machine is no bug


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite store to copy from: a copy is quicker than migrating each time."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    db = connect(f"sqlite:///{path}")
    upgrade(db)
    db.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL, one for each process of the run, with a migrated database to copy from."""
    try:
        server = parts.postgres_server()
        address = server.__enter__()
    except (ImportError, OSError, subprocess.SubprocessError, RuntimeError) as error:
        skip_or_fail(f"no PostgreSQL ({error})")
        return
    with parts.postgres_database(address, TEMPLATE) as template:
        db = connect(template)
        upgrade(db)
        db.close()
        yield address
    server.__exit__(None, None, None)


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """The address of a migrated SQLite store of this test's own."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'desk.db')}"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database of this test's own."""
    with parts.postgres_database(postgres_server, f"desk_{uuid.uuid4().hex}", TEMPLATE) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own with nothing in it."""
    with parts.postgres_database(postgres_server, f"empty_{uuid.uuid4().hex}") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated store: the test runs on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def connected() -> Iterator[Callable[[str], Database]]:
    """Opens stores, and closes them when the test is over."""
    opened: list[Database] = []

    def open_store(url: str) -> Database:
        opened.append(connect(url))
        return opened[-1]

    yield open_store
    for db in opened:
        db.close()


@pytest.fixture
def database(database_url: str, connected: Callable[[str], Database]) -> Database:
    """A migrated store: the test runs on each kind."""
    return connected(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str, connected: Callable[[str], Database]) -> Database:
    return connected(sqlite_url)


@pytest.fixture
def postgres_database(postgres_url: str, connected: Callable[[str], Database]) -> Database:
    return connected(postgres_url)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. One for each test file: Playwright's loop must not outlive it into tests that use asyncio."""
    from playwright.sync_api import sync_playwright  # late: few tests need it

    path = parts.chromium()
    if path is None:
        skip_or_fail("no browser: install Chromium, or run `.venv/bin/playwright install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=parts.CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window; an error in the page's own script fails the test."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return list(reporter.stats.get("skipped", [])) if reporter else []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: what was not tested is not known to work."""
    if parts.in_ci() and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say so in words."""
    skipped = _skipped(config)
    if skipped:
        verdict = "this fails the run in CI" if parts.in_ci() else "install what they lack to run them"
        terminalreporter.section(f"SKIPPED, {len(skipped)} of the tests: {verdict}", yellow=True)
        for report in skipped:
            terminalreporter.line(f"  {report.nodeid}")
