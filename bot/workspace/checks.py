"""The small checks the table of blocks in `blocks.py` is built from.

A check looks at one value and appends a sentence per fault, each with the JSON pointer Slack would name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.errors import Json

Problems = list[str]
Check = Callable[[Any, str, Problems], None]


def tell(problems: Problems, message: str, path: str) -> None:
    """Note a fault the way Slack words it."""
    problems.append(f"{message} [json-pointer:{path}]")


def string(longest: int, *, shortest: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            tell(problems, "must provide a string", path)
        elif len(value) > longest:
            tell(problems, f"must be no more than {longest} characters", path)
        elif len(value) < shortest:
            tell(problems, f"must be at least {shortest} characters", path)

    return check


def boolean(value: Any, path: str, problems: Problems) -> None:
    """True or false, and nothing that merely looks like it."""
    if not isinstance(value, bool):
        tell(problems, "must provide a boolean", path)


def number(lowest: float | None = None, highest: float | None = None) -> Check:
    """A number within bounds."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            tell(problems, "must provide a number", path)
        elif (lowest is not None and value < lowest) or (highest is not None and value > highest):
            tell(problems, f"must be between {lowest} and {highest}", path)

    return check


def one_of(*allowed: Any) -> Check:
    """One of a closed list."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if value not in allowed:
            tell(problems, f"must be one of {', '.join(map(str, allowed))}", path)

    return check


def listing(item: Check, highest: int, *, lowest: int = 1) -> Check:
    """A list of so many items, each checked."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            tell(problems, "must provide an array", path)
            return
        if len(value) > highest:
            tell(problems, f"no more than {highest} items allowed", path)
        if len(value) < lowest:
            tell(problems, f"must contain at least {lowest} items", path)
        for index, each in enumerate(value):
            item(each, f"{path}/{index}", problems)

    return check


@dataclass(frozen=True)
class Shape:
    """A JSON object: which keys it must and may have. `rule` checks what one key says about another."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    rule: Callable[[Json, str, Problems], None] | None = None

    def __call__(self, value: Any, path: str, problems: Problems) -> None:
        """Check one value against this shape."""
        if not isinstance(value, dict):
            tell(problems, "must provide an object", path)
            return
        for key in self.required:
            if key not in value:
                tell(problems, f"missing required field: {key}", path)
        for key, each in value.items():
            check = self.required.get(key) or self.optional.get(key)
            if check is None:
                tell(problems, f"unsupported property: {key}", path)
            else:
                check(each, f"{path}/{key}", problems)
        if self.rule:
            self.rule(value, path, problems)


def typed(shapes: Mapping[str, Shape], allowed: Collection[str], what: str) -> Check:
    """An object whose `type` picks its shape out of a table."""

    def check(value: Any, path: str, problems: Problems) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            tell(problems, f"must provide a {what} with a type", path)
        elif kind not in allowed or kind not in shapes:
            tell(problems, f"unsupported {what} type: {kind}", f"{path}/type")
        else:
            shapes[kind](value, path, problems)

    return check


def text_object(longest: int, kinds: Collection[str] = ("plain_text", "mrkdwn")) -> Check:
    """A text object: https://docs.slack.dev/reference/block-kit/composition-objects/text-object."""
    words = {"type": one_of("plain_text", "mrkdwn"), "text": string(longest)}
    shapes = {
        "plain_text": Shape(words, {"emoji": boolean}),
        "mrkdwn": Shape(words, {"verbatim": boolean}),
    }
    return typed(shapes, kinds, "text")


def plain(longest: int) -> Check:
    """A plain_text object."""
    return text_object(longest, ("plain_text",))


def anything(value: Any, path: str, problems: Problems) -> None:
    """What is not looked into."""
