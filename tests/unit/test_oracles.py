"""The statistics equal those of independent implementations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logodds import compute_log_odds
from moodcloud.vocabulary.keyness import g2, log_odds_z, two_sided_p

from tests.laws import examples

# nltk and scipy take seconds to import: `make test` does without.
pytestmark = pytest.mark.slow
TABLES = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=2, max_size=60
).filter(
    lambda table: (
        sum(a for a, _ in table) > 0
        and sum(b for _, b in table) > 0
        and sum(a + b > 0 for a, b in table) > 1
    )
)


@given(TABLES, st.floats(1, 1e6))
def test_z_equals_logodds(table: list[tuple[int, int]], prior_mass: float) -> None:
    own, others = ({str(i): row[side] for i, row in enumerate(table)} for side in (0, 1))
    total = sum(a + b for a, b in table)
    words = [word for word in own if own[word] + others[word]]
    floor = 1e-12
    prior = {w: prior_mass * (own[w] + others[w]) / total - floor for w in words}
    theirs = compute_log_odds(own, others, prior, alpha=floor, vocabulary=words)
    z = log_odds_z(
        np.array([own[w] for w in words]), np.array([others[w] for w in words]), prior_mass
    )
    assert z == pytest.approx([theirs[w] for w in words], rel=1e-9, abs=1e-9)


@st.composite
def pair_tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Occurrences of a pair, of its first and second word, and of all words."""
    pair = draw(st.integers(1, 2000))
    first = pair + draw(st.integers(0, 5000))
    second = pair + draw(st.integers(0, 5000))
    return pair, first, second, first + second - pair + draw(st.integers(1, 100_000))


@settings(max_examples=examples(300), deadline=None)
@given(pair_tables())
def test_g2_equals_nltk_and_scipy(table: tuple[int, int, int, int]) -> None:
    from nltk.metrics.association import BigramAssocMeasures
    from scipy.stats import chi2_contingency

    pair, first, second, total = table
    ours = g2(np.array([pair]), np.array([first]), np.array([second]), total)[0]
    theirs = BigramAssocMeasures.likelihood_ratio(pair, (first, second), total)
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9 * total)
    cells = [[pair, first - pair], [second - pair, total - first - second + pair]]
    scipys = chi2_contingency(cells, lambda_="log-likelihood", correction=False).statistic
    assert ours == pytest.approx(scipys, rel=1e-9, abs=1e-9 * total)


@given(st.lists(st.floats(-30, 30), min_size=1))
def test_p_equals_scipy(z: list[float]) -> None:
    from scipy.stats import norm

    assert two_sided_p(np.array(z)) == pytest.approx(2 * norm.sf(np.abs(z)), rel=1e-9)
