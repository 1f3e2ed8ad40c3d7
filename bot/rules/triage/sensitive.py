"""Matters that a second pair of eyes should see before anything is said in public."""

from bot.rules.triage.signs import Signs
from bot.rules.triage.vocabulary import SENSITIVE_CUES, Cue, Sensitive

_WORDED = {
    Sensitive.PERSONAL_DATA: "gives personal details",
    Sensitive.MONEY: "is about money",
    Sensitive.LEGAL: "speaks of the law",
    Sensitive.SAFETY: "says it is unsafe",
    Sensitive.DISCRIMINATION: "says somebody was discriminated against",
    Sensitive.PRESS_OR_EXECUTIVE: "may be the press or an executive",
    Sensitive.SECURITY: "is about security",
}


def sensitive_matters(signs: Signs) -> dict[Sensitive, str]:
    """Each sensitive matter found, with the reason to show. Leans towards finding one too many."""
    found = {
        matter: f"{_WORDED[matter]}: '{signs.quote(cue)}'"
        for cue, matter in SENSITIVE_CUES.items()
        if signs.has(cue)
    }
    if signs.has(Cue.TAKEOVER):
        found.setdefault(Sensitive.SECURITY, f"{_WORDED[Sensitive.SECURITY]}: '{signs.quote(Cue.TAKEOVER)}'")
    if signs.surface.personal:  # the kind is named, the detail is not repeated
        found[Sensitive.PERSONAL_DATA] = f"{_WORDED[Sensitive.PERSONAL_DATA]}: {signs.surface.personal[0]}"
    return found
