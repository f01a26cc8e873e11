"""What a file of any format holds, and how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.errors import UploadError, brief
from moodcloud.tabular.na_values import HAS_TEXT_SQL, is_blank
from moodcloud.tabular.rows import MAX_GROUPS, BrokenRow, Columns, Row


class TooManyLabels(Exception):  # noqa: N818 - becomes an UploadError where the file is known
    """More labels than groups are drawn for: `count` of them, with `examples`."""

    def __init__(self, count: int, examples: list[str]) -> None:
        self.count = count
        self.examples = examples
        super().__init__(f"{count} labels")

    def for_column(self, column: str, name: str) -> UploadError:
        """Return the error for the column and the file this was found in."""
        error = UploadError(
            "too_many_labels", column=brief(column), name=name, count=self.count, limit=MAX_GROUPS
        )
        error.values = tuple(self.examples)
        return error


# --- The account of rows: how many of each label, how many without a text or a label.

# Decimals may be many, and no column of sentiments holds more.
MOST_LABELS: Final = 500_000
# Nor are so many letters held of them: sentences that stand where labels should.
MOST_CHARACTERS: Final = 64 << 20
# Few at a time, since each may be as long as a row.
_FETCHED: Final = 100


@dataclass(frozen=True)
class Account:
    """Where the rows of a source went before labels are understood.

    Attributes:
        labels: Rows with a text, by label as written.
        unlabelled: Rows with a text and a blank label; which marks stand for a missing label is
            for those who know the labels.
        empty: Rows without a text, or with the mark of a missing one.
        broken: Rows that could not be split into fields.
    """

    labels: dict[str, int]
    unlabelled: int
    empty: int
    broken: int = 0

    @property
    def rows(self) -> int:
        """How many rows could be split into fields."""
        return sum(self.labels.values()) + self.unlabelled + self.empty


def survey(connection: duckdb.DuckDBPyConnection, relation: str) -> Account:
    """Count the rows of `(text, label)` in `relation` in one scan.

    Raises:
        duckdb.InvalidInputException: A row cannot be split into fields.
        TooManyLabels: There are more than `MOST_LABELS`.
    """
    # One row: a label as written, its rows with a text, its rows without.
    query = f"""
        SELECT label,
               count(*) FILTER ({HAS_TEXT_SQL}) AS filled,
               count(*) FILTER (NOT {HAS_TEXT_SQL}) AS empty
        FROM ({relation})
        GROUP BY label
        ORDER BY label
        """
    try:
        rows = _at_most(connection.execute(query))
    except UnicodeDecodeError as error:
        # The engine's own message cut a character of the file in two.
        raise duckdb.InvalidInputException("a row cannot be read") from error
    return Account(
        labels={label: filled for label, filled, _ in rows if filled and not is_blank(label)},
        unlabelled=sum(filled for label, filled, _ in rows if is_blank(label)),
        empty=sum(empty for _, _, empty in rows),
    )


def _at_most(found: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Return the labels found, each with its rows.

    Raises:
        TooManyLabels: They are more than are held. Not all are counted then: they may be as many
            as rows.
    """
    rows: list[tuple[str, int, int]] = []
    characters = 0
    while some := found.fetchmany(_FETCHED):
        rows += some
        characters += sum(len(label) for label, _, _ in some)
        if len(rows) > MOST_LABELS or characters > MOST_CHARACTERS:
            raise TooManyLabels(
                min(len(rows), MOST_LABELS + 1), [label for label, _, _ in rows[:5]]
            )
    return rows


# --- The rows as the counting engine scans them: straight from the file, or salvaged from it.

Records = Callable[[], Iterator[Row | BrokenRow]]
FindLeftOut = Callable[[Collection[str], int], Iterator[Row | BrokenRow]]


@dataclass(frozen=True)
class Source:
    """Where rows come from.

    Attributes:
        relation: SQL that yields `(text VARCHAR, label VARCHAR)` per sound row. The label is
            empty where no column holds sentiments.
        records: Called, it yields each row as `[text, label]`, in file order, with what is
            broken in its place. Where no column holds sentiments, a row is `[text]`.
        joint: What stands between the fields of a row that is listed as rejected.
        bytes: Size of the file the rows are read from.
        skipped: Lines that are no rows: above the table, and comments between the rows.
        left_out: Called with the labels understood and a number, it yields so many of the first
            records that are left out without a look at the others. None where all are to be
            looked at.
    """

    relation: str
    records: Records
    joint: str
    bytes: int
    skipped: int = 0
    left_out: FindLeftOut | None = None


# --- What a file of any format holds, before its columns are chosen.

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
