"""`mentiondesk windows due` and `simulate`, and the hours, ladders and claims of desk.toml."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.policy import HoursSettings, PublicHolidays, TimeSettings, mistakes_of_time, teams_of, time_policy
from bot.rules.hours import Team
from bot.settings import WrongSettings, load

FRIDAY = ["--opened", "2026-03-27T16:45", "--zone", "Europe/Berlin"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'desk.db'}")

    def invoke(*words: str, stdin: str = ""):
        return CliRunner().invoke(app, ["windows", *words], input=stdin)

    return invoke


def lines(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def test_friday_afternoon_ends_on_monday_morning_without_any_settings(run) -> None:
    first = lines(run("due", *FRIDAY))[0]
    assert (first["name"], first["due_local"]) == ("first_response", "2026-03-30T09:15:00+02:00")
    assert first["working_seconds"] == 1800


def test_the_hours_of_desk_toml_count(run, tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text('[hours]\nzone = "Europe/Berlin"\nshifts = ["daily 00:00-24:00"]\n')
    assert lines(run("due", *FRIDAY))[0]["due_local"] == "2026-03-27T17:15:00+01:00"


def test_cases_from_standard_input_are_numbered_and_a_wrong_one_is_named(run) -> None:
    case = json.dumps({"opened": "2026-03-27T16:45", "zone": "Europe/Berlin", "urgency": "urgent"})
    result = run("due", "--jsonl", stdin=f"{case}\n\nnonsense\n")
    assert {line["case"] for line in lines(result)} == {1}
    assert lines(result)[0]["due_utc"] == "2026-03-27T15:55:00+00:00"
    assert result.exit_code == 1
    assert "Line 3" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--opened 2026-03-27T16:45"),
        (["--opened", "yesterday"], "“yesterday” is no time"),
        ([*FRIDAY[:3], "Mars/Olympus"], "no time zone"),
        ([*FRIDAY, "--urgency", "someday"], "'urgent', 'normal' or 'low'"),
        ([*FRIDAY, "--audience", "nobody"], "'public' or 'private'"),
        ([*FRIDAY, "--policy", "gone.toml"], "gone.toml is not there"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused_in_a_sentence(run, words: list[str], said: str) -> None:
    result = run("due", *words)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_network_no_rule_knows_is_remarked_on_and_still_counted(run) -> None:
    result = run("due", *FRIDAY, "--network", "facebok")
    assert result.exit_code == 0
    assert "Known: bluesky, facebook" in result.stderr
    assert lines(result)[0]["name"] == "first_response"


def test_without_a_zone_the_clock_is_that_of_the_desk(run, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('[hours]\nzone = "Asia/Bangkok"\n')
    result = run("due", "--opened", "2026-03-27T16:45", "--policy", "other.toml")
    assert lines(result)[0]["due_local"] == "2026-03-30T09:15:00+07:00"


def test_where_the_hours_name_no_zone_the_one_asked_about_is_taken_and_said(run, tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text('[hours]\nshifts = ["mon-fri 08:00-16:00"]\n')
    result = run("due", *FRIDAY)
    assert lines(result)[0]["due_local"] == "2026-03-30T08:30:00+02:00"
    assert "taken in Europe/Berlin" in result.stderr


TEHRAN_AND_BERLIN = """
[[team]]
name = "Tehran"
zone = "Asia/Tehran"
shifts = ["sat-wed 09:00-17:00"]
[[team]]
name = "Berlin"
zone = "Europe/Berlin"
shifts = ["mon-fri 09:00-12:30", "mon-fri 13:30-17:00"]
country = "DE"
"""


@pytest.mark.parametrize(
    ("opened", "zone", "due"),
    [
        ("2026-03-28T15:00", "UTC", "2026-03-29T06:00:00+00:00"),  # Saturday 18:30 in Tehran: Sunday there
        ("2026-03-26T12:00", "Europe/Berlin", "2026-03-26T11:30:00+00:00"),  # ends with the first block
        ("2026-03-26T12:15", "Europe/Berlin", "2026-03-26T12:45:00+00:00"),  # goes on after lunch
        ("2026-04-03T09:00", "Europe/Berlin", "2026-04-04T06:00:00+00:00"),  # Good Friday: Tehran on Saturday
    ],
)
def test_the_team_that_is_open_takes_over(run, tmp_path: Path, opened: str, zone: str, due: str) -> None:
    (tmp_path / "desk.toml").write_text(TEHRAN_AND_BERLIN)
    first = lines(run("due", "--opened", opened, "--zone", zone))[0]
    assert first["due_utc"] == due


def test_simulate_shows_what_other_targets_would_have_missed(run, tmp_path: Path) -> None:
    tickets = [
        {
            "opened": f"2026-03-0{day}T10:00:00Z",
            "answered": [f"2026-03-0{day}T10:20:00Z"],
            "resolved": f"2026-03-0{day}T11:00:00Z",
        }
        for day in range(2, 6)
    ]
    (tmp_path / "past.jsonl").write_text("\n".join(map(json.dumps, tickets)))
    result = run("simulate", "--file", "past.jsonl", "--first-response", "15", "--picture", "out.png")
    assert result.exit_code == 0, result.output
    assert "4 tickets replayed" in result.output
    assert "4 (100%)" in result.output
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--file", "gone.jsonl"], "gone.jsonl could not be read"),
        (["--file", "naive.jsonl"], "has no offset"),
        (["--file", "good.jsonl", "--picture", "nowhere/out.png"], "--picture"),
        (["--file", "good.jsonl", "--picture", "out.nonsense"], "--picture"),
    ],
)
def test_simulate_says_what_it_cannot_read_or_write(run, tmp_path: Path, words: list[str], said: str) -> None:
    (tmp_path / "naive.jsonl").write_text('{"opened": "2026-03-02T10:00"}')
    (tmp_path / "good.jsonl").write_text('{"opened": "2026-03-02T10:00Z"}')
    result = run("simulate", *words)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_simulate_with_nothing_to_replay_says_so(run) -> None:
    result = run("simulate")
    assert result.exit_code == 1
    assert "nothing to replay" in result.output


def mistakes(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "desk.toml").write_text(text)
    with pytest.raises(WrongSettings) as wrong:
        load({"MENTIONDESK_CONFIG": str(tmp_path / "desk.toml")}, slack=False)
    return [str(mistake) for mistake in wrong.value.mistakes]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[hours]\nshifts = []", "never open"),
        ('[hours]\nzone = "Mars"', "unknown zone"),
        ('[hours]\nshifts = ["funday 9-5"]', "is no shift"),
        ('[hours]\nshifts = ["mon-fri 9-25"]', "is no shift"),
        ('[hours]\nshifts = ["mon-fri 9-24:30"]', "is no shift"),
        ('[[target]]\nurgency = ["pressing"]', "'urgent', 'normal' or 'low'"),
        ("[[target]]\nresolution_minutes = 1000000", "more than all working time of a year"),
        ('[hours]\ncountry = "XX"', "no calendar of public holidays"),
        ("[nags]\nshares = [1.0, 0.5]", "rising"),
        ("[claims]\nwarn_minutes = 60\nlapse_minutes = 45", "before it lapses"),
        ('[hours]\nzone = "UTC"\n[[team]]\nname = "a"', "given twice"),
        ('[[team]]\nname = "a"\n[[team]]\nname = "a"', "Two teams"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_cure(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in sentence for sentence in mistakes(tmp_path, text))


def test_no_open_day_is_told_together_with_mistakes_elsewhere(tmp_path: Path) -> None:
    told = "\n".join(mistakes(tmp_path, '[hours]\nshifts = []\n[desk]\nchanel = "x"\n'))
    assert "never open" in told
    assert "desk.chanel" in told


@pytest.mark.parametrize("shift", ["mon-fri 9-17", "Mon-Fri 9:00-17:00", "mon,tue,wed,thu,fri 09-17:00"])
def test_shifts_may_be_written_short(shift: str) -> None:
    (team,) = teams_of(TimeSettings(hours=HoursSettings(shifts=(shift,))))
    assert team.shifts == Team().shifts


def test_one_condition_of_a_target_needs_no_brackets(run, tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(
        '[[target]]\nnetwork = "x"\nurgency = "normal"\nfirst_response_minutes = 5\n'
    )
    first = lines(run("due", *FRIDAY, "--network", "x"))[0]
    assert first["due_local"] == "2026-03-27T16:50:00+01:00"


def test_shifts_are_read_over_the_weekend_and_past_midnight() -> None:
    (team,) = teams_of(TimeSettings(hours=HoursSettings(shifts=("fri-mon 22:00-06:00", "daily 00:00-24:00"))))
    assert team.shifts[0].days == ("fri", "sat", "sun", "mon")
    assert team.shifts[1].start == team.shifts[1].end


def test_public_holidays_come_from_the_country_and_its_part() -> None:
    bavaria, berlin = PublicHolidays("DE", "BY"), PublicHolidays("DE", "BE")
    epiphany = date(2026, 1, 6)
    assert (epiphany in bavaria, epiphany in berlin) == (True, False)
    policy = time_policy(TimeSettings(hours=HoursSettings(country="de", subdivision="BY")))
    assert not mistakes_of_time(TimeSettings())
    assert policy.calendar.teams[0].holidays == bavaria
