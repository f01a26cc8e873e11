"""Which adjacent words belong together: statistics only.

Dunning (1993), "Accurate Methods for the Statistics of Surprise and Coincidence", Computational
Linguistics 19(1): the log-likelihood ratio G2 of a two-by-two table against independence.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
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
