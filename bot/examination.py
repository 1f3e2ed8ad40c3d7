"""What `mentiondesk doctor` looks at. Each finding names what is wrong and what to do about it, in one line.

A card that shows something else than the store knows is drawn again: that is a finding and its cure at once (P2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import approvers, cards, directory
from bot.desk.context import Desk
from bot.outcomes import NetworkError, Never
from bot.surfaces.slack.cards import card_message
from bot.surfaces.slack.client import Me, SlackTeam
from storage import outbox, people, record, tickets
from storage.words import Role, TicketStatus

SCOPES = {
    "chat:write": "post cards",
    "commands": "answer /desk",
    "files:write": "share charts",
    "channels:read": "find the team's channel",
    "groups:read": "find the team's channel where it is private",
    "channels:history": "keep notes typed in threads, and find a post whose answer was lost",
    "groups:history": "do the same in a private channel",
    "im:write": "write to people directly",
    "im:history": "find a direct message whose answer was lost",
    "users:read": "know who is who",
    "users:read.email": "know people by their e-mail address",
    "usergroups:read": "give roles to user groups",
}
"""What the token must be allowed to do, and why: the same scopes that the manifest asks for."""
CLOCKS_APART = timedelta(seconds=30)
CARDS_AT_MOST = 200
"""Of open tickets, and as many of those that are over."""
OPEN = (TicketStatus.NEW, TicketStatus.CLAIMED, TicketStatus.WAITING)
CLOSED = (TicketStatus.RESOLVED, TicketStatus.DISMISSED)
LATE = timedelta(minutes=10)
EMOJI_CODE = re.compile(r":[a-z0-9_+'-]+:(?::skin-tone-\d:)?")
LINK = re.compile(r"<(?:https?|mailto):[^>|]*\|([^>]*)>")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and its cure."""

    subject: str
    problem: str
    cure: str


def examine(desk: Desk, team: SlackTeam, now: datetime) -> Iterator[Finding]:
    """Everything, from the outside in: Slack, people, networks, the record, what waits, the cards."""
    try:
        me = team.me()
    except NetworkError as error:
        yield _no_slack(error)
    else:
        yield from _token(me, now)
        yield from _channel(desk, team)
        yield from _people(desk, team, now)
        yield from _cards(desk, team, now)
    yield from _networks(desk, now)
    yield from _store(desk, now)


def _no_slack(error: NetworkError) -> Finding:
    if isinstance(error, Never):
        cure = "Copy the bot token from “OAuth & Permissions” into SLACK_BOT_TOKEN, and install the app again if need be."
        return Finding("Slack token", str(error), cure)
    return Finding(
        "Slack", str(error), "Check SLACK_API_URL and this machine's connection; the desk goes on by itself."
    )


def _token(me: Me, now: datetime) -> Iterator[Finding]:
    for scope, purpose in SCOPES.items():
        if me.scopes and scope not in me.scopes:
            yield Finding(
                f"Slack scope {scope}",
                f"is missing; it is needed to {purpose}.",
                "Add it under “OAuth & Permissions” and install the app again.",
            )
    if me.clock is not None and abs(me.clock - now) > CLOCKS_APART:
        apart = abs(me.clock - now).total_seconds()
        yield Finding("Clock", f"This machine and Slack are {apart:.0f} s apart.", "Let it keep time by NTP.")


def _channel(desk: Desk, team: SlackTeam) -> Iterator[Finding]:
    name = desk.settings.desk.channel
    try:
        channel = team.channel(name)
    except NetworkError as error:
        yield Finding(
            "Channel",
            str(error),
            'Set [desk] channel in desk.toml to a channel that exists, or "/invite" the app.',
        )
        return
    if not channel.is_member:
        yield Finding(
            f"Channel #{channel.name}",
            "The app is not in it.",
            f"Type /invite @Mentiondesk in #{channel.name}.",
        )


def _people(desk: Desk, team: SlackTeam, now: datetime) -> Iterator[Finding]:
    roles = desk.settings.roles
    for handle in sorted(directory.groups_named(desk.settings)):
        try:
            members = team.group_members(handle)
        except NetworkError as error:
            yield Finding(
                f"User group @{handle}",
                str(error),
                "List people in [roles] by id or e-mail instead, or make the group.",
            )
        else:
            if not members:
                yield Finding(f"User group @{handle}", "Nobody is in it.", "Add people to it in Slack.")
    with desk.db.reading() as session:
        for role, entries in (
            (Role.AGENT, roles.agents),
            (Role.APPROVER, roles.approvers),
            (Role.LEAD, roles.leads),
        ):
            if entries and not people.with_role(session, role):
                cure = f"Check [roles] {role}s in desk.toml: it takes Slack ids, names, e-mail addresses or @usergroups."
                yield Finding(f"Role {role}", "Nobody in Slack matches what desk.toml says.", cure)
        for step in approvers.empty_steps(desk, session, now):
            cure = f"Add somebody to its @usergroup, or to [approval.step.{step}] or [roles] in desk.toml."
            yield Finding(
                f"Approval “{step}”", "Nobody can give it, so replies that need it cannot be sent.", cure
            )


def _cards(desk: Desk, team: SlackTeam, now: datetime) -> Iterator[Finding]:
    """The newest cards, compared with what they should say, but those that are about to be drawn anyway."""
    with desk.db.reading() as session:
        about_to = outbox.cards_waiting(session)
        shown = {
            one.card_ts or "": (one.id or 0, one.channel or "")
            for statuses in (OPEN, CLOSED)
            for one in tickets.with_card(session, statuses, CARDS_AT_MOST)
            if one.id not in about_to
        }
    for channel in {channel for _, channel in shown.values()}:
        here = [ts for ts, (_, place) in shown.items() if place == channel]
        try:
            texts = team.texts_of(channel, here)
        except NetworkError as error:
            yield Finding("Cards", f"They could not be compared: {error}", "Run this again in a minute.")
            return
        for ts in here:
            yield from _card(desk, shown[ts][0], texts.get(ts), now)


def _card(desk: Desk, ticket_id: int, text: str | None, now: datetime) -> Iterator[Finding]:
    with desk.db.reading() as session:
        view = cards.card(desk, session, ticket_id, now)
    if view is None or (text is not None and gist(text) == gist(card_message(view).text)):
        return
    _draw_again(desk, ticket_id, now, gone=text is None)
    problem = "is gone from the channel" if text is None else "shows something else than the store knows"
    yield Finding(f"Card of ticket {ticket_id}", f"It {problem}.", "It is being drawn again.")


def gist(text: str) -> str:
    """The letters and digits of a message: Slack hands it back with emoji spelled out and addresses made links."""
    plain = LINK.sub(r"\1", EMOJI_CODE.sub("", text))
    return "".join(filter(str.isalnum, plain))


def _draw_again(desk: Desk, ticket_id: int, now: datetime, *, gone: bool) -> None:
    with desk.db.unit() as unit:
        ticket = tickets.locked(unit.session, ticket_id)
        if ticket is not None:
            ticket.card_hash = None
            ticket.card_ts = None if gone else ticket.card_ts
            unit.session.add(ticket)
            outbox.card(unit, ticket_id, now)


def _networks(desk: Desk, now: datetime) -> Iterator[Finding]:
    for name, network in desk.networks.items():
        try:
            problems = network.check(now)
        except NetworkError as error:
            problems = [str(error)]
        for problem in problems:
            yield Finding(
                f"Source {name}",
                problem.removeprefix(f"{name}: "),
                "Check this source in desk.toml, and what it is connected to; `mentiondesk connect` walks you through a network's login.",
            )


def _store(desk: Desk, now: datetime) -> Iterator[Finding]:
    with desk.db.reading() as session:
        for broken in record.verify(record.all_rows(session)):
            cure = "Keep a copy of the database and ask who changed it; `mentiondesk record verify` lists every break."
            yield Finding("Record", f"Entry {broken.seq} {broken.what}.", cure)
            break
        oldest = outbox.oldest_waiting(session)
    for destination, since in oldest.items():
        if now - since > LATE:
            minutes = (now - since).total_seconds() / 60
            problem = f"The oldest message to {destination} has waited {minutes:.0f} minutes."
            yield Finding("Outbox", problem, "Is `mentiondesk run` running, and can it reach the other side?")
