"""Sending: from the approver's click to the network's receipt, beside what it must cost at least; and a drain of many.

The least is one bare httpx POST and two bare durable commits: one says that it is approved, one that it is being sent.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from rich.progress import Progress
from sqlmodel import col, select

from bot.assembly import wall_clock
from bot.bench import ROUNDS, Figure, at_most
from bot.bench.clicks import percentile
from bot.bench.serving import LOCAL
from bot.bench.stores import START, opened, posts
from bot.courier.replies import ReplyCourier
from bot.desk import approving, directory, sending, writing
from bot.desk.context import Desk
from bot.desk.directory import Member
from bot.desk.receive import receive
from bot.desk.reply_form import Typed
from bot.networks.http import client
from bot.networks.port import Page
from bot.networks.rehearsal import RehearsalNetwork, RehearsalSettings
from bot.reply_policy import ApprovalSettings, RuleSettings, SendingSettings
from bot.settings import RoleSettings, Settings
from bot.surfaces.view import FormView
from storage.db import Database
from storage.outbox import waiting
from storage.tables import Approval, Setting, Ticket
from storage.words import Audience, Role

AGENT, APPROVER = "U0AGENT", "U0APPROVER"
SENDS = 60
"""Sends in one round: the 99th hundredth of so few is the slowest but none."""
ACCOUNTS = ("one", "two", "three", "four")
DRAINED = 1_000
PAIRS = 9
"""Drains with and without the one that stalls: more than elsewhere, since each takes seconds, and a machine has moods."""
STALL_SECONDS = 0.5
LIMIT, SLOWED = 2.0, 1.1
SETTINGS = Settings(
    roles=RoleSettings(agents=(AGENT,), approvers=(APPROVER,)),
    sending=SendingSettings(hold_seconds=0),
    approval=ApprovalSettings(rule=(RuleSettings(name="all", steps=(Role.APPROVER,)),)),
)


def bench(progress: Progress) -> Iterator[Figure]:
    """Single sends beside the bare ones, then many at once with one account that stalls."""
    yield from _single(progress)
    yield from _drained(progress)


# One at a time ---------------------------------------------------------------------------------------------------


def _single(progress: Progress) -> Iterator[Figure]:
    ours: list[list[float]] = []
    bare: list[list[float]] = []
    with _desk(("one",)) as (desk, servers, url):
        tickets = iter(_filled(desk, "one", SENDS * ROUNDS))
        for _ in progress.track(range(ROUNDS), description="Sends"):
            approvals = [_asked(desk, next(tickets)) for _ in range(SENDS)]
            ours.append(
                sorted(_click_to_receipt(desk, servers["one"], approval_id) for approval_id in approvals)
            )
            bare.append(sorted(_bare(desk.db, servers["one"], url) for _ in range(SENDS)))
    for share in (0.5, 0.99):
        name = f"send, click to receipt, p{share * 100:.0f}, beside a bare POST and two commits"
        mine, theirs = ([percentile(one, share) for one in rounds] for rounds in (ours, bare))
        yield at_most(name, "ms", mine, theirs, LIMIT)


def _click_to_receipt(desk: Desk, server: _Server, approval_id: int) -> float:
    """Milliseconds: the approval, and the courier that it wakes, until the network has given its receipt."""
    courier = ReplyCourier(desk, desk.networks["one"], "bench", wall_clock)
    start = time.perf_counter()
    approving.approve(desk, approval_id, APPROVER, wall_clock())
    courier.drain()
    return (server.receipt_at - start) * 1000


def _bare(db: Database, server: _Server, url: str) -> float:
    """Milliseconds: what any desk must do, and nothing else."""
    body = {"reply_id": "x", "text": "On its way.", "audience": "public", "in_reply_to": "post-1"}
    with client(url) as http:
        start = time.perf_counter()
        _commit(db, "is approved")
        _commit(db, "is being sent")
        http.post("/outside/replies", json=body, headers={"Idempotency-Key": "x"}).raise_for_status()
        return (server.receipt_at - start) * 1000


def _commit(db: Database, value: str) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(Setting.__table__.delete())  # type: ignore[attr-defined]
        connection.execute(Setting.__table__.insert().values(name="bench", value=value))  # type: ignore[attr-defined]
        connection.commit()


# Many at once ----------------------------------------------------------------------------------------------------


def _drained(progress: Progress) -> Iterator[Figure]:
    """The time the three healthy accounts take: with the fourth stalling, beside with the fourth not sending at all.

    Beside a fourth that is healthy they would look better: its own sends would count against them. Each drain begins
    from a copy of one store, and which of a pair goes first changes, so that a machine that warms up favours neither.
    """
    alone: list[float] = []
    beside: list[float] = []
    with TemporaryDirectory(prefix="mentiondesk-bench-") as folder:
        begin = Path(folder) / "begin.db"
        _fill(begin, progress)
        for number in progress.track(range(PAIRS), description="Drains"):
            pair = (False, True) if number % 2 == 0 else (True, False)
            took = {stalls: _drain(begin, stalls=stalls) for stalls in pair}
            alone.append(took[False])
            beside.append(took[True])
    name = f"drain of {DRAINED:,} replies over 4 accounts, the others beside one that stalls"
    yield at_most(name, "s", beside, alone, SLOWED)


def _fill(file: Path, progress: Progress) -> None:
    """A store with all replies approved and none sent."""
    with _desk(ACCOUNTS) as (desk, _servers, _url):
        tickets = [one for name in ACCOUNTS for one in _filled(desk, name, DRAINED // len(ACCOUNTS))]
        for ticket_id in progress.track(tickets, description="Replies"):
            _approved(desk, ticket_id)
        desk.db.close()  # all of it is in the one file then
        shutil.copy(desk.db.engine.url.database or "", file)


def _drain(begin: Path, *, stalls: bool) -> float:
    with _desk(ACCOUNTS, begin) as (desk, servers, _url):
        stalling, *healthy = ACCOUNTS
        servers[stalling].stall = STALL_SECONDS
        over = threading.Event()
        stalled = threading.Thread(target=_drain_one, args=(desk, stalling, over))
        threads = [threading.Thread(target=_drain_one, args=(desk, name, over)) for name in healthy]
        start = time.perf_counter()
        if stalls:
            stalled.start()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - start
        servers[stalling].stall = 0.0  # what is left of it goes out quickly
        over.set()
        if stalls:
            stalled.join()
        return took


def _drain_one(desk: Desk, name: str, over: threading.Event) -> None:
    courier = ReplyCourier(desk, desk.networks[name], f"bench-{name}", wall_clock)
    while not over.is_set():
        courier.drain()
        with desk.db.reading() as session:
            if not waiting(session).get(name):
                return


# What both need --------------------------------------------------------------------------------------------------


@dataclass
class _Server:
    """A network's end: takes a reply and gives its receipt, at once or after a while."""

    stall: float = 0.0
    receipt_at: float = 0.0
    url: str = ""
    _http: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = field(default=None)

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                if outer.stall:
                    threading.Event().wait(outer.stall)
                self._say(b'{"id": "receipt"}')

            def _say(self, body: bytes) -> None:
                self.send_response(201)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                outer.receipt_at = time.perf_counter()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer((LOCAL, 0), Handler)
        self.url = f"http://{LOCAL}:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()


@contextmanager
def _desk(names: Sequence[str], begin: Path | None = None) -> Iterator[tuple[Desk, dict[str, _Server], str]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mentiondesk-bench-")))
        servers = {name: stack.enter_context(_Server()) for name in names}
        networks = {
            name: RehearsalNetwork(
                RehearsalSettings(name=name, kind="rehearsal", url=server.url, account="acme")
            )
            for name, server in servers.items()
        }
        if begin is not None:
            shutil.copy(begin, folder / "bench.db")
        db = opened(f"sqlite:///{folder}/bench.db")
        stack.callback(db.close)
        desk = Desk(db, SETTINGS, networks)
        members = [Member(AGENT, "agent"), Member(APPROVER, "approver")]
        directory.refresh(desk, members, {}, START, all_of_them=True)
        yield desk, servers, servers[names[0]].url


def _filled(desk: Desk, source: str, count: int) -> list[int]:
    receive(desk, source, Page(posts(0, count), None), wall_clock())
    with desk.db.reading() as session:
        return [one or 0 for one in session.exec(select(Ticket.id).where(Ticket.source == source))]


def _asked(desk: Desk, ticket_id: int) -> int:
    """A reply of the agent's that waits for approval; returns the request."""
    form = writing.open_dialog(desk, ticket_id, AGENT, wall_clock())
    if not isinstance(form, FormView):
        raise TypeError(form.sentence)
    version, seen = int(form.facts["version"]), int(form.facts["seen"])
    key, audience = str(form.facts["key"]), Audience.PUBLIC
    typed = Typed(ticket_id, key, "On its way.", audience, version=version, seen=seen, named=audience)
    sending.submit(desk, typed, AGENT, wall_clock())
    with desk.db.reading() as session:
        return session.exec(select(Approval.id).order_by(col(Approval.id).desc()).limit(1)).one() or 0


def _approved(desk: Desk, ticket_id: int) -> None:
    approving.approve(desk, _asked(desk, ticket_id), APPROVER, wall_clock())
