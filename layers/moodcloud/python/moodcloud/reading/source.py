"""The rows as the counting engine scans them: straight from the file, or salvaged from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from moodcloud.reading.delimited.rows import BrokenRow, Row

Records = Callable[[], Iterator[Row | BrokenRow]]
FindLeftOut = Callable[[Collection[str], int], Iterator[Row | BrokenRow]]


@dataclass(frozen=True)
class Source:
    """Where rows come from.

    Attributes:
        relation: SQL that yields `(text VARCHAR, label VARCHAR)` per sound row. The label is
            empty where no column holds sentiments.
        records: Called, it yields each row as `[text, label]`, in file order, with what is
            broken in its place. Where no column holds sentiments, a row is `[text]`.
        joint: What stands between the fields of a row that is listed as rejected.
        bytes: Size of the file the rows are read from.
        skipped: Lines that are no rows: above the table, and comments between the rows.
        left_out: Called with the labels understood and a number, it yields so many of the first
            records that are left out without a look at the others. None where all are to be
            looked at.
    """

    relation: str
    records: Records
    joint: str
    bytes: int
    skipped: int = 0
    left_out: FindLeftOut | None = None
