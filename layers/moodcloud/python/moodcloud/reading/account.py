"""The account of rows: how many of each label, how many without a text or a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import duckdb

from moodcloud.reading.labels import TooManyLabels
from moodcloud.reading.missing import HAS_TEXT_SQL, is_blank

# Decimals may be many, and no column of sentiments holds more.
MOST_LABELS: Final = 500_000
# Nor are so many letters held of them: sentences that stand where labels should.
MOST_CHARACTERS: Final = 64 << 20
# Few at a time, since each may be as long as a row.
_FETCHED: Final = 100


@dataclass(frozen=True)
class Account:
    """Where the rows of a source went before labels are understood.

    Attributes:
        labels: Rows with a text, by label as written.
        unlabelled: Rows with a text and a blank label; which marks stand for a missing label is
            for those who know the labels.
        empty: Rows without a text, or with the mark of a missing one.
        broken: Rows that could not be split into fields.
    """

    labels: dict[str, int]
    unlabelled: int
    empty: int
    broken: int = 0

    @property
    def rows(self) -> int:
        """How many rows could be split into fields."""
        return sum(self.labels.values()) + self.unlabelled + self.empty


def survey(connection: duckdb.DuckDBPyConnection, relation: str) -> Account:
    """Count the rows of `(text, label)` in `relation` in one scan.

    Raises:
        duckdb.InvalidInputException: A row cannot be split into fields.
        TooManyLabels: There are more than `MOST_LABELS`.
    """
    # One row: a label as written, its rows with a text, its rows without.
    query = f"""
        SELECT label,
               count(*) FILTER ({HAS_TEXT_SQL}) AS filled,
               count(*) FILTER (NOT {HAS_TEXT_SQL}) AS empty
        FROM ({relation})
        GROUP BY label
        ORDER BY label
        """
    try:
        rows = _at_most(connection.execute(query))
    except UnicodeDecodeError as error:
        # The engine's own message cut a character of the file in two.
        raise duckdb.InvalidInputException("a row cannot be read") from error
    return Account(
        labels={label: filled for label, filled, _ in rows if filled and not is_blank(label)},
        unlabelled=sum(filled for label, filled, _ in rows if is_blank(label)),
        empty=sum(empty for _, _, empty in rows),
    )


def _at_most(found: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Return the labels found, each with its rows.

    Raises:
        TooManyLabels: They are more than are held. Not all are counted then: they may be as many
            as rows.
    """
    rows: list[tuple[str, int, int]] = []
    characters = 0
    while some := found.fetchmany(_FETCHED):
        rows += some
        characters += sum(len(label) for label, _, _ in some)
        if len(rows) > MOST_LABELS or characters > MOST_CHARACTERS:
            raise TooManyLabels(
                min(len(rows), MOST_LABELS + 1), [label for label, _, _ in rows[:5]]
            )
    return rows
