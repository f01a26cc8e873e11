"""Negation in Korean: which forms negate what stands before or after them, and what comes of it.

The counting engine applies the patterns to pairs of adjacent forms as they are written: they are
fixed rules for RE2, looked up nowhere, so that counts of slices add up. `negator_of` then names
the kind of a pair once counted, and `negated` the word it is counted under.
"""

from __future__ import annotations

import re
from typing import Final

NEGATES_NEXT: Final = r"안|못|않|몬"
"""A form that negates the predicate in the next form: 안 좋다. (않 here is a misspelling of 안.)"""

CAN_BE_NEGATED_BY_NEXT: Final = r"[가-힣]+(?:지|지는|진|지도|지를|질|지가|지도는|지만은)"
"""A form that NEGATES_VERB_BEFORE can negate: 좋지, 보지는, 재밌지도."""

NEGATES_VERB_BEFORE: Final = (
    r"(?:(?:않|안[았은을는음습]|못(?:하|한|할|함|합|해|했|햇|되)|"
    r"마(?:세|시|라|요|삼|셈|십)|맙|말)[가-힣]*)"
)
"""A form that negates the predicate in the form before: 좋지 않아요, 보지 못했다, 보지 마세요."""

NOUN_BEFORE_NONE: Final = r"[가-힣]*[가-힣](?:이|가|도|은|는|의|조차|이라고는|라고는|이란)?"
NEGATES_NOUN_BEFORE: Final = r"없[가-힣]*|업(?:다|어요|음|네|네요|고)"
"""A form that says there is none of what the form before names: 재미가 없어요, 내용 없는."""

# 볼 수 없다, 할 줄 몰랐다: bound nouns that 없다 does not negate.
NEVER_NONE: Final = r"(?:수|줄|것|거|데|적|리|바|일|게|수가|수는|수도|것이|게|줄은|더|할|밖에)"

_NEXT = re.compile(NEGATES_NEXT)
_VERB = re.compile(NEGATES_VERB_BEFORE)
_CAN = re.compile(CAN_BE_NEGATED_BY_NEXT)
_NOUN = re.compile(NEGATES_NOUN_BEFORE)
_NAMES = re.compile(NOUN_BEFORE_NONE)
_NEVER = re.compile(NEVER_NONE)

# Two spellings of one word, and nouns that make one word with 없다.
_SHOWN_AS: Final = {
    "재미있다": "재밌다",
    "넘": "너무",
    "거": "것",
    "개웃기다": "웃기다",
    "강추하다": "강추",
    "비추하다": "비추",
    "말 안 되다": "말도 안 되다",
    **{f"{noun} 없다": f"{noun}없다" for noun in ("재미", "맛", "멋", "어이", "쓸데", "끝")},
}


def shown(word: str) -> str:
    """Return the spelling a word is shown in."""
    return _SHOWN_AS.get(word, word)


def negated(word: str, negator: str) -> str:
    """Return the word for `word` negated.

    Args:
        word: A predicate (좋다) or a noun (추천, 재미).
        negator: 안, 못, 말 (do not), or 없 (there is none).

    >>> negated("좋다", "안")
    '안 좋다'
    >>> negated("추천", "안")
    '추천 안 하다'
    >>> negated("보다", "말")
    '보지 말다'
    >>> negated("재미", "없")
    '재미없다'
    """
    predicate = word.endswith("다")
    if negator == "없":
        return shown(f"{word} 없다")
    if negator == "말":
        return f"{word[:-1]}지 말다" if predicate else f"{word}하지 말다"
    return f"{negator} {word}" if predicate else f"{word} {negator} 하다"


def negator_of(first: str, second: str) -> str:
    """Return what negates in a pair of adjacent forms: 안, 못, 말, 없, or nothing.

    안 and 못 before a predicate negate `second`, in all other pairs `first` is negated.

    >>> negator_of("좋지", "않아요")
    '안'
    """
    if _NEXT.fullmatch(first):
        return "못" if first in ("못", "몬") else "안"
    if _CAN.fullmatch(first) and _VERB.fullmatch(second):
        return "못" if second[0] == "못" else "말" if second[0] in "말마맙" else "안"
    if _NOUN.fullmatch(second) and _NAMES.fullmatch(first) and not _NEVER.fullmatch(first):
        return "없"
    return ""
