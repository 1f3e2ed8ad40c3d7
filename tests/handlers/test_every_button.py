"""Every button that is drawn does something or says why not, wherever ticket and reply stand.

A card may have changed since somebody saw it: so every button is pressed at every standing, drawn there or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import delete, insert
from sqlmodel import col, select

import handlers
from bot.surfaces.view import Button, Buttons
from storage import outbox, record
from storage.db import Unit
from storage.tables import Mention, Outbox, Reply, Ticket
from storage.words import Audience, OutboxKind, OutboxState, ReplyStatus, TicketStatus
from tests.desk_in_town import ANA, CARE, IDS, NORA, Town

ALL_BUTTONS = [one for one in vars(Buttons).values() if isinstance(one, Button)]


@dataclass(frozen=True)
class Standing:
    """Where a ticket and its reply stand."""

    ticket: TicketStatus
    reply: ReplyStatus | None = None
    asleep: bool = False

    def __str__(self) -> str:
        return f"{self.ticket}/{self.reply or 'no reply'}{'/asleep' if self.asleep else ''}"


STANDINGS = [
    *(Standing(ticket, reply) for ticket, reply in product(TicketStatus, [None, *ReplyStatus])),
    *(
        Standing(ticket, asleep=True)
        for ticket in (TicketStatus.NEW, TicketStatus.CLAIMED, TicketStatus.WAITING)
    ),
]


def bring_to(town: Town, standing: Standing) -> None:
    """Make ticket 1 stand there, as its rows would."""
    town.clock.forward(seconds=1)
    with town.running.desk.db.unit() as unit:
        ticket = unit.session.get(Ticket, 1)
        assert ticket is not None
        is_new = standing.ticket == TicketStatus.NEW
        ticket.status = standing.ticket
        ticket.assignee, ticket.claimed_at = (None, None) if is_new else (IDS[ANA], town.clock())
        ticket.snoozed_until = town.clock() + timedelta(days=1) if standing.asleep else None
        ticket.resolved_at = town.clock() if standing.ticket == TicketStatus.RESOLVED else None
        ticket.dismiss_reason = "spam" if standing.ticket == TicketStatus.DISMISSED else None
        unit.session.add(ticket)
        unit.session.execute(delete(Outbox).where(col(Outbox.kind) == OutboxKind.REPLY))
        unit.session.execute(delete(Reply))
        if standing.reply:
            _reply(town, unit, standing.reply)
        outbox.card(unit, 1, town.clock())


def _reply(town: Town, unit: Unit, status: ReplyStatus) -> None:
    now = town.clock()
    mention = unit.session.exec(select(Mention)).one()
    reply = Reply(
        ticket_id=1,
        mention_id=mention.id,
        source="skyline",
        key="the key",
        author=IDS[ANA],
        text="Sorry!",
        audience=Audience.PUBLIC,
        account="acme",
        status=status,
        hold_until=now if status == ReplyStatus.HOLDING else None,
        sent_at=now if status == ReplyStatus.SENT else None,
        problem="the network said no" if status in {ReplyStatus.FAILED, ReplyStatus.UNKNOWN} else None,
        created_at=now,
        changed_at=now,
    )
    unit.session.add(reply)
    unit.session.flush()
    if status in {ReplyStatus.HOLDING, ReplyStatus.SENDING, ReplyStatus.UNKNOWN}:
        state = OutboxState.QUEUED if status == ReplyStatus.HOLDING else OutboxState.TRYING
        row = outbox.row(
            OutboxKind.REPLY, "reply:1", now, destination="skyline", ticket_id=1, reply_id=reply.id
        )
        unit.session.execute(insert(Outbox), [row | {"state": state}])


def happened(town: Town) -> tuple[int, int, int]:
    """How much the record holds, how many sentences people were told, and how many dialogs were opened."""
    with town.running.desk.db.reading() as session:
        count = record.count(session)
    return count, len([said for said in town.told(IDS[ANA]) if said]), town.slack.state.calls["views.open"]


def drawn(town: Town) -> Iterator[tuple[str, str]]:
    """Every action id on the card, with its value; a menu's choices one by one."""
    for block in town.card()["blocks"]:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            if element["type"] == "overflow":
                yield from (("more", option["value"]) for option in element["options"])
            else:
                yield element["action_id"], element["value"]


@pytest.mark.parametrize("status", list(TicketStatus))
def test_every_button_that_is_drawn_acts_or_says_why_not(small_town: Town, status: TicketStatus) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    pressed = set()
    for standing in (one for one in STANDINGS if one.ticket is status):
        bring_to(town, standing)
        town.draw_cards()
        for action, value in list(drawn(town)):
            bring_to(town, standing)
            before = happened(town)
            seen = town.act(
                ANA, click={"channel": CARE, "ts": town.card()["ts"], "action_id": action, "value": value}
            )
            name = value.partition(":")[0] if action == "more" else action
            pressed.add(name)
            assert seen["status"] == 200, (standing, name)
            assert happened(town) != before or name == "open", (
                f"{name} at {standing} did nothing and said nothing"
            )
            if town.dialog(ANA):
                town.act(ANA, close="all")
    assert pressed


def test_every_button_pressed_on_a_card_that_has_since_changed_acts_or_says_why_not(small_town: Town) -> None:
    town = small_town
    town.arrives(NORA, "@acme hello?")
    for standing, button in product(STANDINGS, ALL_BUTTONS):
        bring_to(town, standing)
        before = happened(town)
        answer = town.interaction(press(town, button.id))
        assert answer.status_code == 200, (standing, button.id, answer.text)
        assert happened(town) != before or button.id == "open", f"{button.id} at {standing} said nothing"


def press(town: Town, button: str, ticket_id: int = 1, who: str = IDS[ANA]) -> dict[str, object]:
    """A click on a button of a ticket's card, as Slack posts it."""
    return {
        "type": "block_actions",
        "user": {"id": who},
        "team": {"id": "T0ACME"},
        "container": {"type": "message", "channel_id": CARE, "message_ts": "1"},
        "channel": {"id": CARE},
        "message": {"ts": "1"},
        "trigger_id": town.slack.state.new_trigger(who),
        "actions": [{"type": "button", "action_id": button, "block_id": "actions", "value": str(ticket_id)}],
    }


def test_every_button_of_the_table_has_a_function_and_every_function_a_button() -> None:
    assert {button.id for button in ALL_BUTTONS} == set(handlers.BUTTONS)


def test_a_button_of_a_ticket_that_is_gone_says_so(small_town: Town) -> None:
    town = small_town
    for button in ALL_BUTTONS:
        if button.id not in {"open", "hand_over", "dismiss", "snooze", "note", "release_brake"}:
            assert town.interaction(press(town, button.id, ticket_id=99)).status_code == 200
            town.settle()
            assert town.whispers(ANA)[-1] == "That ticket is not here any more."
            town.slack.state.ephemerals.clear()
