"""The vocabulary as people look at it: one row a word, the statistics of each sentiment beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

# What stands for a word in a sentiment that does not have it.
_ABSENT: Final[dict[str, Any]] = {
    "count": 0,
    "per_million": 0.0,
    "z": 0.0,
    "p": 1.0,
    "significant": False,
}
_OWN: Final[dict[str, dict[str, Any]]] = {
    "word": {"moved": 0, "negated": 0},
    "phrase": {"g2": float("nan")},
}


def wide_table(vocabulary: pd.DataFrame, kind: str, sentiments: Sequence[str]) -> pd.DataFrame:
    """Return one row a word or phrase, the most frequent first; columns `(sentiment, statistic)`.

    Args:
        vocabulary: `words.parquet`.
        kind: word or phrase; names the index.
        sentiments: In the order of the columns.
    """
    absent = {**_ABSENT, **_OWN[kind]}
    rows = vocabulary[vocabulary["kind"] == kind]
    total = rows.groupby("text", as_index=False)["count"].sum()
    total = total[total["count"] > 0].sort_values(["count", "text"], ascending=[False, True])
    order = total["text"].tolist()
    parts = {
        name: _filled(rows[rows["sentiment"] == name].set_index("text").reindex(order), absent)
        for name in sentiments
    }
    table = pd.concat(parts, axis="columns", names=["sentiment", "statistic"])
    return table.rename_axis(kind)


def _filled(part: pd.DataFrame, absent: dict[str, Any]) -> pd.DataFrame:
    """Return the statistics of one sentiment, with what stands for words it does not have."""
    there = part["p"].notna()
    return pd.DataFrame(
        {
            name: part[name].astype(object).where(there, value).astype(type(value))
            for name, value in absent.items()
        }
    )
