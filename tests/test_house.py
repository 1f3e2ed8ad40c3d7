"""The house itself: what stands where, and the agreements no linter knows."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.networks import NETWORKS

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "storage")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
IN_THE_ROOT = {
    *ROOMS,
    *("manifests", "tests"),
    *("pyproject.toml", "requirements.txt", "requirements-dev.txt", "Makefile"),
    *("README.md", "CHANGELOG.md", "LICENSE", ".env.example", "desk.example.toml"),
    *(".ci", ".github", ".gitignore", ".gitattributes", ".editorconfig"),
}
NOT_OURS_TO_NAME = [
    *("/work/" + part for part in ("main", "shared")),
    *("/tmp/" + "lab", "/root/" + ".", "/opt/" + "pypi"),
    *("pypi." + "org", "files.python" + "hosted", "registry.npm" + "js"),
]
"""Paths of somebody's machine, and hosts that a mirror may stand in for."""
BROAD_EXCEPT = {
    ("bot/clock.py", "run"): "the outermost loop of a recurring job: one failure is one log line",
}
LONGEST_FUNCTION = 50
LONGEST_HANDLER = 20


IGNORED = [*(ROOT / ".gitignore").read_text(encoding="utf-8").split(), ".git"]


def kept(folder: Path) -> Iterator[Path]:
    """What stands in a folder and is not ignored."""
    return (
        path for path in folder.iterdir() if not any(fnmatch(path.name, name.rstrip("/")) for name in IGNORED)
    )


def files(*folders: str, pattern: str = "*") -> list[Path]:
    """Files that are kept, at any depth, relative to the root."""
    return sorted(
        path.relative_to(ROOT) for folder in folders or (".",) for path in walk(ROOT / folder, pattern)
    )


def walk(folder: Path, pattern: str) -> Iterator[Path]:
    for path in kept(folder):
        if path.is_dir():
            yield from walk(path, pattern)
        elif fnmatch(path.name, pattern):
            yield path


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="ignore")


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(*folders: str) -> Iterator[tuple[Path, Function]]:
    for path in files(*folders, pattern="*.py"):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, Function):
                yield path, node


def length(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_the_root_holds_the_five_rooms_and_the_usual_small_files() -> None:
    assert {path.name for path in kept(ROOT)} <= IN_THE_ROOT


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    naming = {str(path): word for path in files() for word in NOT_OURS_TO_NAME if word in text(path)}
    assert naming == {}


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in files(*ROOMS, "tests", pattern="*.py")}
    assert [str(folder) for folder in folders if not (ROOT / folder / "__init__.py").exists()] == []


def test_every_ignored_lint_rule_has_its_excuse() -> None:
    section = PYPROJECT.partition("[tool.ruff.lint]")[2].partition("[tool.mypy]")[0]
    lines = [line for line in section.splitlines() if re.search(r'"[A-Z]{1,4}[0-9]*"', line)]
    assert len(lines) > 20
    assert [line for line in lines if "#" not in line and "select" not in line] == []


def test_every_exception_from_a_lint_rule_has_its_reason() -> None:
    bare = re.compile(r"#\s*noqa(?!: [A-Z0-9, ]+ [-#] \w)")
    found = [f"{path}: {line}" for path in files(*ROOMS, pattern="*.py") for line in text(path).splitlines()]
    assert [line for line in found if bare.search(line)] == []


def test_only_the_outermost_loops_catch_everything() -> None:
    found = set()
    for path, function in functions(*ROOMS):
        for node in ast.walk(function):
            if isinstance(node, ast.ExceptHandler) and is_broad(node):
                found.add((str(path), innermost(function, node)))
    assert found == set(BROAD_EXCEPT)


def is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in caught)


def innermost(function: Function, node: ast.AST) -> str:
    """The name of the smallest function round a node."""
    inside = [part for part in ast.walk(function) if isinstance(part, Function)]
    return min((part for part in inside if node in ast.walk(part)), key=length).name


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{path}: {function.name}"
        for path, function in functions(*ROOMS)
        if length(function) > LONGEST_FUNCTION and "versions" not in path.parts
    ]
    assert long == []


def test_handlers_are_thin() -> None:
    thick = [
        f"{path}: {function.name}"
        for path, function in functions("handlers")
        if length(function) > LONGEST_HANDLER and path.name != "__init__.py"
    ]
    assert thick == []


def test_every_network_is_held_to_be_a_stranger_to_the_others() -> None:
    contracts = tomllib.loads(PYPROJECT)["tool"]["importlinter"]["contracts"]
    [strangers] = [contract["modules"] for contract in contracts if contract["type"] == "independence"]
    classes = {build.__module__ for _settings, build in NETWORKS.values()}
    assert classes <= set(strangers)


def pins(name: str) -> dict[str, str]:
    return {line.split("==")[0]: line for line in text(Path(name)).splitlines() if "==" in line[:60]}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pinned_package_has_its_hashes_and_no_address(name: str) -> None:
    requirements = re.split(r"\n(?=[a-z])", text(Path(name)).strip())
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert "://" not in text(Path(name))


def test_the_tests_run_on_what_is_shipped() -> None:
    shipped, tested = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: tested.get(name) for name in shipped} == shipped


def test_everything_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads(PYPROJECT)
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    names = {re.split(r"[^\w.-]", line)[0].lower() for line in asked}
    assert names <= set(pins("requirements.txt"))
