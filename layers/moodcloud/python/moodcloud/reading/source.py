"""The rows as the counting engine scans them: straight from the file, or salvaged from it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.account import Account, survey
from moodcloud.reading.columns import Columns
from moodcloud.reading.dialect import Dialect
from moodcloud.reading.rows import BrokenRow, Row, read_records

# A longer row is left to the careful reader, which needs no buffer of this size.
MAX_LINE_BYTES = 2 << 20
# What one thread takes at a time: small enough that a file of a few megabytes keeps all busy.
BUFFER_BYTES = 2 * MAX_LINE_BYTES


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
    """

    relation: str
    records: Callable[[], Iterator[Row | BrokenRow]]
    joint: str
    bytes: int


def delimited_source(path: Path, dialect: Dialect, columns: Columns) -> Source:
    """Return the rows of a UTF-8 file as its dialect splits them."""

    def records() -> Iterator[Row | BrokenRow]:
        found = read_records(path, dialect)
        if dialect.header:
            next(found, None)
        for record in found:
            yield record if isinstance(record, BrokenRow) else _pick(record, dialect, columns)

    return Source(_scan(path, dialect, columns), records, dialect.delimiter, path.stat().st_size)


def _pick(row: Row, dialect: Dialect, columns: Columns) -> Row | BrokenRow:
    fields, width = row.fields, dialect.width
    short = len(fields) <= max(columns.used)
    if short or any(field.strip() for field in fields[width:]):
        reason = f"{len(fields)} fields where {width} are expected"
        return BrokenRow(row.line, reason, dialect.delimiter.join(fields))
    return Row(row.line, [fields[position] for position in columns.used])


def open_source(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    dialect: Dialect,
    columns: Columns,
    workspace: Path,
) -> tuple[Source, Account]:
    """Find the fastest way to scan all rows of the file, and account for them on the way.

    The engine reads the file itself where every row is sound. Where some are not, quotes are
    tried as plain text, since a stray quote swallows the rows behind it; and where that is no
    better, the careful reader copies what is sound into the workspace.
    """
    for candidate in (dialect, replace(dialect, quote="")) if dialect.quote else (dialect,):
        source = delimited_source(path, candidate, columns)
        try:
            account = survey(connection, source.relation)
        except duckdb.InvalidInputException:
            continue
        # Without other columns to show it, a quoted text would fall apart at its newlines unseen.
        torn = dialect.width == 1 or any('"' in label for label in account.labels)
        if candidate == dialect or not torn:
            return source, account
    source = delimited_source(path, dialect, columns)
    return copy_rows(connection, source, workspace / "salvaged.csv")


def _scan(path: Path, dialect: Dialect, columns: Columns) -> str:
    names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(dialect.width))
    label = "''" if columns.sentiment is None else f"coalesce(c{columns.sentiment}, '')"
    return f"""
        SELECT coalesce(c{columns.text}, '') AS text, {label} AS label
        FROM read_csv(
            {quoted(str(path))}, auto_detect = false, columns = {{{names}}},
            delim = {quoted(dialect.delimiter)}, quote = {quoted(dialect.quote)},
            escape = {quoted(dialect.quote)}, header = false,
            skip = {_header_lines(path, dialect)}, new_line = {quoted(_newline(path))},
            max_line_size = {MAX_LINE_BYTES}, buffer_size = {BUFFER_BYTES}
        )"""


def _header_lines(path: Path, dialect: Dialect) -> int:
    if not dialect.header:
        return 0
    records = read_records(path, dialect)
    header = next(records)
    fields = header.fields if isinstance(header, Row) else []
    return header.line + sum(field.count("\n") for field in fields)


def _newline(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4 << 20)
    if b"\r\n" in head:
        return "\\r\\n"
    return "\\r" if b"\r" in head else "\\n"


def _as_they_are(rows: Iterator[list[str]]) -> Iterable[Sequence[str]]:
    """Return each row as it is, with an empty label where it has none."""
    return (row if len(row) == 2 else [*row, ""] for row in rows)


def copy_rows(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    copy: Path,
    labelled: Callable[[Iterator[list[str]]], Iterable[Sequence[str]]] = _as_they_are,
) -> tuple[Source, Account]:
    """Copy what is sound in `source` for the engine to scan, one row at a time.

    Args:
        connection: Of `moodcloud.database.connect`.
        source: The rows.
        copy: The file to write.
        labelled: From the fields of each row to `(text, label)`.
    """
    broken = 0

    def sound() -> Iterator[list[str]]:
        nonlocal broken
        for record in source.records():
            if isinstance(record, Row):
                yield record.fields
            else:
                broken += 1

    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(labelled(sound()))
    clean = Dialect(",", '"', header=False, width=2)
    relation = _scan(copy, clean, Columns(0, 1, ("text", "label")))
    account = survey(connection, relation)
    return replace(source, relation=relation), replace(account, broken=broken)
