"""Approval: given, sent back, voided (P5). An approver's own changes are in `bot.desk.revising`.

An approval is for one text, audience, account and post. Each step's approvals count only while the fingerprint is
still the reply's; whatever changes meanwhile voids the request, and the thread says what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import access, approvers, outgoing, requests, steps
from bot.desk.context import DESK, Desk
from bot.desk.outgoing import TEXT_CHANGED
from bot.desk.steps import Done
from bot.rules import approval as rules
from bot.rules.lifecycle import UNDOABLE
from bot.rules.refusal import Refusal
from storage import approvals, outbox, replies, tickets
from storage.db import Unit
from storage.tables import Approval, Mention, Reply, Ticket
from storage.words import ApprovalEnd, ReplyStatus, Verb

ENDED = {
    ApprovalEnd.APPROVED: "{name} approved this already, so there is nothing left to decide.",
    ApprovalEnd.SENT_BACK: "{name} sent this back already: {reason}",
    ApprovalEnd.TAKEN_OVER: "{name} took this over already.",
    ApprovalEnd.VOIDED: "This does not wait for approval any more: {reason}",
}
GIVEN_ALREADY = "You have approved this already. It waits for {step}."
VOIDED = "This reply needs approval anew, and is a draft again: {reason} Press Reply to look at it and send it again."
VOIDED_UNASKED = "This reply was called back before it left, and is a draft again: {reason} Press Reply to look at it and send it again."
CHANGED_MEANWHILE = "Nothing was approved: {reason} The reply is a draft again, and its author was told."
MOVED_CLAIM = "{name} has the ticket now."
NOBODYS_CLAIM = "nobody has the ticket any more."
NEXT_STEP = "{name} approved this reply. Next is “{step}”."
SENT_BACK = "Sent back by {name}: {reason}"
NEEDS_REASON = "Say what should change, so that the next draft fits."


@dataclass(frozen=True)
class Case:
    """A request for approval with all it is about, held until the transaction ends."""

    approval: Approval
    ticket: Ticket
    reply: Reply
    mention: Mention


def approve(desk: Desk, approval_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Give one approval for exactly what was shown; the last one lets the reply go."""
    with desk.db.unit() as unit:
        case = decidable(desk, unit, approval_id, actor, now)
        if isinstance(case, Refusal):
            return case
        return give(desk, unit, case, actor, now)


def give(desk: Desk, unit: Unit, case: Case, actor: str, now: datetime, step: str = "") -> Done | Refusal:
    """Count one person's approval of a held case: of the step that is next, or of the one they edited in."""
    approval, reply = case.approval, case.reply
    step = step or requests.current_step(approval, reply)
    if _has_given(approval, reply, step, actor):
        return Refusal(GIVEN_ALREADY.format(step=step))
    mine = {"step": step, "person": actor, "fingerprint": reply.fingerprint or "", "at": now.isoformat()}
    approval.given = [*approval.given, mine]
    unit.note(Verb.APPROVED, now, actor, case.ticket.id, reply.id, step=step, fingerprint=reply.fingerprint)
    if not _is_complete(desk, unit, case, step, now):
        requests.draw(unit, approval, now)
    elif following := requests.current_step(approval, reply):
        requests.open_step(desk, unit, case.ticket, approval, reply, now)
        requests.draw(unit, approval, now)
        said = NEXT_STEP.format(name=steps.name(unit, actor), step=following)
        steps.tell_thread(unit, case.ticket, said, now)
    else:
        requests.close(desk, unit, case.ticket, approval, ApprovalEnd.APPROVED, actor, now)
        outgoing.let_go(desk, unit, case.ticket, reply, actor, now)
    return Done(case.ticket.id or 0)


def _has_given(approval: Approval, reply: Reply, step: str, actor: str) -> bool:
    return any(
        one["step"] == step and one["person"] == actor and one["fingerprint"] == reply.fingerprint
        for one in approval.given
    )


def _is_complete(desk: Desk, unit: Unit, case: Case, step: str, now: datetime) -> bool:
    """Whether the step is done now: by anyone of it, or by every member who may decide. It is marked as done then."""
    approval, reply = case.approval, case.reply
    given = {
        one["person"]
        for one in approval.given
        if one["step"] == step and one["fingerprint"] == reply.fingerprint
    }
    if any(one["name"] == step and one["all_of"] for one in approval.steps):
        members = approvers.panel(desk, unit.session, step, now).members
        if not members - {reply.author, *approval.editors} <= given:
            return False
    approval.given = [
        one | {"done": "yes"} if one["step"] == step and one["person"] in given else one
        for one in approval.given
    ]
    return True


def decidable(desk: Desk, unit: Unit, approval_id: int, actor: str, now: datetime) -> Case | Refusal:
    """The case, held, where this person may decide it now and nothing has changed since it was asked."""
    case = _held(unit, approval_id, actor)
    if isinstance(case, Refusal):
        return case
    approval, reply = case.approval, case.reply
    if approval.ended_at is not None or reply.status != ReplyStatus.IN_REVIEW:
        return Refusal(_ended(unit, approval))
    step = requests.current_step(approval, reply)
    people = approvers.panel(desk, unit.session, step, now)
    refused = rules.may_approve(actor, reply.author, approval.editors, step, people.now(approval, now))
    if refused:
        return refused
    changed = _what_changed(unit, case)
    if changed:
        void(desk, unit, case.ticket, reply, changed, now)
        return Refusal(CHANGED_MEANWHILE.format(reason=changed))
    return case


def _held(unit: Unit, approval_id: int, actor: str) -> Case | Refusal:
    """Everything a request is about, held; the ticket first."""
    member = access.person(unit.session, actor)
    if isinstance(member, Refusal):
        return member
    ticket_id = approvals.ticket_of(unit.session, approval_id)
    ticket = tickets.locked(unit.session, ticket_id) if ticket_id else None
    approval = approvals.locked(unit.session, approval_id)
    found = replies.locked_with_parent(unit.session, approval.reply_id) if approval else None
    if ticket is None or approval is None or found is None:
        return Refusal(access.GONE)
    return Case(approval, ticket, *found)


def _ended(unit: Unit, approval: Approval) -> str:
    sentence = ENDED[ApprovalEnd(approval.end or ApprovalEnd.VOIDED)]
    name = steps.name(unit, approval.ended_by or DESK)
    return sentence.format(name=name, reason=approval.end_reason or TEXT_CHANGED)


def _what_changed(unit: Unit, case: Case) -> str:
    """What is not as it was when approval was asked for; "" where all is."""
    ticket = case.ticket
    if ticket.assignee != case.approval.assignee:
        return (
            MOVED_CLAIM.format(name=steps.name(unit, ticket.assignee)) if ticket.assignee else NOBODYS_CLAIM
        )
    return outgoing.what_changed(unit, ticket, case.reply)


def send_back(desk: Desk, approval_id: int, reason: str, actor: str, now: datetime) -> Done | Refusal:
    """Ask the author for changes, and say which."""
    if not reason.strip():
        return Refusal(NEEDS_REASON, field="reason")
    with desk.db.unit() as unit:
        case = decidable(desk, unit, approval_id, actor, now)
        if isinstance(case, Refusal):
            return case
        case.reply.problem = reason
        steps.move(unit, case.reply, ReplyStatus.CHANGES_REQUESTED, now)
        requests.close(desk, unit, case.ticket, case.approval, ApprovalEnd.SENT_BACK, actor, now, reason)
        steps.touch(desk, unit, case.ticket, Verb.SENT_BACK, actor, now, reply_id=case.reply.id, why=reason)
        said = SENT_BACK.format(name=steps.name(unit, actor), reason=reason)
        steps.tell_thread(unit, case.ticket, said, now, quote=case.reply.text, ping=(case.reply.author,))
        outgoing.withdraw_followers(desk, unit, case.ticket, case.reply, now)
        return Done(case.ticket.id or 0)


def void(desk: Desk, unit: Unit, ticket: Ticket, reply: Reply, reason: str, now: datetime) -> bool:
    """What was agreed on is no more: a held reply that has not begun to leave is a draft again. Says why."""
    was_asked = approvals.latest_of_reply(unit.session, reply.id or 0) is not None
    if not outgoing.pull_back(unit, reply, ReplyStatus.DRAFT, now):
        return False
    unit.note(Verb.VOIDED, now, DESK, ticket.id, reply.id, why=reason)
    sentence = VOIDED if was_asked else VOIDED_UNASKED
    steps.tell_thread(
        unit, ticket, sentence.format(reason=reason), now, quote=reply.text, ping=(reply.author,)
    )
    outgoing.close_request(desk, unit, ticket, reply, reason, now)
    outgoing.withdraw_followers(desk, unit, ticket, reply, now)
    outbox.card(unit, ticket.id or 0, now, urgent=True)
    return True


def void_all(
    desk: Desk, unit: Unit, ticket: Ticket, reason: str, now: datetime, mention: Mention | None = None
) -> None:
    """Void each of a ticket's replies, or those to one post, that has not begun to leave; a pair falls as one."""
    waiting = replies.with_status(unit.session, ticket.id or 0, tuple(UNDOABLE))
    fallen = {reply.id for reply in waiting}
    for reply in waiting:
        about_it = mention is None or reply.mention_id == mention.id
        if about_it and not reply.automatic and reply.follows not in fallen:
            void(desk, unit, ticket, reply, reason, now)
