"""The message on which an approver decides: whatever stands in it, Slack takes it, and what matters is kept."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.surfaces.slack.approvals import approval_message
from bot.surfaces.view import ApprovalView, Buttons, Customer, Exchange, Matter
from storage.words import Audience
from tests.cards.limits import message_problems
from tests.cards.samples import ANA, NOW, moments, words

long_words = words | words.map(lambda text: text * 40)
customers = st.builds(Customer, name=words, handle=words)
exchanges = st.builds(Exchange, text=long_words, by=words, audience=st.sampled_from(Audience)) | st.builds(
    Exchange, text=long_words
)
requests = st.builds(
    ApprovalView,
    approval_id=st.integers(1, 2**31),
    ticket_id=st.integers(1, 2**31),
    author=st.just(ANA),
    customer=customers,
    network=words,
    said=long_words,
    history=st.sampled_from(["", "post 2 in this matter · 1 earlier matter"]),
    audience=st.sampled_from(Audience),
    account=words,
    text=long_words,
    length=st.just("87 of 300 graphemes"),
    why=st.lists(words, max_size=12).map(tuple),
    steps=words.map("Who approves: {}".format),
    due_at=st.none() | moments,
    before=st.just("") | long_words,
    talk=st.lists(exchanges, max_size=4).map(tuple),
    matters=st.lists(st.builds(Matter, opened_at=moments, about=long_words, ended=st.just("resolved")), max_size=3).map(tuple),
    buttons=st.just((Buttons.APPROVE, Buttons.EDIT_APPROVE, Buttons.SEND_BACK, Buttons.TAKE_OVER)),
)  # fmt: skip
NORA = Customer("Nora", "nora")
PLAIN = ApprovalView(
    approval_id=1,
    ticket_id=1,
    author=ANA,
    customer=NORA,
    network="Bluesky",
    said="Where is it?",
    history="",
    audience=Audience.PUBLIC,
    account="acme",
    text="On its way.",
    length="11 of 300 graphemes",
    why=("It is public.",),
    steps="Who approves: lead (Mia Chen)",
)


def grey(view: ApprovalView, block_id: str) -> list[str]:
    """The lines of a small grey block; none where it is not there."""
    found = [block for block in approval_message(view).blocks if block["block_id"] == block_id]
    return found[0]["elements"][0]["text"].split("\n") if found else []


@given(requests)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_request(view):
    message = approval_message(view)
    assert message_problems(message.text, message.blocks) == []
    kept = {block["block_id"] for block in message.blocks}
    assert {"ask", "said", "reply", "why", "actions"} <= kept


def test_what_was_said_before_stands_in_short_lines_with_who_could_read_our_answers():
    talk = (
        Exchange("My kettle broke.\n\nHelp! " + "please " * 60),
        Exchange("Which one?", "Ana", Audience.PUBLIC),
        Exchange("The blue one.", "Ben", Audience.PRIVATE),
    )
    head, first, second, third = grey(replace(PLAIN, talk=talk), "talk")
    assert head == "*Said before*"
    assert first.startswith("Nora: “My kettle broke. Help! please")
    assert first.endswith("…”")
    assert len(first) < 160
    assert second == "Ana, in public: “Which one?”"
    assert third == "Ben, in private: “The blue one.”"


def test_earlier_matters_say_when_what_about_and_how_they_ended():
    matters = (Matter(NOW, "Do you sell lids?", "resolved"),)
    assert grey(replace(PLAIN, matters=matters), "matters") == [
        "*Earlier matters*",
        f"{NOW:%-d %B %Y}: “Do you sell lids?” · resolved",
    ]


def test_where_nothing_was_said_before_nothing_is_shown():
    assert grey(PLAIN, "talk") == grey(PLAIN, "matters") == []


def test_strangers_words_of_before_are_only_words():
    view = replace(PLAIN, talk=(Exchange("<!channel> *free* <https://evil.example|our bank>"),))
    (_, said) = grey(view, "talk")
    assert "<" not in said
    assert "*free*" not in said


def test_what_does_not_fit_leaves_from_the_back_and_the_two_texts_stay():
    view = replace(
        PLAIN, said="ه" * 3_000, text="ه" * 3_000, before="word " * 800, talk=(Exchange("ه" * 900),) * 4
    )
    message = approval_message(view)
    kept = [block["block_id"] for block in message.blocks]
    assert message_problems(message.text, message.blocks) == []
    assert {"ask", "said", "reply", "why"} <= set(kept)
