"""Everything that anybody can do to one ticket: people, the customer, the network and time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import col, select

from bot.courier.replies import ReplyCourier
from bot.desk import approving, braking, claim, close, notes, revising, sending, writing
from bot.desk.braking import Scope
from bot.desk.context import Desk
from bot.desk.receive import receive
from bot.desk.reply_form import OVERRIDE, PAIR, Typed
from bot.desk.steps import Done
from bot.networks.port import Author, Change, Incoming, Page
from bot.rules.refusal import Refusal
from bot.surfaces.view import FormView
from storage import record, tables
from storage.db import Database
from storage.words import Audience
from tests.faults.machine.moody import FATES, Killed, Moody
from tests.faults.machine.promises import NOTE, Pressed, Witness
from tests.faults.machine.ways import (
    APPROVERS,
    LEADS,
    NEEDS,
    POLICY,
    SETTLING,
    START,
    TEAM,
    Way,
    audiences,
    people,
    routes,
    texts,
)
from tests.parts import Clock

CHANNEL, CARD = "C0CARE", "1700000000.000100"


class Life(RuleBasedStateMachine):
    """One ticket's life. Each step is one thing that somebody or something does."""

    db: Database
    """One store for all lives: what SQLAlchemy has once compiled it keeps with the engine."""
    before: sqlite3.Connection
    """What each life's store begins with."""
    ways: st.SearchStrategy[Way]
    """How its answers go."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.pressed = Clock(START), Pressed()
        self.heard = self.written = 0
        self.left_open: list[tuple[str, Typed]] = []
        with closing(sqlite3.connect(str(self.db.engine.url.database))) as store:
            self.before.backup(store)
        self.far = Moody(lambda: self.happened()[0])
        self.desk = Desk(self.db, POLICY, {"far": self.far})
        self.couriers = [ReplyCourier(self.desk, self.far, holder, self.clock) for holder in ("one", "two")]

    # -- the world outside ---------------------------------------------------------------------------------------

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.hears("Where is my parcel?")
        with self.desk.db.unit() as unit:
            ticket = unit.session.get_one(tables.Ticket, 1)
            ticket.channel, ticket.card_ts = CHANNEL, CARD
        self.an_answer_goes_its_way(data)

    def hears(self, text: str, change: Change = Change.POSTED, post: int | None = None) -> None:
        number = self.heard if post is None else post
        item = Incoming(f"p{number}", text, self.clock(), Author("a", "nora"), thread="t")
        receive(self.desk, "far", Page((replace(item, change=change),), None), self.clock())
        self.heard += post is None

    @rule(patient=st.integers(0, 2))
    def customer_writes_again(self, patient: int) -> None:
        if not patient:
            self.hears(f"And {self.heard}?")

    @rule(change=st.sampled_from([Change.EDITED, Change.DELETED]))
    def customer_changes_the_last_post(self, change: Change) -> None:
        self.hears(f"Never mind {self.clock()}.", change, self.heard - 1)
        if change is Change.DELETED:
            self.hears("Or do mind.")

    @rule(fate=st.sampled_from(FATES), looks_away=st.booleans())
    def the_network_has_a_mood(self, fate: str, looks_away: bool) -> None:
        self.far.fate, self.far.looks_away = fate, looks_away

    @rule(seconds=st.sampled_from([1, 20, 700, 5000, -600]))
    def time_passes(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)

    @rule(number=st.integers(0, 1), seconds=st.sampled_from([0, 20, 700]))
    def a_courier_comes_by(self, number: int, seconds: int) -> None:
        self.clock.forward(seconds=seconds)
        with suppress(Killed):
            self.couriers[number].drain()

    # -- people --------------------------------------------------------------------------------------------------

    def does(self, who: str, act: Callable[[], Any], may: Collection[str] = TEAM) -> Any:
        """Somebody does something. Who may not is refused, and nothing at all happens (P12)."""
        before = self.happened()
        outcome = act()
        if who not in may:
            assert isinstance(outcome, Refusal), f"P12: {who} was let, and got {outcome}"
            assert self.happened() == before, f"P12: {who} was refused, and yet something happened"
        return outcome

    def happened(self) -> tuple[int, int, int]:
        """The record's last entry, and how many replies and notes there are."""
        with self.desk.db.reading() as session:
            kept = [len(session.exec(select(table.id)).all()) for table in (tables.Reply, tables.Note)]
            return record.count(session), kept[0], kept[1]

    @rule(
        who=people, text=texts, audience=audiences, route=routes, redrawn=st.booleans(), presses=st.integers(1, 2)
    )  # fmt: skip
    def writes_and_sends(
        self, who: str, text: str, audience: Audience, route: str, redrawn: bool, presses: int
    ) -> None:
        typed = self.types(who, text, audience, redrawn=redrawn)
        if typed is not None:
            self.sends(who, typed, route, presses)

    @rule(data=st.data())
    def an_answer_goes_its_way(self, data: st.DataObject) -> None:
        """The whole way at once: chance alone, step by step, seldom gets to the end of it."""
        way = data.draw(self.ways)
        claim.hand_over(self.desk, 1, way.who, "", way.who, self.clock())
        self.writes_and_sends(way.who, way.text, way.audience, way.route, way.redrawn, way.presses)
        self.comes_between(way.before, way)
        for who in (way.first, *APPROVERS):
            self.approves_all_that_waits(who)
        self.comes_between(way.after, way)
        self.far.fate = way.fate
        for seconds in (20, *(700 for _ in range(way.looks))):
            self.a_courier_comes_by(way.looks % 2, seconds)
        for who in (way.first, way.who):
            self.settles(who, way.settled)
        self.a_courier_comes_by(0, 20)

    def comes_between(self, what: str, way: Way) -> None:
        match what:
            case "wrote again":
                self.hears(f"And {self.heard}?")
            case "changed the post":
                self.customer_changes_the_last_post(Change.EDITED)
            case "claim moved":
                claim.hand_over(self.desk, 1, way.first, "", way.who, self.clock())
            case "called back":
                self.presses_a_button(way.first, sending.undo)
            case "a note":
                self.types_in_the_thread(way.who, aloud=False)
            case "edited" if self.requests():
                for who in (way.first, *APPROVERS):
                    self.edit_and_approve(who, way.other, self.requests()[-1])
            case "brake":
                self.brakes(way.first, on=True)

    @rule(who=people, text=texts, audience=audiences)
    def leaves_a_dialog_open(self, who: str, text: str, audience: Audience) -> None:
        typed = self.types(who, text, audience, redrawn=True)
        if typed is not None:
            self.left_open.append((who, typed))

    @precondition(lambda self: self.left_open)
    @rule(data=st.data(), route=routes)
    def comes_back_to_a_dialog(self, data: st.DataObject, route: str) -> None:
        who, typed = data.draw(st.sampled_from(self.left_open))
        self.sends(who, typed, route)

    def types(self, who: str, text: str, audience: Audience, *, redrawn: bool) -> Typed | None:
        """Open the dialog and fill it in. Where it is not redrawn, its button still names the audience from before."""
        form = self.does(who, lambda: writing.open_dialog(self.desk, 1, who, self.clock()))
        if not isinstance(form, FormView):
            return None
        typed = as_drawn(Typed(1, "", self.anew(text), audience), form)
        return self.redrawn(who, typed) if redrawn else typed

    def anew(self, text: str) -> str:
        """No text is written twice, so that each can be told from all others."""
        self.written += 1
        return f"{text} {''.join(chr(ord('a') + int(digit)) for digit in str(self.written))}"

    def redrawn(self, who: str, typed: Typed) -> Typed:
        form = writing.keep(self.desk, typed, who, self.clock())
        return as_drawn(typed, form) if isinstance(form, FormView) else typed

    def sends(self, who: str, typed: Typed, route: str, presses: int = 1) -> None:
        """Press the button, and where the dialog refuses, go the way it offers."""
        outcome = self.presses_send(who, typed, presses)
        if isinstance(outcome, FormView):
            line = self.anew("We wrote to you.")
            again = as_drawn(replace(typed, route=route, line=line, reason="it is ours"), outcome)
            self.presses_send(who, self.redrawn(who, again) if again.guarded else again, presses)

    def presses_send(self, who: str, typed: Typed, presses: int) -> Any:
        before = self.happened()
        outcomes = [sending.submit(self.desk, typed, who, self.clock()) for _ in range(presses)]
        if isinstance(outcomes[0], Done) and self.happened() != before:  # else it was off already
            self.pressed.times[typed.text] += 1
            if typed.named == PAIR:
                self.pressed.named |= {typed.text: Audience.PRIVATE, typed.line or "": Audience.PUBLIC}
            else:
                self.pressed.named[typed.text] = Audience(typed.named)
            if typed.guarded and typed.route == OVERRIDE:
                self.pressed.overridden[typed.text] = who
        return outcomes[0]

    @rule(who=people, aloud=st.booleans())
    def types_in_the_thread(self, who: str, aloud: bool) -> None:
        if aloud:
            self.does(who, lambda: notes.add(self.desk, 1, NOTE, who, self.clock()))
            return
        ts, before = f"17{self.clock().timestamp()}", self.happened()
        notes.overheard(self.desk, CHANNEL, CARD, ts, who, NOTE, self.clock())
        assert who in TEAM or self.happened() == before, f"P12: {who} was listened to"

    @rule(
        who=people,
        act=st.sampled_from([claim.claim, claim.release, sending.undo, close.resolve, close.reopen]),
    )
    def presses_a_button(self, who: str, act: Callable[..., Any]) -> None:
        self.does(who, lambda: act(self.desk, 1, who, self.clock()))

    @rule(
        who=people,
        act=st.sampled_from(SETTLING),
    )
    def settles(self, who: str, act: Callable[..., Any]) -> None:
        self.does(who, lambda: act(self.desk, 1, who, self.clock()))

    @rule(who=people)
    def approves_all_that_waits(self, who: str) -> None:
        for request in self.requests():
            self.approve(who, request)

    @precondition(lambda self: self.requests())
    @rule(who=people, data=st.data())
    def approves(self, who: str, data: st.DataObject) -> None:
        self.approve(who, data.draw(st.sampled_from(self.requests())))

    def approve(self, who: str, request: tables.Approval) -> None:
        with self.desk.db.reading() as session:
            owner = session.get_one(tables.Ticket, 1).assignee
        number = request.id or 0
        outcome = self.does(who, lambda: approving.approve(self.desk, number, who, self.clock()), APPROVERS)
        moved = owner != request.assignee
        assert not (moved and isinstance(outcome, Done)), "P5: the claim had moved, and it was approved"

    @precondition(lambda self: self.requests())
    @rule(who=people, text=texts, data=st.data())
    def edits_and_approves(self, who: str, text: str, data: st.DataObject) -> None:
        self.edit_and_approve(who, text, data.draw(st.sampled_from(self.requests())))

    def edit_and_approve(self, who: str, text: str, request: tables.Approval) -> None:
        text = self.anew(text)
        with self.desk.db.reading() as session:
            before = session.get_one(tables.Reply, request.reply_id)
        number, seen = request.id or 0, before.fingerprint or ""
        outcome = self.does(
            who,
            lambda: revising.edit_and_approve(self.desk, number, text, seen, who, self.clock()),
            APPROVERS,
        )
        if isinstance(outcome, Done):
            self.pressed.edited(before.text, text)

    @precondition(lambda self: self.requests())
    @rule(who=people, data=st.data(), over=st.booleans())
    def sends_back_or_takes_over(self, who: str, data: st.DataObject, over: bool) -> None:
        number = data.draw(st.sampled_from(self.requests())).id or 0
        if over:
            act = lambda: revising.take_over(self.desk, number, who, self.clock())  # noqa: E731
        else:
            act = lambda: approving.send_back(self.desk, number, "kinder", who, self.clock())  # noqa: E731
        self.does(who, act, APPROVERS)

    @rule(who=people, on=st.sampled_from([True, False, False]))
    def brakes(self, who: str, on: bool) -> None:
        if on:
            act = lambda: braking.pull(self.desk, Scope(), "a storm", who, self.clock())  # noqa: E731
        else:
            act = lambda: braking.release_all(self.desk, who, self.clock())  # noqa: E731
        self.does(who, act, LEADS)

    def requests(self) -> list[tables.Approval]:
        """Every request there ever was: a stale button can be pressed as well."""
        with self.desk.db.reading() as session:
            return list(session.exec(select(tables.Approval).order_by(col(tables.Approval.id))))

    # -- what is always true -------------------------------------------------------------------------------------

    @invariant()
    def promises_hold(self) -> None:
        if not self.far.posts:
            return
        with self.desk.db.reading() as session:
            replies = {reply.key: reply for reply in session.exec(select(tables.Reply))}
            entries = list(record.all_rows(session))
        guards, managers = self.desk.guard_policy, frozenset(APPROVERS)
        Witness(self.far.posts, self.pressed, replies, entries, guards, managers, NEEDS).judge()


def as_drawn(typed: Typed, form: FormView) -> Typed:
    """What is typed, with what the dialog itself keeps since it was last drawn."""
    facts = form.facts
    return replace(
        typed,
        key=str(facts["key"]),
        version=int(facts["version"]),
        seen=int(facts["seen"]),
        guarded=bool(facts["guarded"]),
        named=str(facts["named"]),
    )
