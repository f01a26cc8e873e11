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


ALONE: Final = "alone:"
"""It begins a line of words that are stop words where they are not part of a phrase."""


@dataclass(frozen=True)
class Judging:
    """The words of a language that judge or negate, as tokens in lower case.

    Attributes:
        judge: Words that say how somebody finds something.
        negators: What negates the word after it, each with the name it is counted under.
        after: What negates the word before it.
        after_verbs: What negates a verb before it.
        infinitives: The endings of a verb's lemma, which tell it from other words.
    """

    judge: frozenset[str] = frozenset()
    negators: Mapping[str, str] = field(default_factory=dict)
    after: frozenset[str] = frozenset()
    after_verbs: Mapping[str, str] = field(default_factory=dict)
    infinitives: tuple[str, ...] = ()

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
        negators=_named(listed["negators"]),
        after=frozenset(listed.get("after", "").split()),
        after_verbs=_named(listed.get("after_verbs", [])),
        infinitives=tuple(listed.get("infinitives", "").split()),
    )


def _named(negators: Iterable[str]) -> dict[str, str]:
    """Return the name of each negator: the first of those it is one with."""
    return {token: tokens.split()[0] for tokens in negators for token in tokens.split()}


@cache
def _judging_lists() -> dict[str, dict[str, Any]]:
    text = files("moodcloud.language").joinpath("judging_words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _own_lists() -> dict[str, dict[str, str]]:
    """Return what is added to the lists of stopwordsiso, and what takes their place."""
    text = files("moodcloud.language").joinpath("stopwords.more.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language (ISO 639-1), as tokens and as words, in lower case."""
    if language not in _CHOSEN:
        from stopwordsiso import has_lang, stopwords

        judging = judging_words(language)
        listed = frozenset(stopwords(language)) if has_lang(language) else frozenset()
        own = _own_lists()
        instead = own["instead"].get(language, "").split()
        listed = frozenset(instead or listed).union(own["more"].get(language, "").split())
        more = _own_list(language) if language in _MORE else frozenset()
        return (listed | more) - judging.judge - judging.negating
    return _own_list(language)


def _own_list(language: str) -> frozenset[str]:
    return frozenset(word for line in _lines(language) for word in line.split() if ":" not in line)


@cache
def stop_words_alone(language: str) -> frozenset[str]:
    """Return the words that are stop words by themselves, but not in a phrase: five star."""
    if language not in _CHOSEN:
        return frozenset()
    listed = (line.removeprefix(ALONE) for line in _lines(language) if line.startswith(ALONE))
    return frozenset(word for line in listed for word in line.split())


def _lines(language: str) -> list[str]:
    text = files("moodcloud.language").joinpath(f"stopwords.{language}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def bigram_stop_words(more: Iterable[str], keep: Iterable[str]) -> frozenset[str]:
    """Return the tokens that no bigram may hold: they are fixed before anything is counted.

    Args:
        more: Stop words that the user adds.
        keep: Words that the user wants kept.
    """
    chosen = frozenset().union(*(stop_words(language) for language in _CHOSEN))
    return (chosen | {folded(word) for word in more}) - {folded(word) for word in keep}
