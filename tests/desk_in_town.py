"""The real desk in a town of its own: a real store, a real Bolt app behind signed HTTP, the local workspace as Slack
and as the world outside, and a clock that stands still until a test moves it.

Nothing runs by itself. `poll`, `drain` and `settle` are what the desk's threads would do.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import structlog
from slack_bolt.middleware.request_verification import RequestVerification
from slack_sdk.signature import Clock as SignatureClock
from sqlmodel import Session, SQLModel, col, func, select
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import intake
from bot.assembly import Running, build
from bot.courier.team import hash_of
from bot.desk import asking, cards, lookups
from bot.settings import Settings, load
from bot.surfaces.slack.cards import card_message
from bot.workspace import WorkspaceSettings, create_app
from bot.workspace.people import BOT_USER_ID
from bot.workspace.server import Workspace
from storage import outbox, record
from storage.tables import Mention, Note, Outbox, RecordEntry, Reply, Ticket
from storage.words import OutboxKind, OutboxState, Verb
from tests.parts import Clock, serve

ANA, BEN, MIRA, GIL = "agent1", "agent2", "manager1", "guest1"
IDS = {ANA: "U0AGENT1", BEN: "U0AGENT2", MIRA: "U0MANAGER1", GIL: "U0GUEST1"}
NORA, SOMCHAI, TESS = "p-nora", "p-somchai", "p-tess"
CARE = "C0CARE"
TOKEN = "xoxb-demo"
SIGNING_SECRET = "a secret between Slack and the desk"
WATCHER_SECRET = "a secret between the watcher and the desk"
DESK_TOML = """
[desk]
channel = "social-care"
handles = ["acme"]
{desk}
[roles]
agents = ["agent1", "agent2"]
approvers = ["manager1"]
leads = ["manager1"]
[sending]
hold_seconds = {hold}
watch_minutes = {watch}
[[source]]
name = "skyline"
kind = "rehearsal"
url = "{slack_url}"
account = "acme"
label = "Skyline"
picture_hosts = {picture_hosts}
[[source]]
name = "watcher"
kind = "webhook"
secret = "env:WATCHER_SECRET"
account = "acme"
{reply_url}
"""

Act = dict[str, Any]
Message = dict[str, Any]


class Address:
    """An address in town: a real HTTP server, in which a test puts up an app for a while."""

    def __init__(self) -> None:
        self.url = ""
        self._app: ASGIApp | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before: list[tuple[str, Callable[[], None]]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._loop = asyncio.get_running_loop()
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif self._app is None:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._something_happens(scope["path"])
            await self._app(scope, receive, send)

    async def _something_happens(self, path: str) -> None:
        for waiting in [one for one in self._before if one[0] in path]:
            self._before.remove(waiting)
            await asyncio.to_thread(waiting[1])

    def before(self, path: str, happening: Callable[[], None]) -> None:
        """Let something happen once, just before the next request whose path holds these words is answered."""
        self._before.append((path, happening))

    @contextmanager
    def houses(self, app: ASGIApp) -> Iterator[None]:
        """The app lives here while the block runs."""
        self._app = app
        try:
            yield
        finally:
            self._app = None
            self._before.clear()

    def wait_for(self, work: Any) -> Any:
        """Run a coroutine in the server's own loop."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)


@dataclass(frozen=True)
class Streets:
    """Where the desk and Slack live. The servers outlive each test: only what they serve changes."""

    desk: Address
    slack: Address


@contextmanager
def lay_streets() -> Iterator[Streets]:
    streets = Streets(Address(), Address())
    with serve(streets.desk) as streets.desk.url, serve(streets.slack) as streets.slack.url:
        yield streets


class BoltTime(SignatureClock):
    """Bolt checks the age of a request too: by the test's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


def on_test_time(running: Running, clock: Clock) -> Running:
    """The running desk, whose Bolt app reads the test's clock as well."""
    assert running.bolt is not None
    for middleware in running.bolt._middleware_list:
        if isinstance(middleware, RequestVerification):
            middleware.verifier.clock = BoltTime(clock)
    return running


def destinations(running: Running) -> list[str]:
    """The couriers' names: replies first, then answers, the team's Slack, and what is looked up for its threads."""
    looking = [lookups.destination(name) for name in running.desk.networks]
    return [*running.desk.networks, asking.ANSWERS, outbox.SLACK, *looking]


@dataclass
class Town:
    """One desk, one Slack, one world outside."""

    streets: Streets
    settings: Settings
    clock: Clock
    slack: Workspace
    running: Running
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20))
    typing: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """What people have typed, by dialog and box."""

    # -- people of the team ----------------------------------------------------------------------------------

    def act(self, who: str, **what: Any) -> Act:
        """Somebody does something in Slack; what they saw comes back. Its events have reached the desk."""
        answer = self.http.post(f"{self.streets.slack.url}/_workspace/act", json={"as": who, **what}).json()
        assert "error" not in answer, answer
        self.events_arrive()
        return answer

    def does(self, who: str, button: str, ticket_id: int = 1) -> Act:
        """Press a button, and let what follows from it happen."""
        seen = self.click(who, button, ticket_id)
        self.settle()
        return seen

    def click(self, who: str, button: str, ticket_id: int = 1) -> Act:
        """Press a button of a card, wherever it stands there."""
        ts = self.card(ticket_id)["ts"]
        if button in self.buttons(ticket_id):
            return self.act(who, click={"channel": CARE, "ts": ts, "action_id": button})
        value = f"{button}:{ticket_id}"
        return self.act(who, click={"channel": CARE, "ts": ts, "action_id": "more", "value": value})

    def types(self, who: str, part: str, value: str) -> Act:
        """Type or choose in the open dialog; whatever was typed before stays, as long as its box does."""
        state = self._typed(who, {part: value})
        return self.act(who, click={"view": True, "action_id": part, "value": value, "state": state})

    def submit(self, who: str, **values: str) -> Act:
        """Press the open dialog's button, with these parts filled in. They are named as the desk names them."""
        return self.act(who, submit=self._typed(who, values))

    def _typed(self, who: str, values: dict[str, str]) -> dict[str, dict[str, str]]:
        """All that stands typed in somebody's dialog. Slack forgets a box that is replaced by another."""
        view = self.dialog(who)
        kept = self.typing.setdefault(view["id"], {})
        kept |= {self.block(who, part): {part: value} for part, value in values.items()}
        boxes = {block["block_id"] for block in view["blocks"]}
        return {block: typed for block, typed in kept.items() if block in boxes}

    def answers(self, who: str, text: str, ticket_id: int = 1, **values: str) -> Act:
        """Reply from the card in one go."""
        opened = self.click(who, "reply", ticket_id)
        assert opened["view"], opened
        return self.submit(who, text=text, **values)

    def block(self, who: str, part: str) -> str:
        """The block of the open dialog in which that part stands."""
        view = self.dialog(who)
        return next(b["block_id"] for b in view["blocks"] if b.get("element", {}).get("action_id") == part)

    def dialog(self, who: str) -> dict[str, Any]:
        """The dialog in front of somebody; an empty one where there is none."""
        stack = self.slack.state.stacks.get(IDS[who], [])
        return self.slack.state.views[stack[-1]] if stack else {}

    def events_arrive(self) -> None:
        """Wait until the desk has answered every event Slack has sent."""

        async def delivered() -> None:
            while running := list(self.slack.delivery._running):
                await asyncio.gather(*running)

        self.streets.slack.wait_for(delivered())

    # -- customers -------------------------------------------------------------------------------------------

    def outside(self, who: str, **what: Any) -> str:
        """A customer writes (`text=`), edits (`edit=id`) or deletes (`delete=id`); the id of a new post comes back."""
        answer = self.http.post(f"{self.streets.slack.url}/outside/act", json={"as": who, **what}).json()
        assert answer["ok"], answer
        return str(answer["id"])

    def customer_reads(self) -> list[str]:
        """What the brand has said to customers, oldest first."""
        return [post.text for post in self.slack.outside.posts.values() if post.persona is None]

    # -- the desk's own threads, by hand ---------------------------------------------------------------------

    def poll(self) -> None:
        """Read every source once."""
        for network in self.running.desk.networks.values():
            if network.polls:
                intake.poll(self.running.desk, network, self.clock)

    def drain(self) -> None:
        """Deliver all that may leave at this moment."""
        for name in destinations(self.running):
            self.running.workers[name].drain()

    def settle(self, within: timedelta = timedelta(hours=3)) -> None:
        """Let time pass until nothing waits to leave."""
        end = self.clock() + within
        while self.clock() < end:
            self.drain()
            if not self.waiting():
                return
            self.clock.forward(self._until_something_is_due())
        raise AssertionError(f"still waiting to leave: {self.waiting()}")

    def _until_something_is_due(self) -> timedelta:
        """At least a second, as the desk's own threads look again every second."""
        now = self.clock()
        with self.running.desk.db.reading() as session:
            due = {name: outbox.next_due(session, name) for name in self.waiting()}
        waits = [moment - now for name, moment in due.items() if moment and name != outbox.SLACK]
        if (moment := due.get(outbox.SLACK)) is not None:
            waits.append(max(moment - now, self.running.courier.wait() or timedelta()))
        return max(min(waits), timedelta(seconds=1))

    def draw_cards(self) -> None:
        """Let only Slack catch up: what is held for customers stays held."""
        while self.waiting().get(outbox.SLACK):
            self.running.workers[outbox.SLACK].drain()
            self.clock.forward(seconds=1)

    def waiting(self) -> dict[str, int]:
        return dict(self.running.waiting())

    def arrives(self, who: str, text: str, **what: Any) -> str:
        """A customer writes, and the card is there."""
        post = self.outside(who, text=text, **what)
        self.poll()
        self.settle()
        return post

    def wake(self) -> int:
        """Look for snoozes that have ended."""
        from bot.desk import close

        return close.wake_due(self.running.desk, self.clock())

    def restart(self) -> None:
        """Stop the desk and start another one on the same store."""
        self.running.desk.db.close()
        self.running = on_test_time(build(self.settings, self.clock), self.clock)
        self.streets.desk._app = self.running.web()

    # -- what can be seen ------------------------------------------------------------------------------------

    def messages(self) -> list[Message]:
        """Everything in the team's channel, oldest first."""
        return list(self.slack.state.channels[CARE].messages.values())

    def cards(self) -> list[Message]:
        """The messages of the desk that stand in the channel itself."""
        return [m for m in self.messages() if m["user"] == BOT_USER_ID and "thread_ts" not in threaded(m)]

    def card(self, ticket_id: int = 1) -> Message:
        """The card of a ticket."""
        ts = self.row(Ticket, ticket_id).card_ts
        return self.slack.state.channels[CARE].messages[ts or "not posted"]

    def card_says(self, ticket_id: int = 1) -> str:
        """All that is to be read on a card, buttons included."""
        return json.dumps(self.card(ticket_id), ensure_ascii=False)

    def untrue_cards(self) -> list[int]:
        """The tickets whose card shows something else than the store knows, and is not about to be drawn (P2)."""
        with self.running.desk.db.reading() as session:
            drawn = select(Outbox.ticket_id, func.max(Outbox.done_at)).where(
                Outbox.kind == OutboxKind.CARD, Outbox.state == OutboxState.DONE
            )
            times = dict(session.exec(drawn.group_by(col(Outbox.ticket_id))).all())
            still = times.keys() - outbox.cards_waiting(session)
            return [one for one in sorted(still) if not self._is_true(session, one, times[one])]

    def _is_true(self, session: Session, ticket_id: int, drawn_at: datetime) -> bool:
        """Whether a card drawn then would look as it does: time alone makes no card untrue."""
        ticket = session.get(Ticket, ticket_id)
        view = cards.card(self.running.desk, session, ticket_id, drawn_at)
        if ticket is None or view is None or ticket.card_ts is None or ticket.merged_into:
            return True  # gone, or part of another ticket
        shown = self.slack.state.channels[CARE].messages.get(ticket.card_ts, {})
        message = card_message(view)
        return ticket.card_hash == hash_of(message) and shown.get("text") == message.text

    def buttons(self, ticket_id: int = 1) -> list[str]:
        """The buttons in a card's row."""
        rows = [block["elements"] for block in self.card(ticket_id)["blocks"] if block["type"] == "actions"]
        return [element["action_id"] for row in rows for element in row]

    def thread(self, ticket_id: int = 1) -> list[str]:
        """What stands in a card's thread."""
        ts = self.card(ticket_id)["ts"]
        return [m["text"] for m in self.messages() if m.get("thread_ts") == ts and m["ts"] != ts]

    def whispers(self, who: str) -> list[str]:
        """What only this person was told."""
        return [note["text"] for note in self.slack.state.ephemerals if note["visible_to"] == IDS[who]]

    # -- what the store holds --------------------------------------------------------------------------------

    def rows(self, table: type[SQLModel]) -> list[Any]:
        """Every row of a table."""
        with self.running.desk.db.reading() as session:
            return list(session.exec(select(table).order_by(col(table.id))))  # type: ignore[attr-defined]

    def row(self, table: type[SQLModel], row_id: int) -> Any:
        with self.running.desk.db.reading() as session:
            return session.get(table, row_id)

    def ticket(self, ticket_id: int = 1) -> Ticket:
        ticket: Ticket = self.row(Ticket, ticket_id)
        return ticket

    def replies(self) -> list[Reply]:
        return self.rows(Reply)

    def stored(self) -> dict[str, int]:
        """How much is stored, to see that nothing was."""
        counts = {table.__name__: len(self.rows(table)) for table in (Mention, Ticket, Reply, Note)}
        with self.running.desk.db.reading() as session:
            return counts | {"record": record.count(session)}

    def told(self, person: str) -> list[str]:
        """What the desk has to tell this person alone, whether Slack has shown it yet or not."""
        whispers = [
            row for row in self.rows(Outbox) if row.kind == OutboxKind.WHISPER and row.person == person
        ]
        return [row.payload["text"] for row in whispers]

    def entries(self, verb: Verb) -> list[RecordEntry]:
        """What the record says happened, of one kind."""
        with self.running.desk.db.reading() as session:
            return [entry for entry in record.all_rows(session) if entry.verb == verb]

    def entries_of(self, ticket_id: int) -> list[RecordEntry]:
        """What the record says happened to one ticket, oldest first."""
        with self.running.desk.db.reading() as session:
            return [entry for entry in record.all_rows(session) if entry.ticket_id == ticket_id]

    def health_is_well(self) -> bool:
        """Whether the desk itself says that all is well."""
        return self.http.get(f"{self.streets.desk.url}/health").is_success

    def record_holds(self) -> bool:
        with self.running.desk.db.reading() as session:
            return not list(record.verify(record.all_rows(session)))

    # -- straight to the desk, as Slack would ----------------------------------------------------------------

    def knock(self, body: bytes | str, *, content_type: str = "application/json", **headers: str) -> Any:
        """A signed request to the desk; headers given here replace Slack's."""
        content = body.encode() if isinstance(body, str) else body
        stamp = str(int(self.clock().timestamp()))
        signed = slack_headers(content, stamp) | {"content-type": content_type}
        sent = signed | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post(f"{self.streets.desk.url}/slack/events", content=content, headers=sent)

    def interaction(self, payload: Any) -> Any:
        """A click or a dialog as Slack posts it."""
        body = urlencode({"payload": json.dumps(payload)})
        return self.knock(body, content_type="application/x-www-form-urlencoded")


def threaded(message: Message) -> dict[str, Any]:
    """The message's thread, unless it is the first one there."""
    inside = message.get("thread_ts", message["ts"]) != message["ts"]
    return {"thread_ts": message["thread_ts"]} if inside else {}


def slack_headers(body: bytes, stamp: str, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    mac = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={mac.hexdigest()}"}


def settings_for(
    folder: Path,
    database_url: str,
    slack_url: str,
    *,
    hold: int = 0,
    watch: int = 0,
    reply_url: str = "",
    desk: str = "",
    picture_hosts: list[str] | None = None,
) -> Settings:
    """Settings read as `mentiondesk run` reads them: from an environment and a desk.toml."""
    return load(
        environment(
            folder,
            database_url,
            slack_url,
            hold=hold,
            watch=watch,
            reply_url=reply_url,
            desk=desk,
            picture_hosts=picture_hosts,
        )
    )


def environment(
    folder: Path,
    database_url: str,
    slack_url: str,
    *,
    hold: int = 0,
    watch: int = 0,
    reply_url: str = "",
    desk: str = "",
    picture_hosts: list[str] | None = None,
) -> dict[str, str]:
    """The variables of a desk in town; its desk.toml is written into the folder."""
    reply_line = f'reply_url = "{reply_url}"' if reply_url else ""
    policy = DESK_TOML.format(
        slack_url=slack_url,
        hold=hold,
        watch=watch,
        reply_url=reply_line,
        desk=desk,
        picture_hosts=json.dumps(picture_hosts or []),
    )
    (folder / "desk.toml").write_text(policy)
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"{slack_url}/api/",
        "DATABASE_URL": database_url,
        "MENTIONDESK_CONFIG": str(folder / "desk.toml"),
        "WATCHER_SECRET": WATCHER_SECRET,
    }


async def at_once(_seconds: float) -> None:
    """Slack's waiting, in a town where time stands still."""


def open_workspace(streets: Streets, clock: Clock, **options: Any) -> Any:
    """Slack and the world outside, on the test's clock, knocking at the desk's address."""
    fixed: dict[str, Any] = {"samples": False, "now": clock, "sleep": at_once}
    settings = WorkspaceSettings(
        app_url=f"{streets.desk.url}/slack/events",
        signing_secret=SIGNING_SECRET,
        bot_token=TOKEN,
        **fixed | options,
    )
    return create_app(settings)


@contextmanager
def found_town(
    streets: Streets,
    folder: Path,
    database_url: str,
    clock: Clock,
    *,
    slack: dict[str, Any] | None = None,
    **policy: Any,
) -> Iterator[Town]:
    """A town for the block, with a desk that knows its team. Whatever happened there, its cards are true in the end."""
    workspace = open_workspace(streets, clock, **(slack or {}))
    with streets.slack.houses(workspace):
        settings = settings_for(folder, database_url, streets.slack.url, **policy)
        running = on_test_time(build(settings, clock), clock)
        town = Town(streets, settings, clock, workspace.state.workspace, running)
        try:
            with streets.desk.houses(running.web()):
                running.refresh_people()
                yield town
                assert town.untrue_cards() == [], "P2: these cards show something else than the store knows"
        finally:
            streets.slack.wait_for(town.slack.delivery.close())
            for network in town.running.desk.networks.values():
                network.close()
            town.running.desk.db.close()
            town.http.close()


Founder = Callable[..., AbstractContextManager[Town]]


def keep_logs_short() -> None:
    """Log as the desk does, where pytest shows it: structlog's own default prints pages for each error."""
    structlog.configure(
        processors=[
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


@pytest.fixture(scope="session")
def streets() -> Iterator[Streets]:
    keep_logs_short()
    with lay_streets() as streets:
        yield streets


@pytest.fixture
def found(streets: Streets, tmp_path: Path, clock: Clock) -> Founder:
    """Founds a town: `with found(database_url, hold=5) as town:`."""
    return partial(_found, streets, tmp_path, clock)


def _found(streets: Streets, folder: Path, clock: Clock, database_url: str, **policy: Any) -> Any:
    return found_town(streets, folder, database_url, clock, **policy)


@pytest.fixture
def town(found: Founder, database_url: str) -> Iterator[Town]:
    """A desk in town, on each kind of store."""
    with found(database_url) as town:
        yield town


@pytest.fixture
def small_town(found: Founder, sqlite_url: str) -> Iterator[Town]:
    """A desk in town on SQLite alone, where the store makes no difference."""
    with found(sqlite_url) as town:
        yield town


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
