"""The engine scans a delimited file as it is, where it finds what the careful reader would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.reading.account import Account, survey
from moodcloud.reading.columns import Columns
from moodcloud.reading.copies import copy_rows
from moodcloud.reading.delimited.careful import Careful
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.engine import LIMITS, Limits, Reading, newline_of
from moodcloud.reading.delimited.escaped import has_other_escapes
from moodcloud.reading.delimited.head import Head
from moodcloud.reading.delimited.places import Places
from moodcloud.reading.delimited.proven import lines_above, prove
from moodcloud.reading.delimited.repeated import may_hold_header
from moodcloud.reading.delimited.rows import Row, is_sound
from moodcloud.reading.delimited.torn import is_torn
from moodcloud.reading.source import Source

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
    return copy_rows(connection, source, workspace / "salvaged.csv")


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
        if dialect.header and may_hold_header(account, columns):
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
