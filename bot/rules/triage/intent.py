"""What the person wants, how they sound, and whether they wait for an answer.

The weights say which signs outrank which; they were set by hand and are checked by
`tests/rules/measure_triage.py`.
"""

from dataclasses import dataclass

from bot.rules.triage.signs import Signs
from bot.rules.triage.vocabulary import Anger, Cue, Intent

CLEAR = 2.0  # one strong sign, or several weak ones in company
FAINT = 0.75  # one weak sign, where nothing speaks against it
SERIOUS = 5.0  # more than a suggestion may carry
HOT = 4  # two angry faces, or one and shouting; half of it beside unhappy words

_GRAVE = (Cue.LEGAL, Cue.DISCRIMINATION, Cue.SECURITY)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much speaks for each reading."""

    complaint: float
    question: float
    praise: float


def weigh(signs: Signs) -> Weights:
    """Add up the signs: a strong phrase counts 2, a sign on the surface 1 to 2, a weak word less."""
    seen, surface = signs.count, signs.surface
    complaint = (
        3 * seen(Cue.SARCASM)
        + 2.5 * seen(Cue.DISPLEASED)
        + 2 * (seen(Cue.FURY) + seen(Cue.PROBLEM) + signs.has(Cue.TAKEOVER) + signs.has(Cue.SAFETY))
        + 2 * min(seen(Cue.REPROACH), 3)
        + 0.5 * min(seen(Cue.TROUBLE), 6)
        + 0.5 * sum(map(signs.has, _GRAVE))
        + 2 * surface.angry
        + 1.5 * min(surface.sad, 2)
        + surface.shouts
        + 0.5 * surface.excited
    )
    question = surface.asks + min(seen(Cue.QUESTION), 3) + 0.8 * min(seen(Cue.HELP), 2)
    praise = 2 * seen(Cue.PRAISE) + 1.5 * min(surface.glad, 2) + signs.has(Cue.THANKS)
    return Weights(complaint, question, praise)


def intent_of(signs: Signs, weights: Weights) -> Intent:
    """Choose one intent; a complaint outranks the question or courtesy it is wrapped in."""
    if _is_spam(signs, weights):
        return Intent.SPAM
    if signs.has(Cue.SUGGESTION) and weights.complaint < SERIOUS and not signs.has(Cue.FURY):
        return Intent.SUGGESTION
    if signs.has(Cue.SARCASM) or _complains(weights):
        return Intent.COMPLAINT
    return _mild_intent(weights)


def _mild_intent(weights: Weights) -> Intent:
    """The intent of one who does not clearly complain."""
    if weights.praise >= CLEAR and weights.question <= CLEAR:
        return Intent.PRAISE
    if weights.question >= FAINT:
        return Intent.QUESTION
    if weights.complaint >= FAINT and weights.complaint > weights.praise:
        return Intent.COMPLAINT
    return Intent.PRAISE if weights.praise >= 1 else Intent.OTHER


def _complains(weights: Weights) -> bool:
    return weights.complaint >= max(CLEAR, weights.question) and weights.complaint > weights.praise / 2


def _is_spam(signs: Signs, weights: Weights) -> bool:
    """Two signs of advertising, or one and a link, from somebody who does not complain."""
    offers = signs.count(Cue.SPAM)
    return offers >= 2 - signs.surface.has_link and offers > 0 and weights.complaint < CLEAR


def anger_of(signs: Signs, intent: Intent) -> Anger:
    """Furious: strong words, or unhappy words shouted. Annoyed: unhappy words. Else calm."""
    if intent in (Intent.SPAM, Intent.SUGGESTION):
        return Anger.CALM
    surface = signs.surface
    heat = 2 * signs.count(Cue.FURY) + 2 * surface.angry + surface.shouts + surface.excited
    unhappy = signs.count(Cue.DISPLEASED) + signs.count(Cue.SARCASM)
    strong = signs.has(Cue.FURY) and intent is Intent.COMPLAINT
    if strong or heat >= (HOT if not unhappy else HOT / 2):
        return Anger.FURIOUS
    if intent is Intent.PRAISE:
        return Anger.CALM
    reproachful = intent is Intent.COMPLAINT and signs.has(Cue.REPROACH)
    return Anger.ANNOYED if heat or unhappy or surface.sad or reproachful else Anger.CALM


def needs_reply(signs: Signs, intent: Intent, *, sensitive: bool, private: bool) -> bool:
    """Whether the person waits for an answer: those who ask, complain or speak to us do."""
    if intent is Intent.SPAM:
        return False
    if intent in (Intent.COMPLAINT, Intent.QUESTION, Intent.SUGGESTION) or sensitive:
        return True
    return intent is Intent.OTHER and (private or signs.surface.addressed)
