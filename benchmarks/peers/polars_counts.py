"""Words and bigrams by Polars' expressions, for each sentiment; nothing is drawn."""

from __future__ import annotations

import sys

import polars as pl


def main() -> None:
    """Count the words and bigrams of the texts of each sentiment."""
    words = (
        pl.scan_csv(sys.argv[1])
        .with_row_index("row")
        .select(
            "row",
            "sentiment",
            word=pl.col("text").str.to_lowercase().str.extract_all(r"[a-z0-9]+(?:'[a-z]+)?"),
        )
        .explode("word")
        .with_columns(next=pl.col("word").shift(-1).over("row"))
    )
    single = words.group_by("sentiment", "word").len().collect()
    double = words.drop_nulls().group_by("sentiment", "word", "next").len().collect()
    print(single.height, double.height)


if __name__ == "__main__":
    main()
