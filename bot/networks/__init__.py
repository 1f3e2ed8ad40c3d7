"""The networks, one file each. Add yours: one file, one line here, one case in tests/networks.

A network's file is loaded when a source of its kind is configured: a desk that reads two networks should not start, and
weigh, as one that reads them all.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from bot.networks.port import Network, SourceSettings
from bot.networks.tokens import TokenStore

_NAMES = {
    "bluesky": ("BlueskySettings", "BlueskyNetwork"),
    "mastodon": ("MastodonSettings", "MastodonNetwork"),
    "reddit": ("RedditSettings", "RedditNetwork"),
    "rehearsal": ("RehearsalSettings", "RehearsalNetwork"),
    "rss": ("RssSettings", "RssNetwork"),
    "webhook": ("WebhookSettings", "WebhookNetwork"),
    "x": ("XSettings", "XNetwork"),
}
"""`kind` in desk.toml, which is the file's name too → what the file calls the shape of its settings, and its class."""


class _Networks(Mapping[str, tuple[type[SourceSettings], Callable[..., Network]]]):
    def __getitem__(self, kind: str) -> tuple[type[SourceSettings], Callable[..., Network]]:
        settings, network = _NAMES[kind]
        module = import_module(f"bot.networks.{kind}")
        return getattr(module, settings), getattr(module, network)

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


NETWORKS = _Networks()
"""`kind` in desk.toml → the shape of its settings, and its class."""


def network_of(settings: SourceSettings, logins: TokenStore) -> Network:
    """The network of one source; `logins` keeps its login where that has to be kept."""
    make = NETWORKS[settings.kind][1]
    return make(settings, tokens=logins) if settings.login_settings else make(settings)
