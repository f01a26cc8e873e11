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
_END: Final = "\x1e"
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

    @property
    def width(self) -> int:
        """Return the fields of a row, or 0 while that is not known."""


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
            yield from _quoted_records(numbered, dialect)
        else:
            for number, line in numbered:
                if line:
                    yield Row(number, line.split(dialect.delimiter))


def _quoted_records(
    numbered: Iterator[tuple[int, str]], dialect: DelimitedBy
) -> Iterator[Row | BrokenRow]:
    pending: list[tuple[int, str]] = []
    replay: list[tuple[int, str]] = []
    while True:
        item = replay.pop() if replay else next(numbered, None)
        if item is not None and (pending or item[1]):
            pending.append(item)
        if not pending:
            if item is None:
                return
            continue
        fields = _split("\n".join(line for _, line in pending), dialect.delimiter)
        whole = fields is not None and (len(pending) == 1 or _fits(fields, dialect))
        if fields is not None and whole:
            yield Row(pending[0][0], fields)
            pending.clear()
        elif fields is not None or item is None or len(pending) > MAX_RECORD_LINES:
            # The quote that opened on the first line never closed: leave that line out, and read
            # the lines behind it afresh.
            line, content = pending[0]
            yield BrokenRow(line, "a quote is opened and not closed", content)
            replay.extend(reversed(pending[1:]))
            pending.clear()


def _fits(fields: list[str], dialect: DelimitedBy) -> bool:
    """Tell whether lines joined by a quoted newline make a row; any do while none is known."""
    return not dialect.width or len(fields) == dialect.width


def _split(record: str, delimiter: str) -> list[str] | None:
    """Split one record, stray quotes kept as text; None while a quoted field is still open."""
    if '"' not in record:
        return record.split(delimiter)
    # What is appended comes back as a field of its own only when no quote is open before it.
    fields = next(csv.reader([record + delimiter + _END], delimiter=delimiter))
    return fields[:-1] if fields[-1] == _END else None
