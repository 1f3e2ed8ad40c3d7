"""What a mention is about, by rules a person can follow: every judgement comes with the words behind it.

No trained model: signs are found in lexicons written by hand (`lexicon`), weighed, and compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules.triage.intent import anger_of, intent_of, needs_reply, weigh
from bot.rules.triage.policy import TriagePolicy
from bot.rules.triage.sensitive import sensitive_matters
from bot.rules.triage.signs import Signs, gather
from bot.rules.triage.urgency import Person, urgency_of
from bot.rules.triage.vocabulary import Anger, Cue, Intent, Sensitive, Urgency


@dataclass(frozen=True, slots=True)
class Reading:
    """The desk's reading of one mention. `why` is for the card: short reasons, the weightiest first."""

    language: str
    intent: Intent
    urgency: Urgency
    anger: Anger
    sensitive: frozenset[Sensitive]
    needs_reply: bool
    why: tuple[str, ...]


def read(
    text: str,
    *,
    language: str,
    followers: int | None,
    private: bool,
    words: TriagePolicy,
    vip: bool = False,
) -> Reading:
    """Read one post. `language` is an ISO 639-1 code or `und`; `followers` is None where not known.

    Of a very long post only the beginning and the end are read. Never raises, whatever the text.
    """
    signs = gather(text, language, words)
    weights = weigh(signs)
    intent = intent_of(signs, weights)
    anger = anger_of(signs, intent)
    matters = sensitive_matters(signs)
    urgency, pressing = urgency_of(signs, intent, matters, Person(followers or 0, vip=vip), words)
    return Reading(
        language=language,
        intent=intent,
        urgency=urgency,
        anger=anger,
        sensitive=frozenset(matters),
        needs_reply=needs_reply(signs, intent, sensitive=bool(matters), private=private),
        why=(*pressing, *matters.values(), *_why_intent(signs, intent, anger)),
    )


def _why_intent(signs: Signs, intent: Intent, anger: Anger) -> Iterator[str]:
    if intent is Intent.COMPLAINT:
        yield from _why_complaint(signs, anger)
    elif intent is Intent.QUESTION:
        quote = signs.quote(Cue.QUESTION, Cue.HELP)
        yield f"asks a question: '{quote}'" if quote else "asks a question"
    elif intent is not Intent.OTHER:
        yield f"{_WORDED[intent][0]}: '{signs.quote(_WORDED[intent][1])}'"


_WORDED = {
    Intent.PRAISE: ("is pleased", Cue.PRAISE),
    Intent.SUGGESTION: ("suggests something", Cue.SUGGESTION),
    Intent.SPAM: ("looks like advertising", Cue.SPAM),
}


def _why_complaint(signs: Signs, anger: Anger) -> Iterator[str]:
    if quote := signs.quote(Cue.SARCASM):
        yield f"may be sarcasm: '{quote}'"
    if quote := signs.quote(Cue.PROBLEM, Cue.TROUBLE):
        yield f"reports a problem: '{quote}'"
    if quote := signs.quote(Cue.FURY, Cue.DISPLEASED):
        yield f"sounds {'furious' if anger is Anger.FURIOUS else 'unhappy'}: '{quote}'"
    elif anger is Anger.FURIOUS:
        yield "sounds furious"
