"""What a file of any format holds, before its columns are chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from moodcloud.reading.account import Account
from moodcloud.reading.columns import Columns
from moodcloud.reading.source import Source

Opener = Callable[[duckdb.DuckDBPyConnection, Columns, Path], tuple[Source, Account]]


@dataclass(frozen=True)
class Contents:
    """The columns of a file and a sample of its rows; rows are read once columns are chosen.

    Attributes:
        format: csv, tsv, jsonl, json, parquet, xlsx, xlsb, xls or ods.
        delimiter: What parts the fields; None where the format needs none.
        header: Whether the names are the file's own.
        names: Of the columns; their positions from 1 where there is no header.
        sample: Rows from all parts of the file, each as wide as `names`.
        open: From the engine, the columns used and a workspace to the rows and their account.
        skipped: Lines above the header, or above the first row.
        rows: Whether there are rows; where all are broken, the sample is empty all the same.
        sheet: Name of the sheet of a workbook.
        sheets_alike: Other sheets of it with the same header.
    """

    format: str
    delimiter: str | None
    header: bool
    names: tuple[str, ...]
    sample: list[list[str]]
    open: Opener
    skipped: int = 0
    rows: bool = True
    sheet: str | None = None
    sheets_alike: tuple[str, ...] = ()
