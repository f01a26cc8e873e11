"""Stop words: words too common in a language to say anything about a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from moodcloud.language.spelling import folded

# The lists for these were chosen by hand, without words that judge. Other languages have the lists
# of stopwordsiso.
_CHOSEN: Final = ("en", "ko")


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language (ISO 639-1), as tokens and as words, in lower case."""
    if language not in _CHOSEN:
        from stopwordsiso import has_lang, stopwords

        return frozenset(stopwords(language)) if has_lang(language) else frozenset()
    text = files("moodcloud.language").joinpath(f"stopwords.{language}.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def bigram_stop_words(more: Iterable[str], keep: Iterable[str]) -> frozenset[str]:
    """Return the tokens that no bigram may hold: they are fixed before anything is counted.

    Args:
        more: Stop words that the user adds.
        keep: Words that the user wants kept.
    """
    chosen = frozenset().union(*(stop_words(language) for language in _CHOSEN))
    return (chosen | {folded(word) for word in more}) - {folded(word) for word in keep}
