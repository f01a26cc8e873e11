"""The engine scans a delimited file as it is, where it finds what the careful reader would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.account import Account, survey
from moodcloud.reading.columns import Columns
from moodcloud.reading.copies import copy_rows
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.escaped import has_other_escapes
from moodcloud.reading.delimited.head import Head
from moodcloud.reading.delimited.repeated import REASON, is_header_again, may_hold_header
from moodcloud.reading.delimited.rows import BrokenRow, Comment, Row, is_sound, read_records
from moodcloud.reading.source import Source

# A longer row is left to the careful reader, which needs no buffer of this size.
_LINE_BYTES: Final = 2 << 20
# What one thread takes at a time, in lines of that size: small enough that a file of a few
# megabytes keeps all busy.
_BUFFER_LINES: Final = 2
# How the engine says that a row is longer. Where one is, quotes are not to blame.
_TOO_LONG: Final = "Maximum line size"


def open_source(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    head: Head,
    dialect: Dialect,
    columns: Columns,
    workspace: Path,
) -> tuple[Source, Account]:
    """Find the fastest way to scan all rows of the file, and account for them on the way.

    The engine reads the file itself where every row is sound. Where some are not, quotes are
    tried as plain text, since a stray quote swallows the rows behind it; and where that is no
    better, the careful reader copies what is sound into the workspace.

    Args:
        connection: Of `moodcloud.database.connect`.
        path: A UTF-8 file.
        head: Of it.
        dialect: How it is split.
        columns: Those used.
        workspace: A writable folder.
    """
    source = _careful(path, dialect, columns)
    for reading, parallel in _readings(path, head, dialect):
        relation = _relation(path, reading, columns, parallel)
        try:
            account = survey(connection, relation)
        except duckdb.NotImplementedException:
            if parallel:
                continue
            # A quoted field that is longer than the buffer.
            break
        except duckdb.InvalidInputException as fault:
            if _TOO_LONG in str(fault):
                break
            continue
        if dialect.header and may_hold_header(account, columns):
            break
        if reading == dialect:
            return replace(source, relation=relation), account
        if not _torn(connection, relation, dialect, account):
            return replace(_careful(path, reading, columns), relation=relation), account
    if dialect.comments:
        comments = sum(isinstance(record, Comment) for record in read_records(path, dialect))
        source = replace(source, skipped=source.skipped + comments)
    return copy_rows(connection, source, workspace / "salvaged.csv")


def _careful(path: Path, dialect: Dialect, columns: Columns) -> Source:
    """Return the rows as the careful reader splits them, without a relation."""
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
            elif dialect.header and is_header_again(fields, columns):
                yield BrokenRow(record.line, REASON, dialect.delimiter.join(fields))
            else:
                yield Row(record.line, [fields[position] for position in used])

    return Source("", records, dialect.delimiter, path.stat().st_size, dialect.skipped)


def _rows(path: Path, dialect: Dialect) -> Iterator[Row | BrokenRow]:
    return (each for each in read_records(path, dialect) if not isinstance(each, Comment))


def _readings(path: Path, head: Head, dialect: Dialect) -> Iterator[tuple[Dialect, bool]]:
    """Yield the readings that the engine itself may try, each with whether threads share it."""
    above = [line for _, line in head.lines[: dialect.skipped]]
    # The engine knows no column that takes fields too many. It takes a # within a row for a
    # comment, too, and quotes in what it is to skip for quotes of fields.
    sound = not dialect.quote or all(is_sound(line, dialect) for line in above)
    if dialect.comments or dialect.rest is not None or not sound:
        return
    # Of a backslash it makes nothing, whatever it escapes.
    if dialect.backslash and has_other_escapes(path, dialect):
        return
    yield dialect, True
    if not dialect.quote:
        return
    if path.stat().st_size > _BUFFER_LINES * _LINE_BYTES:
        # Where a thread begins amid a field that holds newlines, the engine may fail.
        yield dialect, False
    if "\n" not in "".join(_header(head, dialect)):
        yield replace(dialect, quote=""), True


def _header(head: Head, dialect: Dialect) -> list[str]:
    """Return the fields of the header, if there is one."""
    first = next(iter(head.records(dialect)), None)
    return first.fields if dialect.header and isinstance(first, Row) else []


def _torn(
    connection: duckdb.DuckDBPyConnection, relation: str, dialect: Dialect, account: Account
) -> bool:
    """Tell whether quotes taken for text were none: fields keep them, or fell apart at them."""
    quote = dialect.quote
    # Without other columns to show it, a quoted text would fall apart at its newlines unseen.
    if dialect.width == 1 or any(quote in label for label in account.labels):
        return True
    empty = quoted(rf"\s*{quote}\s*{quote}\s*")
    odd = f"(length(text) - length(replace(text, {quoted(quote)}, ''))) % 2 = 1"
    # One row: whether an empty text is written in quotes, and whether a text with one of a pair
    # stands beside a label that none of the many others has, which then is a piece of it.
    found = connection.execute(
        f"""
        SELECT coalesce(bool_or(empty) OR (bool_or(odd AND NOT even) AND bool_or(even)), false)
        FROM (
            SELECT bool_or(regexp_full_match(text, {empty})) AS empty,
                   bool_or({odd}) AS odd, bool_or(NOT {odd}) AS even
            FROM ({relation}) GROUP BY label
        )
        """
    ).fetchone()
    return bool(found and found[0])


def _relation(path: Path, dialect: Dialect, columns: Columns, parallel: bool) -> str:
    names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(dialect.width))
    label = "''" if columns.sentiment is None else f"coalesce(c{columns.sentiment}, '')"
    escape = "\\" if dialect.backslash and dialect.quote else dialect.quote
    # Of a single column the engine takes a blank line for a row without a value.
    rows = "WHERE c0 IS NOT NULL" if dialect.width == 1 else ""
    return f"""
        SELECT coalesce(c{columns.text}, '') AS text, {label} AS label
        FROM read_csv(
            {quoted(str(path))}, auto_detect = false, columns = {{{names}}},
            compression = 'none', hive_partitioning = false, parallel = {parallel},
            delim = {quoted(dialect.delimiter)}, quote = {quoted(dialect.quote)},
            escape = {quoted(escape)}, header = false, allow_quoted_nulls = false,
            skip = {dialect.skipped + dialect.header}, new_line = {quoted(_newline(path))},
            max_line_size = {_LINE_BYTES}, buffer_size = {_BUFFER_LINES * _LINE_BYTES}
        ) {rows}"""


def _newline(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4 << 20)
    if b"\r\n" in head:
        return "\\r\\n"
    return "\\r" if b"\r" in head else "\\n"
