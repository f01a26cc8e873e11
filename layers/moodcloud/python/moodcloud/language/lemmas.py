"""Forms become words, each form by its script: Hangul as Korean, the rest by the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final

from moodcloud.language.detection import UNKNOWN
from moodcloud.language.english import lemma
from moodcloud.language.frequency import most_frequent
from moodcloud.language.korean import Korean

HANGUL: Final = re.compile("[가-힣ㄱ-ㅣ]")

LEMMATIZED_FORMS: Final = 60_000
"""How many forms are read, the most frequent first; the rest, seen a few times in millions of
texts, are words as they stand. It bounds the time of any upload."""

# Korean in one word of ten thousand finds no place in any cloud.
_LEAST_KOREAN: Final = 1e-4


def words_of_forms(
    forms: Sequence[str], counts: Sequence[int], language: str
) -> dict[str, tuple[str, ...]]:
    """Return the words each form holds: most hold one, Korean forms may hold more or none.

    Args:
        forms: Distinct, folded.
        counts: Occurrences of each.
        language: ISO 639-1, or `und`. Decides about forms that are not Hangul.
    """
    words: dict[str, tuple[str, ...]] = {form: (form,) for form in forms}
    hangul: dict[str, int] = {}
    others: dict[str, int] = {}
    for form, count in zip(forms, counts, strict=True):
        (hangul if HANGUL.search(form) else others)[form] = count
    if sum(hangul.values()) >= _LEAST_KOREAN * sum(counts):
        read = _korean().words_of(list(hangul), list(hangul.values()))
        words.update(zip(hangul, read, strict=True))
    lemma_of = _lemmatizer(language)
    frequent, _ = most_frequent(list(others), others, LEMMATIZED_FORMS)
    for form in frequent:
        words[form] = (lemma_of(form),)
    return words


def prepare(texts: Iterable[str]) -> None:
    """Load what texts like these will need, so that it is there when the forms are read."""
    if any(HANGUL.search(text) for text in texts):
        _korean().load()


@cache
def _korean() -> Korean:
    """Return the one reader of Korean: its analyser loads once, where there is work for it."""
    return Korean()


def _lemmatizer(language: str) -> Callable[[str], str]:
    if language in ("en", "ko"):
        return lemma
    if language == UNKNOWN:
        return lambda form: form
    from simplemma import lemmatize

    return lambda form: lemmatize(form, lang=language).lower()
