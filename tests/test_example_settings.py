"""The example files: complete, free of mistakes, and true to the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.networks import NETWORKS
from bot.settings import EnvironmentSettings, PolicyFile, _section_of, load

ROOT = Path(__file__).parent.parent
EXAMPLE = (ROOT / "desk.example.toml").read_text(encoding="utf-8")
DOTENV = (ROOT / ".env.example").read_text(encoding="utf-8")
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
SECTIONS = re.split(r"(?m)^(?=#?\[)", EXAMPLE)
"""What stands before the first section, then each section with its header line."""
FOR_THE_DEMO = {"rehearsal"}


def title(section: str) -> str:
    """[desk], [[source]] webhook."""
    kind = re.search(r'(?m)^#?kind = "(\w+)"', section)
    header = section.partition("]")[0].strip("#[]")
    return f"{header} {kind[1]}" if kind and header == "source" else header


def keys(section: str) -> set[str]:
    return set(re.findall(r"(?m)^#?([a-z_]+) =", section))


def uncommented(section: str) -> str:
    return re.sub(r"(?m)^#(?=[a-z_]+ =|\[)", "", section)


def environment() -> dict[str, str]:
    """Something for each variable the example names."""
    return SLACK | dict.fromkeys(re.findall(r'"env:(\w+)"', EXAMPLE), "a-secret")


def loaded(text: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    load(environment() | {"MENTIONDESK_CONFIG": str(path)})


def test_the_example_loads_as_it_is(tmp_path: Path) -> None:
    loaded(EXAMPLE, tmp_path)


@pytest.mark.parametrize("at", range(1, len(SECTIONS)), ids=lambda at: title(SECTIONS[at]))
def test_each_section_loads_when_it_is_uncommented(at: int, tmp_path: Path) -> None:
    loaded("".join([*SECTIONS[:at], uncommented(SECTIONS[at]), *SECTIONS[at + 1 :]]), tmp_path)


def sections(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every section of desk.toml with the settings that stand in it."""
    inner = {name: _section_of(field.annotation) for name, field in model.model_fields.items()}
    if path:
        yield path, {name for name, section in inner.items() if section is None}
    for name, section in inner.items():
        if section is not None:
            yield from sections(section, f"{path}.{name}".strip("."))


SETTINGS = dict(sections(PolicyFile))


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_of_each_section_is_shown(name: str) -> None:
    named = re.compile(rf"{name}(\.legal)?")
    shown = [keys(text) for text in SECTIONS[1:] if named.fullmatch(title(text))]
    assert shown == [SETTINGS[name]], f"desk.example.toml does not show [{name}] in full"


@pytest.mark.parametrize("kind", sorted(set(NETWORKS) - FOR_THE_DEMO))
def test_each_network_is_shown_with_all_it_cannot_do_without(kind: str) -> None:
    [shown] = [keys(text) for text in SECTIONS[1:] if title(text) == f"source {kind}"]
    needed = {name for name, field in NETWORKS[kind][0].model_fields.items() if field.is_required()}
    assert needed <= shown


def test_each_variable_is_shown_with_its_default() -> None:
    shown = dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", DOTENV))
    assert set(shown) == set(EnvironmentSettings.model_fields)
    for name, field in EnvironmentSettings.model_fields.items():
        if not name.startswith("SLACK_BOT"):
            assert shown[name] == (str(field.default) if str(field.default).strip("*") else "")
