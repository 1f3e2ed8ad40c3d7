"""The members of the workspace, and what they may do."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage import turns
from storage.tables import Person, PersonRow
from storage.words import Role

LONGEST_NAME = 40
BY_ID = select(Person).where(col(Person.id) == bindparam("person_id"))
"""Asked at every click. Made once: making a statement takes longer than running it."""

PEOPLE_LOCK = 7_311_953
"""The advisory lock under which one copy at a time learns who is who."""


def by_id(session: Session, person_id: str) -> Person | None:
    """One member."""
    return session.exec(BY_ID, params={"person_id": person_id}).first()


def glance(session: Session, person_id: str) -> PersonRow | None:
    """The same, to look at only: asked at every click."""
    row = session.connection().execute(BY_ID, {"person_id": person_id}).mappings().first()
    return PersonRow.model_construct(**row) if row else None


def take_turns(session: Session) -> None:
    """One copy after the other learns who is who: those that start at the same moment would add the same members."""
    turns.hold(session.connection(), PEOPLE_LOCK)


def with_role(session: Session, role: Role) -> list[Person]:
    """Everyone who holds a role."""
    return [
        person
        for person in session.exec(select(Person).where(col(Person.gone).is_(False)))
        if role in person.roles
    ]


def lead_teams(session: Session) -> list[str]:
    """The teams that leads belong to, each once."""
    return sorted({person.team for person in with_role(session, Role.LEAD)})


def approvers(session: Session) -> list[Person]:
    """Everyone who can give any approval."""
    here = session.exec(select(Person).where(col(Person.gone).is_(False)))
    return [person for person in here if person.steps or person.deputy_for]


def duties(session: Session) -> frozenset[tuple[str, ...]]:
    """Who may give which approval, and whether they are here: what messages that name approvers are made of."""
    session.flush()
    return frozenset(
        (one.id, name_in(one), one.team, str(one.away), *one.steps, "", *one.deputy_for)
        for one in approvers(session)
    )


def everyone(session: Session) -> list[Person]:
    """All members known."""
    return list(session.exec(select(Person)))


def name_of(session: Session, person_id: str) -> str:
    """What to call somebody in a sentence."""
    person = by_id(session, person_id)
    return name_in(person) if person else person_id


def name_in(person: Person) -> str:
    """The same, of somebody who was read already."""
    return (person.real_name or person.name)[:LONGEST_NAME]
