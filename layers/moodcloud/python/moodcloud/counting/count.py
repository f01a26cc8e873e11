"""A table becomes counts, in one scan of its rows.

Only fixed rules decide what is counted, nothing that looks at the data: so counts of the slices
of a table add up to the counts of the whole.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from moodcloud.counting.counts import Counts
from moodcloud.counting.tokens import FORM, tokens_sql
from moodcloud.database import quoted
from moodcloud.reading import Table


def count(
    connection: duckdb.DuckDBPyConnection, table: Table, stop_forms: Collection[str]
) -> Counts:
    """Count the forms and pairs of `table` in each sentiment.

    Args:
        connection: Of `moodcloud.database.connect`.
        table: The rows.
        stop_forms: Lower-case forms that no pair may hold; the same for every slice of an upload.
    """
    counts = Counts.named(connection)
    labels = ", ".join(
        f"({quoted(label)}, {quoted(sentiment)})" for label, sentiment in table.labels.items()
    )
    stops = ", ".join(quoted(form) for form in sorted({*stop_forms, ""}))
    # A row of `grams` is a form of a sentiment (pair NULL) or a pair of it (form NULL).
    connection.execute(
        f"""
        CREATE TEMP TABLE grams AS
        WITH tokens AS (
            SELECT sentiment, {tokens_sql("text")} AS tokens
            FROM ({table.relation})
            JOIN (VALUES {labels}) AS understood (label, sentiment) USING (label)
        ),
        lowered AS (
            SELECT sentiment, tokens, list_transform(tokens, lambda token: lower(token)) AS low
            FROM tokens
        ),
        -- The lists side by side, the last one token ahead.
        folded AS (
            SELECT sentiment,
                   unnest(tokens) AS form, unnest(low) AS first, unnest(low[2:]) AS second
            FROM lowered
        ),
        paired AS (
            SELECT sentiment, form,
                   -- Most marks sort before letters: this spares the engine pairs that
                   -- are dropped below.
                   CASE WHEN first >= 'a' AND second >= 'a'
                             AND first NOT IN ({stops}) AND second NOT IN ({stops})
                        THEN first || ' ' || second END AS pair
            FROM folded
        )
        SELECT sentiment, form, pair, grouping(pair) = 1 AS is_form, count(*) AS count
        FROM paired
        GROUP BY GROUPING SETS ((sentiment, form), (sentiment, pair))
        """
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.forms} AS
        SELECT sentiment, form, count FROM grams WHERE is_form
        """
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.pairs} AS
        SELECT sentiment, pair, count FROM grams
        WHERE NOT is_form AND regexp_full_match(pair, {quoted(FORM + " " + FORM)})
        """
    )
    connection.execute("DROP TABLE grams")
    return counts
