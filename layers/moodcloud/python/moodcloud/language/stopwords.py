"""Stop words: words too common in a language to say anything about a text; never those that judge.

The words that judge or negate are listed in `judging_words.toml`, by language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from moodcloud.language.spelling import folded

# The lists for these were chosen by hand, without words that judge. Other languages have the lists
# of stopwordsiso.
_CHOSEN: Final = ("en", "ko")
# For these, words chosen by hand are added to that list.
_MORE: Final = ("zh", "ja", "th")


@dataclass(frozen=True)
class Judging:
    """The words of a language that judge or negate, as tokens in lower case.

    Attributes:
        judge: Words that say how somebody finds something.
        negators: What negates the word after it, each with the name it is counted under.
        after: What negates the word before it.
    """

    judge: frozenset[str] = frozenset()
    negators: Mapping[str, str] = field(default_factory=dict)
    after: frozenset[str] = frozenset()

    @property
    def negating(self) -> frozenset[str]:
        """The words that negate, whichever side of them."""
        return self.after.union(self.negators)


@cache
def judging_words(language: str) -> Judging:
    """Return the words of a language (ISO 639-1) that judge or negate, where they are listed."""
    listed = _judging_lists().get(language)
    if listed is None:
        return Judging()
    return Judging(
        judge=frozenset(listed["judge"].split()),
        negators={
            token: tokens.split()[0] for tokens in listed["negators"] for token in tokens.split()
        },
        after=frozenset(listed.get("after", "").split()),
    )


@cache
def _judging_lists() -> dict[str, dict[str, Any]]:
    text = files("moodcloud.language").joinpath("judging_words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language (ISO 639-1), as tokens and as words, in lower case."""
    if language not in _CHOSEN:
        from stopwordsiso import has_lang, stopwords

        judging = judging_words(language)
        listed = frozenset(stopwords(language)) if has_lang(language) else frozenset()
        more = _own_list(language) if language in _MORE else frozenset()
        return (listed | more) - judging.judge - judging.negating
    return _own_list(language)


def _own_list(language: str) -> frozenset[str]:
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
