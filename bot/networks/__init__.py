"""The networks, one file each. Add yours: one file, one line here, one case in tests/networks."""

from collections.abc import Callable

from bot.networks.bluesky import BlueskyNetwork, BlueskySettings
from bot.networks.mastodon import MastodonNetwork, MastodonSettings
from bot.networks.port import Network, SourceSettings
from bot.networks.reddit import RedditNetwork, RedditSettings
from bot.networks.rehearsal import RehearsalNetwork, RehearsalSettings
from bot.networks.rss import RssNetwork, RssSettings
from bot.networks.tokens import TokenStore
from bot.networks.webhook import WebhookNetwork, WebhookSettings
from bot.networks.x import XNetwork
from bot.networks.x_settings import XSettings

NETWORKS: dict[str, tuple[type[SourceSettings], Callable[..., Network]]] = {
    "bluesky": (BlueskySettings, BlueskyNetwork),
    "mastodon": (MastodonSettings, MastodonNetwork),
    "reddit": (RedditSettings, RedditNetwork),
    "rehearsal": (RehearsalSettings, RehearsalNetwork),
    "rss": (RssSettings, RssNetwork),
    "webhook": (WebhookSettings, WebhookNetwork),
    "x": (XSettings, XNetwork),
}
"""`kind` in desk.toml → the shape of its settings, and its class."""


def network_of(settings: SourceSettings, logins: TokenStore) -> Network:
    """The network of one source; `logins` keeps its login where that has to be kept."""
    make = NETWORKS[settings.kind][1]
    return make(settings, tokens=logins) if settings.login_settings else make(settings)
