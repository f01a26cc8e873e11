"""Korean words that are counted as one: an adjective with its noun, spellings of one word.

The lists are data: `korean_words.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

_NEGATORS: Final = ("안", "못")
# Shorter spellings may be the beginning of another noun.
_SAFE_LENGTH: Final = 3


def as_counted(word: str) -> str:
    """Return the word under which a word is counted.

    >>> as_counted("완벽"), as_counted("만족하다"), as_counted("멤버쉽"), as_counted("안 이쁘다")
    ('완벽하다', '만족', '멤버십', '안 예쁘다')
    """
    negator, _, predicate = word.rpartition(" ")
    if negator in _NEGATORS:
        return f"{negator} {_same().get(predicate, predicate)}"
    return _same().get(word, word)


def counted_otherwise(words: Iterable[str]) -> dict[str, str]:
    """Return those words that are counted under another, with the other; see `as_counted`."""
    same = _same()
    return {
        word: as_counted(word) for word in {each for each in words if each in same or " " in each}
    }


def other_spellings() -> list[str]:
    """Return the spellings of nouns that are not shown, which an analyser may not know."""
    spellings = _lists()["spellings"]
    nouns = (others.split() for word, others in spellings.items() if not word.endswith("다"))
    return [each for others in nouns for each in others if len(each) >= _SAFE_LENGTH]


@cache
def nouns_done() -> frozenset[str]:
    """Return the nouns of what is done: `추천 안해요` is 추천 안 하다."""
    return frozenset(_lists()["done"].split())


@cache
def nouns_gone() -> frozenset[str]:
    """Return the nouns of what goes or is done: `이해가 안` is 이해 안 되다, whatever follows."""
    return frozenset(_lists()["gone"].split())


@cache
def _same() -> dict[str, str]:
    lists = _lists()
    return {
        **{noun: f"{noun}하다" for noun in lists["adjectives"].split()},
        **{f"{noun}함": f"{noun}하다" for noun in lists["adjectives"].split()},
        **{f"{noun}하다": noun for noun in lists["nouns"].split()},
        **{each: word for word, others in lists["spellings"].items() for each in others.split()},
    }


@cache
def _lists() -> dict[str, Any]:
    text = files("moodcloud.language").joinpath("korean_words.toml").read_text("utf-8")
    return tomllib.loads(text)
