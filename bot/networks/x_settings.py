"""What one X account needs in desk.toml, and X's own limits, prices and words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, SecretStr

from bot.networks.port import SourceSettings

SHORT_POST = 280
LONG_POST = 25_000
"""Weighted characters, 25,000 with Premium (https://docs.x.com/fundamentals/counting-characters)."""
LONGEST_QUERY = 512
"""Characters of a recent search on self-serve access (https://docs.x.com/x-api/posts/search/introduction)."""
SEARCH_REACHES = timedelta(days=7)
"""How far back recent search goes (https://docs.x.com/x-api/posts/search/introduction)."""
PAGE_SIZE = 100
"""https://docs.x.com/x-api/users/get-mentions"""
OVERLAP = timedelta(minutes=2)
"""Read again after a break, in case posts were indexed out of order."""
BREAK = timedelta(minutes=10)
"""A source not read for so long has to catch up."""
MOST_CASHTAGS = 1
"""Per post on self-serve access (https://docs.x.com/x-api/posts/manage-tweets/integrate)."""
RATE_REMAINING, RATE_RESET = "x-rate-limit-remaining", "x-rate-limit-reset"
"""https://docs.x.com/x-api/fundamentals/rate-limits"""

# US dollars per item (https://docs.x.com/x-api/getting-started/pricing)
OWN_READ = Decimal("0.001")
POST_READ = Decimal("0.005")
MESSAGE_READ = Decimal("0.010")
SUMMONED_REPLY = Decimal("0.010")
POST_CREATED = Decimal("0.015")
POST_WITH_LINK = Decimal("0.20")
MESSAGE_SENT = Decimal("0.015")

VOCABULARIES = {
    "post": {
        "post.fields": "attachments,conversation_id,created_at,entities,note_post",
        "expansions": "attachments.media_keys,author_id,referenced_posts",
    },
    "tweet": {
        "tweet.fields": "attachments,author_id,conversation_id,created_at,entities,note_tweet,referenced_tweets",
        "expansions": "attachments.media_keys,author_id,referenced_tweets.id",
    },
}
"""What is asked for beside id and text."""
USER_FIELDS = "name,public_metrics,username"
MEDIA_FIELDS = "alt_text,media_key,preview_image_url,type,url"
MESSAGE_QUERY = {
    "event_types": "MessageCreate",
    "dm_event.fields": "created_at,dm_conversation_id,id,text",
    "expansions": "sender_id",
    "user.fields": USER_FIELDS,
}


class XSettings(SourceSettings):
    """`kind = "x"`: one X account. `account` is its handle."""

    login_settings: ClassVar[tuple[str, ...]] = ("client_id", "refresh_token")

    account: str = Field(min_length=1)
    user_id: str = Field(pattern=r"^[0-9]{1,19}$")
    """The account's number, which never changes; `mentiondesk connect x` tells it."""
    client_id: str
    client_secret: SecretStr | None = None
    """Only for a confidential client."""
    refresh_token: SecretStr
    """The first one, from `mentiondesk connect x`; later ones are kept in the store."""
    consumer_secret: SecretStr | None = None
    """The app's API secret; needed for webhooks only."""
    access: Literal["self_serve", "enterprise"] = "self_serve"
    premium: bool = False
    """Whether the account may write long posts."""
    messages: bool = False
    """Whether (legacy, unencrypted) direct messages are read and sent."""
    search: tuple[str, ...] = ()
    """Words that posts without a tag are searched for."""
    monthly_budget: Decimal = Field(default=Decimal(0), ge=0)
    """US dollars; past it the source is read ten times less often. 0: no limit."""
    longest_message: int = Field(default=10_000, ge=1)
    """Characters of a direct message; X documents none."""
    poll_seconds: float = Field(default=60.0, ge=3)
    vocabulary: Literal["post", "tweet"] = "post"
    """The words of X's specification since 2026, or those before it, where X still expects them."""
    api: str = "https://api.x.com"
    web: str = "https://x.com"
