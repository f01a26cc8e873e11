"""The dialect of a delimited file: delimiter, quoting, header, decided on a sample of its rows."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from moodcloud.reading.rows import Row, read_records

# Tabs and semicolons rarely stand in prose, commas do: of two equally regular readings, the
# rarer delimiter is right.
DELIMITERS: Final = ("\t", ";", "|", ",")
SAMPLE_ROWS: Final = 300
SLICES: Final = 8
SLICE_BYTES: Final = 64 << 10


@dataclass(frozen=True)
class Dialect:
    """How rows and fields are told apart.

    Attributes:
        delimiter: One character.
        quote: `"` where fields may be quoted (doubled inside), empty where quotes are text.
        header: Whether the first row names the columns.
        width: Fields in a row.
    """

    delimiter: str
    quote: str
    header: bool
    width: int


def sniff_dialect(path: Path) -> Dialect:
    """Choose the delimiter and quoting under which the first rows are most alike.

    Args:
        path: A UTF-8 file. The header is not looked at: `header` is False.
    """
    best, best_score = Dialect(",", '"', False, 1), (0.0, 0.0)
    for delimiter in DELIMITERS:
        for quote in ('"', ""):
            score, width = _regularity(path, delimiter, quote)
            if (score, min(width, 2)) > best_score:
                best, best_score = Dialect(delimiter, quote, False, width), (score, min(width, 2))
    return best


def _regularity(path: Path, delimiter: str, quote: str) -> tuple[float, int]:
    """Return the share of rows of the commonest width, and that width; 0.0 for one column."""
    widths: Counter[int] = Counter()
    candidate = Dialect(delimiter, quote, False, 0)
    for record in islice(read_records(path, candidate), SAMPLE_ROWS):
        widths[len(record.fields) if isinstance(record, Row) else -1] += 1
    if not widths:
        return 0.0, 1
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = count / widths.total()
    # One column is what every wrong delimiter finds: it wins only where nothing else is regular.
    return (share if width > 1 else min(share, 0.5)), max(width, 1)


def sample_rows(path: Path, dialect: Dialect) -> list[list[str]]:
    """Return rows from all parts of the file, the first ones whole and in order.

    Files are often sorted by label, so the head alone does not show what a column holds.
    """
    rows = [
        record.fields
        for record in islice(read_records(path, dialect), SAMPLE_ROWS)
        if isinstance(record, Row) and len(record.fields) == dialect.width
    ]
    size = path.stat().st_size
    if size <= SLICE_BYTES * SLICES:
        return rows
    with path.open("rb") as stream:
        for slice_number in range(1, SLICES):
            stream.seek(size * slice_number // SLICES)
            lines = stream.read(SLICE_BYTES).decode("utf-8", "ignore").split("\n")[1:-1]
            rows += [row for row in _parse(lines, dialect) if len(row) == dialect.width]
    return rows


def _parse(lines: list[str], dialect: Dialect) -> list[list[str]]:
    if not dialect.quote:
        return [line.split(dialect.delimiter) for line in lines]
    # A slice may start inside a quoted field; rows with newlines in them are left to the head.
    whole = [line for line in lines if line.count('"') % 2 == 0]
    return list(csv.reader(whole, delimiter=dialect.delimiter))


def with_header(
    dialect: Dialect, rows: list[list[str]], is_known_name: Callable[[str], bool]
) -> Dialect:
    """Decide whether the first row names the columns.

    It does where one of its fields is a known column name, or where some column is numeric in
    every row but the first, or where none of its fields could be data: all short, distinct, not
    numeric, and each absent from the rows below.
    """
    if not rows:
        return dialect
    first, rest = rows[0], rows[1:]
    if any(is_known_name(field) for field in first):
        return replace(dialect, header=True)
    columns = list(zip(*rest, strict=True)) if rest else []
    for name, values in zip(first, columns, strict=False):
        filled = [value for value in values if value.strip()]
        if filled and not _numeric(name) and name.strip() and all(map(_numeric, filled)):
            return replace(dialect, header=True)
    short = all(0 < len(field.strip()) <= 40 and not _numeric(field) for field in first)
    fresh = all(name not in values for name, values in zip(first, columns, strict=False))
    distinct = len(set(first)) == len(first)
    longer = any(
        sum(map(len, values)) / len(values) > 2 * len(name)
        for name, values in zip(first, columns, strict=False)
    )
    return replace(dialect, header=short and fresh and distinct and longer)


def _numeric(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
