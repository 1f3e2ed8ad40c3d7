"""Whom an answer can still reach: what the network itself says, within the closing times networks publish.

Asked when the dialog opens and again when the reply leaves: the door may shut while an approval waits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.context import Desk, incoming
from bot.networks.port import Capability, Network
from bot.rules import closing
from bot.rules.closing import ClosingRule, Opener, closing_rule
from storage.tables import Mention, Reply
from storage.words import Audience, ReplyStatus

GONE_OUT = (ReplyStatus.SENDING, ReplyStatus.SENT, ReplyStatus.UNKNOWN)


def capabilities(
    desk: Desk, session: Session, network: Network, mention: Mention, now: datetime, but: int | None = None
) -> dict[Audience, Capability]:
    """By audience: whether it can be answered now, until when, and why not. `but` is a reply that is not counted."""
    able = {one.audience: one for one in network.capabilities(incoming(mention), now)}
    opener = Opener.MESSAGE if mention.private else Opener.COMMENT
    rule = closing_rule(desk.network_word(network.name), opener, desk.policy.windows.closings)
    private = able.get(Audience.PRIVATE)
    if rule is not None and private is not None and private.allowed:
        able[Audience.PRIVATE] = _within(desk, session, rule, private, mention, now, but)
    return able


def shut(
    desk: Desk, session: Session, network: Network, mention: Mention, reply: Reply, now: datetime
) -> str:
    """Why a reply can no longer reach its reader; "" where it can."""
    able = capabilities(desk, session, network, mention, now, reply.id).get(Audience(reply.audience))
    return "" if able is None or able.allowed else able.reason


def _within(
    desk: Desk,
    session: Session,
    rule: ClosingRule,
    able: Capability,
    mention: Mention,
    now: datetime,
    but: int | None,
) -> Capability:
    """What the network allows, as long as its closing time has not come. The customer's last message counts."""
    found = closing.capability(
        rule,
        _last_said(session, mention),
        now,
        private_reply_used=_used(session, mention, but),
        human_agent=desk.settings.windows.human_agent,
    )
    until = min(filter(None, [able.until, found.until]), default=None)
    return replace(able, allowed=found.allowed, until=until, reason=found.reason)


def _last_said(session: Session, mention: Mention) -> datetime:
    """When the conversation was last opened: by the newest private message, or by the comment itself."""
    if not mention.private:
        return mention.created_at
    query = select(Mention.created_at).where(
        Mention.ticket_id == mention.ticket_id, col(Mention.private).is_(True)
    )
    return max(session.exec(query))


def _used(session: Session, mention: Mention, but: int | None) -> bool:
    """Whether a private reply to this very mention has gone out, or may have."""
    query = select(Reply.id).where(
        Reply.mention_id == mention.id,
        Reply.audience == Audience.PRIVATE,
        col(Reply.status).in_(GONE_OUT),
        Reply.id != (but or 0),
    )
    return session.exec(query.limit(1)).first() is not None
