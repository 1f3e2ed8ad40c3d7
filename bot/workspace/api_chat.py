"""chat.*, reactions.*: messages as the app writes them. https://docs.slack.dev/reference/methods/chat.postMessage."""

from __future__ import annotations

import copy
from typing import Any

from bot.workspace.blocks import check_message_blocks
from bot.workspace.calls import Call, Method
from bot.workspace.errors import Json, SlackError
from bot.workspace.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from bot.workspace.state import Channel, State

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000


def _content(call: Call) -> Json:
    """Text, blocks and the like of a message; raises `no_text`, `invalid_blocks`, `markdown_text_conflict`."""
    text, markdown = call.text("text"), call.text("markdown_text")
    blocks = call.json("blocks", "invalid_blocks_format")
    attachments = call.json("attachments", "invalid_attachments")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    if not (text or markdown or blocks or attachments):
        raise SlackError("no_text")
    content: Json = {"text": (text or markdown)[:LONGEST_TEXT]}
    if blocks:
        content["blocks"] = check_message_blocks(blocks)
    if attachments:
        content["attachments"] = _attachments(attachments)
    if metadata := call.json("metadata", "invalid_metadata_format"):
        content["metadata"] = _metadata(metadata)
    return content


def _attachments(attachments: Any) -> list[Json]:
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > 100:  # noqa: PLR2004 - https://docs.slack.dev/reference/methods/chat.postMessage
        raise SlackError("too_many_attachments")
    return [
        {**each, **({"blocks": check_message_blocks(each["blocks"])} if each.get("blocks") else {})}
        for each in attachments
    ]


def _metadata(metadata: Any) -> Json:
    """Message metadata: https://docs.slack.dev/messaging/message-metadata."""
    if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    return metadata


def visible(message: Json, *, with_metadata: bool = False) -> Json:
    """A message as an answer or an event carries it."""
    shown = copy.deepcopy(message)
    if not with_metadata:
        shown.pop("metadata", None)
    return shown


def root_of(channel: Channel, thread_ts: str) -> str:
    """The ts of the thread a message belongs to; raises `thread_not_found`."""
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    return str(parent.get("thread_ts", thread_ts))


def add_message(state: State, channel: Channel, message: Json, thread_ts: str = "") -> Json:
    """Put a message into a channel or a thread, and count it on the thread's first message."""
    message = {"type": "message", "team": TEAM_ID, "ts": state.new_ts(), **message}
    if thread_ts:
        message["thread_ts"] = root_of(channel, thread_ts)
        message["parent_user_id"] = channel.messages[message["thread_ts"]].get("user", "")
    channel.messages[message["ts"]] = message
    if thread_ts:
        _count_replies(channel, message["thread_ts"])
    state.touch()
    return message


def _count_replies(channel: Channel, root_ts: str) -> None:
    root = channel.messages[root_ts]
    replies = [m for m in channel.messages.values() if m.get("thread_ts") == root_ts and m["ts"] != root_ts]
    for key in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
        root.pop(key, None)
    if replies:
        users = list(dict.fromkeys(str(reply.get("user", "")) for reply in replies))
        root |= {"thread_ts": root_ts, "reply_count": len(replies), "latest_reply": replies[-1]["ts"]}
        root |= {"reply_users": users[:5], "reply_users_count": len(users)}


def remove_message(state: State, channel: Channel, ts: str) -> None:
    """Delete a message. The first of a thread with answers leaves a tombstone, as in Slack."""
    message = state.message(channel, ts)
    if message.get("reply_count"):
        kept = {
            key: value for key, value in message.items() if key not in ("blocks", "attachments", "metadata")
        }
        tomb = {
            "subtype": "tombstone",
            "text": "This message was deleted.",
            "user": "USLACKBOT",
            "hidden": True,
        }
        channel.messages[ts] = kept | tomb
    else:
        del channel.messages[ts]
        if (root := message.get("thread_ts")) and root in channel.messages:
            _count_replies(channel, root)
    state.touch()


def bot_author(state: State) -> Json:
    """The keys that say a message is the app's."""
    name = state.settings.app_name
    profile = {"id": BOT_ID, "app_id": APP_ID, "name": name, "team_id": TEAM_ID, "deleted": False}
    return {"user": BOT_USER_ID, "bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": profile}


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = call.channel(must_be_in="chat:write.public" not in call.settings.scopes)
    content = _content(call)
    message = add_message(call.state, channel, bot_author(call.state) | content, call.text("thread_ts"))
    answer: Json = {"ok": True, "channel": channel.id, "ts": message["ts"]}
    answer["message"] = visible(message, with_metadata=True)
    if len(call.text("text")) > LONGEST_TEXT:
        answer["response_metadata"] = {"messages": ["[WARN] message_truncated"]}
        answer["warning"] = "message_truncated"
    return answer


def update(call: Call) -> Json:
    """chat.update. Text without blocks takes the blocks away, as Slack does."""
    channel, ts = call.channel(), call.required("ts")
    message = call.state.message(channel, ts)
    if message.get("user") != BOT_USER_ID:
        raise SlackError("cant_update_message")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    content = _content(call)
    for key in ("blocks", "attachments"):
        message.pop(key, None)
    message |= content | {"edited": {"user": BOT_USER_ID, "ts": call.state.new_ts()}}
    call.state.touch()
    return {"ok": True, "channel": channel.id, "ts": ts, "text": message["text"], "message": visible(message)}


def delete(call: Call) -> Json:
    """chat.delete: the app's own messages only."""
    channel, ts = call.channel(), call.required("ts")
    if call.state.message(channel, ts).get("user") != BOT_USER_ID:
        raise SlackError("cant_delete_message")
    remove_message(call.state, channel, ts)
    return {"ok": True, "channel": channel.id, "ts": ts}


def add_ephemeral(state: State, user: str, channel: Channel, content: Json, thread_ts: str = "") -> Json:
    """A note only one person sees. It has a ts of its own but is in no history."""
    note: Json = {"type": "message", "ts": state.new_ts(), "is_ephemeral": True, "visible_to": user}
    note |= {"channel": channel.id, "thread_ts": thread_ts, **bot_author(state), **content}
    state.ephemerals.append(note)
    state.touch()
    return note


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    channel = call.channel(must_be_in=True)
    user = call.state.user(call.required("user"))
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    note = add_ephemeral(call.state, user.id, channel, _content(call), call.text("thread_ts"))
    return {"ok": True, "message_ts": note["ts"]}


def permalink(call: Call) -> Json:
    """chat.getPermalink: here a link that opens the page at the message."""
    channel, ts = call.channel(), call.required("message_ts")
    message = call.state.message(channel, ts)
    link = f"{call.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    if (root := message.get("thread_ts")) and root != ts:
        link += f"?thread_ts={root}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def add_reaction(call: Call) -> Json:
    """reactions.add; raises `already_reacted`."""
    channel, name = call.channel(must_be_in=True), call.required("name")
    message = call.state.message(channel, call.required("timestamp"))
    if any(each["name"] == name and BOT_USER_ID in each["users"] for each in message.get("reactions", [])):
        raise SlackError("already_reacted")
    toggle_reaction(call.state, message, name, BOT_USER_ID)
    return {"ok": True}


def toggle_reaction(state: State, message: Json, name: str, user: str) -> None:
    """Add a person's reaction, or take it back when it is there."""
    users = {each["name"]: list(each["users"]) for each in message.get("reactions", [])}
    reacted = users.setdefault(name, [])
    if user in reacted:
        reacted.remove(user)
    else:
        reacted.append(user)
    message["reactions"] = [
        {"name": each, "users": who, "count": len(who)} for each, who in users.items() if who
    ]
    state.touch()


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(post_message, _WRITE, per_minute=60),
    "chat.update": Method(update, _WRITE, per_minute=50),
    "chat.delete": Method(delete, _WRITE, per_minute=50),
    "chat.postEphemeral": Method(post_ephemeral, _WRITE),
    "chat.getPermalink": Method(permalink, per_minute=600),
    "reactions.add": Method(add_reaction, ("reactions:write",), per_minute=50),
}
