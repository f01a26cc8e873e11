"""The statistics of counts against the whole table: rates, keyness, what stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from moodcloud.vocabulary.keyness import Ints, log_odds_z
from moodcloud.vocabulary.significance import exact_p, stand_out
from moodcloud.vocabulary.word_table import Columns, WordTable


@dataclass(frozen=True)
class Ranking:
    """What the counts of a table are held against.

    Attributes:
        sentiments: Its sentiments.
        running: How many words each has.
        prior_mass: The weight of the prior, in words.
    """

    sentiments: tuple[str, ...]
    running: Ints
    prior_mass: float

    def table(
        self,
        kind: str,
        names: Sequence[str],
        keys: Sequence[str],
        counts: Ints,
        texts: Ints,
        others: Mapping[str, Columns],
    ) -> WordTable:
        """Return words with their statistics.

        Args:
            kind: word or phrase.
            names: The words, in the order of `by_count`.
            keys: Their lemmas.
            counts: How often each occurs, in the shape (sentiments, words).
            texts: In how many texts, in the same shape; this is changed.
            others: Further statistics, in the same shape.
        """
        # What is left of a word that is counted elsewhere, too, is in one text at least.
        held = np.clip(texts, np.minimum(counts, 1), counts, out=texts)
        total, everywhere = counts.sum(axis=0), held.sum(axis=0)
        z, p = np.empty(counts.shape), np.empty(counts.shape)
        for number, own in enumerate(counts):
            z[number] = log_odds_z(own, total - own, self.prior_mass)
            p[number] = exact_p(z[number], held[number], everywhere - held[number])
        return WordTable(
            names=names,
            keys=keys,
            sentiments=self.sentiments,
            statistics={
                "count": counts,
                "texts": held,
                "per_million": counts * 1e6 / np.maximum(self.running, 1)[:, None],
                "z": z,
                "p": p,
                "significant": stand_out(p, held),
                **others,
            },
            kind=kind,
        )


def by_count(places: Ints, counts: Ints) -> Ints:
    """Return places with the most frequent first; equal ones stay in order.

    Args:
        places: Places in the second axis of `counts`.
        counts: Counts in the shape (sentiments, words).
    """
    return places[np.argsort(-counts.sum(axis=0)[places], kind="stable")]
