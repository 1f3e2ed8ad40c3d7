from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.surfaces.slack.notes import note_message
from bot.surfaces.view import Buttons, NoteView
from tests.cards.limits import message_problems
from tests.cards.samples import ANA, BEN, NOW, buttons, moments, people, words

names = st.sampled_from(["who", "when", "due"])
notes = st.builds(
    NoteView,
    text=words | st.just("{who} has it since {when}, {due} {unknown}"),
    quote=words,
    ping=st.lists(people, max_size=40).map(tuple),
    times=st.dictionaries(names, moments),
    people=st.dictionaries(names, people),
    ticket_id=st.none() | st.integers(1, 2**63),
    buttons=buttons,
)


def elements(view):
    return note_message(view).blocks[0]["elements"][0]["elements"]


@given(notes)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_note(view):
    message = note_message(view)
    assert message_problems(message.text, message.blocks) == []


def test_people_and_moments_take_their_places():
    view = NoteView("{who} has it since {when}.", people={"who": ANA}, times={"when": NOW})
    kinds = [element["type"] for element in elements(view)]
    assert kinds == ["user", "text", "date", "text"]
    assert note_message(view).text.startswith(f"<@{ANA}> has it since <!date^1777816920^")


def test_a_name_nobody_gave_stays_as_it_was_written():
    assert elements(NoteView("{what} is {this}?")) == [{"type": "text", "text": "{what} is {this}?"}]


def test_those_it_pings_come_first():
    assert [one.get("user_id") for one in elements(NoteView("Due soon.", ping=(ANA, BEN)))][:3] == [
        ANA,
        None,
        BEN,
    ]


def test_what_a_stranger_wrote_pings_nobody():
    message = note_message(NoteView("She wrote again.", quote="<!channel> <@U0AGENT1> @here"))
    assert "<!" not in message.text
    assert "<@" not in message.text
    assert "@here" not in message.text
    quote = message.blocks[0]["elements"][1]["elements"]
    assert quote == [{"type": "text", "text": "‹!channel> ‹@U0AGENT1> @here"}]


def test_buttons_of_a_note_carry_the_ticket():
    message = note_message(NoteView("It goes out soon.", ticket_id=7, buttons=(Buttons.UNDO,)))
    assert message.blocks[1]["elements"][0]["value"] == "7"
    assert message.blocks[1]["elements"][0]["style"] == "danger"
