"""Who is in the workspace, and where they meet. Ids are fixed so that scripts and tests can name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.workspace.errors import Json

TEAM_ID = "T0ACME"
TEAM_NAME = "Acme Care"
TEAM_DOMAIN = "acme-care"
APP_ID = "A0DESK"
BOT_ID = "B0DESK"
BOT_USER_ID = "U0DESKBOT"


@dataclass(frozen=True)
class Person:
    """One member. `role` and `colour` are for the page only; Slack knows nothing of them."""

    id: str
    name: str
    real_name: str
    role: str = ""
    tz: str = "Europe/Lisbon"
    tz_offset: int = 0
    is_bot: bool = False
    is_restricted: bool = False
    colour: str = "#4a5b6c"
    status_emoji: str = ""
    """What they have set as their status: ":palm_tree:" is a holiday."""

    @property
    def email(self) -> str:
        """The member's address."""
        return f"{self.name}@acme.example"

    def as_user(self, *, with_email: bool) -> Json:
        """A user object: https://docs.slack.dev/reference/objects/user-object."""
        profile = {"real_name": self.real_name, "display_name": self.name, "title": self.role, "image_48": ""}
        profile["status_emoji"] = self.status_emoji
        if with_email and not self.is_bot and self.id != "USLACKBOT":
            profile["email"] = self.email
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "name": self.name,
            "deleted": False,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": str(timezone(timedelta(seconds=self.tz_offset))),
            "tz_offset": self.tz_offset,
            "profile": profile,
            "is_admin": False,
            "is_owner": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "updated": 0,
        }


@dataclass(frozen=True)
class UserGroup:
    """A group people can mention by its handle."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]

    def as_usergroup(self, *, with_users: bool, now: datetime) -> Json:
        """A user group: https://docs.slack.dev/reference/objects/usergroup-object."""
        group: Json = {
            "id": self.id,
            "team_id": TEAM_ID,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "description": "",
            "date_create": int(now.timestamp()),
            "date_delete": 0,
            "user_count": len(self.users),
        }
        return group | ({"users": list(self.users)} if with_users else {})


HUMANS = (
    Person("U0AGENT1", "agent1", "Ana Ramos", "agent", colour="#1f7a5c"),
    Person("U0AGENT2", "agent2", "Ben Okafor", "agent", "Africa/Lagos", 3600, colour="#b4572a"),
    Person("U0MANAGER1", "manager1", "Mira Chen", "manager", "Asia/Singapore", 28800, colour="#5b4bb3"),
    Person("U0GUEST1", "guest1", "Guest Gil", "guest", is_restricted=True, colour="#7b7b7b"),
)
SLACKBOT = Person("USLACKBOT", "slackbot", "Slackbot", colour="#4a154b")
GROUPS = (
    UserGroup("S0AGENTS", "care-agents", "Care agents", ("U0AGENT1", "U0AGENT2")),
    UserGroup("S0MANAGERS", "care-managers", "Care managers", ("U0MANAGER1",)),
)


def bot_user(app_name: str) -> Person:
    """The app's own member."""
    return Person(
        BOT_USER_ID, app_name.lower().replace(" ", ""), app_name, "app", is_bot=True, colour="#e01e5a"
    )
