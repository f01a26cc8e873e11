"""Negation: which bigrams negate one of their two words, and under which word they are counted.

"not good" must not add to "good". Bigrams are counted by fixed rules; which of them negate is
decided here, on the distinct bigrams. English and Korean negators are patterns, those of other
languages are listed in `judging_words.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from moodcloud.language import korean_negation as korean
from moodcloud.language.stopwords import Judging, judging_words, stop_words
from moodcloud.options import LANGUAGES

_NOT: Final = (
    r"not|[a-z]+n't|cannot|"
    r"(?:do|does|did|is|are|was|were|wo|ca|could|would|should|have|has|had|ai)nt"
)
_ENGLISH: Final = rf"{_NOT}|never|no|without|w/o|hardly|barely"


def _listed(judging: Iterable[Judging]) -> str:
    """Return a pattern of bigrams that negators of lists may negate."""
    listed = list(judging)
    before = sorted({token for each in listed for token in each.negators})
    after = sorted({token for each in listed for token in (*each.after, *each.after_verbs)})
    return rf"(?:{'|'.join(before)}) .*|.* (?:{'|'.join(after)})"


NEGATED_BIGRAM: Final = (
    rf"(?:{_ENGLISH}) .*"
    rf"|{_listed(map(judging_words, LANGUAGES))}"
    rf"|{korean.NEGATED_BIGRAM}"
)
"""A pattern for RE2 that matches every bigram that may negate."""

_NOT_TOKEN: Final = re.compile(_NOT)
_ENGLISH_TOKEN: Final = re.compile(_ENGLISH)

_NO_APOSTROPHE: Final = re.compile(r"([a-z]+)nt(?= )")

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


def negation(first: str, second: str, words: Words, language: str) -> Negation | None:
    """Return the negated word that a bigram is, or None.

    Args:
        first: The first token, folded.
        second: The second token, folded.
        words: The words of each token.
        language: ISO 639-1, or `und`; English and Korean negators are read in all languages.
    """
    judging = judging_words(language)
    if _is_verb(first, words, judging) and second in judging.after_verbs:
        verb = words[first][0]
        return Negation(f"{judging.after_verbs[second]} {verb}", (verb, *words.get(second, ())))
    if first in judging.negators or second in judging.after:
        return _by_list(first, second, words, judging)
    # Portuguese and Italian "no" is no negator.
    if _ENGLISH_TOKEN.fullmatch(first) and first not in stop_words(language):
        return _english(first, second, words)
    found = korean.negated_in(first, second, words)
    return Negation(*found) if found else None


def with_apostrophe(bigram: str) -> str:
    """Return a bigram whose negator lacks its apostrophe with it, any other as it is.

    >>> with_apostrophe("dont buy"), with_apostrophe("want more")
    ("don't buy", 'want more')
    """
    if "nt " not in bigram:
        return bigram
    first = bigram.partition(" ")[0]
    return _NO_APOSTROPHE.sub(r"\1n't", bigram, count=1) if _NOT_TOKEN.fullmatch(first) else bigram


def _is_verb(token: str, words: Words, judging: Judging) -> bool:
    """Return whether a token is an inflected verb: another word than its lemma, an infinitive."""
    found = words.get(token, ())
    return len(found) == 1 and found[0] != token and found[0].endswith(judging.infinitives)


def _is_one(token: str, words: tuple[str, ...]) -> bool:
    """Return whether a token is one word, or words with an ampersand: the first is negated."""
    return len(words) == 1 or (bool(words) and "&" in token)


def _by_list(first: str, second: str, words: Words, judging: Judging) -> Negation | None:
    before = first in judging.negators
    negated_token, negator = (second, first) if before else (first, second)
    negated = words.get(negated_token, ())
    if not _is_one(negated_token, negated) or {first, second} <= judging.negating:
        return None
    name = judging.negators[first] if before else second
    word = f"{name} {negated[0]}" if before else f"{negated[0]} {name}"
    return Negation(word, (negated[0], *words.get(negator, ())))


def _english(first: str, second: str, words: Words) -> Negation | None:
    negated = words.get(second, ())
    if not _is_one(second, negated) or _ENGLISH_TOKEN.fullmatch(second):
        return None
    # don't, didn't and doesn't are all "not", as the forms of an affirmed verb are one word.
    negator = "not" if _NOT_TOKEN.fullmatch(first) else (words.get(first) or (first,))[0]
    return Negation(f"{negator} {negated[0]}", (negated[0], *words.get(first, ())))
