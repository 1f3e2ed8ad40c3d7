"""The one place where real things meet: settings → store → networks → desk → Slack → couriers → clock → web.

The clock on the wall is read here and nowhere else.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette

import handlers
from bot import intake, language, nags
from bot.clock import Clock
from bot.courier.answers import AnswerCourier
from bot.courier.lookups import LookupCourier
from bot.courier.replies import ReplyCourier
from bot.courier.team import TeamCourier
from bot.desk import approvers, asking, close, digest, directory, home, listening, lookups, requests
from bot.desk.context import Desk
from bot.desk.directory import Member
from bot.desk.logins import StoredLogins
from bot.networks import network_of
from bot.outcomes import NetworkError, Never
from bot.settings import Settings
from bot.surfaces.slack.client import SlackTeam
from bot.web import Web
from bot.workers import Worker
from handlers import shape
from handlers.knock import Door
from storage import migrate, outbox
from storage.db import Database, connect

if TYPE_CHECKING:
    from handlers.socket_mode import SocketMode

log = structlog.get_logger()
PEOPLE_SECONDS = 3600.0
SNOOZE_SECONDS = 5.0
NAG_SECONDS = 0.5
LISTEN_SECONDS = 300.0
HOME_SECONDS = 5.0
DIGEST_SECONDS = 60.0
PEOPLE_AT_MOST_EVERY = timedelta(seconds=30)
PEOPLE = "people"
SOCKET = "socket"
SOCKET_SECONDS = 5.0
FIRST_LOOK_SECONDS = 1.0
MALFORMED = 400
NO_STORE = "The database does not answer."


def wall_clock() -> datetime:
    """The time now. The only place that asks."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def open_store(settings: Settings) -> Database:
    """The store, brought up to date."""
    db = connect(settings.env.DATABASE_URL)
    migrate.upgrade(db)
    return db


def build_desk(settings: Settings, db: Database) -> Desk:
    """The desk with its networks, without Slack."""
    networks = {
        source.name: network_of(source, StoredLogins.made_with(db, source)) for source in settings.sources
    }
    return Desk(db, settings, networks, language_of=lambda text: language.detect(text).code)


@dataclass
class Running:
    """A whole desk: what `mentiondesk run` starts and stops, and what the tests drive."""

    desk: Desk
    team: SlackTeam
    now: Callable[[], datetime] = wall_clock
    workers: dict[str, Worker] = field(default_factory=dict)
    clock: Clock = field(init=False)
    bolt: App | None = None
    people_asked_at: datetime | None = None
    socket: SocketMode | None = None

    def __post_init__(self) -> None:
        self.clock = Clock(sources=len(self.desk.networks))
        holder = f"{socket.gethostname()}-{os.getpid()}-{id(self):x}"
        self.courier = TeamCourier(self.desk, self.team, holder, self.now)
        self.workers = {
            outbox.SLACK: Worker(outbox.SLACK, self.courier.drain),
            asking.ANSWERS: Worker(
                asking.ANSWERS, AnswerCourier(self.desk, self.team, holder, self.now).drain
            ),
            PEOPLE: Worker(PEOPLE, self.refresh_people, PEOPLE_SECONDS),
        }
        if self.desk.settings.env.SLACK_APP_TOKEN.get_secret_value():
            self.workers[SOCKET] = Worker(SOCKET, self.keep_socket_open, SOCKET_SECONDS)
        for name, network in self.desk.networks.items():
            self.workers[name] = Worker(name, ReplyCourier(self.desk, network, holder, self.now).drain)
            looking = lookups.destination(name)
            looker = LookupCourier(self.desk, self.team, name, holder, self.now)
            self.workers[looking] = Worker(looking, looker.drain)
            if network.polls:
                poll = partial(intake.poll_in_turn, self.desk, network, holder, self.now)
                self.clock.every(network.settings.poll_seconds, f"intake-{name}", poll)
        self.clock.every(SNOOZE_SECONDS, "wake", lambda: close.wake_due(self.desk, self.now()))
        self.clock.every(SNOOZE_SECONDS, "deputies", lambda: requests.call_deputies(self.desk, self.now()))
        self.clock.every(NAG_SECONDS, "nags", lambda: nags.sweep(self.desk, self.now))
        self.clock.every(DIGEST_SECONDS, "digest", lambda: digest.post_due(self.desk, self.now()))
        self.clock.every(HOME_SECONDS, "homes", lambda: home.draw_changed(self.desk, self.now()))
        self.clock.every(LISTEN_SECONDS, "silence", lambda: listening.listen(self.desk, self.now()))
        self.desk.db.on_wake = self.wake
        self.bolt = build_bolt(self.desk.settings, Door(self.desk, self.now, self.workers[PEOPLE].wake))

    def wake(self, destination: str) -> None:
        """Something was queued for a destination."""
        worker = self.workers.get(destination)
        if worker is not None:
            worker.wake()

    def start(self) -> None:
        """Begin to read, deliver and watch."""
        for worker in self.workers.values():
            worker.start()
        self.clock.start()

    def stop(self) -> None:
        """Stop after what is being done now. What is not finished is finished at the next start."""
        self.clock.stop()
        for worker in self.workers.values():
            worker.stop()
        if self.socket is not None:
            self.socket.close()
        for network in self.desk.networks.values():
            network.close()

    def keep_socket_open(self) -> None:
        """See to it that the socket Slack calls us through is open."""
        from handlers.socket_mode import SocketMode  # what a desk without a socket need not load

        if self.socket is None and self.bolt is not None:
            self.socket = SocketMode(self.bolt, self.desk.settings.env.SLACK_APP_TOKEN.get_secret_value())
        if self.socket is not None:
            self.socket.keep_open()

    def refresh_people(self) -> None:
        """Ask Slack who is who, but not more often than it likes to be asked."""
        now = self.now()
        if self.people_asked_at is not None and now - self.people_asked_at < PEOPLE_AT_MOST_EVERY:
            return
        self.people_asked_at = now
        try:
            members = [_member(one) for one in self.team.people()]
            groups = {name: self._group(name) for name in directory.groups_named(self.desk.settings)}
        except NetworkError as error:
            log.warning("people_not_read", problem=str(error))
            return
        known = directory.refresh(self.desk, members, groups, self.now(), all_of_them=True)
        approvers.tell_of_empty_steps(self.desk, self.now())
        log.info("people_read", members=len(members), with_a_role=known)

    def _group(self, handle: str) -> frozenset[str]:
        """A user group's members; nobody where there is no such group, or the plan has none."""
        try:
            return frozenset(self.team.group_members(handle))
        except Never as error:
            log.warning("group_not_read", group=handle, problem=str(error))
            return frozenset()

    def answer_slack(self, body: str, headers: Mapping[str, str], /) -> tuple[int, Mapping[str, Any], str]:
        """Hand one request to Bolt."""
        if self.bolt is None:
            return 503, {}, ""
        try:
            request = BoltRequest(body=body, headers=dict(headers))
            shape.check(request.body)
            answer = self.bolt.dispatch(request)
        except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
            # Bolt itself trips over a payload that is not like Slack's at all, even while it reads or handles errors.
            log.warning("slack_request_malformed", exc_info=True)
            return MALFORMED, {}, ""
        return answer.status, answer.headers, answer.body

    def health(self) -> list[str]:
        """What is wrong, in sentences."""
        try:
            with self.desk.db.reading() as session:
                outbox.waiting(session)
        except SQLAlchemyError:
            return [NO_STORE]
        return []

    def waiting(self) -> Mapping[str, int]:
        """How much waits to leave, by destination."""
        with self.desk.db.reading() as session:
            return outbox.waiting(session)

    def web(self) -> Starlette:
        """The ASGI application of this desk."""
        return Web(
            self.desk, self.answer_slack, self.now, self.health, self.waiting, self.start, self.stop
        ).app()


def build(settings: Settings, now: Callable[[], datetime] = wall_clock) -> Running:
    """A whole desk from its settings."""
    env = settings.env
    desk = build_desk(settings, open_store(settings))
    return Running(desk, SlackTeam(env.SLACK_BOT_TOKEN.get_secret_value(), env.SLACK_API_URL), now)


def build_bolt(settings: Settings, door: Door) -> App:
    """Bolt with our listeners. `process_before_response`: an error soon after `ack()` would hang the click 3 s."""
    env = settings.env
    client = WebClient(
        env.SLACK_BOT_TOKEN.get_secret_value(), base_url=env.SLACK_API_URL, timeout=2, retry_handlers=[]
    )
    app = App(
        client=client,
        signing_secret=env.SLACK_SIGNING_SECRET.get_secret_value() or "socket mode checks no signature",
        process_before_response=True,
        authorize=_authorized(env.SLACK_BOT_TOKEN.get_secret_value()),
        raise_error_for_unhandled_request=True,  # else Bolt's own log line has nine lines
    )
    handlers.register(app, door)
    return app


def _authorized(token: str) -> Callable[..., AuthorizeResult]:
    """One workspace, one token: no request asks Slack who we are."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


def _member(one: Any) -> Member:
    return Member(
        one.id,
        one.name,
        one.real_name,
        one.email,
        zone=one.zone,
        guest=one.is_guest,
        bot=one.is_bot,
        gone=one.is_gone,
        away=one.is_away,
    )
