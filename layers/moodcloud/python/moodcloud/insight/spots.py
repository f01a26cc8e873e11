"""Spots: where words, phrases and emoji were met in the texts of a sample.

Tokens are numbers here, and all texts one list of them: 0.05 s for 11,000 tweets, where a look at
one token after the other takes 0.3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from moodcloud.insight.sample import Sample
from moodcloud.language.emoji import emoji_in
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.keyness import Bools, Ints
from moodcloud.vocabulary.ordering import is_first, spread

CANDIDATES: Final = 12
"""The most texts looked at for a word in a sentiment, so that those worth reading can be chosen."""


class Spot(NamedTuple):
    """Where a word was met: the numbers of the text, and of its first and last token there."""

    text: int
    first: int
    last: int


@dataclass(frozen=True)
class Spots:
    """The spots of words: those of a word are side by side, sentiment by sentiment, text by text.

    Attributes:
        words: The number of each word.
        sentiments: The number of each sentiment.
        word: The number of the word of each spot.
        sentiment: The number of its sentiment.
        text: The number of the text.
        first: The number of the first token in the text.
        last: That of the last one.
    """

    words: Mapping[str, int]
    sentiments: Mapping[str, int]
    word: Ints
    sentiment: Ints
    text: Ints
    first: Ints
    last: Ints

    def of(self, word: str, sentiment: str, most: int) -> list[Spot]:
        """Return the first spots of a word in a sentiment."""
        key = self.words.get(word, -1), self.sentiments.get(sentiment, -1)
        begin, end = self._rows.get(key, (0, 0))
        rows = slice(begin, min(end, begin + most))
        return list(map(Spot, *(column[rows] for column in self._listed)))

    def rows(self, words: Sequence[str]) -> tuple[Ints, Ints]:
        """Return the spots of some words: the place of the word among them, and the row."""
        numbers = np.array([self.words.get(word, -1) for word in words], np.int64)
        begin, end = (np.searchsorted(self.word, numbers, side) for side in ("left", "right"))
        return spread(begin, end - begin)

    @cached_property
    def _listed(self) -> tuple[list[int], ...]:
        """The texts and tokens as lists, of which parts are taken faster than of arrays."""
        return tuple(each.tolist() for each in (self.text, self.first, self.last))

    @cached_property
    def _rows(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The first row of each word in each sentiment, by their numbers, and the one beyond."""
        begin = np.nonzero(is_first(self.word * len(self.sentiments) + self.sentiment))[0]
        ends = np.append(begin, len(self.word))[1:].tolist()
        keys = zip(self.word[begin].tolist(), self.sentiment[begin].tolist(), strict=True)
        return dict(zip(keys, zip(begin.tolist(), ends, strict=True), strict=True))


def find_spots(
    sample: Sample,
    vocabulary: Vocabulary,
    words: Mapping[str, Sequence[str]],
    wanted: Collection[str],
    most: int = CANDIDATES,
) -> Spots:
    """Return where each word occurs in each sentiment, at most once in a text.

    Args:
        sample: The sample of the table.
        vocabulary: Its vocabulary, for the bigrams that are counted as one.
        words: The words that each token or bigram is an example of.
        wanted: Words, phrases and emoji.
        most: The most places of a word in a sentiment.
    """
    tokens = _Tokens(sample)
    names = dict.fromkeys(chain(chain.from_iterable(words.values()), wanted))
    numbers = {name: at for at, name in enumerate(names)}
    # Where a bigram is counted as one, its two words are not counted, so the place is no example of
    # them.
    counted = ~tokens.within(vocabulary.forms.bigrams_as_one())
    alone = {token: words[token] for token in tokens.number if token in words}
    emoji = _emoji(tokens.number, set(wanted))
    bigrams = {bigram: own for bigram, own in words.items() if " " in bigram}
    found = (
        _told(tokens.pairs(bigrams), bigrams, numbers),
        _told(np.where(counted, tokens.of(alone), -1), alone, numbers),
        _told(np.where(counted & (tokens.of(alone) >= 0), -1, tokens.of(emoji)), emoji, numbers),
    )
    place, word = (np.concatenate(each) for each in zip(*found, strict=True))
    # Of a bigram and a token at the same place the bigram comes first.
    last = place + (np.arange(len(place)) < len(found[0][0]))
    return _first(sample, tokens, numbers, (word, place, last), most)


def _first(
    sample: Sample,
    tokens: _Tokens,
    numbers: Mapping[str, int],
    found: tuple[Ints, Ints, Ints],
    most: int,
) -> Spots:
    """Return the first spot of each word in each text, of as many texts as are wanted."""
    word, first, last = found
    order = np.argsort(word * (len(tokens.text) + 1) + first, kind="stable")
    text = tokens.text[first[order]]
    order = order[is_first(word[order] * len(sample.texts) + text)]
    names = {name: at for at, name in enumerate(sorted({each[0] for each in sample.texts}))}
    sentiment_of = np.array([names[each.sentiment] for each in sample.texts], np.int64)
    own = word[order] * len(names) + sentiment_of[tokens.text[first[order]]]
    by_sentiment = np.argsort(own, kind="stable")
    order, own = order[by_sentiment], own[by_sentiment]
    begin = np.nonzero(is_first(own))[0]
    rank = np.arange(len(own)) - np.repeat(begin, np.diff(begin, append=len(own)))
    order = order[rank < most]
    text = tokens.text[first[order]]
    start = tokens.start[text]
    columns = word[order], sentiment_of[text], text, first[order] - start, last[order] - start
    return Spots(numbers, names, *columns)


def _told(
    rows: Ints, words: Mapping[str, Sequence[str]], numbers: Mapping[str, int]
) -> tuple[Ints, Ints]:
    """Return what the tokens of texts are examples of: the places, and the numbers of the words.

    Args:
        rows: For each token its place among the keys of `words`; -1 for none.
        words: The words that each key is an example of.
        numbers: The number of each word.
    """
    place = np.nonzero(rows >= 0)[0]
    of = np.fromiter((numbers[each] for own in words.values() for each in own), np.int64)
    many = np.array([len(own) for own in words.values()], np.int64)
    run, at = spread((np.cumsum(many) - many)[rows[place]], many[rows[place]])
    return place[run], of[at]


def _emoji(tokens: Iterable[str], wanted: Collection[str]) -> dict[str, list[str]]:
    """Return the wanted emoji in each token that holds some."""
    marks = (token for token in tokens if not (token.isascii() or token[0].isalpha()))
    found = {token: [each for each in emoji_in(token) if each in wanted] for token in marks}
    return {token: emoji for token, emoji in found.items() if emoji}


class _Tokens:
    """The tokens of a sample as numbers.

    Attributes:
        number: The number of each distinct token.
        tokens: The numbers of all tokens, text by text.
        text: The number of the text of each.
        start: How many tokens are before each text.
    """

    def __init__(self, sample: Sample) -> None:
        every = list(chain.from_iterable(each.tokens for each in sample.texts))
        lengths = np.array([len(each.tokens) for each in sample.texts], np.int64)
        self.number = {token: at for at, token in enumerate(dict.fromkeys(every))}
        self.tokens = np.fromiter(map(self.number.__getitem__, every), np.int64, len(every))
        self.text = np.repeat(np.arange(len(lengths)), lengths)
        self.start = np.cumsum(lengths) - lengths
        self._lower: dict[str, int] = {}
        lower = (self._lower.setdefault(each.lower(), len(self._lower)) for each in self.number)
        folded = np.fromiter(lower, np.int64)[self.tokens]
        bigrams = folded[:-1] * len(self._lower) + folded[1:]
        # The last token of a text begins none.
        self._bigrams = np.full(len(every), -1)
        self._bigrams[:-1] = np.where(self.text[:-1] == self.text[1:], bigrams, -1)

    def of(self, distinct: Iterable[str]) -> Ints:
        """Return for each token its place among some tokens; -1 for none."""
        found = np.full(len(self.number), -1)
        for place, token in enumerate(distinct):
            found[self.number[token]] = place
        return found[self.tokens]

    def pairs(self, bigrams: Iterable[str]) -> Ints:
        """Return for each token the place, among bigrams in lower case, of that which it begins."""
        keys, places = [-1], [-1]
        for place, (first, _, second) in enumerate(each.partition(" ") for each in bigrams):
            if first in self._lower and second in self._lower:
                keys.append(self._lower[first] * len(self._lower) + self._lower[second])
                places.append(place)
        order = np.argsort(keys)
        ordered = np.array(keys)[order]
        at = np.minimum(np.searchsorted(ordered, self._bigrams), len(keys) - 1)
        return np.where(ordered[at] == self._bigrams, np.array(places)[order][at], -1)

    def within(self, bigrams: Iterable[str]) -> Bools:
        """Return which tokens are part of a bigram."""
        begins = self.pairs(bigrams) >= 0
        found = begins.copy()
        found[1:] |= begins[:-1]
        return found
