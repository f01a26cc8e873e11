"""What every reader of a file does: it knows the columns and a sample, and hands on all rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.bounds import NO_BOUNDS, Bounds
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.tabular.located import FindLocated
from moodcloud.tabular.na_values import HAS_TEXT_SQL, is_blank
from moodcloud.tabular.rows import MAX_GROUPS, BrokenRow, Columns, Row, keys_sql

# Decimals may be many, and no column of labels holds more.
MOST_LABELS: Final = 500_000
# Sentences in a column of labels take no more memory than this.
MOST_CHARACTERS: Final = 64 << 20
# Few at a time, since each may be as long as a row.
_FETCHED: Final = 100


@dataclass(frozen=True)
class Job:
    """A file to read, and what is needed for it.

    Attributes:
        path: The upload.
        name: What messages and results call it.
        workspace: A writable folder that outlives what is read.
        connection: A connection of `moodcloud.database.connect`.
        options: The settings; columns, labels, a sheet or an encoding may be given there.
        sha256: The digest of the file's bytes, where it is known already.
        bounds: The most that the file may have.
    """

    path: Path
    name: str
    workspace: Path
    connection: duckdb.DuckDBPyConnection
    options: Options
    sha256: str | None = None
    bounds: Bounds = NO_BOUNDS


@dataclass(frozen=True)
class Account:
    """Where the rows of a source went before labels are understood.

    Attributes:
        labels: How many rows with a text have each label as written.
        unlabelled: How many rows have a text and a blank label. NA values are not among them:
            `labels` holds them, since a dash, say, may be a label.
        empty: How many rows have no text, or an NA value in its place.
        broken: How many rows could not be split into fields.
        filtered: How many rows do not meet the conditions on rows.
        labels_filtered: How many of those have each label: what a label means, all rows decide.
        uncompared: How many rows hold something that a condition cannot be compared with.
        unmet: For each condition that no row meets, some of the values that its column holds, each
            with its rows; None for another.
    """

    labels: dict[str, int]
    unlabelled: int
    empty: int
    broken: int = 0
    filtered: int = 0
    labels_filtered: dict[str, int] = field(default_factory=dict)
    uncompared: int = 0
    unmet: tuple[Counter[str] | None, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows could be split into fields."""
        return sum(self.labels.values()) + self.unlabelled + self.empty


FindLeftOut = Callable[[Collection[str], int], Iterator[Row | BrokenRow]]


@dataclass(frozen=True)
class Source:
    """The rows of a file with the columns used, as the counting engine scans them.

    Attributes:
        relation: SQL that yields `(text VARCHAR, label VARCHAR)` per sound row. The label is
            empty where no column holds labels.
        records: A function that yields each row as `[text, label]`, in file order, with what is
            broken in its place. Where no column holds labels, a row is `[text]`.
        joint: What is written between the fields of a row that is listed as rejected.
        bytes: Size of the file the rows are read from.
        skipped: How many lines are no rows: those above the table, and comments between the rows.
        left_out: A function of the labels understood and a number that yields so many of the
            first rows left out without a look at the others. None where all are to be looked at.
        located: A function of hashes of texts that returns the rows with such texts. None where
            all are to be looked at.
        keys: How many keys follow text and label, in the relation and in each row of `records`.
    """

    relation: str
    records: Callable[[], Iterator[Row | BrokenRow]]
    joint: str
    bytes: int
    skipped: int = 0
    left_out: FindLeftOut | None = None
    located: FindLocated | None = None
    keys: int = 0


@dataclass(frozen=True, kw_only=True)
class Reader(ABC):
    """A file of a known format. All its rows are read only once its columns are chosen.

    Attributes:
        job: What the file is read for.
        format: csv, tsv, jsonl, json, parquet, xlsx, xlsb, xls, ods or html.
        names: The names of the columns; their positions from 1 where there is no header.
        sample: Rows from all parts of the file, each as wide as `names`.
        header: Whether the names are the file's own.
        delimiter: What separates the fields; None where the format needs nothing for that.
        skipped: How many lines are above the header, or above the first row.
        sheet: The name of the sheet of a workbook, or of the table of a page that has several.
        sheets_alike: Other sheets of it with the same header.
        lists_left_out: Lists of records within records that are no part of the table.
    """

    job: Job
    format: str
    names: tuple[str, ...]
    sample: list[list[str]]
    header: bool = True
    delimiter: str | None = None
    skipped: int = 0
    sheet: str | None = None
    sheets_alike: tuple[str, ...] = ()
    lists_left_out: tuple[str, ...] = ()

    @property
    def record_path(self) -> str | None:
        """Where the rows are within records; None where they are the records themselves."""
        return None

    @property
    def records_without_rows(self) -> int:
        """How many records hold no row there; known once all are read."""
        return 0

    @property
    def has_rows(self) -> bool:
        """Whether there is a row, sound or not."""
        return bool(self.sample)

    @abstractmethod
    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Return all rows with text and label, and their account."""

    def parts(self, columns: Columns) -> list[tuple[Reader, Columns]]:
        """Return the reader of each file that the table is in, with the columns used in it."""
        return [(self, columns)]

    @abstractmethod
    def rows(self, columns: Columns) -> Source:
        """Return all rows with the columns used, as they are read one by one: no relation."""


def chained(sources: Sequence[Source]) -> Source:
    """Return the rows of sources one after the other."""
    first, *more = sources
    if not more:
        return first
    scans = (
        f"(SELECT text, label{keys_sql(first.keys)} FROM ({each.relation}))" for each in sources
    )
    return replace(
        first,
        relation=" UNION ALL ".join(scans),
        records=lambda: chain.from_iterable(each.records() for each in sources),
        bytes=sum(each.bytes for each in sources),
        skipped=sum(each.skipped for each in sources),
        left_out=None,
        located=None,
    )


def without_keys(source: Source, columns: Columns) -> Source:
    """Return a source whose rows, where they are listed, are text and label only."""
    if not source.keys:
        return source
    kept, found = len(columns.read), source.left_out

    def bare(records: Iterator[Row | BrokenRow]) -> Iterator[Row | BrokenRow]:
        for each in records:
            yield replace(each, fields=each.fields[:kept]) if isinstance(each, Row) else each

    return replace(
        source,
        records=lambda: bare(source.records()),
        left_out=found and (lambda labels, most: bare(found(labels, most))),
    )


def added(accounts: Sequence[Account]) -> Account:
    """Return the account of the rows of several sources."""
    labels, filtered = Counter[str](), Counter[str]()
    for each in accounts:
        labels.update(each.labels)
        filtered.update(each.labels_filtered)
    return Account(
        labels=dict(labels),
        unlabelled=sum(each.unlabelled for each in accounts),
        empty=sum(each.empty for each in accounts),
        broken=sum(each.broken for each in accounts),
        filtered=sum(each.filtered for each in accounts),
        labels_filtered=dict(filtered),
        uncompared=sum(each.uncompared for each in accounts),
        unmet=tuple(map(_all_unmet, zip(*(each.unmet for each in accounts), strict=True))),
    )


def _all_unmet(values: Sequence[Counter[str] | None]) -> Counter[str] | None:
    """Return the values of a condition that the rows of no source meet."""
    found = Counter[str]()
    for each in values:
        if each is None:
            return None
        found.update(each)
    return found


def survey(connection: duckdb.DuckDBPyConnection, relation: str) -> Account:
    """Count the rows of `(text, label)` in `relation` in one scan.

    Raises:
        duckdb.InvalidInputException: A row cannot be split into fields.
        UploadError: `too_many_labels`: more than `MOST_LABELS`.
    """
    # One row: a label as written, its rows with a text, its rows without.
    query = f"""
        SELECT label, count(*) FILTER ({HAS_TEXT_SQL}) AS filled, count(*) - filled AS empty
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
        UploadError: `too_many_labels`. They are not all counted then: they may be as many as rows.
    """
    rows: list[tuple[str, int, int]] = []
    characters = 0
    while some := found.fetchmany(_FETCHED):
        rows += some
        characters += sum(len(label) for label, _, _ in some)
        if len(rows) > MOST_LABELS or characters > MOST_CHARACTERS:
            count = min(len(rows), MOST_LABELS + 1)
            error = UploadError("too_many_labels", count=count, limit=MAX_GROUPS)
            error.values = tuple(label for label, _, _ in rows[:5])
            raise error
    return rows
