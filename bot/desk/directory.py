"""Who is on the team: the members as Slack lists them, with the roles that desk.toml gives (P12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.desk import requests
from bot.desk.context import Desk
from bot.policy import TeamSettings
from bot.settings import RoleSettings, Settings
from storage import homes, people
from storage.tables import Person
from storage.words import Role


@dataclass(frozen=True)
class Member:
    """One member of the workspace as the chat platform describes them. `zone` is an IANA name.

    `away` is what their status says: on holiday, or ill.
    """

    id: str
    name: str
    real_name: str = ""
    email: str = ""
    zone: str = "UTC"
    guest: bool = False
    bot: bool = False
    gone: bool = False
    away: bool = False


def groups_named(settings: Settings) -> set[str]:
    """The user groups that roles, teams and approvals speak of, without "@"."""
    roles, approval = settings.roles, settings.approval
    panels = [entry for step in approval.step.values() for entry in (*step.approvers, *step.deputies)]
    teams = [entry for team in settings.team for entry in team.members]
    named = (*roles.agents, *roles.approvers, *roles.leads, *teams, *approval.trainees, *panels)
    return {entry.removeprefix("@") for entry in named if entry.startswith("@")}


def roles_of(member: Member, roles: RoleSettings, groups: Mapping[str, frozenset[str]]) -> list[str]:
    """A member's roles: by id, name, e-mail address or user group. Guests and bots never have one."""
    given = {Role.AGENT: roles.agents, Role.APPROVER: roles.approvers, Role.LEAD: roles.leads}
    return [str(role) for role, entries in given.items() if is_meant(member, entries, groups)]


def team_of(member: Member, teams: Iterable[TeamSettings], groups: Mapping[str, frozenset[str]]) -> str:
    """The first team a member belongs to; "" where none names them."""
    return next((team.name for team in teams if is_meant(member, team.members, groups)), "")


def is_meant(member: Member, entries: Iterable[str], groups: Mapping[str, frozenset[str]]) -> bool:
    """Whether a list of ids, names, e-mail addresses and user groups holds this member. Guests and bots are never meant."""
    if member.guest or member.bot or member.gone:
        return False
    names = {member.id.casefold(), member.name.casefold(), member.email.casefold()} - {""}

    def meant(entry: str) -> bool:
        if entry.startswith("@"):
            handle = entry.removeprefix("@")
            return member.id in groups.get(handle, ()) or handle.casefold() in names
        return entry.casefold() in names

    return any(map(meant, entries))


def _set_duties(
    person: Person, member: Member, settings: Settings, groups: Mapping[str, frozenset[str]]
) -> None:
    """Roles, and which approvals they give. A step that desk.toml does not describe is the role of its name."""
    approval = settings.approval
    person.roles = roles_of(member, settings.roles, groups)
    person.steps = [name for name, step in approval.step.items() if is_meant(member, step.approvers, groups)]
    person.steps += [role for role in person.roles if role not in approval.step]
    person.deputy_for = [
        name for name, step in approval.step.items() if is_meant(member, step.deputies, groups)
    ]
    person.trainee = is_meant(member, approval.trainees, groups)


def refresh(
    desk: Desk,
    members: Iterable[Member],
    groups: Mapping[str, frozenset[str]],
    now: datetime,
    *,
    all_of_them: bool,
) -> int:
    """Store what Slack says of its members. With `all_of_them`, who is not listed is gone. Returns how many have a role."""
    listed = {member.id: member for member in members}
    with desk.db.unit() as unit:
        people.take_turns(unit.session)
        before = people.duties(unit.session)
        for member in listed.values():
            person = people.by_id(unit.session, member.id) or Person(
                id=member.id, name=member.name, refreshed_at=now
            )
            for name, value in vars(member).items():
                setattr(person, name, value)
            person.away = member.away or homes.away_by_hand(unit.session, member.id)
            _set_duties(person, member, desk.settings, groups)
            person.team = team_of(member, desk.settings.team, groups)
            person.refreshed_at = now
            unit.session.add(person)
        if all_of_them:
            for person in people.everyone(unit.session):
                if person.id not in listed:
                    person.gone, person.roles, person.steps, person.deputy_for = True, [], [], []
                    unit.session.add(person)
        if people.duties(unit.session) != before:
            requests.name_anew(unit, now)
        return sum(bool(roles_of(member, desk.settings.roles, groups)) for member in listed.values())
