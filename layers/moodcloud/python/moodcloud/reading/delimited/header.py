"""Whether a row names the columns of the rows below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moodcloud.reading.delimited.head import fit
from moodcloud.reading.names import is_known_name

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
