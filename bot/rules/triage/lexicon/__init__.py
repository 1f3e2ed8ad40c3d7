"""The signs of each language the desk reads, one module a language."""

from functools import cache
from importlib import import_module

from bot.rules.triage.cues import GLUED, Lexicon

LANGUAGES = ("en", "th", "fa", "ar", "zh", "ja", "ko", "ru", "de", "es", "fr", "pt", "id", "tr", "it", "hi")
# People write English words amid these; in a language of Latin letters they would be false friends.
_MIXED_WITH_ENGLISH = frozenset({"th", "fa", "ar", "zh", "ja", "ko", "ru", "id", "hi"})
# Near enough to be read with a neighbour's words.
_READ_AS = {"ms": "id", "gl": "pt", "ca": "es", "uk": "ru", "be": "ru", "az": "tr", "af": "en", "ur": "hi"}


def lexicons_for(language: str) -> tuple[Lexicon, ...]:
    """The lexicons to read a post in `language` (ISO 639-1) with; a language without one is read as English."""
    code = _READ_AS.get(language, language)
    if code not in LANGUAGES:
        return (_lexicon("en"),)
    if code in _MIXED_WITH_ENGLISH:
        return (_lexicon(code), _lexicon("en"))
    return (_lexicon(code),)


@cache
def _lexicon(code: str) -> Lexicon:
    phrases = import_module(f"{__name__}.{code}").PHRASES
    return Lexicon(phrases, glued=code in GLUED)
