"""Settings are read once, checked together, and every mistake is told with its name, its shape and its cure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Mistake, Settings, WrongSettings, load, read_environment

SLACK = {
    "SLACK_BOT_TOKEN": "xoxb-very-secret",
    "SLACK_SIGNING_SECRET": "deep-secret",
    "WATCHER_SECRET": "hush-hush",
}
SMALLEST = """
[desk]
channel = "social-care"
[roles]                      # Slack user ids, names, e-mails or @usergroups
agents = ["agent1", "agent2"]
approvers = ["manager1"]
leads = ["manager1"]
[[source]]
name = "watcher"
kind = "webhook"
secret = "env:WATCHER_SECRET"
reply_url = "http://127.0.0.1:9000/replies"
"""
ROLES = '[roles]\nagents = ["ana"]\n'
Loader = Callable[..., Settings]


@pytest.fixture
def load_text(tmp_path: Path) -> Loader:
    """Loads a desk.toml with these variables; one that is None is not set."""

    def read(text: str, **variables: str | None) -> Settings:
        path = tmp_path / "desk.toml"
        path.write_text(text, encoding="utf-8")
        environ = SLACK | {"MENTIONDESK_CONFIG": str(path)} | variables
        return load({name: value for name, value in environ.items() if value is not None})

    return read


@pytest.fixture
def mistakes_of(load_text: Loader) -> Callable[..., list[Mistake]]:
    def read(text: str, **variables: str | None) -> list[Mistake]:
        with pytest.raises(WrongSettings) as wrong:
            load_text(text, **variables)
        return wrong.value.mistakes

    return read


Mistakes = Callable[..., list[Mistake]]


def only(mistakes: list[Mistake]) -> Mistake:
    [mistake] = mistakes
    return mistake


def test_the_smallest_real_set_up_loads(load_text: Loader) -> None:
    settings = load_text(SMALLEST)
    assert settings.desk.channel == "social-care"
    assert settings.roles.agents == ("agent1", "agent2")
    assert [(source.name, source.kind) for source in settings.sources] == [("watcher", "webhook")]
    assert settings.env.DATABASE_URL == "sqlite:///mentiondesk.db"


def test_everything_but_slack_and_roles_has_a_default(load_text: Loader) -> None:
    assert load_text(ROLES).sources == ()


def test_without_slack_no_token_and_no_role_is_needed() -> None:
    assert load({}, slack=False).desk.channel == "social-care"


def test_all_mistakes_are_told_at_once(mistakes_of: Mistakes) -> None:
    text = (
        '[desk]\nchanel = "x"\n[sending]\nhold_seconds = 900\n[[source]]\nname = "a"\nkind = "webhok"\n'
        '[[source]]\nname = "B!"\nkind = "webhook"\nsecret = "env:NOT_SET"\n'
    )
    found = mistakes_of(text, SLACK_BOT_TOKEN="wrong", SLACK_SIGNING_SECRET=None, PORT="many")
    assert {mistake.name for mistake in found} == {
        "PORT",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "desk.chanel",
        "roles",
        "sending.hold_seconds",
        "source[0].kind",
        "source[1].name",
        "source[1].secret",
    }


def test_each_mistake_has_a_name_a_shape_and_a_cure(mistakes_of: Mistakes) -> None:
    for mistake in mistakes_of('[sending]\nhold_seconds = "soon"\n', SLACK_BOT_TOKEN=None, PORT="70000"):
        assert mistake.name
        assert mistake.shape
        assert mistake.cure.endswith((".", "?"))
        assert str(mistake).startswith(f"{mistake.name}: ")


@pytest.mark.parametrize(
    ("text", "name", "right"),
    [
        ('[desk]\nchanel = "x"\n', "desk.chanel", "channel"),
        ("[sendin]\nhold_seconds = 1\n", "sendin", "sending"),
        ("[sending]\nhold_second = 1\n", "sending.hold_second", "hold_seconds"),
        ("[roles.agents]\n", "roles.agents", None),
        ('[[source]]\nname = "a"\nkind = "bluesk"\n', "source[0].kind", "bluesky"),
        (
            '[[source]]\nname = "a"\nkind = "webhook"\nsecrt = "s"\nsecret = "s"\n',
            "source[0].secrt",
            "secret",
        ),
    ],
)
def test_an_unknown_key_is_told_with_its_nearest_right_name(
    mistakes_of: Mistakes, text: str, name: str, right: str | None
) -> None:
    roles = "" if "roles" in text else ROLES
    mistake = next(mistake for mistake in mistakes_of(text + roles) if mistake.name == name)
    assert right is None or mistake.cure == f"Did you mean “{right}”?"


def test_a_key_like_nothing_known_is_told_what_is_known(mistakes_of: Mistakes) -> None:
    mistake = only(mistakes_of('[desk]\nzzzzqqqq = "x"\n' + ROLES))
    assert mistake.cure.startswith("Known here: channel, ")


def test_a_wrong_value_is_told_with_what_the_setting_is(mistakes_of: Mistakes) -> None:
    mistake = only(mistakes_of("[sending]\nhold_seconds = 601\n" + ROLES))
    assert "600" in mistake.shape
    assert mistake.cure == "It is how long a public reply waits and can be undone."


def test_a_secret_can_stand_in_the_environment(load_text: Loader) -> None:
    [source] = load_text(SMALLEST).sources
    assert source.secret.get_secret_value() == "hush-hush"  # type: ignore[attr-defined]


def test_a_variable_that_is_not_set_is_named(mistakes_of: Mistakes) -> None:
    found = mistakes_of(SMALLEST, WATCHER_SECRET=None)
    assert any(
        (mistake.name, mistake.cure) == ("source[0].secret", "Set WATCHER_SECRET in the environment or .env.")
        for mistake in found
    )


def test_no_secret_shows_in_the_settings(load_text: Loader) -> None:
    settings = load_text(SMALLEST, DATABASE_URL="postgresql://desk:open-sesame@db.example/desk")
    shown = repr(settings) + str(settings)
    assert not any(secret in shown for secret in ("open-sesame", *SLACK.values()))


def test_no_secret_shows_in_a_mistake(mistakes_of: Mistakes) -> None:
    text = '[desk]\nchannel = 7\n[[source]]\nname = "a"\nkind = "webhook"\nsecret = "env:WATCHER_SECRET"\nlimit = "env:WATCHER_SECRET"\n'
    found = mistakes_of(text, SLACK_BOT_TOKEN="hunter2", SLACK_APP_TOKEN="hunter3", PORT="hunter4")
    said = "\n".join(map(str, found))
    assert not any(secret in said for secret in ("hunter2", "hunter3", "hunter4", *SLACK.values()))


def test_two_sources_cannot_share_a_name(mistakes_of: Mistakes) -> None:
    source = '[[source]]\nname = "a"\nkind = "webhook"\nsecret = "s"\n'
    mistake = only(mistakes_of(ROLES + source * 2))
    assert (mistake.name, mistake.shape) == ("source[1].name", '"a" is taken')


def test_a_source_written_with_single_brackets_is_explained(mistakes_of: Mistakes) -> None:
    mistake = only(mistakes_of(ROLES + '[source]\nname = "a"\nkind = "webhook"\n'))
    assert mistake.cure == "Write [[source]] with two brackets."


def test_broken_toml_names_the_file_and_the_line(mistakes_of: Mistakes) -> None:
    found = next(mistake for mistake in mistakes_of("[desk\n") if mistake.name.endswith("desk.toml"))
    assert "line 1" in found.shape


def test_a_file_in_another_encoding_is_a_mistake_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_bytes('[desk]\nsign_off = "Grüße"\n'.encode("latin-1"))
    with pytest.raises(WrongSettings):
        load({**SLACK, "MENTIONDESK_CONFIG": str(path)})


def test_a_named_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="is not there"):
        load({**SLACK, "MENTIONDESK_CONFIG": str(tmp_path / "no.toml")}, slack=False)


def test_a_folder_in_place_of_the_file_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="cannot be read"):
        load({**SLACK, "MENTIONDESK_CONFIG": str(tmp_path)}, slack=False)


def test_socket_mode_needs_no_signing_secret(load_text: Loader) -> None:
    assert load_text(ROLES, SLACK_APP_TOKEN="xapp-1", SLACK_SIGNING_SECRET=None)


def test_an_app_token_that_is_none_is_a_mistake(mistakes_of: Mistakes) -> None:
    assert only(mistakes_of(ROLES, SLACK_APP_TOKEN="xoxb-1")).name == "SLACK_APP_TOKEN"


@pytest.mark.parametrize("name", ["PORT", "HOST", "DATABASE_URL", "SLACK_APP_TOKEN"])
def test_an_empty_variable_counts_as_not_set(load_text: Loader, name: str) -> None:
    settings = load_text(ROLES, **{name: ""})
    assert settings.env.PORT == 3000
    assert settings.env.HOST == "127.0.0.1"


@pytest.mark.parametrize("url", ["mysql://somewhere/desk", "desk.db", "sqlite://", "http://example.com"])
def test_a_store_of_another_kind_is_a_mistake(mistakes_of: Mistakes, url: str) -> None:
    mistake = only(mistakes_of(ROLES, DATABASE_URL=url))
    assert mistake.name == "DATABASE_URL"
    assert url not in mistake.shape


@pytest.mark.parametrize(
    "url",
    ["sqlite:///desk.db", "sqlite:////var/lib/desk.db", "postgresql://a:b@host/desk", "postgres://host/desk"],
)
def test_a_store_on_sqlite_or_postgresql_is_taken(load_text: Loader, url: str) -> None:
    assert url in load_text(ROLES, DATABASE_URL=url).env.DATABASE_URL


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nHOST=0.0.0.0\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "5000")
    monkeypatch.delenv("HOST", raising=False)
    found = read_environment(tmp_path)
    assert (found["PORT"], found["HOST"]) == ("5000", "0.0.0.0")


def test_a_folder_without_a_file_has_the_environment_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "5000")
    assert read_environment(tmp_path)["PORT"] == "5000"


def test_settings_never_change(load_text: Loader) -> None:
    settings = load_text(SMALLEST)
    with pytest.raises(ValueError, match="frozen"):
        settings.desk.channel = "other"  # type: ignore[misc]


def test_a_number_out_of_bounds_is_told_its_bounds_in_plain_words(mistakes_of: Mistakes) -> None:
    wrong = only(mistakes_of(ROLES, PORT="99999"))
    assert (wrong.name, wrong.shape) == ("PORT", "must be at most 65535")


def test_a_wrong_zone_is_told_beside_a_wrong_shift(mistakes_of: Mistakes) -> None:
    hours = '[hours]\nzone = "Mars/Olympus"\nshifts = ["mon-fri 25:00-17:00"]\n'
    told = " ".join(str(mistake) for mistake in mistakes_of(ROLES + hours))
    assert "Mars/Olympus" in told
    assert "25:00" in told
