"""Elided words of French, Italian and Catalan: `l'hôtel` is read as `hôtel`, `n'aime` as `aime`."""

from __future__ import annotations

import re
from typing import Final

from moodcloud.patterns import lazy_pattern

_ELIDED: Final = {
    "fr": "l d j m t s c ç n qu jusqu lorsqu puisqu quoiqu",
    "it": "l d c s m t v un all dall dell nell sull coll quell quest bell sant cos dov com tutt "
    "mezz nient senz anch qualcun nessun buon pover grand",
    "ca": "l d m t s n",
}
"""What loses its vowel before a word that begins with one, by language."""

_WHOLE: Final = {
    "fr": ("aujourd'hui", "d'abord", "d'accord", "d'ailleurs", "quelqu'un", "quelqu'une"),
    "it": ("d'accordo", "po'"),
    "ca": ("d'acord",),
}
"""What is one word, although it begins so."""

_PATTERNS: Final = {
    language: lazy_pattern(rf"(?:{'|'.join(elided.split())})'(?=\w)", re.IGNORECASE)
    for language, elided in _ELIDED.items()
}


def without_elided(form: str, language: str) -> str:
    """Return a form without the elided words before its tokens.

    Args:
        form: A token or a bigram, as written or folded.
        language: ISO 639-1, or `und`.

    >>> without_elided("l'appli", "fr"), without_elided("aujourd'hui", "fr")
    ('appli', "aujourd'hui")
    """
    if not may_elide(form, language):
        return form
    return " ".join(_without(token, language) for token in form.split(" "))


def _without(token: str, language: str) -> str:
    if token.lower() in _WHOLE[language]:
        return token
    found = _PATTERNS[language].match(token)
    return token[found.end() :] if found else token


def may_elide(form: str, language: str) -> bool:
    """Return whether a form has an apostrophe, in a language where it parts words."""
    return "'" in form and language in _PATTERNS
