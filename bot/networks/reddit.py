"""Reddit: mentions, inbox, search and chosen communities; comments and private messages (https://www.reddit.com/dev/api).

Bring your own approved client: see `reddit_client`. Things are named by fullname: a kind (t1 comment, t3 post,
t4 message) and an id, so the same comment found in the inbox and in a community has one name. Nothing here can be
repeated safely.

What an operator needs: an app of the type “script” (https://www.reddit.com/prefs/apps) that Reddit has approved for its
Data API, and the account's password. `mentiondesk connect reddit` asks for them and tries them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from bot.networks.http import TIMEOUT
from bot.networks.limits import refuse_impossible
from bot.networks.listing import LOOK_BACK, Mark, Watched, before_sending, stamp, unfinished, watch
from bot.networks.mention import is_ours, parse_time, whole_characters
from bot.networks.port import (
    Author,
    Capability,
    Change,
    Incoming,
    Media,
    Network,
    NetworkError,
    Never,
    Page,
    Reply,
    Sent,
    SourceSettings,
    Unsure,
)
from bot.networks.reddit_client import ALL, RedditClient
from bot.networks.sameness import SKEW, same_text
from bot.rules.reception import Reception
from storage.words import Audience

LONGEST_TEXT = 10_000
"""Characters of a comment or message (https://github.com/reddit-archive/reddit/blob/master/r2/r2/lib/validator/validator.py)."""
LONGEST_SUBJECT = 100
"""Characters (https://www.reddit.com/dev/api#POST_api_compose)."""
PAGE_SIZE = 100
"""https://www.reddit.com/dev/api#listings"""
MOST_PAGES = 10
"""A listing ends after 1,000 things, however many there are."""
WATCHED = 100
"""So many recent posts are looked at again for edits and deletions, in one call (https://www.reddit.com/dev/api#GET_api_info)."""
OVERLAP = timedelta(minutes=5)
"""Handed over again from the page where the last read ended, as search lags behind."""
FOUND_BY = {"/search": "search", "/r/": "community"}
"""How the beginning of a listing's path says that nobody sent us its posts."""
NOBODY = "[deleted]"
GONE = frozenset({NOBODY, "[removed]"})
SCOPES = {
    "read": "to search and to read communities",
    "history": "to see the account's own comments",
    "privatemessages": "to read mentions and messages, and to write messages",
    "submit": "to comment",
}
"""What a login must allow (https://www.reddit.com/dev/api/oauth), and for what."""
NO_SCOPE = (
    "{name}: the login lacks the scope “{scope}”, which is needed {use}. Make a new refresh token with it."
)
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
PRIVATE_STAYS_PRIVATE = "This was written in private, so it can only be answered in private."
MESSAGES_ARE_OFF = "Private messages are switched off for this source; set messages = true in desk.toml."
MESSAGES_MAY_BE_CLOSED = "Goes out only if this person takes messages."


class RedditSettings(SourceSettings):
    """`kind = "reddit"`: one Reddit account and the client Reddit has approved for it. `account` is its name."""

    account: str = Field(min_length=1)
    client_id: str
    client_secret: SecretStr
    password: SecretStr | None = None
    """For a "script" client; or `refresh_token`."""
    refresh_token: SecretStr | None = None
    """For a "web app" client; or `password`."""
    search: tuple[str, ...] = ()
    """Words that posts are searched for."""
    subreddits: tuple[str, ...] = ()
    """Communities whose every comment and post is read, without "r/"."""
    messages: bool = True
    """Whether private messages can be begun: Reddit is moving people to chat, which has no API."""
    limit: int = Field(default=LONGEST_TEXT, ge=1)
    subject: str = Field(default="Your post on Reddit", min_length=1, max_length=LONGEST_SUBJECT)
    """Of a private message that answers a public post."""
    user_agent: str = ""
    """Reddit wants each app to have its own; "" makes one out of the account."""
    api: str = "https://oauth.reddit.com"
    token_url: str = "https://www.reddit.com/api/v1/access_token"  # noqa: S105 - an address
    web: str = "https://www.reddit.com"

    @model_validator(mode="after")
    def _one_login(self) -> Self:
        if (self.password is None) == (self.refresh_token is None):
            raise ValueError("needs either password or refresh_token")
        return self


class _Cursor(BaseModel):
    """All positions of one account, stored as one string."""

    model_config = ConfigDict(frozen=True)

    begun: str
    """Nothing older than this is taken over; ISO 8601."""
    marks: dict[str, Mark] = {}
    """Per listing, by time."""
    watched: dict[str, Watched] = {}
    """The newest posts handed over, by fullname; their version is when they were edited."""


class RedditNetwork(Network):
    """One Reddit account."""

    kind: ClassVar[str] = "reddit"
    title: ClassVar[str] = "Reddit"
    knows_context: ClassVar[bool] = True
    knows_reception: ClassVar[bool] = True

    def __init__(self, settings: RedditSettings, timeout: httpx.Timeout = TIMEOUT) -> None:
        self.settings: RedditSettings = settings
        if settings.refresh_token:
            grant = {"refresh_token": settings.refresh_token}
        else:
            assert settings.password is not None
            grant = {"username": SecretStr(settings.account), "password": settings.password}
        self._client = RedditClient(
            settings.api,
            settings.token_url,
            (settings.client_id, settings.client_secret),
            grant,
            settings.user_agent or f"server:mentiondesk:0.1.0 (by /u/{settings.account})",
            timeout,
        )

    # --- reading ---------------------------------------------------------------------------------------------

    def fetch(self, cursor: str | None, now: datetime) -> Page:
        """One page of each listing; `has_more` while any of them has older posts to catch up on."""
        if not self._client.may_read(now):
            return Page((), cursor=None)
        try:
            return self._read(_read_cursor(cursor, now), now)
        except UNREADABLE as error:
            raise Unsure("Reddit answered something we cannot read.") from error

    def _read(self, start: _Cursor, now: datetime) -> Page:
        found: dict[str, Incoming] = {}
        marks: dict[str, Mark] = {}
        gaps: list[str] = []
        for path, query in self._listings().items():
            before = start.marks.get(path, Mark(seen=start.begun))
            things, marks[path], gap = self._walk(path, query, before, now)
            gaps += [gap] if gap else []
            for thing in things:
                known = start.watched.get(thing.id)
                is_new = thing.change is not Change.DELETED and stamp(thing.created_at) >= start.begun
                if is_new and not (known and known.covers(thing)):
                    found.setdefault(thing.id, thing)  # what was sent to us is listed first
        changes = list(self._changes(start.watched, now))
        items = sorted(found.values(), key=lambda item: item.created_at)
        after = _Cursor(
            begun=start.begun,
            marks=marks,
            watched=watch(start.watched, [*items, *changes], "edited", WATCHED),
        )
        more = bool(unfinished(start.marks, marks)) and self._client.may_read(now)
        unread = "; ".join(dict.fromkeys(gaps)) or None
        return Page((*items, *changes), after.model_dump_json(), has_more=more, gap=unread)

    def _listings(self) -> dict[str, dict[str, str]]:
        """Each newest-first listing and its query; the inbox holds mentions, answers and messages."""
        communities = "+".join(self.settings.subreddits)
        return {
            "/message/mentions": {},
            "/message/inbox": {},
            f"/user/{self.account}/comments": {},
            **{
                f"/search?{term}": {"q": term, "sort": "new", "type": "link"} for term in self.settings.search
            },
            **({f"/r/{communities}/comments": {}, f"/r/{communities}/new": {}} if communities else {}),
        }

    def _walk(
        self, path: str, query: dict[str, str], mark: Mark, now: datetime
    ) -> tuple[list[Incoming], Mark, str]:
        """One page of one listing, and the stretch that lies before what Reddit lists."""
        page = {"after": mark.page} if mark.page else {}
        body = self._client.get(path.partition("?")[0], now, limit=PAGE_SIZE, **query, **page)
        found_by = next((word for start, word in FOUND_BY.items() if path.startswith(start)), "")
        things = [self._thing(child["data"], now, found_by) for child in body["data"]["children"]]
        newest = max((stamp(thing.created_at) for thing in things), default=mark.seen)
        seen = parse_time(mark.seen)
        reached = any(thing.created_at < seen for thing in things)
        recent = [thing for thing in things if thing.created_at >= seen - OVERLAP]
        after = body["data"].get("after")
        cut_off = not reached and not after and mark.pages + 1 >= MOST_PAGES
        gap = _stretch(seen, min(thing.created_at for thing in things)) if cut_off and things else ""
        return recent, mark.moved(max(newest, mark.seen), after, reached=reached), gap

    def _thing(self, data: dict[str, Any], now: datetime, found_by: str = "") -> Incoming:
        """A comment (t1), a post (t3) or a private message (t4)."""
        name, private = data["name"], data["name"].startswith("t4_")
        body = data.get("selftext", "") if name.startswith("t3_") else data["body"]
        handle = data.get("author") or NOBODY
        gone = not private and (handle == NOBODY or body in GONE)
        author = Author(data.get("author_fullname") or handle, handle)
        text = "\n\n".join(part for part in (data.get("title"), body) if part)
        return Incoming(
            id=name,
            text="" if gone else whole_characters(text),
            created_at=datetime.fromtimestamp(data["created_utc"], UTC) if data.get("created_utc") else now,
            author=author,
            url=None if private else self._address(data),
            in_reply_to=data.get("parent_id"),
            thread=_thread(data),
            private=private,
            media=() if gone else tuple(_pictures(data)),
            change=Change.DELETED if gone else Change.POSTED,
            ours=is_ours(author, self.settings),
            found_by=found_by,
            facts={"edited": str(data.get("edited") or "")},
        )

    def _address(self, data: dict[str, Any]) -> str | None:
        path = data.get("permalink") or data.get("context")
        return f"{self.settings.web}{path}" if path else None

    def _changes(self, watched: dict[str, Watched], now: datetime) -> Iterator[Incoming]:
        """Edits and deletions among the posts handed over last; private messages know neither."""
        if not watched:
            return
        children = self._client.get("/api/info", now, id=",".join(watched))["data"]["children"]
        for thing in (self._thing(child["data"], now) for child in children):
            if thing.change is Change.DELETED:
                yield thing
            elif thing.facts["edited"] != watched[thing.id].version:
                yield replace(thing, change=Change.EDITED, found_by=watched[thing.id].found_by)

    def context(self, parent: Incoming, now: datetime) -> tuple[Incoming, ...]:
        """The post a comment stands under, and the comment it answers (https://www.reddit.com/dev/api#GET_api_info)."""
        if parent.private or not parent.in_reply_to:
            return ()
        wanted = {parent.thread or "", parent.in_reply_to} - {"", parent.id}
        try:
            children = self._client.get("/api/info", now, id=",".join(sorted(wanted)))["data"]["children"]
            things = [self._thing(child["data"], now) for child in children]
        except UNREADABLE as error:
            raise Unsure("Reddit answered something we cannot read.") from error
        above = (thing for thing in things if thing.change is not Change.DELETED)
        return tuple(sorted(above, key=lambda thing: thing.created_at))

    def reception(self, sent: Sent, now: datetime) -> Reception:
        """Whether moderators or Reddit's filters took it away (https://www.reddit.com/dev/api#GET_api_info).

        Its score is votes for less votes against, which is no number of likes.
        """
        try:
            children = self._client.get("/api/info", now, id=sent.id)["data"]["children"]
            thing = children[0]["data"] if children else {}
        except UNREADABLE as error:
            raise Unsure("Reddit answered something we cannot read.") from error
        removed = thing.get("body") in GONE or bool(thing.get("banned_at_utc"))
        below = int(thing.get("score", 1)) < 0
        return Reception(gone=not children or removed, hidden="its score is below zero" if below else "")

    # --- answering -------------------------------------------------------------------------------------------

    def capabilities(self, parent: Incoming, now: datetime) -> tuple[Capability, ...]:
        """Public answers to posts and comments; private ones to messages, and to others where switched on."""
        del now
        private = parent.private or self.settings.messages
        mind = "" if parent.private else MESSAGES_MAY_BE_CLOSED
        return (
            Capability(
                Audience.PUBLIC,
                allowed=not parent.private,
                reason=PRIVATE_STAYS_PRIVATE if parent.private else "",
                limit=self.settings.limit,
            ),
            Capability(
                Audience.PRIVATE,
                allowed=private,
                reason=mind if private else MESSAGES_ARE_OFF,
                limit=self.settings.limit,
            ),
        )

    def length(self, text: str, audience: Audience) -> int:
        """Characters, as Python counts them: Unicode code points."""
        del audience
        return len(text)

    def reply(self, reply: Reply, now: datetime) -> Sent:
        """Comment, answer a private message, or begin one."""
        refuse_impossible(self, reply, now)
        with before_sending():
            self._client.ready(now)
        if reply.audience is Audience.PRIVATE and not reply.parent.private:
            return self._compose(reply, now)
        data = self._client.post("/api/comment", now, thing_id=reply.parent.id, text=reply.text)
        try:
            return self._sent(data["things"][0]["data"])
        except (*UNREADABLE, IndexError) as error:
            raise Unsure("Reddit's answer names no comment, so it may or may not have gone out.") from error

    def _compose(self, reply: Reply, now: datetime) -> Sent:
        self._client.post(
            "/api/compose", now, to=reply.parent.author.handle, subject=self.settings.subject, text=reply.text
        )
        return Sent(f"composed:{reply.key}")  # Reddit says that it was sent, but gives it no name

    def _sent(self, data: dict[str, Any]) -> Sent:
        return Sent(data["name"], self._address(data))

    def find_sent(self, reply: Reply, since: datetime, now: datetime) -> Sent | None:
        """Our own comments or sent messages, by parent or receiver, text and time."""
        private = reply.audience is Audience.PRIVATE
        path = "/message/sent" if private else f"/user/{self.account}/comments"
        try:
            for data in self._newest_first(path, since - SKEW, now):
                if _answers(data, reply) and same_text(reply.text, data.get("body", "")):
                    return self._sent(data)
        except UNREADABLE as error:
            raise Unsure("Reddit answered something we cannot read.") from error
        return None

    def _newest_first(self, path: str, since: datetime, now: datetime) -> Iterator[dict[str, Any]]:
        after: dict[str, str] = {}
        while True:
            body = self._client.get(path, now, limit=PAGE_SIZE, **after)["data"]
            for child in body["children"]:
                if child["data"]["created_utc"] < since.timestamp():
                    return
                yield child["data"]
            if not body["children"] or not body.get("after"):
                return
            after = {"after": body["after"]}

    # --- the operator ----------------------------------------------------------------------------------------

    def check(self, now: datetime) -> list[str]:
        """Try what this source needs; one sentence for each thing that is missing."""
        missing = []
        for path, query in self._listings().items():
            try:
                self._client.get(path.partition("?")[0], now, limit=1, **query)
            except NetworkError as error:
                missing.append(f"{self.name}: {path} cannot be read ({error})")
        granted = self._client.scopes
        lacking = [] if not granted or ALL in granted else [name for name in SCOPES if name not in granted]
        return missing + [
            NO_SCOPE.format(name=self.name, scope=scope, use=SCOPES[scope]) for scope in lacking
        ]

    def close(self) -> None:
        """Let go of the client."""
        self._client.close()


def _read_cursor(cursor: str | None, now: datetime) -> _Cursor:
    try:
        return _Cursor.model_validate_json(cursor) if cursor else _Cursor(begun=stamp(now - LOOK_BACK))
    except ValidationError as error:
        raise Never("The stored position of this source is not one of Reddit's.") from error


def _stretch(start: datetime, end: datetime) -> str:
    return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC, older than what Reddit lists,"


def _pictures(data: dict[str, Any]) -> Iterator[Media]:
    """The pictures of a gallery or a comment, each with its caption; else the one picture a post is."""
    captions = {
        item["media_id"]: item.get("caption") for item in (data.get("gallery_data") or {}).get("items", ())
    }
    gallery = data.get("media_metadata") or {}
    for name in captions or gallery:
        if address := (gallery.get(name, {}).get("s") or {}).get("u"):
            yield Media(address, whole_characters(captions.get(name) or ""))
    if not gallery:
        for image in (data.get("preview") or {}).get("images", ())[:1]:
            yield Media(image["source"]["url"])


def _thread(data: dict[str, Any]) -> str:
    """The post a comment stands under, or the first message of a conversation."""
    if data["name"].startswith("t4_"):
        return str(data.get("first_message_name") or data["name"])
    if data.get("link_id"):
        return str(data["link_id"])
    parts = str(data.get("context") or "").split("/")  # /r/shop/comments/abc/title/def/?context=3
    return f"t3_{parts[4]}" if len(parts) > 4 and parts[3] == "comments" else str(data["name"])  # noqa: PLR2004 - Reddit's own path


def _answers(data: dict[str, Any], reply: Reply) -> bool:
    """Whether a comment or message of ours answers the same thing."""
    if data.get("parent_id"):
        return bool(data["parent_id"] == reply.parent.id)
    return str(data.get("dest", "")).casefold() == reply.parent.author.handle.casefold()
