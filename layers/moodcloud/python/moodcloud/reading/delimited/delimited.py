"""Delimited text (CSV, TSV and relatives): its dialect, columns and a sample of its rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

from moodcloud.reading.account import Account
from moodcloud.reading.columns import Columns, unique_names
from moodcloud.reading.contents import Contents
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.engine import LIMITS, Limits
from moodcloud.reading.delimited.head import Head, head_of, sample_rows
from moodcloud.reading.delimited.preamble import with_header
from moodcloud.reading.delimited.prose import one_column
from moodcloud.reading.delimited.repeated import repeats
from moodcloud.reading.delimited.scan import open_source
from moodcloud.reading.delimited.sniff import sniff_dialect
from moodcloud.reading.delimited.tagged import tagged_dialect
from moodcloud.reading.source import Source


def delimited_contents(path: Path, limits: Limits = LIMITS) -> Contents:
    """Return what a UTF-8 file of delimited text holds.

    Args:
        path: The file.
        limits: How much of it the engine reads at a time.
    """
    head = head_of(path)
    dialect, names = _understood(head)
    records = head.records(dialect)[int(dialect.header) :]
    if not dialect.header:
        names = [str(position) for position in range(1, dialect.width + 1)]
    unique = unique_names(names)
    sample = sample_rows(path, dialect, records)
    if dialect.header:
        sample = [row for row in sample if not repeats(row, unique)]

    def opened(
        connection: duckdb.DuckDBPyConnection, columns: Columns, workspace: Path
    ) -> tuple[Source, Account]:
        return open_source(connection, path, head, dialect, columns, workspace, limits)

    return Contents(
        format="tsv" if dialect.delimiter == "\t" else "csv",
        delimiter=dialect.delimiter,
        header=dialect.header,
        names=unique,
        sample=sample,
        open=opened,
        skipped=dialect.skipped,
        rows=bool(sample) or head.has_rows(dialect),
    )


def _understood(head: Head) -> tuple[Dialect, list[str]]:
    """Return the dialect of a file, and the names of its columns; none without a header."""
    if tagged := tagged_dialect(head):
        return tagged, []
    dialect = sniff_dialect(head)
    dialect, names = with_header(dialect, head.records(dialect))
    if plain := one_column(head, dialect, names):
        return with_header(plain, head.records(plain))
    return dialect, names
