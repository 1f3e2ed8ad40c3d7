"""Which target applies to a mention, and the windows that follow from it.

Targets are rows of `[[target]]` in desk.toml. Each names the conditions it is for (an empty one fits all) and
the minutes it sets. For every kind of window the row with the most conditions among those that fit and set
it wins; among equals the one that stands first in the file. The built-in rows stand after the operator's.

Two limits on the wall clock stand beside the targets: `outside_minutes` (12 h) for what arrives while every
team is away, and `wall_minutes` (24 h) for everything. Nobody can answer while nobody is there, and an alarm on
a Saturday helps no one; so by default a limit counts the *working time that lies before it*: it shortens a
target to that, but never below `fair_chance_minutes` (2 h) of working time. Hence 30 minutes from Friday 16:45
end on Monday 9:15 as they must, while a target of 16 working hours is due within 24 hours of the wall clock
wherever the team had at least two hours to meet it. The instant the customer may expect is kept in the window
(`expected_by`) and said in its explanation. `strict_limits = true` takes the limits at their word instead: such
a window then runs on the wall clock, nights and weekends included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.rules.closing import ClosingRule
from bot.rules.hours import ROUND_THE_CLOCK, Calendar
from bot.rules.ladder import Ladder
from bot.rules.spans import span
from bot.rules.windows import LABELS, Clock, Pause, Window, WindowName, counted, runs_out


@dataclass(frozen=True)
class Situation:
    """What is known of a ticket when its targets are chosen."""

    network: str = ""
    audience: str = "public"
    urgency: str = "normal"
    language: str = ""
    """A language tag; "pt-BR" also fits a rule for "pt"."""
    brand: str = ""
    vip: bool = False


@dataclass(frozen=True)
class TargetRule:
    """One `[[target]]`. Conditions left out fit everything; minutes left out are left to other rules."""

    name: str = ""
    """What the explanation calls it."""
    network: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    vip: bool | None = None
    first_response_minutes: float | None = None
    next_response_minutes: float | None = None
    resolution_minutes: float | None = None
    clock: Clock = Clock.WORKING
    """"wall" for a desk that answers this round the clock; the limits do not touch such a target."""

    def __post_init__(self) -> None:
        given = (self.first_response_minutes, self.next_response_minutes, self.resolution_minutes)
        if any(minutes is not None and minutes <= 0 for minutes in given):
            raise ValueError(f'The minutes of target "{self.name}" must be above 0.')

    def fits(self, situation: Situation) -> bool:
        """Whether every condition holds."""
        language = situation.language.lower()
        return (
            _allows(self.network, situation.network)
            and _allows(self.audience, situation.audience)
            and _allows(self.urgency, situation.urgency)
            and (_allows(self.language, language) or _allows(self.language, language.partition("-")[0]))
            and _allows(self.brand, situation.brand)
            and self.vip in (None, situation.vip)
        )

    @property
    def conditions(self) -> int:
        """How many conditions it names: the more, the more specific."""
        named = (self.network, self.audience, self.urgency, self.language, self.brand)
        return sum(map(bool, named)) + (self.vip is not None)

    def minutes(self, name: WindowName) -> float | None:
        """The target for a kind of window, None where this rule sets none."""
        match name:
            case WindowName.FIRST_RESPONSE:
                return self.first_response_minutes
            case WindowName.NEXT_RESPONSE:
                return self.next_response_minutes
            case WindowName.RESOLUTION:
                return self.resolution_minutes
        return None


def _allows(wanted: tuple[str, ...], value: str) -> bool:
    return not wanted or value.lower() in (word.lower() for word in wanted)


BUILT_IN_TARGETS = (
    TargetRule("built-in: urgent", urgency=("urgent",), first_response_minutes=10, next_response_minutes=10),
    TargetRule("built-in", first_response_minutes=30, next_response_minutes=30, resolution_minutes=120),
)


@dataclass(frozen=True)
class WindowPolicy:
    """Everything that rules a desk's windows. Minutes throughout; None switches a limit off."""

    calendar: Calendar = field(default_factory=Calendar)
    targets: tuple[TargetRule, ...] = ()
    outside_minutes: float | None = 12 * 60
    """Limit for what arrives while every team is away."""
    wall_minutes: float | None = 24 * 60
    """Limit for everything."""
    fair_chance_minutes: float = 120
    """Working time that a limit always leaves the team. The default is the built-in resolution target."""
    strict_limits: bool = False
    approval_share: float = 0.5
    """The share of what is left of the customer's window that an approver gets."""
    ladder: Ladder = field(default_factory=Ladder)
    closings: tuple[ClosingRule, ...] = ()
    """Rows that override the networks' published closing times."""

    def __post_init__(self) -> None:
        limits = (self.outside_minutes, self.wall_minutes)
        if any(limit is not None and limit <= 0 for limit in limits) or self.fair_chance_minutes < 0:
            raise ValueError(
                "The limits of the windows must be above 0 minutes. Leave one out to switch it off."
            )
        if not 0 < self.approval_share <= 1:
            raise ValueError("approval_share must lie above 0 and not above 1, such as 0.5.")


def target_rule(rules: Iterable[TargetRule], situation: Situation, name: WindowName) -> TargetRule | None:
    """The rule that sets the target: of those that fit, the most specific; among equals the first."""
    fitting = [rule for rule in rules if rule.minutes(name) is not None and rule.fits(situation)]
    return max(fitting, key=lambda rule: rule.conditions, default=None)


def response_window(
    policy: WindowPolicy,
    name: WindowName,
    situation: Situation,
    opened_at: datetime,
    *,
    pauses: tuple[Pause, ...] = (),
    met_at: datetime | None = None,
) -> Window:
    """A first-response, next-response or resolution window under a policy.

    Raises ValueError for the other kinds, which have no target rule.
    """
    rule = target_rule((*policy.targets, *BUILT_IN_TARGETS), situation, name)
    minutes = None if rule is None else rule.minutes(name)
    if rule is None or minutes is None:
        raise ValueError(f"There is no target rule for {name}. Ask for a response or resolution window.")
    window = Window(
        name,
        opened_at,
        minutes * 60,
        policy.calendar,
        rule.clock,
        pauses,
        reason=f'rule "{rule.name}"',
        urgent=situation.urgency == "urgent",
        met_at=met_at,
    )
    return _limited(window, policy)


def bounds(policy: WindowPolicy, name: WindowName, situation: Situation) -> tuple[float, float]:
    """Working seconds below which a window of this kind is met in any case, and above which it is missed in any case.

    What lies between depends on when it opened. A window on the wall clock always does.
    """
    rule = target_rule((*policy.targets, *BUILT_IN_TARGETS), situation, name)
    minutes = None if rule is None else rule.minutes(name)
    if rule is None or minutes is None or rule.clock is Clock.WALL or policy.strict_limits:
        return 0.0, float("inf")
    return min(minutes, policy.fair_chance_minutes) * 60, minutes * 60


def _limited(window: Window, policy: WindowPolicy) -> Window:
    """The window with its target cut by the policy's limits, as the head of this file tells."""
    minutes = _limit_minutes(window, policy)
    expected = (
        None if minutes is None else runs_out(ROUND_THE_CLOCK, window.opened_at, minutes * 60, window.pauses)
    )
    if minutes is None or expected is None or (window.due_at is not None and window.due_at <= expected):
        return window
    limit = f"the limit of {span(minutes * 60)} on the wall clock"
    if policy.strict_limits:
        reason = f"{window.reason}, cut to {limit}"
        return replace(window, target_seconds=minutes * 60, clock=Clock.WALL, reason=reason)
    before = counted(window.hours, window.opened_at, expected, window.pauses)
    seconds = max(before, policy.fair_chance_minutes * 60)
    if seconds < window.target_seconds:
        reason = f"{window.reason}, shortened by {limit}"
        window = replace(window, target_seconds=seconds, reason=reason)
    return window if seconds == before else replace(window, expected_by=expected)


def _limit_minutes(window: Window, policy: WindowPolicy) -> float | None:
    """The limit on the wall clock, None where none applies."""
    if window.clock is Clock.WALL:
        return None
    outside = None if window.hours.is_open(window.opened_at) else policy.outside_minutes
    return min((limit for limit in (outside, policy.wall_minutes) if limit is not None), default=None)


def approval_window(policy: WindowPolicy, customers: Window, asked_at: datetime) -> Window:
    """The approver's share of what is left of the customer's window, with the same clock and pauses.

    It never ends later than the customer's window; when that is already over it ends with it.
    """
    left = customers.remaining_seconds(asked_at)
    opened_at = asked_at if left > 0 or customers.due_at is None else customers.due_at
    share = f"{policy.approval_share:.0%} of what is left for the {LABELS[customers.name].lower()}"
    return replace(
        customers,
        name=WindowName.APPROVAL,
        opened_at=opened_at,
        target_seconds=max(0.0, left) * policy.approval_share,
        reason=share,
        expected_by=None,
        met_at=None,
    )


def follow_up_window(policy: WindowPolicy, promised_at: datetime, follow_up_at: datetime) -> Window:
    """A promise to come back as a window on the wall clock: the customer was given a time, not working hours."""
    seconds = max(0.0, (follow_up_at - promised_at).total_seconds())
    reason = "promised to the customer"
    return Window(WindowName.FOLLOW_UP, promised_at, seconds, policy.calendar, Clock.WALL, reason=reason)
