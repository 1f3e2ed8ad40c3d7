"""conversations.*, users.*, usergroups.*: who is where. https://docs.slack.dev/reference/methods."""

from __future__ import annotations

from bot.workspace.api_chat import visible
from bot.workspace.calls import Call, Method
from bot.workspace.errors import Json, SlackError
from bot.workspace.people import BOT_USER_ID, TEAM_ID
from bot.workspace.state import Channel


def _as_channel(call: Call, channel: Channel) -> Json:
    return channel.as_channel(is_member=BOT_USER_ID in channel.members, created=call.state.started)


def _kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def list_channels(call: Call) -> Json:
    """conversations.list: public channels, and the private and direct ones the app is in."""
    kinds = {kind.strip() for kind in call.text("types", "public_channel").split(",")}
    found = [
        _as_channel(call, channel)
        for channel in call.state.channels.values()
        if _kind(channel) in kinds and (_kind(channel) == "public_channel" or BOT_USER_ID in channel.members)
    ]
    return call.page(found, "channels")


def info(call: Call) -> Json:
    """conversations.info."""
    return {"ok": True, "channel": _as_channel(call, call.channel())}


def members(call: Call) -> Json:
    """conversations.members."""
    return call.page(sorted(call.channel().members), "members")


def open_direct(call: Call) -> Json:
    """conversations.open with one person."""
    users = [user for user in call.text("users").split(",") if user]
    if len(users) != 1:
        raise SlackError("not_enough_users" if not users else "too_many_users")
    if users[0] in (BOT_USER_ID, "USLACKBOT"):
        raise SlackError("cannot_dm_bot")
    channel = call.state.direct_channel(users[0])
    is_full = call.flag("return_im")
    return {"ok": True, "channel": _as_channel(call, channel) if is_full else {"id": channel.id}}


def join(call: Call) -> Json:
    """conversations.join: the app joins a public channel."""
    channel = call.channel()
    if BOT_USER_ID not in channel.members:
        channel.members.add(BOT_USER_ID)
        call.state.touch()
        joined = {
            "type": "member_joined_channel",
            "user": BOT_USER_ID,
            "channel": channel.id,
            "channel_type": "C",
        }
        call.emit(joined | {"team": TEAM_ID, "event_ts": call.state.new_ts()})
    return {"ok": True, "channel": _as_channel(call, channel)}


def _history_scope(call: Call, channel: Channel) -> None:
    needed = {"im": "im:history", "private_channel": "groups:history"}.get(_kind(channel), "channels:history")
    if needed not in call.settings.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(call.settings.scopes))


def _between(call: Call, ts: str) -> bool:
    oldest, latest = call.text("oldest", "0"), call.text("latest") or "9" * 12
    at, low, high = float(ts), float(oldest), float(latest)
    return low <= at <= high if call.flag("inclusive") else low < at < high


def _messages(call: Call, chosen: list[Json]) -> Json:
    with_metadata = call.flag("include_all_metadata")
    shown = [visible(m, with_metadata=with_metadata) for m in chosen if _between(call, m["ts"])]
    answer = call.page(shown, "messages")
    has_more = bool(answer["response_metadata"]["next_cursor"])
    return answer | {"has_more": has_more}


def history(call: Call) -> Json:
    """conversations.history: newest first, without what is said in threads."""
    channel = call.channel(must_be_in=True)
    _history_scope(call, channel)
    tops = [m for m in channel.messages.values() if m.get("thread_ts", m["ts"]) == m["ts"]]
    return _messages(call, tops[::-1])


def replies(call: Call) -> Json:
    """conversations.replies: a thread, oldest first, beginning with the message it hangs on."""
    channel, ts = call.channel(must_be_in=True), call.required("ts")
    _history_scope(call, channel)
    if ts not in channel.messages:
        raise SlackError("thread_not_found")
    root = channel.messages[ts].get("thread_ts", ts)
    chosen = [m for m in channel.messages.values() if root in (m["ts"], m.get("thread_ts"))]
    return _messages(call, chosen)


def _sees_email(call: Call) -> bool:
    return "users:read.email" in call.settings.scopes


def list_users(call: Call) -> Json:
    """users.list."""
    people = [user.as_user(with_email=_sees_email(call)) for user in call.state.users.values()]
    return call.page(people, "members")


def user_info(call: Call) -> Json:
    """users.info."""
    user = call.state.user(call.required("user"))
    return {"ok": True, "user": user.as_user(with_email=_sees_email(call))}


def lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail."""
    email = call.required("email")
    for user in call.state.users.values():
        if user.as_user(with_email=True)["profile"].get("email") == email:
            return {"ok": True, "user": user.as_user(with_email=True)}
    raise SlackError("users_not_found")


def _needs_paid_plan(call: Call) -> None:
    if not call.settings.paid_plan:
        raise SlackError("plan_upgrade_required")


def list_groups(call: Call) -> Json:
    """usergroups.list."""
    _needs_paid_plan(call)
    with_users = call.flag("include_users")
    groups = call.state.groups.values()
    started = call.state.started
    return {"ok": True, "usergroups": [g.as_usergroup(with_users=with_users, now=started) for g in groups]}


def group_users(call: Call) -> Json:
    """usergroups.users.list."""
    _needs_paid_plan(call)
    group = call.state.groups.get(call.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"ok": True, "users": list(group.users)}


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
METHODS = {
    "conversations.list": Method(list_channels, _READ, per_minute=20),
    "conversations.info": Method(info, _READ, per_minute=50),
    "conversations.members": Method(members, _READ),
    "conversations.open": Method(open_direct, ("im:write", "mpim:write"), per_minute=50),
    "conversations.join": Method(join, ("channels:join",), per_minute=50),
    "conversations.history": Method(history, per_minute=50),
    "conversations.replies": Method(replies, per_minute=50),
    "users.list": Method(list_users, ("users:read",), per_minute=20),
    "users.info": Method(user_info, ("users:read",)),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",), per_minute=50),
    "usergroups.list": Method(list_groups, ("usergroups:read",), per_minute=20),
    "usergroups.users.list": Method(group_users, ("usergroups:read",), per_minute=20),
}
