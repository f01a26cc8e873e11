"""A surface form becomes a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

_HANGUL_SHARE = 0.2


# NFKC would turn the letters of ㅋㅋ and ㅠㅠ into halves of syllables that no font joins.
_LONE_JAMO = re.compile("[\u3130-\u318f]")


def word_of(form: str) -> str:
    """Return the word a form is counted under: full-width letters made plain, lower case."""
    if form.isascii():
        return form.lower()
    form_kind: Literal["NFC", "NFKC"] = "NFC" if _LONE_JAMO.search(form) else "NFKC"
    return unicodedata.normalize(form_kind, form).lower()


def language_of(words: Mapping[str, int]) -> str:
    """Return the language of a vocabulary: `ko`, or `en` for everything else.

    Args:
        words: Occurrences of each word.
    """
    hangul = sum(count for word, count in words.items() if "가" <= word[0] <= "힣")
    return "ko" if hangul > _HANGUL_SHARE * sum(words.values()) else "en"
