"""The careful reader of delimited text: row by row, each with its line and what is wrong with it.

The counting engine reads sound files many times faster. This reader looks at samples, names the
line of a row, and takes over where a file is not sound.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moodcloud.tabular.csv_lines import CutLine, Line, Lines, TooLong, numbered_lines, quotes_in
from moodcloud.tabular.header import HEADER_AGAIN, is_header_again, is_word
from moodcloud.tabular.rows import MAX_CHARACTERS, BrokenRow, Columns, Row

if TYPE_CHECKING:
    from _csv import Reader


@dataclass(frozen=True)
class Dialect:
    """How a file is split into rows, and rows into fields.

    Attributes:
        delimiter: One character.
        quote: `"` or `'` where fields may be quoted, empty where quotes are text.
        header: Whether the first row names the columns.
        width: Fields in a row, or 0 while that is not known.
        backslash: Whether a quote inside quotes is written `\\"`; it is doubled otherwise.
        padded: Whether there may be spaces before a quoted field.
        comments: Whether a line that begins with `#` and is narrower than a row is a comment.
        rest: The column, from 0, whose texts hold delimiters without quotes around them: it takes
            the fields that are too many in a row. None where there is no such column.
        skipped: Lines above the header, or above the first row: titles, comments, blank lines.
        numbers: The columns, from 0, that are numbers in every whole row of the head.
    """

    delimiter: str
    quote: str
    header: bool
    width: int
    backslash: bool = False
    padded: bool = False
    comments: bool = False
    rest: int | None = None
    skipped: int = 0
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Comment:
    """A line that is no row: it begins with `#` and is narrower than a row."""

    line: int


CsvRecord = Row | BrokenRow | Comment


def kept_escapes(lines: Iterable[str], dialect: Dialect) -> Iterator[str]:
    """Yield lines in which a backslash that escapes no sign of the dialect is doubled.

    Otherwise the \\n that means a new line would be split into an n.
    """
    escape = _escape(dialect.quote, dialect.delimiter)
    return (escape.sub(_doubled, line) if "\\" in line else line for line in lines)


def has_other_escapes(path: Path, dialect: Dialect) -> bool:
    """Return whether backslashes in a file may escape more than quotes, newlines and themselves.

    Outside of quotes, a delimiter after one separates no fields for the careful reader only.
    """
    signs = re.escape(f"\\\n\r{dialect.quote}".encode())
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return re.search(rb"\\[^" + signs + rb"]", content) is not None


@cache
def _escape(quote: str, delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"\\(?P<own>[\\{re.escape(quote + delimiter)}])|\\(?=[^\n])")


def _doubled(found: re.Match[str]) -> str:
    return found[0] if found["own"] else "\\\\"


_END: Final = "\x1e"
# A quote that closes within a text so near is a slip; farther away it belongs to another row.
MOST_LOOSE_LINES: Final = 5
# What bounds a row is `MAX_CHARACTERS`, not the library.
csv.field_size_limit(1 << 30)


def read_records(path: Path, dialect: Dialect) -> Iterator[CsvRecord]:
    """Yield what a UTF-8 file holds below the lines to skip; blank lines are no rows."""
    with path.open(encoding="utf-8", errors="replace", newline=None) as stream:
        lines = numbered_lines(stream)
        for _ in range(dialect.skipped):
            next(lines, None)
        yield from split_records(lines, dialect)


@dataclass(frozen=True)
class Careful:
    """The rows of a file as the careful reader finds them, with the columns used.

    Attributes:
        path: A UTF-8 file.
        dialect: How it is split.
        columns: The columns used.
    """

    path: Path
    dialect: Dialect
    columns: Columns

    def records(self) -> Iterator[Row | BrokenRow]:
        """Yield each row as `[text, label]`, in file order, with what is broken in its place."""
        records = read_records(self.path, self.dialect)
        rows = (record for record in records if not isinstance(record, Comment))
        below = islice(rows, int(self.dialect.header), None)
        return map(self.picked, whole_rows(below, self.dialect))

    def picked(self, record: Row | BrokenRow) -> Row | BrokenRow:
        """Return the fields used of a row below the header; what is wrong with it otherwise."""
        if isinstance(record, BrokenRow):
            return record
        dialect, fields, used = self.dialect, record.fields, self.columns.used
        width = dialect.width
        more = len(fields) > width and any(map(str.strip, fields[width:]))
        if len(fields) <= max(used) or more:
            reason = f"{len(fields)} fields where {width} are expected"
            return BrokenRow(record.line, reason, dialect.delimiter.join(fields))
        if dialect.header and is_header_again(fields, self.columns):
            return BrokenRow(record.line, HEADER_AGAIN, dialect.delimiter.join(fields))
        return Row(record.line, [fields[position] for position in used])

    def comments(self) -> int:
        """Return how many lines between the rows are comments."""
        if not self.dialect.comments:
            return 0
        return sum(isinstance(each, Comment) for each in read_records(self.path, self.dialect))


def whole_rows(records: Iterable[Row | BrokenRow], dialect: Dialect) -> Iterator[Row | BrokenRow]:
    """Yield the records; the parts of a row that newlines cut into pieces are broken rows.

    Other short rows lack their last fields.
    """
    for together in neighbours(records, dialect):
        yield from judged(together, dialect)


def neighbours(
    records: Iterable[Row | BrokenRow], dialect: Dialect
) -> Iterator[list[Row | BrokenRow]]:
    """Yield each record by itself, and together those that may be the parts of one row."""
    parts: list[Row | BrokenRow] = []
    for record in records:
        short = isinstance(record, Row) and len(record.fields) < dialect.width
        if parts and not (short and _goes_on(parts[-1], record, dialect)):
            yield parts
            parts = []
        if short:
            parts.append(record)
        else:
            yield [record]
    if parts:
        yield parts


def _goes_on(row: Row | BrokenRow, below: Row | BrokenRow, dialect: Dialect) -> bool:
    """Return whether a row below a short one has a word where the table holds numbers."""
    return (
        isinstance(below, Row)
        and below.line == row.line + 1
        and any(i < len(below.fields) and is_word(below.fields[i]) for i in dialect.numbers)
    )


def judged(together: Sequence[Row | BrokenRow], dialect: Dialect) -> Iterator[Row | BrokenRow]:
    """Yield neighbours: broken where they are one row, each newline in it within a field."""
    parts = [each for each in together if isinstance(each, Row)]
    fields = sum(len(part.fields) for part in parts)
    if len(parts) < 2 or fields != dialect.width + len(parts) - 1:
        yield from together
        return
    for part in parts:
        reason = f"{len(part.fields)} fields where {dialect.width} are expected"
        yield BrokenRow(part.line, reason, dialect.delimiter.join(part.fields))


def split_records(
    numbered: Iterable[Line] | Lines, dialect: Dialect, partial: bool = False
) -> Iterator[CsvRecord]:
    """Split lines into rows.

    Args:
        numbered: Each line with its number, without newline; they may be `Lines` already.
        dialect: How they are split.
        partial: Whether the lines end before their file does: a row that is open at their end
            is then left out, not read afresh line by line.
    """
    lines = numbered if isinstance(numbered, Lines) else Lines(numbered)
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
    if dialect.backslash and (len(line) - len(line.rstrip("\\"))) % 2:
        line += "\\"  # The last one escapes nothing of its line, so it is text.
    # What is appended comes back as a field of its own only when no quote is open before it.
    fields = next(_reader([line + dialect.delimiter + _END], dialect, strict=False))
    return fields[:-1] if fields[-1] == _END else None


def _continued(lines: Lines, number: int, line: str, dialect: Dialect) -> Row | BrokenRow:
    """Read on where a quoted field goes beyond its line.

    Where the quote never closes, or closes within a text far below, or what it makes is no row,
    the first line is left out and the lines after it are read afresh.
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
    """Return whether what is in quotes over several lines makes a row: far apart, a whole one."""
    if not width or len(fields) == width:
        return True
    if len(fields) < width:
        return bool(lines.row("", MOST_LOOSE_LINES))
    return not any(map(str.strip, fields[width:]))


def _loosely_closed(row: list[str], dialect: Dialect) -> list[str]:
    """Split a row of a few lines whose quote closes within a text; empty where that fails."""
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
        # What is open at its beginning ends in it, and is followed by a delimiter or the end.
        return isinstance(line, CutLine) or is_sound(dialect.quote + line, dialect)

    if not lines.skip_row(quotes_of(line), quotes_of, closes):
        lines.reopen()
        if not isinstance(line, CutLine):
            return BrokenRow(number, "a quote is opened and not closed", line)
    reason = f"{lines.characters:,} characters where at most {MAX_CHARACTERS:,} are read"
    return BrokenRow(number, reason, line)


def is_sound(line: str, dialect: Dialect) -> bool:
    """Return whether a line is a row of its own by the letter of the rules."""
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


def with_comments(dialect: Dialect, records: list[CsvRecord]) -> Dialect:
    """Decide whether lines that begin with `#` are comments: all must be narrower than a row."""
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
    """Return whether a record begins with `#` and is narrower than a row."""
    narrow = isinstance(record, BrokenRow) or len(record.fields) < width
    return width > 1 and narrow and begins(record).startswith("#")


def begins(record: Row | BrokenRow) -> str:
    """Return the first field of a record, or all of it where it is broken."""
    return record.content if isinstance(record, BrokenRow) else record.fields[0]
