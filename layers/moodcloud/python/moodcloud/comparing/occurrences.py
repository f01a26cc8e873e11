"""How often words and phrases are used in a set of results, counted alike in every set.

Within one file a phrase may take the place of its words, and pairs that do not attract each other
are no phrases: both depend on the file. Two files are compared by what depends on neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from moodcloud.vocabulary.keyness import Ints, attracted, g2
from moodcloud.vocabulary.units import LEAST_PHRASE_COUNT

WHOLE: Final = ""
"""The name for all sentiments together; no label is empty."""


@dataclass(frozen=True)
class Occurrences:
    """How often words and phrases are used in one set of results.

    Attributes:
        rows: Rows counted of each sentiment.
        running_words: All words of each sentiment, stop words among them.
        vocabulary: `words.parquet`.
        phrase_g2: The least G2 of its phrases.
    """

    rows: Mapping[str, int]
    running_words: Mapping[str, int]
    vocabulary: pd.DataFrame
    phrase_g2: float

    def running(self, sentiment: str) -> int:
        """Return how many words a sentiment has, or all sentiments together."""
        if sentiment == WHOLE:
            return sum(self.running_words.values())
        return self.running_words.get(sentiment, 0)

    def words(self, sentiment: str) -> pd.Series[int]:
        """Return the occurrences of each word by key, without those in negated words.

        Negated words are words of their own. Phrases are not: their words are counted.
        """
        own = self._within(self._words, sentiment)
        counts = own["count"] + own["moved"] - own["negated"]
        return counts.groupby(own["key"]).sum()

    def phrases(self, sentiment: str) -> pd.Series[int]:
        """Return the occurrences of each phrase of the whole file in a sentiment, by key."""
        own = self._within(self._phrases, sentiment)
        counts = own["count"].astype(np.int64).groupby(own["key"]).sum()
        return counts.reindex(self._phrases["key"].unique(), fill_value=0)

    def most_unlisted(self, phrases: pd.Index[str], sentiment: str) -> Ints:
        """Return the highest count that each pair of words can have here without being a phrase.

        Args:
            phrases: The keys of the pairs; shape (phrases,).
            sentiment: The sentiment, or `WHOLE`.
        """
        whole = _singles(self._words)
        parts = [key.split(" ", 1) for key in phrases]
        first, second = [part[0] for part in parts], [part[-1] for part in parts]
        most = _most_unlisted(
            _of(whole, first), _of(whole, second), int(whole.sum()), self.phrase_g2
        )
        within = _singles(self._within(self._words, sentiment))
        return np.minimum(most, np.minimum(_of(within, first), _of(within, second)))

    def texts(self) -> pd.DataFrame:
        """Return how each word and phrase is written: index key, columns `text`, `count`."""
        whole = self.vocabulary.groupby("key", sort=False)
        return pd.DataFrame({"text": whole["text"].first(), "count": whole["count"].sum()})

    @cached_property
    def _phrases(self) -> pd.DataFrame:
        return self.vocabulary[self.vocabulary["kind"] == "phrase"]

    @cached_property
    def _words(self) -> pd.DataFrame:
        table = self.vocabulary[self.vocabulary["kind"] == "word"]
        table = table[~table["key"].isin(self._phrases["key"])]
        columns = ("count", "moved", "negated")
        return table.assign(**{each: table[each].fillna(0).astype(np.int64) for each in columns})

    @staticmethod
    def _within(table: pd.DataFrame, sentiment: str) -> pd.DataFrame:
        return table if sentiment == WHOLE else table[table["sentiment"] == sentiment]


def _singles(words: pd.DataFrame) -> pd.Series[int]:
    """Return all occurrences of single words by key, against which pairs are measured."""
    single = words[~words["key"].str.contains(" ", regex=False)]
    return (single["count"] + single["moved"]).groupby(single["key"]).sum()


def _of(counts: pd.Series[int], keys: list[str]) -> Ints:
    return np.asarray(counts.reindex(keys).fillna(0), dtype=np.int64)


def _most_unlisted(first: Ints, second: Ints, total: int, least_g2: float) -> Ints:
    """Return the highest count that each pair can have without being a phrase."""
    # The words of a pair that is no more frequent than by chance do not attract each other; above
    # that, G2 grows with the count.
    low = np.maximum(first * second // max(total, 1), LEAST_PHRASE_COUNT - 1)
    high = np.minimum(first, second)
    low = np.minimum(low, high)
    while (low < high).any():
        middle = (low + high + 1) // 2
        listed = attracted(middle, first, second, total) & (
            g2(middle, first, second, total) >= least_g2
        )
        low, high = np.where(listed, low, middle), np.where(listed, middle - 1, high)
    return np.asarray(low, dtype=np.int64)
