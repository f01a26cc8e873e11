"""The statistics of words as one wide table: a row a word, columns for each sentiment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

# The statistics of a word in a sentiment that does not have it.
_ABSENT: Final[dict[str, Any]] = {
    "count": 0,
    "texts": 0,
    "share": 0.0,
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
        sentiments: The sentiments, in the order of the columns.
    """
    import pandas as pd

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
    """Return the statistics of one sentiment, with those of words that it does not have."""
    import pandas as pd

    there = part["p"].notna()
    # An earlier version wrote fewer statistics.
    part = part.assign(**{name: absent[name] for name in absent.keys() - set(part)})
    return pd.DataFrame(
        {
            name: part[name].astype(object).where(there, value).astype(type(value))
            for name, value in absent.items()
        }
    )
