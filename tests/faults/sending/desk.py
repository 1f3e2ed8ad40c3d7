"""A desk with fickle networks, its people, and what must be true of every reply once all is quiet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.courier.replies import ReplyCourier
from bot.desk import approving, directory, sending, writing
from bot.desk.context import Desk
from bot.desk.directory import Member
from bot.desk.receive import receive
from bot.desk.reply_form import Typed
from bot.desk.steps import Done
from bot.networks.port import Author, Incoming, Network, Page
from bot.reply_policy import ApprovalSettings, RuleSettings, SendingSettings
from bot.settings import RoleSettings, Settings
from bot.surfaces.view import FormView
from storage import record
from storage.db import Database, connect
from storage.tables import Approval, Outbox, RecordEntry, Reply, Ticket
from storage.words import Audience, OutboxKind, OutboxState, ReplyStatus, Verb
from tests.faults.sending.fickle import FickleServer
from tests.parts import Clock

ANA, BEN, MIRA = "U0ANA", "U0BEN", "U0MIRA"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENSITIVE = "our lawyer"
PATIENCE = 3000
"""So often 20 seconds pass: longer than all the jumps back of the clock together."""
LEASE_IS_OVER = timedelta(seconds=61)
SETTINGS = Settings(
    roles=RoleSettings(agents=(ANA, BEN), approvers=(MIRA,), leads=(MIRA,)),
    sending=SendingSettings(hold_seconds=1, retry_minutes=60),
    approval=ApprovalSettings(rule=(RuleSettings(name="law", steps=("approver",), patterns=(SENSITIVE,)),)),
)


def desk_on(url: str, networks: Mapping[str, Network]) -> Desk:
    """A desk on a migrated store."""
    return Desk(connect(url), SETTINGS, networks)


def people(desk: Desk) -> None:
    members = [Member(ANA, "ana"), Member(BEN, "ben"), Member(MIRA, "mira")]
    directory.refresh(desk, members, {}, START, all_of_them=True)


def customers_write(desk: Desk, source: str, first: int, count: int, now: datetime) -> None:
    """So many customers with one public post each."""
    posts = [
        Incoming(f"{source}-{n}", f"Where is parcel {n}?", now, Author(f"a{n}", f"h{n}", f"Nora {n}"))
        for n in range(first, first + count)
    ]
    receive(desk, source, Page(tuple(posts), None), now)


def ticket_ids(desk: Desk, source: str) -> list[int]:
    with desk.db.reading() as session:
        query = select(Ticket.id).where(Ticket.source == source).order_by(col(Ticket.id))
        return [one or 0 for one in session.exec(query)]


def answers(
    desk: Desk, ticket_id: int, text: str, now: datetime, audience: Audience = Audience.PUBLIC
) -> None:
    """Ana writes a reply and presses the button."""
    form = writing.open_dialog(desk, ticket_id, ANA, now)
    assert isinstance(form, FormView), form
    facts = form.facts
    typed = Typed(ticket_id, str(facts["key"]), text, audience, int(facts["version"]), int(facts["seen"]))
    done = sending.submit(desk, typed, ANA, now)
    assert isinstance(done, Done), done


def approves(desk: Desk, now: datetime) -> None:
    """Mira approves all that waits for her."""
    with desk.db.reading() as session:
        waiting = list(session.exec(select(Approval.id).where(col(Approval.ended_at).is_(None))))
    for approval_id in waiting:
        done = approving.approve(desk, approval_id or 0, MIRA, now)
        assert isinstance(done, Done), done


def courier(desk: Desk, name: str, clock: Clock, holder: str = "one") -> ReplyCourier:
    return ReplyCourier(desk, desk.networks[name], holder, clock)


def waiting(db: Database) -> int:
    """How many replies are still on their way."""
    with db.reading() as session:
        query = select(Outbox.id).where(
            Outbox.kind == OutboxKind.REPLY,
            col(Outbox.state).in_([OutboxState.QUEUED, OutboxState.TRYING]),
        )
        return len(session.exec(query).all())


def until_quiet(desk: Desk, clock: Clock, couriers: Iterable[ReplyCourier]) -> None:
    """Let time pass until nothing waits to leave: each reply has a fate, or a person is asked."""
    couriers = list(couriers)
    for _ in range(PATIENCE):
        for one in couriers:
            one.drain()
        if not waiting(desk.db):
            return
        clock.forward(seconds=20)
    raise AssertionError(f"{waiting(desk.db)} replies never came to an end")


def check(db: Database, servers: Mapping[str, FickleServer]) -> dict[ReplyStatus, int]:
    """P4, P5 and P9 for every reply; how many ended how."""
    seen: defaultdict[str, list[str]] = defaultdict(list)
    for server in servers.values():
        for post in server.posts:
            seen[post.key].append(f"{post.audience}:{post.text}")
    ended: defaultdict[ReplyStatus, int] = defaultdict(int)
    with db.reading() as session:
        entries: defaultdict[int, list[RecordEntry]] = defaultdict(list)
        for entry in record.all_rows(session):
            entries[entry.reply_id or 0].append(entry)
        assert not list(record.verify(record.all_rows(session)))
        for reply in session.exec(select(Reply)):
            ended[ReplyStatus(reply.status)] += 1
            _check_one(reply, seen[reply.key], entries[reply.id or 0])
    assert {key for key, posts in seen.items() if posts} <= {reply.key for reply in _replies(db)}
    return dict(ended)


def _replies(db: Database) -> list[Reply]:
    with db.reading() as session:
        return list(session.exec(select(Reply)))


def _check_one(reply: Reply, posts: list[str], entries: list[RecordEntry]) -> None:
    verbs = [entry.verb for entry in entries]
    assert len(posts) <= 1, f"reply {reply.id} was read {len(posts)} times: {verbs}"
    assert posts in ([], [f"{reply.audience}:{reply.text}"]), "another text or audience than was agreed on"
    if reply.status == ReplyStatus.SENT:
        assert posts, f"reply {reply.id} counts as sent, but nobody saw it: {verbs}"
        assert Verb.SENT in verbs
    elif reply.status in {ReplyStatus.FAILED, ReplyStatus.DRAFT, ReplyStatus.IN_REVIEW, ReplyStatus.APPROVED}:
        assert not posts, f"reply {reply.id} is {reply.status}, but somebody saw it: {verbs}"
    else:
        assert reply.status == ReplyStatus.UNKNOWN, f"reply {reply.id} is still {reply.status}"
        assert Verb.UNKNOWN in verbs
    if posts and SENSITIVE in reply.text:
        agreed = [entry for entry in entries if entry.verb == Verb.APPROVED]
        assert agreed, "nobody approved it"
        assert agreed[-1].details["fingerprint"] == reply.fingerprint
