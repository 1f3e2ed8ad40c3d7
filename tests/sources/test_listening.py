"""What nobody sent to us counts only where it names us; what was sent to us always counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.commands.listen import try_text
from bot.networks.port import Author, Change
from bot.settings import Settings
from storage.tables import Mention, Ticket
from tests.desk_in_town import Founder, Town
from tests.sources.posts import arrive, post

NAMES = """
[listening]
never_about = ["parody"]
[[listening.term]]
text = "Acmephone"
kind = "product"
fuzzy = true
"""
BEN = Author("p-ben", "ben")


@pytest.fixture
def listening(found: Founder, sqlite_url: str) -> Iterator[Town]:
    with found(sqlite_url, desk=NAMES) as town:
        yield town


def texts(town: Town) -> list[str]:
    return [mention.text for mention in town.rows(Mention)]


@pytest.mark.parametrize("found_by", ["search", "hashtag", "feed", "community"])
def test_a_find_that_names_nothing_of_ours_is_passed_by(listening: Town, found_by: str) -> None:
    received = arrive(listening, post(listening, "1", "nice weather", found_by=found_by))
    assert (received.passed_by, received.opened, texts(listening)) == (1, 0, [])


def test_a_find_that_names_us_becomes_a_card_that_says_what_matched(listening: Town) -> None:
    arrive(listening, post(listening, "1", "my acmephon died", found_by="search"))
    listening.settle()
    assert "'acmephon' is 1 letter away from the product 'Acmephone'" in listening.card_says()


def test_what_was_sent_to_us_needs_no_name(listening: Town) -> None:
    arrive(listening, post(listening, "1", "why is nobody answering?"))
    arrive(listening, post(listening, "2", "in private, please", private=True, thread="dm-1"))
    assert texts(listening) == ["why is nobody answering?", "in private, please"]


def test_a_word_that_is_never_about_us_wins(listening: Town) -> None:
    assert arrive(listening, post(listening, "1", "an Acmephone parody", found_by="feed")).passed_by == 1


def test_the_same_post_found_two_ways_is_one_mention(listening: Town) -> None:
    arrive(listening, post(listening, "1", "my Acmephone died", found_by="search"))
    again = arrive(listening, post(listening, "1", "my Acmephone died"))
    assert (again.known, len(listening.rows(Mention)), len(listening.rows(Ticket))) == (1, 1, 1)


def test_a_find_that_was_passed_by_counts_once_it_turns_out_to_be_sent_to_us(listening: Town) -> None:
    arrive(listening, post(listening, "1", "it died", found_by="search"))
    assert arrive(listening, post(listening, "1", "it died")).opened == 1


def test_a_further_find_by_the_customer_joins_without_naming_us(listening: Town) -> None:
    arrive(listening, post(listening, "1", "my Acmephone died", found_by="search"))
    joined = arrive(listening, post(listening, "2", "any news?", found_by="search", in_reply_to="1"))
    stranger = arrive(listening, post(listening, "3", "same", found_by="search", in_reply_to="1", author=BEN))
    assert (joined.joined, stranger.passed_by) == (1, 1)


def test_a_find_passed_by_is_heard_when_an_edit_names_us(listening: Town) -> None:
    arrive(listening, post(listening, "1", "it died", found_by="search"))
    edited = post(listening, "1", "my Acmephone died", found_by="search", change=Change.EDITED)
    assert arrive(listening, edited).opened == 1


def test_without_names_every_find_counts(small_town: Town) -> None:
    assert arrive(small_town, post(small_town, "1", "nice weather", found_by="search")).opened == 1


def test_a_source_all_about_the_brand_is_not_listened_to(listening: Town) -> None:
    network = listening.running.desk.networks["skyline"]
    network.settings = network.settings.model_copy(update={"listen": False})
    assert arrive(listening, post(listening, "1", "nice weather", found_by="feed")).opened == 1


@pytest.mark.parametrize(
    "kinds", [[Change.EDITED], [Change.EDITED, Change.POSTED], [Change.POSTED, Change.EDITED]]
)
def test_an_edit_of_a_post_that_never_came_is_that_post(small_town: Town, kinds: list[Change]) -> None:
    received = arrive(small_town, *(post(small_town, "1", "It is late!", change=kind) for kind in kinds))
    assert (received.opened, texts(small_town)) == (1, ["It is late!"])
    assert arrive(small_town, post(small_town, "1", "It is late!", change=Change.EDITED)).known == 1


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("my acmephon died", 0, "Why: 'acmephon' is 1 letter away from the product 'Acmephone'"),
        ("nice weather", 1, "It is passed by"),
    ],
)
def test_an_operator_can_try_a_text(
    text: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    term = {"text": "Acmephone", "kind": "product", "fuzzy": True}
    assert try_text(Settings(listening={"term": [term]}), text) == code
    assert said in capsys.readouterr().out


def test_without_names_a_try_says_that_everything_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert try_text(Settings(), "nice weather") == 0
    assert "names nothing" in capsys.readouterr().out
