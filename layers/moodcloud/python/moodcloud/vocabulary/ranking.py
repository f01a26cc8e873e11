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
        """Return words with their statistics, sorted by count, then by word.

        Args:
            kind: word or phrase.
            names: The words, in order.
            keys: Their lemmas.
            counts: How often each occurs, in the shape (sentiments, words).
            texts: In how many texts, in the same shape.
            others: Further statistics, in the same shape.
        """
        order = np.argsort(-counts.sum(axis=0), kind="stable")
        own = counts[:, order]
        # What is left of a word that is counted elsewhere, too, is in one text at least.
        held = np.clip(texts[:, order], np.minimum(own, 1), own)
        total, everywhere = own.sum(axis=0), held.sum(axis=0)
        z = np.array([log_odds_z(each, total - each, self.prior_mass) for each in own])
        p = np.array([exact_p(*each) for each in zip(z, held, everywhere - held, strict=True)])
        return WordTable(
            names=[names[place] for place in order.tolist()],
            keys=[keys[place] for place in order.tolist()],
            sentiments=self.sentiments,
            statistics={
                "count": own,
                "texts": held,
                "per_million": own * 1e6 / np.maximum(self.running, 1)[:, None],
                "z": z,
                "p": p,
                "significant": stand_out(p, held),
                **{name: each[:, order] for name, each in others.items()},
            },
            kind=kind,
        )
