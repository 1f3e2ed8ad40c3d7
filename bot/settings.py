"""Environment and desk.toml, read once into one frozen object; all mistakes are reported together.

Secrets live in the environment (or `.env`), policy in `desk.toml`. A value `"env:NAME"` anywhere in desk.toml
is replaced by that variable, so that the file itself can be shown to anyone.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.digest_policy import FigureSettings
from bot.listening_policy import HeardSettings
from bot.networks import NETWORKS
from bot.networks.port import SourceSettings
from bot.policy import Section, TimeSettings, mistakes_of_time
from bot.reply_policy import ReplySettings, mistakes_of_replies
from bot.rules.nearest import nearest

Model = TypeVar("Model", bound=BaseModel)

STORE = re.compile(r"sqlite:///.|postgres(ql)?(\+psycopg)?://.")
CLOSE_ENOUGH = 60
"""How alike (0-100) a wrong key and a right one must be to be suggested."""
SHAPES = {
    "missing": "is missing",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
}
"""Pydantic's kinds of mistake in the words of desk.toml."""


class EnvironmentSettings(Section):
    """What comes from the environment or `.env`. Other variables are nobody's business and are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    SLACK_BOT_TOKEN: SecretStr = Field(
        default=SecretStr(""), description="the bot token, xoxb-…, from OAuth & Permissions"
    )
    SLACK_SIGNING_SECRET: SecretStr = Field(
        default=SecretStr(""), description="the signing secret, from Basic Information"
    )
    SLACK_APP_TOKEN: SecretStr = Field(
        default=SecretStr(""), description="an app token, xapp-…; set it to use Socket Mode"
    )
    SLACK_API_URL: str = Field(
        default="https://slack.com/api/", description="where Slack's API is; change it only for tests"
    )
    DATABASE_URL: str = Field(
        default="sqlite:///mentiondesk.db",
        description="sqlite:///FILE or postgresql://USER@HOST/NAME",
        repr=False,  # it may hold a password
    )
    MENTIONDESK_CONFIG: Path = Field(default=Path("desk.toml"), description="the path of desk.toml")
    HOST: str = Field(default="127.0.0.1", description="the address to listen on")
    PORT: int = Field(default=3000, ge=0, le=65535, description="the port to listen on")

    @field_validator("DATABASE_URL")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if not STORE.match(value):
            raise ValueError("must be the address of a SQLite file or a PostgreSQL database")
        return value


class DeskSettings(Section):
    """`[desk]`: the team's channel and the brand."""

    channel: str = Field(default="social-care", description="the team's channel, by name or id")
    handles: tuple[str, ...] = Field(
        default=(), description="the brand's own handles or ids: what they write never opens a ticket"
    )
    sign_off: str = Field(default="", description="put under each reply; {name} is the agent's first name")


class RoleSettings(Section):
    """`[roles]`: Slack user ids, names, e-mail addresses, or @usergroups."""

    agents: tuple[str, ...] = Field(default=(), description="who answers")
    approvers: tuple[str, ...] = Field(default=(), description="who approves sensitive replies")
    leads: tuple[str, ...] = Field(default=(), description="who runs the team")


class PolicyFile(TimeSettings, ReplySettings, FigureSettings, HeardSettings):
    """All of desk.toml but the sources, which each network checks itself."""

    desk: DeskSettings = DeskSettings()
    roles: RoleSettings = RoleSettings()


class Settings(PolicyFile):
    """Everything the desk was told, checked."""

    env: EnvironmentSettings = EnvironmentSettings()
    sources: tuple[SourceSettings, ...] = ()


@dataclass(frozen=True)
class Mistake:
    """One wrong setting: its name, what its value should look like, and the cure."""

    name: str
    shape: str
    cure: str

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.name}: {self.shape}. {self.cure}"


class WrongSettings(Exception):
    """Every mistake found, at once."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def read_environment(folder: Path) -> dict[str, str]:
    """The process's variables over those of `.env` in a folder. The one place that reads either."""
    from_file = {name: value for name, value in dotenv_values(folder / ".env").items() if value is not None}
    return from_file | dict(os.environ)  # noqa: TID251 - this is the one place


def load(environ: Mapping[str, str], *, slack: bool = True) -> Settings:
    """Check everything and put it together. `slack=False` where no Slack is needed (intake, export, db).

    Raises:
        WrongSettings: with every mistake of the environment and of desk.toml.
    """
    mistakes: list[Mistake] = []
    env = _environment(environ, mistakes)
    table = _read_file(env.MENTIONDESK_CONFIG, "MENTIONDESK_CONFIG" in environ, mistakes)
    table = _with_secrets(table, environ, "", mistakes)
    sources = tuple(_sources(table.pop("source", []), mistakes))
    policy = _policy(table, mistakes)
    mistakes += _mistakes_together(policy)
    if slack:
        mistakes += _slack_mistakes(env, table.get("roles"))
    if mistakes:
        raise WrongSettings(mistakes)
    return Settings(env=env, sources=sources, **dict(policy))


def _policy(table: dict[str, Any], mistakes: list[Mistake]) -> PolicyFile:
    """desk.toml, checked. A section with a mistake counts as left out, so that the others are checked all the same."""
    policy = _checked(PolicyFile, table, "", mistakes)
    if policy is not None:
        return policy
    wrong = {mistake.name.partition(".")[0] for mistake in mistakes}
    return PolicyFile.model_validate({name: value for name, value in table.items() if name not in wrong})


def _environment(environ: Mapping[str, str], mistakes: list[Mistake]) -> EnvironmentSettings:
    known = {
        name: value
        for name, value in environ.items()
        if name in EnvironmentSettings.model_fields and value != ""
    }
    checked = _checked(EnvironmentSettings, known, "", mistakes)
    wrong = {mistake.name for mistake in mistakes}
    right = {name: value for name, value in known.items() if name not in wrong}
    return checked or EnvironmentSettings.model_validate(right)


def _read_file(path: Path, named: bool, mistakes: list[Mistake]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if named:
            mistakes.append(
                Mistake(
                    "MENTIONDESK_CONFIG",
                    f"{path} is not there",
                    "Copy desk.example.toml to that path, or give the path of your desk.toml.",
                )
            )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistakes.append(Mistake(str(path), f"is not valid TOML ({error})", "Mend that line."))
    except OSError as error:
        mistakes.append(
            Mistake(str(path), f"cannot be read ({error.strerror})", "Give a file that you may read.")
        )
    return {}


def _with_secrets(value: Any, environ: Mapping[str, str], path: str, mistakes: list[Mistake]) -> Any:
    """Replace every "env:NAME" by the variable NAME."""
    if isinstance(value, dict):
        return {
            key: _with_secrets(item, environ, f"{path}.{key}".strip("."), mistakes)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [
            _with_secrets(item, environ, f"{path}[{index}]", mistakes) for index, item in enumerate(value)
        ]
    if isinstance(value, str) and value.startswith("env:"):
        name = value.removeprefix("env:")
        if not environ.get(name):
            mistakes.append(
                Mistake(
                    path,
                    f"names the variable {name}, which is not set",
                    f"Set {name} in the environment or .env.",
                )
            )
        return environ.get(name, "")
    return value


def _sources(tables: Any, mistakes: list[Mistake]) -> Iterator[SourceSettings]:
    if not isinstance(tables, list):
        mistakes.append(Mistake("source", "a list of tables", "Write [[source]] with two brackets."))
        return
    names: set[str] = set()
    for index, table in enumerate(tables):
        kind = table.get("kind") if isinstance(table, dict) else None
        if not isinstance(kind, str) or kind not in NETWORKS:
            known = ", ".join(sorted(NETWORKS))
            mistakes.append(
                Mistake(f"source[{index}].kind", f"must be one of: {known}", _nearest(str(kind), NETWORKS))
            )
            continue
        told = {mistake.name for mistake in mistakes}
        wrong: list[Mistake] = []
        source = _checked(NETWORKS[kind][0], table, f"source[{index}]", wrong)
        mistakes += [mistake for mistake in wrong if mistake.name not in told]
        if source and source.name in names:
            mistakes.append(
                Mistake(
                    f"source[{index}].name",
                    f'"{source.name}" is taken',
                    "Give each source a name of its own.",
                )
            )
        elif source:
            names.add(source.name)
            yield source


def _slack_mistakes(env: EnvironmentSettings, roles: Any) -> Iterator[Mistake]:
    if not env.SLACK_BOT_TOKEN.get_secret_value().startswith("xoxb-"):
        yield Mistake(
            "SLACK_BOT_TOKEN",
            "must start with xoxb-",
            "Copy it from your Slack app's page “OAuth & Permissions”.",
        )
    app_token = env.SLACK_APP_TOKEN.get_secret_value()
    if app_token and not app_token.startswith("xapp-"):
        yield Mistake(
            "SLACK_APP_TOKEN",
            "must start with xapp-",
            "Copy it from “Basic Information”, or leave it out to use HTTP.",
        )
    if not app_token and not env.SLACK_SIGNING_SECRET.get_secret_value():
        yield Mistake(
            "SLACK_SIGNING_SECRET",
            "must be a secret of 32 letters and digits",
            "Copy it from “Basic Information”.",
        )
    if not (isinstance(roles, dict) and any(roles.values())):
        yield Mistake(
            "roles",
            "must name at least one agent",
            'Write [roles] agents = ["ana@acme.example"] or a @usergroup.',
        )


def _mistakes_together(policy: PolicyFile) -> Iterator[Mistake]:
    """What only the sections together show: hours that are never open, a ladder that falls, a step that is none."""
    for name, sentence in (*mistakes_of_time(policy), *mistakes_of_replies(policy)):
        shape, _, cure = sentence.rstrip(".").rpartition(". ")
        yield Mistake(name, shape or cure, f"{cure}." if shape else "")


def _checked(model: type[Model], table: Any, path: str, mistakes: list[Mistake]) -> Model | None:
    """The model made of a table, or None with its mistakes added."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        mistakes += [
            _mistake(model, path, dict(detail))
            for detail in error.errors(include_url=False, include_input=False)
        ]
        return None


def _mistake(model: type[BaseModel], path: str, detail: dict[str, Any]) -> Mistake:
    """Pydantic's words in ours. The value itself is never repeated: it may be a secret."""
    where = [str(part) for part in detail["loc"]]
    name = ".".join([path, *where] if path else where)
    if detail["type"] == "extra_forbidden":
        return Mistake(name, "is not a setting", _nearest(where[-1], _fields_at(model, where[:-1])))
    shape = SHAPES.get(detail["type"], "").format(**detail.get("ctx", {}))
    said = shape or detail["msg"].removeprefix("Value error, ")
    return Mistake(name, said[0].lower() + said[1:], _about(model, where))


def _fields_at(model: type[BaseModel], where: list[str]) -> Mapping[str, Any]:
    """The fields of the section a path leads to."""
    for part in where:
        field = model.model_fields.get(part)
        section = _section_of(field.annotation) if field is not None else None
        if section is None and not part.isdigit():
            break
        model = section or model
    return model.model_fields


def _section_of(annotation: Any) -> type[BaseModel] | None:
    """The section a field holds, or holds a list of."""
    kinds = [annotation, *get_args(annotation)]
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _about(model: type[BaseModel], where: list[str]) -> str:
    name = next((part for part in reversed(where) if not part.isdigit()), "")
    path = where[: where.index(name)] if name else []
    field = _fields_at(model, path).get(name)
    about = field.description if field is not None else None
    return f"It is {about}." if about else "See the settings table in the README."


def _nearest(wrong: str, right: Mapping[str, Any]) -> str:
    found = nearest(wrong, right, CLOSE_ENOUGH)
    return f"Did you mean “{found}”?" if found else f"Known here: {', '.join(right)}."
