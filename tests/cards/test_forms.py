from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.surfaces.slack.forms import errors_at, facts_of, modal, moment_of, values_of
from bot.surfaces.view import (
    Caution,
    Choice,
    FormView,
    Option,
    Paragraph,
    PersonPick,
    Quote,
    TextInput,
    TimePick,
)
from tests.cards.limits import view_problems
from tests.cards.samples import NOW, moments, words

AUDIENCES = (
    Option("public", "Public", "Everybody can read it"),
    Option("private", "Private", "Only the customer"),
)
REPLY = FormView(
    id="reply",
    title="Reply publicly",
    submit="Post publicly",
    parts=(
        Quote("My order never arrived", by="Nora Lindqvist @nora"),
        Choice("audience", "Who will read it", AUDIENCES, value="public", radio=True, live=True),
        Choice("saved", "Start from a saved reply", (Option("1", "Sorry"),), optional=True, live=True),
        TextInput("text#1", "Reply", value="Hello Nora,", multiline=True, live=True),
        Paragraph("12 of 300 characters", quiet=True, id="length"),
        Caution("It asks for an order number in public."),
        PersonPick("person", "Hand over to"),
        TimePick("until", "Until", NOW),
    ),
    facts={"ticket": 12, "draft": 3},
)


def unlike_ids(parts):
    """Parts as the desk makes them: each with a name of its own."""
    named = []
    for at, part in enumerate(parts):
        named.append(replace(part, id=f"part{at}") if hasattr(part, "id") else part)
    return tuple(named)


options = st.lists(st.builds(Option, st.uuids().map(str), words, words), max_size=4).map(
    lambda some: tuple(replace(one, value=f"{at}") for at, one in enumerate(some * 30))
)
labels = words.map(lambda text: text.strip() or "Label")
parts = st.lists(
    st.one_of(
        st.builds(Paragraph, words, st.booleans(), st.sampled_from(["", "x"])),
        st.builds(Caution, words),
        st.builds(Quote, words, words),
        st.builds(
            TextInput, st.just("x"), labels, words, words, words, st.booleans(), st.booleans(), st.booleans()
        ),
        st.builds(
            Choice,
            st.just("x"),
            labels,
            options,
            st.none() | st.just("1"),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        st.builds(PersonPick, st.just("x"), labels),
        st.builds(TimePick, st.just("x"), labels, moments),
    ),
    min_size=1,
    max_size=12,
).map(unlike_ids)
forms = st.builds(FormView, st.just("reply"), labels, labels, parts, st.just({"ticket": 1}), labels)


def typed(view, **values):
    """What Slack sends back: the same view with what was typed."""
    state = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            action = block["element"]["action_id"]
            state[block["block_id"]] = {action: values.get(action, {"type": "x", "value": None})}
    return view | {"state": {"values": state}}


def test_the_reply_dialog_is_what_slack_takes():
    assert view_problems(modal(REPLY)) == []


@given(forms)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_dialog(form):
    assert view_problems(modal(form)) == []


def test_what_was_typed_and_picked_is_read_back_by_part():
    view = typed(
        modal(REPLY),
        audience={"type": "radio_buttons", "selected_option": {"value": "private"}},
        saved={"type": "static_select", "selected_option": None},
        text={"type": "plain_text_input", "value": "Hello *you* <b>"},
        person={"type": "users_select", "selected_user": "U1"},
        until={"type": "datetimepicker", "selected_date_time": 1777816920},
    )
    assert values_of(view) == {
        "audience": "private",
        "saved": "",
        "text": "Hello *you* <b>",
        "person": "U1",
        "until": "1777816920",
    }
    assert moment_of(values_of(view)["until"]) == NOW
    assert moment_of("") is None


def test_facts_come_back_as_they_went():
    assert facts_of(modal(REPLY)) == {"ticket": 12, "draft": 3}
    assert facts_of({"private_metadata": ""}) == {}


def test_an_error_finds_the_block_of_its_part():
    errors = errors_at(typed(modal(REPLY)), {"text": "Too long.", "audience": "Not possible."})
    assert errors == {"text#1": "Too long.", "audience": "Not possible."}


def test_a_new_tail_gives_the_box_a_new_name_and_so_a_new_text():
    first, second = (modal(replace(REPLY, parts=(TextInput(f"text#{at}", "Reply"),))) for at in (1, 2))
    assert first["blocks"][0]["block_id"] != second["blocks"][0]["block_id"]
    assert first["blocks"][0]["element"]["action_id"] == second["blocks"][0]["element"]["action_id"]


def test_a_live_part_tells_the_desk_while_the_person_types():
    box = modal(REPLY)["blocks"][3]
    assert box["dispatch_action"] is True
    assert box["element"]["dispatch_action_config"] == {"trigger_actions_on": ["on_character_entered"]}


def test_closing_a_dialog_is_told_to_the_desk():
    assert modal(REPLY)["notify_on_close"] is True


def test_a_text_longer_than_the_box_says_that_it_was_cut():
    view = modal(replace(REPLY, parts=(TextInput("text", "Reply", value="x" * 5_000, hint="As @acme."),)))
    assert len(view["blocks"][0]["element"]["initial_value"]) == 3_000
    assert view["blocks"][0]["hint"]["text"].startswith("As @acme. This box holds 3,000 characters")


def test_a_dialog_that_only_shows_something_has_no_submit_button():
    assert "submit" not in modal(FormView("history", "History", "", (Paragraph("Opened."),)))


def test_facts_that_slack_would_not_keep_are_refused_at_once():
    with pytest.raises(ValueError, match="3,000"):
        modal(replace(REPLY, facts={"text": "x" * 3_000}))


def test_what_a_stranger_wrote_is_never_mrkdwn_in_a_dialog():
    form = replace(REPLY, parts=(Paragraph("<!channel>"), Caution("*b*"), Quote("<@U1>", by="`x`")))
    assert "mrkdwn" not in str(modal(form))
