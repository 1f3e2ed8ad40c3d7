"""One Slack workspace, as the courier and the doctor speak to it: few verbs, and only three ways to fail.

Nothing here is repeated by itself: Slack has no key that makes a second post harmless
(https://github.com/slackapi/slack-api-specs/issues/10), so whoever calls decides. Every post carries an id in its
metadata, and `find_posted` looks for it when an answer was lost. Metadata can be read by everybody in the
workspace, so the id is all it holds (https://docs.slack.dev/messaging/message-metadata).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from socket import gaierror
from ssl import SSLCertVerificationError
from typing import Any
from urllib.error import URLError

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.outcomes import NetworkError, Never, TryLater, Unsure
from bot.surfaces.slack.blocks import Message
from bot.surfaces.slack.phrase import Block

SLOW_DOWN = "Slack asks to slow down ({method})."
NO_CONNECTION = "No connection to Slack ({method}): {reason}."
NO_ANSWER = "Slack did not answer {method}; it may have happened or not."
TROUBLE = "Slack has trouble of its own with {method} ({code}); it may have happened or not."
REFUSED = "Slack refused {method}: {code}."
NO_CHANNEL = "There is no channel #{name} that the app can see. Create it, or invite the app into it."
NO_GROUP = "There is no user group @{handle} in this workspace."

METADATA = "mentiondesk_outbox"
AWAY = frozenset({":palm_tree:", ":face_with_thermometer:"})
"""Slack's own statuses for a holiday and for being ill. https://slack.com/help/articles/201864558"""
_PAGE = 200
_ALT_TEXT = 1_000
_CLOCKS_APART = timedelta(minutes=5)
"""Our clock and Slack's may differ; a post is looked for from this much earlier."""
_TOO_MANY = 429
_SERVER_TROUBLE = 500
_REFUSAL = 400
_MAYBE_DONE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
"""https://docs.slack.dev/reference/methods/chat.postMessage#errors: "some aspect of the operation may have
succeeded before the error was raised"."""
_RATE_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_DEAD_LOGIN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
_CODE = re.compile(r"[a-z_]+")
_NEVER_CONNECTED = (ConnectionRefusedError, gaierror, SSLCertVerificationError)


Method = Callable[..., SlackResponse]


@dataclass(frozen=True)
class Me:
    """Who we are in Slack, and what the token may do."""

    user_id: str
    bot_id: str
    team_id: str
    team: str
    url: str
    scopes: frozenset[str]
    clock: datetime | None
    """Slack's own time as it answered; None where it did not say."""


@dataclass(frozen=True)
class Channel:
    """A channel the app can see."""

    id: str
    name: str
    is_member: bool
    is_private: bool


@dataclass(frozen=True)
class Member:
    """A person of the workspace. `is_guest` is true for guests and for people of another workspace."""

    id: str
    name: str
    real_name: str
    email: str
    is_bot: bool
    is_guest: bool
    is_gone: bool
    is_away: bool = False
    zone: str = "UTC"
    """IANA name, as they set it in Slack."""


@dataclass(frozen=True)
class Picture:
    """A file to share: its name, a title, what it shows in words, and its bytes."""

    name: str
    title: str
    alt: str
    content: bytes


class SlackTeam:
    """One workspace. Thread-safe; every method may raise `TryLater`, `Never` (with Slack's word as `code`) or `Unsure`.

    Args:
        token: a bot token. It appears in no message and no repr.
        base_url: where the Web API is; the local workspace of the demo stands in for Slack here.
        timeout: seconds for one call, to connect and to read.
    """

    def __init__(self, token: str, base_url: str = WebClient.BASE_URL, timeout: int = 10) -> None:
        self._web = WebClient(token, base_url=base_url, timeout=timeout, retry_handlers=[])
        self._timeout = timeout

    def post(self, channel: str, message: Message, metadata_id: str, thread_ts: str | None = None) -> str:
        """Post a message and return its ts. `metadata_id` is what `find_posted` looks for."""
        answer = self._call(
            self._web.chat_postMessage,
            channel=channel,
            thread_ts=thread_ts,
            metadata={"event_type": METADATA, "event_payload": {"id": metadata_id}},
            unfurl_links=False,
            unfurl_media=False,
            **_body(message),
        )
        return str(answer["ts"])

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Replace a message of ours. Harmless to repeat."""
        self._call(self._web.chat_update, channel=channel, ts=ts, **_body(message))

    def whisper(self, channel: str, user: str, message: Message, thread_ts: str | None = None) -> None:
        """Show something to one person in a channel. It is gone on reload, and never shown to who is away."""
        self._call(
            self._web.chat_postEphemeral, channel=channel, user=user, thread_ts=thread_ts, **_body(message)
        )

    def direct(self, user: str, message: Message, metadata_id: str) -> str:
        """Post to a person and return the ts. The channel, for `find_posted`, is `direct_channel(user)`."""
        return self.post(self.direct_channel(user), message, metadata_id)

    def upload(
        self, channel: str, pictures: Sequence[Picture], comment: str, thread_ts: str | None = None
    ) -> tuple[str, ...]:
        """Share pictures in a channel, in one message; the ids of their files.

        Only the last step shows them: what fails before is harmless.

        https://docs.slack.dev/messaging/working-with-files#uploading_files
        """
        files = []
        for one in pictures:
            size, alt = len(one.content), one.alt[:_ALT_TEXT]
            place = self._call(
                self._web.files_getUploadURLExternal, filename=one.name, length=size, alt_txt=alt
            )
            self._bring(str(place["upload_url"]), one.content)
            files.append({"id": place["file_id"], "title": one.title})
        self._call(
            self._web.files_completeUploadExternal,
            files=files,
            channel_id=channel,
            initial_comment=comment,
            thread_ts=thread_ts,
        )
        return tuple(str(one["id"]) for one in files)

    def remove_file(self, file_id: str) -> None:
        """Remove a file of ours wherever it is shared. `Never` with code `file_not_found` where there is none."""
        self._call(self._web.files_delete, file=file_id)

    def _bring(self, url: str, content: bytes) -> None:
        """Bring a file to the address Slack gave for it."""
        try:
            answer = httpx.post(url, content=content, timeout=self._timeout)
        except httpx.TransportError as error:
            raise TryLater(NO_CONNECTION.format(method="upload", reason=error)) from error
        if not answer.is_success:
            raise TryLater(TROUBLE.format(method="upload", code=answer.status_code))

    def direct_channel(self, user: str) -> str:
        """The channel between the app and a person. Harmless to repeat."""
        return str(self._call(self._web.conversations_open, users=user)["channel"]["id"])

    def publish_home(self, user: str, view: Block) -> None:
        """Replace what a person sees in the Home tab. Harmless to repeat."""
        self._call(self._web.views_publish, user_id=user, view=view)

    def find_posted(
        self, channel: str, metadata_id: str, since: datetime, thread_ts: str | None = None
    ) -> str | None:
        """Look for a post whose answer was lost: its ts, or None when it is not there."""
        oldest = f"{(since - _CLOCKS_APART).timestamp():.6f}"
        where = {"channel": channel, "oldest": oldest, "include_all_metadata": True}
        if thread_ts:
            pages = self._pages(self._web.conversations_replies, "messages", ts=thread_ts, **where)
        else:
            pages = self._pages(self._web.conversations_history, "messages", **where)
        return next((str(post["ts"]) for post in pages if _metadata_id(post) == metadata_id), None)

    def channel(self, name: str) -> Channel:
        """The channel of this name or id. Raises `Never` with code `channel_not_found` where there is none."""
        wanted = name.removeprefix("#")
        kinds = "public_channel,private_channel"
        for one in self._pages(self._web.conversations_list, "channels", types=kinds, exclude_archived=True):
            if wanted in {one["id"], one["name"]}:
                return Channel(
                    one["id"], one["name"], bool(one.get("is_member")), bool(one.get("is_private"))
                )
        raise Never(NO_CHANNEL.format(name=wanted), code="channel_not_found")

    def people(self) -> Iterator[Member]:
        """Everybody in the workspace, those who left included."""
        return (_member(one) for one in self._pages(self._web.users_list, "members"))

    def group_members(self, handle: str) -> tuple[str, ...]:
        """The ids of a user group's members. `Never` with code `plan_upgrade_required` where Slack is a free plan."""
        wanted = handle.removeprefix("@")
        for group in self._call(self._web.usergroups_list)["usergroups"]:
            if wanted in {group["id"], group["handle"]}:
                return tuple(self._call(self._web.usergroups_users_list, usergroup=group["id"])["users"])
        raise Never(NO_GROUP.format(handle=wanted), code="no_such_subteam")

    def me(self) -> Me:
        """Check the token and read who it belongs to."""
        answer = self._call(self._web.auth_test)
        scopes = str(answer.headers.get("x-oauth-scopes", ""))
        return Me(
            user_id=answer["user_id"],
            bot_id=answer.get("bot_id", ""),
            team_id=answer["team_id"],
            team=answer.get("team", ""),
            url=answer.get("url", ""),
            scopes=frozenset(filter(None, (one.strip() for one in scopes.split(",")))),
            clock=_date(answer),
        )

    def texts_of(self, channel: str, stamps: Sequence[str]) -> dict[str, str]:
        """The texts of messages in a channel as Slack has them, by ts. What is gone is left out."""
        where = {"channel": channel, "oldest": min(stamps), "latest": max(stamps), "inclusive": True}
        wanted = set(stamps)
        messages = self._pages(self._web.conversations_history, "messages", **where)
        return {str(one["ts"]): str(one.get("text", "")) for one in messages if one["ts"] in wanted}

    def _pages(self, method: Method, key: str, **arguments: Any) -> Iterator[Mapping[str, Any]]:
        cursor: str | None = None
        while cursor != "":
            answer = self._call(method, limit=_PAGE, cursor=cursor, **arguments)
            yield from answer[key]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""

    def _call(self, method: Method, **arguments: Any) -> SlackResponse:
        name = method.__name__.replace("_", ".")
        try:
            return method(**arguments)
        except SlackApiError as error:
            raise _outcome(name, error.response) from error
        except URLError as error:
            raise _no_connection(name, error.reason) from error
        except (OSError, HTTPException, UnicodeDecodeError) as error:
            raise Unsure(NO_ANSWER.format(method=name)) from error


def permalink(workspace_url: str, channel: str, ts: str) -> str:
    """The address of a message, from `Me.url`. https://docs.slack.dev/reference/methods/chat.getPermalink"""
    return f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def _metadata_id(post: Mapping[str, Any]) -> str | None:
    metadata = post.get("metadata") or {}
    if metadata.get("event_type") != METADATA:
        return None
    return str(metadata.get("event_payload", {}).get("id"))


def _member(user: Mapping[str, Any]) -> Member:
    profile = user.get("profile") or {}
    return Member(
        id=user["id"],
        name=user.get("name", ""),
        real_name=profile.get("real_name") or user.get("real_name", ""),
        email=profile.get("email", ""),
        is_bot=bool(user.get("is_bot")),
        is_guest=any(user.get(kind) for kind in ("is_restricted", "is_ultra_restricted", "is_stranger")),
        is_gone=bool(user.get("deleted")),
        is_away=profile.get("status_emoji", "") in AWAY,
        zone=user.get("tz") or "UTC",
    )


def _outcome(method: str, answer: SlackResponse) -> NetworkError:
    status, code = answer.status_code, _code_of(answer)
    if status == _TOO_MANY or code in _RATE_LIMITED:
        return TryLater(SLOW_DOWN.format(method=method), _retry_after(answer))
    if status >= _SERVER_TROUBLE or code in _MAYBE_DONE or (status < _REFUSAL and not code):
        return Unsure(TROUBLE.format(method=method, code=code or status))
    code = code or f"http_{status}"
    return Never(REFUSED.format(method=method, code=code), login=code in _DEAD_LOGIN, code=code)


def _code_of(answer: SlackResponse) -> str:
    """Slack's word for the error; "" where something else answered in its place, such as a proxy's HTML page."""
    data = answer.data if isinstance(answer.data, dict) else {}
    code = str(data.get("error") or "")
    return code if _CODE.fullmatch(code) else ""


def _date(answer: SlackResponse) -> datetime | None:
    """The Date header every HTTP answer has (RFC 9110, section 6.6.1)."""
    value = {name.lower(): value for name, value in answer.headers.items()}.get("date")
    return parsedate_to_datetime(value) if value else None


def _retry_after(answer: SlackResponse) -> timedelta | None:
    seconds = {name.lower(): value for name, value in answer.headers.items()}.get("retry-after", "")
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else None


def _no_connection(method: str, reason: str | BaseException) -> NetworkError:
    """Urllib wraps what fails while connecting and while sending alike; only some of it is surely the former."""
    if isinstance(reason, _NEVER_CONNECTED):
        return TryLater(NO_CONNECTION.format(method=method, reason=reason))
    return Unsure(NO_ANSWER.format(method=method))
