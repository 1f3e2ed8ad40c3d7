"""What the desk asks of a social network, and the only words a network may answer with.

A connector is one file beside this one: a subclass of `Network` that turns its own JSON into `Incoming`
and a `Reply` into one call. Nothing network-shaped passes this line: times are aware, ids are opaque
strings, and every failure is one of `TryLater`, `Never` or `Unsure`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bot.networks.budget import Budget
from bot.outcomes import NetworkError, Never, TryLater, Unsure
from bot.rules.reception import Reception
from storage.words import Audience

__all__ = [
    "Author",
    "Capability",
    "Change",
    "Incoming",
    "Media",
    "Network",
    "NetworkError",
    "Never",
    "Page",
    "RefusedDelivery",
    "Reply",
    "Sent",
    "SourceSettings",
    "TryLater",
    "Unsure",
]


class SourceSettings(BaseModel):
    """One `[[source]]` of desk.toml. Each network's own file extends it with what it needs."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    login_settings: ClassVar[tuple[str, ...]] = ()
    """The settings a login is made with, where it changes as it is used and is kept; with others it is made anew."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    """The source's own name: in addresses, figures and the record."""
    kind: str
    """Which network: a key of `bot.networks.NETWORKS`."""
    label: str = ""
    """What the card calls it; "" takes the network's own name."""
    network: str = ""
    """Whose targets and closing times count, where it is not `kind`: "instagram" for a webhook that brings its messages."""
    account: str = ""
    """The handle answers are sent from, without "@"."""
    own_accounts: tuple[str, ...] = ()
    """Further handles or ids of the brand: what they write never opens a ticket."""
    poll_seconds: float = Field(default=30.0, ge=0.2)
    """How often a source that is read (not pushed) is read."""
    picture_hosts: tuple[str, ...] = ()
    """Servers inside your own network whose pictures may be fetched all the same, as "host" or "host:port"."""
    listen: bool = True
    """Whether [listening] decides which of the posts nobody sent to us count; false for a place that is all about the brand."""


class Change(StrEnum):
    """What happened to a post on the network."""

    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True)
class Author:
    """The person outside who wrote a mention. `id` is stable on the network; `handle` may change."""

    id: str
    handle: str
    name: str = ""
    followers: int | None = None


@dataclass(frozen=True)
class Media:
    """A picture or video beside a mention. `alt` is the author's own description, "" when they gave none.

    `preview` is a picture of it that the network has made, "" where there is none.
    """

    url: str
    alt: str = ""
    preview: str = ""


@dataclass(frozen=True)
class Incoming:
    """One public post, comment, review or private message, as the network handed it over.

    `id` is the network's own and stable: the same post found twice has the same id. `thread` is the
    conversation it belongs to where the network knows one (for private messages always); else the desk
    follows `in_reply_to`. `ours` marks what one of the brand's own accounts wrote.
    """

    id: str
    text: str
    created_at: datetime
    author: Author
    url: str | None = None
    in_reply_to: str | None = None
    thread: str | None = None
    private: bool = False
    media: tuple[Media, ...] = ()
    change: Change = Change.POSTED
    ours: bool = False
    rating: int | None = None
    found_by: str = ""
    """How a post that nobody sent to us was found: "search", "hashtag", "feed"; "" for a mention, an answer, a message."""
    facts: dict[str, str] = field(default_factory=dict)
    """What the connector needs again when it answers (Bluesky's root and cid, for instance)."""


@dataclass(frozen=True)
class Page:
    """One read of a source. `cursor` is stored in the same transaction as `items`; None leaves it where it was."""

    items: tuple[Incoming, ...]
    cursor: str | None
    has_more: bool = False
    gap: str | None = None
    """A stretch that can no longer be read, in plain words: "02:10-02:55, older than search reaches"."""


@dataclass(frozen=True)
class Reply:
    """An approved answer on its way out. `key` is chosen once, before the first call, and never changes."""

    key: str
    text: str
    audience: Audience
    account: str
    parent: Incoming
    created_at: datetime
    """When the send was first decided; networks that date a record use this, so that a repeat is the same record."""


@dataclass(frozen=True)
class Sent:
    """The network has it. `id` and `url` are the network's own."""

    id: str
    url: str | None = None


@dataclass(frozen=True)
class Capability:
    """Whether an audience can be answered for one mention, until when, and how much text it takes.

    `reason` is a sentence for the agent: why it is not possible, or what to mind.
    `limit` counts `unit` ("characters", "graphemes", "bytes").
    """

    audience: Audience
    allowed: bool
    reason: str = ""
    until: datetime | None = None
    limit: int | None = None
    unit: str = "characters"


class RefusedDelivery(Exception):
    """A pushed body we do not take. `status` is the HTTP answer (401, 413, 422); `where` the path of the wrong field."""

    def __init__(self, status: int, message: str, where: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.where = where


class Network(ABC):
    """One configured account on one social network. Sync, thread-safe, and no error but `NetworkError` comes out."""

    kind: ClassVar[str]
    """The word in desk.toml: `kind = "bluesky"`."""
    title: ClassVar[str]
    """The network's own name: "Bluesky"."""
    polls: ClassVar[bool] = True
    """False where mentions are only pushed to us; `fetch` is then never called."""

    knows_context: ClassVar[bool] = False
    """Whether `context` can tell anything, so that it is worth asking."""
    knows_reception: ClassVar[bool] = False
    """Whether `reception` can tell anything, so that public answers are worth watching."""
    key_lives: ClassVar[timedelta | None] = None
    """How long the network remembers a key, where it knows one at all; None: for good."""

    settings: SourceSettings

    @property
    def name(self) -> str:
        """The source's own name in desk.toml."""
        return self.settings.name

    @property
    def account(self) -> str:
        """The handle answers are sent from, without "@"."""
        return self.settings.account

    @property
    def label(self) -> str:
        """What people call this place: "Bluesky"."""
        return self.settings.label or self.title

    @abstractmethod
    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """Read what is new since `cursor` (None: from now on, with a short look back).

        Raises:
            TryLater, Never, Unsure: nothing was read; the cursor stays where it is.
        """

    @abstractmethod
    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """What may be answered to `parent`, one entry per audience; pure, no request is made."""

    @abstractmethod
    def length(self, text: str, audience: Audience) -> int:
        """How much of `Capability.limit` the text uses, counted as the network counts."""

    @abstractmethod
    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Send once. Over-long or impossible replies raise `Never` before any request.

        Raises:
            TryLater, Never: nothing went out.
            Unsure: it may have gone out; `find_sent` tells, or a person does.
        """

    @abstractmethod
    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Look for a reply whose fate is unknown. None: it is not there (yet).

        Raises:
            TryLater, Never, Unsure: the network could not be read.
        """

    def repeat_is_harmless(self, audience: Audience) -> bool:
        """Whether the network itself makes a second `reply` with the same key have no second effect."""
        del audience
        return False

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Page:
        """Check and read one pushed body (header names in lower case).

        Raises:
            RefusedDelivery: the signature, the time or the shape is wrong; nothing of it may be stored.
        """
        del headers, body, now
        raise RefusedDelivery(404, f"{self.name} takes no deliveries; it is read by the desk itself.")

    def challenge(self, query: Mapping[str, str]) -> dict[str, str]:
        """Answer the network's own check that this address is ours (X's CRC, Meta's hub.challenge)."""
        del query
        raise RefusedDelivery(404, f"{self.name} knows no such check.")

    def context(self, parent: Incoming, now: datetime) -> tuple[Incoming, ...]:
        """What `parent` answers, oldest first, where one call tells it; asked only where `knows_context` says so.

        Raises:
            TryLater, Never, Unsure: it could not be read.
        """
        del parent, now
        return ()

    def reception(self, sent: Sent, now: datetime) -> Reception:
        """How a public answer of ours fares by now; asked only where `knows_reception` says so.

        Raises:
            TryLater, Never, Unsure: it could not be read.
        """
        del sent, now
        return Reception()

    def budget(self, cursor: str | None, now: datetime) -> Budget | None:
        """What this source has cost this month, by its stored position; None where the network bills nothing."""
        del cursor, now
        return None

    def check(self, now: datetime) -> list[str]:
        """Try the login and each permission; a sentence with its cure for each one that is missing (for `doctor`)."""
        del now
        return []

    def close(self) -> None:  # noqa: B027 - not every network holds a connection
        """Let go of connections; the default holds none."""
