"""How many texts of a set of results say a word: its document frequency, beside its occurrences."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from moodcloud.comparing.occurrences import WHOLE
from moodcloud.report.results import Results


class Sayers(NamedTuple):
    """How many texts say a word or phrase; None where that is not known.

    Attributes:
        texts: How many different texts.
        share: Their share of the different texts.
    """

    texts: int | None = None
    share: float | None = None


class SideTexts:
    """The document frequencies of a set of results."""

    def __init__(self, results: Results) -> None:
        sentiments = results.typed_summary.sentiments
        self._every = {name: each.distinct_texts for name, each in sentiments.items()}
        self._every[WHOLE] = sum(self._every.values())
        rows = results.vocabulary[["kind", "key", "sentiment", "texts", "moved", "negated"]].fillna(
            0
        )
        whole = rows.assign(sentiment=WHOLE)
        held = pd.concat([rows, whole]).groupby(["kind", "key", "sentiment"]).sum()
        self._held = dict(zip(held.index, held.itertuples(index=False, name=None), strict=True))

    def sayers(self, kind: str, key: str, sentiment: str) -> Sayers:
        """Return how many texts of a sentiment say a word or phrase.

        Where phrases took some of its occurrences, texts that hold only those are not known.

        Args:
            kind: word or phrase.
            key: Its key in `words.parquet`.
            sentiment: The sentiment, or `WHOLE`.
        """
        texts, moved, negated = self._held.get((kind, key, sentiment), (0, 0, 0))
        # What is negated is a word of its own in a comparison, too.
        if moved > negated:
            return Sayers()
        return Sayers(int(texts), round(texts / max(self._every.get(sentiment, 0), 1), 6))
