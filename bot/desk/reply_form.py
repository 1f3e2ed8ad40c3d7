"""The reply dialog as it is drawn: the post, who will read the answer, the text, its length, what stands in the way.

Its title and button name the audience and the account (P3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk import steps
from bot.desk.context import Desk
from bot.networks.port import Capability, Network
from bot.rules.guards.verdict import GuardVerdict, verdict
from bot.surfaces.view import Caution, Choice, FormView, Option, Paragraph, Part, Quote, TextInput
from storage import people, replies
from storage.db import Unit
from storage.tables import Mention, Ticket
from storage.words import Audience, Role

TITLE = {Audience.PUBLIC: "Public reply", Audience.PRIVATE: "Private message"}
PAIR_TITLE = "Private, then public"
BUTTON = {Audience.PUBLIC: "Post publicly{as_account}", Audience.PRIVATE: "Send privately{as_account}"}
SHORT_BUTTON = {Audience.PUBLIC: "Post publicly", Audience.PRIVATE: "Send privately"}
PAIR_BUTTON, SHORT_PAIR_BUTTON = "Send both{as_account}", "Send both"
BUTTON_SIZE = 24
SAID_OUT_LOUD = {
    Audience.PUBLIC: "This will be posted publicly{as_account} on {network}. Everyone can read it.",
    Audience.PRIVATE: "This will be sent privately{as_account} on {network}. Only {customer} can read it.",
}
PAIR_OUT_LOUD = (
    "First the message goes out privately{as_account} on {network}; only {customer} can read it. Once it is known "
    "to have arrived, the public line is posted{as_account}. Everyone can read that line."
)
AUDIENCE_LABEL = {
    Audience.PUBLIC: "Public: everyone can read it",
    Audience.PRIVATE: "Private: only they can read it",
}
NOT_POSSIBLE = {Audience.PUBLIC: "Not in public: {reason}", Audience.PRIVATE: "Not in private: {reason}"}
ON_ITS_WAY = "A reply by {name} is on its way to this customer already. Write only if you mean to add to it."
IN_REVIEW = "A reply by {name} to this customer waits for approval. Whichever is approved first goes out, and withdraws the other."
LENGTH = "{used} of {limit} {unit}"
LENGTH_ONLY = "{used} {unit}"
SIGN_OFF = "Your sign-off is added: {sign_off}"
SAVED_LABEL = "Start from a saved reply"
TEXT_LABEL = "Your reply"
LINE_LABEL = "Public line, posted once the message has arrived"
LINE_HINT = "Leave it empty to send the private message alone."
AUDIENCE_QUESTION = "Who will read it?"
ROUTE_QUESTION = "What now?"
REASON_LABEL = "Why may this stand in public?"
REASON_HINT = "It is kept in the record."
MOVE, STAY, OVERRIDE = "move", "stay", "override"
ROUTES = {
    MOVE: "Send it privately, with a public line that points to it",
    STAY: "I change the text",
    OVERRIDE: "Post it in public all the same",
}
FORM = "reply"
PAIR = "pair"


@dataclass(frozen=True)
class Typed:
    """What a person has in the dialog. `version` is the ticket's when it was opened, `seen` the record's last entry.

    `key` is the reply's identity from the moment its dialog opens: a button pressed twice, because the answer to
    the first press was lost, is one reply. `guarded` is set once the guards have refused the text, `route` is what
    was chosen then, `line` the public line beside a private message, `reason` a manager's for an override.
    `named` is what title and button named when they were last drawn.
    """

    ticket_id: int
    key: str
    text: str = ""
    audience: Audience | None = None
    version: int = 0
    seen: int = 0
    saved_reply_id: int | None = None
    turn: int = 0
    """How often the desk itself has replaced the text in the box: each time it must be a new box."""
    guarded: bool = False
    route: str = STAY
    line: str | None = None
    reason: str = ""
    named: str = ""

    @property
    def moved(self) -> bool:
        """Whether this became a private message with a public line."""
        return self.guarded and self.route == MOVE


@dataclass(frozen=True)
class Place:
    """Where a reply would go."""

    ticket: Ticket
    mention: Mention
    network: Network
    able: Mapping[Audience, Capability]

    def allows(self, audience: Audience) -> bool:
        """Whether the network takes an answer for this audience here."""
        capability = self.able.get(audience)
        return capability is not None and capability.allowed

    def audience(self, typed: Typed) -> Audience:
        """The chosen audience, or the one that is possible: private for a private message, else public."""
        if typed.moved:
            return Audience.PRIVATE
        if typed.audience is not None:
            return typed.audience
        wish = Audience.PRIVATE if self.mention.private else Audience.PUBLIC
        return wish if self.allows(wish) else next(one for one in self.able if self.allows(one))


def draw(desk: Desk, unit: Unit, place: Place, typed: Typed, actor: str, caution: str = "") -> FormView:
    """The dialog for what is typed in it."""
    audience, account = place.audience(typed), place.network.account
    parts: list[Part] = [Caution(caution)] if caution else []
    parts += _others_on_it(unit, place, typed, actor)
    parts.append(Quote(desk.masked(place.mention.text), by=steps.customer(place.ticket)))
    parts += _guard_parts(desk, unit, place, typed, actor) if typed.guarded else []
    parts += [] if typed.moved else _audience_parts(place, audience)
    parts += _saved_parts(unit)
    parts.append(TextInput(f"text#{typed.turn}", TEXT_LABEL, value=typed.text, multiline=True, live=True))
    length = length_line(desk, unit, place, typed.text, audience, actor)
    parts.append(Paragraph(length, quiet=True, id="length"))
    parts += _line_parts(desk, place, typed)
    names = {
        "as_account": as_account(account),
        "network": place.network.label,
        "customer": steps.customer(place.ticket),
    }
    said = PAIR_OUT_LOUD if typed.moved else SAID_OUT_LOUD[audience]
    parts.append(Paragraph(said.format(**names), id="said_out_loud"))
    return FormView(
        id=FORM,
        title=PAIR_TITLE if typed.moved else TITLE[audience],
        submit=_button(audience, account, pair=typed.moved),
        parts=tuple(parts),
        facts={
            "ticket": typed.ticket_id,
            "version": typed.version,
            "seen": typed.seen,
            "key": typed.key,
            "turn": typed.turn,
            "guarded": int(typed.guarded),
            "named": named(place, typed),
        },
    )


def named(place: Place, typed: Typed) -> str:
    """What title and button name for this choice: an audience, or both of them."""
    return PAIR if typed.moved else str(place.audience(typed))


def as_account(account: str) -> str:
    """The account as a sentence goes on; nothing where the source has none of its own, as a webhook may."""
    return f" as @{account}" if account else ""


def _button(audience: Audience, account: str, *, pair: bool) -> str:
    long, short = (PAIR_BUTTON, SHORT_PAIR_BUTTON) if pair else (BUTTON[audience], SHORT_BUTTON[audience])
    named = long.format(as_account=as_account(account))
    return named if len(named) <= BUTTON_SIZE else short


def _others_on_it(unit: Unit, place: Place, typed: Typed, actor: str) -> list[Part]:
    pending = replies.with_status(unit.session, place.ticket.id or 0, replies.PENDING)
    others = [reply for reply in pending if reply.key != typed.key]
    return [
        Caution(
            (IN_REVIEW if reply.status == "in_review" else ON_ITS_WAY).format(
                name="you" if reply.author == actor else steps.name(unit, reply.author)
            )
        )
        for reply in others[:1]
    ]


def _guard_parts(desk: Desk, unit: Unit, place: Place, typed: Typed, actor: str) -> list[Part]:
    """What the guards say, and the ways on: the private route first."""
    judged = judge(desk, place, typed.text, Audience.PUBLIC)
    if not judged.refused and not typed.moved:
        return []
    ways = [MOVE] if place.allows(Audience.PRIVATE) else []
    ways += [STAY, *([OVERRIDE] if judged.overridable and may_override(unit, actor) else [])]
    options = tuple(Option(way, ROUTES[way]) for way in ways)
    route = typed.route if typed.route in ways else STAY
    parts: list[Part] = [] if typed.moved else [Caution(judged.sentence)]
    parts.append(Choice("route", ROUTE_QUESTION, options, value=route, radio=True, live=True))
    if route == OVERRIDE:
        parts.append(TextInput("reason", REASON_LABEL, value=typed.reason, hint=REASON_HINT, optional=True))
    return parts


def judge(desk: Desk, place: Place, text: str, audience: Audience) -> GuardVerdict:
    """What the guards say about a text, with a public line in the customer's language."""
    return verdict(text, audience, desk.guard_policy, place.ticket.language)


def may_override(unit: Unit, actor: str) -> bool:
    """Managers may let private data stand in public, with a reason on the record."""
    member = people.by_id(unit.session, actor)
    return member is not None and bool({Role.APPROVER, Role.LEAD} & set(member.roles))


def _line_parts(desk: Desk, place: Place, typed: Typed) -> list[Part]:
    if not typed.moved or not place.allows(Audience.PUBLIC):
        return []
    suggested = judge(desk, place, typed.text, Audience.PUBLIC).suggested_public_line
    value = suggested if typed.line is None else typed.line
    return [TextInput("line", LINE_LABEL, value=value, hint=LINE_HINT, optional=True)]


def _audience_parts(place: Place, audience: Audience) -> list[Part]:
    possible = [capability for capability in place.able.values() if capability.allowed]
    options = tuple(
        Option(capability.audience, AUDIENCE_LABEL[capability.audience], about=capability.reason)
        for capability in possible
    )
    parts: list[Part] = [
        Choice("audience", AUDIENCE_QUESTION, options, value=audience, radio=True, live=True)
    ]
    impossible = [capability for capability in place.able.values() if not capability.allowed]
    reasons = [
        NOT_POSSIBLE[capability.audience].format(reason=capability.reason) for capability in impossible
    ]
    return parts + [Paragraph(reason, quiet=True) for reason in reasons]


def _saved_parts(unit: Unit) -> list[Part]:
    saved = replies.saved(unit.session)
    if not saved:
        return []
    options = tuple(Option(str(one.id), one.title) for one in saved)
    return [Choice("saved_reply", SAVED_LABEL, options, optional=True, live=True)]


def length_line(desk: Desk, unit: Unit, place: Place, text: str, audience: Audience, actor: str) -> str:
    """How long the text will be on the network, sign-off included."""
    words = [length_of(place.network, place.able[audience], steps.signed(desk, unit, text, actor))]
    sign_off = steps.sign_off(desk, unit, actor)
    return " · ".join(words + ([SIGN_OFF.format(sign_off=sign_off)] if sign_off else []))


def length_of(network: Network, capability: Capability, text: str) -> str:
    """How long a text is as the network counts: "87 of 300 graphemes"."""
    used = network.length(text, capability.audience)
    line = LENGTH if capability.limit is not None else LENGTH_ONLY
    return line.format(used=used, limit=capability.limit, unit=capability.unit)
