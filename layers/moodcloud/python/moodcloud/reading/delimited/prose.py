"""A text on each line, with commas in it: one column, not as many as there are commas."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from moodcloud.reading.columns import judge_columns
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import Head, fit
from moodcloud.reading.delimited.header import is_numeric
from moodcloud.reading.delimited.overflow import MOST_QUOTED, loose_rows, quoted_share
from moodcloud.reading.names import is_known_name

_NO_MARKS_OF_PROSE: Final = ("\t", "|", "^", "~")
_LEAST_ROWS: Final = 3
_MOST_TIGHT: Final = 0.05


def one_column(head: Head, dialect: Dialect, names: list[str]) -> Dialect | None:
    """Return the reading as one column where each line is a text; None where it is not.

    It is where a space follows every delimiter, as in prose, hardly anything is quoted, no column
    holds labels or numbers, and no row names the columns.

    Args:
        head: Of the file.
        dialect: How rows and fields would be told apart otherwise.
        names: Of the columns then, none without a header.
    """
    rows = loose_rows(head, dialect)
    if len(rows) < _LEAST_ROWS or dialect.width < 2 or dialect.rest is not None:
        return None
    if any(map(is_known_name, names)) or (names and len(set(map(len, rows))) == 1):
        return None
    tight = sum(any(field[:1] != " " for field in row[1:]) for row in rows)
    if tight > _MOST_TIGHT * len(rows) or quoted_share(head, dialect.delimiter) > MOST_QUOTED:
        return None
    if _has_labels(rows, dialect):
        return None
    text = "".join(line for _, line in head.lines)
    for delimiter in _NO_MARKS_OF_PROSE:
        if delimiter not in text:
            return replace(dialect, delimiter=delimiter, quote="", width=1, skipped=0)
    return None


def _has_labels(rows: list[list[str]], dialect: Dialect) -> bool:
    """Tell whether a column would do as sentiments, or holds numbers."""
    fitting = [fitted for row in rows if (fitted := fit(row, dialect.width)) is not None]
    names = [str(position) for position in range(dialect.width)]
    _, sentiments = judge_columns(names, False, fitting)
    columns = zip(*fitting, strict=True)
    return any(each.score > 0 for each in sentiments) or any(
        all(is_numeric(value) for value in column) for column in columns
    )
