"""`mentiondesk guard` and `approval why` read what people really pipe into them: each odd line gets one clear sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.commands.processes import variables

NOT_JSON = "cannot be read: it is not valid JSON."
NO_TEXT = 'cannot be read: it should look like {"text": "..."}.'
CONFIG = (
    '[desk]\nchannel = "care"\n[[approval.rule]]\nname = "law"\nsteps = ["lead"]\npatterns = ["lawyer"]\n'
)


def piped(folder: Path, given: bytes, *words: str) -> tuple[list[dict[str, object]], list[str], int]:
    """What the command answers, what it complains of, and its exit code."""
    (folder / "desk.toml").write_text(CONFIG)
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        check=False,
        cwd=folder,
        env=variables(folder),
        input=given,
        capture_output=True,
        timeout=120,
    )
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return answers, done.stderr.decode().splitlines(), done.returncode


def test_odd_lines_are_named_and_the_others_judged(tmp_path: Path) -> None:
    given = [
        b'\xef\xbb\xbf{"text": "with a mark before it"}',
        b"",
        b'{"text": "cut o',
        b'{"txt": "no text"}',
        b"[1]",
        b'{"text": 5}',
        b'{"text": "\xff bad bytes, jane@example.com"}',
        b'{"text": "a\\u0000b \\ud83d jane@example.com"}',
        b'{"text": ""}',
    ]
    answers, said, code = piped(tmp_path, b"\n".join(given), "guard", "--audience", "public")
    assert said == [f"Line 3 {NOT_JSON}", f"Line 4 {NO_TEXT}", f"Line 5 {NO_TEXT}", f"Line 6 {NO_TEXT}"]
    assert [len(list(answer["found"])) for answer in answers] == [0, 1, 1, 0]  # type: ignore[call-overload]
    assert code == 1


def test_spans_count_characters_of_the_text_as_it_was_given(tmp_path: Path) -> None:
    texts = {
        "👩‍👩‍👧 ０８１\u200b-２３４-５６７８!": "０８１\u200b-２３４-５６７８",
        "שלום 050-123-4567 תודה": "050-123-4567",
        "ﬁne: jane\u2060@example.com.": "jane\u2060@example.com",
    }
    given = "\n".join(json.dumps({"text": text}) for text in texts).encode()
    answers, said, code = piped(tmp_path, given, "guard", "--audience", "private")
    for text, answer in zip(texts, answers, strict=True):
        (found,) = answer["found"]  # type: ignore[misc]
        assert text[found["start"] : found["end"]] == texts[text]
    assert (said, code) == ([], 0)


def test_a_very_long_line_is_judged_in_good_time(tmp_path: Path) -> None:
    given = json.dumps({"text": "a_at_b_" * 3000 + " jane@example.com"}).encode()
    answers, said, code = piped(tmp_path, given, "guard", "--audience", "public")
    assert (len(answers), said, code) == (1, [], 0)


def test_facts_of_the_wrong_kind_are_named_by_key(tmp_path: Path) -> None:
    given = [
        {"id": 1, "text": "Our lawyer writes.", "followers": None, "author_sent": None, "audience": None},
        {"text": "x", "followers": "many"},
        {"text": "x", "author_sent": [1]},
        {"text": "x", "audience": "all"},
        {"text": "x", "saved_reply": 7},
    ]
    lines = "\n".join(json.dumps(one) for one in given).encode()
    answers, said, code = piped(tmp_path, lines, "approval", "why")
    assert [(answer["id"], answer["needed"]) for answer in answers] == [(1, True)]
    assert said == [
        'Line 2 cannot be read: "followers" should be a number.',
        'Line 3 cannot be read: "author_sent" should be a number.',
        'Line 4 cannot be read: "audience" should be "public" or "private".',
        'Line 5 cannot be read: "saved_reply" should be a text.',
    ]
    assert code == 1


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(CONFIG)
    (tmp_path / "many.jsonl").write_text('{"text": "x"}\n' * 20_000)
    with (
        (tmp_path / "many.jsonl").open() as given,
        subprocess.Popen(
            [sys.executable, "-m", "bot", "guard", "--audience", "public"],
            cwd=tmp_path,
            env=variables(tmp_path),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(60)
