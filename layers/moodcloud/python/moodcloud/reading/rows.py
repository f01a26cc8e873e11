"""The careful reader: rows one by one, with the line each starts on and what is wrong with it.

The counting engine reads sound files many times faster; this reader looks at samples, names the
line of a row, and takes over where a file is not sound.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

# A quoted field that runs on for longer than this was never closed.
MAX_RECORD_LINES: Final = 1000
# Excel refuses fields over 32,767 characters; archives of long texts hold larger ones.
csv.field_size_limit(1 << 30)


class DelimitedBy(Protocol):
    """What the reader needs to know of a dialect."""

    @property
    def delimiter(self) -> str:
        """Return the delimiter."""

    @property
    def quote(self) -> str:
        """Return the quote character, or an empty string."""


@dataclass(frozen=True)
class Row:
    """A sound row: the line it starts on (from 1), and its fields."""

    line: int
    fields: list[str]


@dataclass(frozen=True)
class BrokenRow:
    """A row that cannot be split into fields."""

    line: int
    reason: str
    content: str


def read_records(path: Path, dialect: DelimitedBy) -> Iterator[Row | BrokenRow]:
    """Yield every row of a UTF-8 file with newlines of one kind; blank lines are no rows."""
    with path.open(encoding="utf-8", errors="replace", newline=None) as stream:
        numbered = enumerate((line.removesuffix("\n") for line in stream), start=1)
        if dialect.quote:
            yield from _quoted_records(numbered, dialect.delimiter)
        else:
            for number, line in numbered:
                if line:
                    yield Row(number, line.split(dialect.delimiter))


def _quoted_records(
    numbered: Iterator[tuple[int, str]], delimiter: str
) -> Iterator[Row | BrokenRow]:
    pending: list[tuple[int, str]] = []
    replay: list[tuple[int, str]] = []

    def next_line() -> tuple[int, str] | None:
        return replay.pop() if replay else next(numbered, None)

    while True:
        item = next_line()
        if item is None:
            if not pending:
                return
        else:
            pending.append(item)
            if len(pending) == 1 and not item[1]:
                pending.clear()
                continue
        fields = _split("\n".join(line for _, line in pending), delimiter)
        if fields is not None:
            yield Row(pending[0][0], fields)
            pending.clear()
        elif item is None or len(pending) > MAX_RECORD_LINES:
            # The quote that opened on the first line never closed: leave that line out, and read
            # the lines behind it afresh.
            line, content = pending[0]
            yield BrokenRow(line, "a quote is opened and not closed", content)
            replay.extend(reversed(pending[1:]))
            pending.clear()


def _split(record: str, delimiter: str) -> list[str] | None:
    """Split one record, or return None while a quoted field is still open."""
    if '"' not in record:
        return record.split(delimiter)
    if record.count('"') % 2 and not _closed(record, delimiter):
        return None
    rows = list(csv.reader([record], delimiter=delimiter))
    return rows[0] if rows else []


def _closed(record: str, delimiter: str) -> bool:
    """Tell whether an odd number of quotes is complete all the same: stray quotes are text."""
    try:
        list(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" not in str(error)
    return True
