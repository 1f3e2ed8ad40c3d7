"""The sections of desk.toml that rule what may go out: [guards], [approval] and [sending]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bot.policy import Section
from bot.rules import guards
from bot.rules.approval import ApprovalPolicy, Rule
from bot.rules.approval_words import TOPICS
from bot.rules.guards import Kind
from bot.rules.reception import WatchPolicy
from storage.words import Audience, Role

WRONG_PATTERN = "“{pattern}” is no regular expression ({why}). Mend it, and write a plain sign such as ( or . with a backslash."
UNKNOWN_TOPIC = "“{topic}” is no topic. Use any of: {known}."
UNKNOWN_STEP = "“{step}” is no step. Write [approval.step.{step}] with its approvers, or use a role: {roles}."
NO_CONDITION = (
    "It lets every reply out, so the other rules would never be obeyed. Give it steps, or a condition."
)
NO_APPROVERS = 'Nobody is named in it. Write approvers, such as ["@legal"] or ["mira@acme.example"].'
ROLES = tuple(Role)


class GuardSettings(Section):
    """`[guards]`: private data that may not stand in public."""

    allowed: tuple[str, ...] = Field(
        default=(),
        description="the brand's own public phone numbers, e-mail addresses and domains, which may be shown",
    )
    regions: tuple[str, ...] = Field(
        default=guards.Policy().regions,
        description="two-letter countries whose phone numbers are known without their country code",
    )
    order_patterns: tuple[str, ...] = Field(
        default=(), description="regular expressions of the brand's order, booking and ticket numbers"
    )
    off: frozenset[Kind] = Field(
        default=frozenset(), description="kinds that may be shown; a payment card can never be"
    )
    mask: frozenset[Kind] = Field(
        default=frozenset(Kind) - {Kind.REFUND},
        description="what is covered in the channel where a customer wrote it, until somebody asks to see it",
    )


class StepSettings(Section):
    """`[approval.step.NAME]`: who gives one approval. The roles lead, approver and agent are steps already."""

    approvers: tuple[str, ...] = Field(
        default=(), description="Slack user ids, names, e-mail addresses or @usergroups"
    )
    deputies: tuple[str, ...] = Field(
        default=(), description="who may approve when half of the time is gone or the approvers are away"
    )


class RuleSettings(Section):
    """`[[approval.rule]]`: holds when every condition that is set holds; one without any, always."""

    name: str = Field(min_length=1, description="what the card calls this rule")
    steps: tuple[str, ...] = Field(
        default=(), description="who must approve, in order; none: such replies go out without"
    )
    all_of: bool = Field(
        default=False, description="whether all members of a step must approve, not just one"
    )
    topics: tuple[str, ...] = Field(
        default=(), description=f"any of {', '.join(TOPICS)}, spoken of in the reply"
    )
    patterns: tuple[str, ...] = Field(
        default=(), description="regular expressions, any of them found in the reply"
    )
    amount_above: float | None = Field(
        default=None, ge=0, description="a refund or compensation above this number is promised"
    )
    angry: bool = Field(default=False, description="whether the customer is angry")
    followers_from: int | None = Field(
        default=None, ge=0, description="how many followers the customer has at least"
    )
    vip: bool = Field(default=False, description="whether the customer is one of [windows] vips")
    crisis: bool = Field(default=False, description="whether it is part of a crisis")
    trainee: bool = Field(default=False, description="whether the author is one of [approval] trainees")
    first_replies: int | None = Field(default=None, ge=1, description="how many first replies of each author")
    audience: Audience | None = Field(default=None, description="public or private")
    networks: tuple[str, ...] = Field(default=(), description="which networks or sources, by name")
    accounts: tuple[str, ...] = Field(default=(), description="which accounts it is sent from, without @")
    similar_below: float | None = Field(
        default=None, ge=0, le=100, description="how alike (0 to 100) reply and saved reply must be at least"
    )


class ApprovalSettings(Section):
    """`[approval]`: when a reply needs approval, and whose."""

    trainees: tuple[str, ...] = Field(
        default=(), description="whose every reply is approved: Slack ids, names, e-mails or @usergroups"
    )
    trainee_step: str = Field(default=Role.APPROVER, description="the step that approves trainees' replies")
    rule: tuple[RuleSettings, ...] = ()
    step: dict[str, StepSettings] = Field(default_factory=dict)


class SendingSettings(Section):
    """`[sending]`: how replies leave."""

    hold_seconds: float = Field(
        default=15, ge=0, le=600, description="how long a public reply waits and can be undone"
    )
    retry_minutes: float = Field(
        default=60, gt=0, description="how long a network that cannot be reached is tried again"
    )
    watch_minutes: float = Field(
        default=60,
        ge=0,
        le=1440,
        description="how long a public answer is watched once it is out; 0: not at all",
    )
    many_replies: int = Field(
        default=10, ge=1, description="from how many replies to an answer on its owner is told"
    )
    bad_ratio: float = Field(
        default=3, gt=0, description="how many times more replies than likes are a bad sign"
    )


class ReplySettings(Section):
    """The sections of desk.toml that rule what may go out."""

    guards: GuardSettings = GuardSettings()
    approval: ApprovalSettings = ApprovalSettings()
    sending: SendingSettings = SendingSettings()


def watch_policy(settings: ReplySettings) -> WatchPolicy:
    """How answers are watched once they are out."""
    sending = settings.sending
    return WatchPolicy(sending.watch_minutes, sending.many_replies, sending.bad_ratio)


def guard_policy(settings: ReplySettings) -> guards.Policy:
    """The guards as they judge replies."""
    chosen = settings.guards
    return guards.Policy(
        allowed=chosen.allowed, regions=chosen.regions, order_patterns=chosen.order_patterns, off=chosen.off
    )


def mask_policy(settings: ReplySettings) -> guards.Policy:
    """The guards as they cover what customers wrote."""
    chosen = settings.guards
    off = frozenset(Kind) - chosen.mask
    return guards.Policy(chosen.allowed, chosen.regions, chosen.order_patterns, off)


def approval_policy(settings: ReplySettings) -> ApprovalPolicy:
    """The rules that say which replies need whose approval."""
    rules = tuple(Rule(**dict(rule)) for rule in settings.approval.rule)
    return ApprovalPolicy(rules, settings.approval.trainee_step)


def steps_in_use(settings: ReplySettings) -> tuple[str, ...]:
    """Every step that a rule may ask for, in the order of the rules."""
    asked = [step for rule in settings.approval.rule for step in rule.steps]
    trainees = [settings.approval.trainee_step] if settings.approval.trainees else []
    return tuple(dict.fromkeys([*asked, *trainees]))


def mistakes_of_replies(settings: ReplySettings) -> Iterator[tuple[str, str]]:
    """What is wrong beyond single values: the setting's name and a sentence with its cure each."""
    yield from _wrong_patterns("guards.order_patterns", settings.guards.order_patterns)
    for at, rule in enumerate(settings.approval.rule):
        yield from _mistakes_of_rule(f"approval.rule[{at}]", rule, settings.approval)
    if not _is_step(settings.approval.trainee_step, settings.approval):
        yield "approval.trainee_step", _unknown_step(settings.approval.trainee_step)
    for name, step in settings.approval.step.items():
        if not step.approvers:
            yield f"approval.step.{name}", NO_APPROVERS


def _mistakes_of_rule(
    where: str, rule: RuleSettings, approval: ApprovalSettings
) -> Iterator[tuple[str, str]]:
    yield from _wrong_patterns(f"{where}.patterns", rule.patterns)
    for topic in rule.topics:
        if topic not in TOPICS:
            yield f"{where}.topics", UNKNOWN_TOPIC.format(topic=topic, known=", ".join(TOPICS))
    for step in rule.steps:
        if not _is_step(step, approval):
            yield f"{where}.steps", _unknown_step(step)
    if not rule.steps and not _conditions(rule):
        yield where, NO_CONDITION


def _wrong_patterns(where: str, patterns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            yield where, WRONG_PATTERN.format(pattern=pattern, why=error.msg)


def _is_step(name: str, approval: ApprovalSettings) -> bool:
    return name in approval.step or name in ROLES


def _unknown_step(step: str) -> str:
    return UNKNOWN_STEP.format(step=step, roles=", ".join(ROLES))


def _conditions(rule: RuleSettings) -> dict[str, Any]:
    """The conditions a rule sets."""
    return {
        name: value
        for name, value in dict(rule).items()
        if name not in {"name", "steps"} and value not in (None, False, ())
    }
