"""The words of a sample of texts, each with its place: what is near what, and in which text.

Tokens become words by the forms of the vocabulary, as it counted them: two tokens that are counted
as one, in a negated word or a phrase, are one here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from moodcloud.insight.sample import SampledText
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.keyness import Bools, Ints
from moodcloud.vocabulary.ordering import distinct, distinct_columns, spread

# What begins with one of these ends a clause. A comma does not: it is between words that judge one
# thing (rude, unhelpful staff). An @ is the mark in place of what was cleaned away.
_ENDS: Final = frozenset(".!?;:…@()。！？|/")


class WordPlaces(NamedTuple):
    """Where words are, in the order in which they were found.

    Attributes:
        number: The row of the word, or the phrase, in its table of the vocabulary.
        first: Its first token, counted over all texts of the sample.
        last: Its last token; the first where it is one token.
    """

    number: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class SampledWords:
    """Texts of a sample as words.

    Attributes:
        texts: The texts.
        text: The number of the text that each token is in.
        clause: A number for each token that others of its clause share, and no other has; -1 for
            what ends a clause, which is in none.
        sentiment: The number of the sentiment of each text.
        words: The words that are counted.
        phrases: All phrases, also those whose words are counted one by one.
    """

    texts: Sequence[SampledText]
    text: Ints
    clause: Ints
    sentiment: Ints
    words: WordPlaces
    phrases: WordPlaces

    @property
    def lengths(self) -> Ints:
        """How many tokens each text has."""
        return np.bincount(self.text, minlength=len(self.texts))

    @cached_property
    def held(self) -> tuple[Ints, Ints]:
        """What `distinct` returns of the words that are counted."""
        return self.distinct(self.words)

    def distinct(self, places: WordPlaces) -> tuple[Ints, Ints]:
        """Return the words of each text, each once: the texts, in order, and the words."""
        most = int(places.number.max(initial=0)) + 1
        keys = distinct(self.text[places.first] * most + places.number)
        return keys // most, keys % most


def words_in(texts: Sequence[SampledText], vocabulary: Vocabulary) -> SampledWords:
    """Return the words of texts.

    Args:
        texts: Texts of the table that the vocabulary is of.
        vocabulary: What says which words tokens and bigrams are.
    """
    every = list(chain.from_iterable(each.tokens for each in texts))
    number = {token: place for place, token in enumerate(dict.fromkeys(every))}
    tokens = np.fromiter(map(number.__getitem__, every), np.int64, len(every))
    text = np.repeat(np.arange(len(texts)), [len(each.tokens) for each in texts])
    bigrams = _Bigrams(list(number), tokens, text)
    as_one = bigrams.places(_bigrams_as_one(vocabulary))
    taken = np.zeros(len(tokens), bool)
    taken[as_one.first] = taken[as_one.last] = True
    alone = _single(vocabulary, number, tokens, taken)
    phrases = ((bigram, vocabulary.phrases.row(name)) for bigram, name in vocabulary.bigrams)
    ends = np.array([token[0] in _ENDS for token in number], bool)[tokens]
    begins = np.diff(text, prepend=0) > 0
    return SampledWords(
        texts,
        text,
        np.where(ends, -1, np.cumsum(ends | begins)),
        np.array([vocabulary.sentiments.index(each.sentiment) for each in texts], np.int64),
        WordPlaces(*map(np.concatenate, zip(alone, as_one, strict=True))),
        bigrams.places(phrases),
    )


def _single(
    vocabulary: Vocabulary, number: dict[str, int], tokens: Ints, taken: Bools
) -> WordPlaces:
    """Return the words of single tokens.

    Args:
        vocabulary: Its forms say which words a token holds.
        number: The number of each distinct token of the sample.
        tokens: The numbers of all its tokens, in order.
        taken: Which of them are a part of a bigram that is counted as one.
    """
    written = np.array([number.get(token, -1) for token in vocabulary.forms.written], np.int64)
    rows, shown = vocabulary.forms.rows, len(vocabulary.shown)
    single = rows.form < len(written)
    token, unit = written[rows.form[single]], rows.unit[single]
    token, unit = np.divmod(distinct(token[token >= 0] * shown + unit[token >= 0]), max(shown, 1))
    ends = np.cumsum(np.bincount(token, minlength=len(number)))
    held = np.diff(ends, prepend=0)[tokens]
    place, at = spread(ends[tokens] - held, np.where(taken, 0, held))
    word = _rows_of(vocabulary, unit)[at]
    return WordPlaces(word[word >= 0], place[word >= 0], place[word >= 0])


def _rows_of(vocabulary: Vocabulary, units: Ints) -> Ints:
    """Return the rows of units in the table of words; -1 where all its occurrences moved."""
    names = (vocabulary.shown[unit] for unit in units.tolist())
    return np.array([vocabulary.words.row(name) for name in names], np.int64)


def _bigrams_as_one(vocabulary: Vocabulary) -> Iterable[tuple[str, int]]:
    """Return the bigrams that are counted as one, each with its row in the table of words."""
    rows = vocabulary.forms.rows
    joined = rows.form >= len(vocabulary.forms.written)
    both = distinct_columns(np.stack([rows.form[joined], rows.unit[joined]]))
    names = map(vocabulary.forms.name, both[0].tolist())
    return zip(names, _rows_of(vocabulary, both[1]).tolist(), strict=True)


class _Bigrams:
    """The bigrams of texts, as numbers.

    Args:
        distinct: The distinct tokens, by their numbers.
        tokens: The numbers of all tokens, in order.
        text: The number of the text of each.
    """

    def __init__(self, distinct: Sequence[str], tokens: Ints, text: Ints) -> None:
        self._number: dict[str, int] = {}
        lower = [self._number.setdefault(token.lower(), len(self._number)) for token in distinct]
        folded = np.array(lower, np.int64)[tokens]
        self._own = np.where(
            text[:-1] == text[1:], folded[:-1] * len(self._number) + folded[1:], -1
        )

    def places(self, bigrams: Iterable[tuple[str, int]]) -> WordPlaces:
        """Return where bigrams are.

        Args:
            bigrams: The bigrams in lower case, each with the row it is counted in; below 0 for
                none.
        """
        found = sorted(
            (self._number[first] * len(self._number) + self._number[second], row)
            for (first, _, second), row in ((each.partition(" "), row) for each, row in bigrams)
            if row >= 0 and first in self._number and second in self._number
        )
        if not found:
            return WordPlaces(*np.zeros((3, 0), np.int64))
        keys, rows = np.array(found, np.int64).T
        at = np.searchsorted(keys, self._own)
        place = np.nonzero(keys[np.minimum(at, len(keys) - 1)] == self._own)[0]
        return WordPlaces(rows[at[place]], place, place + 1)
