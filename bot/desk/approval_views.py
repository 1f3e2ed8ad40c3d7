"""What approvers see: the message they decide on, and the dialogs of Edit and approve, Send back and Show."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.desk import approving, cards, reply_form, requests, steps, writing
from bot.desk.context import Desk, incoming
from bot.desk.exchanges import DELETED, Said, exchange
from bot.desk.reply_form import Place
from bot.rules.difference import difference
from bot.rules.refusal import Refusal
from bot.surfaces.view import (
    ApprovalView,
    Buttons,
    Caution,
    Difference,
    Exchange,
    FormView,
    Matter,
    Paragraph,
    Part,
    Quote,
    TextInput,
)
from storage import approvals, people, replies, tickets
from storage.db import Unit
from storage.tables import Approval, Mention, Posting, Reply, Ticket
from storage.words import ApprovalEnd, Audience, TicketStatus

BUTTONS = (Buttons.APPROVE, Buttons.EDIT_APPROVE, Buttons.SEND_BACK, Buttons.TAKE_OVER)
OUTCOME = {
    ApprovalEnd.APPROVED: "✅ Approved by",
    ApprovalEnd.SENT_BACK: "↩️ Sent back by",
    ApprovalEnd.TAKEN_OVER: "✋ Taken over by",
    ApprovalEnd.VOIDED: "🚫 Nothing to decide any more",
}
STEPS = "Who approves: {steps}"
DONE, THEN, ALL = "{name} ✓ ({who})", ", then ", "all of them: "
MOST_SAID, MOST_MATTERS = 4, 3
DISMISSED_AS = "dismissed as {why}"
ENDED = {
    TicketStatus.NEW: "still open",
    TicketStatus.CLAIMED: "still open",
    TicketStatus.WAITING: "answered, their turn",
    TicketStatus.RESOLVED: "resolved",
    TicketStatus.DISMISSED: "dismissed",
}
POSTS = "post {number} in this matter"
EARLIER = "{count} earlier matters"
MOST_EARLIER = 20
EDIT_TITLE, EDIT_LABEL = "Edit and approve", "The reply"
EDIT_BUTTON = {Audience.PUBLIC: "Approve, post publicly", Audience.PRIVATE: "Approve, send private"}
GOES_OUT = {
    Audience.PUBLIC: "Approved, this is posted publicly{as_account} on {network}. You are its sender of record, {author} its author.",
    Audience.PRIVATE: "Approved, this is sent privately{as_account} on {network}. You are its sender of record, {author} its author.",
}
CHANGES = "What you change (struck out: gone, slanted: new)"
SEND_BACK_TITLE, SEND_BACK_BUTTON, SEND_BACK_LABEL = "Send back", "Send back", "What should change?"
SEND_BACK_HINT = "{author} reads this on the card and in the thread."
REASON_ID = "reason"


def view(desk: Desk, session: Session, posting: Posting) -> ApprovalView | None:
    """What a message that asks for approval shows now."""
    approval = approvals.by_id(session, posting.items[0])
    reply = session.get(Reply, approval.reply_id) if approval else None
    ticket = session.get(Ticket, approval.ticket_id) if approval else None
    if approval is None or reply is None or ticket is None:
        return None
    mention = replies.parent(session, reply)
    network = desk.networks.get(reply.source)
    able = network.capabilities(incoming(mention), approval.asked_at) if network else ()
    capability = next((one for one in able if one.audience == reply.audience), None)
    end = ApprovalEnd(approval.end) if approval.end else None
    return ApprovalView(
        approval_id=approval.id or 0,
        ticket_id=ticket.id or 0,
        author=reply.author,
        customer=cards.customer(ticket),
        network=desk.network_label(ticket.source),
        said=desk.masked(mention.text),
        history=_history(session, ticket),
        talk=_talk(desk, session, approval, mention),
        matters=_matters(desk, session, ticket),
        audience=Audience(reply.audience),
        account=reply.account,
        text=reply.text,
        length=reply_form.length_of(network, capability, reply.text) if network and capability else "",
        why=tuple(approval.why),
        steps=_steps(desk, session, approval, reply),
        due_at=None if end else approval.due_at,
        before=reply.original or "",
        outcome=OUTCOME[end] if end else "",
        outcome_by=(approval.ended_by or "") if end and end is not ApprovalEnd.VOIDED else "",
        outcome_why=approval.end_reason if end else "",
        buttons=() if end else BUTTONS,
    )


def _history(session: Session, ticket: Ticket) -> str:
    """Where this stands, where more was said than is shown: "post 9 in this matter · 12 earlier matters"."""
    told = [POSTS.format(number=ticket.mention_count)] if ticket.mention_count > MOST_SAID else []
    count = len(tickets.earlier(session, ticket, MOST_EARLIER))
    told += [EARLIER.format(count=count)] if count > MOST_MATTERS else []
    return " · ".join(told)


def _talk(desk: Desk, session: Session, approval: Approval, mention: Mention) -> tuple[Exchange, ...]:
    """What was said in this matter before it came to this, newest last."""
    before = [
        said
        for said in exchange(desk, session, approval.ticket_id)
        if said.post is not mention and said.at <= approval.asked_at
    ]
    return tuple(_exchange(session, said) for said in before[-MOST_SAID:])


def _exchange(session: Session, said: Said) -> Exchange:
    if isinstance(said.post, Mention):
        return Exchange(said.text)
    return Exchange(said.text, people.name_of(session, said.post.author), Audience(said.post.audience))


def _matters(desk: Desk, session: Session, ticket: Ticket) -> tuple[Matter, ...]:
    """The customer's last matters before this one, newest first."""
    told = []
    for one in tickets.earlier(session, ticket, MOST_MATTERS):
        first = tickets.first_mention(session, one.id or 0)
        about = desk.masked(first.text) if first else ""
        told.append(Matter(one.opened_at, about or DELETED, _ended(one)))
    return tuple(told)


def _ended(ticket: Ticket) -> str:
    if ticket.status == TicketStatus.DISMISSED and ticket.dismiss_reason:
        return DISMISSED_AS.format(why=cards.DISMISSED[ticket.dismiss_reason])
    return ENDED[TicketStatus(ticket.status)]


def _steps(desk: Desk, session: Session, approval: Approval, reply: Reply) -> str:
    """The steps in order, with who has given theirs for the text as it is, and who may give what is left."""
    counted = [one for one in approval.given if one["fingerprint"] == reply.fingerprint]
    told = []
    for step in approval.steps:
        name, all_of = step["name"], step["all_of"]
        given = [people.name_of(session, one["person"]) for one in counted if one["step"] == name]
        done = any(one["step"] == name and one.get("done") for one in counted)
        left = "" if done else requests.waits_for(desk, session, approval, reply, name)
        who = f" ({ALL if all_of else ''}{left})" if left and not approval.end else ""
        told.append(DONE.format(name=name, who=", ".join(given)) if given else name)
        told[-1] += who
    return STEPS.format(steps=THEN.join(told))


def edit_dialog(
    desk: Desk, approval_id: int, actor: str, now: datetime, typed: str | None = None
) -> FormView | Refusal:
    """The dialog in which an approver changes the reply and approves it; the difference shows as they type."""
    with desk.db.unit() as unit:
        case = approving.decidable(desk, unit, approval_id, actor, now)
        if isinstance(case, Refusal):
            return case
        place = writing.place_of(desk, unit, case.ticket.id or 0, actor, now)
        return (
            place
            if isinstance(place, Refusal)
            else _edit_form(desk, unit, case.approval, case.reply, place, typed)
        )


def _edit_form(
    desk: Desk, unit: Unit, approval: Approval, reply: Reply, place: Place, typed: str | None
) -> FormView:
    text, audience = reply.text if typed is None else typed, Audience(reply.audience)
    judged = reply_form.judge(desk, place, text, audience)
    pieces = difference(reply.text, text)
    parts: list[Part] = [Caution(judged.sentence)] if judged.refused else []
    parts.append(Quote(desk.masked(place.mention.text), by=steps.customer(place.ticket)))
    parts += [Paragraph(reason, quiet=True) for reason in approval.why]
    parts.append(TextInput("edited", EDIT_LABEL, value=reply.text, multiline=True, live=True))
    parts.append(
        Paragraph(reply_form.length_of(place.network, place.able[audience], text), quiet=True, id="length")
    )
    parts += [Difference(CHANGES, pieces)] if text != reply.text else []
    names = {
        "as_account": reply_form.as_account(reply.account),
        "network": place.network.label,
        "author": steps.name(unit, reply.author),
    }
    parts.append(Paragraph(GOES_OUT[audience].format(**names), id="said_out_loud"))
    return FormView(
        "edit_approve",
        EDIT_TITLE,
        EDIT_BUTTON[audience],
        tuple(parts),
        facts={
            "ticket": approval.ticket_id,
            "approval": approval.id or 0,
            "fingerprint": reply.fingerprint or "",
        },
    )


def send_back_dialog(desk: Desk, approval_id: int, actor: str, now: datetime) -> FormView | Refusal:
    """The dialog in which an approver says what should change."""
    with desk.db.unit() as unit:
        case = approving.decidable(desk, unit, approval_id, actor, now)
        if isinstance(case, Refusal):
            return case
        author = steps.name(unit, case.reply.author)
        reason = TextInput(
            REASON_ID, SEND_BACK_LABEL, hint=SEND_BACK_HINT.format(author=author), multiline=True
        )
        said = Quote(case.reply.text, by=author)
        facts = {"ticket": case.ticket.id or 0, "approval": approval_id}
        return FormView("send_back", SEND_BACK_TITLE, SEND_BACK_BUTTON, (said, reason), facts)
