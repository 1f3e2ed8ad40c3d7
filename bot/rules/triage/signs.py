"""All signs found in one post, gathered once for every judgement."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.triage.cues import Lexicon
from bot.rules.triage.fold import fold
from bot.rules.triage.lexicon import lexicons_for
from bot.rules.triage.policy import TriagePolicy
from bot.rules.triage.surface import Surface, look
from bot.rules.triage.vocabulary import Cue

HEAD_CHARS, TAIL_CHARS = 2_000, 500  # of a longer post, the beginning and the end are read


@dataclass(frozen=True, slots=True)
class Signs:
    """The phrases found, by what they are a sign of, and what the surface shows."""

    words: int
    phrases: Mapping[Cue, tuple[str, ...]]
    surface: Surface

    def count(self, cue: Cue) -> int:
        """How many phrases give this sign."""
        return len(self.phrases.get(cue, ()))

    def quote(self, *cues: Cue) -> str:
        """The first phrase that gives one of these signs, to be shown; empty where there is none."""
        return next((self.phrases[cue][0] for cue in cues if cue in self.phrases), "")

    def has(self, *cues: Cue) -> bool:
        """Whether any of these signs was found."""
        return any(cue in self.phrases for cue in cues)


def gather(text: str, language: str, policy: TriagePolicy) -> Signs:
    """Find every sign in `text`, of which only the beginning and the end are read."""
    cut = text if len(text) <= HEAD_CHARS + TAIL_CHARS else f"{text[:HEAD_CHARS]}\n{text[-TAIL_CHARS:]}"
    folded = fold(cut)
    found: defaultdict[Cue, dict[str, None]] = defaultdict(dict)
    for lexicon in (*_house_words(policy), *lexicons_for(language)):
        for hit in lexicon.find(folded):
            found[hit.cue][hit.quote] = None
    return Signs(folded.count(" ") - 1, {cue: tuple(quotes) for cue, quotes in found.items()}, look(cut))


@lru_cache(maxsize=16)
def _house_words(policy: TriagePolicy) -> tuple[Lexicon, ...]:
    """The operator's own words, if there are any."""
    phrases = {Cue(matter.value): ",".join(words) for matter, words in policy.sensitive_words}
    if policy.urgent_words:
        phrases[Cue.URGENT] = ",".join(policy.urgent_words)
    return (Lexicon(phrases, glued=False),) if phrases else ()
