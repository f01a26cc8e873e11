"""Delimiters that part fields so seldom that every row must agree: carets, spaces and the like."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import Final

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import Head
from moodcloud.reading.delimited.rows import Row
from moodcloud.reading.labels import MAX_GROUPS

_DELIMITERS: Final = ("^", "~", "@")
# All but certain where every row agrees.
SURE_DELIMITERS: Final = (" ", "@")
_LEAST_ROWS: Final = 5
# Between a text and its label; anywhere else it begins a name or stands in an address.
_BEFORE_LABELS: Final = "@"
# As R writes a table: all is quoted but numbers and what is missing.
_QUOTED: Final = r'"(?:[^"\\]|\\.|"")*"'
_BARE: Final = r"(?:[-+]?[\d.]+(?:[eE][-+]?\d+)?|NA|NaN|-?Inf|TRUE|FALSE)"
_FIELD: Final = f"(?:{_QUOTED}|{_BARE})"
_SPACED: Final = re.compile(f"{_FIELD}(?: {_FIELD})+")


def rare_dialect(head: Head, plain: Dialect) -> Dialect | None:
    """Return a dialect of a rare delimiter under which all rows are alike, if there is one."""
    if _is_spaced(head):
        for backslash in (False, True):
            dialect = replace(plain, delimiter=" ", backslash=backslash)
            # The header may lack a name for the numbers of the rows.
            first, *others = _widths(head, dialect) or [0]
            if len(set(others)) == 1 and 1 < others[0] <= first + 1 <= others[0] + 1:
                return replace(dialect, width=others[0])
    for delimiter in _DELIMITERS:
        dialect = replace(plain, delimiter=delimiter)
        widths = _widths(head, dialect)
        if len(widths) < _LEAST_ROWS or len(set(widths)) > 1 or widths[0] < 2:
            continue
        if delimiter != _BEFORE_LABELS or _ends_in_labels(head, dialect, widths[0]):
            return replace(dialect, width=widths[0])
    return None


def _is_spaced(head: Head) -> bool:
    """Tell whether the first two rows, which may go on beyond their line, are as R writes them."""
    lines = [line for _, line in islice(head.lines, 2)]
    return len(lines) == 2 and all('"' in line and _SPACED.fullmatch(line) for line in lines)


def _widths(head: Head, dialect: Dialect) -> list[int]:
    records = head.records(dialect)
    return [len(record.fields) if isinstance(record, Row) else -1 for record in records]


def _ends_in_labels(head: Head, dialect: Dialect, width: int) -> bool:
    rows = [record for record in head.records(dialect) if isinstance(record, Row)]
    labels = {row.fields[-1].strip() for row in rows}
    return width == 2 and len(labels) <= min(MAX_GROUPS, len(rows) // 2)
