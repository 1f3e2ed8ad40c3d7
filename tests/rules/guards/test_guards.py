"""The guards catch private data however it is written, and leave innocent replies alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from bot.rules.guards import Kind, Policy, find, mask
from tests.rules.guards import measure

POLICY = Policy()
CASES = measure.read(measure.CASES)


def kinds(text, policy=POLICY):
    return [finding.kind for finding in find(text, policy)]


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"]], ids=lambda case: case["text"])
def test_private_data_is_found_with_its_whole_span(case):
    start = case["text"].index(case["private"])
    over = [f for f in find(case["text"], POLICY) if f.kind == case["kind"] and f.start <= start]
    assert any(f.end >= start + len(case["private"]) for f in over)


@pytest.mark.parametrize("case", [case for case in CASES if not case["kind"]], ids=lambda case: case["text"])
def test_an_innocent_reply_passes(case):
    assert find(case["text"], POLICY) == ()


def test_the_brands_own_contact_points_pass():
    policy = Policy(allowed=("+44 345 640 2020", "help@acme.com", "shop.example"))
    assert kinds("Call 0345 640 2020 or write to Help@ACME.com or eu@mail.shop.example", policy) == []
    assert kinds("Call 0345 640 2021 or write to jane@acme.com", policy) == [Kind.PHONE, Kind.EMAIL]


def test_a_short_code_allows_no_other_number():
    assert kinds("call 081 234 5191", Policy(allowed=("191",))) == [Kind.PHONE]


def test_a_card_cannot_be_switched_off():
    assert kinds("4242 4242 4242 4242, j@x.com", Policy(off=frozenset(Kind))) == [Kind.CARD]


def test_the_brands_own_order_numbers_are_found_without_a_word():
    assert kinds("it is ac-77-12345 then", Policy(order_patterns=(r"\bAC-\d\d-\d{5}\b",))) == [Kind.ORDER]


def test_a_card_that_fails_its_check_digit_is_no_card():
    assert Kind.CARD not in kinds("4242 4242 4242 4241")


def test_a_number_in_a_link_is_nobodys_phone_but_may_be_a_card():
    assert kinds("https://example.com/?visit=637232283412702988&tel=0812345678") == []
    assert kinds("https://example.com/pay?pan=4242424242424242") == [Kind.CARD]


def test_two_numbers_side_by_side_are_two_findings():
    text = "call 081 234 5678 089 876 5432"
    assert [text[f.start : f.end] for f in find(text, POLICY)] == ["081 234 5678", "089 876 5432"]


def test_a_publishers_mask_counts_only_when_asked():
    text = "Call us at __phone__ or __email__"
    assert kinds(text) == []
    assert kinds(text, Policy(masks_count=True)) == [Kind.PHONE, Kind.EMAIL]


def test_what_a_channel_sees_is_covered():
    text = "I am jane@example.com, card 4242 4242 4242 4242, tel. 081-234-5678"
    assert mask(text, POLICY) == "I am j•••@•••, card •••• 4242, tel. •••78"


def test_spans_count_in_the_original_text():
    text = "ﬁne 👩‍👩‍👧 ０８１\u200b-２３４-５６７８!"
    (finding,) = find(text, POLICY)
    assert text[finding.start : finding.end] == "０８１\u200b-２３４-５６７８"


@given(st.text(alphabet=st.sampled_from("0123456789٣๔４ .-@()+/\u200babz:,#$é卡元"), max_size=120))
def test_findings_are_in_order_apart_and_inside_the_text(text):
    places = [0, *(place for f in find(text, POLICY) for place in (f.start, f.end)), len(text)]
    assert places == sorted(places)
    assert all(f.start < f.end for f in find(text, POLICY))


@given(st.text(max_size=80))
def test_a_masked_text_is_at_rest_for_cards_and_addresses(text):
    assert not {Kind.CARD, Kind.IBAN} & set(kinds(mask(text + " 4242 4242 4242 4242 ", POLICY)))


@given(
    st.text("0123456789", min_size=14, max_size=14),
    st.lists(st.sampled_from(["", " ", ".", "-", "\u200b", "\u2060", " \u200d"]), min_size=15, max_size=15),
    st.sampled_from("0٠۰๐०০０"),
)
def test_a_card_is_found_however_it_is_split_and_in_any_digits(body, gaps, zero):
    number = "4" + body
    number += luhn.calc_check_digit(number)
    digits = [chr(ord(zero) + int(digit)) for digit in number]
    spelled = "".join(digit + gap for digit, gap in zip(digits, [*gaps, ""], strict=True))
    assert Kind.CARD in kinds(f"x {spelled} y") or Kind.IBAN in kinds(f"x {spelled} y")


def test_the_cases_cover_ten_digit_systems_and_are_well_formed():
    assert len({case["note"] for case in CASES if case["note"].endswith(" digits")}) >= 10


def test_the_figures_can_be_measured_without_the_public_data(tmp_path, capsys):
    measure.main(["--data", str(tmp_path)])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (share,) = (line["share"] for line in lines if line.get("kind") == "structured" and line["labelled"])
    assert share >= 0.99
