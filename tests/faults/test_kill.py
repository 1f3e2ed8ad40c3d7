"""P11: killed at any moment of the story and started again, the desk finishes what was promised and repeats nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.tables import Mention, Note, Outbox
from storage.words import OutboxKind, OutboxState, ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, BEN, CARE, NORA, SOMCHAI, Streets
from tests.faults.mortal import MortalTown, mortal_town
from tests.parts import Clock, postgres_database

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHARES = 2
"""Into so many tests the moments are dealt, so that they can run side by side."""
Tell = Callable[..., int]
EVERY = 11
"""So many moments lie between two deaths of the sample: a prime, so that no rhythm of the story hides any."""


def tell_the_story(town: MortalTown) -> None:
    """From the first word to the last, as people go through with it whatever happens."""
    post = town.outside(NORA, text="@acme my kettle is broken")
    town.poll()
    town.settle()
    town.insists(lambda: town.click(ANA, "claim") if town.ticket().assignee is None else {"ok": True})
    town.settle()
    reply(town, "Sorry, Nora!")
    town.act(BEN, say="she is nice", channel=CARE, thread_ts=town.card()["ts"])
    town.clock.forward(minutes=10)
    town.outside(NORA, text="And the lid too.", in_reply_to=post)
    town.poll()
    town.settle()
    reply(town, "Both are on their way.")
    town.insists(
        lambda: town.click(ANA, "resolve") if town.ticket().status != TicketStatus.RESOLVED else {"ok": True}
    )
    town.settle()


def tell_the_beginning(town: MortalTown) -> None:
    """Three posts of two people arrive, one of them edited, and become cards."""
    post = town.outside(NORA, text="@acme my kettle is broken")
    town.outside(SOMCHAI, text="@acme where is my order?")
    town.outside(NORA, text="And the lid too.", in_reply_to=post)
    town.poll()
    town.outside(NORA, edit=post, text="@acme my kettle and its lid are broken")
    town.poll()
    town.settle()


def check_the_beginning(town: MortalTown) -> None:
    """P1: every post is exactly one row, in the right ticket, and its words are the newest.

    Tickets are told apart, not numbered: PostgreSQL leaves out the number of a transaction that died.
    """
    kettle, order, lid = sorted(town.rows(Mention), key=lambda row: row.external_id)
    assert [kettle.text, order.text, lid.text] == [
        "@acme my kettle and its lid are broken",
        "@acme where is my order?",
        "And the lid too.",
    ]
    assert kettle.ticket_id == lid.ticket_id != order.ticket_id
    assert len(town.cards()) == 2
    assert "its lid are broken" in str(town.thread(kettle.ticket_id))
    assert town.record_holds()


def reply(town: MortalTown, text: str) -> None:
    town.insists(lambda: town.click(ANA, "reply"))
    town.insists(lambda: town.types(ANA, "text", text[:5]))
    town.insists(lambda: town.submit(ANA, text=text))
    town.settle()


def check(town: MortalTown) -> None:
    """What must be true at the end, however the story went."""
    assert town.customer_reads() == ["Sorry, Nora!", "Both are on their way."], "each answer once, in order"
    assert [row.text for row in town.rows(Mention)] == ["@acme my kettle is broken", "And the lid too."]
    assert town.ticket().status == TicketStatus.RESOLVED
    assert [reply.status for reply in town.replies()] == [ReplyStatus.SENT] * 2
    assert [note.text for note in town.rows(Note)] == ["she is nice"]
    assert len(town.cards()) == 1
    assert "Resolved" in town.card_says()
    said = [text for text in town.thread() if text != "she is nice"]
    assert Counter(text.split(":")[0].split("“")[0].strip() for text in said) == {
        "Ana Ramos answered publicly": 2,
        "Nora Lindqvist wrote again; the ticket is open once more.": 1,
    }
    posted = Counter(m["metadata"]["event_payload"]["id"] for m in town.messages() if "metadata" in m)
    assert set(posted.values()) == {1}, "nothing stands in Slack twice"
    rows = [row for row in town.rows(Outbox) if row.kind != OutboxKind.WHISPER]
    assert {row.state for row in rows} == {OutboxState.DONE}
    assert town.record_holds()


@pytest.fixture(params=["sqlite", "postgres"])
def tell(
    request: pytest.FixtureRequest, streets: Streets, tmp_path: Path, migrated_file: Path
) -> Iterator[Tell]:
    """Tells the story on a fresh store, with a death at that moment, and checks it. Gives how many moments there were."""
    fresh: Callable[[int], Any] = _sqlite(tmp_path, migrated_file)
    if request.param == "postgres":
        fresh = _postgres(request.getfixturevalue("postgres_server"))

    def told(dies_at: int, *, only_the_beginning: bool = False) -> int:
        with fresh(dies_at) as url, mortal_town(streets, tmp_path, url, Clock(START), dies_at) as town:
            (tell_the_beginning if only_the_beginning else tell_the_story)(town)
            (check_the_beginning if only_the_beginning else check)(town)
            assert town.deaths == (1 if dies_at else 0)
            return town.moments

    return told


def _sqlite(folder: Path, migrated: Path) -> Callable[[int], Any]:
    @contextmanager
    def fresh(number: int) -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(migrated, folder / f'{number}.db')}"

    return fresh


def _postgres(server: str) -> Callable[[int], Any]:
    import uuid

    return lambda _number: postgres_database(server, f"kill_{uuid.uuid4().hex}", "desk_template")


def test_without_a_death_the_story_ends_well(tell: Tell) -> None:
    assert tell(0) > 60, "there are many moments to die at"


def test_killed_at_every_moment_of_an_arrival(tell: Tell) -> None:
    for dies_at in range(1, tell(0, only_the_beginning=True)):
        told_with(tell, dies_at, only_the_beginning=True)


@pytest.mark.parametrize("share", range(SHARES))
def test_killed_at_moments_all_over_the_story(tell: Tell, share: int) -> None:
    """A sample; `-m faults` goes through all moments."""
    moments = tell(0)
    for dies_at in range(1 + EVERY * share, moments, EVERY * SHARES):
        told_with(tell, dies_at)


@pytest.mark.faults
@pytest.mark.parametrize("share", range(SHARES))
def test_killed_at_every_single_moment(tell: Tell, share: int) -> None:
    for dies_at in range(1 + share, tell(0), SHARES):
        told_with(tell, dies_at)


def told_with(tell: Tell, dies_at: int, **which: bool) -> None:
    try:
        tell(dies_at, **which)
    except AssertionError as error:
        raise AssertionError(f"killed at moment {dies_at}: {error}") from error
