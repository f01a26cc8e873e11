"""Encodings of one byte a letter: told apart by which language's stop words then appear."""

from __future__ import annotations

import re
from typing import Final

from moodcloud.language.stopwords import stop_words

WESTERN: Final = "cp1252"

# By Python's names, with the languages that are told by.
_LANGUAGES: Final = {
    WESTERN: ("fr", "de", "es", "pt", "it", "ca", "nl", "da", "sv", "fi"),
    "cp1250": ("pl", "cs", "sk", "hu", "sl", "ro"),
    "iso8859_2": ("pl", "cs", "sk", "hu", "sl", "ro"),
    "cp1251": ("ru", "uk", "bg"),
    "koi8_u": ("ru", "uk"),
    "cp1253": ("el",),
    "cp1254": ("tr",),
}
# Of the words that hold more than ASCII, a quarter and more are stop words when read rightly.
_SURE: Final = 0.15
_LEAD: Final = 1.5
_NO_LETTER: Final = re.compile("[\x80-\x9f\ufffd]")
# Single letters come of any bytes.
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def single_byte(sample: bytes) -> str | None:
    """Return the encoding of `sample`; None where it is cp1252 or none that is known here.

    Args:
        sample: Lines that are not ASCII.
    """
    shares = {encoding: _stop_share(sample, encoding) for encoding in _LANGUAGES}
    # The earlier of two that read all words alike.
    best = max(shares, key=lambda encoding: shares[encoding])
    sure = shares[best] >= max(_SURE, _LEAD * shares[WESTERN])
    return best if sure and best != WESTERN else None


def _stop_share(sample: bytes, encoding: str) -> float:
    """Return the share of stop words among the words with letters beyond ASCII."""
    stops = frozenset().union(*map(stop_words, _LANGUAGES[encoding]))
    text = sample.decode(encoding, "replace")
    words = _WORD.findall(text.lower())
    words = [word for word in words if not word.isascii()]
    wrong = len(_NO_LETTER.findall(text))
    return (sum(word in stops for word in words) - wrong) / max(len(words), 1)
