"""Comments: lines that begin with `#` and are narrower than a row."""

from __future__ import annotations

from dataclasses import replace

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.rows import BrokenRow, Record, Row


def with_comments(dialect: Dialect, records: list[Record]) -> Dialect:
    """Decide whether lines that begin with `#` are comments: none of them may fit the width."""
    marked = [
        record
        for record in records
        if isinstance(record, Row | BrokenRow)
        and record.line > dialect.skipped + dialect.header
        and begins(record).startswith("#")
    ]
    comments = bool(marked) and all(is_comment(record, dialect.width) for record in marked)
    return replace(dialect, comments=comments)


def is_comment(record: Row | BrokenRow, width: int) -> bool:
    """Tell whether a record begins with `#` and is narrower than a row."""
    narrow = isinstance(record, BrokenRow) or len(record.fields) < width
    return width > 1 and narrow and begins(record).startswith("#")


def begins(record: Row | BrokenRow) -> str:
    """Return the first field of a record, or all of it where it is broken."""
    return record.content if isinstance(record, BrokenRow) else record.fields[0]
