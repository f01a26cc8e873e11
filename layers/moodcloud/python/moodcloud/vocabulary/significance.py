"""Which words stand out: differences between groups of texts that chance does not make.

A word stands out where the number of texts that hold it is too uneven between one sentiment and
the others. Texts are tested, not occurrences, since the words of a text depend on each other:
Lijffijt et al. (2016), "Significance testing of word frequencies in corpora", Digital Scholarship
in the Humanities 31(2). The test is exact, so it holds for small numbers, too: of texts that hold a
word, each is of the sentiment with the probability that the sentiment has in all (Przyborowski &
Wilenski 1940, "Homogeneity of results in testing samples from Poisson series", Biometrika 31). The
outcome itself counts a half (mid-p: Lancaster 1961, "Significance tests in discrete distributions",
Journal of the American Statistical Association 56), without which the test is too timid.

Measured on the samples, two files of tweets and one of reviews, with labels dealt out at random a
hundred times each (`benchmarks/quality/chance.py`): in at most 5 % of the files so made a word is
found to stand out.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from moodcloud.vocabulary.keyness import Bools, Floats, Ints

RATE: Final = 0.05
"""The false discovery rate that is allowed over all words and sentiments of a table."""
LEAST_TEXTS: Final = 5
"""A word of fewer texts, in all sentiments together, is not tested: hardly any could stand out, and
the more words are tested, the more each has to show.

The sum over all sentiments says nothing about their difference, so this favours none (Bourgon,
Gentleman & Huber 2010, "Independent filtering increases detection power for high-throughput
experiments"). On the samples, tweets and reviews 4, 5 and 6 found about as many words, 1 a third
fewer.
"""
_HALF: Final = 0.5
# Terms of a sum that add less than this share of it are left out.
_NEGLIGIBLE: Final = 1e-17


def exact_p(z: Floats, texts: Ints, others: Ints) -> Floats:
    """Return the two-sided probability of such a difference by chance: twice that of one side.

    Args:
        z: The keyness of each word in a sentiment; its sign says which side is meant. Where the
            texts do not bear it out, the result is 1.
        texts: How many texts of the sentiment hold each word.
        others: How many texts of all other sentiments hold it.
    """
    # A long text may hold thousands of rare words, and is one text among others.
    base = texts + others >= LEAST_TEXTS
    base = base if base.any() else np.ones(len(texts), dtype=bool)
    share = int(texts[base].sum()) / max(int((texts + others)[base].sum()), 1)
    more, fewer = _tails(texts, others, share), _tails(others, texts, 1 - share)
    one_sided = np.where(z > 0, more, np.where(z < 0, fewer, 1.0))
    return np.asarray(np.minimum(2 * one_sided, 1.0))


def stand_out(p: Floats, texts: Ints) -> Bools:
    """Return which words stand out, in the shape of `p`.

    Args:
        p: The probability of each word by chance, shape (sentiments, words).
        texts: How many texts of each sentiment hold it, in the same shape.
    """
    tested = texts.sum(axis=0) >= LEAST_TEXTS
    result = np.zeros(p.shape, dtype=bool)
    result[:, tested] = significant(p[:, tested].ravel(), RATE).reshape(len(p), -1)
    return result


def significant(p: Floats, rate: float = RATE) -> Bools:
    """Return which tests are significant at the false discovery rate `rate`.

    Benjamini & Hochberg (1995), "Controlling the False Discovery Rate", section 3.1.
    """
    if not len(p):
        return np.zeros(0, dtype=bool)
    ordered = np.sort(p)
    passed = np.nonzero(ordered <= rate * np.arange(1, len(p) + 1) / len(p))[0]
    if not len(passed):
        return np.zeros(len(p), dtype=bool)
    return np.asarray(p <= ordered[passed[-1]])


def _tails(own: Ints, others: Ints, share: float) -> Floats:
    """Return the probability of more than `own` of all texts, and half that of as many.

    Each text has the probability `share`. Where there are no more than expected the result is 1.
    """
    # Most words are rare, so few of these numbers are different. Each two of them are one number to
    # numpy, which sorts numbers in a tenth of the time of pairs.
    length = int(others.max(initial=0)) + 1
    pairs, place = np.unique(own * length + others, return_inverse=True)
    own, others = pairs // length, pairs % length
    result = np.ones(len(pairs))
    above = own > share * (own + others)
    if 0 < share < 1:
        result[above] = upper_tail(
            own[above], others[above], np.full(int(above.sum()), share), _HALF
        )
    return np.asarray(result[place])


def upper_tail(own: Ints, others: Ints, share: Floats, itself: float = 1.0) -> Floats:
    """Return the probability of `own` of all or more by chance.

    Args:
        own: How many there are on one side, above what is expected.
        others: How many there are on the other.
        share: The probability that each is on the first side, above 0 and below 1.
        itself: How much the outcome itself counts: all of its probability, or a half (mid-p).
    """
    first = _log_factorials(own + others) - _log_factorials(own) - _log_factorials(others)
    log, log1p = (
        np.array(list(map(function, values.tolist())), np.float64)
        for function, values in ((math.log, share), (math.log1p, -share))
    )
    # From the expected number on, terms decrease.
    first += own * log + others * log1p
    odds = share / (1 - share)
    whole, term = np.full(len(own), itself), np.ones(len(own))
    open_ = np.arange(len(own))
    step = 0
    while len(open_):
        term[open_] *= (others[open_] - step) / (own[open_] + step + 1) * odds[open_]
        whole[open_] += term[open_]
        open_ = open_[term[open_] > _NEGLIGIBLE * whole[open_]]
        step += 1
    return np.asarray(np.exp(first + np.log(whole)))


def _log_factorials(numbers: Ints) -> Floats:
    return np.array([math.lgamma(number + 1) for number in numbers.tolist()])
