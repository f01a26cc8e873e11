"""Which lines above a table are no rows of it: the header, and titles and comments above that."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from moodcloud.reading.delimited.comments import is_comment, with_comments
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import MOST_ABOVE
from moodcloud.reading.delimited.header import (
    has_known_name,
    is_header,
    is_numeric,
    names_columns,
)
from moodcloud.reading.delimited.rows import BrokenRow, Record, Row
from moodcloud.reading.delimited.stacked import stacked_header
from moodcloud.reading.names import folded_name, is_known_name, text_name_score

_LONGEST_ROW_NAME: Final = 40


class _Header(NamedTuple):
    """The names of the columns, one for each, and the last row above the data.

    `rest` is the column that takes the fields of a row that are too many, if there are some.
    """

    names: list[str]
    last: Row
    rest: int | None = None


def with_header(dialect: Dialect, records: list[Record]) -> tuple[Dialect, list[str]]:
    """Find the row that names the columns, if there is one, and skip what stands above it.

    Args:
        dialect: Delimiter, quoting and width.
        records: Of the file's head.

    Returns:
        The dialect with `header`, `skipped` and `comments` decided (`width` may become that of
        the header), and the names of the columns. Where several rows make the header, the last
        of them stands for it, and the others are skipped.
    """
    found = _find(dialect.width, [record for record in records if isinstance(record, Row)])
    if found is None:
        first = _first_row(dialect, records)
        dialect = replace(dialect, skipped=first.line - 1 if first else dialect.skipped)
        return with_comments(dialect, records), []
    dialect = replace(
        dialect,
        header=True,
        width=len(found.names),
        rest=dialect.rest if found.rest is None else found.rest,
        skipped=found.last.line - 1,
    )
    return with_comments(dialect, records), found.names


def _find(width: int, rows: list[Row]) -> _Header | None:
    """Return the header: what tells it surest is tried first."""
    above, table = _parted(width, rows)
    return (
        _stacked(width, rows)
        or _first_with_known_name(table)
        or _of_another_width(width, above, rows)
        or _first_by_its_form(width, table)
        or _on_top_with_gaps(width, above, rows)
    )


def _parted(width: int, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Part titles and notes from the table below them, which is empty where they are too many."""
    notes = 0
    for number, row in enumerate(rows):
        if not _stands_above(row.fields, width):
            return rows[:number], rows[number:]
        notes += not row.fields[0].startswith("#")
        if notes > MOST_ABOVE:
            return rows[: number + 1], []
    return rows, []


def _stacked(width: int, rows: list[Row]) -> _Header | None:
    """Find a header of several rows, or one below titles or groups of columns."""
    found = stacked_header([row.fields for row in rows])
    if found is None or len(rows[found.names].fields) != width:
        return None
    return _Header(_names(rows[found.names]), rows[found.last])


def _first_with_known_name(table: list[Row]) -> _Header | None:
    if table and has_known_name(table[0].fields, [row.fields for row in table[1:]]):
        return _Header(_names(table[0]), table[0])
    return None


def _of_another_width(width: int, above: list[Row], rows: list[Row]) -> _Header | None:
    """Find a header that rows are wider than, or narrower.

    They are wider by a delimiter at the end of each, by numbers of rows before each, or by
    delimiters within the texts; narrower where empty fields at their end are left out.
    """
    for row in reversed(above):
        if not any(map(is_known_name, row.fields)) or len(row.fields) == 1 < width - 1:
            continue
        names = _names(row)
        below = [each.fields for each in rows if each is not row]
        if stretched := _stretched(names, width, below):
            return _Header(stretched, row)
        texts = [i for i, name in enumerate(names) if text_name_score(folded_name(name)) >= 1]
        if 1 < len(names) < width and len(texts) == 1:
            return _Header(names, row, rest=texts[0])
    return None


def _first_by_its_form(width: int, table: list[Row]) -> _Header | None:
    if table and is_header(table[0].fields, [row.fields for row in table[1:]], width):
        return _Header(_names(table[0]), table[0])
    return None


def _on_top_with_gaps(width: int, above: list[Row], rows: list[Row]) -> _Header | None:
    """Find a header with few names: it looks like a title."""
    if not above or len(rows[0].fields) != width:
        return None
    found = names_columns(rows[0].fields, [row.fields for row in rows[1:]])
    return _Header(_names(rows[0]), rows[0]) if found else None


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
    whole = [row for row in rows if len(row) == width]
    if not any(row[-1].strip() for row in whole):
        return [*names, ""]
    return ["", *names] if _name_rows([row[0].strip() for row in whole]) else None


def _name_rows(values: list[str]) -> bool:
    """Tell whether a column holds names of rows: short, none of them twice.

    Numbers come again where files were put together.
    """
    if all(map(is_numeric, values)):
        return 2 * len(set(values)) >= len(values)
    return len(set(values)) == len(values) and max(map(len, values)) <= _LONGEST_ROW_NAME


def _cut(names: list[str], width: int) -> list[str] | None:
    return None if any(names[width:]) else names[:width]


def _first_row(dialect: Dialect, records: list[Record]) -> Row | BrokenRow | None:
    """Return the first record that is no comment above the table."""
    for record in records:
        if isinstance(record, Row | BrokenRow) and not is_comment(record, dialect.width):
            return record
    return None
