"""Tokens become words, each token by its script: Hangul as Korean, the rest by the language."""

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

LEMMATIZED_TOKENS: Final = 60_000
"""How many tokens are read, the most frequent first; the rest, seen a few times in millions of
texts, are words as they stand. It bounds the time of any upload."""

# Korean in one word of ten thousand finds no place in any cloud.
_LEAST_KOREAN: Final = 1e-4


def words_of_tokens(
    tokens: Sequence[str], counts: Sequence[int], language: str
) -> dict[str, tuple[str, ...]]:
    """Return the words each token holds: most hold one, Korean tokens may hold more or none.

    Args:
        tokens: Distinct, folded.
        counts: Occurrences of each.
        language: ISO 639-1, or `und`. Decides about tokens that are not Hangul.
    """
    words: dict[str, tuple[str, ...]] = {token: (token,) for token in tokens}
    hangul: dict[str, int] = {}
    others: dict[str, int] = {}
    for token, count in zip(tokens, counts, strict=True):
        (hangul if HANGUL.search(token) else others)[token] = count
    if sum(hangul.values()) >= _LEAST_KOREAN * sum(counts):
        read = _korean().words_of(list(hangul), list(hangul.values()))
        words.update(zip(hangul, read, strict=True))
    lemma_of = _lemmatizer(language)
    frequent, _ = most_frequent(list(others), others, LEMMATIZED_TOKENS)
    for token in frequent:
        words[token] = (lemma_of(token),)
    return words


def prepare(texts: Iterable[str]) -> None:
    """Load what texts like these will need, so that it is there when the tokens are read."""
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
        return lambda token: token
    from simplemma import lemmatize

    return lambda token: lemmatize(token, lang=language).lower()
