"""How a word is shown: in the spelling that people use most."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal

LOWER_CASE_SHARE: Final = 0.3
"""With at least this share of lower case, a first capital is taken for the beginning of sentences.

In tweets, words that often begin one (thanks, wow, hello) are in lower case more often than this,
names (Paris, Monday) mostly less."""


SURE_CAPITAL: Final = 3
"""From so many times on, a capital of a word of the dictionary is taken for a name's."""

LENGTHENED: Final = re.compile(r"([^\W\d_])\1{2,}")
"""A letter three times or more: goooood."""


def display(tokens: Mapping[str, int], word: str, common: bool = False) -> str:
    """Return the spelling in which `word` is shown: the one most written, whatever its case.

    Args:
        tokens: All that is counted under `word`, as written, with the counts.
        word: The lemma, in lower case.
        common: Whether it is a word of the dictionary that has no capital.

    >>> display({"iPhone": 7, "iphone": 2, "iPhones": 1}, "iphone")
    'iPhone'
    >>> display({"delayed": 4, "delay": 2, "Delayed": 1}, "delay")
    'delayed'
    """
    spellings: Counter[str] = Counter()
    for token, count in tokens.items():
        spellings[folded(token)] += count
    if not spellings:
        return word
    # Nobody looks for "soooo": lengthened words are shown as they are spelled.
    proper = {each for each in spellings if not LENGTHENED.search(each)} or set(spellings)
    shown = min(proper, key=lambda each: (-spellings[each], each != word, each))
    cases = {token: count for token, count in tokens.items() if folded(token) == shown}
    usual = min(cases, key=lambda token: (-cases[token], token != shown, token))
    lower = cases.get(shown, 0)
    # A capital inside (iPhone, USA) begins no sentence: it is enough that most people write it.
    if usual[1:] == shown[1:] and lower >= LOWER_CASE_SHARE * spellings[shown]:
        return shown
    # Once or twice with a capital may be the beginning of a sentence each time.
    if usual[1:] == shown[1:] and spellings[shown] < SURE_CAPITAL and common:
        return shown
    return usual


# NFKC would turn the letters of ㅋㅋ and ㅠㅠ into halves of syllables that no font joins.
_LONE_JAMO: Final = re.compile("[\u3130-\u318f]")
# Folding changes no syllable, and most Korean tokens hold nothing else.
_SYLLABLES: Final = re.compile("[가-힣]+")


def folded(token: str) -> str:
    """Return `token` as it is compared with others: NFKC, lower case, a plain i for the Turkish İ.

    >>> folded("İSTANBUL"), folded("ＯＫ"), folded("ㅋㅋ")
    ('istanbul', 'ok', 'ㅋㅋ')
    """
    if token.isascii():
        return token.lower()
    if _SYLLABLES.fullmatch(token):
        return token
    kind: Literal["NFC", "NFKC"] = "NFC" if _LONE_JAMO.search(token) else "NFKC"
    return unicodedata.normalize(kind, token).lower().replace("i\u0307", "i")
