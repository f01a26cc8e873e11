"""Names: tokens that have a capital wherever they are in a sentence.

A name is no inflected word: Manning is no form of man, Saints are no saint, ISIS has no singular.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from typing import Final

from moodcloud.language.english import is_decided, is_noun, lemma
from moodcloud.language.spelling import LENGTHENED, folded
from moodcloud.language.wordnet import is_known

LEAST: Final = 2
"""So many capitals within sentences make a name; one may be a slip, or a title."""

TIMES_LOWER: Final = 5
"""A name has a capital within sentences more than so many times as often as it has none.

Measured on tweets: below are words that headings and brands write large (Problems, Airways)."""

CALENDAR: Final = (
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "jan", "feb", "mar",
    "march", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
)  # fmt: skip
"""Days and months that are other words, too, in lower case: they are names where most have a
capital."""

PLURALS: Final = 10
"""A plural that the dictionary does not know is at most so many times as frequent as its singular:
in tweets, usairways is no plural of usairway, which is a slip."""

HEADED: Final = 0.1
"""A word with so many capitals within sentences, for each time it has none, is in headings: so are
its forms."""

# A verb's -ed is hardly ever in a name, but in headings: Cancelled Flights.
_PAST: Final = "ed"
_GERUND: Final = "ing"


def capitals_of(tokens: Mapping[str, int]) -> dict[str, int]:
    """Return how often each token, folded, has a capital within a sentence.

    Capitals elsewhere than at its beginning, or throughout, say nothing: iPhones are an iPhone.

    Args:
        tokens: How often each token, as written, follows a word of its sentence with a capital.
    """
    capitals: Counter[str] = Counter()
    for token, count in tokens.items():
        own = token.removesuffix("'s")
        if own.istitle() or own.isupper():
            capitals[folded(own)] += count
    return dict(capitals)


def names_of(capitals: Mapping[str, int], counts: Mapping[str, int]) -> frozenset[str]:
    """Return the tokens that are names, folded.

    Args:
        capitals: What `capitals_of` returned.
        counts: How often each token occurs in lower case.

    >>> sorted(names_of({"manning": 5, "love": 3}, {"man": 9, "love": 7}))
    ['manning']
    >>> sorted(names_of({"sat": 5, "love": 3}, {"sat": 3, "love": 7}))
    ['sat']
    """
    return frozenset(
        token
        for token, count in capitals.items()
        if count >= LEAST
        and count > (1 if token in CALENDAR else TIMES_LOWER) * counts.get(token, 0)
        and not token.endswith(_PAST)
        and not LENGTHENED.search(token)
        and not (token.endswith(_GERUND) and _is_headed(lemma(token), capitals, counts))
    )


def _is_headed(word: str, capitals: Mapping[str, int], counts: Mapping[str, int]) -> bool:
    """Return whether a word is written with a capital in headings: Flight, of Flighting."""
    lower = counts.get(word, 0)
    return lower > 0 and capitals.get(word, 0) >= HEADED * lower


def lemma_in(token: str, names: Container[str], counts: Mapping[str, int]) -> str:
    """Return the English lemma of a token, in the table that it is from.

    What the table says of a word goes before what the dictionary does: a name is no form of a word,
    nor is a word a form of a name (ripped of RIP), and what ends in s is a plural if the
    dictionary or the table has its singular.

    Args:
        token: As for `lemma`.
        names: The tokens that are names, folded.
        counts: Occurrences of each token of the table, folded.

    >>> lemma_in("manning", {"manning"}, {}), lemma_in("billups", (), {"billups": 9})
    ('manning', 'billups')
    """
    own = token.removesuffix("'s")
    word = lemma(own)
    if word == own or is_decided(own):
        return word if own == token else lemma(token)
    is_plural = own in (word + "s", word + "es")
    if own in names:
        counted = word in names and counts.get(word, 0) >= counts.get(own, 0)
        return word if is_plural and counted and not is_noun(own) else own
    if word in names and not is_plural:
        return own
    singular = counts.get(word, 0)
    is_written = singular > 0 and PLURALS * singular >= counts.get(own, 0)
    return own if is_plural and not is_known(word) and not is_written else word
