"""A public answer is looked at again for an hour: removed, hidden, much talked about. Its owner hears of it, once each.

The looks are rows of the outbox, one after the other, taken by the courier that looks things up for the source. What
was told already travels with them, so that neither a crash nor a second copy of the desk says a thing twice.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.desk import lookups, steps
from bot.desk.context import DESK, Desk
from bot.networks.port import Sent
from bot.rules.reception import Finding, Reception, findings, look_after
from storage import outbox, tickets
from storage.db import Unit
from storage.tables import OutboxRow, Reply, Ticket
from storage.words import Audience, OutboxKind, ReplyStatus, Verb

SENTENCES = {
    Finding.GONE: "Your answer is not on {network} any more: it was removed there, or somebody of us deleted it. "
    "Please look, and answer again if that is still needed.",
    Finding.HIDDEN: "{network} shows your answer to fewer people now ({hidden}). Please look what is wrong with it.",
    Finding.MANY_REPLIES: "Your answer has {replies} replies by now. Please look whether somebody needs an answer.",
    Finding.BAD_RATIO: "Your answer has {replies} replies and {likes} likes, so it is not well received. "
    "Please look, and ask your lead for help if you need it.",
}


def begin(desk: Desk, unit: Unit, reply: Reply, now: datetime) -> None:
    """An answer is out: watch it, where the network can tell how it fares."""
    network = desk.networks.get(reply.source)
    can_tell = network is not None and network.knows_reception
    if can_tell and reply.remote_id and reply.audience == Audience.PUBLIC:
        _look_later(desk, unit, reply, 0, [], now)


def out(session: Session, entry: OutboxRow) -> Sent | None:
    """The answer that a row asks to look at, as its network knows it; None where it is none any more."""
    reply = session.get(Reply, entry.payload["reply"])
    if reply is None or reply.status != ReplyStatus.SENT or not reply.remote_id:
        return None
    return Sent(reply.remote_id, reply.remote_url)


def seen(desk: Desk, unit: Unit, entry: OutboxRow, reception: Reception, now: datetime) -> None:
    """Tell the owner what is new about an answer, and look again later unless it is gone."""
    reply = unit.session.get_one(Reply, entry.payload["reply"])
    ticket = tickets.locked(unit.session, reply.ticket_id)
    if ticket is None:
        return
    found = list(findings(reception, desk.watch_policy))
    told = [str(one) for one in entry.payload["told"]]
    for finding in found:
        if finding not in told:
            _tell(desk, unit, ticket, reply, finding, reception, now)
    if not reception.gone:
        told = sorted({*told, *map(str, found)})
        _look_later(desk, unit, reply, int(entry.payload["look"]) + 1, told, now)


def _tell(
    desk: Desk,
    unit: Unit,
    ticket: Ticket,
    reply: Reply,
    finding: Finding,
    reception: Reception,
    now: datetime,
) -> None:
    sentence = SENTENCES[finding].format(
        network=desk.network_label(reply.source),
        hidden=reception.hidden,
        replies=reception.replies,
        likes=reception.likes,
    )
    unit.note(Verb.WATCHED, now, DESK, ticket.id, reply.id, found=finding)
    owner = ticket.assignee or reply.author
    steps.tell_thread(unit, ticket, sentence, now, quote=reply.text, ping=(owner,))
    outbox.card(unit, ticket.id or 0, now, urgent=True)


def _look_later(desk: Desk, unit: Unit, reply: Reply, number: int, told: list[str], now: datetime) -> None:
    after = look_after(number, desk.watch_policy)
    if after is None:
        return
    row = outbox.row(
        OutboxKind.WATCH,
        f"{OutboxKind.WATCH}:{reply.id}",
        now,
        destination=lookups.destination(reply.source),
        ticket_id=reply.ticket_id,
        payload={"reply": reply.id, "look": number, "told": told},
        not_before=(reply.sent_at or now) + after,
    )
    outbox.queue(unit, [row])
