"""Everything the workspace knows, in memory.

It is only touched from the server's event loop, and never across an `await`: the loop is its one lock.
Messages and views are kept as the JSON Slack would send.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.workspace.errors import Json, SlackError
from bot.workspace.people import BOT_USER_ID, GROUPS, HUMANS, SLACKBOT, TEAM_ID, Person, UserGroup, bot_user
from bot.workspace.settings import WorkspaceSettings

TRIGGER_SECONDS = 3.0
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60


@dataclass
class Channel:
    """A channel, or a direct message between the app and one person (`is_im`)."""

    id: str
    name: str
    members: set[str]
    is_im: bool = False
    is_private: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    def as_channel(self, *, is_member: bool, created: datetime) -> Json:
        """A conversation: https://docs.slack.dev/reference/objects/conversation-object."""
        base: Json = {
            "id": self.id,
            "created": int(created.timestamp()),
            "is_archived": False,
            "is_im": self.is_im,
        }
        if self.is_im:
            human = next((member for member in self.members if member != BOT_USER_ID), "")
            return base | {"user": human, "is_org_shared": False}
        return base | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_general": self.name == "general",
            "is_member": is_member,
            "num_members": len(self.members),
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "context_team_id": TEAM_ID,
        }


@dataclass
class Trigger:
    """A trigger_id: good once, for three seconds. https://docs.slack.dev/interactivity/handling-user-interaction."""

    user: str
    made: datetime
    in_modal: bool = False
    spent: bool = False


@dataclass
class ResponseUrl:
    """Where an app may answer one interaction: five times within thirty minutes."""

    user: str
    channel: str
    made: datetime
    ts: str = ""
    thread_ts: str = ""
    is_ephemeral: bool = False
    uses: int = 0


class State:
    """People, channels, messages, views and what was called how often."""

    def __init__(self, settings: WorkspaceSettings) -> None:
        self.settings = settings
        self.started = settings.now()
        people = (*HUMANS, bot_user(settings.app_name), SLACKBOT)
        self.users: dict[str, Person] = {person.id: person for person in people}
        self.groups: dict[str, UserGroup] = {group.id: group for group in GROUPS}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Json] = []
        self.views: dict[str, Json] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, Json] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, Json] = {}
        self.file_bytes: dict[str, bytes] = {}
        self.calls: Counter[str] = Counter()
        self.version = 0
        self._last_micro = 0
        self._add_channels()

    def _add_channels(self) -> None:
        humans = {person.id for person in HUMANS}
        self.channels["C0CARE"] = Channel("C0CARE", "social-care", humans | {BOT_USER_ID})
        self.channels["C0GENERAL"] = Channel("C0GENERAL", "general", set(humans))
        for human in sorted(humans):
            channel = Channel("D" + human[1:], "", {human, BOT_USER_ID}, is_im=True)
            self.channels[channel.id] = channel

    def touch(self) -> None:
        """Say that something a page may show has changed."""
        self.version += 1

    def new_ts(self) -> str:
        """A message's timestamp: never the same twice, never going back."""
        micro = max(int(self.settings.now().timestamp() * 1_000_000), self._last_micro + 1)
        self._last_micro = micro
        return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"

    def user(self, user_id: str) -> Person:
        """The member, or `user_not_found`."""
        try:
            return self.users[user_id]
        except KeyError:
            raise SlackError("user_not_found") from None

    def person_named(self, name: str) -> Person:
        """A member by name or id, as tests and the page call them; raises KeyError."""
        return next((p for p in self.users.values() if name in (p.id, p.name)), None) or self.users[name]

    def channel(self, reference: str) -> Channel:
        """A channel by id, or a public one by name with or without "#"; else `channel_not_found`."""
        if found := self.channels.get(reference):
            return found
        name = reference.removeprefix("#")
        for channel in self.channels.values():
            if channel.name and channel.name == name:
                return channel
        raise SlackError("channel_not_found")

    def direct_channel(self, user_id: str) -> Channel:
        """The direct message between the app and a person."""
        return self.channels["D" + self.user(user_id).id[1:]]

    def message(self, channel: Channel, ts: str) -> Json:
        """A message in its channel, or `message_not_found`."""
        try:
            return channel.messages[ts]
        except KeyError:
            raise SlackError("message_not_found") from None

    def new_trigger(self, user: str) -> str:
        """A fresh trigger_id for what this person just did."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[trigger] = Trigger(user, self.settings.real_now(), in_modal=bool(self.stacks.get(user)))
        return trigger

    def spend_trigger(self, trigger_id: str) -> Trigger:
        """Use a trigger_id up; raises `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if (self.settings.real_now() - trigger.made).total_seconds() > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.spent = True
        return trigger

    def new_response_url(self, grant: ResponseUrl) -> str:
        """The path part of a fresh response_url."""
        token = secrets.token_urlsafe(18)
        self.response_urls[token] = grant
        return f"/response/{token}"

    def use_response_url(self, token: str) -> ResponseUrl:
        """Count one use; raises `used_url` when it is unknown, used up or too old."""
        grant = self.response_urls.get(token)
        too_old = grant and (self.settings.now() - grant.made).total_seconds() > RESPONSE_URL_SECONDS
        if grant is None or too_old or grant.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        grant.uses += 1
        return grant
