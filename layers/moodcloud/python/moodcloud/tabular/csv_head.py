"""The head of a delimited file and a sample of the rest: they decide its dialect and columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from moodcloud.tabular.csv_lines import Line, numbered_lines
from moodcloud.tabular.csv_rows import CsvRecord, Dialect, split_records
from moodcloud.tabular.hints import NO_HINTS, Hints
from moodcloud.tabular.rows import SAMPLE_ROWS, SLICE_BYTES, SLICES, BrokenRow, Row, fit

HEAD_CHARACTERS: Final = 1 << 20
HEAD_LINES: Final = 5000
# Rows of thousands of columns are sampled more thinly.
SAMPLE_CELLS: Final = 200_000
_NEWLINE: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Head:
    """The first lines of a file.

    Attributes:
        lines: Each with its number from 1, without newline; a `CutLine` where it is too long.
        partial: Whether the file goes on after them.
        hints: What is known of tables like this one.
    """

    lines: list[Line]
    partial: bool
    hints: Hints

    def records(self, dialect: Dialect) -> list[CsvRecord]:
        """Split the lines below those to skip into at most `SAMPLE_ROWS` records."""
        below = self.lines[dialect.skipped :]
        return list(islice(split_records(below, dialect, self.partial), SAMPLE_ROWS))

    def has_rows(self, dialect: Dialect) -> bool:
        """Return whether there is a row below the header, sound or not."""
        records = split_records(self.lines[dialect.skipped :], dialect)
        rows = (record for record in records if isinstance(record, Row | BrokenRow))
        if dialect.header:
            next(rows, None)
        return self.partial or next(rows, None) is not None


def head_of(path: Path, hints: Hints = NO_HINTS) -> Head:
    """Return the first lines of a UTF-8 file."""
    lines: list[Line] = []
    characters = 0
    with path.open(encoding="utf-8", errors="replace", newline=None) as stream:
        for number, line in numbered_lines(stream):
            lines.append((number, line))
            characters += len(line)
            if characters >= HEAD_CHARACTERS or len(lines) == HEAD_LINES:
                break
        return Head(lines, bool(stream.read(1)), hints)


def sample_rows(path: Path, dialect: Dialect, records: list[CsvRecord]) -> list[list[str]]:
    """Return rows from all parts of the file, each as wide as the dialect says.

    Files are often sorted by label, so the head alone does not show what a column holds.

    Args:
        path: A UTF-8 file.
        dialect: How it is split.
        records: The records of the head below the header.
    """
    rows = [record.fields for record in records if isinstance(record, Row)]
    size = path.stat().st_size
    if size > SLICE_BYTES * SLICES:
        with path.open("rb") as stream:
            for number in range(1, SLICES):
                stream.seek(size * number // SLICES)
                text = stream.read(SLICE_BYTES).decode("utf-8", "ignore")
                rows += _rows_of_slice(_NEWLINE.split(text)[1:-1], dialect)
    fitting = [fitted for row in rows if (fitted := fit(row, dialect.width)) is not None]
    most = max(20, SAMPLE_CELLS // max(dialect.width, 1))
    return fitting[:: max(1, -(-len(fitting) // most))]


def _rows_of_slice(lines: list[str], dialect: Dialect) -> list[list[str]]:
    """Return the rows of a slice, which may start inside a quoted field."""
    if not dialect.quote:
        return _whole_rows(lines, dialect)[0]
    odd = (at for at, line in enumerate(lines) if line.count(dialect.quote) % 2)
    closed = next(odd, None)
    found = [_whole_rows(lines, dialect)]
    if closed is not None:
        # The first quote may open a field, or close one.
        found.append(_whole_rows(lines[closed + 1 :], dialect))
    return max(found, key=lambda rows: rows[1])[0]


def _whole_rows(lines: list[str], dialect: Dialect) -> tuple[list[list[str]], float]:
    """Return the rows of the right width in `lines`, and which share of all they are."""
    records = list(split_records(enumerate(lines, start=1), dialect, partial=True))
    rows = [
        record.fields
        for record in records
        if isinstance(record, Row) and len(record.fields) == dialect.width
    ]
    return rows, len(rows) / max(len(records), 1)
