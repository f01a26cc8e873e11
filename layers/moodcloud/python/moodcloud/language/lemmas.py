"""Tokens become words, by script: Hangul is read as Korean, the rest in the table's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from heapq import nsmallest
from typing import Final

from moodcloud.language.detection import HANGUL, UNKNOWN
from moodcloud.language.english import lemma
from moodcloud.language.korean import Korean

LEMMATIZED_TOKENS: Final = 60_000
"""How many tokens get a lemma, the most frequent first; the rest, seen a few times in millions of
texts, are words as they are. It bounds the time of any upload."""

# Where fewer than one word in ten thousand is Korean, no cloud has room for one.
_LEAST_KOREAN: Final = 1e-4


def words_of_tokens(
    tokens: Sequence[str], counts: Sequence[int], language: str
) -> dict[str, tuple[str, ...]]:
    """Return the words each token holds: most hold one, Korean tokens may hold more or none.

    Args:
        tokens: Distinct, folded.
        counts: Occurrences of each.
        language: ISO 639-1, or `und`; how to read tokens that are not Hangul.
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
    for token in nsmallest(LEMMATIZED_TOKENS, others, key=lambda each: (-others[each], each)):
        words[token] = (lemma_of(token),)
    return words


def prepare(texts: Iterable[str]) -> None:
    """Load what texts like these need, so that it is there when tokens become words."""
    if any(HANGUL.search(text) for text in texts):
        _korean().load()


@cache
def _korean() -> Korean:
    """Return the one `Korean`: its analyser loads once, and only where there is work for it."""
    return Korean()


def _lemmatizer(language: str) -> Callable[[str], str]:
    if language in ("en", "ko"):
        return lemma
    if language == UNKNOWN:
        return lambda token: token
    from simplemma import lemmatize

    return lambda token: lemmatize(token, lang=language).lower()
