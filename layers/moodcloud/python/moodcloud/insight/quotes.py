"""Quotes: the texts that say most clearly what a sentiment is about, none like another.

A text says the more the higher the keyness of its words, for its length: the sum of their z over
the root of how many words it has. What was quoted says nothing new, so the words of a quote count
no more in the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from moodcloud.counting.tokens import searchable
from moodcloud.insight.examples import LONGEST, passage, place_of, quotable
from moodcloud.insight.sampled_words import SampledWords
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.keyness import Floats, Ints

# Of so many texts, the most telling by their words, the best are chosen: the others are not read.
_READ: Final = 40
# Texts of fewer characters or tokens say little more than a word.
_SHORTEST: Final = 30
_FEWEST: Final = 4
# How much keyness weighs beside the words that a passage is about.
_LITTLE: Final = 0.2
# The most frequent words, which weigh alike where there is nothing that sets words apart.
_FREQUENT: Final = 50


class Passage(NamedTuple):
    """A text, or a part of it, as it is quoted, and the word in it that says most.

    Attributes:
        text: What is quoted.
        start: First character of the word.
        length: Length of the word as it is written there.
    """

    text: str
    start: int
    length: int


class Quotable:
    """The texts of a sample, with what each says.

    Args:
        sampled: The texts as words.
        vocabulary: The vocabulary of the table.
    """

    def __init__(self, sampled: SampledWords, vocabulary: Vocabulary) -> None:
        self._sampled = sampled
        self._vocabulary = vocabulary
        self._text, self._word = sampled.held
        # A token may hold many words where people leave out the spaces.
        words = np.bincount(sampled.text[sampled.words.first], minlength=len(sampled.texts))
        # What has too few tokens to be quoted has no score.
        self._long_enough = sampled.lengths >= _FEWEST
        self._root = np.sqrt(np.maximum(np.maximum(sampled.lengths, words), 1))

    def scores(self, weights: Floats) -> Floats:
        """Return the sum of the weights of the words of each text over the root of its length.

        It is 0 for texts that are too short to be quoted.

        Args:
            weights: The weight of each word of the vocabulary.
        """
        sums = np.bincount(self._text, weights[self._word], minlength=len(self._root))
        return np.asarray(np.where(self._long_enough, sums / self._root, 0.0))

    def weights(self, sentiment: str) -> Floats:
        """Return what each word of the vocabulary says about a sentiment: its keyness.

        With one sentiment alone its most frequent words weigh alike, and others nothing.
        """
        words = self._vocabulary.words
        if len(words.sentiments) > 1:
            return np.asarray(words.of("z", sentiment), np.float64)
        return np.asarray(np.arange(len(words)) < _FREQUENT, np.float64)

    def most_telling(self, sentiment: str, most: int) -> list[Passage]:
        """Return quotes of a sentiment, the most telling first, no two about the same words.

        Args:
            sentiment: The sentiment.
            most: How many are returned at most.
        """
        weights = self.weights(sentiment).copy()
        own = self._sampled.sentiment == self._vocabulary.sentiments.index(sentiment)
        quotes: list[Passage] = []
        while len(quotes) < most:
            found = self._best(np.where(own, self.scores(weights), 0.0), weights)
            if found is None:
                break
            text, quote = found
            quotes.append(quote)
            own[text] = False
            said = self._words_of(text)
            weights[said] = np.minimum(weights[said], 0)
        return quotes

    def about(self, words: Ints, texts: Ints, sentiment: str) -> Passage | None:
        """Return the passage that says most about some words; None where nothing can be quoted.

        Args:
            words: The rows of the words.
            texts: Numbers of texts that hold some of them.
            sentiment: Their sentiment: of texts that are equal in these words, what tells more of
                it is quoted.
        """
        weights = self.weights(sentiment)
        weights = _LITTLE * weights / max(float(np.abs(weights).max(initial=0)), 1.0)
        weights[words] += 1
        among = np.zeros(len(self._root))
        among[texts] = self.scores(weights)[texts]
        found = self._best(among, weights)
        return found and found[1]

    def _best(self, scores: Floats, weights: Floats) -> tuple[int, Passage] | None:
        """Return the first text, by its score, that can be quoted whole, else the first of all."""
        order = np.argsort(-scores, kind="stable")[:_READ]
        cut: tuple[int, Passage] | None = None
        for text in order[scores[order] > 0].tolist():
            whole = quotable(self._sampled.texts[text].text)
            if len(whole) < _SHORTEST or (len(whole) > LONGEST and cut):
                continue
            quote = self._quoted(text, whole, weights)
            if quote and len(whole) <= LONGEST:
                return text, quote
            cut = cut or (quote and (text, quote))
        return cut

    def _quoted(self, text: int, whole: str, weights: Floats) -> Passage | None:
        """Return the passage of a text around the word that weighs most."""
        number, first, last = self._places_of(text)
        if not len(number):
            return None
        start = int(np.searchsorted(self._sampled.text, text))
        best = int(np.argmax(weights[number]))
        tokens: Sequence[str] = self._sampled.texts[text].tokens
        place = place_of(
            searchable(whole), tokens, int(first[best]) - start, int(last[best]) - start
        )
        if place is None:
            return None
        shown, begin = passage(whole, *place)
        return Passage(shown, begin, place[1] - place[0])

    def _places_of(self, text: int) -> tuple[Ints, Ints, Ints]:
        """Return the words of a text with their first and last tokens."""
        words = self._sampled.words
        own = np.nonzero(self._sampled.text[words.first] == text)[0]
        own = own[np.argsort(words.first[own], kind="stable")]
        return words.number[own], words.first[own], words.last[own]

    def _words_of(self, text: int) -> Ints:
        return np.asarray(self._word[self._text == text])
