"""What the dialog says when a reply shows private data."""

import pytest

from bot.rules.guards import Kind, Policy
from bot.rules.guards.verdict import NAMES, PUBLIC_LINES, report, verdict
from storage.words import Audience

POLICY = Policy()
CARD = "Your card 4242 4242 4242 4242 was charged"
PHONE = "We will ring you on 081-234-5678"


def test_a_public_phone_number_is_refused_with_a_way_out():
    judged = verdict(PHONE, Audience.PUBLIC, POLICY)
    assert judged.refused
    assert judged.overridable
    assert "a phone number" in judged.sentence
    assert PUBLIC_LINES["en"] in judged.sentence


def test_a_private_phone_number_passes_and_is_still_reported():
    judged = verdict(PHONE, Audience.PRIVATE, POLICY)
    assert (judged.refused, judged.sentence) == (False, "")
    assert [finding.kind for finding in judged.findings] == [Kind.PHONE]


@pytest.mark.parametrize("audience", Audience)
def test_a_payment_card_is_refused_everywhere_and_never_overridden(audience):
    judged = verdict(CARD, audience, POLICY)
    assert (judged.refused, judged.overridable) == (True, False)
    assert "never go out" in judged.sentence


def test_the_last_four_digits_of_a_card_pass_in_private():
    assert not verdict("Your card ending in 4242", Audience.PRIVATE, POLICY).refused


def test_an_innocent_reply_says_nothing():
    judged = verdict("Thank you!", Audience.PUBLIC, POLICY)
    assert (judged.findings, judged.refused, judged.sentence) == ((), False, "")


def test_all_kinds_are_named_in_one_sentence():
    said = verdict("write to j@x.com or call 081-234-5678", Audience.PUBLIC, POLICY).sentence
    assert "an e-mail address and a phone number" in said


@pytest.mark.parametrize("language", PUBLIC_LINES)
def test_the_public_line_speaks_the_customers_language_and_passes_the_guards(language):
    line = verdict(PHONE, Audience.PUBLIC, POLICY, language).suggested_public_line
    assert line == PUBLIC_LINES[language]
    assert not verdict(line, Audience.PUBLIC, POLICY).refused


def test_an_unknown_language_gets_the_english_line():
    assert verdict(PHONE, Audience.PUBLIC, POLICY, "xx").suggested_public_line == PUBLIC_LINES["en"]


def test_every_kind_has_a_name():
    assert set(NAMES) == set(Kind)


def test_the_report_is_ready_for_json():
    line = report(PHONE, Audience.PUBLIC, POLICY)
    assert line["found"] == [{"kind": "phone", "start": 20, "end": 32}]
    assert line["refused"]
    assert str(line["says"]).startswith("This reply is public")
