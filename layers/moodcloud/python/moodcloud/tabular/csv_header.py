"""Where the header of a delimited file is: below titles and comments, or of another width."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from moodcloud.tabular.csv_head import Head
from moodcloud.tabular.csv_rows import CsvRecord, Dialect, is_comment, with_comments
from moodcloud.tabular.header import (
    MOST_ABOVE,
    has_known_name,
    is_header,
    is_numeric,
    names_columns,
    stacked_header,
)
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.rows import BrokenRow, Row

_LONGEST_ROW_NAME: Final = 40


class _Header(NamedTuple):
    """The names of the columns, one for each, and the last row above the data.

    `rest` is the column that takes the fields of a row that are too many, if there are some.
    """

    names: list[str]
    last: Row
    rest: int | None = None


def with_header(dialect: Dialect, head: Head) -> tuple[Dialect, list[str]]:
    """Find the row that names the columns, if there is one, and skip what is above it.

    Args:
        dialect: Delimiter, quoting and width.
        head: The first lines of the file.

    Returns:
        The dialect with `header`, `skipped` and `comments` decided (`width` may become that of
        the header), and the names of the columns. Where several rows make the header, the last
        of them is taken for it, and the others are skipped.
    """
    records = head.records(dialect)
    rows = [record for record in records if isinstance(record, Row)]
    found = _Search(dialect.width, rows, head.hints).header()
    dialect = replace(dialect, numbers=_numbers(rows, dialect.width, found))
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


def _numbers(rows: list[Row], width: int, header: _Header | None) -> tuple[int, ...]:
    """Return the columns that are numbers in every whole row below the header."""
    last = header.last.line if header else 0
    whole = [row.fields for row in rows if row.line > last and len(row.fields) == width]
    columns = enumerate(zip(*whole, strict=True))
    return tuple(i for i, values in columns if all(map(is_numeric, values)))


def _first_row(dialect: Dialect, records: list[CsvRecord]) -> Row | BrokenRow | None:
    """Return the first record that is no comment above the table."""
    for record in records:
        if isinstance(record, Row | BrokenRow) and not is_comment(record, dialect.width):
            return record
    return None


@dataclass(frozen=True)
class _Search:
    """The search for a header among the first rows of a file, most of which have this width."""

    width: int
    rows: list[Row]
    hints: Hints

    def header(self) -> _Header | None:
        """Return the header: what shows it most surely is tried first."""
        above, table = self._parted()
        return (
            self._stacked()
            or self._first_with_known_name(table)
            or self._of_another_width(above)
            or self._first_by_its_form(table)
            or self._on_top_with_gaps(above)
        )

    def _parted(self) -> tuple[list[Row], list[Row]]:
        """Part titles and notes from the table, which is empty where they are too many."""
        notes = 0
        for number, row in enumerate(self.rows):
            if not _is_above(row.fields, self.width):
                return self.rows[:number], self.rows[number:]
            notes += not row.fields[0].startswith("#")
            if notes > MOST_ABOVE:
                return self.rows[: number + 1], []
        return self.rows, []

    def _stacked(self) -> _Header | None:
        """Find a header of several rows, or one below titles or groups of columns."""
        found = stacked_header(_fields(self.rows), self.hints)
        if found is None or len(self.rows[found.names].fields) != self.width:
            return None
        return _Header(_names(self.rows[found.names]), self.rows[found.last])

    def _first_with_known_name(self, table: list[Row]) -> _Header | None:
        if table and has_known_name(table[0].fields, _fields(table[1:]), self.hints):
            return _Header(_names(table[0]), table[0])
        return None

    def _of_another_width(self, above: list[Row]) -> _Header | None:
        """Find a header that rows are wider than, or narrower.

        They are wider by a delimiter at the end of each, by numbers of rows before each, or by
        delimiters within the texts; narrower where empty fields at their end are left out.
        """
        for row in reversed(above):
            known = any(map(self.hints.known_name, row.fields))
            if not known or len(row.fields) == 1 < self.width - 1:
                continue
            names = _names(row)
            below = [each.fields for each in self.rows if each is not row]
            if stretched := _stretched(names, self.width, below):
                return _Header(stretched, row)
            texts = [i for i, name in enumerate(names) if self.hints.text_name(name)]
            if 1 < len(names) < self.width and len(texts) == 1:
                return _Header(names, row, rest=texts[0])
        return None

    def _first_by_its_form(self, table: list[Row]) -> _Header | None:
        if table and is_header(table[0].fields, _fields(table[1:]), self.width):
            return _Header(_names(table[0]), table[0])
        return None

    def _on_top_with_gaps(self, above: list[Row]) -> _Header | None:
        """Find a header with few names, which looks like a title."""
        if not above or len(self.rows[0].fields) != self.width:
            return None
        first, *below = self.rows
        found = names_columns(first.fields, _fields(below), self.hints)
        return _Header(_names(first), first) if found else None


def _fields(rows: list[Row]) -> list[list[str]]:
    return [row.fields for row in rows]


def _is_above(fields: list[str], width: int) -> bool:
    """Return whether a row is a title or a note, alone in its line or padded to the width."""
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
        if all(names):
            return names
        return None if any(names[width:]) else names[:width]
    if len(names) != width - 1:
        return None
    whole = [row for row in rows if len(row) == width]
    if not any(row[-1].strip() for row in whole):
        return [*names, ""]
    return ["", *names] if _name_rows([row[0].strip() for row in whole]) else None


def _name_rows(values: list[str]) -> bool:
    """Return whether a column holds names of rows: short ones, each only once.

    Numbers come again where files were put together.
    """
    if all(map(is_numeric, values)):
        return 2 * len(set(values)) >= len(values)
    return len(set(values)) == len(values) and max(map(len, values)) <= _LONGEST_ROW_NAME
