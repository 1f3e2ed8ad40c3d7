"""The parts of the README that follow from the code. `python -m tests.readme` writes them; a test compares them."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.networks import NETWORKS
from bot.networks.port import SourceSettings
from bot.rules.lifecycle import REPLY, TICKET
from bot.settings import EnvironmentSettings, PolicyFile

README = Path(__file__).parent.parent / "README.md"


def environment_table() -> str:
    rows = [row(name, field) for name, field in EnvironmentSettings.model_fields.items()]
    return "\n".join(["| variable | what it is | default |", "|---|---|---|", *rows])


def settings_table() -> str:
    lines = []
    for name, field in PolicyFile.model_fields.items():
        lines += ["", f"**`{heading(name, field)}`** {first_line(field.annotation)}", ""]
        lines += ["| key | what it is | default |", "|---|---|---|", *section_rows(field.annotation)]
    lines += ["", "**`[[source]]`** One place mentions come from; each network adds keys of its own.", ""]
    lines += ["| key | what it is | default |", "|---|---|---|"]
    lines += [
        row(name, field, source_docs().get(name, "")) for name, field in SourceSettings.model_fields.items()
    ]
    lines += ["", "Kinds of source: " + ", ".join(f"`{kind}`" for kind in sorted(NETWORKS)) + "."]
    return "\n".join(lines).strip()


def source_docs() -> dict[str, str]:
    """The strings below the fields of `SourceSettings`."""
    source = Path(__import__(SourceSettings.__module__, fromlist=["x"]).__file__).read_text()
    return dict(
        re.findall(r'    (\w+): [^\n]*\n    """(.*?)"""', source.split("class SourceSettings")[1], re.DOTALL)
    )


def heading(name: str, field: FieldInfo) -> str:
    return f"[[{name}]]" if typing.get_origin(field.annotation) is tuple else f"[{name}]"


def model_in(annotation: Any) -> type[BaseModel] | None:
    candidates = [annotation, *typing.get_args(annotation)]
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)


def first_line(annotation: Any) -> str:
    model = model_in(annotation)
    line = (model.__doc__ or "").strip().splitlines()[0] if model else ""
    about = re.sub(r"^`[^`]+`[^:]*: *", "", line)
    return about[:1].upper() + about[1:]


def section_rows(annotation: Any, prefix: str = "") -> Iterator[str]:
    model = model_in(annotation)
    for name, field in model.model_fields.items() if model else ():
        if model_in(field.annotation):
            nested = (
                f"{prefix}{name}."
                if typing.get_origin(field.annotation) is not dict
                else f"{prefix}{name}.NAME."
            )
            yield from section_rows(field.annotation, nested)
        else:
            yield row(f"{prefix}{name}", field)


def row(name: str, field: FieldInfo, about: str = "") -> str:
    about = (about or field.description or "").replace("|", "\\|").replace("\n", " ")
    return f"| `{name}` | {about} | {default(field)} |"


def default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True) if field.default_factory else field.default
    if value is PydanticUndefined:
        return "*required*"
    if value in (None, "", ()) or (isinstance(value, SecretStr) and not value.get_secret_value()):
        return ""
    return f"`{json.dumps(plain(value), ensure_ascii=False)}`"


def plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value))
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, (StrEnum, Path)) else value


def ticket_diagram() -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for (status, step), following in TICKET.items():
        arrows.setdefault((status, following), []).append(str(step).replace("hear", "customer writes"))
    return diagram("new", {pair: ", ".join(steps) for pair, steps in arrows.items() if pair[0] != pair[1]})


def reply_diagram() -> str:
    return diagram(
        "draft", {(status, following): "" for status in REPLY for following in sorted(REPLY[status])}
    )


def diagram(first: str, arrows: Mapping[tuple[str, str], str]) -> str:
    lines = [f"    {a} --> {b}" + (f" : {label}" if label else "") for (a, b), label in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *lines, "```"])


PARTS: dict[str, Callable[[], str]] = {
    "environment": environment_table,
    "settings": settings_table,
    "ticket states": ticket_diagram,
    "reply states": reply_diagram,
}


def written(text: str) -> str:
    """The README with every part as the code has it now."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name}: written by `python -m tests.readme` -->", f"<!-- end of {name} -->"
        head, _, rest = text.partition(begin)
        _, found, tail = rest.partition(end)
        assert found, f"the README has no part “{name}”"
        text = f"{head}{begin}\n{part()}\n{end}{tail}"
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
