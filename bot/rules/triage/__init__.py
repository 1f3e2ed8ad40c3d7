"""Reads what a mention is about: `read(text, …) -> Reading`. Pure, fast, and able to say why."""

from bot.rules.triage.policy import TriagePolicy
from bot.rules.triage.reading import Reading, read
from bot.rules.triage.vocabulary import Anger, Intent, Sensitive, Urgency

__all__ = ["Anger", "Intent", "Reading", "Sensitive", "TriagePolicy", "Urgency", "read"]
