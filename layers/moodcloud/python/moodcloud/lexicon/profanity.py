"""Swear words, written with stars: the list is in `profanity.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from moodcloud.lexicon import read_lexicon, words_of

_STAR: Final = "*"
# From this character on, a letter is a syllable or a word: its first one is enough to tell it by.
_SYLLABLES: Final = "\u1100"


@cache
def _profanity(language: str) -> re.Pattern[str]:
    """Return what finds swear words, and in its first group words that only look like them."""
    lists = read_lexicon("profanity")
    harmless = [*lists["harmless"]["all"], *lists["harmless"].get(language, ())]
    return re.compile(f"({'|'.join(harmless)})|{'|'.join(words_of(lists['swear']))}", re.IGNORECASE)


def masked(text: str, language: str) -> str:
    """Return a text of the same length in which swear words are written with stars.

    Args:
        text: A text.
        language: Its language, as ISO 639-1 code: what another one swears with may be harmless in
            it.

    >>> masked("What a fucking mess", "en"), masked("씨발 뭐야", "ko"), masked("en retard", "fr")
    ('What a f**king mess', '씨* 뭐야', 'en retard')
    """
    return _profanity(language).sub(lambda found: found[1] or _starred(found[0]), text)


def _starred(word: str) -> str:
    """Return a word with stars for all letters but the first, and the last where there are many."""
    shown = 1 if len(word) < 3 or word[0] >= _SYLLABLES else 2
    end = word[-1] if shown == 2 else ""
    inner = word[1 : len(word) - len(end)]
    return word[0] + re.sub(r"\S", _STAR, inner) + end


def masks(words: Iterable[str], language: str) -> dict[str, str]:
    """Return how those of the words are written that hold a swear word, no two alike.

    >>> masks(["shit", "slut", "bullshit", "shiitake"], "en")
    {'shit': 's**t', 'slut': 's***', 'bullshit': 'b******t'}
    """
    known = dict.fromkeys(words)
    starred: dict[str, str] = {}
    for word in known:
        shown = masked(word, language)
        if shown == word:
            continue
        if shown in known or shown in starred.values():
            shown = word[0] + _STAR * (len(word) - 1)
        while shown in known or shown in starred.values():
            shown += _STAR
        starred[word] = shown
    return starred
