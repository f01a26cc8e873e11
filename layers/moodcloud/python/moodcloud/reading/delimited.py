"""Delimited text (CSV, TSV and relatives): its dialect, columns and a sample of its rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

from moodcloud.reading.account import Account
from moodcloud.reading.columns import Columns, is_known_name
from moodcloud.reading.contents import Contents
from moodcloud.reading.dialect import sample_rows, sniff_dialect, with_header
from moodcloud.reading.source import Source, open_source


def delimited_contents(path: Path) -> Contents:
    """Return what a UTF-8 file of delimited text holds."""
    dialect = sniff_dialect(path)
    rows = sample_rows(path, dialect)
    dialect = with_header(dialect, rows, is_known_name)
    if dialect.header:
        names, rows = tuple(field.strip() for field in rows[0]), rows[1:]
    else:
        names = tuple(str(position) for position in range(1, dialect.width + 1))

    def opened(
        connection: duckdb.DuckDBPyConnection, columns: Columns, workspace: Path
    ) -> tuple[Source, Account]:
        return open_source(connection, path, dialect, columns, workspace)

    format_ = "tsv" if dialect.delimiter == "\t" else "csv"
    return Contents(format_, dialect.delimiter, dialect.header, names, rows, opened)
