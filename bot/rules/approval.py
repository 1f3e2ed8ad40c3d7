"""When a reply needs approval, by whom, and what an approval is bound to.

Pure. Beyond the standard library it uses rapidfuzz, to tell how far a reply drifted from the saved reply it began as.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.approval_words import TOPICS
from bot.rules.guards.amounts import promised
from bot.rules.refusal import Refusal
from storage.words import Audience

EXEMPT_LOSES = (
    "“{exempt}” would let it out without approval, but “{strict}” asks for it: the stricter rule counts."
)
ALL_WINS = "“{any_of}” would be content with one of {step}, but “{all_of}” asks for all of them: the stricter rule counts."
OWN_REPLY = "You wrote this reply, so someone else has to approve it."
OWN_EDIT = "You edited this reply, so someone else has to approve it."
MOST_NAMED, MORE = 3, "{count} more"
NOT_MEMBER = "You are not among the approvers for “{step}” right now. {who} can approve it."
NO_MEMBERS = "Nobody can approve “{step}” right now: its group is empty. Ask an operator to add someone."


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What is known of a reply when its author asks to send it.

    Attributes:
        author_sent: Replies this author has sent so far.
        followers: Of the customer; None where the network does not tell.
        saved_reply: The text of the saved reply it began as, if any.
    """

    text: str
    audience: Audience
    network: str
    account: str
    author_is_trainee: bool = False
    author_sent: int = 0
    angry: bool = False
    followers: int | None = None
    vip: bool = False
    crisis: bool = False
    saved_reply: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `[approval]` in desk.toml: it holds when every condition that is set holds; one without any, always.

    Attributes:
        name: As the card shows it.
        steps: Who must approve, by name and in order ("lead", "legal"); none: such replies need no approval.
        all_of: Every member of each step must approve, not just one.
        topics: Any of legal, safety, press, discrimination is spoken of in the reply.
        patterns: Any of these regular expressions is found in it, without regard to case.
        amount_above: It promises a refund or compensation above this number, in whatever currency.
        followers_from: The customer has at least this many.
        first_replies: The author has sent fewer than this many.
        similar_below: It resembles its saved reply by less than this, 0 to 100.
    """

    name: str
    steps: tuple[str, ...] = ()
    all_of: bool = False
    topics: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    amount_above: float | None = None
    angry: bool = False
    followers_from: int | None = None
    vip: bool = False
    crisis: bool = False
    trainee: bool = False
    first_replies: int | None = None
    audience: Audience | None = None
    networks: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    similar_below: float | None = None


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """A brand's rules. A reply by a trainee needs `trainee_step` whatever the rules say."""

    rules: tuple[Rule, ...] = ()
    trainee_step: str = "lead"


@dataclass(frozen=True, slots=True)
class Step:
    """One approval to be given: by one of its members, or by all."""

    name: str
    all_of: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that asked, and why, in a sentence for the card."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Approvals:
    """What a reply needs before it may go out: steps in order (none: it may go), and every reason, clashes included."""

    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]


def needs(reply: ReplyFacts, policy: ApprovalPolicy) -> Approvals:
    """Which approvals a reply needs. Where rules clash the stricter wins, and a reason names both."""
    rules = (*policy.rules, Rule("trainees", steps=(policy.trainee_step,), trainee=True))
    held = [(rule, why) for rule in rules if (why := _why(rule, reply)) is not None]
    strict = [rule for rule, _ in held if rule.steps]
    exempt = [rule for rule, _ in held if not rule.steps]
    asked = dict.fromkeys(step for rule in strict for step in rule.steps)
    steps = tuple(Step(step, any(rule.all_of for rule in strict if step in rule.steps)) for step in asked)
    reasons = [Reason(rule.name, why) for rule, why in held if rule.steps]
    return Approvals(steps, (*reasons, *_clashes(strict, exempt, steps)))


def report(reply: ReplyFacts, policy: ApprovalPolicy) -> dict[str, object]:
    """One line of `mentiondesk approval why`, ready for JSON."""
    asked = needs(reply, policy)
    return {
        "needed": bool(asked.steps),
        "steps": [{"step": step.name, "of": "all" if step.all_of else "any"} for step in asked.steps],
        "why": [{"rule": reason.rule, "says": reason.sentence} for reason in asked.reasons],
    }


def fingerprint(
    text: str, audience: Audience, account: str, parent_mention_id: str, attachments: Sequence[str]
) -> str:
    """What an approval is bound to, as 64 hex digits: any change of any part, or of the attachments' order, shows.

    `attachments` are digests of the files' bytes, not their names.
    """
    parts = [text, audience.value, account, parent_mention_id, list(attachments)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def approvers_now(
    members: frozenset[str],
    deputies: frozenset[str],
    away: frozenset[str],
    asked_at: datetime,
    due_at: datetime,
    now: datetime,
) -> frozenset[str]:
    """Who may approve at this moment: deputies join at half of the window, or when every member is away."""
    half_gone = now >= asked_at + (due_at - asked_at) / 2
    return members | deputies if half_gone or members <= away else members


def may_approve(
    actor: str, author: str, editors: Iterable[str], step: str, members: frozenset[str]
) -> Refusal | None:
    """None where this person may approve this step now.

    Args:
        actor: Who clicked.
        author: Who wrote the reply.
        editors: Whoever changed its text since; an edit makes the text theirs too.
        step: The step's name, for the sentence.
        members: The approvers at this moment, deputies included; see `approvers_now`.
    """
    if actor == author:
        return Refusal(OWN_REPLY)
    if actor in set(editors):
        return Refusal(OWN_EDIT)
    if actor in members:
        return None
    if not members:
        return Refusal(NO_MEMBERS.format(step=step))
    return Refusal(
        NOT_MEMBER.format(step=step, who=" or ".join(f"<@{member}>" for member in sorted(members)))
    )


def named(names: Iterable[str], *, all_of: bool) -> str:
    """Approvers in a sentence: "Mia Chen or Tom Berg", where all of them must "Mia Chen and Tom Berg"; three at most."""
    told = sorted(names)
    beyond = len(told) - MOST_NAMED
    told = [*told[:MOST_NAMED], *([MORE.format(count=beyond)] if beyond > 0 else [])]
    last = " and " if all_of else " or "
    return last.join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def _why(rule: Rule, reply: ReplyFacts) -> str | None:
    """The sentence why a rule holds, or None where one of its conditions does not."""
    said = [
        *_by_text(rule, reply),
        *_by_customer(rule, reply),
        *_by_author(rule, reply),
        *_by_place(rule, reply),
    ]
    if None in said:
        return None
    clauses = [clause for clause in said if clause]
    return f"Needs approval because {' and '.join(clauses) or 'every reply does'}."


def _by_text(rule: Rule, reply: ReplyFacts) -> Iterator[str | None]:
    if rule.topics:
        spoken = [topic for topic in rule.topics if TOPICS[topic].search(reply.text)]
        yield f"it touches on {' and '.join(spoken)}" if spoken else None
    if rule.patterns:
        found = next(
            (hit for one in rule.patterns if (hit := re.search(one, reply.text, re.IGNORECASE))), None
        )
        yield f"it says “{found[0]}”" if found else None
    if rule.amount_above is not None:
        most = max(promised(reply.text), default=0.0)
        above = f"it promises {most:g}, above the limit of {rule.amount_above:g}"
        yield above if most > rule.amount_above else None
    if rule.similar_below is not None:
        yield _drift(rule.similar_below, reply)


def _drift(similar_below: float, reply: ReplyFacts) -> str | None:
    if reply.saved_reply is None:
        return None
    from rapidfuzz import fuzz  # weighs 2 MiB, and only rules about drift need it

    likeness = fuzz.ratio(reply.saved_reply, reply.text)
    return (
        f"it is only {likeness:.0f} % like the saved reply it began as" if likeness < similar_below else None
    )


def _by_customer(rule: Rule, reply: ReplyFacts) -> Iterator[str | None]:
    if rule.angry:
        yield "the customer is angry" if reply.angry else None
    if rule.vip:
        yield "the customer is a VIP" if reply.vip else None
    if rule.crisis:
        yield "it is part of a crisis" if reply.crisis else None
    if rule.followers_from is not None:
        many = (reply.followers or 0) >= rule.followers_from
        yield f"the customer has {reply.followers} followers" if many else None


def _by_author(rule: Rule, reply: ReplyFacts) -> Iterator[str | None]:
    if rule.trainee:
        yield "its author is a trainee" if reply.author_is_trainee else None
    if rule.first_replies is not None:
        early = reply.author_sent < rule.first_replies
        yield f"it is among its author’s first {rule.first_replies} replies" if early else None


def _by_place(rule: Rule, reply: ReplyFacts) -> Iterator[str | None]:
    if rule.audience is not None:
        yield f"it is {reply.audience.value}" if reply.audience is rule.audience else None
    if rule.networks:
        yield f"it goes to {reply.network}" if reply.network in rule.networks else None
    if rule.accounts:
        yield f"it is sent as {reply.account}" if reply.account in rule.accounts else None


def _clashes(strict: list[Rule], exempt: list[Rule], steps: tuple[Step, ...]) -> Iterator[Reason]:
    for loser in exempt if strict else []:
        yield Reason(loser.name, EXEMPT_LOSES.format(exempt=loser.name, strict=strict[0].name))
    for step in steps:
        asking = [rule for rule in strict if step.name in rule.steps]
        winner = next((rule for rule in asking if rule.all_of), None)
        for loser in asking if winner else []:
            if winner and not loser.all_of:
                said = ALL_WINS.format(any_of=loser.name, all_of=winner.name, step=step.name)
                yield Reason(loser.name, said)
