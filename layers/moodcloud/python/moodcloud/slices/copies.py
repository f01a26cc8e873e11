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
    table, every = unique("copied_texts"), range(len(texts))
    own = [f"SELECT *, {n} AS slice FROM {read_parquet([texts[n]])}" for n in every]
    # The engine puts sums of this kind on the disk where they do not fit, but no lists.
    connection.execute(
        f"""
        CREATE TEMP TABLE {table} AS
        SELECT sentiment, key, min(slice) AS first
        FROM ({keys.format(texts=" UNION ALL ".join(own))})
        GROUP BY sentiment, key HAVING first <> max(slice)
        """
    )
    for number in every:
        query = f"""
            SELECT DISTINCT sentiment, key FROM ({keys.format(texts=own[number])})
            JOIN {table} USING (sentiment, key) WHERE first < {number}
        """
        write_parquet(connection, query, place(path(number)))
    connection.execute(f"DROP TABLE {table}")
    found = (read_parquet([path(number)]) for number in every)
    counts = (connection.execute(f"SELECT count(*) FROM {rows}").fetchall() for rows in found)
    return [copied for ((copied,),) in counts]
