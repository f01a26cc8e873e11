"""Proof that a reading by the engine lost no line of a file, and where its rows stand in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Final

import duckdb

from moodcloud.reading.account import Account
from moodcloud.reading.delimited.careful import Careful
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.engine import Reading
from moodcloud.reading.delimited.head import Head
from moodcloud.reading.delimited.places import Place, Places
from moodcloud.reading.delimited.rows import BrokenRow, Comment, Record, Row, split_records
from moodcloud.reading.missing import LEFT_OUT_SQL

# How the engine says that it cannot read a file as it is told.
_REFUSALS: Final = (duckdb.InvalidInputException, duckdb.NotImplementedException)


@dataclass(frozen=True)
class Proven:
    """A reading in which every line of the file is in a row, empty lines aside.

    The engine may end within a field whose quote never closes, or within a row that is too short:
    without a word it drops that row or what was in its last field. So its rows are held against
    the lines of the file. Each row takes one that is not empty, and one more for each run of
    newlines within its fields: lines between newlines that follow each other are empty, and the
    one behind the last of them holds at least a quote. No line is in two rows. Where the sum is
    that of the file, no line is left that a lost row could have stood in, and it is known where
    the last row begins. If the careful reader finds one sound row from there to the end, the
    engine came to the end between two rows.

    Attributes:
        reading: How the engine reads the file.
        careful: The same by the careful reader.
        places: The lines of the file.
        above: How many lines stand above the first row, empty ones aside.
        further_lines: How many lines stand below the first ones of their rows, empty ones aside.
    """

    reading: Reading
    careful: Careful
    places: Places
    above: int
    further_lines: int

    def left_out(
        self, connection: duckdb.DuckDBPyConnection, labels: Collection[str], most: int
    ) -> Iterator[Row | BrokenRow]:
        """Yield the first rows without a text, or with a label that is none of `labels`.

        There are fewer where the engine reads the file by several threads only.

        The engine numbers the rows, and says how many lines those above take; nothing but the
        rows themselves is left to the careful reader.

        Args:
            connection: A connection of `moodcloud.database.connect`.
            labels: Those understood.
            most: How many rows to yield.
        """
        rows, below = self.reading.in_order(), "0"
        relation = rows.relation(self.careful.columns)
        if self.further_lines:
            relation = rows.relation(self.careful.columns, f", {rows.further_lines} AS further")
            below = "(sum(further) OVER (ROWS UNBOUNDED PRECEDING)) - further"
        numbered = f"SELECT *, row_number() OVER () + {below} AS number FROM ({relation})"
        query = f"SELECT number FROM ({numbered}) WHERE {LEFT_OUT_SQL} LIMIT {most}"
        try:
            found = connection.execute(query, [list(labels)]).fetchall()
        except _REFUSALS:
            # A row nearly too long: a single thread is less patient.
            return iter(())
        return map(self._row, self.places.find(self.above + int(number) for (number,) in found))

    def ends_with(self, further: int) -> bool:
        """Tell whether the last row, of so many further lines, ends the file and is sound."""
        place = next(self.places.find([self.places.filled - further]))
        with closing(self.places.read(place)) as lines:
            rows = list(islice(split_records(lines, self.reading.dialect), 2))
        return len(rows) == 1 and isinstance(self._picked(rows[0]), Row)

    def _row(self, place: Place) -> Row | BrokenRow:
        with closing(self.places.read(place)) as lines:
            return self._picked(next(split_records(lines, self.reading.dialect)))

    def _picked(self, record: Record) -> Row | BrokenRow:
        # The engine reads no file with comments.
        assert not isinstance(record, Comment)
        return self.careful.picked(record)


def prove(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    careful: Careful,
    account: Account,
    places: Places,
    above: int,
) -> Proven | None:
    """Prove that every line of the file is in a row; None where that is not so.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        reading: How the engine reads the file.
        careful: The same by the careful reader.
        account: The account of the rows the engine finds.
        places: The lines of the file.
        above: How many lines stand above the first row, empty ones aside.
    """
    if places.empty and reading.parts_empty_line():
        return None
    further = places.filled - above - account.rows
    below, last = 0, 0
    if further and reading.dialect.quote:
        more = f", {reading.further_lines} AS below"
        relation = reading.in_order().relation(careful.columns, more)
        query = f"SELECT coalesce(sum(below), 0), coalesce(last(below), 0) FROM ({relation})"
        try:
            found = connection.execute(query).fetchone()
        except _REFUSALS:
            return None
        below, last = map(int, found or (0, 0))
    if further != below:
        return None
    proven = Proven(reading, careful, places, above, below)
    return proven if not account.rows or proven.ends_with(last) else None


def lines_above(head: Head, dialect: Dialect) -> int:
    """Return how many lines stand above the first row of a file, empty ones aside."""
    skipped = sum(bool(line) for _, line in head.lines[: dialect.skipped])
    if not dialect.header:
        return skipped
    first = next(iter(head.records(dialect)), None)
    fields = first.fields if isinstance(first, Row) else []
    return skipped + 1 + sum(len(re.findall("\n+", field)) for field in fields)
