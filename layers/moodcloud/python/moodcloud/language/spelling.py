"""How a word is shown: in the spelling people write it most."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal

LOWER_CASE_SHARE: Final = 0.3
"""From this share of lower case on, a first capital is taken for the beginning of sentences.

In tweets, words that often begin one (thanks, wow, hello) are in lower case more often than this,
names (Paris, Monday) mostly less."""

LEMMA_SHARE: Final = 0.05
"""A lemma written less often than this gives way to the form people write (james, not jame)."""


def display(forms: Mapping[str, int], word: str) -> str:
    """Return the spelling in which `word` is shown.

    Args:
        forms: As written, of all that is counted under `word`, with their counts.
        word: The lemma, in lower case.

    >>> display({"iPhone": 7, "iphone": 2, "iPhones": 1}, "iphone")
    'iPhone'
    >>> display({"Movies": 2, "movie": 1, "Movie": 1, "MOVIE": 1}, "movie")
    'movie'
    """
    spellings: Counter[str] = Counter()
    for form, count in forms.items():
        spellings[folded(form)] += count
    if not spellings:
        return word
    shown = word
    if spellings[word] < LEMMA_SHARE * spellings.total():
        shown = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    cases = {form: count for form, count in forms.items() if folded(form) == shown}
    usual = min(cases, key=lambda form: (-cases[form], form != shown, form))
    lower = cases.get(shown, 0)
    # A capital inside (iPhone, USA) begins no sentence: it is enough that most write it so.
    if usual[1:] == shown[1:] and lower >= LOWER_CASE_SHARE * spellings[shown]:
        return shown
    return usual


# NFKC would turn the letters of ㅋㅋ and ㅠㅠ into halves of syllables that no font joins.
_LONE_JAMO: Final = re.compile("[\u3130-\u318f]")
# Nothing changes them, and most Korean forms hold nothing else.
_SYLLABLES: Final = re.compile("[가-힣]+")


def folded(form: str) -> str:
    """Return `form` as forms are compared: NFKC, lower case; the Turkish İ is a plain i.

    >>> folded("İSTANBUL"), folded("ＯＫ"), folded("ㅋㅋ")
    ('istanbul', 'ok', 'ㅋㅋ')
    """
    if form.isascii():
        return form.lower()
    if _SYLLABLES.fullmatch(form):
        return form
    kind: Literal["NFC", "NFKC"] = "NFC" if _LONE_JAMO.search(form) else "NFKC"
    return unicodedata.normalize(kind, form).lower().replace("i\u0307", "i")
