"""A parent that comes late joins two tickets: nothing that the team did, or has still to do, is lost."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import delivery
from bot.desk.receive import receive
from bot.networks.mention import read_mention
from bot.networks.port import Page, Sent
from storage.tables import Note, Ticket
from storage.words import ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, BEN, Town

SOURCE = "watcher"


def says(town: Town, post_id: str, parent: str | None = None, author: str = "nora", minutes: int = 0) -> None:
    """A customer's post comes in, so many minutes old by then."""
    said = {
        "id": post_id,
        "text": f"What about my order? ({post_id})",
        "created_at": (town.clock() - timedelta(minutes=minutes)).isoformat(),
        "author": {"id": author, "handle": author},
        "in_reply_to": parent,
    }
    receive(town.running.desk, SOURCE, Page((read_mention(said),), cursor=None), town.clock())
    town.settle()


def two_tickets(town: Town) -> None:
    """Nora's first words, and later ones whose parent has not come."""
    says(town, "first", minutes=30)
    says(town, "third", "second", minutes=10)


def the_link_comes(town: Town) -> Ticket:
    """The parent comes; the ticket that is left."""
    says(town, "second", "first", author="nora", minutes=20)
    assert town.ticket(2).merged_into == 1
    return town.ticket(1)


def test_two_new_tickets_become_one_with_three_mentions(small_town: Town) -> None:
    two_tickets(small_town)
    ticket = the_link_comes(small_town)
    assert (ticket.status, ticket.mention_count) == (TicketStatus.NEW, 3)
    assert ticket.due_at is not None
    assert small_town.ticket(2).due_at is None
    assert small_town.ticket(2).next_at is None
    assert any("Ticket 2" in said for said in small_town.thread(1))
    assert any("ticket 1" in said for said in small_town.thread(2))
    assert small_town.buttons(2) == []


def test_what_is_open_stays_open_when_it_joins_something_resolved(small_town: Town) -> None:
    two_tickets(small_town)
    small_town.does(ANA, "claim", 1)
    small_town.does(ANA, "resolve", 1)
    ticket = the_link_comes(small_town)
    assert (ticket.status, ticket.assignee, ticket.resolved_at) == (TicketStatus.CLAIMED, "U0AGENT1", None)


def test_a_claim_on_the_younger_ticket_is_kept(small_town: Town) -> None:
    two_tickets(small_town)
    small_town.does(BEN, "claim", 2)
    ticket = the_link_comes(small_town)
    assert (ticket.status, ticket.assignee) == (TicketStatus.CLAIMED, "U0AGENT2")


def test_a_note_on_the_younger_ticket_comes_along(small_town: Town) -> None:
    two_tickets(small_town)
    card = small_town.card(2)
    small_town.act(ANA, say="she rang us too", channel="C0CARE", thread_ts=card["ts"])
    the_link_comes(small_town)
    assert [note.ticket_id for note in small_town.rows(Note)] == [1]


def test_an_answer_to_our_reply_that_came_before_we_knew_its_id_joins_its_ticket(small_town: Town) -> None:
    desk = small_town.running.desk
    small_town.arrives("p-nora", "Where is my parcel?")
    small_town.does(ANA, "claim")
    small_town.answers(ANA, "It is on its way.")
    reply = small_town.replies()[0]
    answer = {
        "id": "answer",
        "text": "When?",
        "created_at": (small_town.clock() + timedelta(seconds=30)).isoformat(),
        "author": {"id": small_town.ticket().author_id, "handle": "nora"},
        "in_reply_to": "its id on the network",
    }
    receive(desk, "skyline", Page((read_mention(answer),), cursor=None), small_town.clock())
    assert len(small_town.rows(Ticket)) == 2
    with desk.db.unit() as unit:
        delivery.sent(desk, unit, reply.id, Sent("its id on the network", None), small_town.clock())
    assert small_town.replies()[0].status == ReplyStatus.SENT
    assert small_town.ticket(2).merged_into == 1
    assert (small_town.ticket(1).status, small_town.ticket(1).mention_count) == (TicketStatus.CLAIMED, 2)


def test_a_ticket_joined_twice_over_still_leads_to_the_one_that_is_left(small_town: Town) -> None:
    says(small_town, "a", minutes=50)
    says(small_town, "c", "b", minutes=30)
    says(small_town, "e", "d", minutes=10)
    says(small_town, "d", "c", minutes=20)
    says(small_town, "b", "a", minutes=40)
    assert [ticket.merged_into for ticket in small_town.rows(Ticket)] == [None, 1, 1]
    assert small_town.ticket(1).mention_count == 5
    assert small_town.buttons(3) == []
