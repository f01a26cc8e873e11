"""Keyness is what the paper says it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moodcloud.vocabulary.keyness import log_odds_z, two_sided_p
from moodcloud.vocabulary.significance import significant

TABLES = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=40)


def _by_hand(y_i: int, y_j: int, n_i: int, n_j: int, prior: float) -> float:
    """Equations 16, 19-22 for one word, written out."""
    a = prior * (y_i + y_j) / (n_i + n_j)
    odds_i = (y_i + a) / (n_i + prior - y_i - a)
    odds_j = (y_j + a) / (n_j + prior - y_j - a)
    return (math.log(odds_i) - math.log(odds_j)) / math.sqrt(1 / (y_i + a) + 1 / (y_j + a))


@given(TABLES, st.floats(1, 1e5))
def test_z_is_that_of_the_paper(table: list[tuple[int, int]], prior: float) -> None:
    own, others = (np.array(column) for column in zip(*table, strict=True))
    z = log_odds_z(own, others, prior)
    n_i, n_j = int(own.sum()), int(others.sum())
    for (y_i, y_j), value in zip(table, z, strict=True):
        if n_i and n_j and 0 < y_i + y_j < n_i + n_j:
            assert value == pytest.approx(_by_hand(y_i, y_j, n_i, n_j, prior), rel=1e-9, abs=1e-9)
        else:
            assert value == 0


@given(TABLES)
def test_what_one_side_has_more_the_other_has_less(table: list[tuple[int, int]]) -> None:
    own, others = (np.array(column) for column in zip(*table, strict=True))
    assert log_odds_z(own, others, 100) == pytest.approx(-log_odds_z(others, own, 100))


def test_p_of_known_z() -> None:
    assert two_sided_p(np.array([0, 1.959963985, -2.575829304])) == pytest.approx([1, 0.05, 0.01])


def test_false_discoveries_are_held_at_the_rate() -> None:
    # The example of Benjamini & Hochberg (1995), section 4.1: four of fifteen stand.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
         0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    assert significant(np.array(p)).tolist() == [True] * 4 + [False] * 11
