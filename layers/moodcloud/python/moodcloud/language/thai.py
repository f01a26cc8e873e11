"""Thai: texts fall into words by a dictionary; a negator and the word after it are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from moodcloud.language.segmentation import THAI
from moodcloud.language.stopwords import stop_words

_NEGATOR: Final = "ไม่"
_NEGATORS: Final = frozenset(["ไม่", "ไม่ค่อย", "ไม่ได้", "ไม่เคย", "ไม่น่า"])
# How high the degree is of something: ดีมาก is ดี.
_DEGREE: Final = "มาก"

# What may be between the negator and what it negates: ไม่ค่อยอร่อย is ไม่อร่อย.
_BETWEEN: Final = frozenset(["ค่อย", "ได้", "เคย", "เห็น", "ควร", "น่า", "อยาก", "ต้อง", "จะ"])
_RUN: Final = re.compile(f"[{THAI}]+")
_REPEATED: Final = "ๆ"


def split(text: str) -> str:
    """Return a text with spaces around its words.

    >>> split("อาหารไม่ค่อยอร่อย WiFi").split()  # doctest: +SKIP
    ['อาหาร', 'ไม่ค่อยอร่อย', 'WiFi']
    """
    return _RUN.sub(lambda run: f" {' '.join(_units(_words(run[0])))} ", text)


def lemma(token: str) -> str:
    """Return the word that a token holds: without what is between a negator and its word."""
    token = token.rstrip(_REPEATED) or token
    if not token.startswith(_NEGATOR):
        return token.removesuffix(_DEGREE) or token
    words = _words(token)
    return _NEGATOR + words[-1] if words[0] in _NEGATORS and len(words) > 1 else token


def _words(run: str) -> list[str]:
    from newmm_tokenizer.tokenizer import word_tokenize

    words: list[str] = []
    for word in filter(str.strip, word_tokenize(run)):
        # A lone letter is the rest of a word that the dictionary lacks: แอ|ป.
        if words and len(word) == 1 and word != _REPEATED:
            words[-1] += word
        else:
            words.append(word)
    return words


def _units(words: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        end = _end_of_negated(words, place) if words[place] in _NEGATORS else place + 1
        yield "".join(words[place:end])
        place = end


def _end_of_negated(words: Sequence[str], place: int) -> int:
    end = place + 1
    while end < len(words) - 1 and words[end] in _BETWEEN:
        end += 1
    return end + 1 if end < len(words) and words[end] not in stop_words("th") else place + 1
