"""The words of a sentiment in the order in which to show what sets it apart.

First come those that stand out. Where these are few, others follow, which may be chance: whoever
shows them says so.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from moodcloud.vocabulary.keyness import Bools, Ints
from moodcloud.vocabulary.word_table import WordTable

FILLED: Final = 30
"""Where fewer words stand out, others make up the number to this.

With few texts little stands out: a table of 20 rows shows 30 words, not 200 that are chance. In the
picture of some 30 words all are legible.
"""
# A word of fewer texts tells of these texts only.
_LEAST_TEXTS: Final = 3


def typical(
    table: WordTable, sentiment: str, most: int, filled: int = FILLED, among: Bools | None = None
) -> Ints:
    """Return the places of the words that set a sentiment apart, in the order to show them.

    Args:
        table: The words, with the statistics `z`, `significant` and `texts`. Words of equal z stay
            in this order.
        sentiment: The sentiment.
        most: How many words to return at most.
        filled: How many of them may be words that do not stand out, if there are no others.
        among: Which words to choose from; all otherwise.
    """
    z = table.of("z", sentiment)
    z = z if among is None else np.where(among, z, 0)
    marked = table.of("significant", sentiment).astype(bool)
    sure = table.highest(np.where(marked, z, 0), most)
    chance = np.where(marked, 0, z)
    in_several = np.where(table.of("texts", sentiment) >= _LEAST_TEXTS, chance, 0)
    rest = in_several if (in_several > 0).any() else chance
    return np.concatenate([sure, table.highest(rest, max(min(most, filled) - len(sure), 0))])


def stands_out(table: WordTable, sentiment: str) -> Bools:
    """Return which words are used more in a sentiment, and not by chance."""
    return np.asarray(
        table.of("significant", sentiment).astype(bool) & (table.of("z", sentiment) > 0)
    )
