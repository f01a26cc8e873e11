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


WITHIN_SENTENCES: Final = 0.15
"""More of its capitals are within a sentence if a word of the dictionary is a name, too.

Of Monday about half are, of Apple in tweets and headings one in five, of However one in ten."""

_NO_CAPITALS: Final[Mapping[str, int]] = {}

BEGINNING: Final = 0.1
"""So many of its spellings begin with a capital, and go on without, if a word is no acronym: of
GROSS one in seven does, of TV one in forty."""

LENGTHENED: Final = re.compile(r"([^\W\d_])\1{2,}")
"""A letter three times or more: goooood."""


def display(
    tokens: Mapping[str, int],
    word: str,
    common: bool = False,
    capitals: Mapping[str, int] = _NO_CAPITALS,
) -> str:
    """Return the spelling in which `word` is shown: the one most written, whatever its case.

    Args:
        tokens: All that is counted under `word`, as written, with the counts.
        word: The lemma, in lower case.
        common: Whether it is a word of the dictionary that has no capital.
        capitals: How often each token, folded, has a capital within a sentence.

    >>> display({"iPhone": 7, "iphone": 2, "iPhones": 1}, "iphone")
    'iPhone'
    >>> display({"delayed": 4, "delay": 2, "Delayed": 1}, "delay")
    'delayed'
    """
    if len(tokens) == 1 and word in tokens:
        return word
    spellings: Counter[str] = Counter()
    written = {token: folded(token) for token in tokens}
    folds = set(written.values())
    for token, count in tokens.items():
        spelling = written[token]
        owner = spelling.removesuffix("'s")
        # Whose it is makes no other word, if both are written: the fleet's, the fleet.
        spellings[owner if owner in folds else spelling] += count
    if not spellings:
        return word
    # Nobody looks for "soooo": lengthened words are shown as they are spelled.
    proper = {each for each in spellings if not LENGTHENED.search(each)} or set(spellings)
    shown = min(proper, key=lambda each: (-spellings[each], each != word, len(each), each))
    cases = {token: count for token, count in tokens.items() if written[token] == shown}
    usual = min(cases, key=lambda token: (-cases[token], token != shown, token))
    if usual[1:] == shown[1:]:
        lower = cases.get(shown, 0) / spellings[shown]
        large = cases[usual] / spellings[shown]
        within = capitals.get(shown, 0) / spellings[shown]
        return usual if _is_own_capital(lower, large, within, common) else shown
    # A capital inside (iPhone, USA) begins no sentence: it is enough that most people write it.
    return shown if usual.isupper() and _is_loud(tokens, shown, common) else usual


def _is_own_capital(lower: float, large: float, within: float, common: bool) -> bool:
    """Return whether a word has a capital of its own, not that of the beginning of sentences.

    Args:
        lower: The share of its occurrences in lower case.
        large: The share of those with a capital.
        within: The share of those with a capital after another word of their sentence.
        common: Whether it is a word of the dictionary that has no capital.
    """
    if common:
        return lower < LOWER_CASE_SHARE and within > WITHIN_SENTENCES * large
    return lower < LOWER_CASE_SHARE or within >= lower


def _is_loud(tokens: Mapping[str, int], shown: str, common: bool) -> bool:
    """Return whether people write a word large to be heard, as none does with USA.

    They inflect it (FAIL, failed), or begin sentences with it (GROSS, Gross).
    """
    inflected = sum(count for token, count in tokens.items() if token == folded(token) != shown)
    if inflected >= LOWER_CASE_SHARE * tokens.get(shown.upper(), 0):
        return True
    spelled = sum(tokens.get(each, 0) for each in (shown, shown.upper(), shown.capitalize()))
    return common and tokens.get(shown.capitalize(), 0) >= BEGINNING * spelled


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
