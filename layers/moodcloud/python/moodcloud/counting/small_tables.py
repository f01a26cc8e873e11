"""The texts of a small table, whose tokens are read between their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.counting.counts import Counts
from moodcloud.counting.split_texts import split_texts
from moodcloud.database import quoted, read_parquet, unique, write_parquet
from moodcloud.reading import Table

CHARACTERS: Final = 300_000
"""The most characters of all texts, each once, and of all tokens: some 9,000 short reviews. To read
so many between their neighbours adds a fifth to the time of an analysis."""


def short_texts(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    counts: Counts,
    pattern: str,
    least_share: float = 0.0,
) -> list[list[str]]:
    """Return the tokens of the texts in which a pattern is found, each text once.

    Where they have more than CHARACTERS together, none is returned: it does not depend on the order
    of the rows, nor on slices.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        counts: Their counts, which tell without a look at the rows that most tables are too large.
        pattern: A regular expression (RE2) of characters beyond ASCII.
        least_share: The share of all words below which tokens with the pattern are not read at
            all. Tweets in English have some: to look for their texts would take a scan of all.
    """
    if not _are_few(counts, pattern, least_share):
        return []
    return _tokens(connection, *_texts_with(table, pattern))


def write_texts_with(
    connection: duckdb.DuckDBPyConnection, table: Table, counts: Counts, pattern: str, path: Path
) -> None:
    """Write the texts of a slice in which a pattern is found, each once, as Parquet.

    None is written where they, and so those of the whole, are too long to be read.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows of the slice.
        counts: Their counts.
        pattern: A regular expression (RE2) of characters beyond ASCII.
        path: The file, with the column `text`.
    """
    _, characters = counts.matching(pattern)
    query, parameters = "SELECT '' AS text WHERE false", dict[str, object]()
    if 0 < characters <= CHARACTERS:
        query, parameters = _texts_with(table, pattern)
    write_parquet(connection, query, path, parameters)


def merged_short_texts(
    connection: duckdb.DuckDBPyConnection,
    counts: Counts,
    pattern: str,
    least_share: float,
    paths: Sequence[Path],
) -> list[list[str]]:
    """Return what `short_texts` returns of a table whose slices `write_texts_with` wrote.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        counts: The counts of the whole.
        pattern: As for `short_texts`.
        least_share: As for `short_texts`.
        paths: The files of all slices.
    """
    if not _are_few(counts, pattern, least_share):
        return []
    return _tokens(connection, f"SELECT DISTINCT text FROM {read_parquet(paths)}", {})


def _are_few(counts: Counts, pattern: str, least_share: float) -> bool:
    occurrences, characters = counts.matching(pattern)
    return 0 < characters <= CHARACTERS and occurrences >= least_share * counts.running_words()


def _texts_with(table: Table, pattern: str) -> tuple[str, dict[str, object]]:
    """Return SQL for the different texts in which a pattern is found, and its parameters."""
    # A million texts are read once, and those in plain ASCII need no expression: 0.3 of the time.
    query = f"""
        SELECT DISTINCT text FROM ({table.relation})
        WHERE list_contains($labels, label)
              AND strlen(text) <> length(text) AND regexp_matches(text, {quoted(pattern)})
        """
    return query, {"labels": list(table.labels)}


def _tokens(
    connection: duckdb.DuckDBPyConnection, texts: str, parameters: dict[str, object]
) -> list[list[str]]:
    """Return the tokens of different texts, where these are few."""
    found, tokens = unique("found"), []
    connection.execute(f"CREATE TEMP TABLE {found} AS {texts}", parameters)
    size = f"SELECT coalesce(sum(length(text)), 0) FROM {found}"
    ((characters,),) = connection.execute(size).fetchall()
    if characters <= CHARACTERS:
        rows = connection.execute(f"SELECT text FROM {found} ORDER BY text").fetchall()
        tokens = split_texts(connection, [text for (text,) in rows])
    connection.execute(f"DROP TABLE {found}")
    return tokens
