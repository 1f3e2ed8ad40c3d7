"""The real command line, in processes of its own: intake, export, record verify, and what wrong settings say."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk_in_town import environment

ROOT = Path(__file__).parent.parent.parent
POSTS = [
    {
        "id": f"p{number}",
        "text": text,
        "created_at": f"2026-03-02T09:0{number}:00Z",
        "author": {"id": "u1", "handle": "=cmd|' /C calc'!A0", "name": "+Nora"},
        **({"in_reply_to": "p0"} if number else {}),
    }
    for number, text in enumerate(
        ['=HYPERLINK("http://evil.example")', "@SUM(1)", "-2+3", "\ttab", "naïve ☕, “quoted”"]
    )
]


class Shell:
    """A folder with the minimal set-up, and the command in it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = environment(folder, database_url, "http://127.0.0.1:9")

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        path = {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a process needs it  # noqa: TID251 - the child needs it to start
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder),
            "COLUMNS": "200",
        }
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            check=False,
            cwd=self.folder,
            env=path | self.environment | variables,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def export(self, what: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.run("export", what).stdout.splitlines()]


@pytest.fixture
def shell(tmp_path: Path, database_url: str) -> Shell:
    return Shell(tmp_path, database_url)


@pytest.fixture
def small_shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path, f"sqlite:///{tmp_path / 'desk.db'}")


def test_a_file_of_mentions_goes_in_once_and_comes_out_whole(shell: Shell) -> None:
    file = shell.folder / "mentions.jsonl"
    file.write_text("".join(json.dumps(post) + "\n" for post in POSTS) + "\n{broken\n")

    first, second = shell.run("intake", str(file)), shell.run("intake", str(file))

    assert first.returncode == 1, "one line was not understood"
    assert "Line 7:" in first.stderr
    assert "6 lines: 5 new mentions in 1 new tickets, 0 known before" in first.stderr
    assert "0 new mentions in 0 new tickets, 5 known before" in second.stderr
    assert [row["id"] for row in shell.export("mentions")] == ["p0", "p1", "p2", "p3", "p4"]
    assert [row["text"] for row in shell.export("mentions")] == [post["text"] for post in POSTS]
    assert len(shell.export("tickets")) == 1
    assert shell.export("replies") == []


def test_no_cell_of_a_csv_is_a_formula(small_shell: Shell) -> None:
    file = small_shell.folder / "mentions.jsonl"
    file.write_text("".join(json.dumps(post) + "\n" for post in POSTS))
    small_shell.run("intake", str(file))

    for what in ("mentions", "tickets", "record"):
        out = small_shell.run("export", what, "--format", "csv").stdout
        rows = list(csv.reader(io.StringIO(out, newline="")))
        assert len(rows) > 1
        assert [
            cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        ] == []
        assert rows[0][0] in {"id", "seq"}
    assert any(
        "naïve ☕, “quoted”" in row
        for row in csv.reader(io.StringIO(small_shell.run("export", "mentions", "--format", "csv").stdout))
    )


def test_the_record_is_verified_and_a_change_in_it_is_found(small_shell: Shell) -> None:
    import sqlite3

    file = small_shell.folder / "mentions.jsonl"
    file.write_text("".join(json.dumps(post) + "\n" for post in POSTS))
    small_shell.run("intake", str(file))
    good = small_shell.run("record", "verify")
    with sqlite3.connect(small_shell.folder / "desk.db") as connection:
        connection.execute("UPDATE record SET actor = 'somebody' WHERE seq = 2")
    bad = small_shell.run("record", "verify")

    assert (good.returncode, bad.returncode) == (0, 1)
    assert "The record holds: 5 entries" in good.stderr
    assert "Entry 2 was changed after it was written" in bad.stderr


def test_the_store_is_readable_by_its_owner_only(small_shell: Shell) -> None:
    small_shell.run("db", "upgrade")
    assert (small_shell.folder / "desk.db").stat().st_mode & 0o777 == 0o600


def test_all_wrong_settings_are_told_at_once_with_exit_code_2_and_no_secret(small_shell: Shell) -> None:
    (small_shell.folder / "desk.toml").write_text(
        '[desk]\nchanel = "x"\nsign_off = 5\nhandles = "acme"\n[sending]\nhold_seconds = "soon"\n'
        '[[source]]\nname = "watcher"\nkind = "webhok"\n[[source]]\nname = "Bad Name"\nkind = "webhook"\nsecret = "env:NOT_SET"\n'
        '[[source]]\nname = "second"\nkind = "webhook"\nsecret = "env:NOT_SET"\n'
    )
    answer = small_shell.run("run", SLACK_BOT_TOKEN="my-secret-token", PORT="99999", SLACK_SIGNING_SECRET="")

    assert answer.returncode == 2
    for words in (
        "desk.chanel: is not a setting. Did you mean “channel”?",
        "sending.hold_seconds: must be a number",
        "desk.handles: must be a list",
        "desk.sign_off: must be text",
        "source[0].kind",
        "Did you mean “webhook”?",
        "source[1].name",
        "NOT_SET",
        "PORT",
        "SLACK_BOT_TOKEN: must start with xoxb-",
        "SLACK_SIGNING_SECRET",
        "roles: must name at least one agent",
    ):
        assert words in answer.stderr
    assert answer.stderr.count("source[2].secret") == 1
    assert "my-secret-token" not in answer.stderr + answer.stdout
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("toml", ["[desk", "roles = 3", 'source = "x"', "\x00", "[roles]\nagents = 7"])
def test_a_desk_toml_that_cannot_be_read_is_a_mistake_and_no_traceback(small_shell: Shell, toml: str) -> None:
    (small_shell.folder / "desk.toml").write_text(toml)
    answer = small_shell.run("export", "mentions")
    assert answer.returncode == 2, answer.stderr
    assert "to mend" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "everything"), 2),
        (("export", "mentions", "--format", "xml"), 2),
        (("intake", "not-there.jsonl"), 2),
    ],
)
def test_a_wrong_word_is_said_plainly(small_shell: Shell, words: tuple[str, ...], code: int) -> None:
    answer = small_shell.run(*words)
    assert answer.returncode == code, answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stderr.strip()


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/nowhere/desk.db", "postgresql://nobody@127.0.0.1:1/x", "nonsense", "mysql://x/y"]
)
def test_a_database_that_cannot_be_opened_is_said_plainly(small_shell: Shell, url: str) -> None:
    answer = small_shell.run("export", "mentions", DATABASE_URL=url)
    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr, answer.stderr[-1500:]
