"""Rows that the engine numbers, for files whose rows it reads in file order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Final

import duckdb

from moodcloud.reading.missing import LEFT_OUT_SQL

_FETCHED_ROWS: Final = 100


def numbered_left_out(
    relation: str, labels: Collection[str], most: int
) -> Iterator[tuple[int, str, str]]:
    """Yield the first rows without a text, or with a label that is none of `labels`.

    Args:
        relation: SQL that yields `(text, label)` of every row of a file.
        labels: Those understood.
        most: How many rows to yield.

    Yields:
        The number of a row in the file, from 1, its text and its label.
    """
    # In file order, which the engine keeps with one thread, and without holding them all.
    with duckdb.connect(config={"threads": "1"}) as connection:
        found = connection.execute(
            f"""
            SELECT number, text, label
            FROM (SELECT row_number() OVER () AS number, text, label FROM ({relation}))
            WHERE {LEFT_OUT_SQL} LIMIT {most}
            """,
            [list(labels)],
        )
        yield from chain.from_iterable(iter(lambda: found.fetchmany(_FETCHED_ROWS), []))
