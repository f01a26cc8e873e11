"""Headers that are not the first row, nor alone: below titles or groups, and those of surveys."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from moodcloud.reading.delimited.head import MOST_ABOVE
from moodcloud.reading.delimited.header import holds_names_only

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
