"""Who may approve what at this moment: the members of a step, and their deputies when the time has come (P5, P12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.desk.context import Desk
from bot.reply_policy import steps_in_use
from bot.rules.approval import approvers_now
from storage import outbox, people
from storage.tables import Approval, Person, Setting
from storage.words import OutboxKind

NOBODY = (
    "⚠️ Nobody can give the approval “{step}” any more: its group is empty, or nobody in Slack matches desk.toml. "
    "Replies that need it cannot be sent until somebody is added."
)
SOMEBODY = "Somebody can give the approval “{step}” again."
TOLD = "steps_without_approvers"
CHANNEL = "channel"


@dataclass(frozen=True)
class Panel:
    """The people of one step: its members, their deputies, and which members are away."""

    step: str
    members: frozenset[str]
    deputies: frozenset[str]
    away: frozenset[str]

    def now(self, approval: Approval, now: datetime) -> frozenset[str]:
        """Who may approve at this moment."""
        return approvers_now(self.members, self.deputies, self.away, approval.asked_at, approval.due_at, now)

    def without(self, people: Iterable[str]) -> frozenset[str]:
        """Everybody who could ever approve, but for some."""
        return (self.members | self.deputies) - set(people)


def panel(desk: Desk, session: Session, step: str, now: datetime) -> Panel:
    """The people of a step as the directory knows them now."""
    here = people.approvers(session)
    members = [person for person in here if step in person.steps]
    return Panel(
        step,
        members=frozenset(person.id for person in members),
        deputies=frozenset(person.id for person in here if step in person.deputy_for),
        away=frozenset(person.id for person in members if _is_away(desk, person, now)),
    )


def _is_away(desk: Desk, person: Person, now: datetime) -> bool:
    """On holiday or ill by their Slack status, or outside the hours of a team they were put in."""
    return person.away or (bool(person.team) and not desk.policy.calendar_of(person.team).is_open(now))


def empty_steps(desk: Desk, session: Session, now: datetime) -> list[str]:
    """Steps that a rule may ask for and that nobody can give."""
    panels = [panel(desk, session, step, now) for step in steps_in_use(desk.settings)]
    return [one.step for one in panels if not one.without(())]


def tell_of_empty_steps(desk: Desk, now: datetime) -> None:
    """Say in the channel, once, that nobody can give an approval any more, and once that somebody can again."""
    with desk.db.reading() as session:
        empty, told = sorted(empty_steps(desk, session, now)), _told(session)
    if empty == told:
        return
    with desk.db.unit() as unit:
        unit.session.merge(Setting(name=TOLD, value=",".join(empty)))
        news = [(NOBODY, step) for step in empty if step not in told]
        news += [(SOMEBODY, step) for step in told if step not in empty]
        texts = [sentence.format(step=step) for sentence, step in news]
        rows = [outbox.row(OutboxKind.CHANNEL, CHANNEL, now, payload={"text": text}) for text in texts]
        outbox.queue(unit, rows)


def _told(session: Session) -> list[str]:
    kept = session.get(Setting, TOLD)
    return kept.value.split(",") if kept and kept.value else []
