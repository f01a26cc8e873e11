"""Delimiters within texts that nobody quoted: which column the fields too many belong to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import SAMPLE_CELLS, SAMPLE_ROWS, Head
from moodcloud.reading.delimited.rows import Row

_MARKS_OF_PROSE: Final = (",", ";")
_AGREE: Final = 0.8
# Who quotes more than a few texts quotes all that hold a delimiter.
MOST_QUOTED: Final = 0.1


def overflowing(head: Head, dialect: Dialect) -> Dialect | None:
    """Return the reading in which one column holds all delimiters that a space follows.

    None where there is no such column: texts are quoted, no space is behind a delimiter, or one
    is behind each.

    Args:
        head: Of the file.
        dialect: Delimiter and quoting; its width is not looked at.
    """
    if dialect.delimiter not in _MARKS_OF_PROSE:
        return None
    quoted = quoted_share(head, dialect.delimiter)
    dialect = dialect if quoted else replace(dialect, quote="")
    rows = loose_rows(head, dialect)
    if not rows or quoted > MOST_QUOTED:
        return None
    width = Counter(len(row) - sum(map(_is_loose, row[1:])) for row in rows).most_common(1)[0][0]
    columns: Counter[int | None] = Counter()
    for row in rows:
        found = _columns_of_loose(row)
        if len(row) - sum(map(_is_loose, row[1:])) == width and found:
            columns[found.pop() if len(found) == 1 else None] += 1
    if width < 2 or not columns:
        return None
    column, votes = columns.most_common(1)[0]
    if column is None or votes < _AGREE * columns.total():
        return None
    return replace(dialect, width=width, rest=column)


def loose_rows(head: Head, dialect: Dialect) -> list[list[str]]:
    """Return the first rows where a space follows some delimiters; none where it never does."""
    mark = dialect.delimiter
    if mark not in _MARKS_OF_PROSE or not any(mark + " " in line for _, line in head.lines):
        return []
    rows = [record.fields for record in head.records(dialect) if isinstance(record, Row)]
    return rows[:: 1 + sum(map(len, rows)) // SAMPLE_CELLS]


def quoted_share(head: Head, delimiter: str) -> float:
    """Return how many of the first lines hold a field in quotes."""
    quoted = r"""(?:"(?:[^"\\]|\\.|"")*"|'[^']*')"""
    mark = re.escape(delimiter)
    field = re.compile(rf"(?:^|{mark}) *{quoted} *(?:{mark}|$)")
    lines = [line for _, line in head.lines[:SAMPLE_ROWS]]
    return sum(bool(field.search(line)) for line in lines) / max(len(lines), 1)


def _is_loose(field: str) -> bool:
    return field[:1] == " "


def _columns_of_loose(row: list[str]) -> set[int]:
    """Return the columns that go on behind a delimiter with a space."""
    column, found = 0, set()
    for field in row[1:]:
        if _is_loose(field):
            found.add(column)
        else:
            column += 1
    return found
