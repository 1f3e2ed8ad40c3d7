"""How soon a mention matters. Missing an urgent one costs more than hurrying for another."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from bot.rules.triage.policy import TriagePolicy
from bot.rules.triage.signs import Signs
from bot.rules.triage.vocabulary import Cue, Intent, Sensitive, Urgency


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of who writes."""

    followers: int
    vip: bool


def urgency_of(
    signs: Signs, intent: Intent, matters: Container[Sensitive], person: Person, policy: TriagePolicy
) -> tuple[Urgency, tuple[str, ...]]:
    """Return the urgency, and the reasons where it is urgent."""
    if intent is Intent.SPAM:
        return Urgency.LOW, ()
    reasons = tuple(_pressing(signs, intent, matters, person, policy))
    if reasons:
        return Urgency.URGENT, reasons
    calm = intent in (Intent.PRAISE, Intent.OTHER, Intent.SUGGESTION)
    return (Urgency.LOW if calm else Urgency.NORMAL), ()


def _pressing(
    signs: Signs, intent: Intent, matters: Container[Sensitive], person: Person, policy: TriagePolicy
) -> Iterator[str]:
    wants_something = intent in (Intent.COMPLAINT, Intent.QUESTION)
    if Sensitive.SAFETY in matters and wants_something:
        yield "may be about somebody's safety"
    if signs.has(Cue.TAKEOVER) and wants_something:
        yield f"somebody else may be in the account: '{signs.quote(Cue.TAKEOVER)}'"
    if signs.has(Cue.URGENT):
        yield f"cannot wait: '{signs.quote(Cue.URGENT)}'"
    if wants_something and _is_on_the_way(signs):
        yield f"is on the way and held up: '{signs.quote(Cue.DISRUPTION, Cue.PROBLEM, Cue.JOURNEY)}'"
    if person.vip and policy.vip_is_urgent and wants_something:
        yield "a customer marked as important"
    if person.followers >= policy.urgent_followers and wants_something:
        yield f"{_short(person.followers)} followers"


def _is_on_the_way(signs: Signs) -> bool:
    """A journey spoilt now: two of the journey, the trouble and the hour are named, and somebody asks."""
    clock, journey, disrupted = bool(signs.surface.clock), signs.has(Cue.JOURNEY), signs.has(Cue.DISRUPTION)
    if clock and (disrupted or (journey and signs.has(Cue.PROBLEM, Cue.QUESTION, Cue.TROUBLE))):
        return True  # "the 09:31 to Crewe cancelled": a timetable is a journey
    if not journey:
        return False
    asks = signs.surface.asks and signs.has(Cue.QUESTION, Cue.REPROACH)
    return (disrupted and asks) or (signs.has(Cue.NOW) and (disrupted or signs.has(Cue.PROBLEM)))


def _short(number: int) -> str:
    """123456 as 123k, 1500000 as 1.5M."""
    millions, thousands = number / 1_000_000, number // 1_000
    if millions >= 1:
        return f"{millions:.1f}M"
    return f"{thousands}k" if thousands else str(number)
