"""What a workspace is told at the start. Everything has a default but where the app listens and its secret."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from bot.workspace.clock import TownClock

DEFAULT_SCOPES = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:write",
    "usergroups:read",
    "users:read",
    "users:read.email",
)
"""The bot token's scopes unless told otherwise. `chat:write.public` is left out on purpose: a bot must be invited."""

DEFAULT_EVENTS = (
    "app_home_opened",
    "member_joined_channel",
    "message.channels",
    "message.im",
    "subteam_members_changed",
    "team_join",
    "user_change",
)


def wall_clock() -> datetime:
    """The real time, UTC. The one place where this stand-in reads it."""
    return datetime.now(UTC)  # noqa: TID251 - a program of its own: the desk's clock is not its clock


@dataclass(frozen=True)
class Command:
    """A slash command the app has declared. `name` includes the "/"."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A shortcut the app has declared. `kind` is "message" (in a message's menu) or "global"."""

    callback_id: str
    name: str
    kind: str = "message"


@dataclass(frozen=True)
class WorkspaceSettings:
    """How the stand-in behaves. Durations are seconds; limits are Slack's own unless a test changes them."""

    app_url: str = "http://127.0.0.1:3000/slack/events"
    signing_secret: str = field(default="workspace-signing-secret", repr=False)
    bot_token: str = field(default="xoxb-demo", repr=False)
    app_token: str = field(default="xapp-demo", repr=False)
    app_name: str = "Mentiondesk"
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    events: tuple[str, ...] = DEFAULT_EVENTS
    commands: tuple[Command, ...] = (Command("/desk", "Your social-care desk", "help · stats · handover"),)
    shortcuts: tuple[Shortcut, ...] = ()
    paid_plan: bool = True
    """False answers `plan_upgrade_required` to usergroups.*, as a free workspace does."""
    samples: bool = True
    """Whether the self-written sample mentions arrive by themselves."""
    rate_limits: bool = True
    post_burst: int = 3
    """chat.postMessage calls a channel takes at once before one a second is enforced."""
    update_burst: int = 20
    """chat.update calls the workspace takes at once before 50 a minute are enforced."""
    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    """How long after each failed delivery of an event the next one is tried."""
    now: Callable[[], datetime] = wall_clock
    """The time in town."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    transport: httpx.AsyncBaseTransport | None = None
    """How the app is reached; None is the network. Tests put an ASGI app here."""

    def real_now(self) -> datetime:
        """The real time where the town's clock may be run forward: signatures and triggers keep to it."""
        return self.now.real() if isinstance(self.now, TownClock) else self.now()
