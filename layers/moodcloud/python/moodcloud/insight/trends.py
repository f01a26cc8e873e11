"""Words that rise or fall from period to period within a sentiment.

The test is that of Cochran and Armitage for a trend in proportions: the texts that hold a word are
held against those that hold any, and the periods are numbered in their order (Cochran 1954, "Some
methods for strengthening the common chi-squared tests", Biometrics 10; Armitage 1955, "Tests for
linear trends in proportions and frequencies", Biometrics 11). Its usual probability is that of the
normal distribution, which is wrong by orders of magnitude where few texts hold a word or most texts
are in a few periods. It is taken from a saddlepoint instead, which is exact to a few per cent
(Lugannani & Rice 1980, "Saddle point approximation for the distribution of the sum of independent
random variables", Advances in Applied Probability 12), and counts the outcome itself a half, as
`moodcloud.vocabulary.significance` does.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from moodcloud.vocabulary.keyness import Floats, Ints, two_sided_p

# The most steps of Newton's method; some ten are the rule.
_STEPS: Final = 60
_EXACT: Final = 1e-10
_LEAST: Final = 1e-300
# Nearer to the mean than this share of the standard deviation, the formula divides 0 by 0.
_NEAR: Final = 1e-3


def trend_z(texts: Ints) -> Floats:
    """Return the statistic of Cochran and Armitage for each word, above 0 where it rises.

    Args:
        texts: How many texts of each period hold each word, in the shape (periods, words).
    """
    scores, weights = _scores(texts)
    held = np.maximum(texts.sum(axis=0), 1)
    deviation = math.sqrt(float(weights @ scores**2))
    if not deviation:
        return np.zeros(texts.shape[1])
    return np.asarray((scores @ texts) / (deviation * np.sqrt(held)))


def trend_p(texts: Ints) -> Floats:
    """Return the two-sided probability of such a trend by chance.

    By chance each text that holds a word is of a period with the probability that the period has
    among all texts that hold any.

    Args:
        texts: As for `trend_z`.
    """
    scores, weights = _scores(texts)
    z, held = trend_z(texts), texts.sum(axis=0)
    p = np.ones(len(z))
    tested = (held > 0) & (np.abs(z) > _NEAR)
    if not tested.any():
        return p
    mean = (scores @ texts)[tested] / held[tested]
    # What falls is what rises in the other direction.
    signs = np.sign(mean)
    for sign in (1.0, -1.0):
        own = signs == sign
        tail = _tail(sign * scores, weights, sign * mean[own], held[tested][own])
        p[np.nonzero(tested)[0][own]] = np.minimum(2 * tail, 1.0)
    return p


def _scores(texts: Ints) -> tuple[Floats, Floats]:
    """Return the number of each period less the mean of all texts, and the share of the texts."""
    sums = texts.sum(axis=1)
    weights = sums / max(int(sums.sum()), 1)
    numbers = np.arange(len(texts), dtype=np.float64)
    return numbers - numbers @ weights, np.asarray(weights)


def _tail(scores: Floats, weights: Floats, mean: Floats, held: Ints) -> Floats:
    """Return the probability that `held` draws have a mean score of at least `mean`, above 0."""
    there = weights > 0
    scores, weights = scores[there], weights[there]
    highest = scores.max()
    # All texts are in the last period.
    at_end = mean >= highest - _EXACT * max(highest, 1.0)
    result = 0.5 * np.exp(held * math.log(weights[scores.argmax()]))
    inner = ~at_end
    result[inner] = _saddlepoint(scores, weights, mean[inner], held[inner])
    return np.asarray(result)


def _saddlepoint(scores: Floats, weights: Floats, mean: Floats, held: Ints) -> Floats:
    tilt = _tilt(scores, weights, mean)
    exponents = tilt[:, None] * scores
    most = exponents.max(axis=1)
    tilted = weights * np.exp(exponents - most[:, None])
    generating = most + np.log(tilted.sum(axis=1))
    variance = _moments(scores, tilted)[1]
    depth = np.sqrt(2 * held * np.maximum(tilt * mean - generating, 0))
    # Sums of scores are whole numbers apart, and the one that was seen counts a half.
    width = 2 * np.tanh(tilt / 2) * np.sqrt(held * variance)
    one_sided = two_sided_p(depth) / 2
    density = np.exp(-(depth**2) / 2) / math.sqrt(2 * math.pi)
    return np.asarray(np.clip(one_sided + density * (1 / width - 1 / depth), 0.0, 1.0))


def _tilt(scores: Floats, weights: Floats, mean: Floats) -> Floats:
    """Return the tilt of the weights, above 0, under which the scores have a given mean.

    Newton's method finds it, held within the bounds that are known.
    """
    spread = float(scores.max() - scores.min())
    tilt, low, high = np.zeros(len(mean)), np.zeros(len(mean)), np.full(len(mean), np.inf)
    for _ in range(_STEPS):
        exponents = tilt[:, None] * scores
        tilted = weights * np.exp(exponents - exponents.max(axis=1)[:, None])
        found, variance = _moments(scores, tilted)
        if np.abs(mean - found).max(initial=0) < _EXACT * spread:
            break
        low, high = np.where(found < mean, tilt, low), np.where(found < mean, high, tilt)
        further = 4 * (tilt + 1 / spread)
        newton = np.minimum(tilt + (mean - found) / np.maximum(variance, _LEAST), further)
        halved = np.where(np.isinf(high), further, (low + np.minimum(high, further)) / 2)
        tilt = np.where((newton > low) & (newton < high), newton, halved)
    return tilt


def _moments(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the mean and the variance of scores under several weights."""
    total = weights.sum(axis=1)
    mean = (weights @ scores) / total
    return mean, (weights @ scores**2) / total - mean**2
