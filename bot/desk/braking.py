"""The brake: from that instant nothing more goes out, from the whole desk, one source or one account (leads only).

What has begun to leave cannot be called back; it is counted apart from what is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import access, approving, outgoing, requests, steps
from bot.desk.context import Desk
from bot.desk.nagging import CHANNEL
from bot.desk.steps import Done
from bot.rules.approval import Reason
from bot.rules.refusal import Refusal
from bot.surfaces.view import Buttons, NoteView
from storage import approvals, brakes, nags, outbox, people, replies, tickets
from storage.db import Unit
from storage.tables import Brake, Posting, Reply
from storage.words import ApprovalEnd, OutboxKind, PostingKind, ReplyStatus, Role, Verb

STALE = timedelta(hours=1)
"""What was agreed on longer ago is asked for again when the brake is released."""
EVERYTHING = "everything"
PULLED = "🛑 The brake is on for {where}: “{reason}”. Pulled by {{by}} {{since}}. Nothing goes out until it is released."
RELEASED = "🟢 The brake for {where} was released by {{released_by}} {{released}}. It had been on since {{since}}: “{reason}”."
BANNER = "🛑 The brake is on for {where}: “{reason}”. Pulled by {by}, {since:%-d %b %H:%M} UTC. Nothing goes out until it is released."
HELD = "{held} {replies} held; {flying}."
FLYING, NONE_FLYING = "{count} had begun to leave and may arrive", "none had begun to leave"
NEEDS_REASON = "Say why, so that everybody knows: /desk brake wrong prices in all replies"
ON_ALREADY = "The brake is on for {where} already: “{reason}”."
NOT_ON = "There is no brake to release."
NOT_ON_ANY_MORE = "That brake was released already."
NOW_RELEASED = "Released. {back} of the held replies {are} older than an hour and {were} put before people again; the rest goes out."
ALL_GOES_OUT = "Released. What was held goes out now."
HELD_TOO_LONG = "the brake held it for more than an hour, and things may have changed."
ASKED_ANEW = Reason("brake", "Asked for anew: the brake held it for more than an hour.")
OFF = frozenset({"off", "release"})


@dataclass(frozen=True)
class Scope:
    """What a brake holds: one source, one account, or (neither) everything."""

    source: str | None = None
    account: str | None = None

    def label(self, desk: Desk) -> str:
        """In words."""
        if self.source:
            return desk.network_label(self.source)
        return f"@{self.account}" if self.account else EVERYTHING


def by_words(desk: Desk, words: str, actor: str, now: datetime) -> str:
    """`/desk brake [source or @account] why`, or `/desk brake off`."""
    if words.casefold() in OFF:
        return release_all(desk, actor, now).sentence
    scope, reason = _read(desk, words)
    return pull(desk, scope, reason, actor, now).sentence


def _read(desk: Desk, words: str) -> tuple[Scope, str]:
    """The first word names a source or an account where it is one; all else is the reason."""
    first, _, rest = words.partition(" ")
    wanted = first.casefold()
    for name, network in desk.networks.items():
        if wanted in {name.casefold(), network.label.casefold()}:
            return Scope(source=name), rest.strip()
        if wanted == f"@{network.account.casefold()}":
            return Scope(account=network.account), rest.strip()
    return Scope(), words.strip()


def pull(desk: Desk, scope: Scope, reason: str, actor: str, now: datetime) -> Done | Refusal:
    """Hold everything that would go out, what is approved and queued included, from this instant."""
    if not reason:
        return Refusal(NEEDS_REASON)
    with desk.db.unit() as unit:
        member = access.person(unit.session, actor, Role.LEAD)
        if isinstance(member, Refusal):
            return member
        brakes.shut(unit.session)
        for standing in brakes.standing(unit.session):
            if scope_of(standing) == scope:
                return Refusal(ON_ALREADY.format(where=scope.label(desk), reason=standing.reason))
        brake = Brake(source=scope.source, account=scope.account, reason=reason, by=actor, since=now)
        unit.session.add(brake)
        unit.session.flush()
        flying = _count(desk, unit, scope, (ReplyStatus.SENDING,))
        held = _count(desk, unit, scope, (ReplyStatus.HOLDING, ReplyStatus.APPROVED))
        where = [scope.source, scope.account]
        unit.note(Verb.BRAKED, now, actor, where=where, why=reason, held=held, in_flight=flying)
        _show(desk, unit, brake, now)
        counted = _counted(held, flying)
        text = BANNER.format(where=scope.label(desk), reason=reason, by=steps.name(unit, actor), since=now)
        return Done(0, f"{text} {counted}")


def _counted(held: int, flying: int) -> str:
    """What the brake holds, and what it came too late for."""
    begun = FLYING.format(count=flying) if flying else NONE_FLYING
    return HELD.format(held=held, replies="reply is" if held == 1 else "replies are", flying=begun)


def release(desk: Desk, brake_id: int, actor: str, now: datetime) -> Done | Refusal:
    """Let things go out again; what was agreed on more than an hour ago is put before people anew."""
    with desk.db.unit() as unit:
        member = access.person(unit.session, actor, Role.LEAD)
        if isinstance(member, Refusal):
            return member
        brakes.shut(unit.session)
        brake = brakes.locked(unit.session, brake_id)
        if brake is None or brake.released_at is not None:
            return Refusal(NOT_ON_ANY_MORE)
        back = _release(desk, unit, brake, actor, now)
        are, were = ("is", "was") if back == 1 else ("are", "were")
        return Done(0, NOW_RELEASED.format(back=back, are=are, were=were) if back else ALL_GOES_OUT)


def release_all(desk: Desk, actor: str, now: datetime) -> Done | Refusal:
    """Release every brake that is on."""
    with desk.db.reading() as session:
        standing = [brake.id or 0 for brake in brakes.standing(session)]
    outcomes = [release(desk, brake_id, actor, now) for brake_id in standing]
    return outcomes[-1] if outcomes else Refusal(NOT_ON)


def _release(desk: Desk, unit: Unit, brake: Brake, actor: str, now: datetime) -> int:
    brake.released_at, brake.released_by = now, actor
    unit.session.add(brake)
    unit.session.flush()
    back = sum(_again(desk, unit, reply, now) for reply in _held(desk, unit, scope_of(brake)))
    unit.note(Verb.BRAKE_RELEASED, now, actor, brake=brake.id, asked_again=back)
    _show(desk, unit, brake, now)
    for source in _sources(desk, scope_of(brake)):
        unit.wake(source)
    return back


def _again(desk: Desk, unit: Unit, reply: Reply, now: datetime) -> bool:
    """Ask anew for a reply that was held for long: its approvers, or its author where it needed none."""
    if now - reply.changed_at <= STALE or brakes.holding(unit.session, reply.source, reply.account):
        return False
    ticket = tickets.locked(unit.session, reply.ticket_id)
    before = approvals.latest_of_reply(unit.session, reply.id or 0)
    if ticket is None:
        return False
    asked = requests.asked_of(desk, unit.session, ticket, reply)
    if before is None or before.end != ApprovalEnd.APPROVED or not asked.steps:
        return approving.void(desk, unit, ticket, reply, HELD_TOO_LONG, now)
    if not outgoing.pull_back(unit, reply, ReplyStatus.IN_REVIEW, now):
        return False
    anew = replace(asked, reasons=(*asked.reasons, ASKED_ANEW))
    requests.ask(desk, unit, ticket, reply, anew, reply.author, now)
    return True


def _show(desk: Desk, unit: Unit, brake: Brake, now: datetime) -> None:
    """In the channel, on every card it holds, and in App Home."""
    posting = next(iter(nags.showing(unit.session, PostingKind.BRAKE, brake.id or 0)), None)
    if posting is None:
        posting = Posting(kind=PostingKind.BRAKE, addressee=CHANNEL, items=[brake.id or 0], created_at=now)
        unit.session.add(posting)
    nags.draw(unit, [posting], now)
    for ticket_id in sorted({reply.ticket_id for reply in _held(desk, unit, scope_of(brake))}):
        outbox.card(unit, ticket_id, now)
    homes = [
        outbox.row(OutboxKind.HOME, f"home:{member.id}", now, person=member.id)
        for member in people.everyone(unit.session)
        if member.home_seen_at is not None and member.roles
    ]
    outbox.queue(unit, homes)


def scope_of(brake: Brake) -> Scope:
    """What a brake holds."""
    return Scope(brake.source, brake.account)


def _sources(desk: Desk, scope: Scope) -> Iterator[str]:
    for name, network in desk.networks.items():
        if scope.source in {None, name} and scope.account in {None, network.account}:
            yield name


def _held(desk: Desk, unit: Unit, scope: Scope) -> list[Reply]:
    statuses = (ReplyStatus.HOLDING, ReplyStatus.APPROVED)
    return replies.of_sources(unit.session, list(_sources(desk, scope)), statuses)


def _count(desk: Desk, unit: Unit, scope: Scope, statuses: Sequence[ReplyStatus]) -> int:
    return len(replies.of_sources(unit.session, list(_sources(desk, scope)), statuses))


def banner(desk: Desk, session: Session) -> str:
    """Every brake that is on, in one line each; "" where none is."""
    return "\n".join(
        BANNER.format(
            where=scope_of(brake).label(desk),
            reason=brake.reason,
            by=people.name_of(session, brake.by),
            since=brake.since,
        )
        for brake in brakes.standing(session)
    )


def view(desk: Desk, session: Session, posting: Posting) -> NoteView | None:
    """The banner in the channel: with the way to release it while it is on, with who did afterwards."""
    brake = session.get(Brake, posting.items[0])
    if brake is None:
        return None
    sentence = RELEASED if brake.released_at else PULLED
    times = {"since": brake.since} | ({"released": brake.released_at} if brake.released_at else {})
    return NoteView(
        text=sentence.format(where=scope_of(brake).label(desk), reason=brake.reason),
        times=times,
        people={"by": brake.by, "released_by": brake.released_by or ""},
        ticket_id=brake.id,
        buttons=() if brake.released_at else (Buttons.RELEASE_BRAKE,),
    )
