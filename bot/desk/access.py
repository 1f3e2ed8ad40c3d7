"""Who may do what (P12). Asked at every click and command, from the roles as Slack last told them."""

from __future__ import annotations

from sqlmodel import Session

from bot.rules.refusal import Refusal
from storage import people, tickets
from storage.db import Unit
from storage.tables import Person, PersonRow, Ticket
from storage.words import Role

UNKNOWN = (
    "I don't know you yet, so nothing was done. I am asking Slack who you are; please try again in a minute."
)
GUEST = "The desk is for the team, and you are a guest in this workspace, so nothing was done."
NO_ROLE = "You are not on the desk's team yet, so nothing was done. {lead} can add you."
NEEDS_ROLE = "Only {role}s may do this. Please ask one of them."
GONE = "That ticket is not here any more."
A_LEAD = "Whoever installed Mentiondesk"


def person(session: Session, actor: str, role: Role | None = None) -> Person | Refusal:
    """The member who knocks, if they may: anyone of the team, or only holders of one role."""
    member = people.by_id(session, actor)
    return _refused(session, member, role) or member or Refusal(UNKNOWN)


def _refused(session: Session, member: PersonRow | None, role: Role | None = None) -> Refusal | None:
    if member is None or member.gone or member.bot:
        return Refusal(UNKNOWN)
    if member.guest:
        return Refusal(GUEST)
    if not member.roles:
        return Refusal(NO_ROLE.format(lead=_a_lead(session)))
    if role is not None and role not in member.roles:
        return Refusal(NEEDS_ROLE.format(role=role))
    return None


def ticket(unit: Unit, ticket_id: int, actor: str) -> Ticket | Refusal:
    """The ticket, held for a change by someone of the team."""
    refused = _refused(unit.session, people.glance(unit.session, actor))
    if refused:
        return refused
    return tickets.locked(unit.session, ticket_id) or Refusal(GONE)


def _a_lead(session: Session) -> str:
    leads = people.with_role(session, Role.LEAD)
    return leads[0].real_name or leads[0].name if leads else A_LEAD
