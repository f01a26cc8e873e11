"""The tokens of a table, as written and folded, as numbers in alphabetical order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from moodcloud.counting.counts import Grams
from moodcloud.language import folded
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.ordering import alphabetical, is_first, summed


class GramRows(NamedTuple):
    """Occurrences, a row for each name in a sentiment: the numbers of both, and the counts."""

    name: Ints
    sentiment: Ints
    counts: Ints
    texts: Ints

    def chosen(self, which: np.ndarray) -> GramRows:
        """Return some of the rows."""
        return GramRows(*(column[which] for column in self))


@dataclass(frozen=True)
class Tokens:
    """The tokens that are words.

    Attributes:
        written: The tokens as written, in order.
        written_totals: How often each of them occurs.
        folded: What they are folded to, each once, in order.
        fold: The place in `folded` of each of `written`.
        totals: How often each of `folded` occurs, however it is written.
        lower: How often it is written as it is folded.
        rows: Their occurrences; by the name of the sentiment, then by token.
    """

    written: list[str]
    written_totals: Ints
    folded: list[str]
    fold: Ints
    totals: Ints
    lower: Ints
    rows: GramRows


def tokens_of(words: Grams, sentiments: Sequence[str]) -> Tokens:
    """Return the tokens of a table, folded."""
    low = [
        (token if token.islower() else token.lower()) if token.isascii() else folded(token)
        for token in words.names
    ]
    # Tokens in lower case are in order as they are.
    same = np.array([token == own for token, own in zip(words.names, low, strict=True)], bool)
    order = alphabetical(low, np.nonzero(same)[0].tolist(), np.nonzero(~same)[0].tolist())
    ordered = np.array([low[token] for token in order], object)
    first = is_first(ordered)
    fold = np.zeros(len(low), np.int64)
    fold[order] = np.cumsum(first) - 1
    names, rows = ordered[first].tolist(), rows_of(words, sentiments)
    totals = summed(rows.name, rows.counts, len(low))
    return Tokens(
        written=words.names,
        written_totals=totals,
        folded=names,
        fold=fold,
        totals=summed(fold, totals, len(names)),
        lower=summed(fold, np.where(same, totals, 0), len(names)),
        rows=rows,
    )


def rows_of(grams: Grams, sentiments: Sequence[str]) -> GramRows:
    """Return the occurrences, by the name of the sentiment, then by name."""
    by_name = np.argsort(np.array(sentiments, object))
    rank = np.empty(len(by_name), np.int64)
    rank[by_name] = np.arange(len(by_name))
    order = np.argsort(rank[grams.sentiment], kind="stable")
    return GramRows(grams.gram, grams.sentiment, grams.count, grams.texts).chosen(order)
