"""The texts of a table as they are counted: cleaned, each with its sentiment and its share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from moodcloud.counting.different_texts import TEXT_KEY_SQL, copied_texts
from moodcloud.counting.spaces import spaced_sql
from moodcloud.counting.tokens import SENTENCES, cleaned_rows
from moodcloud.database import quoted, unique
from moodcloud.reading import Table


@contextmanager
def cleaned_texts(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[str]:
    """Give SQL for the texts of `table` that have a sentiment.

    Its columns are `text`, cleaned; `sentiment` and its `number` in alphabetical order, from 0;
    `in_sentences`, whether the text is written so; and `share`, what it counts of a text that the
    sentiment has several times.
    """
    sentiments = sorted(set(table.labels.values()))
    understood = unique("understood")
    connection.execute(
        f"CREATE TEMP TABLE {understood} AS SELECT unnest($1) AS label, unnest($2) AS sentiment, "
        "unnest($3)::UTINYINT AS number",
        [
            list(table.labels),
            list(table.labels.values()),
            [sentiments.index(sentiment) for sentiment in table.labels.values()],
        ],
    )
    copied = copied_texts(connection, table)
    spaced = spaced_sql(connection, table.unspaced, "text")
    rows = f"""
        SELECT sentiment, number, {TEXT_KEY_SQL} AS text_key, {spaced} AS text
        FROM ({table.relation}) JOIN {understood} USING (label) WHERE text IS NOT NULL
    """
    rows = f"SELECT *, regexp_matches(text, {quoted(SENTENCES)}) AS in_sentences FROM ({rows})"
    yield f"""
        SELECT text, sentiment, number, in_sentences, coalesce(share, 1)::DOUBLE AS share
        FROM ({cleaned_rows(rows)}) LEFT JOIN {copied} USING (sentiment, text_key)
    """
    connection.execute(f"DROP TABLE {understood}")
    connection.execute(f"DROP TABLE {copied}")
