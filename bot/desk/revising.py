"""An approver takes a hand: changes the reply and approves it, or takes it over altogether (P5)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import approvers, outgoing, reply_form, requests, steps, writing
from bot.desk.approving import Case, decidable, give
from bot.desk.context import Desk
from bot.desk.steps import Done
from bot.rules.foreign import storable
from bot.rules.lifecycle import Step
from bot.rules.refusal import Refusal
from storage.db import Unit
from storage.tables import Reply
from storage.words import ApprovalEnd, Audience, ReplyStatus, Verb

TAKEN_OVER = "{name} took this reply over from {author}, and will answer."
CHANGED_TEXT = "{name} changed this reply while approving it. It now reads:"
EDITED_MEANWHILE = "Somebody changed this reply meanwhile. Close this dialog, and look at it anew."
NOBODY_ELSE = (
    "After your change nobody else could approve “{step}”. Send it back with what should change instead."
)


def edit_and_approve(
    desk: Desk, approval_id: int, text: str, seen: str, actor: str, now: datetime
) -> Done | Refusal:
    """Change the text and approve it: the editor is its sender of record, the author stays its author.

    What others approved was another text, so their steps start anew; the editor's own step is given.
    `seen` is the fingerprint of what the editor began with.
    """
    with desk.db.unit() as unit:
        case = decidable(desk, unit, approval_id, actor, now)
        if isinstance(case, Refusal):
            return case
        if case.reply.fingerprint != seen:
            return Refusal(EDITED_MEANWHILE, field="edited")
        text = storable(text).strip()
        refused = _unfit(desk, unit, case, text, actor, now)
        if refused:
            return refused
        step = requests.current_step(case.approval, case.reply)
        if text != case.reply.text:
            _edit(desk, unit, case, text, actor, now)
        return give(desk, unit, case, actor, now, step)


def _unfit(desk: Desk, unit: Unit, case: Case, text: str, actor: str, now: datetime) -> Refusal | None:
    """The edited text keeps to the same rules as the author's: not empty, not too long, nothing private in public."""
    if not text:
        return Refusal(writing.EMPTY, field="edited")
    place = writing.place_of(desk, unit, case.ticket.id or 0, actor, now)
    if isinstance(place, Refusal):
        return place
    audience = Audience(case.reply.audience)
    known = reply_form.judge(desk, place, case.reply.text, audience).findings
    judged = reply_form.judge(desk, place, text, audience)
    shown = {finding.text_masked for finding in known}
    if judged.refused and not {finding.text_masked for finding in judged.findings} <= shown:
        return Refusal(judged.sentence, field="edited")
    return writing.problem_of(place, text, audience, "edited") or _nobody_else(
        desk, unit, case, text, actor, now
    )


def _nobody_else(desk: Desk, unit: Unit, case: Case, text: str, actor: str, now: datetime) -> Refusal | None:
    """Whoever changes a text may not approve it a second time: the steps that start anew need somebody else."""
    approval, reply = case.approval, case.reply
    if text == reply.text:
        return None
    mine = requests.current_step(approval, reply)
    for step in approval.steps:
        people = approvers.panel(desk, unit.session, step["name"], now)
        if step["name"] != mine and not people.without([reply.author, *approval.editors, actor]):
            return Refusal(NOBODY_ELSE.format(step=step["name"]), field="edited")
    return None


def _edit(desk: Desk, unit: Unit, case: Case, text: str, actor: str, now: datetime) -> None:
    """A changed text: nothing given before counts for it, and it may need more steps than the old one."""
    approval, reply = case.approval, case.reply
    reply.original, reply.editor, reply.text = reply.original or reply.text, actor, text
    before, reply.fingerprint = reply.fingerprint, steps.fingerprint(reply)
    steps.move(unit, reply, ReplyStatus.IN_REVIEW, now)
    approval.editors = [*approval.editors, actor]
    asked = requests.asked_of(desk, unit.session, case.ticket, reply)
    requests.widen(approval, asked)
    unit.note(
        Verb.EDITED_REPLY, now, actor, case.ticket.id, reply.id, before=before, fingerprint=reply.fingerprint
    )
    said = CHANGED_TEXT.format(name=steps.name(unit, actor))
    steps.tell_thread(unit, case.ticket, said, now, quote=text, ping=(reply.author,))


def take_over(desk: Desk, approval_id: int, actor: str, now: datetime) -> Done | Refusal:
    """The approver answers themselves: the ticket and a copy of the draft are theirs, the author's is withdrawn."""
    with desk.db.unit() as unit:
        case = decidable(desk, unit, approval_id, actor, now)
        if isinstance(case, Refusal):
            return case
        ticket, reply = case.ticket, case.reply
        steps.move(unit, reply, ReplyStatus.WITHDRAWN, now)
        requests.close(desk, unit, ticket, case.approval, ApprovalEnd.TAKEN_OVER, actor, now)
        outgoing.withdraw_followers(desk, unit, ticket, reply, now)
        if ticket.assignee != actor:
            steps.give(ticket, actor, now)
            refused = steps.take(
                desk, unit, ticket, Step.HAND_OVER, Verb.TAKEN_OVER, actor, now, before=reply.author
            )
            if refused:
                return refused
        unit.session.add(_copy(desk, reply, actor, now))
        names = {"name": steps.name(unit, actor), "author": steps.name(unit, reply.author)}
        steps.tell_thread(unit, ticket, TAKEN_OVER.format(**names), now, ping=(reply.author,))
        return Done(ticket.id or 0)


def _copy(desk: Desk, reply: Reply, actor: str, now: datetime) -> Reply:
    """The same text as a draft of somebody else's."""
    return Reply(
        ticket_id=reply.ticket_id,
        mention_id=reply.mention_id,
        source=reply.source,
        key=desk.new_key(),
        author=actor,
        text=reply.text,
        audience=reply.audience,
        account=reply.account,
        saved_reply_id=reply.saved_reply_id,
        created_at=now,
        changed_at=now,
    )
