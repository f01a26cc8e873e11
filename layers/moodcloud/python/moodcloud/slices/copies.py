"""Texts that several slices hold: an earlier one counts them, so the others are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from moodcloud.database import read_parquet, unique, write_parquet
from moodcloud.slices.work_files import place


def write_copied(
    connection: duckdb.DuckDBPyConnection,
    texts: Sequence[Path],
    keys: str,
    path: Callable[[int], Path],
) -> list[int]:
    """Write for each slice which of its texts an earlier slice holds in the same sentiment.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        texts: What surveys wrote of the texts of each slice.
        keys: SQL for `(sentiment, key, slice)`, with `{texts}` in place of SQL for all texts.
        path: A function of a slice that returns the file to write.

    Returns:
        How many these are in each slice.
    """
    slices, table = range(len(texts)), unique("copied_texts")
    rows = " UNION ALL ".join(
        f"SELECT *, {number} AS slice FROM {read_parquet([texts[number]])}" for number in slices
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {table} AS
        SELECT sentiment, key, list_sort(list(DISTINCT slice))[2:] AS later
        FROM ({keys.format(texts=rows)}) GROUP BY sentiment, key HAVING len(later) > 0
        """
    )
    for number in slices:
        query = f"SELECT sentiment, key FROM {table} WHERE list_contains(later, {number})"
        write_parquet(connection, query, place(path(number)))
    found = connection.execute(
        f"SELECT slice, count(*) FROM (SELECT unnest(later) AS slice FROM {table}) GROUP BY ALL"
    ).fetchall()
    connection.execute(f"DROP TABLE {table}")
    copied = dict(found)
    return [copied.get(number, 0) for number in slices]
