"""What an administrator does: invite, change and add people. The app hears of it by events.

https://docs.slack.dev/reference/events
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.workspace.errors import Json
from bot.workspace.hands import ActError, Hands, Seen
from bot.workspace.people import BOT_USER_ID, TEAM_ID, Person
from bot.workspace.state import Channel

CHANGEABLE = frozenset({"real_name", "role", "status_emoji", "tz", "tz_offset", "is_restricted"})


class People:
    """Who is here, and in which channels and groups."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def invite(self, person: Person, body: Json) -> Seen:
        """Bring someone, or the app, into a channel the person is in."""
        channel = self._hands.channel(person, body.get("channel"))
        guest = self._hands.person(body["invite"])
        channel.members.add(guest.id)
        joined = {
            "type": "member_joined_channel",
            "user": guest.id,
            "channel": channel.id,
            "channel_type": "C",
        }
        return self._tell(joined | {"team": TEAM_ID, "inviter": person.id})

    async def change_user(self, _person: Person, body: Json) -> Seen:
        """Change a member: real_name, role, status_emoji, tz, tz_offset or is_restricted."""
        change = dict(body["change_user"])
        old = self._hands.person(change.pop("user", None))
        new = replace(old, **_known(change))
        self._hands.state.users[new.id] = new
        return self._tell({"type": "user_change", "user": new.as_user(with_email=True)})

    async def add_user(self, _person: Person, body: Json) -> Seen:
        """A new member, given a `name`: in #social-care, with a direct message to the app."""
        given = dict(body["add_user"])
        name = str(given.pop("name", ""))
        if not name or name in {user.name for user in self._hands.state.users.values()}:
            raise ActError("A new member needs a name that nobody has.")
        new = replace(Person(f"U0{name.upper()}", name, name.title(), colour="#3d6b8f"), **_known(given))
        state = self._hands.state
        state.users[new.id] = new
        state.channel("social-care").members.add(new.id)
        direct = Channel("D" + new.id[1:], "", {new.id, BOT_USER_ID}, is_im=True)
        state.channels[direct.id] = direct
        return self._tell({"type": "team_join", "user": new.as_user(with_email=True)})

    async def change_group(self, _person: Person, body: Json) -> Seen:
        """Set the members of a user group, by handle."""
        handle, names = body["change_group"].get("handle"), body["change_group"].get("users", [])
        state = self._hands.state
        group = next((group for group in state.groups.values() if group.handle == handle), None)
        if group is None:
            raise ActError(f"No user group has the handle {handle!r}.")
        users = tuple(self._hands.person(name).id for name in names)
        state.groups[group.id] = replace(group, users=users)
        return self._tell(
            {
                "type": "subteam_members_changed",
                "subteam_id": group.id,
                "team_id": TEAM_ID,
                "added_users": sorted(set(users) - set(group.users)),
                "removed_users": sorted(set(group.users) - set(users)),
            }
        )

    def _tell(self, event: Json) -> Seen:
        self._hands.state.touch()
        self._hands.delivery.event(event | {"event_ts": self._hands.state.new_ts()})
        return Seen()


def _known(change: Json) -> dict[str, Any]:
    if unknown := set(change) - CHANGEABLE:
        raise ActError(f"Only {', '.join(sorted(CHANGEABLE))} can be set, not {', '.join(sorted(unknown))}.")
    return change
