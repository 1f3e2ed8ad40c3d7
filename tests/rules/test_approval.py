"""When a reply needs approval, by whom, and what the approval is bound to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.approval import (
    ApprovalPolicy,
    ReplyFacts,
    Rule,
    Step,
    approvers_now,
    fingerprint,
    may_approve,
    named,
    needs,
    report,
)
from storage.words import Audience

PUBLIC, PRIVATE = Audience.PUBLIC, Audience.PRIVATE
PLAIN = ReplyFacts("Thanks, glad it works!", PUBLIC, "bluesky", "@acme")
OTHER = replace(PLAIN, audience=PRIVATE, author_sent=99, saved_reply=PLAIN.text)  # what no rule is about
ASKED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = ASKED + timedelta(hours=1)
LEGAL = Rule("legal words", steps=("lead", "legal"), topics=("legal",))


def step_names(reply, *rules):
    return [step.name for step in needs(reply, ApprovalPolicy(rules)).steps]


@pytest.mark.parametrize(
    ("condition", "reply"),
    [
        ({"topics": ("legal",)}, {"text": "Please speak to our lawyers."}),
        ({"topics": ("legal",)}, {"text": "Bitte an unseren Anwalt."}),
        ({"topics": ("safety",)}, {"text": "ขออภัยที่คุณบาดเจ็บ"}),
        ({"topics": ("press",)}, {"text": "我们已答复记者"}),
        ({"topics": ("discrimination",)}, {"text": "Мы против дискриминации."}),
        ({"topics": ("safety", "legal")}, {"text": "Voir avec notre avocat."}),
        ({"patterns": (r"free (of charge|gift)",)}, {"text": "It is Free of charge"}),
        ({"amount_above": 100}, {"text": "We will refund $100.50 today"}),
        ({"amount_above": 1000}, {"text": "Wir erstatten Ihnen 1.250,00 €"}),
        ({"amount_above": 100}, {"text": "退款５００元"}),
        ({"angry": True}, {"angry": True}),
        ({"vip": True}, {"vip": True}),
        ({"crisis": True}, {"crisis": True}),
        ({"followers_from": 10_000}, {"followers": 10_000}),
        ({"trainee": True}, {"author_is_trainee": True}),
        ({"first_replies": 5}, {"author_sent": 4}),
        ({"audience": PUBLIC}, {"audience": PUBLIC}),
        ({"networks": ("x",)}, {"network": "x"}),
        ({"accounts": ("@acme_de",)}, {"account": "@acme_de"}),
        ({"similar_below": 80}, {"saved_reply": "Your parcel is on its way and will be there soon."}),
    ],
)
def test_a_rule_holds_for_the_replies_it_is_about_and_no_other(condition, reply):
    rule = Rule("rule", steps=("lead",), **condition)
    assert step_names(replace(OTHER, **reply), rule) == ["lead"]
    assert step_names(OTHER, rule) == []


@pytest.mark.parametrize(
    "text", ["Explore our brand new Fire TV", "As I recall, it is fine", "Issue solved!", "Press the button"]
)
def test_everyday_words_touch_on_no_topic(text):
    topics = ("legal", "safety", "press", "discrimination")
    assert step_names(replace(PLAIN, text=text), Rule("words", steps=("lead",), topics=topics)) == []


def test_an_amount_at_the_limit_or_no_refund_at_all_needs_nothing():
    rule = Rule("money", steps=("lead",), amount_above=100)
    assert step_names(replace(PLAIN, text="We will refund $100"), rule) == []
    assert step_names(replace(PLAIN, text="The phone costs $900"), rule) == []


def test_every_condition_of_a_rule_must_hold():
    rule = Rule("angry in public", steps=("lead",), angry=True, audience=PUBLIC)
    assert step_names(replace(PLAIN, angry=True), rule) == ["lead"]
    assert step_names(replace(PLAIN, angry=True, audience=PRIVATE), rule) == []


def test_a_rule_without_conditions_holds_always():
    asked = needs(PLAIN, ApprovalPolicy((Rule("all", steps=("lead",)),)))
    assert asked.steps == (Step("lead"),)
    assert asked.reasons[0].sentence == "Needs approval because every reply does."


def test_a_trainee_is_always_approved_even_where_a_rule_exempts():
    asked = needs(replace(PLAIN, author_is_trainee=True), ApprovalPolicy((Rule("free", audience=PUBLIC),)))
    assert [step.name for step in asked.steps] == ["lead"]
    assert "“free”" in asked.reasons[-1].sentence
    assert "“trainees”" in asked.reasons[-1].sentence


def test_steps_keep_their_order_and_are_asked_once():
    text = replace(PLAIN, text="Our lawyer will call", angry=True)
    assert step_names(text, LEGAL, Rule("angry", steps=("lead",), angry=True)) == ["lead", "legal"]


def test_where_two_rules_clash_the_stricter_wins_and_both_are_named():
    every = Rule("every lead", steps=("lead",), all_of=True, angry=True)
    one = Rule("one lead", steps=("lead",), audience=PUBLIC)
    asked = needs(replace(PLAIN, angry=True), ApprovalPolicy((one, every)))
    assert asked.steps == (Step("lead", all_of=True),)
    assert "“one lead”" in asked.reasons[-1].sentence
    assert "“every lead”" in asked.reasons[-1].sentence


def test_the_reason_is_a_plain_sentence():
    asked = needs(
        replace(PLAIN, text="We will refund $250", angry=True),
        ApprovalPolicy((Rule("money", ("lead",), amount_above=100, angry=True),)),
    )
    assert asked.reasons[0].sentence == (
        "Needs approval because it promises 250, above the limit of 100 and the customer is angry."
    )


def test_the_report_is_ready_for_json():
    assert report(replace(PLAIN, vip=True), ApprovalPolicy((Rule("vip", ("lead",), vip=True),))) == {
        "needed": True,
        "steps": [{"step": "lead", "of": "any"}],
        "why": [{"rule": "vip", "says": "Needs approval because the customer is a VIP."}],
    }
    assert report(PLAIN, ApprovalPolicy())["needed"] is False


@pytest.mark.parametrize(
    "changed",
    [
        ("hi!", PUBLIC, "@acme", "m1", ("a", "b")),
        ("hi", PRIVATE, "@acme", "m1", ("a", "b")),
        ("hi", PUBLIC, "@acme_de", "m1", ("a", "b")),
        ("hi", PUBLIC, "@acme", "m2", ("a", "b")),
        ("hi", PUBLIC, "@acme", "m1", ("b", "a")),
        ("hi", PUBLIC, "@acme", "m1", ("ab",)),
    ],
)
def test_any_change_changes_the_fingerprint(changed):
    assert fingerprint(*changed) != fingerprint("hi", PUBLIC, "@acme", "m1", ("a", "b"))


@given(st.text(), st.text(), st.text())
def test_a_fingerprint_knows_where_one_part_ends(text, account, parent):
    assert fingerprint(text, PUBLIC, account, parent, ()) == fingerprint(text, PUBLIC, account, parent, [])
    assert fingerprint(text + "x", PUBLIC, account, parent, ()) != fingerprint(
        text, PUBLIC, "x" + account, parent, ()
    )


def test_nobody_approves_their_own_reply_nor_one_they_edited():
    team = frozenset({"alice", "bob", "carol"})
    assert "wrote" in may_approve("alice", "alice", (), "lead", team).sentence
    assert "edited" in may_approve("bob", "alice", ("bob",), "lead", team).sentence
    assert may_approve("carol", "alice", ("bob",), "lead", team) is None


def test_the_author_stays_the_author_after_somebody_elses_edit():
    assert may_approve("alice", "alice", ("bob",), "lead", frozenset({"alice"})) is not None


def test_an_outsider_is_told_who_can_and_an_empty_group_is_said_aloud():
    assert "<@bob>" in may_approve("mallory", "alice", (), "lead", frozenset({"bob"})).sentence
    assert "empty" in may_approve("bob", "alice", (), "lead", frozenset()).sentence


@pytest.mark.parametrize(
    ("minutes", "away", "deputy_may"),
    [
        (0, set(), False),
        (29, set(), False),
        (30, set(), True),
        (59, set(), True),
        (0, {"bob"}, True),
        (0, {"zoe"}, False),
    ],
)
def test_a_deputy_joins_at_half_of_the_window_or_when_the_approver_is_away(minutes, away, deputy_may):
    now = ASKED + timedelta(minutes=minutes)
    may = approvers_now(frozenset({"bob"}), frozenset({"dee"}), frozenset(away), ASKED, DUE, now)
    assert ("dee" in may) is deputy_may
    assert "bob" in may


@pytest.mark.parametrize(
    ("names", "any_of", "all_of"),
    [
        ((), "", ""),
        (("Mia",), "Mia", "Mia"),
        (("Tom", "Mia"), "Mia or Tom", "Mia and Tom"),
        (("Tom", "Mia", "Ana"), "Ana, Mia or Tom", "Ana, Mia and Tom"),
        (("Zoe", "Tom", "Mia", "Ana", "Yan"), "Ana, Mia, Tom or 2 more", "Ana, Mia, Tom and 2 more"),
    ],
)
def test_approvers_are_named_up_to_three(names: tuple[str, ...], any_of: str, all_of: str) -> None:
    assert named(names, all_of=False) == any_of
    assert named(names, all_of=True) == all_of
