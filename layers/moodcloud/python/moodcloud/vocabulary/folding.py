"""The tokens of a table, as written and folded, as numbers in alphabetical order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from moodcloud.counting.counts import Grams
from moodcloud.language import folded
from moodcloud.vocabulary.keyness import Ints
from moodcloud.vocabulary.ordering import alphabetical, summed


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
        folded: What they are folded to, each once, in order.
        fold: The place in `folded` of each of `written`.
        rows: Their occurrences; by the name of the sentiment, then by token.
    """

    written: list[str]
    folded: list[str]
    fold: Ints
    rows: GramRows

    @property
    def written_totals(self) -> Ints:
        """How often each of `written` occurs."""
        return summed(self.rows.name, self.rows.counts, len(self.written))

    @property
    def totals(self) -> Ints:
        """How often each of `folded` occurs."""
        return summed(self.fold, self.written_totals, len(self.folded))


def tokens_of(words: Grams, sentiments: Sequence[str]) -> Tokens:
    """Return the tokens of a table, folded."""
    low = [
        (token if token.islower() else token.lower()) if token.isascii() else folded(token)
        for token in words.names
    ]
    fold = np.zeros(len(low), np.int64)
    if not low:
        return Tokens([], [], fold, rows_of(words, sentiments))
    # Tokens in lower case are in order as they are.
    same = [token is own for token, own in zip(words.names, low, strict=True)]
    order = alphabetical(
        low, np.nonzero(np.array(same))[0].tolist(), np.nonzero(~np.array(same))[0].tolist()
    )
    ordered = np.array([low[number] for number in order], object)
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    fold[order] = np.cumsum(first) - 1
    return Tokens(words.names, ordered[first].tolist(), fold, rows_of(words, sentiments))


def rows_of(grams: Grams, sentiments: Sequence[str]) -> GramRows:
    """Return the occurrences, by the name of the sentiment, then by name."""
    by_name = np.argsort(np.array(sentiments, object))
    rank = np.empty(len(by_name), np.int64)
    rank[by_name] = np.arange(len(by_name))
    order = np.argsort(rank[grams.sentiment], kind="stable")
    return GramRows(grams.gram, grams.sentiment, grams.count, grams.texts).chosen(order)
