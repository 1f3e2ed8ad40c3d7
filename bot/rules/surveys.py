"""The one question after a ticket is resolved: whether to ask it, and how what comes next is read as its answer.

Only what stands first is an answer: "2" and "2: took too long" are, "2 of my cups are broken" is a new matter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.survey_words import PARTICLES, SIGNS, THANKS, WORDS
from bot.rules.triage.fold import fold
from storage.words import SurveyKind

SCALES = {SurveyKind.SATISFACTION: (1, 5), SurveyKind.NPS: (0, 10)}
"""The least and the most that can be answered."""
UNHAPPY = {SurveyKind.SATISFACTION: 2, SurveyKind.NPS: 6}
"""From here down a customer is not content, and somebody should look at it again."""
OPEN_FOR = timedelta(days=14)
"""A private message that comes later than that is no answer any more."""

_STAR = "⭐"
_NUMBER = re.compile(
    rf"""\s*[*"'“(]*(?P<score>\d{{1,2}})[\ufe0f\u20e3]*
    (?:\s*(?:/|of|out\ of|von|sur|de|из|از|จาก)\s*(?P<of>5|10)\b)?
    (?:\s*(?:stars?|sterne?|estrellas?|[ée]toiles?|estrelas?|points?|punkte?|ดาว|คะแนน|星|分|звезд\w*|баллов|ستاره))?
    [*"'”)]*(?:\s*$|\s*[.,;:!?،。,!–—\-\n].*|\s+[^\w\s].*|\s+(?:{"|".join(THANKS)}).*)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_PARTICLE = re.compile(rf" ?(?:{'|'.join(PARTICLES)})$")
_SKIN = re.compile(r"[\U0001f3fb-\U0001f3ff\ufe0f\u200d\u2640\u2642]")


@dataclass(frozen=True)
class Rated:
    """A customer's answer; whatever they added to the score is in their message."""

    kind: SurveyKind
    score: int

    @property
    def most(self) -> int:
        """The best score there is."""
        return SCALES[self.kind][1]

    @property
    def is_unhappy(self) -> bool:
        """Whether somebody should look at it again."""
        return self.score <= UNHAPPY[self.kind]


@dataclass(frozen=True)
class SurveyPolicy:
    """What may be asked, and how seldom one person is."""

    satisfaction: bool = True
    nps: bool = False
    every: timedelta = timedelta(days=7)
    """Between any two questions to one person."""
    nps_every: timedelta = timedelta(days=91)


def due(
    policy: SurveyPolicy, asked_at: datetime | None, nps_asked_at: datetime | None, now: datetime
) -> SurveyKind | None:
    """What to ask somebody who was last asked anything, and last asked about recommending us, at these instants.

    The quarterly question goes before the usual one, since only one is asked.
    """
    if asked_at is not None and now - asked_at < policy.every:
        return None
    if policy.nps and (nps_asked_at is None or now - nps_asked_at >= policy.nps_every):
        return SurveyKind.NPS
    return SurveyKind.SATISFACTION if policy.satisfaction else None


def read(text: str, kind: SurveyKind) -> Rated | None:
    """The answer that a message gives; None where it is about something else."""
    found = _number(text, kind)
    if found is None and kind is SurveyKind.SATISFACTION:
        found = _stars(text) or _sign(text) or _word(text)
    return found


def _number(text: str, kind: SurveyKind) -> Rated | None:
    """A number in any script's digits, alone or set off from what follows."""
    found = _NUMBER.match(_western(text))
    if found is None:
        return None
    least, most = SCALES[kind]
    score = int(found["score"])
    if not least <= score <= most or (found["of"] and int(found["of"]) != most):
        return None
    return Rated(kind, score)


def _western(text: str) -> str:
    """The text with every digit as 0 to 9, one for one."""
    return "".join(
        str(unicodedata.digit(one, one)) if unicodedata.category(one) == "Nd" else one
        for one in unicodedata.normalize("NFKC", text)
    )


def _stars(text: str) -> Rated | None:
    plain = text.strip().replace("★", _STAR).replace("🌟", _STAR).replace("\ufe0f", "")
    count = len(plain) - len(plain.lstrip(_STAR))
    most = SCALES[SurveyKind.SATISFACTION][1]
    if not 1 <= count <= most:
        return None
    return Rated(SurveyKind.SATISFACTION, count)


def _sign(text: str) -> Rated | None:
    """A face or a hand that begins the message. Of several, the first counts."""
    plain = _SKIN.sub("", text.strip())
    if not plain or plain[0] not in SIGNS:
        return None
    return Rated(SurveyKind.SATISFACTION, SIGNS[plain[0]])


def _word(text: str) -> Rated | None:
    """A word or two that say how it went, as all of the message or as its first part."""
    said = re.split(r" [.,] ", f"{fold(text).rstrip()} ")[0].strip(" .,")
    score = WORDS.get(said, WORDS.get(_PARTICLE.sub("", said)))
    return None if score is None else Rated(SurveyKind.SATISFACTION, score)
