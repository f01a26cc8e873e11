"""Whether a row names the columns, and which lines above the table are no rows of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import fit
from moodcloud.reading.delimited.rows import BrokenRow, Record, Row
from moodcloud.reading.delimited.sniff import MOST_ABOVE
from moodcloud.reading.names import is_known_name

_LONGEST_NAME: Final = 40
# Headers come again where files were put together.
_STRAY_SHARE: Final = 0.05


def with_header(dialect: Dialect, records: list[Record]) -> tuple[Dialect, list[str]]:
    """Find the row that names the columns, if there is one, and skip what stands above it.

    Args:
        dialect: Delimiter, quoting and width.
        records: Of the file's head.

    Returns:
        The dialect with `header`, `skipped` and `comments` decided (`width` may grow to that of
        the header), and the fields of the header.
    """
    found = _find(dialect.width, records)
    if found is None:
        first = _first_row(dialect, records)
        dialect = replace(dialect, skipped=first.line - 1 if first else dialect.skipped)
        return _with_comments(dialect, records), []
    header, names = found
    dialect = replace(dialect, header=True, width=len(names), skipped=header.line - 1)
    return _with_comments(dialect, records), names


def _find(width: int, records: list[Record]) -> tuple[Row, list[str]] | None:
    """Return the row that is the header, and the names in it, one for each column."""
    rows = [record for record in records if isinstance(record, Row)]
    above = 0
    while above < min(len(rows), MOST_ABOVE + 1) and _stands_above(rows[above].fields, width):
        above += 1
    first = rows[above] if above < min(len(rows), MOST_ABOVE + 1) else None
    below = [row.fields for row in rows[above + 1 :]]
    if first and _has_known_name(first.fields, below):
        return first, _names(first)
    # Rows may be wider than their header by a delimiter at the end of each, or by numbers of
    # rows before each; or narrower, where empty fields at their end are left out.
    for row in reversed(rows[:above]):
        if not any(map(is_known_name, row.fields)) or len(row.fields) == 1 < width - 1:
            continue
        if names := _stretched(_names(row), width, [r.fields for r in rows if r is not row]):
            return row, names
    if first and _is_header(first.fields, below, width):
        return first, _names(first)
    if above and rows[0].fields and len(rows[0].fields) == width:
        below = [row.fields for row in rows[1:]]
        if names_columns(rows[0].fields, below):
            return rows[0], _names(rows[0])
    return None


def _stands_above(fields: list[str], width: int) -> bool:
    """Tell whether a row is a title or a note, alone in its line or padded to the width."""
    if len(fields) != width:
        return True
    filled = sum(bool(field.strip()) for field in fields)
    return fields[0].startswith("# ") if width == 1 else filled <= width // 2


def _names(row: Row) -> list[str]:
    names = [field.strip() for field in row.fields]
    return [names[0].lstrip("#").strip(), *names[1:]]


def _stretched(names: list[str], width: int, rows: list[list[str]]) -> list[str] | None:
    """Return names for as many columns as there are, None where they do not fit the rows."""
    if len(names) > width:
        return names if all(names) else _cut(names, width)
    if len(names) != width - 1:
        return None
    tails = [row[-1].strip() for row in rows if len(row) == width]
    return ["", *names] if any(tails) else [*names, ""]


def _cut(names: list[str], width: int) -> list[str] | None:
    return None if any(names[width:]) else names[:width]


def _has_known_name(fields: list[str], below: list[list[str]]) -> bool:
    """Tell whether a field is a known name, and not a value that comes again and again."""
    return any(
        is_known_name(field)
        and sum(row[i : i + 1] == [field] for row in below) <= _STRAY_SHARE * len(below)
        for i, field in enumerate(fields)
    )


def names_columns(first: list[str], below: list[list[str]]) -> bool:
    """Tell whether the first row of a table, as wide as the rows below it, names the columns."""
    return _has_known_name(first, below) or _is_header(first, below, len(first))


def _is_header(first: list[str], below: list[list[str]], width: int) -> bool:
    """Tell whether a row without a known name is a header.

    It is where some column is numeric in every row but this one, or where none of its fields
    could be data: all short, distinct, not numeric, and each absent from the rows below.
    """
    rows = [row for fields in below if (row := fit(fields, width)) is not None]
    if not rows:
        return False
    columns = list(zip(*rows, strict=True))
    for name, values in zip(first, columns, strict=True):
        filled = [value for value in values if value.strip()]
        if filled and name.strip() and not _numeric(name) and all(map(_numeric, filled)):
            return True
    named = list(zip(first, columns, strict=True))
    return (
        all(0 < len(name.strip()) <= _LONGEST_NAME and not _numeric(name) for name in first)
        and len(set(first)) == len(first)
        and all(name not in values for name, values in named)
        and any(sum(map(len, values)) / len(values) > 2 * len(name) for name, values in named)
    )


def _numeric(value: str) -> bool:
    try:
        float(value.replace(",", ""))
    except ValueError:
        return False
    return True


def _first_row(dialect: Dialect, records: list[Record]) -> Row | BrokenRow | None:
    """Return the first record that is no comment above the table."""
    for record in records:
        if isinstance(record, Row | BrokenRow) and not _is_comment(record, dialect.width):
            return record
    return None


def _with_comments(dialect: Dialect, records: list[Record]) -> Dialect:
    """Decide whether lines that begin with `#` are comments: none of them may fit the width."""
    marked = [
        record
        for record in records
        if isinstance(record, Row | BrokenRow)
        and record.line > dialect.skipped + dialect.header
        and _begins(record).startswith("#")
    ]
    comments = bool(marked) and all(_is_comment(record, dialect.width) for record in marked)
    return replace(dialect, comments=comments)


def _is_comment(record: Row | BrokenRow, width: int) -> bool:
    narrow = isinstance(record, BrokenRow) or len(record.fields) < width
    return width > 1 and narrow and _begins(record).startswith("#")


def _begins(record: Row | BrokenRow) -> str:
    return record.content if isinstance(record, BrokenRow) else record.fields[0]
