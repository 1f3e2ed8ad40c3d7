from tests.readme import PARTS, README, written


def test_the_readme_says_what_the_code_does():
    text = README.read_text()
    assert written(text) == text, "run `python -m tests.readme`"


def test_every_part_of_the_readme_is_filled():
    for name, part in PARTS.items():
        assert len(part().splitlines()) > 3, name
