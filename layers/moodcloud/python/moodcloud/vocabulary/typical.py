"""The words of a sentiment in the order in which to show what sets it apart.

First come those that stand out. Where these are few, others follow, which may be chance: whoever
shows them says so.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

FILLED: Final = 30
"""Where fewer words stand out, others make up the number to this.

With few texts little stands out: a table of 20 rows shows 30 words, not 200 that are chance. In the
picture of some 30 words all are legible.
"""
# A word of fewer texts tells of these texts only.
_LEAST_TEXTS: Final = 3


def typical(
    table: pd.DataFrame, sentiment: str, most: int, filled: int = FILLED
) -> pd.Series[float]:
    """Return the z of the words that set a sentiment apart, in the order to show them.

    Args:
        table: The words, with the columns `z`, `significant` and `texts` of `Vocabulary.words`.
            Words of equal z stay in this order.
        sentiment: The sentiment.
        most: How many words to return at most.
        filled: How many of them may be words that do not stand out, if there are no others.
    """
    z = table["z", sentiment]
    sure = z[stands_out(table, sentiment)].sort_values(ascending=False, kind="stable")[:most]
    rest = z[(z > 0) & ~table["significant", sentiment].astype(bool)]
    in_several = rest[table["texts", sentiment].loc[rest.index] >= _LEAST_TEXTS]
    rest = rest if in_several.empty else in_several
    room = max(min(most, filled) - len(sure), 0)
    shown: pd.Series[float] = pd.concat(
        [sure, rest.sort_values(ascending=False, kind="stable")[:room]]
    )
    return shown


def stands_out(table: pd.DataFrame, sentiment: str) -> pd.Series[bool]:
    """Return which words are used more in a sentiment, and not by chance."""
    return table["significant", sentiment].astype(bool) & (table["z", sentiment] > 0)
