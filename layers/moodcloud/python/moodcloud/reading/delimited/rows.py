"""The careful reader: rows one by one, with the line each starts on and what is wrong with it.

The counting engine reads sound files many times faster; this reader looks at samples, names the
line of a row, and takes over where a file is not sound.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.escaped import kept_escapes
from moodcloud.reading.delimited.lines import (
    MAX_CHARACTERS,
    CutLine,
    Line,
    Lines,
    TooLong,
    numbered_lines,
    quotes_in,
)

if TYPE_CHECKING:
    from _csv import Reader

_END: Final = "\x1e"
# A quote that closes amid text so near is a slip; farther away it belongs to another row.
MOST_LOOSE_LINES: Final = 5
# What bounds a row is `MAX_CHARACTERS`, not the library.
csv.field_size_limit(1 << 30)


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


@dataclass(frozen=True)
class Comment:
    """A line that is no row: it begins with `#` and is narrower than a row."""

    line: int


Record = Row | BrokenRow | Comment


def read_records(path: Path, dialect: Dialect) -> Iterator[Record]:
    """Yield what a UTF-8 file holds below the lines to skip; blank lines are no rows."""
    with path.open(encoding="utf-8", errors="replace", newline=None) as stream:
        lines = numbered_lines(stream)
        for _ in range(dialect.skipped):
            next(lines, None)
        yield from split_records(lines, dialect)


def split_records(
    numbered: Iterable[Line], dialect: Dialect, partial: bool = False
) -> Iterator[Record]:
    """Split lines into rows.

    Args:
        numbered: Each line with its number, without newline.
        dialect: How.
        partial: Whether the lines end before their file does: a row that is open at their end
            is then left out, not read afresh line by line.
    """
    lines = Lines(numbered)
    quote, delimiter = dialect.quote, dialect.delimiter
    for number, line in lines:
        if not line or (line[0] in " \t\v\f\xa0\u3000" and _is_blank(line, dialect)):
            continue
        if dialect.comments and line[0] == "#" and line.count(delimiter) + 1 < dialect.width:
            yield Comment(number)
        elif isinstance(line, CutLine):
            yield _too_long(lines, number, line, dialect)
        elif not quote or quote not in line:
            yield Row(number, _gathered(line.split(delimiter), dialect))
        elif (fields := _split(line, dialect)) is not None:
            yield Row(number, _gathered(fields, dialect))
        else:
            record = _continued(lines, number, line, dialect)
            if partial and lines.ended and isinstance(record, BrokenRow):
                return
            yield record


def _gathered(fields: list[str], dialect: Dialect) -> list[str]:
    """Give fields too many to the column that takes them, if there is one."""
    rest, width = dialect.rest, dialect.width
    if rest is None or len(fields) <= width:
        return fields
    while len(fields) > width and not fields[-1].strip():
        fields = fields[:-1]
    end = rest + 1 + len(fields) - width
    return [*fields[:rest], dialect.delimiter.join(fields[rest:end]), *fields[end:]]


def _is_blank(line: str, dialect: Dialect) -> bool:
    # In a single column, white space is a row without a text.
    return dialect.width > 1 and not line.strip() and dialect.delimiter not in line


def _split(line: str, dialect: Dialect) -> list[str] | None:
    """Split one line, stray quotes kept as text; None while a quoted field is still open."""
    # What is appended comes back as a field of its own only when no quote is open before it.
    fields = next(_reader([line + dialect.delimiter + _END], dialect, strict=False))
    return fields[:-1] if fields[-1] == _END else None


def _continued(lines: Lines, number: int, line: str, dialect: Dialect) -> Row | BrokenRow:
    """Read on where a quoted field goes beyond its line.

    Where the quote never closes, or closes amid text far below, or what it makes is no row, the
    first line is left out and the lines behind it are read afresh.
    """
    try:
        fields = next(_reader(lines.of_row(line), dialect, strict=True))
    except csv.Error:
        fields = _loosely_closed(lines.row(line, MOST_LOOSE_LINES), dialect)
    except TooLong:
        return _too_long(lines, number, line, dialect)
    fields = _gathered(fields, dialect)
    if fields and _fits(fields, dialect.width, lines):
        return Row(number, fields)
    lines.reopen()
    return BrokenRow(number, "a quote is opened and not closed", line)


def _fits(fields: list[str], width: int, lines: Lines) -> bool:
    """Tell whether what stands in quotes over several lines makes a row: far apart, a whole one."""
    if not width or len(fields) == width:
        return True
    if len(fields) < width:
        return bool(lines.row("", MOST_LOOSE_LINES))
    return not any(map(str.strip, fields[width:]))


def _loosely_closed(row: list[str], dialect: Dialect) -> list[str]:
    """Split a row of a few lines whose quote closes amid text; nothing where that fails."""
    try:
        return _split("\n".join(row), dialect) or [] if row else []
    except csv.Error:
        return []


def _too_long(lines: Lines, number: int, line: str, dialect: Dialect) -> BrokenRow:
    """Leave out a row of more than `MAX_CHARACTERS`, up to where its quotes close."""

    def quotes_of(line: str) -> int:
        return quotes_in(line, dialect.quote, dialect.backslash) if dialect.quote else 0

    if isinstance(line, CutLine):
        lines.begin_row(line)

    def closes(line: str) -> bool:
        # What is open at its beginning ends in it, and stands before a delimiter or the end.
        return isinstance(line, CutLine) or is_sound(dialect.quote + line, dialect)

    if not lines.skip_row(quotes_of(line), quotes_of, closes):
        lines.reopen()
        if not isinstance(line, CutLine):
            return BrokenRow(number, "a quote is opened and not closed", line)
    reason = f"{lines.characters:,} characters where at most {MAX_CHARACTERS:,} are read"
    return BrokenRow(number, reason, line)


def is_sound(line: str, dialect: Dialect) -> bool:
    """Tell whether a line is a row of its own by the letter of the rules."""
    try:
        return len(list(_reader([line], dialect, strict=True))) <= 1
    except csv.Error:
        return False


def _reader(lines: Iterable[str], dialect: Dialect, strict: bool) -> Reader:
    return csv.reader(
        kept_escapes(lines, dialect) if dialect.backslash else lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar="\\" if dialect.backslash else None,
        skipinitialspace=dialect.padded,
        strict=strict,
    )
