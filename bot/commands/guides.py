"""What `mentiondesk connect` says and asks for each network: the page to open, the permissions, the settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ask:
    """One setting to ask for. `variable` is the environment variable a secret goes into; "" where it is none."""

    key: str
    question: str
    variable: str = ""
    default: str | None = None
    many: bool = False
    """Several values, with commas between them."""
    yes_or_no: bool = False


@dataclass(frozen=True)
class Guide:
    """How one network is connected. `name` is the source's name unless another is given."""

    name: str
    steps: tuple[str, ...]
    asks: tuple[Ask, ...]


SEARCH = Ask("search", "Words to search for, with commas between (Enter for none)", default="", many=True)
GUIDES = {
    "bluesky": Guide(
        "sky",
        (
            "Log in at https://bsky.app as the brand, and open https://bsky.app/settings/app-passwords.",
            "Press “Add App Password”. Tick “Allow access to your direct messages” if the desk shall read and answer them.",
        ),
        (
            Ask("account", "The account's handle, such as acme.example"),
            Ask("app_password", "The app password", variable="BLUESKY_APP_PASSWORD"),
            Ask("chat", "Read and send direct messages?", default="n", yes_or_no=True),
            SEARCH,
        ),
    ),
    "mastodon": Guide(
        "mastodon",
        (
            "Log in to the brand's server, and open “Preferences”, “Development”, “New application”.",
            "Tick the scopes read and write:statuses, and no others. Submit, open the application, and copy “Your access token”.",
        ),
        (
            Ask("server", "The server's address, such as https://mastodon.example"),
            Ask("account", "The account's handle, without @"),
            Ask("token", "The access token", variable="MASTODON_TOKEN"),
            Ask(
                "hashtags", "Hashtags to follow, with commas between (Enter for none)", default="", many=True
            ),
        ),
    ),
    "reddit": Guide(
        "reddit",
        (
            "Ask Reddit to approve your app for its Data API first: https://support.reddithelp.com (“API access request”).",
            "Log in as the brand, open https://www.reddit.com/prefs/apps, and create an app of the type “script”.",
            "Its id stands below its name, its secret beside it.",
        ),
        (
            Ask("account", "The account's name, without u/"),
            Ask("client_id", "The app's id", variable="REDDIT_CLIENT_ID"),
            Ask("client_secret", "The app's secret", variable="REDDIT_CLIENT_SECRET"),
            Ask("password", "The account's password", variable="REDDIT_PASSWORD"),
            Ask(
                "subreddits", "Communities to read whole, without r/ (Enter for none)", default="", many=True
            ),
            SEARCH,
        ),
    ),
    "rss": Guide(
        "forum",
        ("Find the feed's address: often /feed, /rss or /feed.xml, or the orange sign on the page.",),
        (Ask("url", "The feed's address"),),
    ),
    "x": Guide(
        "x",
        (
            "Open https://console.x.com, and create an app with “User authentication” switched on.",
            "Choose “Read and write and Direct message” and the type “Native App”, and enter {redirect} as its callback.",
            "Copy the OAuth 2.0 client id. The app needs credit: every call costs money.",
        ),
        (
            Ask("client_id", "The client id", variable="X_CLIENT_ID"),
            Ask("messages", "Read and send direct messages?", default="n", yes_or_no=True),
            Ask(
                "monthly_budget",
                "US dollars a month after which it is read less often (0: no limit)",
                default="0",
            ),
            SEARCH,
        ),
    ),
}
