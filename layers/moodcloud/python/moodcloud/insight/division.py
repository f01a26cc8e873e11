"""The rows of a table in parts, by the value of a column: how many each part has of a sentiment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb
import numpy as np

from moodcloud.database import unique
from moodcloud.reading import Table
from moodcloud.tabular.na_values import HAS_TEXT_SQL, STRIPPED_SQL
from moodcloud.vocabulary.keyness import Ints

MOST_GROUPS: Final = 12
"""Groups with words of their own, the most frequent: as many pictures as one can compare."""


@dataclass(frozen=True)
class Division:
    """The rows of a table that are counted, in parts.

    Attributes:
        column: The column whose value says the part of a row.
        names: What parts with words of their own are called, in order.
        rows: How many rows of a sentiment are in a part, in the shape (sentiments, parts); parts
            without a name follow those with one.
        texts: How many different texts they have, in the same shape.
        cells: SQL that yields `(text, sentiment, part)` of each row; both are numbers, the
            sentiment in the order of `Table.sentiments`.
    """

    column: str
    names: tuple[str, ...]
    rows: Ints
    texts: Ints
    cells: str


@dataclass(frozen=True)
class Groups:
    """A table by groups; after them follow the parts of all other groups, and of none.

    Attributes:
        division: The rows.
        others: How many other groups there are.
    """

    division: Division
    others: int


@contextmanager
def keyed_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, option: str
) -> Iterator[tuple[str, str]]:
    """Give SQL for the rows that are counted, and the name of a table of their keys.

    The rows are `(text, sentiment, key)`; the table has a row `(key, rows)` for each key.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        option: The option that asks for the column of the key.
    """
    understood, keys = unique("understood"), unique("keys")
    order = list(table.sentiments)
    connection.execute(
        f"CREATE TEMP TABLE {understood} AS SELECT unnest($1) AS label, unnest($2) AS sentiment",
        [list(table.labels), [order.index(each) for each in table.labels.values()]],
    )
    column = f"key{list(table.keys).index(option)}"
    rows = f"""
        SELECT text, sentiment, {column} AS key
        FROM (SELECT * FROM ({table.keyed}) WHERE {HAS_TEXT_SQL}) JOIN {understood} USING (label)
    """
    connection.execute(
        f"CREATE TEMP TABLE {keys} AS SELECT key, count(*) AS rows FROM ({rows}) GROUP BY key"
    )
    yield rows, keys
    connection.execute(f"DROP TABLE {keys}; DROP TABLE {understood}")


def divided(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    column: str,
    names: Sequence[str],
    cells: str,
    unnamed: int,
) -> Division:
    """Return a division, with the rows and texts of its parts counted.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        column: The name of the column of the key.
        names: The names of the first parts.
        cells: SQL for `(text, sentiment, part)`.
        unnamed: How many parts have no name.
    """
    shape = len(table.sentiments), len(names) + unnamed
    rows, texts = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    found = connection.execute(
        f"""
        SELECT sentiment, part, count(*), count(DISTINCT hash(text))
        FROM (SELECT {STRIPPED_SQL} AS text, sentiment, part FROM ({cells}))
        GROUP BY sentiment, part
        """
    )
    for sentiment, part, rows_of_part, texts_of_part in found.fetchall():
        rows[sentiment, part], texts[sentiment, part] = rows_of_part, texts_of_part
    return Division(column, tuple(names), rows, texts, cells)


@contextmanager
def by_group(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Groups]:
    """Give a table by groups: the most frequent ones, those of equal frequency by name.

    What white space is around a name is no part of it, nor how its letters are composed: NFD, which
    macOS writes, is NFC. An NA value is no name.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: Rows with the key `group_by`.
    """
    parts = unique("parts")
    with keyed_rows(connection, table, "group_by") as (rows, keys):
        named = f"""
            SELECT text AS key, nfc_normalize({STRIPPED_SQL}) AS name, {HAS_TEXT_SQL} AS named, rows
            FROM (SELECT key AS text, rows FROM {keys})
        """
        groups = f"SELECT name, sum(rows) AS rows FROM ({named}) WHERE named GROUP BY name"
        most = f"SELECT name FROM ({groups}) ORDER BY rows DESC, name LIMIT {MOST_GROUPS}"
        names = [name for (name,) in connection.execute(most).fetchall()]
        ((number,),) = connection.execute(f"SELECT count(*) FROM ({groups})").fetchall()
        shown = len(names)
        connection.execute(
            f"""
            CREATE TEMP TABLE {parts} AS
            SELECT key, CASE WHEN NOT named THEN {shown + 1}
                             ELSE coalesce(list_position($1::VARCHAR[], name) - 1, {shown})
                             END AS part
            FROM ({named})
            """,
            [names],
        )
        cells = f"SELECT text, sentiment, part FROM ({rows}) JOIN {parts} USING (key)"
        division = divided(connection, table, table.keys["group_by"], names, cells, 2)
        yield Groups(division, number - shown)
        connection.execute(f"DROP TABLE {parts}")
