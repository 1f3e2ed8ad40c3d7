"""People, a customer, a network and time do as they please; after each step the promises P3, P4, P5, P7 and P12 hold.

Two agents, two approvers, a guest and a stranger press whatever there is; the network loses, refuses and delays.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from bot.courier.replies import ReplyCourier
from bot.desk import approving, braking, claim, close, directory, notes, revising, sending, settling, writing
from bot.desk.braking import Scope
from bot.desk.context import Desk
from bot.desk.directory import Member
from bot.desk.receive import receive
from bot.desk.reply_form import Typed
from bot.desk.steps import fingerprint
from bot.networks.port import Author, Change, Incoming, Page, Reply, Sent, TryLater
from bot.networks.port import Never as Refused
from bot.networks.rehearsal import RehearsalNetwork, RehearsalSettings
from bot.outcomes import Unsure
from bot.reply_policy import ApprovalSettings, RuleSettings, SendingSettings
from bot.rules.guards import Kind, find
from bot.rules.refusal import Refusal
from bot.settings import RoleSettings, Settings
from bot.surfaces.view import FormView
from storage import record, tables
from storage.db import connect
from storage.words import Audience, Verb
from tests.parts import Clock

ANA, BEN, MIRA, OMAR, GIL, STRANGER = "U0ANA", "U0BEN", "U0MIRA", "U0OMAR", "U0GIL", "U0STRANGER"
TEAM = (ANA, BEN, MIRA, OMAR)
EVERYBODY = (*TEAM, GIL, STRANGER)
NOTE = "she was rude on the phone"
TEXTS = (
    "On its way.",
    "Our lawyer will look at it.",
    "Write to nora@example.org.",
    "We charged 4242 4242 4242 4242.",
    "Sorry!",
)
SENSITIVE = "lawyer"
START = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
POLICY = Settings(
    roles=RoleSettings(agents=(ANA, BEN), approvers=(MIRA, OMAR), leads=(MIRA,)),
    sending=SendingSettings(hold_seconds=15),
    approval=ApprovalSettings(rule=(RuleSettings(name="law", steps=("approver",), patterns=(SENSITIVE,)),)),
)
FATES = ("done", "done", "done", "lost", "unlisted", "undone", "refused", "slow down")
people, texts = st.sampled_from((*TEAM, *TEAM, GIL, STRANGER)), st.sampled_from(TEXTS)
team = st.sampled_from(TEAM)


class Moody(RehearsalNetwork):
    """A network in memory that knows no keys: what it is told twice it posts twice, and some of it it never lists."""

    def __init__(self) -> None:
        super().__init__(
            RehearsalSettings(name="far", kind="rehearsal", url="http://127.0.0.1:1", account="acme")
        )
        self.posts: list[Reply] = []
        self.unlisted: set[str] = set()
        self.fate = "done"

    def repeat_is_harmless(self, audience: Audience) -> bool:
        return False

    def reply(self, reply: Reply, now: datetime) -> Sent:
        fate, self.fate = self.fate, "done"
        if fate == "refused":
            raise Refused("no")
        if fate == "slow down":
            raise TryLater("not now")
        if fate != "undone":
            self.posts.append(reply)
        if fate == "unlisted":
            self.unlisted.add(reply.key)
        if fate != "done":
            raise Unsure("no answer")
        return Sent(f"id-{len(self.posts)}")

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        listed = (post for post in self.posts if post.key not in self.unlisted)
        return next((Sent("found") for post in listed if post.key == reply.key), None)


class Life(RuleBasedStateMachine):
    """Everything anybody can do to one ticket."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mentiondesk-machine-"))
        url = f"sqlite:///{shutil.copy(self.template, self.folder / 'desk.db')}"
        self.clock, self.far, self.said = Clock(START), Moody(), 0
        self.desk = Desk(connect(url), POLICY, {"far": self.far})
        self.courier = ReplyCourier(self.desk, self.far, "one", self.clock)

    def teardown(self) -> None:
        self.desk.db.close()
        shutil.rmtree(self.folder)

    # -- the world outside ---------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        members = [Member(one, one) for one in TEAM] + [Member(GIL, "gil", guest=True)]
        directory.refresh(self.desk, members, {}, START, all_of_them=True)
        self.hears("Where is my parcel?")

    def hears(self, text: str, change: Change = Change.POSTED, post: int | None = None) -> None:
        number = self.said if post is None else post
        item = Incoming(f"p{number}", text, self.clock(), Author("a", "nora"), thread="t")
        receive(self.desk, "far", Page((replace(item, change=change),), None), self.clock())
        self.said += post is None

    @rule(patient=st.integers(0, 3))
    def customer_writes_again(self, patient: int) -> None:
        if not patient:
            self.hears(f"And {self.said}?")

    @rule(change=st.sampled_from([Change.EDITED, Change.DELETED]))
    def customer_changes_the_last_post(self, change: Change) -> None:
        self.hears(f"Never mind {self.clock()}.", change, self.said - 1)
        if change is Change.DELETED:
            self.hears("Or do mind.")

    @rule(fate=st.sampled_from(FATES))
    def the_network_has_a_mood(self, fate: str) -> None:
        self.far.fate = fate

    @rule(seconds=st.sampled_from([1, 20, 20, 20, 700, 5000, -600]))
    def time_passes(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)

    @rule(seconds=st.sampled_from([0, 20]))
    def the_courier_comes_by(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)
        self.courier.drain()

    # -- people --------------------------------------------------------------------------------------------------

    def does(self, who: str, act: Callable[[], Any]) -> Any:
        """Somebody does something. Who has no business here is refused, and nothing at all happens (P12)."""
        before = self.happened()
        outcome = act()
        if who in {GIL, STRANGER}:
            assert isinstance(outcome, Refusal), f"{who} got {outcome}"
            assert self.happened() == before
        return outcome

    def happened(self) -> tuple[int, int]:
        with self.desk.db.reading() as session:
            return record.count(session), len(session.exec(select(tables.Reply)).all())

    @rule(
        who=people,
        text=texts,
        audience=st.sampled_from(Audience),
        route=st.sampled_from(["stay", "move", "override"]),
    )
    def writes_and_sends(self, who: str, text: str, audience: Audience, route: str) -> None:
        self.write(who, text, audience, route)

    def write(self, who: str, text: str, audience: Audience, route: str) -> None:
        """Through the dialog, and where it refuses, by the route it offers."""
        form = self.does(who, lambda: writing.open_dialog(self.desk, 1, who, self.clock()))
        if not isinstance(form, FormView):
            return
        facts = form.facts
        typed = Typed(
            1, str(facts["key"]), text, audience, version=int(facts["version"]), seen=int(facts["seen"])
        )
        outcome = sending.submit(self.desk, typed, who, self.clock())
        if isinstance(outcome, FormView):
            facts = outcome.facts
            again = replace(
                typed, key=str(facts["key"]), version=int(facts["version"]), seen=int(facts["seen"]),
                guarded=True, route=route, line="We wrote to you.", reason="it is ours",
            )  # fmt: skip
            sending.submit(self.desk, again, who, self.clock())

    @rule(who=team, text=texts, audience=st.sampled_from(Audience))
    def takes_the_ticket_and_sends(self, who: str, text: str, audience: Audience) -> None:
        claim.hand_over(self.desk, 1, who, "", who, self.clock())
        self.write(who, text, audience, "move")

    @rule(who=team, seconds=st.sampled_from([0, 20]))
    def approves_what_waits(self, who: str, seconds: int) -> None:
        for request in self.requests():
            approving.approve(self.desk, request.id or 0, who, self.clock())
        self.clock.forward(seconds=seconds)
        self.courier.drain()

    @rule(who=people)
    def types_in_the_thread(self, who: str) -> None:
        self.does(who, lambda: notes.add(self.desk, 1, NOTE, who, self.clock()))

    @rule(
        who=people,
        act=st.sampled_from([claim.claim, claim.release, sending.undo, close.resolve, close.reopen]),
    )
    def presses_a_button(self, who: str, act: Callable[..., Any]) -> None:
        self.does(who, lambda: act(self.desk, 1, who, self.clock()))

    @rule(
        who=people,
        act=st.sampled_from([settling.seen_it, settling.send_again, settling.leave_it, settling.try_again]),
    )
    def settles(self, who: str, act: Callable[..., Any]) -> None:
        self.does(who, lambda: act(self.desk, 1, who, self.clock()))

    @precondition(lambda self: self.requests())
    @rule(who=people, data=st.data())
    def approves(self, who: str, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.requests())).id or 0
        self.does(who, lambda: approving.approve(self.desk, number, who, self.clock()))

    @precondition(lambda self: self.requests())
    @rule(who=people, text=texts, data=st.data())
    def edits_and_approves(self, who: str, text: str, data: st.DataObject) -> None:
        request = data.draw(st.sampled_from(self.requests()))
        with self.desk.db.reading() as session:
            seen = session.get_one(tables.Reply, request.reply_id).fingerprint or ""
        number = request.id or 0
        self.does(who, lambda: revising.edit_and_approve(self.desk, number, text, seen, who, self.clock()))

    @precondition(lambda self: self.requests())
    @rule(who=people, data=st.data(), over=st.booleans())
    def sends_back_or_takes_over(self, who: str, data: st.DataObject, over: bool) -> None:
        number = data.draw(st.sampled_from(self.requests())).id or 0
        if over:
            self.does(who, lambda: revising.take_over(self.desk, number, who, self.clock()))
        else:
            self.does(who, lambda: approving.send_back(self.desk, number, "kinder", who, self.clock()))

    @rule(who=people, on=st.sampled_from([True, False, False]))
    def brakes(self, who: str, on: bool) -> None:
        if on:
            self.does(who, lambda: braking.pull(self.desk, Scope(), "a storm", who, self.clock()))
        else:
            self.does(who, lambda: braking.release_all(self.desk, who, self.clock()))

    def requests(self) -> list[tables.Approval]:
        """Every request there ever was: a stale button can be pressed as well."""
        with self.desk.db.reading() as session:
            return list(session.exec(select(tables.Approval).order_by(col(tables.Approval.id))))

    # -- what is always true -------------------------------------------------------------------------------------

    @invariant()
    def promises_hold(self) -> None:
        with self.desk.db.reading() as session:
            known = {reply.key: reply for reply in session.exec(select(tables.Reply))}
            entries = list(record.all_rows(session))
        for post in self.far.posts:
            reply = known[post.key]
            about = [entry for entry in entries if entry.reply_id == reply.id]
            times = sum(one.key == post.key for one in self.far.posts)
            again = sum(entry.details.get("how") == "send again" for entry in about)
            assert times <= 1 + again, "P4: it left twice, and nobody had asked for that"
            assert NOTE not in post.text, "P3: a note reached the customer"
            self.private_stays_private(post, entries)
            self.approval_means_this_text(post, reply, about)

    def private_stays_private(self, post: Reply, entries: list[tables.RecordEntry]) -> None:
        kinds = {finding.kind for finding in find(post.text, self.desk.guard_policy)}
        assert Kind.CARD not in kinds, "P7: a payment card went out"
        overridden = [entry for entry in entries if entry.verb == Verb.GUARD_OVERRIDDEN]
        if post.audience is Audience.PUBLIC and kinds:
            assert overridden, "P7: private data went out in public"
        assert all(entry.actor in {MIRA, OMAR} for entry in overridden), "P7: only managers override"

    def approval_means_this_text(
        self, post: Reply, reply: tables.Reply, about: list[tables.RecordEntry]
    ) -> None:
        if SENSITIVE not in post.text:
            return
        sent = replace_text(reply, post)
        given = [
            e for e in about if e.verb == Verb.APPROVED and e.details["fingerprint"] == fingerprint(sent)
        ]
        assert given, "P5: nobody approved what went out"
        assert all(entry.actor in {MIRA, OMAR} and entry.actor != reply.author for entry in given)


def replace_text(reply: tables.Reply, post: Reply) -> tables.Reply:
    """The reply as it was when it left."""
    return tables.Reply(
        **reply.model_dump() | {"text": post.text, "audience": post.audience, "account": post.account}
    )


def live(template: Path, lives: int, steps: int) -> None:
    Life.template = template
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=checks,
            database=None,
        ),
    )


def test_a_few_lives_keep_every_promise(migrated_file: Path) -> None:
    live(migrated_file, lives=40, steps=40)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_many_lives_keep_every_promise(migrated_file: Path) -> None:
    live(migrated_file, lives=200, steps=60)
