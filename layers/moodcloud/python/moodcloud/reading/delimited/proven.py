"""Proof that a reading by the engine lost no line of a file, and where its rows stand in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass

import duckdb

from moodcloud.reading.account import Account
from moodcloud.reading.delimited.careful import Careful
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.engine import Reading
from moodcloud.reading.delimited.head import Head
from moodcloud.reading.delimited.places import Places
from moodcloud.reading.delimited.rows import BrokenRow, Comment, Row, split_records
from moodcloud.reading.missing import LEFT_OUT_SQL


@dataclass(frozen=True)
class Proven:
    """A reading in which every line of the file is in a row, empty lines aside.

    The engine may end within a field whose quote never closes, and says nothing of the row it
    drops. So its rows are held against the lines of the file. Each takes one that is not empty,
    and one more for each run of newlines within its fields, since no line between two of them is
    empty and the one behind the last holds at least a quote. No line is in two rows. Where the
    sum is that of the file, no line is left that a lost row could have stood in.

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

        The engine numbers the rows, and says how many lines those above take; nothing but the
        rows themselves is left to the careful reader.

        Args:
            connection: Of `moodcloud.database.connect`.
            labels: Those understood.
            most: How many rows to yield.
        """
        more = ", row_number() OVER () AS number, 0 AS below"
        if self.further_lines:
            lines = self.reading.further_lines
            more = (
                f", row_number() OVER () AS number, (sum({lines}) OVER (ROWS UNBOUNDED PRECEDING))"
                f" - ({lines}) AS below"
            )
        # Not shared by threads, the engine reads the rows in file order, and stops at the last.
        relation = self.reading.in_order().relation(self.careful.columns, more)
        found = connection.execute(
            f"SELECT number + below FROM ({relation}) WHERE {LEFT_OUT_SQL} LIMIT {most}",
            [list(labels)],
        ).fetchall()
        numbers = [self.above + int(number) for (number,) in found]
        with self.places.path.open("rb") as stream:
            for place in self.places.find(numbers):
                with closing(place.read(stream)) as lines_:
                    record = next(split_records(lines_, self.reading.dialect))
                assert not isinstance(record, Comment)
                yield self.careful.picked(record)


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
        connection: Of `moodcloud.database.connect`.
        reading: How the engine reads the file.
        careful: The same by the careful reader.
        account: Of the rows the engine finds.
        places: The lines of the file.
        above: How many lines stand above the first row, empty ones aside.
    """
    further = places.filled - above - account.rows
    if further < 0 or (further and further != _further_lines(connection, reading)):
        return None
    return Proven(reading, careful, places, above, further)


def lines_above(head: Head, dialect: Dialect) -> int:
    """Return how many lines stand above the first row of a file, empty ones aside."""
    skipped = sum(bool(line) for _, line in head.lines[: dialect.skipped])
    if not dialect.header:
        return skipped
    first = next(iter(head.records(dialect)), None)
    fields = first.fields if isinstance(first, Row) else []
    return skipped + 1 + sum(len(re.findall("\n+", field)) for field in fields)


def _further_lines(connection: duckdb.DuckDBPyConnection, reading: Reading) -> int:
    if not reading.dialect.quote:
        return 0
    found = connection.execute(
        f"SELECT coalesce(sum({reading.further_lines}), 0) FROM {reading.table}"
    ).fetchone()
    return int(found[0]) if found else 0
