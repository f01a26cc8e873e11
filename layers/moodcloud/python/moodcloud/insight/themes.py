"""Themes: words that keep company in the texts of a sentiment.

Two words keep company where they are together in more texts than chance would have it. Were the
words of all texts dealt out at random, each text would hold a word with a probability in proportion
to how many different words it has: so long texts, which hold more of everything, do not count as
company. The probability is binomial, with a false discovery rate of 5 % over all words compared.
Words of one token, as where a space was left out, are together by spelling: texts that have them so
say nothing of their company.

Words that keep company are joined, the closest first, by the mean of how close each word of one
group is to each of the other (average linkage: Sokal & Michener 1958, "A statistical method for
evaluating systematic relationships", University of Kansas Science Bulletin 38). How close they are
is their normalised pointwise mutual information (Bouma 2009, "Normalized (pointwise) mutual
information in collocation extraction", GSCL), from 0 for chance to 1 for always together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from moodcloud.insight.sampled_words import SampledWords
from moodcloud.vocabulary import Vocabulary
from moodcloud.vocabulary.keyness import Bools, Floats, Ints
from moodcloud.vocabulary.ordering import distinct, spread
from moodcloud.vocabulary.significance import LEAST_TEXTS, significant, upper_tail

_MOST_WORDS: Final = 200
_MOST_THEMES: Final = 8
_LEAST_TOGETHER: Final = 3
_FEWEST: Final = 3
_MOST_OF_THEME: Final = 6
# A text is about a theme where it holds so many of its words.
_HELD: Final = 2
# Groups that are less close on average stay apart.
_CLOSE: Final = 0.1


@dataclass(frozen=True)
class Theme:
    """Words that keep company in a sentiment.

    Attributes:
        words: The words, the most frequent first.
        rows: Their rows in the table of words.
        texts: The numbers of the sampled texts that hold two of them or more.
        share: The share of these in the sampled texts of the sentiment.
    """

    words: Sequence[str]
    rows: Ints
    texts: Ints
    share: float


def find_themes(sampled: SampledWords, vocabulary: Vocabulary, sentiment: str) -> list[Theme]:
    """Return the themes of a sentiment, those of most texts first.

    Args:
        sampled: Texts of the table as words.
        vocabulary: Its words.
        sentiment: The sentiment.
    """
    own = sampled.sentiment == vocabulary.sentiments.index(sentiment)
    text, word = sampled.held
    held = _held(text[own[text]], word[own[text]])
    texts, by_spelling = int(own.sum()), _in_one_token(sampled, own, held.words)
    themes = [
        _theme(held, group, [vocabulary.words.names[held.words[each]] for each in group], texts)
        for group in _groups(_closeness(held, by_spelling, texts))
    ]
    return sorted(themes, key=lambda theme: (-len(theme.texts), theme.words))[:_MOST_THEMES]


class _Held(NamedTuple):
    """Which texts hold which frequent words.

    Attributes:
        text: The numbers of texts, in order, one for each word they hold.
        column: The words, by their numbers among the frequent ones.
        words: The rows of the frequent words in their table, the most frequent first.
        evenness: The sum of the squares of the shares of the texts in all their different words.
    """

    text: Ints
    column: Ints
    words: Ints
    evenness: float


def _held(text: Ints, word: Ints) -> _Held:
    """Return which texts hold which frequent words.

    Args:
        text: The text of each different word in it, in order.
        word: The word.
    """
    frequency = np.bincount(word)
    words = np.argsort(-frequency, kind="stable")[:_MOST_WORDS]
    words = words[frequency[words] >= LEAST_TEXTS]
    column = np.full(len(frequency), -1)
    column[words] = np.arange(len(words))
    kept = column[word] >= 0
    shares = np.bincount(text) / max(len(text), 1)
    return _Held(text[kept], column[word[kept]], words, float((shares**2).sum()))


def _together(held: _Held) -> Ints:
    """Return how many texts hold each two words, shape (words, words)."""
    start = np.searchsorted(held.text, held.text)
    length = np.searchsorted(held.text, held.text, "right") - start
    one, other = spread(start, length)
    size = len(held.words)
    pairs = held.column[one] * size + held.column[other]
    return np.bincount(pairs, minlength=size * size).reshape(size, size)


def _in_one_token(sampled: SampledWords, own: Bools, words: Ints) -> Ints:
    """Return how many texts have each two words in one token, shape (words, words).

    Args:
        sampled: Texts of the table as words.
        own: Which of them are looked at.
        words: The rows of the words in their table.
    """
    column = np.full(int(max(sampled.words.number.max(initial=0), words.max(initial=0))) + 1, -1)
    column[words] = np.arange(len(words))
    number, size = column[sampled.words.number], len(words)
    kept = (number >= 0) & own[sampled.text[sampled.words.first]]
    # A negated word may be of two tokens.
    ends = [
        tokens[kept] * size + number[kept] for tokens in (sampled.words.first, sampled.words.last)
    ]
    token, word = np.divmod(distinct(np.concatenate(ends)), max(size, 1))
    start = np.searchsorted(token, token)
    one, other = spread(start, np.searchsorted(token, token, "right") - start)
    apart = word[one] != word[other]
    pairs = word[one[apart]] * size + word[other[apart]]
    each = distinct(sampled.text[token[one[apart]]] * size**2 + pairs)
    return np.bincount(each % max(size**2, 1), minlength=size**2).reshape(size, size)


def _closeness(held: _Held, by_spelling: Ints, texts: int) -> Floats:
    """Return how close each two words are: above 0 where they keep company, shape (words, words).

    Args:
        held: Which texts hold which words.
        by_spelling: How many texts have each two words in one token: they do not count as company.
        texts: How many texts there are.
    """
    together = _together(held)
    frequency = together.diagonal()
    first, second = np.triu_indices(len(together), 1)
    both, apart = together[first, second], by_spelling[first, second]
    one, other = frequency[first], frequency[second]
    # A text that holds the rarer word holds the other one with this probability.
    p = _company(both - apart, one - apart, other - apart, held.evenness)
    kept = significant(p)
    close = np.zeros(together.shape)
    share = np.maximum(one, other) * held.evenness
    information = np.log(both[kept] / (np.minimum(one, other) * share)[kept])
    close[first[kept], second[kept]] = information / -np.log(both[kept] / (texts + 1))
    return np.asarray(close + close.T)


def _company(both: Ints, one: Ints, other: Ints, evenness: float) -> Floats:
    """Return the probability by chance of so many texts that hold two words.

    Args:
        both: How many texts hold both.
        one: How many texts hold the first.
        other: How many texts hold the second.
        evenness: That of the texts; see `_Held`.
    """
    least, share = np.minimum(one, other), np.maximum(one, other) * evenness
    p, more = np.ones(len(both)), (both >= _LEAST_TOGETHER) & (both > least * share) & (share < 1)
    p[more] = upper_tail(both[more], least[more] - both[more], share[more])
    return p


def _groups(closeness: Floats) -> list[list[int]]:
    """Return groups of three words or more that are close on average, of some words at most."""
    close, groups = closeness.copy(), [[each] for each in range(len(closeness))]
    while len(close):
        first, second = divmod(int(close.argmax()), len(close))
        if close[first, second] < _CLOSE:
            break
        sizes = len(groups[first]), len(groups[second])
        if sum(sizes) > _MOST_OF_THEME:
            close[first, second] = close[second, first] = 0.0
            continue
        mean = (sizes[0] * close[first] + sizes[1] * close[second]) / sum(sizes)
        close[first], close[:, first] = mean, mean
        close[second], close[:, second], close[first, first] = 0.0, 0.0, 0.0
        groups[first] += groups[second]
        groups[second] = []
    return [sorted(group) for group in groups if len(group) >= _FEWEST]


def _theme(held: _Held, group: Sequence[int], words: Sequence[str], texts: int) -> Theme:
    """Return the theme of a group of words.

    Args:
        held: Which texts hold which words.
        group: The words, by their numbers among the frequent ones.
        words: The words themselves.
        texts: How many texts there are.
    """
    member = np.zeros(len(held.words), bool)
    member[list(group)] = True
    about = np.nonzero(np.bincount(held.text[member[held.column]]) >= _HELD)[0]
    return Theme(words, held.words[list(group)], about, len(about) / texts)
