"""Counts: how often each form and each pair stands in each sentiment. Counts can be added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count as numbered
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import duckdb

from moodcloud.database import quoted

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS: Final = numbered()
_IS_WORD: Final = r"regexp_matches(form, '^\pL')"
# Marks of plain ASCII hold no emoji.
_MAY_HOLD_EMOJI: Final = f"strlen(form) <> length(form) AND NOT {_IS_WORD}"


class Size(NamedTuple):
    """How much of something there is: distinct ones, rows of one in a sentiment, bytes in UTF-8."""

    distinct: int
    rows: int
    bytes: int


@dataclass(frozen=True)
class Counts:
    """Forms and pairs per sentiment, held by the counting engine.

    Attributes:
        connection: Of `moodcloud.database.connect`.
        forms: Table of `(sentiment, form, count)`; a form is a word as written, or marks.
        pairs: Table of `(sentiment, pair, count)`; a pair is two adjacent words in lower case,
            a space between, neither a stop word.
    """

    connection: duckdb.DuckDBPyConnection
    forms: str
    pairs: str

    def forms_frame(self) -> pd.DataFrame:
        """Return the forms that are words: columns `sentiment`, `form`, `count`, in fixed order."""
        return self._frame(
            f"SELECT sentiment, form, count FROM {self.forms} WHERE {_IS_WORD} ORDER BY ALL"
        )

    def marks_frame(self) -> pd.DataFrame:
        """Return the forms that are no words and may hold emoji, which plain ASCII does not.

        Columns `sentiment`, `form`, `count`.
        """
        return self._frame(
            f"SELECT sentiment, form, count FROM {self.forms} WHERE {_MAY_HOLD_EMOJI} ORDER BY ALL"
        )

    def pairs_frame(self, least: int = 1) -> pd.DataFrame:
        """Return pairs in a fixed order: columns `sentiment`, `pair`, `count`.

        Args:
            least: Pairs seen at least so often in the whole table.
        """
        return self._frame(
            f"""
            SELECT sentiment, pair, count FROM {self.pairs}
            WHERE pair IN (
                SELECT pair FROM {self.pairs} GROUP BY pair HAVING sum(count) >= {least}
            )
            ORDER BY ALL
            """
        )

    def matching_pairs_frame(self, pattern: str) -> pd.DataFrame:
        """Return the pairs that a regular expression (RE2) matches as a whole."""
        return self._frame(
            f"""
            SELECT sentiment, pair, count FROM {self.pairs}
            WHERE regexp_full_match(pair, {quoted(pattern)}) ORDER BY ALL
            """
        )

    def running_words(self) -> int:
        """Return how many occurrences the forms have that are words."""
        query = f"SELECT coalesce(sum(count), 0)::BIGINT FROM {self.forms} WHERE {_IS_WORD}"
        (total,) = self.connection.execute(query).fetchall()[0]
        return int(total)

    def size_of_forms(self, pattern: str = "") -> Size:
        """Return how much `forms_frame` and `marks_frame` hold, of forms that a pattern is in."""
        return self._size(
            f"""
            SELECT form AS each FROM {self.forms}
            WHERE ({_IS_WORD} OR {_MAY_HOLD_EMOJI}) AND regexp_matches(form, {quoted(pattern)})
            """
        )

    def size_of_pairs(self, least: int) -> Size:
        """Return how much `pairs_frame` holds."""
        return self._size(
            f"SELECT pair AS each, count FROM {self.pairs}", f"HAVING sum(count) >= {least}"
        )

    def size_of_matching_pairs(self, pattern: str) -> Size:
        """Return how much `matching_pairs_frame` holds."""
        return self._size(
            f"SELECT pair AS each FROM {self.pairs} "
            f"WHERE regexp_full_match(pair, {quoted(pattern)})"
        )

    def _size(self, each: str, having: str = "") -> Size:
        rows = self.connection.execute(
            f"""
            SELECT count(*), coalesce(sum(rows), 0)::BIGINT,
                   coalesce(sum(rows * strlen(each)), 0)::BIGINT
            FROM (SELECT each, count(*) AS rows FROM ({each}) GROUP BY each {having})
            """
        )
        return Size(*rows.fetchall()[0])

    def _frame(self, query: str) -> pd.DataFrame:
        return self.connection.execute(query).df()

    def save(self, folder: Path) -> None:
        """Write the counts to `folder` as two Parquet files, ready for `load`."""
        folder.mkdir(parents=True, exist_ok=True)
        for kind, table in (("forms", self.forms), ("pairs", self.pairs)):
            target = quoted(str(folder / f"{kind}.parquet"))
            self.connection.execute(
                f"COPY (FROM {table} ORDER BY ALL) TO {target} (FORMAT parquet, COMPRESSION zstd)"
            )

    @classmethod
    def load(cls, connection: duckdb.DuckDBPyConnection, folder: Path) -> Counts:
        """Read what `save` wrote."""
        counts = cls.named(connection)
        for kind, table in (("forms", counts.forms), ("pairs", counts.pairs)):
            origin = quoted(str(folder / f"{kind}.parquet"))
            connection.execute(f"CREATE TEMP TABLE {table} AS FROM read_parquet({origin})")
        return counts

    @classmethod
    def named(cls, connection: duckdb.DuckDBPyConnection) -> Counts:
        """Return counts under names no other counts of this process have; no tables yet."""
        number = next(_NUMBERS)
        return cls(connection, f"forms_{number}", f"pairs_{number}")


def add(parts: Iterable[Counts]) -> Counts:
    """Return the counts of all parts together: exactly those of the whole, in any order.

    Args:
        parts: At least one, all of one connection.
    """
    listed = list(parts)
    total = Counts.named(listed[0].connection)
    for kind, table, tables in (
        ("form", total.forms, [part.forms for part in listed]),
        ("pair", total.pairs, [part.pairs for part in listed]),
    ):
        union = " UNION ALL ".join(f"FROM {each}" for each in tables)
        total.connection.execute(
            f"""
            CREATE TEMP TABLE {table} AS
            SELECT sentiment, {kind}, sum(count)::BIGINT AS count
            FROM ({union}) GROUP BY sentiment, {kind}
            """
        )
    return total
