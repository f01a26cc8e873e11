"""Lists of fields, as workbooks and some JSON files hold them: which names the columns."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NamedTuple

from moodcloud.reading.columns import unique_names
from moodcloud.reading.delimited.header import names_columns
from moodcloud.reading.delimited.stacked import stacked_header
from moodcloud.reading.records.json_stream import Record
from moodcloud.reading.records.json_values import text_of

# Titles and the rows of a header are looked for here.
_HEAD_ROWS: Final = 50
# Of a table of thousands of columns fewer rows are looked at.
_SAMPLE_FIELDS: Final = 1 << 20


class Lists(NamedTuple):
    """What a sample of lists says of all.

    Attributes:
        names: Of the columns; their positions from 1 where there is no header.
        header: Whether there is one.
        above: The line of the last list that is no row: the header's, or 0.
        rows: The sample below the header, each row as wide as `names`.
    """

    names: tuple[str, ...]
    header: bool
    above: int
    rows: list[list[str]]

    @property
    def skipped(self) -> int:
        """Return the lines above the header."""
        return max(self.above - 1, 0)


def understand_lists(sample: list[Record], header: bool | None) -> Lists:
    """Find the columns and the header.

    Args:
        sample: The first lists, then some from other parts of the file.
        header: Whether the first names the columns; None where it tells by itself.
    """
    widths = Counter(len(record.value) for record in sample)
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    whole = [record for record in sample if len(record.value) == width]
    head = [_fields(record) for record in whole[:_HEAD_ROWS]]
    if header is None and (found := stacked_header(head)):
        names, last, header = head[found.names], found.last, True
    else:
        names, last = head[0] if head else [], 0
    rows = [_fields(record) for record in thinned(whole[last + 1 :], width)]
    if header is None:
        header = bool(head) and names_columns(names, rows)
    if header:
        return Lists(unique_names([name.strip() for name in names]), True, whole[last].line, rows)
    rows = [_fields(record) for record in thinned(whole, width)]
    return Lists(tuple(str(i) for i in range(1, width + 1)), False, 0, rows)


def thinned(values: list[Any], width: int) -> list[Any]:
    """Return fewer values, from all parts, where each has very many fields."""
    return values[:: 1 + len(values) * width // _SAMPLE_FIELDS]


def _fields(record: Record) -> list[str]:
    return [text_of(value) for value in record.value]
