"""Which words set a group of texts apart, which belong together: statistics only."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

# --- Which words set one group of texts apart from the others: statistics only.
#
# Weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi & Quinn (2008),
# "Fightin' Words", Political Analysis 16(4), equations 16 and 19-22.

Floats = npt.NDArray[np.float64]


def log_odds_z(
    counts: npt.NDArray[np.int64], others: npt.NDArray[np.int64], prior_mass: float
) -> Floats:
    """Return the z-score of the log-odds-ratio of each word.

    Args:
        counts: Occurrences of each word in the group, shape (words,).
        others: Occurrences of each word in all other groups, shape (words,).
        prior_mass: a_0, the weight of the prior in words. Each word's share of it is its share
            of the whole table.

    Returns:
        z, shape (words,): above 0 where the group uses the word more. 0 where one side is empty.
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
    # A table of one single word has no odds against anything.
    return np.where(np.isfinite(z), z, 0.0)


def two_sided_p(z: Floats) -> Floats:
    """Return the probability of a z this far from 0, either side, under the normal."""
    root = math.sqrt(2)
    return np.array([math.erfc(value / root) for value in np.abs(z).tolist()])


def significant(p: Floats, rate: float = 0.05) -> npt.NDArray[np.bool_]:
    """Return which tests stand at the false discovery rate `rate`.

    Benjamini & Hochberg (1995), "Controlling the False Discovery Rate", section 3.1.
    """
    if not len(p):
        return np.zeros(0, dtype=bool)
    ordered = np.sort(p)
    passed = np.nonzero(ordered <= rate * np.arange(1, len(p) + 1) / len(p))[0]
    if not len(passed):
        return np.zeros(len(p), dtype=bool)
    return np.asarray(p <= ordered[passed[-1]])


# --- Which adjacent words belong together: statistics only.
#
# Dunning (1993), "Accurate Methods for the Statistics of Surprise and Coincidence", Computational
# Linguistics 19(1): the log-likelihood ratio G2 of a two-by-two table against independence.

Ints = npt.NDArray[np.int64]


def g2(pair: Ints, first: Ints, second: Ints, total: int) -> Floats:
    """Return G2 of each pair of words against independence.

    Args:
        pair: Occurrences of the two side by side, shape (pairs,).
        first: Occurrences of the first word, shape (pairs,); at least `pair`.
        second: Occurrences of the second word, shape (pairs,); at least `pair`.
        total: Words in all.

    Returns:
        G2, shape (pairs,): 0 where the two are independent. It does not tell whether they attract
        or avoid each other: see `attracted`.
    """
    n11 = pair.astype(np.float64)
    row, column = first.astype(np.float64), second.astype(np.float64)
    cells = (n11, row - n11, column - n11, total - row - column + n11)
    expected = (
        row * column / total,
        row * (total - column) / total,
        (total - row) * column / total,
        (total - row) * (total - column) / total,
    )
    result = np.zeros(len(n11))
    for seen, awaited in zip(cells, expected, strict=True):
        filled = seen > 0
        result[filled] += seen[filled] * np.log(seen[filled] / awaited[filled])
    return np.asarray(2 * result)


def attracted(pair: Ints, first: Ints, second: Ints, total: int) -> npt.NDArray[np.bool_]:
    """Return which pairs stand side by side more often than independence would have them."""
    return np.asarray(pair.astype(np.float64) * total > first.astype(np.float64) * second)
