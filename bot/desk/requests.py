"""Requests for approval: what a reply needs, who is asked, whose clock runs, and how a request is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import access, approvers, deadlines, steps, ticket_windows
from bot.desk.approvers import Panel
from bot.desk.context import Desk
from bot.desk.nagging import CHANNEL
from bot.rules import approval as rules
from bot.rules.approval import Approvals, ReplyFacts
from bot.rules.refusal import Refusal
from bot.rules.triage.vocabulary import Anger
from bot.rules.windows import WindowName
from storage import approvals, nags, outbox, pauses, people, replies, tickets
from storage.db import Unit
from storage.tables import Approval, Reply, SavedReply, Ticket
from storage.words import ApprovalEnd, Audience, ReplyStatus, Verb

WHEN_NO_WINDOW = timedelta(hours=1)
"""How long an approval may take where no customer's window runs."""
MANY_REPLIES = 10_000
AT_ONCE = 100


def asked_of(desk: Desk, session: Session, ticket: Ticket, reply: Reply) -> Approvals:
    """Which approvals a reply needs, and why."""
    return rules.needs(facts_of(desk, session, ticket, reply), desk.approval_policy)


def facts_of(desk: Desk, session: Session, ticket: Ticket, reply: Reply) -> ReplyFacts:
    """What the rules want to know of a reply."""
    author = access.person(session, reply.author)
    saved = session.get(SavedReply, reply.saved_reply_id) if reply.saved_reply_id else None
    return ReplyFacts(
        text=reply.text,
        audience=Audience(reply.audience),
        network=desk.network_word(reply.source),
        account=reply.account,
        author_is_trainee=not isinstance(author, Refusal) and author.trainee,
        author_sent=replies.sent_by(session, reply.author, MANY_REPLIES),
        angry=ticket.anger >= Anger.FURIOUS,
        followers=ticket.followers,
        vip=ticket_windows.situation(desk, ticket).vip,
        saved_reply=steps.filled_in(saved.text, ticket) if saved else None,
    )


def nobody_left(desk: Desk, session: Session, asked: Approvals, author: str, now: datetime) -> Refusal | None:
    """Refused where a step has nobody who could ever give it: the reply would wait for good."""
    for step in asked.steps:
        if not approvers.panel(desk, session, step.name, now).without([author]):
            return Refusal(rules.NO_MEMBERS.format(step=step.name), field="text")
    return None


def ask(
    desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, asked: Approvals, actor: str, now: datetime
) -> None:
    """Put a held reply before its approvers."""
    reply.fingerprint = steps.fingerprint(reply)
    steps.move(unit, reply, ReplyStatus.IN_REVIEW, now)
    approval = Approval(
        ticket_id=ticket.id or 0,
        reply_id=reply.id or 0,
        assignee=ticket.assignee,
        steps=_as_rows(asked),
        why=[reason.sentence for reason in asked.reasons],
        asked_at=now,
        due_at=now + WHEN_NO_WINDOW,
    )
    unit.session.add(approval)
    unit.session.flush()
    rules_named = sorted({reason.rule for reason in asked.reasons})
    names = [step.name for step in asked.steps]
    unit.note(
        Verb.APPROVAL_ASKED,
        now,
        actor,
        ticket.id,
        reply.id,
        fingerprint=reply.fingerprint,
        steps=names,
        rules=rules_named,
    )
    open_step(desk, unit, ticket, approval, reply, now)
    approvals.post(unit.session, approval, CHANNEL, now, thread=True)
    draw(unit, approval, now)


def widen(approval: Approval, asked: Approvals) -> None:
    """Let a request ask for what a changed text needs as well; what was asked for already stays."""
    known = {step["name"]: step for step in approval.steps}
    for step in _as_rows(asked):
        held = known.setdefault(step["name"], step)
        known[step["name"]] = held | {"all_of": held["all_of"] or step["all_of"]}
    approval.steps = list(known.values())
    approval.why = list(dict.fromkeys([*approval.why, *(reason.sentence for reason in asked.reasons)]))


def _as_rows(asked: Approvals) -> list[dict[str, object]]:
    return [{"name": step.name, "all_of": step.all_of} for step in asked.steps]


def open_step(
    desk: Desk, unit: Unit, ticket: Ticket, approval: Approval, reply: Reply, now: datetime
) -> None:
    """The next step's people are asked, and their clock starts."""
    people = approvers.panel(desk, unit.session, current_step(approval, reply), now)
    approval.asked_at, approval.due_at, approval.deputies_called = now, now + WHEN_NO_WINDOW, False
    _keep_clock(desk, unit, ticket, people, now)
    approval.due_at = _due_at(desk, unit, ticket) or approval.due_at
    show_to(unit, approval, reply, people.now(approval, now), now)


def show_to(unit: Unit, approval: Approval, reply: Reply, people: frozenset[str], now: datetime) -> None:
    """Show a request to people who have not seen it, but not to whoever wrote or changed the text."""
    fresh = sorted(people - {reply.author, *approval.editors, *approval.asked})
    approval.asked = [*approval.asked, *fresh]
    unit.session.add(approval)
    nags.draw(unit, [approvals.post(unit.session, approval, person, now) for person in fresh], now)


def draw(unit: Unit, approval: Approval, now: datetime) -> None:
    """Have every message that shows a request drawn anew."""
    unit.session.add(approval)
    unit.session.flush()
    nags.draw(unit, approvals.postings(unit.session, approval), now)


def name_anew(unit: Unit, now: datetime) -> None:
    """Somebody came, left or is away: whatever names the approvers of what waits is drawn anew."""
    for approval in approvals.open_ones(unit.session):
        draw(unit, approval, now)
        outbox.card(unit, approval.ticket_id, now)


def _keep_clock(desk: Desk, unit: Unit, ticket: Ticket, people: Panel, now: datetime) -> None:
    """The approvers' window runs while anything waits, so that they are reminded like everybody else; the card says so."""
    deadlines.ask_approval(ticket, sorted(people.members), sorted(people.deputies), now)
    deadlines.set_next(desk, unit, ticket, now)
    tickets.changed(unit.session, ticket, now)
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def _stop_clock(desk: Desk, unit: Unit, ticket: Ticket, now: datetime) -> None:
    if not approvals.open_of_ticket(unit.session, ticket.id or 0):
        deadlines.end_approval(ticket)
        deadlines.set_next(desk, unit, ticket, now)
        tickets.changed(unit.session, ticket, now)


def _due_at(desk: Desk, unit: Unit, ticket: Ticket) -> datetime | None:
    stretches = pauses.of(unit.session, ticket)
    windows = ticket_windows.windows_of(desk, ticket, stretches)
    return next((one.window.due_at for one in windows if one.window.name is WindowName.APPROVAL), None)


def current_step(approval: Approval, reply: Reply) -> str:
    """The first step that is not done for the text as it is; "" where all are."""
    done = {
        one["step"] for one in approval.given if one["fingerprint"] == reply.fingerprint and one.get("done")
    }
    return next((str(step["name"]) for step in approval.steps if step["name"] not in done), "")


def waits_for(desk: Desk, session: Session, approval: Approval, reply: Reply, step: str) -> str:
    """Who may give a step by name: those who are here, its deputies once their time has come; "" where that is nobody."""
    panel = approvers.panel(desk, session, step, approval.asked_at)
    called = panel.deputies if approval.deputies_called else frozenset[str]()
    able = (panel.now(approval, approval.asked_at) | called) - {reply.author, *approval.editors}
    all_of = any(one["name"] == step and one["all_of"] for one in approval.steps)
    given = {
        one["person"]
        for one in approval.given
        if all_of and one["step"] == step and one["fingerprint"] == reply.fingerprint
    }
    here = able if all_of else able - panel.away or able
    return rules.named((people.name_of(session, one) for one in here - given), all_of=all_of)


def close(
    desk: Desk,
    unit: Unit,
    ticket: Ticket,
    approval: Approval,
    how: ApprovalEnd,
    actor: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Close a request that is held with its ticket."""
    approval.ended_at, approval.end, approval.ended_by, approval.end_reason = now, how, actor, reason
    draw(unit, approval, now)
    _stop_clock(desk, unit, ticket, now)


def call_deputies(desk: Desk, now: datetime) -> int:
    """Show what has waited too long to the deputies; returns how many requests went to them."""
    with desk.db.reading() as session:
        waiting = [(one.ticket_id, one.id or 0) for one in approvals.without_deputies(session, AT_ONCE)]
    return sum(_call_deputies(desk, ticket_id, approval_id, now) for ticket_id, approval_id in waiting)


def _call_deputies(desk: Desk, ticket_id: int, approval_id: int, now: datetime) -> bool:
    with desk.db.reading() as session:
        plain = approvals.by_id(session, approval_id)
        if plain is None or not _deputies_of(desk, session, plain, now):
            return False
    with desk.db.unit() as unit:
        tickets.locked(unit.session, ticket_id)
        approval = approvals.locked(unit.session, approval_id)
        if approval is None or approval.ended_at is not None or approval.deputies_called:
            return False
        reply = unit.session.get_one(Reply, approval.reply_id)
        approval.deputies_called = True
        show_to(unit, approval, reply, _deputies_of(desk, unit.session, approval, now), now)
        draw(unit, approval, now)
        outbox.card(unit, ticket_id, now)
        return True


def _deputies_of(desk: Desk, session: Session, approval: Approval, now: datetime) -> frozenset[str]:
    """The deputies whose time has come; nobody before that."""
    reply = session.get(Reply, approval.reply_id)
    people = approvers.panel(desk, session, current_step(approval, reply), now) if reply else None
    return people.now(approval, now) & people.deputies if people else frozenset()
