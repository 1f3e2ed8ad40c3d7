"""What people write: messages, edits, reactions and slash commands; and opening the App Home."""

from __future__ import annotations

import re
import secrets

from bot.workspace import payloads
from bot.workspace.api_chat import add_message, remove_message, toggle_reaction, visible
from bot.workspace.delivery import Ack
from bot.workspace.errors import Json
from bot.workspace.hands import ActError, Hands, Seen
from bot.workspace.people import BOT_USER_ID, TEAM_ID, Person
from bot.workspace.responses import speak
from bot.workspace.state import Channel, ResponseUrl

COMMAND_FAILED = "{command} failed with the error “{error}”."
URL = re.compile(r"https?://[^\s<>|]+")
MENTION = re.compile(r"(?<![\w@])@([\w.-]+)")
CHANNEL = re.compile(r"(?<![\w#&])#([\w-]+)")


class Words:
    """What people write, and the events the app hears of it."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def command(self, person: Person, body: Json) -> Seen:
        """A slash command."""
        channel = self._hands.channel(person, body.get("channel"))
        command, _, text = str(body["command"]).strip().partition(" ")
        if command not in {known.name for known in self._hands.state.settings.commands}:
            sentence = (
                f"{command} is not a valid command. In Slack, all messages that start with “/” are commands."
            )
            return Seen(warning=sentence)
        if body.get("thread_ts"):
            return Seen(warning=f"{command} is not supported in threads. Sorry!")
        trigger, url = self._hands.state.new_trigger(person.id), self._hands.response_url(person, channel)
        form = payloads.slash_command(person, channel, command, text.strip(), trigger, url)
        ack = await self._hands.delivery.form(form)
        if not ack.ok:
            error = "operation_timeout" if ack.failure == "http_timeout" else "dispatch_failed"
            return Seen(ack, COMMAND_FAILED.format(command=command, error=error))
        self._show_answer(person, channel, ack)
        return Seen(ack)

    def _show_answer(self, person: Person, channel: Channel, ack: Ack) -> None:
        """The body of the answer to a slash command is a message, to this person unless it says otherwise."""
        body = ack.json() or ({"text": ack.body} if ack.body.strip() else {})
        if body.get("text") or body.get("blocks"):
            grant = ResponseUrl(person.id, channel.id, self._hands.state.settings.now())
            speak(self._hands.state, grant, {**body, "replace_original": False, "delete_original": False})

    async def say(self, person: Person, body: Json) -> Seen:
        """A message in a channel or a thread."""
        channel = self._hands.channel(person, body.get("channel"))
        thread_ts = str(body.get("thread_ts") or "")
        message: Json = {"user": person.id, "text": self._as_typed(str(body["say"]))}
        message["client_msg_id"] = secrets.token_hex(16)
        kept = add_message(self._hands.state, channel, message, thread_ts)
        self._tell_app(channel, _message_event(channel, visible(kept)))
        return Seen(extra={"channel": channel.id, "ts": kept["ts"]})

    def _tell_app(self, channel: Channel, event: Json) -> None:
        """An app hears only of channels it is in."""
        if BOT_USER_ID in channel.members:
            self._hands.delivery.event(event)

    def _as_typed(self, text: str) -> str:
        """Typed words as Slack keeps them: escaped, with mentions, channels and links marked."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        people = {user.name: user.id for user in self._hands.state.users.values()}
        groups = {group.handle: group.id for group in self._hands.state.groups.values()}
        channels = {
            channel.name: channel.id for channel in self._hands.state.channels.values() if channel.name
        }

        def mention(found: re.Match[str]) -> str:
            name = found[1]
            if name in people:
                return f"<@{people[name]}>"
            return f"<!subteam^{groups[name]}>" if name in groups else found[0]

        def channel(found: re.Match[str]) -> str:
            return f"<#{channels[found[1]]}|{found[1]}>" if found[1] in channels else found[0]

        linked = URL.sub(lambda found: f"<{found[0]}>", escaped)
        return CHANNEL.sub(channel, MENTION.sub(mention, linked))

    def _own_message(self, person: Person, body: Json, ts: str) -> tuple[Channel, Json]:
        channel = self._hands.channel(person, body.get("channel"))
        message = self._hands.state.message(channel, ts)
        if message.get("user") != person.id:
            raise ActError("Only your own messages can be changed.")
        return channel, message

    async def edit(self, person: Person, body: Json) -> Seen:
        """Change an own message."""
        channel, message = self._own_message(person, body, str(body["edit"]))
        before = visible(message)
        message["text"] = self._as_typed(str(body.get("text", "")))
        message["edited"] = {"user": person.id, "ts": self._hands.state.new_ts()}
        self._hands.state.touch()
        changed = {"subtype": "message_changed", "message": visible(message), "previous_message": before}
        self._tell_app(channel, _hidden_event(channel, changed, message["edited"]["ts"]))
        return Seen()

    async def delete(self, person: Person, body: Json) -> Seen:
        """Delete an own message."""
        ts = str(body["delete"])
        channel, message = self._own_message(person, body, ts)
        remove_message(self._hands.state, channel, ts)
        gone = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": visible(message)}
        self._tell_app(channel, _hidden_event(channel, gone, self._hands.state.new_ts()))
        return Seen()

    async def react(self, person: Person, body: Json) -> Seen:
        """Add a reaction, or take it back."""
        channel = self._hands.channel(person, body.get("channel"))
        message = self._hands.state.message(channel, str(body.get("ts")))
        toggle_reaction(self._hands.state, message, str(body["react"]), person.id)
        return Seen()

    async def dismiss(self, person: Person, body: Json) -> Seen:
        """Dismiss a note only this person sees."""
        kept = [
            n
            for n in self._hands.state.ephemerals
            if not (n["ts"] == body["dismiss"] and n["visible_to"] == person.id)
        ]
        self._hands.state.ephemerals[:] = kept
        self._hands.state.touch()
        return Seen()

    async def open_home(self, person: Person, _body: Json) -> Seen:
        """Open the App Home; the app is told and may publish it."""
        direct = self._hands.state.direct_channel(person.id)
        event: Json = {"type": "app_home_opened", "user": person.id, "channel": direct.id, "tab": "home"}
        event["event_ts"] = self._hands.state.new_ts()
        if home := self._hands.state.homes.get(person.id):
            event["view"] = home
        self._hands.delivery.event(event)
        return Seen(extra={"home": self._hands.state.homes.get(person.id)})


def _message_event(channel: Channel, message: Json) -> Json:
    kind = "im" if channel.is_im else "channel"
    place = {"channel": channel.id, "channel_type": kind, "event_ts": message["ts"], "team": TEAM_ID}
    return message | place


def _hidden_event(channel: Channel, change: Json, ts: str) -> Json:
    return _message_event(channel, {"type": "message", "hidden": True, "ts": ts, **change})
