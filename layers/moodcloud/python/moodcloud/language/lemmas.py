"""Tokens become words, by script: Hangul is read as Korean, the rest in the table's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from heapq import nsmallest
from typing import Final

from moodcloud.language.detection import HANGUL, UNKNOWN
from moodcloud.language.english import lemma
from moodcloud.language.korean import Korean
from moodcloud.language.segmentation import can_split
from moodcloud.language.stopwords import judging_words, stop_words
from moodcloud.language.wordnet import is_known

LEMMATIZED_TOKENS: Final = 60_000
"""How many tokens get a lemma, the most frequent first; the rest, seen a few times in millions of
texts, are words as they are. It bounds the time of any upload."""

LEAST_HYPHENATED: Final = 3
"""A token with a hyphen seen once or twice may be words with a dash between them."""

LONGEST_PREFIX: Final = 3
"""What so short a beginning is joined to by a hyphen is one word: e-mail, re-install, X-ray."""

PARTICLES: Final = ("in", "up", "on", "off", "out", "down", "over", "back", "away")
"""What ends nouns of verbs: check-in, follow-up."""

ENGLISH_NEGATORS: Final = ("no", "not")

CAPITAL_NOUNS: Final = ("de",)
"""Languages whose nouns have a capital: without it "Becher" is read as a form of "bechern"."""

UNSPACED: Final = ("zh", "ja", "th")
"""Languages whose texts are split into words before they are counted."""

ENGLISH_BESIDE: Final = ("en", "ko", *UNSPACED)
"""Languages in whose texts words in Latin letters are taken for English."""

# Korean in less than one word of ten thousand finds no place in any cloud.
_LEAST_KOREAN: Final = 1e-4


def words_of_tokens(
    tokens: Sequence[str],
    counts: Sequence[int],
    language: str,
    written: Mapping[str, str] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Return the words each token holds: most hold one, Korean tokens may hold more or none.

    Args:
        tokens: Distinct, folded.
        counts: Occurrences of each.
        language: ISO 639-1, or `und`; how to read tokens that are not Hangul.
        written: How each token is written mostly; a language whose nouns have a capital needs it.
    """
    written = written or {}
    words: dict[str, tuple[str, ...]] = {token: (token,) for token in tokens}
    hangul: dict[str, int] = {}
    others: dict[str, int] = {}
    for token, count in zip(tokens, counts, strict=True):
        (hangul if HANGUL.search(token) else others)[token] = count
    if sum(hangul.values()) >= _LEAST_KOREAN * sum(counts):
        read = _korean().words_of(list(hangul), list(hangul.values()))
        words.update(zip(hangul, read, strict=True))
    lemma_of = _lemmatizer(language)
    for token in nsmallest(LEMMATIZED_TOKENS, others, key=lambda each: (-others[each], each)):
        parts = _parts(token, others, language) if "-" in token else (token,)
        if language in CAPITAL_NOUNS and parts == (token,):
            parts = (written.get(token, token),)
        words[token] = tuple(lemma_of(part) for part in parts)
    return words


def _parts(token: str, counts: Mapping[str, int], language: str) -> tuple[str, ...]:
    """Return what a token with a hyphen is read as: one word as people mostly write it, or several.

    It is one word where it is written without a hyphen more often (wi-fi, wifi), often enough with
    it, with a particle (check-in) or a prefix (re-install); elsewhere the hyphen is a dash between
    words (rooms-clean).

    Args:
        token: Folded.
        counts: Occurrences of each token of the table.
        language: That of the table.
    """
    together = token.replace("-", "")
    if counts.get(together, 0) > counts[token]:
        return (together,)
    parts = tuple(token.split("-"))
    if stop_words(language).issuperset(parts):
        return ()
    first, last = parts[0], parts[-1]
    negators = judging_words(language).negating.union(ENGLISH_NEGATORS)
    prefixed = len(first) <= LONGEST_PREFIX and first not in negators
    whole = counts[token] >= LEAST_HYPHENATED or last in PARTICLES or prefixed
    return (token,) if whole else parts


def prepare(texts: Iterable[str]) -> None:
    """Load what texts like these need, so that it is there when tokens become words."""
    if any(HANGUL.search(text) for text in texts):
        _korean().load()


def is_common(word: str, language: str) -> bool:
    """Return whether a word is in the dictionary of a language, where such words have no capital.

    Args:
        word: In lower case.
        language: ISO 639-1, or `und`.
    """
    if language in ENGLISH_BESIDE:
        return is_known(word)
    if language == UNKNOWN or language in CAPITAL_NOUNS:
        return False
    from simplemma import is_known as is_listed

    return bool(is_listed(word, lang=language))


@cache
def _korean() -> Korean:
    """Return the one `Korean`: its analyser loads once, and only where there is work for it."""
    return Korean()


def _lemmatizer(language: str) -> Callable[[str], str]:
    if language in UNSPACED and can_split(language):
        own = _own_lemma(language)
        return lambda token: lemma(token) if token.isascii() else own(token)
    if language in ENGLISH_BESIDE:
        return lemma
    if language == UNKNOWN:
        return lambda token: token
    from simplemma import lemmatize

    return lambda token: lemmatize(token, lang=language).lower()


def _own_lemma(language: str) -> Callable[[str], str]:
    """Return the function of a language without spaces; its dictionary is loaded on first use."""
    if language == "zh":
        from moodcloud.language.chinese import lemma as own
    elif language == "ja":
        from moodcloud.language.japanese import lemma as own
    else:
        from moodcloud.language.thai import lemma as own
    return own
