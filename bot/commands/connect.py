"""`mentiondesk connect NETWORK`: walk an operator through the login of one network, try it, print its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import typer
from pydantic import ValidationError

from bot.assembly import open_store, wall_clock
from bot.commands import errors
from bot.commands.connect_x import LogIn, log_in
from bot.commands.guides import GUIDES, Ask, Guide
from bot.desk.logins import StoredLogins
from bot.networks import NETWORKS, network_of
from bot.networks.port import NetworkError, SourceSettings
from bot.networks.tokens import Tokens
from bot.networks.x_login import REDIRECT
from bot.settings import Settings
from storage.db import Database

NO_GUIDE = (
    "There is no “{kind}” to connect. There are: {known}. A webhook needs no login: see desk.example.toml."
)
WRONG = "{key}: {problem}. Please begin again."
WORKS = "\nEverything works. Put this into desk.toml:\n"
MISSING = "\nThis is missing. Mend it and run `mentiondesk connect {kind}` again:"
AND_DOTENV = "\nAnd this into .env, which only you should be able to read (chmod 600 .env):\n"
YES = frozenset({"y", "yes", "true"})
Answers = dict[str, Any]
Question = Callable[[Ask], str]


def connect(settings: Settings, kind: str, name: str = "") -> int:
    """Ask, log in, try every permission; 1 where something is missing."""
    guide = GUIDES.get(kind)
    if guide is None:
        errors.print(NO_GUIDE.format(kind=kind, known=", ".join(sorted(GUIDES))), markup=False)
        return 2
    db = open_store(settings)
    try:
        return walk(kind, guide, name or guide.name, db, wall_clock, ask, log_in)
    finally:
        db.close()


def ask(question: Ask) -> str:
    """Ask at the terminal; a secret is not shown while it is typed."""
    return str(
        typer.prompt(
            question.question,
            default=question.default,
            hide_input=bool(question.variable),
            show_default=bool(question.default),
            err=True,
        )
    ).strip()


def walk(
    kind: str,
    guide: Guide,
    name: str,
    db: Database,
    now: Callable[[], datetime],
    question: Question,
    log_in_at_x: LogIn,
) -> int:
    """The whole way with one network; 1 where something is missing."""
    for number, step in enumerate(guide.steps, 1):
        errors.print(f"{number}. {step.format(redirect=REDIRECT)}", markup=False)
    given = {one.key: _value(one, question(one)) for one in guide.asks}
    variables = {one.key: one.variable for one in guide.asks if one.variable}
    tokens, missing = None, list[str]()
    try:
        if kind == "x":
            tokens, missing = log_in_at_x(given, now)
            variables["refresh_token"] = "X_REFRESH_TOKEN"  # noqa: S105 - the variable's name
        source = NETWORKS[kind][0].model_validate({"name": name, "kind": kind, **given})
    except ValidationError as error:
        for one in error.errors(include_input=False):
            errors.print(WRONG.format(key=".".join(map(str, one["loc"])), problem=one["msg"]), markup=False)
        return 1
    except NetworkError as error:
        missing.append(str(error))
    else:
        missing += _tried(source, db, tokens, now())
    return _told(kind, name, given, variables, missing)


def _value(question: Ask, said: str) -> Any:
    if question.yes_or_no:
        return said.casefold() in YES
    return [word.strip() for word in said.split(",") if word.strip()] if question.many else said


def _tried(source: SourceSettings, db: Database, tokens: Tokens | None, now: datetime) -> list[str]:
    """What is missing. A login that was just made is stored before it is used: using it may change it."""
    logins = StoredLogins.made_with(db, source)
    if tokens:
        logins.save(source.name, tokens)
    network = network_of(source, logins)
    try:
        return network.check(now)
    except NetworkError as error:
        return [str(error)]
    finally:
        network.close()


def _told(kind: str, name: str, given: Answers, variables: Mapping[str, str], missing: list[str]) -> int:
    """What to do next: mend what is missing, or keep the settings."""
    if missing:
        errors.print(MISSING.format(kind=kind))
        for sentence in missing:
            errors.print(f"  {sentence}", markup=False)
        return 1
    errors.print(WORKS)
    print(section(kind, name, given, variables))  # noqa: T201 - the command's output
    if variables:
        errors.print(AND_DOTENV)
        print("\n".join(f"{variables[key]}={given[key]}" for key in variables))  # noqa: T201 - as above
    return 0


def section(kind: str, name: str, given: Answers, variables: Mapping[str, str]) -> str:
    """The source's part of desk.toml, in which secrets are named and not shown."""
    values = {"name": name, "kind": kind} | given | {key: f"env:{word}" for key, word in variables.items()}
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value not in ("", [], False)]
    return "\n".join(["[[source]]", *lines])


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
