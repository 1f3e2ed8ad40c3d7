"""The cases the contract suite runs: one line per network."""

from tests.networks.contract import Case
from tests.networks.test_bluesky import BlueskyCase
from tests.networks.test_mastodon import KinCase, MastodonCase
from tests.networks.test_reddit import RedditCase
from tests.networks.test_rehearsal import RehearsalCase
from tests.networks.test_rss import RssCase
from tests.networks.test_webhook import WebhookCase
from tests.networks.test_x import XCase

CASES: list[type[Case]] = [
    BlueskyCase,
    KinCase,
    MastodonCase,
    RedditCase,
    RehearsalCase,
    RssCase,
    WebhookCase,
    XCase,
]
