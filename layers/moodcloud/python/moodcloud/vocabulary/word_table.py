"""Words or phrases with their statistics in each sentiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from moodcloud.vocabulary.keyness import Bools, Ints
from moodcloud.vocabulary.ordering import highest

if TYPE_CHECKING:
    import pandas as pd

Columns = npt.NDArray[Any]


@dataclass(frozen=True)
class WordTable:
    """Words or phrases with their statistics, in columns of numbers.

    Attributes:
        names: The words or phrases, in the order in which equal ones are taken.
        keys: Their lemmas, which are the same in every file.
        sentiments: The sentiments.
        statistics: The values of each statistic, in the shape (sentiments, words).
        kind: What they are: word or phrase.
    """

    names: Sequence[str]
    keys: Sequence[str]
    sentiments: tuple[str, ...]
    statistics: Mapping[str, Columns]
    kind: str = "word"

    def __len__(self) -> int:
        return len(self.names)

    def of(self, statistic: str, sentiment: str) -> Columns:
        """Return a statistic of all words in a sentiment."""
        column: Columns = self.statistics[statistic][self.sentiments.index(sentiment)]
        return column

    def rows(self, names: Sequence[str]) -> Ints:
        """Return the places of words."""
        return np.array([self._place[name] for name in names], np.int64)

    def row(self, name: str) -> int:
        """Return the place of a word; -1 where there is no such word."""
        return self._place.get(name, -1)

    def key(self, name: str) -> str | None:
        """Return the lemma of a word; None where there is no such word."""
        place = self._place.get(name)
        return None if place is None else self.keys[place]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def chosen(self, which: Bools | Ints | slice) -> WordTable:
        """Return some of the words; those of a slice share the memory."""
        if isinstance(which, slice):
            names, keys = self.names[which], self.keys[which]
        else:
            names, keys = (
                np.array(each, object)[which].tolist() for each in (self.names, self.keys)
            )
        statistics = {name: each[:, which] for name, each in self.statistics.items()}
        return WordTable(names, keys, self.sentiments, statistics, self.kind)

    def renamed(self, names: Mapping[str, str]) -> WordTable:
        """Return the words with some called otherwise."""
        return replace(self, names=[names.get(name, name) for name in self.names])

    def highest(self, values: Columns, most: int) -> Ints:
        """Return the places of the highest positive values, the highest first."""
        positive = np.nonzero(values > 0)[0]
        return positive[highest(values[positive], most)]

    def frame(self) -> pd.DataFrame:
        """Return a row for each word; the columns are `(statistic, sentiment)`."""
        import pandas as pd

        columns = {
            (statistic, sentiment): values[number]
            for number, sentiment in enumerate(self.sentiments)
            for statistic, values in self.statistics.items()
        }
        return pd.DataFrame(columns, index=pd.Index(self.names, name=self.kind))
