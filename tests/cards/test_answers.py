import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.surfaces import charts
from bot.surfaces.answers import Answer, AnswerButtons, BarChart, ChartsView, NumberLine, NumbersView, Series
from bot.surfaces.page import page
from bot.surfaces.slack.answers import answer_message
from bot.surfaces.view import ListLine, ListView, NoteView, Option
from tests.cards.limits import message_problems
from tests.cards.samples import ANA, people, words

PNG = b"\x89PNG\r\n\x1a\n"
WEEK = BarChart(
    "At a glance",
    ("Mon 2", "Tue 3", "Wed 4"),
    (Series("tickets", (3, 0, 5)), Series("answers", (2, 1, 4))),
    "Tickets and answers a day.",
)
lines = st.lists(st.builds(NumberLine, words, words, words, words, st.just("") | people), max_size=20).map(
    lambda some: tuple(some * 3)
)
options = st.lists(words, max_size=60).map(
    lambda some: tuple(Option(f"tickets|{at}", one or "?") for at, one in enumerate(some))
)
views = st.one_of(
    st.builds(NumbersView, words, lines, words, options),
    st.builds(NoteView, words),
    st.builds(
        ListView, words, st.lists(st.builds(ListLine, st.integers(0, 9), words), max_size=40).map(tuple)
    ),
    st.just(ChartsView("Charts 7d", ())),
)
answers = st.builds(Answer, views, words, st.sampled_from([(), (AnswerButtons.ADD_SAVED,)]))


@given(answers, st.sampled_from(["", ANA]))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_answer(answer, asked_by):
    message = answer_message(answer, asked_by=asked_by)
    assert message_problems(message.text, message.blocks) == []


def test_only_the_asker_is_offered_to_show_it():
    answer = Answer(NoteView("Hello"), "help")
    assert "show_in_channel" in json.dumps(answer_message(answer).blocks)
    assert "show_in_channel" not in json.dumps(answer_message(answer, asked_by=ANA).blocks)
    assert "show_in_channel" not in json.dumps(answer_message(Answer(NoteView("Hello"))).blocks)


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_charts_are_drawn_light_and_dark_in_one_size():
    drawn = [charts.png(WEEK, theme) for theme in (charts.LIGHT, charts.DARK)]
    assert {one[:8] for one in drawn} == {PNG}
    assert {size(one) for one in drawn} == {(1200, 675)}
    assert drawn[0] != drawn[1]


def test_a_chart_of_nothing_and_one_of_strange_words_can_be_drawn():
    empty = BarChart("Topics", (), (Series("tickets", ()),), "", horizontal=True)
    strange = BarChart("$x^$ " * 20, ("$\\frac", "ก" * 90), (Series("$", (1, 2)),), "", stacked=True)
    assert charts.png(empty)[:8] == charts.png(strange)[:8] == PNG


def test_the_page_holds_everything_and_runs_nothing():
    view = NumbersView(
        "Figures <b>7d</b>", (NumberLine("Tickets", "2", "<script>", "What counts"),), "From & to"
    )
    html = page(view, (WEEK,), {"Tickets": (2, 1)})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "2 tickets</summary>2, 1" in html
    assert html.count("data:image/png;base64,") == 2
    assert "http" not in html.replace("http-equiv", "")
