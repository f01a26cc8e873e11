"""Thai: texts fall into words by a dictionary; a negator and the word after it are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from moodcloud.language.scripts import THAI
from moodcloud.language.stopwords import stop_words

_NEGATOR: Final = "ไม่"
_NEGATORS: Final = frozenset(["ไม่", "ไม่ค่อย", "ไม่ได้", "ไม่เคย", "ไม่น่า"])
# How high the degree is of something: ดีมาก is ดี.
_DEGREE: Final = "มาก"

# What may be between the negator and what it negates: ไม่ค่อยอร่อย is ไม่อร่อย.
_BETWEEN: Final = frozenset(["ค่อย", "ได้", "เคย", "เห็น", "ควร", "น่า", "อยาก", "ต้อง", "จะ", "มี"])
_RUN: Final = re.compile(f"[{THAI}]+")
_REPEATED: Final = "ๆ"
_RUN_OF_ONE: Final = re.compile(r"(.)\1*")
_LENGTHENED: Final = re.compile(r"(.)\1{2,}")
_THERE_IS: Final = "มี"
_THERE_IS_NO: Final = _NEGATOR + _THERE_IS
# After a verb it says that this cannot be done: กินไม่ได้.
_CANNOT: Final = (["ไม่", "ได้"], ["ไม่ได้"])


def split(text: str) -> str:
    """Return a text with spaces around its words.

    >>> split("อาหารไม่ค่อยอร่อย WiFi").split()  # doctest: +SKIP
    ['อาหาร', 'ไม่ค่อยอร่อย', 'WiFi']
    """
    return _RUN.sub(lambda run: f" {' '.join(_units(_words(run[0])))} ", text)


def lemma(token: str) -> str:
    """Return the word that a token holds: without what is between a negator and its word."""
    token = _LENGTHENED.sub(r"\1", token).rstrip(_REPEATED) or token
    if not token.startswith(_NEGATOR):
        return token.removesuffix(_DEGREE) or token
    words = _words(token)
    if words[0] not in _NEGATORS or len(words) == 1:
        return token
    there_is_no = token.startswith(_THERE_IS_NO) and not words[-1].startswith(_THERE_IS)
    return (_THERE_IS_NO if there_is_no else _NEGATOR) + words[-1]


def _words(run: str) -> list[str]:
    """Return the words of a run of letters; lengthened ones are looked up as they should be."""
    letters = [found[0] for found in _RUN_OF_ONE.finditer(run)]
    letters = [
        part for each in letters for part in ([each] if _LENGTHENED.fullmatch(each) else each)
    ]
    words, start = [], 0
    for word in _of_dictionary("".join(each[0] for each in letters)):
        words.append("".join(letters[start : start + len(word)]))
        start += len(word)
    return words


def _of_dictionary(run: str) -> list[str]:
    from newmm_tokenizer.tokenizer import word_tokenize

    words: list[str] = []
    for word in word_tokenize(run):
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
        if words[place] not in stop_words("th"):
            end = _end_of_cannot(words, end)
        yield "".join(words[place:end])
        place = end


def _end_of_negated(words: Sequence[str], place: int) -> int:
    end = place + 1
    while end < len(words) - 1 and words[end] in _BETWEEN:
        end += 1
    return end + 1 if end < len(words) and words[end] not in stop_words("th") else place + 1


def _end_of_cannot(words: Sequence[str], place: int) -> int:
    """Return the place after ไม่ได้ at the end of what is said; elsewhere it is "did not"."""
    for cannot in _CANNOT:
        end = place + len(cannot)
        if words[place:end] == cannot and (end == len(words) or words[end] in stop_words("th")):
            return end
    return place
