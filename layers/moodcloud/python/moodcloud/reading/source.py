"""The rows as the counting engine scans them: straight from the file, or salvaged from it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.account import Account, survey
from moodcloud.reading.columns import Columns
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.rows import BrokenRow, Comment, Row, read_records

# A longer row is left to the careful reader, which needs no buffer of this size.
MAX_LINE_BYTES = 2 << 20
# How the engine says that a row is longer. Where one is, quotes are not to blame.
TOO_LONG = "Maximum line size"
# What one thread takes at a time, in lines of that size: small enough that a file of a few
# megabytes keeps all busy.
BUFFER_LINES = 2
# A character has at most four bytes, and a quote is written twice.
MAX_BYTES_OF_A_CHARACTER = 8


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
    """

    relation: str
    records: Callable[[], Iterator[Row | BrokenRow]]
    joint: str
    bytes: int
    skipped: int = 0


def delimited_source(path: Path, dialect: Dialect, columns: Columns) -> Source:
    """Return the rows of a UTF-8 file as its dialect splits them."""

    used, width = columns.used, dialect.width
    last = max(used)

    def records() -> Iterator[Row | BrokenRow]:
        for record in islice(_rows(path, dialect), int(dialect.header), None):
            if isinstance(record, BrokenRow):
                yield record
                continue
            fields = record.fields
            if len(fields) <= last or (len(fields) > width and any(map(str.strip, fields[width:]))):
                reason = f"{len(fields)} fields where {width} are expected"
                yield BrokenRow(record.line, reason, dialect.delimiter.join(fields))
            else:
                yield Row(record.line, [fields[position] for position in used])

    relation = _scan(path, dialect, columns)
    return Source(relation, records, dialect.delimiter, path.stat().st_size, dialect.skipped)


def _rows(path: Path, dialect: Dialect) -> Iterator[Row | BrokenRow]:
    return (each for each in read_records(path, dialect) if not isinstance(each, Comment))


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
    for candidate in _fast(dialect):
        source = delimited_source(path, candidate, columns)
        try:
            account = survey(connection, source.relation)
        except duckdb.NotImplementedException:
            # A quoted field that is longer than the buffers of its threads.
            break
        except duckdb.InvalidInputException as fault:
            if TOO_LONG in str(fault):
                break
            continue
        if candidate == dialect or not _torn(connection, source, dialect, account):
            return source, account
    source = delimited_source(path, dialect, columns)
    if dialect.comments:
        comments = sum(isinstance(record, Comment) for record in read_records(path, dialect))
        source = replace(source, skipped=source.skipped + comments)
    return copy_rows(connection, source, workspace / "salvaged.csv")


def _fast(dialect: Dialect) -> tuple[Dialect, ...]:
    """Return the readings of a dialect that the engine itself may try."""
    if dialect.comments:
        # The engine takes a # within a row for a comment, too.
        return ()
    return (dialect, replace(dialect, quote="")) if dialect.quote else (dialect,)


def _torn(
    connection: duckdb.DuckDBPyConnection, source: Source, dialect: Dialect, account: Account
) -> bool:
    """Tell whether quotes taken for text were none: fields keep them, or fell apart at them."""
    # Without other columns to show it, a quoted text would fall apart at its newlines unseen.
    if dialect.width == 1 or any(dialect.quote in label for label in account.labels):
        return True
    # One row: whether an empty text is written in quotes.
    found = connection.execute(
        f"SELECT count(*) > 0 FROM ({source.relation}) WHERE trim(text) = ?", [dialect.quote * 2]
    ).fetchone()
    return bool(found and found[0])


def _scan(path: Path, dialect: Dialect, columns: Columns, line_bytes: int = MAX_LINE_BYTES) -> str:
    names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(dialect.width))
    label = "''" if columns.sentiment is None else f"coalesce(c{columns.sentiment}, '')"
    escape = "\\" if dialect.backslash and dialect.quote else dialect.quote
    # Of a single column the engine takes a blank line for a row without a value.
    rows = "WHERE c0 IS NOT NULL" if dialect.width == 1 else ""
    return f"""
        SELECT coalesce(c{columns.text}, '') AS text, {label} AS label
        FROM read_csv(
            {quoted(str(path))}, auto_detect = false, columns = {{{names}}},
            compression = 'none',
            delim = {quoted(dialect.delimiter)}, quote = {quoted(dialect.quote)},
            escape = {quoted(escape)}, header = false, allow_quoted_nulls = false,
            skip = {_lines_above_rows(path, dialect)}, new_line = {quoted(_newline(path))},
            max_line_size = {line_bytes}, buffer_size = {BUFFER_LINES * line_bytes}
        ) {rows}"""


def _lines_above_rows(path: Path, dialect: Dialect) -> int:
    if not dialect.header:
        return dialect.skipped
    header = next(_rows(path, dialect))
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
    broken = longest = 0

    def sound() -> Iterator[list[str]]:
        nonlocal broken, longest
        for record in source.records():
            if isinstance(record, Row):
                longest = max(longest, sum(map(len, record.fields)))
                yield record.fields
            else:
                broken += 1

    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(labelled(sound()))
    clean = Dialect(",", '"', header=False, width=2)
    line_bytes = max(MAX_LINE_BYTES, MAX_BYTES_OF_A_CHARACTER * longest + 64)
    relation = _scan(copy, clean, Columns(0, 1, ("text", "label")), line_bytes)
    account = survey(connection, relation)
    return replace(source, relation=relation), replace(account, broken=broken)
