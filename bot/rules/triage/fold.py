"""One spelling for what people spell in many ways, so that a lexicon needs each phrase only once."""

import re
import unicodedata

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|&#?\w{2,6};|(?<![\w.])@[\w.@-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ACCENTS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u0655\u0670]+")
_APOSTROPHES = re.compile(r"[’‘ʼ´`]")
_ENGLISH_APOSTROPHE = re.compile(r"'(?=(?:t|s|re|ve|ll|d|m)\b)")
_SENTENCE_END = re.compile(r"[.!?;:…\n؛؟。।]+(?!\d)")
_COMMA = re.compile(r"[,،、]+(?!\d)")
_PUNCTUATION = re.compile(
    r"[\s\x21-\x2b\x2d\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2010-\u206f"
    r"\u3008-\u301f\u30fb\ufeff]+"
)
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_PERSIAN_VERB = re.compile(r"(?<= )(ن?می) (?=\w)")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+")
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ı": "i", "ß": "ss", "ø": "o", "ł": "l"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, addresses or punctuation, with a space at each end.

    The end of a sentence is kept as ` . ` and a comma as ` , `, so that no phrase is found across them.
    """
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    if "#" in plain:
        plain = _CAMEL.sub(" ", plain)
    plain = _without_accents(plain.casefold())
    plain = _ENGLISH_APOSTROPHE.sub("", _APOSTROPHES.sub("'", plain))
    plain = _PUNCTUATION.sub(" ", _SENTENCE_END.sub(" . ", _COMMA.sub(" , ", plain)))
    plain = _LONG_DRAWN.sub(r"\1\1", plain)
    plain = _PERSIAN_VERB.sub(r"\1", plain)
    return f" {plain.strip()} "


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)).translate(_LETTERS)
