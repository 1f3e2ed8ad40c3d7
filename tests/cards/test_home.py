import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.surfaces.slack.home import home_view
from bot.surfaces.view import Customer, HomeView, LoadLine, Option, TicketLine
from storage.words import TicketStatus, Urgency
from tests.cards.limits import view_problems
from tests.cards.samples import ANA, NEW, deadlines, people, urls, words

LINE = TicketLine(
    ticket_id=12,
    network="Bluesky",
    customer=NEW.customer,
    text=NEW.text,
    status=TicketStatus.CLAIMED,
    urgency=Urgency.URGENT,
    assignee=ANA,
    deadline=NEW.deadline,
    link="https://acme.slack.com/archives/C1/p1",
)
lines = st.lists(
    st.builds(
        TicketLine,
        ticket_id=st.integers(1, 2**63),
        network=words,
        customer=st.builds(Customer, words, words),
        text=words,
        status=st.sampled_from(TicketStatus),
        urgency=st.sampled_from(Urgency),
        assignee=st.none() | people,
        deadline=st.none() | deadlines,
        link=urls,
    ),
    max_size=12,
).map(lambda some: tuple(replace(one, ticket_id=at) for at, one in enumerate(some * 4)))
homes = st.builds(
    HomeView,
    person=people,
    role=st.sampled_from(["", "agent", "lead"]),
    next_up=lines,
    mine=lines,
    unclaimed=lines,
    mine_count=st.integers(0, 10**6),
    unclaimed_count=st.integers(0, 10**6),
    sentence=words,
    banner=words,
    waiting=lines,
    waiting_count=st.integers(0, 10**6),
    figures=words,
    hours=words,
    away=st.booleans(),
    load=st.lists(st.builds(LoadLine, people, st.integers(0, 10**6)), max_size=8).map(tuple),
    page=st.integers(0, 3),
    pages=st.integers(1, 10**6),
    filter=words,
    filters=st.lists(words, max_size=40).map(
        lambda some: tuple(Option(f"{at}", one or "?") for at, one in enumerate(some))
    ),
)


@given(homes)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_home(view):
    assert view_problems(home_view(view)) == []
    assert len(json.dumps(home_view(view))) <= 12_000


def test_a_person_sees_their_tickets_and_what_waits():
    drawn = str(home_view(HomeView(ANA, "agent", mine=(LINE,), mine_count=1)))
    for part in (
        "Your tickets (1)",
        "Nora Lindqvist",
        "🚨 Urgent",
        "First response",
        LINE.link,
        "Everything has somebody",
    ):
        assert part in drawn


def test_a_page_of_the_queue_is_shown_whole_whatever_it_says():
    long = replace(
        LINE, customer=Customer("ก" * 200, "ข" * 200), network="ค" * 200, text="ง" * 2_000, link=""
    )
    page = tuple(replace(long, ticket_id=at) for at in range(5))
    view = home_view(
        HomeView(ANA, "lead", next_up=page, mine=page, unclaimed=page, unclaimed_count=1_000, pages=200)
    )
    shown = [block["block_id"] for block in view["blocks"] if block["type"] == "rich_text"]
    assert [name for name in shown if name.startswith("unclaimed")] == [f"unclaimed-{at}" for at in range(5)]
    assert len(json.dumps(view)) <= 12_000


def test_more_than_fits_is_counted():
    many = tuple(replace(LINE, ticket_id=at) for at in range(80))
    view = home_view(HomeView(ANA, "agent", mine=many, mine_count=500))
    shown = sum(block["type"] == "rich_text" for block in view["blocks"])
    assert f"and {500 - shown} more in the channel" in str(view)


def test_a_person_without_a_role_sees_a_sentence_and_nothing_else():
    view = home_view(HomeView(ANA, "", mine=(LINE,), sentence="You have no role on this desk yet."))
    assert [block["type"] for block in view["blocks"]] == ["section"]
