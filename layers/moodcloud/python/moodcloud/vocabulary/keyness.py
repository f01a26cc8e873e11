"""Which words set a group of texts apart, and which belong together: statistics only.

Keyness is the weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi & Quinn
(2008), "Fightin' Words", Political Analysis 16(4), equations 16 and 19-22.

Collocation is the log-likelihood ratio G2 of a two-by-two table against independence: Dunning
(1993), "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics
19(1).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def log_odds_z(counts: Ints, others: Ints, prior_mass: float) -> Floats:
    """Return the z-score of the log-odds-ratio of each word.

    Args:
        counts: Occurrences of each word in the group, shape (words,).
        others: Occurrences of each word in all other groups, shape (words,).
        prior_mass: a_0, the weight of the prior in words. Each word has the share of it that it has
            in the whole table.

    Returns:
        z, shape (words,): above 0 where the group uses the word more; 0 if one side is empty.
    """
    y_i, y_j = counts.astype(np.float64), others.astype(np.float64)
    n_i, n_j = y_i.sum(), y_j.sum()
    if n_i == 0 or n_j == 0:
        return np.zeros(len(y_i))
    a_w = prior_mass * (y_i + y_j) / (n_i + n_j)
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log((y_i + a_w) / (n_i + prior_mass - y_i - a_w)) - np.log(
            (y_j + a_w) / (n_j + prior_mass - y_j - a_w)
        )
        z: Floats = delta / np.sqrt(1 / (y_i + a_w) + 1 / (y_j + a_w))
    # Where one word is all there is, it has no odds against others.
    return np.where(np.isfinite(z), z, 0.0)


def two_sided_p(z: Floats) -> Floats:
    """Return the probability of a z at least so far from 0 under the normal distribution."""
    root = math.sqrt(2)
    return np.array([math.erfc(value / root) for value in np.abs(z).tolist()])


def g2(bigram: Ints, first: Ints, second: Ints, total: int) -> Floats:
    """Return G2 of each bigram against independence.

    Args:
        bigram: Occurrences of the two words side by side, shape (bigrams,).
        first: Occurrences of the first word, shape (bigrams,); at least `bigram`.
        second: Occurrences of the second word, shape (bigrams,); at least `bigram`.
        total: Words in all.

    Returns:
        G2, shape (bigrams,): 0 where the two are independent. It does not say whether they attract
        or avoid each other: see `attracted`.
    """
    n11 = bigram.astype(np.float64)
    row, column = first.astype(np.float64), second.astype(np.float64)
    cells = (n11, row - n11, column - n11, total - row - column + n11)
    expected = (
        row * column / total,
        row * (total - column) / total,
        (total - row) * column / total,
        (total - row) * (total - column) / total,
    )
    result = np.zeros(len(n11))
    for seen, independent in zip(cells, expected, strict=True):
        filled = seen > 0
        result[filled] += seen[filled] * np.log(seen[filled] / independent[filled])
    return np.asarray(2 * result)


def attracted(bigram: Ints, first: Ints, second: Ints, total: int) -> npt.NDArray[np.bool_]:
    """Return which bigrams occur more often than they would if their words were independent."""
    return np.asarray(bigram.astype(np.float64) * total > first.astype(np.float64) * second)
