"""The rows of a delimited file as the careful reader splits them, with the columns used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from moodcloud.reading.columns import Columns
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.repeated import REASON, is_header_again
from moodcloud.reading.delimited.rows import BrokenRow, Comment, Row, read_records


@dataclass(frozen=True)
class Careful:
    """The careful reader of a file.

    Attributes:
        path: A UTF-8 file.
        dialect: How it is split.
        columns: Those used.
    """

    path: Path
    dialect: Dialect
    columns: Columns

    def records(self) -> Iterator[Row | BrokenRow]:
        """Yield each row as `[text, label]`, in file order, with what is broken in its place."""
        records = read_records(self.path, self.dialect)
        rows = (record for record in records if not isinstance(record, Comment))
        return map(self.picked, islice(rows, int(self.dialect.header), None))

    def picked(self, record: Row | BrokenRow) -> Row | BrokenRow:
        """Return the fields used of a row below the header; what is wrong with it otherwise."""
        if isinstance(record, BrokenRow):
            return record
        dialect, fields, used = self.dialect, record.fields, self.columns.used
        width = dialect.width
        more = len(fields) > width and any(map(str.strip, fields[width:]))
        if len(fields) <= max(used) or more:
            reason = f"{len(fields)} fields where {width} are expected"
            return BrokenRow(record.line, reason, dialect.delimiter.join(fields))
        if dialect.header and is_header_again(fields, self.columns):
            return BrokenRow(record.line, REASON, dialect.delimiter.join(fields))
        return Row(record.line, [fields[position] for position in used])

    def comments(self) -> int:
        """Return how many lines between the rows are comments."""
        if not self.dialect.comments:
            return 0
        return sum(isinstance(each, Comment) for each in read_records(self.path, self.dialect))
