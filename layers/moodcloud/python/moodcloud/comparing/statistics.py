"""Which words, phrases and shares differ between two sets of results: statistics only.

A is what was before, B what came after. A z above 0 means that something rose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from moodcloud.comparing.occurrences import WHOLE, Occurrences
from moodcloud.vocabulary.keyness import log_odds_z, two_sided_p
from moodcloud.vocabulary.significance import RATE, significant

LEAST_COUNT: Final = 10
"""Rarer words, in A and B together, are not tested: hardly any could differ significantly.

The sum of two counts says nothing about their difference, so this favours none (Bourgon, Gentleman
& Huber 2010, "Independent filtering increases detection power for high-throughput experiments").
"""


@dataclass(frozen=True)
class Comparison:
    """What differs between A and B.

    Attributes:
        differences: One row a test: `sentiment` (`WHOLE` for all), `kind` (word, phrase), `text`,
            `count_a`, `count_b`, `per_million_a`, `per_million_b`, `bound`, `z`, `p`,
            `significant`; by z, highest first. `bound` is `a` or `b` where the pair of words is no
            phrase on that side: its count there is the highest it can be. Else it is empty.
        shares: One row a sentiment: `sentiment`, `rows_a`, `rows_b`, `share_a`, `share_b`, `z`,
            `p`, `significant`.
        prior_mass: a_0 of z, in words.
    """

    differences: pd.DataFrame
    shares: pd.DataFrame
    prior_mass: float

    @property
    def tests(self) -> int:
        """How many differences were tested."""
        return len(self.differences) + len(self.shares)

    @property
    def sentiments(self) -> list[str]:
        """The sentiments in which words were compared, `WHOLE` first."""
        compared = set(self.differences["sentiment"])
        return [WHOLE, *(each for each in self.shares["sentiment"] if each in compared)]

    def rose(self, sentiment: str = WHOLE) -> pd.DataFrame:
        """Return what is significantly more used in B, the surest first."""
        return self._significant(sentiment, 1)

    def fell(self, sentiment: str = WHOLE) -> pd.DataFrame:
        """Return what is significantly less used in B, the surest first."""
        return self._significant(sentiment, -1)

    def _significant(self, sentiment: str, sign: int) -> pd.DataFrame:
        each = self.differences
        chosen = each[
            each["significant"] & (each["sentiment"] == sentiment) & (sign * each["z"] > 0)
        ]
        return chosen.iloc[np.argsort(-sign * chosen["z"].to_numpy(), kind="stable")]


def compare(
    a: Occurrences, b: Occurrences, prior_mass: float, left_out: frozenset[str] = frozenset()
) -> Comparison:
    """Compare two sets of results.

    Args:
        a: The earlier set of results.
        b: The later set of results.
        prior_mass: a_0 of the keyness statistic, in words; the prior is A and B together.
        left_out: Words that count on one side only because its options say so.
    """
    shares = compare_shares(a.rows, b.rows)
    both = [name for name in shares["sentiment"] if a.rows.get(name) and b.rows.get(name)]
    texts = _texts(a, b)
    parts = [
        tested.assign(sentiment=scope, kind=kind)
        # Where there is one sentiment, it is the whole.
        for scope in (WHOLE, *(both if len(shares) > 1 else ()))
        for kind, tested in _tests(a, b, scope, prior_mass, left_out)
    ]
    differences = pd.concat(parts, ignore_index=True)
    differences = differences.assign(text=[texts[key] for key in differences["key"]])
    p = np.concatenate([shares["p"].to_numpy(np.float64), differences["p"].to_numpy(np.float64)])
    holds = significant(p, RATE)
    shares = shares.assign(significant=holds[: len(shares)])
    differences = differences.assign(significant=holds[len(shares) :])
    order = np.lexsort((differences["text"].to_numpy(dtype=str), -differences["z"].to_numpy()))
    return Comparison(differences.iloc[order].reset_index(drop=True), shares, prior_mass)


def compare_shares(a: Mapping[str, int], b: Mapping[str, int]) -> pd.DataFrame:
    """Return `Comparison.shares` without `significant`: two-proportion z-tests, pooled.

    Args:
        a: Rows of each sentiment before.
        b: Rows of each sentiment after.
    """
    names = list(dict.fromkeys([*a, *b]))
    rows_a, rows_b = (np.array([side.get(name, 0) for name in names]) for side in (a, b))
    n_a, n_b = max(int(rows_a.sum()), 1), max(int(rows_b.sum()), 1)
    pooled = (rows_a + rows_b) / (n_a + n_b)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    apart = rows_b / n_b - rows_a / n_a
    z = np.divide(apart, error, out=np.zeros(len(names)), where=error > 0)
    return pd.DataFrame(
        {
            "sentiment": names,
            "rows_a": rows_a,
            "rows_b": rows_b,
            "share_a": rows_a / n_a,
            "share_b": rows_b / n_b,
            "z": z,
            "p": two_sided_p(z),
        }
    )


def _texts(a: Occurrences, b: Occurrences) -> dict[str, str]:
    """Return how each word and phrase is written on the side that has more of it."""
    written = pd.concat([b.texts(), a.texts()]).sort_values("count", kind="stable", ascending=False)
    first = written[~written.index.duplicated()]
    return dict(zip(first.index, first["text"], strict=True))


def _tests(
    a: Occurrences, b: Occurrences, scope: str, prior_mass: float, left_out: frozenset[str]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield `word` with the tested words, then `phrase` with the tested phrases."""
    words = pd.DataFrame({"count_a": a.words(scope), "count_b": b.words(scope)})
    words = words.fillna(0).astype(np.int64).drop(index=list(left_out), errors="ignore")
    words = words.assign(bound="")
    running = a.running(scope), b.running(scope)
    totals = int(words["count_a"].sum()), int(words["count_b"].sum())
    yield "word", _tested(words, totals, running, prior_mass)

    phrases = pd.DataFrame({"count_a": a.phrases(scope), "count_b": b.phrases(scope)})
    apart = [bool(left_out.intersection(key.split(" "))) for key in phrases.index]
    phrases = phrases[~np.array(apart, dtype=bool)].assign(bound="")
    for name, side in (("a", a), ("b", b)):
        unlisted = phrases[f"count_{name}"].isna()
        most = side.most_unlisted(phrases.index[unlisted], scope)
        phrases.loc[unlisted, f"count_{name}"] = most
        phrases.loc[unlisted, "bound"] = name
    phrases = phrases.astype({"count_a": np.int64, "count_b": np.int64})
    yield "phrase", _tested(phrases, totals, running, prior_mass)


def _tested(
    counts: pd.DataFrame, totals: tuple[int, int], running: tuple[int, int], prior_mass: float
) -> pd.DataFrame:
    """Return rows for `Comparison.differences`, each with its `key`, without rare ones.

    Args:
        counts: `count_a`, `count_b` and `bound` by key.
        totals: The sums of all counts of A and of B; `counts` may hold only a part of them.
        running: How many words A and B have in all; rates per million refer to this.
        prior_mass: a_0 of the keyness statistic, in words.
    """
    a, b = (counts[name].to_numpy(np.int64) for name in ("count_a", "count_b"))
    # One more row holds what is not in the table, so that both sides add up to their totals.
    rest_a, rest_b = max(totals[0] - int(a.sum()), 0), max(totals[1] - int(b.sum()), 0)
    z = log_odds_z(np.append(b, rest_b), np.append(a, rest_a), prior_mass)[:-1]
    # Words that are no phrase in A can only have risen as one, and those that are none in B can
    # only have fallen.
    bound = counts["bound"].to_numpy(dtype=str)
    z = np.where((bound == "a") & (z < 0) | (bound == "b") & (z > 0), 0.0, z)
    tested = counts.assign(
        per_million_a=a * 1e6 / max(running[0], 1),
        per_million_b=b * 1e6 / max(running[1], 1),
        z=z,
        p=two_sided_p(z),
    )
    frequent: pd.DataFrame = tested[a + b >= LEAST_COUNT]
    return frequent.rename_axis("key").reset_index()
