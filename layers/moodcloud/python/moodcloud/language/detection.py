"""The language of a vocabulary, detected by its stop words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from moodcloud.language.scripts import SCRIPTS
from moodcloud.language.stopwords import judging_words, stop_words
from moodcloud.language.wordnet import is_known
from moodcloud.options import LANGUAGES
from moodcloud.patterns import lazy_pattern

UNKNOWN: Final = "und"
"""The language is not one of those known, or is uncertain: each token is a word as it is."""

HANGUL: Final = lazy_pattern("[가-힣ㄱ-ㅣ]")
_KANA_OR_IDEOGRAPHS: Final = lazy_pattern(f"[{SCRIPTS['zh']}{SCRIPTS['ja']}]")
_KANA: Final = lazy_pattern(f"[{SCRIPTS['ja']}]")
_THAI: Final = re.compile(f"[{SCRIPTS['th']}]")
_SCRIPT_SHARE: Final = 0.2
# Japanese hardly has a word in ten without kana.
_KANA_SHARE: Final = 0.1
# A running text is a third to a half stop words; by the list of another language it is a tenth.
_LEAST_COVERAGE: Final = 0.15
_LEAST_LEAD: Final = 1.3
# Near languages (Norwegian and Danish, Malay and Indonesian) share most of their stop words.
_LEAST_OWN: Final = 0.02
_LEAST_OWN_LEAD: Final = 2.5
# Nearly all stop words of these are those of larger neighbours, too.
_SPOKEN_BY_FEWER: Final = {"gl": ("es", "pt")}
_KNOWN_SHARE: Final = 0.5


def detect(tokens: Mapping[str, int]) -> str:
    """Return the language of a vocabulary, `und` where it is not certain.

    Args:
        tokens: Occurrences of each folded token; the most frequent are enough.
    """
    total = sum(tokens.values())
    if not total:
        return UNKNOWN
    for language, script in (("ko", HANGUL), ("zh", _KANA_OR_IDEOGRAPHS), ("th", _THAI)):
        written = _occurrences(tokens, script)
        if written > _SCRIPT_SHARE * total:
            kana = _occurrences(tokens, _KANA)
            return "ja" if language == "zh" and kana > _KANA_SHARE * written else language
    coverage = {language: _share(tokens, _frequent(language)) for language in LANGUAGES}
    for small, large in _SPOKEN_BY_FEWER.items():
        if coverage[small] <= max(coverage[each] for each in large):
            del coverage[small]
    first, second = sorted(coverage, key=lambda language: -coverage[language])[:2]
    if coverage[first] >= _LEAST_COVERAGE:
        if coverage[first] >= _LEAST_LEAD * coverage[second] or _apart(tokens, first, second):
            return first
        # Hindi in Latin letters among English is neither.
        if first != "en":
            return UNKNOWN
    known = sum(
        count for token, count in tokens.items() if token in stop_words("en") or is_known(token)
    )
    return "en" if known >= _KNOWN_SHARE * total else UNKNOWN


def _occurrences(tokens: Mapping[str, int], script: re.Pattern[str]) -> int:
    return sum(count for token, count in tokens.items() if script.search(token))


@cache
def _frequent(language: str) -> frozenset[str]:
    """Return the words that tell a language: its stop words, and those that judge or negate.

    Short reviews hold few others: Goed product, Werkt niet.
    """
    judging = judging_words(language)
    return stop_words(language) | judging.judge | judging.negating


def _share(tokens: Mapping[str, int], words: frozenset[str]) -> float:
    return sum(tokens[word] for word in tokens.keys() & words) / sum(tokens.values())


def _apart(tokens: Mapping[str, int], first: str, second: str) -> bool:
    """Return whether stop words that only one of two near languages has are mostly the first's."""
    own, others = _frequent(first), _frequent(second)
    least = max(_LEAST_OWN, _LEAST_OWN_LEAD * _share(tokens, others - own))
    return _share(tokens, own - others) >= least
