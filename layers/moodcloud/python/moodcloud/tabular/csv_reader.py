"""Delimited text (CSV, TSV and relatives): its dialect, columns and a sample of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.tabular.csv_dialect import one_column, sniff_dialect, tagged_dialect
from moodcloud.tabular.csv_engine import (
    LIMITS,
    Limits,
    Reading,
    is_torn,
    lines_above,
    newline_of,
    prove,
)
from moodcloud.tabular.csv_head import Head, head_of, sample_rows
from moodcloud.tabular.csv_header import with_header
from moodcloud.tabular.csv_lines import Places
from moodcloud.tabular.csv_rows import (
    Careful,
    Dialect,
    has_other_escapes,
    is_sound,
)
from moodcloud.tabular.header import may_hold_header, repeats
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.reader import Account, Contents, Source, survey
from moodcloud.tabular.rows import Columns, Row, unique_names

# How the engine says that a row is longer than a line may be. Where one is, quotes are not to
# blame.
_TOO_LONG: Final = "Maximum line size"


def open_source(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    head: Head,
    dialect: Dialect,
    columns: Columns,
    workspace: Path,
    limits: Limits = LIMITS,
) -> tuple[Source, Account]:
    """Find the fastest way to scan all rows of the file, and account for them on the way.

    The engine reads the file itself where every row is sound. Where some are not, quotes are
    tried as plain text, since a stray quote swallows the rows behind it; and where that is no
    better, the careful reader copies what is sound into the workspace. What the engine reads
    counts where every line of the file is proven to be in a row.

    Args:
        connection: Of `moodcloud.database.connect`.
        path: A UTF-8 file.
        head: Of it.
        dialect: How it is split.
        columns: Those used.
        workspace: A writable folder.
        limits: How much the engine reads at a time.
    """
    careful = Careful(path, dialect, columns)
    found = _by_engine(connection, careful, head, limits)
    if found is not None:
        return found
    source = replace(_source(careful), skipped=dialect.skipped + careful.comments())
    return materialise(connection, source, workspace / "salvaged.csv")


def _source(careful: Careful) -> Source:
    size, dialect = careful.path.stat().st_size, careful.dialect
    return Source("", careful.records, dialect.delimiter, size, dialect.skipped)


def _by_engine(
    connection: duckdb.DuckDBPyConnection, careful: Careful, head: Head, limits: Limits
) -> tuple[Source, Account] | None:
    """Return the rows as the engine reads them, and their account; None where it cannot."""
    dialect, columns, places = careful.dialect, careful.columns, None
    above = lines_above(head, dialect)
    for reading in _readings(careful.path, head, dialect, limits):
        relation = reading.relation(columns)
        try:
            account = survey(connection, relation)
        except duckdb.NotImplementedException:
            if reading.parallel:
                continue
            # A quoted field that is longer than the buffer.
            return None
        except duckdb.InvalidInputException as fault:
            if _TOO_LONG in str(fault):
                return None
            continue
        if dialect.header and may_hold_header(account.labels, columns):
            return None
        places = places or Places(careful.path, reading.newline)
        same = replace(careful, dialect=reading.dialect)
        proven = prove(connection, reading, same, account, places, above)
        torn = reading.dialect != dialect and is_torn(
            connection, relation, account, careful, places, above
        )
        if proven and not torn:
            left_out = partial(proven.left_out, connection)
            return replace(_source(same), relation=relation, left_out=left_out), account
    return None


def _readings(path: Path, head: Head, dialect: Dialect, limits: Limits) -> Iterator[Reading]:
    """Yield the readings that the engine itself may try."""
    above = [line for _, line in head.lines[: dialect.skipped]]
    # The engine knows no column that takes fields too many. It takes a # within a row for a
    # comment, too, and quotes in what it is to skip for quotes of fields.
    sound = not dialect.quote or all(is_sound(line, dialect) for line in above)
    if dialect.comments or dialect.rest is not None or not sound:
        return
    header = _header(head, dialect)
    # Nor does it know for sure that an empty line is no header.
    if header and header.line != dialect.skipped + 1:
        return
    # Of a backslash it makes nothing, whatever it escapes.
    if dialect.backslash and has_other_escapes(path, dialect):
        return
    reading = Reading(path, dialect, newline_of(path), limits)
    yield reading
    if not dialect.quote:
        return
    if reading.in_parts:
        # Where a thread begins amid a field that holds newlines, the engine may fail.
        yield replace(reading, parallel=False)
    if not header or "\n" not in "".join(header.fields):
        yield replace(reading, dialect=replace(dialect, quote=""))


def _header(head: Head, dialect: Dialect) -> Row | None:
    first = next(iter(head.records(dialect)), None)
    return first if dialect.header and isinstance(first, Row) else None


def delimited_contents(path: Path, hints: Hints, limits: Limits = LIMITS) -> Contents:
    """Return what a UTF-8 file of delimited text holds.

    Args:
        path: The file.
        limits: How much of it the engine reads at a time.
    """
    head = head_of(path, hints)
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
    dialect, names = with_header(dialect, head)
    if plain := one_column(head, dialect, names):
        return with_header(plain, head)
    return dialect, names
