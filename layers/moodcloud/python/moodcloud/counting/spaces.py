"""Texts as they are counted: with spaces between words in scripts that have none."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from moodcloud.database import define
from moodcloud.language import can_split, splitter


def spaced_sql(connection: duckdb.DuckDBPyConnection, languages: Iterable[str], column: str) -> str:
    """Return SQL for a text with spaces between its words.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        languages: What `Table.unspaced` says; those that cannot be split stay as they are.
        column: SQL for the text.
    """
    split = [language for language in languages if can_split(language)]
    if not split:
        return column
    name = "split_" + "_".join(split)
    define(connection, name, splitter(split))
    return f"{name}({column})"
