"""A table with each text of a sentiment once: a post that was shared weighs as much as others."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from moodcloud.database import unique
from moodcloud.reading.table import Table
from moodcloud.tabular.na_values import STRIPPED_SQL
from moodcloud.tabular.rows import keys_sql


def each_once(connection: duckdb.DuckDBPyConnection, table: Table) -> Table:
    """Return the table without the copies of a text within a sentiment.

    Texts that differ only in the white space around them are the same. All texts go to a table of
    the engine, without that white space: so it does not matter which of several is kept. A text
    with several keys is there once for each of them.
    """
    texts, keys = unique("texts"), keys_sql(len(table.keys))
    connection.execute(
        f"""
        CREATE TABLE {texts} AS
        SELECT DISTINCT text, sentiment AS label{keys}
        FROM (SELECT {STRIPPED_SQL} AS text, label{keys} FROM ({table.keyed}))
        JOIN (SELECT unnest($1) AS label, unnest($2) AS sentiment) USING (label)
        WHERE text <> ''
        """,
        [list(table.labels), list(table.labels.values())],
    )
    relation = f"SELECT {'DISTINCT ' * bool(keys)}text, label FROM {texts}"
    query = f"SELECT label, count(*) FROM ({relation}) GROUP BY label"
    rows = dict(connection.execute(query).fetchall())
    counted = sum(rows.values())
    copies = table.rows.counted - counted
    return replace(
        table,
        relation=relation,
        keyed=f"FROM {texts}",
        labels={sentiment: sentiment for sentiment in table.sentiments},
        sentiments={sentiment: rows.get(sentiment, 0) for sentiment in table.sentiments},
        rows=replace(table.rows, counted=counted, copies=copies),
    )
