"""The head of a file and slices of the rest: what its dialect and columns are decided on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.lines import Line, numbered_lines
from moodcloud.reading.delimited.rows import BrokenRow, Record, Row, split_records

SAMPLE_ROWS: Final = 300
# Titles and notes above a table.
MOST_ABOVE: Final = 20
HEAD_CHARACTERS: Final = 1 << 20
HEAD_LINES: Final = 5000
SLICES: Final = 8
SLICE_BYTES: Final = 64 << 10
# Rows of thousands of columns are sampled more thinly.
SAMPLE_CELLS: Final = 200_000
_NEWLINE: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Head:
    """The first lines of a file.

    Attributes:
        lines: Each with its number from 1, without newline; a `CutLine` where it is too long.
        partial: Whether the file goes on behind them.
    """

    lines: list[Line]
    partial: bool

    def records(self, dialect: Dialect) -> list[Record]:
        """Split the lines below those to skip into at most `SAMPLE_ROWS` records."""
        below = self.lines[dialect.skipped :]
        return list(islice(split_records(below, dialect, self.partial), SAMPLE_ROWS))

    def has_rows(self, dialect: Dialect) -> bool:
        """Tell whether there is a row below the header, sound or not."""
        records = split_records(self.lines[dialect.skipped :], dialect)
        rows = (record for record in records if isinstance(record, Row | BrokenRow))
        if dialect.header:
            next(rows, None)
        return self.partial or next(rows, None) is not None


def head_of(path: Path) -> Head:
    """Return the first lines of a UTF-8 file."""
    lines: list[Line] = []
    characters = 0
    with path.open(encoding="utf-8", errors="replace", newline=None) as stream:
        for number, line in numbered_lines(stream):
            lines.append((number, line))
            characters += len(line)
            if characters >= HEAD_CHARACTERS or len(lines) == HEAD_LINES:
                break
        return Head(lines, partial=bool(stream.read(1)))


def sample_rows(path: Path, dialect: Dialect, records: list[Record]) -> list[list[str]]:
    """Return rows from all parts of the file, each as wide as the dialect says.

    Files are often sorted by label, so the head alone does not show what a column holds.

    Args:
        path: A UTF-8 file.
        dialect: How it is split.
        records: Of the file's head, below the header.
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


def fit(fields: list[str], width: int) -> list[str] | None:
    """Return a row as wide as the others: missing fields are empty, empty ones too many fall off.

    None where fields too many hold something.
    """
    if any(field.strip() for field in fields[width:]):
        return None
    return (fields + [""] * (width - len(fields)))[:width]
