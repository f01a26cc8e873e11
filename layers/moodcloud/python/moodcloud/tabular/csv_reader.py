"""Delimited text (CSV, TSV and relatives), which the engine reads itself where it loses no line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import disk_usage
from typing import Final

import duckdb

from moodcloud.database import in_order, memory_bound, quoted, unique
from moodcloud.tabular.csv_dialect import one_column, sniff_dialect, tagged_dialect
from moodcloud.tabular.csv_engine import (
    LIMITS,
    Attempt,
    Limits,
    Reading,
    lines_above,
)
from moodcloud.tabular.csv_head import Head, head_of, sample_rows
from moodcloud.tabular.csv_header import with_header
from moodcloud.tabular.csv_rows import Careful, Dialect, has_other_escapes, is_sound
from moodcloud.tabular.header import may_hold_header, repeats
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.places import Places, newline_of
from moodcloud.tabular.reader import Account, Job, Reader, Source, survey
from moodcloud.tabular.rows import Columns, Row, unique_names

# How the engine says that a row is longer than a line may be. Then quotes are not to blame.
_TOO_LONG: Final = "Maximum line size"
# The rows of a smaller file are kept in the engine, in half as much memory, and in no more than a
# share of what the engine has. Those of a larger one are kept in the workspace.
_FEW_BYTES: Final = 64 << 20
# So many times the bytes of the file are to be free on the disk: what is counted needs some, too.
_FREE: Final = 3
# A group of rows has so many, or fewer where they are long. The engine writes no fewer.
_GROUP_ROWS: Final = 20_480
_GROUP_BYTES: Final = 32 << 20
_LEAST_GROUP_ROWS: Final = 2_048
# The variable of the engine that tells how many bytes the files have whose rows it keeps.
_KEPT: Final = "bytes_of_kept_files"
_SHARE: Final = 4


def open_csv(job: Job, path: Path, hints: Hints) -> CsvReader:
    """Return the reader of a UTF-8 file of delimited text."""
    head = head_of(path, hints)
    dialect, names = _dialect_and_names(head)
    records = head.records(dialect)[int(dialect.header) :]
    if not dialect.header:
        names = [str(position) for position in range(1, dialect.width + 1)]
    unique = unique_names(names)
    sample = sample_rows(path, dialect, records)
    if dialect.header:
        sample = [row for row in sample if not repeats(row, unique)]
    return CsvReader(
        job=job,
        format="tsv" if dialect.delimiter == "\t" else "csv",
        names=unique,
        sample=sample,
        header=dialect.header,
        delimiter=dialect.delimiter,
        skipped=dialect.skipped,
        path=path,
        head=head,
        dialect=dialect,
    )


def _dialect_and_names(head: Head) -> tuple[Dialect, list[str]]:
    """Return the dialect of a file, and the names of its columns; no names without a header."""
    if tagged := tagged_dialect(head):
        return tagged, []
    dialect, names = with_header(sniff_dialect(head), head)
    if plain := one_column(head, dialect, names):
        return with_header(plain, head)
    return dialect, names


@dataclass(frozen=True, kw_only=True)
class CsvReader(Reader):
    """A file of delimited text.

    Attributes:
        path: The same as UTF-8.
        head: Its first lines.
        dialect: How it is split.
        limits: How much of it the engine reads at a time.
    """

    path: Path
    head: Head
    dialect: Dialect
    limits: Limits = LIMITS

    @property
    def has_rows(self) -> bool:
        """Whether there is a row; where all are broken, the sample is empty all the same."""
        return bool(self.sample) or self.head.has_rows(self.dialect)

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Find the fastest way to scan all rows of the file, and account for them on the way.

        The engine reads the file itself where every row is sound. Where some are not, quotes are
        tried as plain text, since a stray quote swallows the rows after it; and where that is no
        better, the careful reader copies what is sound into the workspace. What the engine reads
        counts where every line of the file is proven to be in a row.
        """
        careful = Careful(self.path, self.dialect, columns)
        rows = unique("rows")
        if found := self._by_engine(careful, rows):
            return found
        self.job.connection.execute(f"DROP TABLE IF EXISTS {rows}")
        copy = self.job.workspace / "salvaged.csv"
        return materialise(self.job.connection, self.rows(columns), copy)

    def rows(self, columns: Columns) -> Source:
        """Return the rows as the careful reader finds them."""
        careful = Careful(self.path, self.dialect, columns)
        return replace(_source(careful), skipped=self.dialect.skipped + careful.comments())

    def _by_engine(self, careful: Careful, rows: str) -> tuple[Source, Account] | None:
        """Return the rows as the engine reads them, and their account; None where it cannot.

        Args:
            careful: The careful reader.
            rows: The name of a table to make for them.
        """
        dialect, connection, places = self.dialect, self.job.connection, None
        above = lines_above(self.head, dialect)
        for reading in self.readings():
            try:
                relation, is_kept = self._scanned(reading.relation(careful.columns), rows)
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
            if dialect.header and may_hold_header(account.labels, careful.columns):
                return None
            places = places or Places(self.path, reading.newline)
            same = replace(careful, dialect=reading.dialect)
            attempt = Attempt(connection, reading, relation, is_kept, same, account, places, above)
            torn = reading.dialect != dialect and attempt.is_torn(careful)
            if not torn and attempt.is_proven():
                source = replace(_source(same), relation=relation)
                found = replace(source, left_out=attempt.left_out, located=attempt.located)
                return found, account
        return None

    def _scanned(self, relation: str, rows: str) -> tuple[str, bool]:
        """Return SQL for the rows of `relation`, and whether they are kept, in file order.

        Each of half a dozen scans then takes a twentieth of the time.
        """
        connection = self.job.connection
        bound = memory_bound(connection)
        most = _FEW_BYTES if bound is None else min(_FEW_BYTES, (bound << 20) // _SHARE)
        # Of several files the first ones: together they are bounded as one is.
        kept = f"SELECT coalesce(getvariable('{_KEPT}'), 0) + {self.path.stat().st_size}"
        ((together,),) = connection.execute(kept).fetchall()
        if together > most:
            return self._on_disk(relation, rows)
        connection.execute(f"SET VARIABLE {_KEPT} = {together}")
        with in_order(connection):
            connection.execute(f"CREATE OR REPLACE TABLE {rows} AS {relation}")
        return f"SELECT *, rowid FROM {rows}", True

    def _on_disk(self, relation: str, rows: str) -> tuple[str, bool]:
        """Return what `_scanned` does of a large file: its rows are kept as Parquet.

        The engine then reads half of the bytes of Sentiment140, and splits none into fields, when
        it counts and looks for examples: counting takes a quarter less.
        """
        workspace, connection = self.job.workspace, self.job.connection
        if disk_usage(workspace).free < _FREE * self.path.stat().st_size:
            return relation, False
        path = workspace / f"{rows}.parquet"
        try:
            with in_order(connection):
                # Neither packing nor dictionaries, which take longer than they save; and small
                # groups of rows, which take less memory.
                connection.execute(
                    f"COPY ({relation}) TO {quoted(str(path))} "
                    "(FORMAT parquet, CODEC uncompressed, DICTIONARY_SIZE_LIMIT 1, "
                    f"ROW_GROUP_SIZE {self._rows_of_group()})"
                )
        except duckdb.Error as fault:
            path.unlink(missing_ok=True)
            # Without room for a copy, the file itself is scanned each time.
            if isinstance(fault, duckdb.OutOfMemoryException | duckdb.IOException):
                return relation, False
            raise
        numbered = f"read_parquet({quoted(str(path))}, file_row_number = true)"
        return f"SELECT * RENAME (file_row_number AS rowid) FROM {numbered}", True

    def _rows_of_group(self) -> int:
        """Return how many rows a group has: the engine holds those of a few groups at a time."""
        held = sum(len(field.encode()) for row in self.sample for field in row)
        most = _GROUP_BYTES * len(self.sample) // max(held, 1)
        return min(max(most, _LEAST_GROUP_ROWS), _GROUP_ROWS) if held else _GROUP_ROWS

    def readings(self) -> Iterator[Reading]:
        """Yield the readings that the engine itself may try."""
        dialect = self.dialect
        above = [line for _, line in self.head.lines[: dialect.skipped]]
        # The engine knows no column that takes fields too many. It takes a # within a row for a
        # comment, too, and quotes in what it is to skip for quotes of fields.
        sound = not dialect.quote or all(is_sound(line, dialect) for line in above)
        if dialect.comments or dialect.rest is not None or not sound:
            return
        header = next(iter(self.head.records(dialect)), None) if dialect.header else None
        several = isinstance(header, Row) and "\n" in "".join(header.fields)
        # Nor does it know for sure that an empty line is no header.
        if isinstance(header, Row) and header.line != dialect.skipped + 1:
            return
        # It makes nothing of a backslash, whatever that escapes.
        if dialect.backslash and has_other_escapes(self.path, dialect):
            return
        reading = Reading(self.path, dialect, newline_of(self.path), self.limits)
        yield reading
        if not dialect.quote:
            return
        if reading.in_parts:
            # Where a thread begins within a field that holds newlines, the engine may fail.
            yield replace(reading, parallel=False)
        if not several:
            yield replace(reading, dialect=replace(dialect, quote=""))


def _source(careful: Careful) -> Source:
    size, dialect = careful.path.stat().st_size, careful.dialect
    keys = len(careful.columns.keys)
    return Source("", careful.records, dialect.delimiter, size, dialect.skipped, keys=keys)
