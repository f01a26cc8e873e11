"""Negation: which bigrams negate one of their two words, and under which word they are counted.

"not good" must not add to "good". Bigrams are counted by fixed rules; which of them negate is
decided here, on the distinct bigrams.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from moodcloud.language import korean_morphemes as korean

_NOT: Final = (
    r"not|[a-z]+n't|cannot|"
    r"(?:do|does|did|is|are|was|were|wo|ca|could|would|should|have|has|had|ai)nt"
)
_ENGLISH: Final = rf"{_NOT}|never|no|without|hardly|barely"

NEGATED_BIGRAM: Final = (
    rf"(?:{_ENGLISH}|{korean.NEGATES_NEXT}) .*"
    rf"|{korean.CAN_BE_NEGATED_BY_NEXT} {korean.NEGATES_VERB_BEFORE}"
    rf"|{korean.NOUN_BEFORE_NONE} (?:{korean.NEGATES_NOUN_BEFORE})"
)
"""A pattern for RE2 that matches every bigram that may negate."""

_NOT_TOKEN: Final = re.compile(_NOT)
_ENGLISH_TOKEN: Final = re.compile(_ENGLISH)

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Negation:
    """A negated word.

    Attributes:
        word: Its name: `not good`, `안 좋다`.
        parts: The words that it takes an occurrence from: the negated one and the negator.
    """

    word: str
    parts: tuple[str, ...]


def negation(first: str, second: str, words: Words) -> Negation | None:
    """Return the negated word that a bigram makes; None if it negates nothing.

    Args:
        first: The first token, folded.
        second: The second token, folded.
        words: The words of each token.
    """
    if _ENGLISH_TOKEN.fullmatch(first):
        return _english(first, second, words)
    kind = korean.negator_of(first, second)
    if not kind:
        return None
    before = korean.NEGATES_NEXT.split("|")
    negated_token, negator_token = (second, first) if first in before else (first, second)
    negated = words.get(negated_token, ())
    if not negated:
        return None
    word = korean.negated(negated[-1], kind)
    return Negation(word, (negated[-1], *words.get(negator_token, ())))


def _english(first: str, second: str, words: Words) -> Negation | None:
    negated = words.get(second, ())
    if len(negated) != 1 or _ENGLISH_TOKEN.fullmatch(second):
        return None
    # don't, didn't and doesn't are all "not", as the forms of an affirmed verb are one word.
    negator = "not" if _NOT_TOKEN.fullmatch(first) else first
    return Negation(f"{negator} {negated[0]}", (negated[0], *words.get(first, ())))
