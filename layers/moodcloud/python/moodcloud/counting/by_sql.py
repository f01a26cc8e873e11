"""A table becomes counts by SQL: on every platform, and what the kernel is held against."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from moodcloud.counting.counts import Counts
from moodcloud.counting.tokens import WORD_TOKEN, cleaned_rows, split_sql
from moodcloud.database import quoted
from moodcloud.reading import Table


def count_by_sql(
    connection: duckdb.DuckDBPyConnection, table: Table, stop_words: Collection[str]
) -> Counts:
    """Count the tokens and bigrams of `table` in each sentiment; see `count`."""
    counts = Counts.named(connection)
    # A row of `grams` is a token of a sentiment (bigram NULL) or a bigram of it (token NULL).
    # The stop words are a table: to look them up in a list of constants takes six times as long.
    connection.execute(
        f"""
        CREATE TEMP TABLE grams AS
        WITH understood AS (
            SELECT unnest($labels) AS label, unnest($sentiments) AS sentiment
        ),
        stops AS (SELECT unnest($stops) AS word),
        tokens AS (
            SELECT sentiment, {split_sql("text")} AS tokens
            FROM ({cleaned_rows(table.relation)}) JOIN understood USING (label)
        ),
        lowered AS (
            SELECT sentiment, tokens, list_transform(tokens, lambda token: lower(token)) AS low
            FROM tokens
        ),
        -- The lists side by side, the last one token ahead.
        folded AS (
            SELECT sentiment,
                   unnest(tokens) AS token, unnest(low) AS first, unnest(low[2:]) AS second
            FROM lowered
        ),
        paired AS (
            SELECT sentiment, token,
                   -- Most marks sort before letters: this spares the engine bigrams that
                   -- are dropped below.
                   CASE WHEN first >= 'a' AND second >= 'a'
                             AND first NOT IN (FROM stops) AND second NOT IN (FROM stops)
                        THEN first || ' ' || second END AS bigram
            FROM folded
        )
        SELECT sentiment, token, bigram, grouping(bigram) = 1 AS is_token, count(*) AS count
        FROM paired
        GROUP BY GROUPING SETS ((sentiment, token), (sentiment, bigram))
        """,
        {
            "labels": list(table.labels),
            "sentiments": list(table.labels.values()),
            "stops": sorted({*stop_words, ""}),
        },
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.tokens} AS
        SELECT sentiment, token, count FROM grams WHERE is_token
        """
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.bigrams} AS
        SELECT sentiment, bigram, count FROM grams
        WHERE NOT is_token AND regexp_full_match(bigram, {quoted(WORD_TOKEN + " " + WORD_TOKEN)})
        """
    )
    connection.execute("DROP TABLE grams")
    return counts
