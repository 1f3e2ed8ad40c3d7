"""Writing a reply: the dialog, its draft on the server, and what is checked before anything is queued.

The only way to a customer is this dialog; its title and button name the audience and the account (P3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import access, claim, happenings, reach, reply_form, steps
from bot.desk.context import CUSTOMER, DESK, Desk
from bot.desk.reply_form import NOT_POSSIBLE, OVERRIDE, Place, Typed, may_override
from bot.rules.foreign import storable
from bot.rules.lifecycle import WRITABLE
from bot.rules.refusal import Refusal
from bot.surfaces.view import FormView
from storage import outbox, record, replies, tickets
from storage.db import Unit
from storage.tables import RecordEntry, Reply, SavedReply, Ticket
from storage.words import Audience, ReplyStatus, Verb

NO_WAY = "{network} takes no answer to this from here. {reason} Use “Open on the network” instead."
POST_GONE = "The customer deleted this post, so there is nothing left to answer."
SOURCE_GONE = "The source “{source}” is not in desk.toml any more, so nothing can be sent there."
ALREADY_OFF = "This reply is on its way already, as you first wrote it. Close this, and press Reply on the card to add to it."
CHANGED = "Something changed while you wrote: {what}. Your text is kept; please read again, then send."
NAMED_ANOTHER = (
    "You chose another audience than the button had named. Nothing was sent; please read again, then send."
)
HAS_IT = "{name} has the ticket now"
NOBODYS = "nobody has the ticket any more"
SOMETHING = "a colleague acted, or the ticket moved on"
EMPTY = "Write something first."
NEEDS_REASON = "Say why this may stand in public. Your reason is kept in the record."
TOO_LONG = "This is too long for {network}: {used} of {limit} {unit}. Take out at least {over}."


def open_dialog(desk: Desk, ticket_id: int, actor: str, now: datetime) -> FormView | Refusal:
    """The dialog for a new reply or this person's draft. Opening it claims an unclaimed ticket."""
    with desk.db.unit() as unit:
        place = place_of(desk, unit, ticket_id, actor, now)
        if isinstance(place, Refusal):
            return place
        refused = claim.claim_to_write(desk, unit, place.ticket, actor, now)
        if refused:
            return refused
        steps.went_on(desk, unit, place.ticket, actor, now)
        draft = _own_draft(unit, ticket_id, actor)
        typed = _as_of_now(unit, place.ticket, Typed(ticket_id, desk.new_key()))
        if draft is not None:
            typed = replace(typed, key=draft.key, text=draft.text, audience=Audience(draft.audience))
        return reply_form.draw(desk, unit, place, typed, actor)


def keep(desk: Desk, typed: Typed, actor: str, now: datetime) -> FormView | Refusal:
    """Keep what was typed as a draft the team can see, and draw the dialog anew (audience, saved reply, length)."""
    with desk.db.unit() as unit:
        place = place_of(desk, unit, typed.ticket_id, actor, now)
        if isinstance(place, Refusal):
            return place
        if sent_off(unit, typed, actor):
            return Refusal(ALREADY_OFF)
        typed = _with_saved_reply(unit, place.ticket, typed)
        draft = _keep_draft(desk, unit, place, typed, actor, now)
        return reply_form.draw(desk, unit, place, _kept_as(typed, draft), actor)


def sent_off(unit: Unit, typed: Typed, actor: str) -> Reply | None:
    """The reply of this dialog, where its button was pressed before."""
    reply = replies.by_key(unit.session, typed.key)
    off = reply is not None and reply.author == actor and reply.status in replies.SENT_OFF
    return reply if off else None


def _kept_as(typed: Typed, draft: Reply | None) -> Typed:
    return replace(typed, key=draft.key) if draft else typed


@dataclass(frozen=True)
class Ready:
    """A checked reply, with the public line that follows it; "" where none does."""

    reply: Reply
    line: str = ""


def ready(desk: Desk, unit: Unit, typed: Typed, actor: str, now: datetime) -> Ready | Refusal | FormView:
    """Check what is to be sent. A form comes back where the ticket changed meanwhile or the guards refuse, with the text kept."""
    place = place_of(desk, unit, typed.ticket_id, actor, now)
    if isinstance(place, Refusal):
        return place
    caution = _caution(unit, place, typed, actor)
    if caution:
        draft = _keep_and_show(desk, unit, place, typed, actor, now)
        fresh = _as_of_now(unit, place.ticket, _kept_as(typed, draft))
        return reply_form.draw(desk, unit, place, fresh, actor, caution=caution)
    audience = place.audience(typed)
    text = steps.signed(desk, unit, typed.text, actor)
    problem = (
        problem_of(place, text, audience, "text") if typed.text.strip() else Refusal(EMPTY, field="text")
    )
    if problem:
        return problem
    refused = _refused_by_guards(desk, unit, place, typed, text, actor, now)
    if refused:
        return refused
    draft = _keep_draft(desk, unit, place, replace(typed, audience=audience), actor, now)
    if draft is None:
        return Refusal(EMPTY, field="text")
    draft.text = text
    return Ready(draft, steps.signed(desk, unit, typed.line, actor) if typed.moved and typed.line else "")


def _caution(unit: Unit, place: Place, typed: Typed, actor: str) -> str:
    """Why the dialog must be read again before it may be sent; "" where it was drawn as things stand."""
    what = _what_changed(unit, place.ticket, typed, actor)
    if what:
        return CHANGED.format(what=what)
    return NAMED_ANOTHER if typed.named and typed.named != reply_form.named(place, typed) else ""


def _refused_by_guards(
    desk: Desk, unit: Unit, place: Place, typed: Typed, text: str, actor: str, now: datetime
) -> Refusal | FormView | None:
    """Private data stays private (P7): the dialog says which it found, and offers the private route."""
    audience = place.audience(typed)
    judged = reply_form.judge(desk, place, text, audience)
    if judged.refused and audience is Audience.PRIVATE:
        return Refusal(judged.sentence, field="text")
    if judged.refused and typed.route == OVERRIDE and judged.overridable and may_override(unit, actor):
        if not typed.reason.strip():
            return Refusal(NEEDS_REASON, field="reason")
        kinds = sorted({str(finding.kind) for finding in judged.findings})
        unit.note(Verb.GUARD_OVERRIDDEN, now, actor, place.ticket.id, kinds=kinds, why=typed.reason)
        return None
    if judged.refused:
        draft = _keep_and_show(desk, unit, place, typed, actor, now)
        guarded = replace(_kept_as(typed, draft), guarded=True)
        return reply_form.draw(desk, unit, place, guarded, actor)
    return _wrong_line(desk, unit, place, typed, actor) if typed.moved and typed.line else None


def _wrong_line(desk: Desk, unit: Unit, place: Place, typed: Typed, actor: str) -> Refusal | None:
    """The public line beside a private message is public like any other."""
    line = steps.signed(desk, unit, typed.line or "", actor)
    judged = reply_form.judge(desk, place, line, Audience.PUBLIC)
    if judged.refused:
        return Refusal(judged.sentence, field="line")
    return problem_of(place, line, Audience.PUBLIC, "line")


def place_of(desk: Desk, unit: Unit, ticket_id: int, actor: str, now: datetime) -> Place | Refusal:
    """Where an answer to a ticket would go, with the ticket held; refused where none is possible."""
    ticket = access.ticket(unit, ticket_id, actor)
    if isinstance(ticket, Refusal):
        return ticket
    network = desk.networks.get(ticket.source)
    mention = tickets.latest_mention(unit.session, ticket.id or 0)
    if network is None:
        return Refusal(SOURCE_GONE.format(source=ticket.source))
    if mention is None or mention.deleted_at is not None:
        return Refusal(POST_GONE)
    able = reach.capabilities(desk, unit.session, network, mention, now)
    if not any(capability.allowed for capability in able.values()):
        reason = " ".join(capability.reason for capability in able.values() if capability.reason)
        return Refusal(NO_WAY.format(network=network.label, reason=reason))
    return Place(ticket, mention, network, able)


def problem_of(place: Place, text: str, audience: Audience, field: str) -> Refusal | None:
    """Why the network would not take this text; None where it would."""
    capability = place.able.get(audience)
    if capability is None or not capability.allowed:
        reason = capability.reason if capability else ""
        return Refusal(NOT_POSSIBLE[audience].format(reason=reason), field="audience")
    used = place.network.length(text, audience)
    if capability.limit is not None and used > capability.limit:
        sizes = {
            "used": used,
            "limit": capability.limit,
            "over": used - capability.limit,
            "unit": capability.unit,
        }
        return Refusal(TOO_LONG.format(network=place.network.label, **sizes), field=field)
    return None


def _own_draft(unit: Unit, ticket_id: int, actor: str) -> Reply | None:
    drafts = replies.with_status(unit.session, ticket_id, tuple(WRITABLE))
    return next((draft for draft in reversed(drafts) if draft.author == actor), None)


def _keep_draft(
    desk: Desk, unit: Unit, place: Place, typed: Typed, actor: str, now: datetime
) -> Reply | None:
    draft = replies.by_key(unit.session, typed.key)
    if draft is not None and (draft.status not in WRITABLE or draft.author != actor):
        draft, typed = None, replace(typed, key=desk.new_key())
    if draft is None and not typed.text.strip():
        return None
    if draft is None:
        draft = _new_draft(place, typed.key, actor, now)
        unit.note(Verb.DRAFTED, now, actor, typed.ticket_id)
    draft.text, draft.audience = storable(typed.text), place.audience(typed)
    draft.mention_id = place.mention.id or 0
    draft.saved_reply_id = typed.saved_reply_id or draft.saved_reply_id
    draft.editor = draft.original = None
    steps.move(unit, draft, ReplyStatus.DRAFT, now)
    steps.went_on(desk, unit, place.ticket, actor, now)
    unit.session.flush()
    return draft


def _keep_and_show(
    desk: Desk, unit: Unit, place: Place, typed: Typed, actor: str, now: datetime
) -> Reply | None:
    """The same for what was to be sent and stays: the card tells the team of it."""
    outbox.card(unit, place.ticket.id or 0, now)
    return _keep_draft(desk, unit, place, typed, actor, now)


def _new_draft(place: Place, key: str, actor: str, now: datetime) -> Reply:
    return Reply(
        ticket_id=place.ticket.id or 0,
        mention_id=place.mention.id or 0,
        source=place.ticket.source,
        key=key,
        author=actor,
        text="",
        audience=Audience.PUBLIC,
        account=place.network.account,
        created_at=now,
        changed_at=now,
    )


def _with_saved_reply(unit: Unit, ticket: Ticket, typed: Typed) -> Typed:
    """A saved reply that was just picked replaces the text."""
    if typed.saved_reply_id is None:
        return typed
    saved = unit.session.get(SavedReply, typed.saved_reply_id)
    if saved is None:
        return typed
    text = steps.filled_in(saved.text, ticket)
    return replace(typed, text=text, turn=typed.turn + 1)


def _as_of_now(unit: Unit, ticket: Ticket, typed: Typed) -> Typed:
    """The same, seen as the ticket is at this moment."""
    return replace(typed, version=ticket.version, seen=record.last_seq(unit.session, ticket.id or 0))


def _what_changed(unit: Unit, ticket: Ticket, typed: Typed, actor: str) -> str:
    """What happened to the ticket since the dialog was opened, from the record; "" where nothing did."""
    if ticket.assignee == actor and ticket.version == typed.version:
        return ""
    entries = record.since(unit.session, ticket.id or 0, typed.seen, without=happenings.SILENT)
    told = [f"{_by(unit, entry, actor)} {happenings.words_of(entry)}" for entry in entries]
    if ticket.assignee != actor:
        told.append(HAS_IT.format(name=steps.name(unit, ticket.assignee)) if ticket.assignee else NOBODYS)
    return "; ".join(dict.fromkeys(told)) or SOMETHING


def _by(unit: Unit, entry: RecordEntry, actor: str) -> str:
    if entry.actor == actor:
        return "you"
    return {DESK: "the desk", CUSTOMER: "the customer"}.get(entry.actor) or steps.name(unit, entry.actor)
