"""What counts as the answer to the one question, and how seldom it is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.survey_words import LANGUAGES, WORDS, question
from bot.rules.surveys import SurveyPolicy, due, read
from bot.rules.triage.fold import fold
from storage.words import SurveyKind

SATISFACTION, NPS = SurveyKind.SATISFACTION, SurveyKind.NPS
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5", 5),
        (" 4. ", 4),
        ("4️⃣", 4),
        ("๕", 5),
        ("۵", 5),
        ("٣", 3),
        ("２", 2),
        ("*5*", 5),
        ("5/5", 5),
        ("4 of 5!", 4),
        ("4 von 5", 4),
        ("5 stars", 5),
        ("5分", 5),
        ("2: took too long", 2),
        ("1\nNobody called me back.", 1),
        ("5 – thanks a lot", 5),
        ("5 thanks", 5),
        ("5 ขอบคุณครับ", 5),
        ("3 😐", 3),
        ("⭐⭐⭐⭐", 4),
        ("★★ slow", 2),
        ("😡", 1),
        ("👍🏽 cheers", 5),
        ("👎", 2),
        ("Great!", 5),
        ("Not good.", 2),
        ("ดีมากครับ", 5),
        ("แย่มาก", 1),
        ("خیلی خوب بود", 5),
        ("راضی نیستم", 2),
        ("很好", 5),
        ("不满意", 2),
        ("Отлично!", 5),
        ("плохо", 2),
        ("Sehr gut, danke", 5),
        ("unzufrieden", 2),
        ("¡Muy bien!", 5),
        ("Très bien", 5),
        ("Ótimo", 5),
    ],
)
def test_numbers_signs_and_words_are_answers(text: str, score: int) -> None:
    found = read(text, SATISFACTION)
    assert found is not None
    assert found.score == score


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2 of my cups are broken",
        "5 cups arrived",
        "1 question: where is it?",
        "0",
        "6",
        "10",
        "4/10",
        "2026",
        "Where is my second parcel?",
        "It is good that you ask, but nothing came.",
        "⭐⭐⭐⭐⭐⭐",
        "3rd time I write",
    ],
)
def test_what_is_about_something_else_is_no_answer(text: str) -> None:
    assert read(text, SATISFACTION) is None


@pytest.mark.parametrize(("text", "score"), [("10", 10), ("9/10", 9), ("0", 0), ("۷ – خوب", 7)])
def test_the_other_question_goes_from_nought_to_ten(text: str, score: int) -> None:
    found = read(text, NPS)
    assert found is not None
    assert found.score == score
    assert found.is_unhappy is (score <= 6)
    assert read("11", NPS) is read("😡", NPS) is None


def test_it_is_asked_in_the_first_markets_languages_and_else_in_english() -> None:
    assert LANGUAGES == ("en", "th", "fa", "zh", "ru", "de", "es", "fr", "pt")
    for kind in SurveyKind:
        texts = {question(kind, language) for language in LANGUAGES}
        assert len(texts) == len(LANGUAGES)
        assert question(kind, "sw") == question(kind, "en")
        assert max(map(len, texts)) < 160


def test_words_are_spelled_as_texts_are_folded() -> None:
    assert [word for word in WORDS if fold(word).strip() != word] == []


@pytest.mark.parametrize(
    ("policy", "days", "nps_days", "kind"),
    [
        (SurveyPolicy(), None, None, SATISFACTION),
        (SurveyPolicy(), 6.9, None, None),
        (SurveyPolicy(), 7, None, SATISFACTION),
        (SurveyPolicy(satisfaction=False), None, None, None),
        (SurveyPolicy(nps=True), None, None, NPS),
        (SurveyPolicy(nps=True), 8, 90, SATISFACTION),
        (SurveyPolicy(nps=True), 8, 91, NPS),
        (SurveyPolicy(nps=True), 1, 200, None),
    ],
)
def test_nobody_is_asked_too_often(policy, days, nps_days, kind) -> None:
    ago = [None if count is None else NOW - timedelta(days=count) for count in (days, nps_days)]
    assert due(policy, *ago, NOW) is kind
