"""What every verb of the desk needs: the store, the policy, the networks. Nothing here is about Slack."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot import reply_policy
from bot.desk.kept_days import Kept
from bot.digest_policy import survey_policy
from bot.listening_policy import listening_policy
from bot.networks.port import Author, Incoming, Media, Network
from bot.policy import TimePolicy, time_policy
from bot.rules import guards
from bot.rules.approval import ApprovalPolicy
from bot.rules.listening import ListeningPolicy
from bot.rules.reception import WatchPolicy
from bot.rules.surveys import SurveyPolicy
from bot.rules.triage import TriagePolicy
from bot.settings import Settings
from storage.db import Database
from storage.tables import Mention

DESK = "desk"
"""The record's name for what the desk did by itself."""
CUSTOMER = "customer"
"""The record's name for what the person outside did."""
BRAND = "brand"
"""The record's name for what one of the brand's accounts did without the desk."""


@dataclass(frozen=True)
class Desk:
    """The desk itself, handed to every verb. `language_of` tells the ISO 639-1 code of a text, or "und".

    `new_key` makes the identity a reply has on its network for good.
    """

    db: Database
    settings: Settings
    networks: Mapping[str, Network] = field(default_factory=dict)
    language_of: Callable[[str], str] = lambda _text: "und"
    triage_words: TriagePolicy = field(default_factory=TriagePolicy)
    new_key: Callable[[], str] = lambda: str(uuid.uuid4())

    @cached_property
    def kept(self) -> Kept:
        """The tallies of days that are over."""
        return Kept()

    @cached_property
    def policy(self) -> TimePolicy:
        """The rules of time: hours, windows, ladder, claims."""
        return time_policy(self.settings)

    @cached_property
    def guard_policy(self) -> guards.Policy:
        """What may not stand in public."""
        return reply_policy.guard_policy(self.settings)

    @cached_property
    def watch_policy(self) -> WatchPolicy:
        """How answers are watched once they are out."""
        return reply_policy.watch_policy(self.settings)

    @cached_property
    def approval_policy(self) -> ApprovalPolicy:
        """Which replies need whose approval."""
        return reply_policy.approval_policy(self.settings)

    @cached_property
    def survey_policy(self) -> SurveyPolicy:
        """What customers are asked once their ticket is resolved."""
        return survey_policy(self.settings.survey)

    @cached_property
    def _mask(self) -> guards.Policy:
        return reply_policy.mask_policy(self.settings)

    @cached_property
    def listening(self) -> ListeningPolicy | None:
        """The names by which a post that nobody sent to us is about us; None where every such post is."""
        return listening_policy(self.settings)

    def masked(self, text: str) -> str:
        """A customer's words as a channel may see them: what is private in them is covered."""
        return guards.mask(text, self._mask)

    def network_word(self, source: str) -> str:
        """The network whose targets and closing times count for a source."""
        network = self.networks.get(source)
        return (network.settings.network or network.kind) if network else ""

    def network_label(self, source: str) -> str:
        """What people call the place; the source's own name where it is no longer configured."""
        network = self.networks.get(source)
        return network.label if network else source


def incoming(mention: Mention) -> Incoming:
    """A stored mention in the words the networks speak."""
    return Incoming(
        id=mention.external_id,
        text=mention.text,
        created_at=mention.created_at,
        author=Author(mention.author_id, mention.author_handle, mention.author_name, mention.followers),
        url=mention.url,
        in_reply_to=mention.in_reply_to,
        thread=mention.conversation if not mention.private else mention.conversation.removeprefix("private:"),
        private=mention.private,
        media=tuple(Media(item["url"], item.get("alt", "")) for item in mention.media),
        rating=mention.rating,
        facts=mention.facts,
    )
