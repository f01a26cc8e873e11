"""A slice of a delimited file, read as the whole file would be: its rows, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from io import TextIOWrapper
from mmap import ACCESS_READ, mmap
from os import SEEK_END
from pathlib import Path
from typing import Any, Final

import duckdb

from moodcloud.database import quoted, read_parquet, unique
from moodcloud.slices.planning import AS_TEXT, CAREFUL
from moodcloud.tabular.csv_engine import LIMITS, REFUSALS, Attempt, Reading
from moodcloud.tabular.csv_lines import Lines, numbered_lines
from moodcloud.tabular.csv_rows import (
    Careful,
    Comment,
    Dialect,
    judged,
    neighbours,
    split_records,
)
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.places import Places
from moodcloud.tabular.quotes_as_text import QuotesOfLabel, labels_apart
from moodcloud.tabular.reader import Account, Reader, Source, survey
from moodcloud.tabular.rows import MAX_CHARACTERS, BrokenRow, Columns, Row

# It comes back as a row of its own if what is above it ends between two rows.
_MARKER: Final = "\x1fend\x1f"
# How the engine says that a row is longer than a line may be.
_TOO_LONG: Final = "Maximum line size"
_BLOCK_BYTES: Final = 1 << 20
LOOK_AHEAD: Final = 4 * MAX_CHARACTERS
"""How many bytes below a slice are looked at to judge quotes: no row has more characters."""


class Refused(Exception):  # noqa: N818 - it says what the engine cannot do, nothing is wrong
    """The engine does not read a slice, or its answer is not proven.

    Args:
        too_long: Whether a row is longer than the engine can take.
    """

    def __init__(self, too_long: bool) -> None:
        super().__init__()
        self.too_long = too_long


@dataclass
class Walk:
    """What the careful reader finds out on its way through a slice.

    Attributes:
        exit: Where the next row begins, in bytes: the end of the slice, or beyond it.
        comments: How many lines are comments.
        vain: How many lines were read in vain for the end of a field in quotes.
        quotes: Where quotes that are taken for text are in the texts of each label.
        apart: The labels of rows that fall apart if they are taken for text.
    """

    exit: int
    comments: int = 0
    vain: int = 0
    quotes: list[QuotesOfLabel] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SliceReader(Reader):
    """The rows that begin in a part of a delimited file.

    Attributes:
        path: The whole file as UTF-8: rows may go beyond the slice, and quotes are looked for.
        start: Where its first row begins, in bytes.
        stop: Where it ends at the earliest: after the last row that begins before.
        newline: What ends its lines.
        dialect: How rows are split.
        reading: How it is read.
        walk: What the careful reader finds out.
    """

    path: Path
    start: int
    stop: int
    newline: str
    dialect: Dialect
    reading: str
    walk: Walk = field(default_factory=lambda: Walk(0))

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Return all rows with text and label, and their account.

        Raises:
            Refused: The engine is to read them, and cannot.
        """
        if self.reading == CAREFUL:
            copy = self.job.workspace / "salvaged.csv"
            return materialise(self.job.connection, self.rows(columns), copy)
        if self.start >= self.stop:
            self.walk.exit = self.start
            return self._source(columns, no_rows(columns))
        return self._source(columns, self._by_engine(columns))

    def rows(self, columns: Columns) -> Source:
        """Return the rows as the careful reader finds them."""
        careful = Careful(self.path, self.dialect, columns)
        size, keys = self.stop - self.start, len(columns.keys)
        return Source("", partial(self._picked, careful), self.dialect.delimiter, size, keys=keys)

    def find_exit(self) -> None:
        """Have the careful reader look for the end of the slice."""
        for _ in self._groups():
            pass

    def _source(self, columns: Columns, relation: str) -> tuple[Source, Account]:
        source = replace(self.rows(columns), relation=relation)
        return source, survey(self.job.connection, relation)

    @property
    def _splitting(self) -> Dialect:
        """How rows are split, and quotes read."""
        return replace(self.dialect, quote="") if self.reading == AS_TEXT else self.dialect

    def _picked(self, careful: Careful) -> Iterator[Row | BrokenRow]:
        for together in self._groups():
            yield from map(careful.picked, judged(together, self._splitting))

    def _groups(self) -> Iterator[list[Row | BrokenRow]]:
        """Yield the rows that begin in the slice, and those that go together with one of them."""
        walk = self.walk
        walk.exit, walk.comments, walk.vain = max(self.start, self.stop), 0, 0
        if self.start >= self.stop:
            return
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            text = TextIOWrapper(stream, encoding="utf-8", errors="replace", newline=None)
            lines = Lines(numbered_lines(text))
            beyond: list[int] = []
            for together in neighbours(self._without_comments(lines, beyond), self._splitting):
                if together[0].line > self._last_line:
                    beyond.append(together[0].line)
                    break
                yield together
            walk.exit = self._offset_of(beyond[0]) if beyond else self.path.stat().st_size
            walk.vain = lines.vain

    def _without_comments(self, lines: Lines, beyond: list[int]) -> Iterator[Row | BrokenRow]:
        """Yield the rows, and count the comments; put the lines of those too far in `beyond`."""
        for record in split_records(lines, self._splitting):
            if not isinstance(record, Comment):
                yield record
            elif record.line <= self._last_line:
                self.walk.comments += 1
            else:
                beyond.append(record.line)

    @cached_property
    def _last_line(self) -> int:
        """The number of the last line that begins before the end of the slice, from 1."""
        return count_lines(self.path, self.newline, self.start, self.stop)

    def _offset_of(self, line: int) -> int:
        """Return where a line after the slice begins, by its number from 1."""
        ending, offset = self.newline.encode(), self.stop
        with self.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            for _ in range(line - 1 - self._last_line):
                offset = content.find(ending, offset) + len(ending)
        return offset

    def _by_engine(self, columns: Columns) -> str:
        """Return SQL for the rows as the engine reads them, with their lines from 1."""
        dialect = replace(self._splitting, skipped=0, header=False)
        piece = self._marked()
        reading = Reading(piece, dialect, self.newline, LIMITS, parallel=False)
        read = self.job.workspace / f"{unique('read')}.parquet"
        try:
            self._copy(reading, columns, read)
            rows, places = read_parquet([read]), Places(piece, self.newline)
            careful = Careful(piece, dialect, columns)
            proven = self._is_proven(reading, rows, careful, places)
            own = f"SELECT * EXCLUDE (below) FROM {rows} WHERE number < {places.filled}"
            relation = with_lines(self.job.connection, own, places) if proven else ""
        except REFUSALS as fault:
            endless = isinstance(fault, duckdb.NotImplementedException)
            raise Refused(too_long=endless or _TOO_LONG in str(fault)) from fault
        finally:
            piece.unlink()
        if not proven:
            raise Refused(too_long=False)
        return relation

    def _marked(self) -> Path:
        """Return a copy of the slice with the marker in its last row."""
        piece = self.job.workspace / unique("piece")
        write_piece(self.path, self.start, self.stop, piece)
        ending = self.newline.encode()
        with piece.open("r+b") as stream:
            stream.seek(-len(ending), SEEK_END)
            above = b"" if stream.read() == ending else ending
            row = self.dialect.delimiter.join([_MARKER] * self.dialect.width)
            stream.write(above + row.encode() + ending)
        return piece

    def _copy(self, reading: Reading, columns: Columns, target: Path) -> None:
        """Write the rows as Parquet, each with how many further lines it takes, and its number.

        That is the number of its first line among those that are not empty, from 1.
        """
        below = reading.further_lines if reading.dialect.quote else "0"
        relation = reading.relation(columns, f", {below} AS below")
        # It is read a moment later, and then gone: to compress it would take a sixth of a survey.
        so_far = "(sum(below) OVER (ROWS UNBOUNDED PRECEDING))::BIGINT"
        self.job.connection.execute(
            f"""
            COPY (
                SELECT *, row_number() OVER () + {so_far} - below AS number FROM ({relation})
            ) TO {quoted(str(target))} (FORMAT parquet, CODEC uncompressed)
            """
        )

    def _is_proven(self, reading: Reading, rows: str, careful: Careful, places: Places) -> bool:
        """Return whether the marker is a row of its own, and no line is lost above it."""
        connection = self.job.connection
        query = f"SELECT text, below, number FROM {rows} ORDER BY number DESC LIMIT 1"
        if connection.execute(query).fetchall() != [(_MARKER, 0, places.filled)]:
            return False
        if places.empty and reading.parts_empty_line():
            return False
        ((count,),) = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()
        account = Account({}, count, 0)
        above = f"SELECT text, label FROM {rows} WHERE number < {places.filled}"
        attempt = Attempt(connection, reading, above, False, careful, account, places, 0)
        if self.reading == AS_TEXT:
            self.walk.quotes = attempt.quotes_by_label(self.dialect.quote)
            self.walk.apart = self._apart(careful.columns)
        return not attempt.keeps_quotes()

    def _apart(self, columns: Columns) -> list[str]:
        """Return the labels of rows that fall apart if quotes are taken for text."""
        ahead = self.job.workspace / unique("ahead")
        write_piece(self.path, self.start, self.stop + LOOK_AHEAD, ahead)
        quoting = Careful(ahead, self.dialect, columns)
        found = labels_apart(Places(ahead, self.newline), quoting, self.stop - self.start)
        ahead.unlink()
        return sorted(found)


def no_rows(columns: Columns) -> str:
    """Return SQL for the rows of an empty slice."""
    keys = "".join(f", '' AS key{number}" for number in range(len(columns.keys)))
    return f"SELECT '' AS text, '' AS label, 0 AS line{keys} LIMIT 0"


def with_lines(connection: Any, numbered: str, places: Places) -> str:
    """Return SQL for rows with their lines in place of numbers.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        numbered: SQL for rows with a `number`: that of their line among those not empty.
        places: The lines of the file.
    """
    if not places.empty:
        return f"SELECT * EXCLUDE (number), number AS line FROM ({numbered})"
    import numpy as np

    numbers, name = range(1, places.filled + 1), unique("lines")
    lines = {"number": np.array(numbers), "line": np.fromiter(places.lines(numbers), np.int64)}
    connection.register(f"{name}_given", lines)
    connection.execute(f"CREATE TEMP TABLE {name} AS FROM {name}_given")
    connection.unregister(f"{name}_given")
    return f"SELECT * EXCLUDE (number) FROM ({numbered}) JOIN {name} USING (number)"


def write_piece(path: Path, start: int, stop: int, piece: Path) -> None:
    """Copy a part of a file."""
    with path.open("rb") as source, piece.open("wb") as target:
        source.seek(start)
        while start < stop and (block := source.read(min(_BLOCK_BYTES, stop - start))):
            target.write(block)
            start += len(block)


def count_lines(path: Path, newline: str, start: int, stop: int) -> int:
    """Return how many lines are in a part of a file that begins with one."""
    # All newlines are of one kind: where they have two characters, both are nowhere else.
    lines, sign, block = 0, newline.encode()[-1:], b""
    with path.open("rb") as source:
        source.seek(start)
        while start < stop and (more := source.read(min(_BLOCK_BYTES, stop - start))):
            block = more
            lines += block.count(sign)
            start += len(block)
    return lines + bool(block and not block.endswith(sign))
