"""Whether rows begin with a header, be they of delimited text, of a workbook or of JSON lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from moodcloud.patterns import lazy_pattern
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.rows import Columns, fit, unique_names

# Titles and notes above a table, at most.
MOST_ABOVE: Final = 20

_LONGEST_NAME: Final = 40
_LONGEST_QUESTION: Final = 200
_ASKING: Final = ("?", "？", ":")
# Headers come again where files were put together.
_STRAY_SHARE: Final = 0.05
# Below names that cannot be data so many rows may be broken, as where a newline within a field
# cuts a row of a small file in two.
_BROKEN_SHARE: Final = 0.25
_COLUMN_NUMBER: Final = re.compile("[0-9]|[1-9][0-9]")
# How a text ends, and hardly ever a name: the first of many texts may be as short as one.
_SAID: Final = lazy_pattern(r"[^\w\s?:)\]}\"'”’»/]$")


def names_columns(first: list[str], below: list[list[str]], hints: Hints) -> bool:
    """Return whether the first row of a table, as wide as the rows below it, names the columns."""
    return has_known_name(first, below, hints) or is_header(first, below, len(first))


def has_known_name(fields: list[str], below: list[list[str]], hints: Hints) -> bool:
    """Return whether a field is a known name, and not a value that comes again and again.

    Two names of opposite sense are as good, where neither comes again: they may be labels, too.
    """
    opposite = hints.opposite_names(fields)
    if opposite and not any(_comes_again(fields, i, below) for i in opposite):
        return True
    return any(
        hints.known_name(field) and not _comes_again(fields, i, below)
        for i, field in enumerate(fields)
    )


def _comes_again(fields: list[str], column: int, below: list[list[str]]) -> bool:
    again = sum(row[column : column + 1] == [fields[column]] for row in below)
    return again > _STRAY_SHARE * len(below)


def is_header(first: list[str], below: list[list[str]], width: int) -> bool:
    """Return whether a row without a known name is a header.

    It is one where some column is numeric in every row but this one, or where no field of it
    could be data: all are short, distinct, not numeric, and each absent from the rows below. Few
    rows may be broken then. Numbers of columns are a header, too, as pandas writes them.
    Columns without a name that are mostly empty do not count.
    """
    rows = [row for fields in below if (row := fit(fields, width)) is not None]
    if not rows or (width == 1 and _SAID.search(first[0].strip())):
        return False
    columns = list(zip(*rows, strict=True))
    if any(map(_is_above_numbers, first, columns)) or _counts_columns(first, columns):
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
        and any(
            _is_unlike(name, values) or _is_above_numbers(name, values, _BROKEN_SHARE)
            for name, values in named
        )
    )


def _is_above_numbers(name: str, values: Sequence[str], strays: float = 0.0) -> bool:
    """Return whether a name is above numbers, but for at most this share of the values."""
    filled = [value for value in values if value.strip()]
    others = len(filled) - sum(map(is_numeric, filled))
    return bool(filled) and others <= strays * len(filled) and is_word(name)


def is_word(field: str) -> bool:
    """Return whether a field is filled, and no number."""
    return bool(field.strip()) and not is_numeric(field)


def _counts_columns(first: list[str], columns: list[tuple[str, ...]]) -> bool:
    """Return whether a row holds numbers of columns, maybe after an empty name of the index.

    They ascend, since some columns may be left out, and below one of them are hardly any numbers. A
    single column has the number 0.
    """
    names = [name.strip() for name in first]
    numbered = names[1:] if names[0] == "" else names
    single = len(names) == 1 and names != ["0"]
    if single or not all(map(_COLUMN_NUMBER.fullmatch, numbered)):
        return False
    numbers = list(map(int, numbered))
    if numbers != sorted(set(numbers)):
        return False
    filled = [[value for value in values if value.strip()] for values in columns]
    return any(
        sum(map(is_numeric, values)) <= _STRAY_SHARE * len(values) for values in filled if values
    )


def _is_unlike(name: str, values: Sequence[str]) -> bool:
    """Return whether values are much longer than a name; or short, alike, and it a question."""
    answers = 2 * len(set(values)) <= len(values) and name.strip().endswith(_ASKING)
    return sum(map(len, values)) / len(values) > 2 * len(name) or (
        answers and 2 * max(map(len, values)) < len(name)
    )


def _holds_names_only(fields: list[str], below: list[list[str]], hints: Hints) -> bool:
    """Return whether one field of a row is a known name, and no other could be data.

    Empty ones aside, all are short, distinct, not numeric, and absent from the rows below.
    """
    named = [(i, field) for i, field in enumerate(fields) if field.strip()]
    return (
        any(hints.known_name(field) for _, field in named)
        and _could_be_names([field for _, field in named])
        and len({field for _, field in named}) == len(named)
        and not any(row[i : i + 1] == [field] for row in below for i, field in named)
    )


def is_numeric(value: str) -> bool:
    """Return whether a field is a number; it may have commas between thousands."""
    try:
        float(value.replace(",", ""))
    except ValueError:
        return False
    return True


def _could_be_names(fields: list[str]) -> bool:
    """Return whether all fields are as short as names are, or as questions where one is asked."""
    asked = len(fields) > 1 and any(field.strip().endswith(_ASKING) for field in fields)
    longest = _LONGEST_QUESTION if asked else _LONGEST_NAME
    return all(0 < len(field.strip()) <= longest and not is_numeric(field) for field in fields)


# Qualtrics says in the last row of its header what each column is imported as, below the names
# and the questions.
_IMPORT_ID: Final = '{"ImportId"'
_ROWS_OF_QUALTRICS: Final = 3
# SurveyMonkey says below each question how it is answered.
_OPEN_ANSWER: Final = "Open-Ended Response"
_ANSWERS: Final = frozenset((_OPEN_ANSWER, "Response", "Other (please specify)"))


class Stacked(NamedTuple):
    """The row, from 0, that names the columns, and the last one that is no data."""

    names: int
    last: int


def stacked_header(rows: list[list[str]], hints: Hints) -> Stacked | None:
    """Return the header where more than one row is above the data, and says so."""
    return _of_survey(rows) or _below_sparser(rows, hints)


def _of_survey(rows: list[list[str]]) -> Stacked | None:
    for last, row in enumerate(rows[: MOST_ABOVE + 1]):
        filled = [field.strip() for field in row if field.strip()]
        if last and filled and all(field.startswith(_IMPORT_ID) for field in filled):
            return Stacked(max(last + 1 - _ROWS_OF_QUALTRICS, 0), last)
        if last == 1 and (_OPEN_ANSWER in filled or set(filled) <= _ANSWERS) and filled:
            return Stacked(0, last)
    return None


def _below_sparser(rows: list[list[str]], hints: Hints) -> Stacked | None:
    """Find a header that has names where the rows above it have gaps: titles, names of groups."""
    used = _used(rows)
    if not rows or _fills(rows[0], used):
        return None
    for i, row in enumerate(rows[: MOST_ABOVE + 1]):
        if _fills(row, used) and _holds_names_only(row, rows[i + 1 :], hints):
            return Stacked(i, i)
    return None


def _used(rows: list[list[str]]) -> list[int]:
    """Return the columns that are filled in most rows."""
    filled = Counter(i for row in rows for i, field in enumerate(row) if field.strip())
    return [i for i, count in filled.items() if count > len(rows) / 2]


def _fills(row: list[str], columns: list[int]) -> bool:
    return bool(columns) and all(row[i : i + 1] and row[i].strip() for i in columns)


# Why such a row is left out.
HEADER_AGAIN: Final = "the header again"
# Where files were put together, each of them may begin with one.
_BYTE_ORDER_MARK: Final = "\ufeff"


def may_hold_header(labels: Iterable[str], columns: Columns) -> bool:
    """Return whether one of the labels is what their column is called."""
    name = columns.label_column
    return name is not None and any(label.strip() == name for label in labels)


def is_header_again(fields: list[str], columns: Columns) -> bool:
    """Return whether a row is the header; it never is where `may_hold_header` denies it."""
    label = columns.label
    return (
        label is not None
        and fields[label].strip() == columns.names[label]
        and repeats(fields, columns.names)
    )


def repeats(fields: list[str], names: tuple[str, ...]) -> bool:
    """Return whether a row holds the names of the columns."""
    held = [field.strip().lstrip(_BYTE_ORDER_MARK) for field in fields]
    # Names that are not unique have a number in `names`.
    return all(map(str.startswith, names, held)) and unique_names(held) == names
