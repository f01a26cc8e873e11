"""Where the header of a delimited file is, and what stands above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from moodcloud.lexicon.column_names import folded_name, is_known_name, text_name_score
from moodcloud.tabular.csv_rows import MOST_ABOVE, Dialect, fit, is_comment, with_comments
from moodcloud.tabular.reader import Account
from moodcloud.tabular.rows import BrokenRow, Columns, Record, Row, unique_names

# --- Whether a row names the columns of the rows below it.

_LONGEST_NAME: Final = 40
_LONGEST_QUESTION: Final = 200
_ASKING: Final = ("?", "？", ":")
# Headers come again where files were put together.
_STRAY_SHARE: Final = 0.05
# How a text ends, and hardly ever a name: the first of many texts may be as short as one.
_SAID: Final = re.compile(r"[^\w\s?:)\]}\"'”’»/]$")


def names_columns(first: list[str], below: list[list[str]]) -> bool:
    """Tell whether the first row of a table, as wide as the rows below it, names the columns."""
    return has_known_name(first, below) or is_header(first, below, len(first))


def has_known_name(fields: list[str], below: list[list[str]]) -> bool:
    """Tell whether a field is a known name, and not a value that comes again and again."""
    return any(
        is_known_name(field)
        and sum(row[i : i + 1] == [field] for row in below) <= _STRAY_SHARE * len(below)
        for i, field in enumerate(fields)
    )


def is_header(first: list[str], below: list[list[str]], width: int) -> bool:
    """Tell whether a row without a known name is a header.

    It is where some column is numeric in every row but this one, or where none of its fields
    could be data: all short, distinct, not numeric, and each absent from the rows below. Columns
    without a name that are mostly empty do not count.
    """
    rows = [row for fields in below if (row := fit(fields, width)) is not None]
    if not rows or (width == 1 and _SAID.search(first[0].strip())):
        return False
    columns = list(zip(*rows, strict=True))
    for name, values in zip(first, columns, strict=True):
        filled = [value for value in values if value.strip()]
        if filled and name.strip() and not is_numeric(name) and all(map(is_numeric, filled)):
            return True
    named = [
        (name, values)
        for name, values in zip(first, columns, strict=True)
        if name.strip() or 2 * sum(map(bool, map(str.strip, values))) > len(values)
    ]
    names = [name for name, _ in named]
    return (
        _could_be_names(names)
        and len(set(names)) == len(names)
        and all(name not in values for name, values in named)
        and any(_is_unlike(name, values) for name, values in named)
    )


def _is_unlike(name: str, values: Sequence[str]) -> bool:
    """Tell whether values are much longer than a name; or short, alike, and it a question."""
    answers = 2 * len(set(values)) <= len(values) and name.strip().endswith(_ASKING)
    return sum(map(len, values)) / len(values) > 2 * len(name) or (
        answers and 2 * max(map(len, values)) < len(name)
    )


def holds_names_only(fields: list[str], below: list[list[str]]) -> bool:
    """Tell whether one field of a row is a known name, and no other could be data.

    Empty ones aside, all are short, distinct, not numeric, and absent from the rows below.
    """
    named = [(i, field) for i, field in enumerate(fields) if field.strip()]
    return (
        any(is_known_name(field) for _, field in named)
        and _could_be_names([field for _, field in named])
        and len({field for _, field in named}) == len(named)
        and not any(row[i : i + 1] == [field] for row in below for i, field in named)
    )


def is_numeric(value: str) -> bool:
    """Tell whether a field is a number, be it with commas between thousands."""
    try:
        float(value.replace(",", ""))
    except ValueError:
        return False
    return True


def _could_be_names(fields: list[str]) -> bool:
    """Tell whether all fields are as short as names are, or as questions where one is asked."""
    asked = len(fields) > 1 and any(field.strip().endswith(_ASKING) for field in fields)
    longest = _LONGEST_QUESTION if asked else _LONGEST_NAME
    return all(0 < len(field.strip()) <= longest and not is_numeric(field) for field in fields)


# --- Headers that are not the first row, nor alone: below titles or groups, and those of surveys.

# Qualtrics says in the last row of its header what each column is imported as, below the names
# and the questions.
_IMPORT_ID: Final = '{"ImportId"'
_ROWS_OF_QUALTRICS: Final = 3
# SurveyMonkey says below each question how it is answered.
_OPEN_ANSWER: Final = "Open-Ended Response"
_ANSWERS: Final = frozenset((_OPEN_ANSWER, "Response", "Other (please specify)"))


class Stacked(NamedTuple):
    """Which of the rows, from 0, names the columns, and which is the last that is no data."""

    names: int
    last: int


def stacked_header(rows: list[list[str]]) -> Stacked | None:
    """Return the header where more than one row stands above the data, and tells so."""
    return _of_survey(rows) or _below_sparser(rows)


def _of_survey(rows: list[list[str]]) -> Stacked | None:
    for last, row in enumerate(rows[: MOST_ABOVE + 1]):
        filled = [field.strip() for field in row if field.strip()]
        if last and filled and all(field.startswith(_IMPORT_ID) for field in filled):
            return Stacked(max(last + 1 - _ROWS_OF_QUALTRICS, 0), last)
        if last == 1 and (_OPEN_ANSWER in filled or set(filled) <= _ANSWERS) and filled:
            return Stacked(0, last)
    return None


def _below_sparser(rows: list[list[str]]) -> Stacked | None:
    """Find a header that has names where the rows above it have gaps: titles, names of groups."""
    used = _used(rows)
    if not rows or _fills(rows[0], used):
        return None
    for i, row in enumerate(rows[: MOST_ABOVE + 1]):
        if _fills(row, used) and holds_names_only(row, rows[i + 1 :]):
            return Stacked(i, i)
    return None


def _used(rows: list[list[str]]) -> list[int]:
    """Return the columns that are filled in most rows."""
    filled = Counter(i for row in rows for i, field in enumerate(row) if field.strip())
    return [i for i, count in filled.items() if count > len(rows) / 2]


def _fills(row: list[str], columns: list[int]) -> bool:
    return bool(columns) and all(row[i : i + 1] and row[i].strip() for i in columns)


# --- Which lines above a table are no rows of it: the header, and titles and comments above that.

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


# --- The header again: where files were put together it stands between the rows, and is none.

REASON: Final = "the header again"
# Each of the files may begin with one.
_BYTE_ORDER_MARK: Final = "\ufeff"


def may_hold_header(account: Account, columns: Columns) -> bool:
    """Tell whether a row has for its label what its column is called."""
    name = columns.sentiment_name
    return name is not None and any(label.strip() == name for label in account.labels)


def is_header_again(fields: list[str], columns: Columns) -> bool:
    """Tell whether a row is the header: never where `may_hold_header` denies it."""
    label = columns.sentiment
    return (
        label is not None
        and fields[label].strip() == columns.names[label]
        and repeats(fields, columns.names)
    )


def repeats(fields: list[str], names: tuple[str, ...]) -> bool:
    """Tell whether a row holds the names of the columns."""
    held = [field.strip().lstrip(_BYTE_ORDER_MARK) for field in fields]
    # Names that are not unique have a number in `names`.
    return all(map(str.startswith, names, held)) and unique_names(held) == names
