"""Forms become words, each form by its script: Hangul as Korean, the rest by the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from moodcloud.language.detection import UNKNOWN
from moodcloud.language.english import lemma
from moodcloud.language.korean import Korean

HANGUL: Final = re.compile("[가-힣ㄱ-ㅣ]")

LEMMATIZED_FORMS: Final = 100_000
"""How many forms are read, the most frequent first; the rest, seen once each in millions of texts,
are words as they stand. It bounds the time of any upload."""

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
    total = sum(counts)
    ranked = sorted(zip(forms, counts, strict=True), key=lambda item: (-item[1], item[0]))
    hangul = [(form, count) for form, count in ranked if HANGUL.search(form)]
    lemma_of = _lemmatizer(language)
    words: dict[str, tuple[str, ...]] = {form: (form,) for form in forms}
    for form, _ in ranked[:LEMMATIZED_FORMS]:
        words[form] = (lemma_of(form),)
    if sum(count for _, count in hangul) >= _LEAST_KOREAN * total:
        # The analyser loads in seconds: only where there is something for it.
        read = Korean().words_of([form for form, _ in hangul], [count for _, count in hangul])
        words.update(zip((form for form, _ in hangul), read, strict=True))
    return words


def _lemmatizer(language: str) -> Callable[[str], str]:
    if language in ("en", "ko"):
        return lemma
    if language == UNKNOWN:
        return lambda form: form
    from simplemma import lemmatize

    return lambda form: lemmatize(form, lang=language).lower()
