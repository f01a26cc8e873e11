"""Negation: which bigrams of adjacent words negate one of the two, and what is said then.

"not good" must not feed "good". Bigrams are counted by fixed rules; which of them negate, and what
they are counted under, is told here on the distinct bigrams.
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
"""Matches every bigram that may negate; for RE2."""

_NOT_TOKEN: Final = re.compile(_NOT)
_ENGLISH_TOKEN: Final = re.compile(_ENGLISH)

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Negation:
    """A negated word.

    Attributes:
        word: What it is counted under: `not good`, `안 좋다`.
        parts: The words that this takes an occurrence from: the negated one and the negator.
    """

    word: str
    parts: tuple[str, ...]


def negation(first: str, second: str, words: Words) -> Negation | None:
    """Return what a bigram of adjacent tokens negates, or None.

    Args:
        first: Folded.
        second: Folded.
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
    # An affirmed verb merges its forms; what is not done is told by the plain one as well.
    negator = "not" if _NOT_TOKEN.fullmatch(first) else first
    return Negation(f"{negator} {negated[0]}", (negated[0], *words.get(first, ())))
