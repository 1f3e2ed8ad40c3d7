"""When a network itself shuts the door: private messages may be sent only for a while after the customer's.

The table is what the networks publish; where one changes its mind, `[[closing]]` in desk.toml overrides a row.
A closing time runs on the wall clock and nothing pauses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.rules.hours import Calendar
from bot.rules.spans import span
from bot.rules.windows import Clock, Window, WindowName


class Opener(StrEnum):
    """What the customer did that allows the brand to write in private."""

    MESSAGE = "message"
    COMMENT = "comment"


@dataclass(frozen=True)
class ClosingRule:
    """One row of the table: how long a network lets the brand write in private after `opener`."""

    network: str
    opener: Opener
    hours: float
    human_agent_hours: float | None = None
    """The longer time where the account may mark messages as written by a human agent."""
    once: bool = False
    """Only one private reply per comment; it opens no conversation until the customer answers."""


CLOSING_RULES = (
    # 24 h standard window, 7 days with the HUMAN_AGENT tag:
    # https://developers.facebook.com/docs/messenger-platform/policy/policy-overview
    ClosingRule("facebook", Opener.MESSAGE, 24, human_agent_hours=7 * 24),
    ClosingRule("instagram", Opener.MESSAGE, 24, human_agent_hours=7 * 24),
    # One private reply per comment, within 7 days of it:
    # https://developers.facebook.com/docs/messenger-platform/discovery/private-replies
    ClosingRule("facebook", Opener.COMMENT, 7 * 24, once=True),
    # https://developers.facebook.com/docs/instagram-platform/private-replies
    ClosingRule("instagram", Opener.COMMENT, 7 * 24, once=True),
    # Free text within 24 h of the customer's last message, an approved template afterwards:
    # https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages#customer-service-windows
    ClosingRule("whatsapp", Opener.MESSAGE, 24),
    # Business Messaging, 48 h; second-hand, so check it for your account:
    # https://business-api.tiktok.com/portal/docs
    ClosingRule("tiktok", Opener.MESSAGE, 48),
)


@dataclass(frozen=True)
class Capability:
    """Whether an audience can be answered now. `until` None: no end is known. `reason` is for the dialog."""

    audience: str
    allowed: bool
    until: datetime | None
    reason: str


def closing_rule(
    network: str,
    opener: Opener,
    own: Iterable[ClosingRule] = (),
    table: Iterable[ClosingRule] = CLOSING_RULES,
) -> ClosingRule | None:
    """The row for a network and opener, the operator's `own` rows first; None where it never shuts."""
    rows = (*own, *table)
    return next((rule for rule in rows if rule.network == network and rule.opener is opener), None)


def closes_at(
    rule: ClosingRule, last_customer_message_at: datetime, *, human_agent: bool = False
) -> datetime:
    """The instant from which the network refuses private messages."""
    longer = rule.human_agent_hours if human_agent else None
    return last_customer_message_at.astimezone(UTC) + timedelta(
        hours=rule.hours if longer is None else longer
    )


def capability(
    rule: ClosingRule,
    last_customer_message_at: datetime,
    now: datetime,
    *,
    private_reply_used: bool = False,
    human_agent: bool = False,
) -> Capability:
    """Whether a private answer may go out at `now`. For a comment rule the message is the comment.

    Ask when the card is drawn and again when sending: the door may shut while an approval waits.
    """
    until = closes_at(rule, last_customer_message_at, human_agent=human_agent)
    if rule.once and private_reply_used:
        return Capability("private", False, until, _USED)
    if now >= until:
        return Capability("private", False, until, _shut(rule, human_agent=human_agent))
    left = span((until - now).total_seconds())
    only = "One private reply to this comment is possible" if rule.once else "Private messages are possible"
    return Capability("private", True, until, f"{only} for another {left}.")


def _name(rule: ClosingRule) -> str:
    return {"whatsapp": "WhatsApp", "tiktok": "TikTok"}.get(rule.network, rule.network.capitalize())


_USED = (
    "The one private reply this comment allows has been sent. "
    "Answer in public, or wait until the customer writes to you in private."
)


def _shut(rule: ClosingRule, *, human_agent: bool) -> str:
    """Why private messages are refused, and what is still possible."""
    name = _name(rule)
    hours = rule.human_agent_hours if human_agent and rule.human_agent_hours else rule.hours
    after = "the comment" if rule.once else "the customer's last message"
    still = {
        "whatsapp": "You can send an approved template, or wait until the customer writes again.",
    }.get(rule.network, "You can answer in public and ask them to write to you again.")
    return (
        f"{name} allows private messages for {span(hours * 3600)} after {after}; that time is over. {still}"
    )


def closing_window(
    rule: ClosingRule, last_customer_message_at: datetime, hours: Calendar, *, human_agent: bool = False
) -> Window:
    """The closing time as a window, counted down and nagged like any other. `hours` is the desk's calendar."""
    until = closes_at(rule, last_customer_message_at, human_agent=human_agent)
    after = "the comment" if rule.once else "the customer's last message"
    return Window(
        WindowName.NETWORK_CLOSE,
        last_customer_message_at,
        (until - last_customer_message_at).total_seconds(),
        hours,
        clock=Clock.WALL,
        reason=f"{_name(rule)}'s own limit after {after}",
    )
