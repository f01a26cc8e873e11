"""Words as numbers: which each token holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from moodcloud.language import folded
from moodcloud.vocabulary.keyness import Bools, Ints
from moodcloud.vocabulary.ordering import spread


@dataclass(frozen=True)
class WordNumbers:
    """The words that tokens hold, each word a number.

    Attributes:
        number: The number of each word: of a token its place among all folded tokens, whether or
            not it is a word; other words come after them, and what else is counted as one.
        tokens: How many folded tokens there are.
        start: Where in `words` those of each token begin.
        length: How many they are: mostly one.
        words: The numbers of the words of all tokens.
    """

    number: dict[str, int]
    tokens: int
    start: Ints
    length: Ints
    words: Ints

    def of(self, token: Ints) -> tuple[Ints, Ints]:
        """Return, for each word of some tokens in a row, the place in the row, and the word."""
        row, place = spread(self.start[token], self.length[token])
        return row, self.words[place]

    def first(self, token: Ints) -> Ints:
        """Return the first word of each token; -1 where there is none, or no token."""
        return self._at(token, self.start[token])

    def last(self, token: Ints) -> Ints:
        """Return the last word of each token; -1 where there is none, or no token."""
        return self._at(token, self.start[token] + self.length[token] - 1)

    def _at(self, token: Ints, place: Ints) -> Ints:
        there = (token >= 0) & (self.length[token] > 0)
        return np.where(there, self.words[np.where(there, place, 0)], -1)

    def places(self, tokens: Sequence[str]) -> Ints:
        """Return the number of each token, folded; -1 where there is no such token."""
        numbers = np.fromiter(map(self.number.get, tokens, repeat(-1)), np.int64, len(tokens))
        # What is found is folded already: that is a tenth of the time for 350,000 Korean tokens.
        for place in np.nonzero((numbers < 0) | (numbers >= self.tokens))[0].tolist():
            numbers[place] = self.number.get(folded(tokens[place]), -1)
        return np.where(numbers < self.tokens, numbers, -1)

    def among(self, names: Iterable[str]) -> Bools:
        """Return which words are among `names`."""
        which = np.zeros(len(self.number), bool)
        which[[self.number[name] for name in names if name in self.number]] = True
        return which

    @property
    def names(self) -> list[str]:
        """All words and other names, by number."""
        return list(self.number)

    def numbered(self, names: Iterable[str]) -> list[int]:
        """Return the number of each name; those that are new get one."""
        return [self.number.setdefault(name, len(self.number)) for name in names]

    def texts(self, tokens: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the words of some tokens, folded, of those that there are."""
        names = self.names
        found = {}
        for token in tokens:
            number = self.number.get(token, self.tokens)
            if number < self.tokens:
                start = self.start[number]
                words = self.words[start : start + self.length[number]].tolist()
                found[token] = tuple(names[word] for word in words)
        return found


def number_words(number: dict[str, int], others: Mapping[str, tuple[str, ...]]) -> WordNumbers:
    """Number the words that tokens hold.

    Args:
        number: The place of each folded token; words that no token is are added.
        others: The words of those that hold others than themselves.
    """
    tokens = len(number)
    start = np.arange(tokens)
    length = np.ones(tokens, np.int64)
    words: list[int] = []
    for token, held in others.items():
        place = number[token]
        start[place], length[place] = tokens + len(words), len(held)
        words += [number.setdefault(word, len(number)) for word in held]
    every = np.concatenate([np.arange(tokens), np.array(words, np.int64)])
    return WordNumbers(number, tokens, start, length, every)
