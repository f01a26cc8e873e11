"""Counts: how often each token and each bigram stands in each sentiment. Counts can be added."""

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
_IS_WORD: Final = r"regexp_matches(token, '^\pL')"
# Marks of plain ASCII hold no emoji.
_MAY_HOLD_EMOJI: Final = f"strlen(token) <> length(token) AND NOT {_IS_WORD}"


class Size(NamedTuple):
    """How much of something there is: distinct ones, rows of one in a sentiment, bytes in UTF-8."""

    distinct: int
    rows: int
    bytes: int


@dataclass(frozen=True)
class Counts:
    """Tokens and bigrams per sentiment, held by the counting engine.

    Attributes:
        connection: Of `moodcloud.database.connect`.
        tokens: Table of `(sentiment, token, count)`; a token is a word as written, or marks.
        bigrams: Table of `(sentiment, bigram, count)`; a bigram is two adjacent words in
            lower case, a space between, neither a stop word.
    """

    connection: duckdb.DuckDBPyConnection
    tokens: str
    bigrams: str

    def tokens_frame(self) -> pd.DataFrame:
        """Return the tokens that are words, in fixed order: `sentiment`, `token`, `count`."""
        return self._frame(
            f"SELECT sentiment, token, count FROM {self.tokens} WHERE {_IS_WORD} ORDER BY ALL"
        )

    def marks_frame(self) -> pd.DataFrame:
        """Return the tokens that are no words and may hold emoji, which plain ASCII does not.

        Columns `sentiment`, `token`, `count`.
        """
        return self._frame(
            f"SELECT sentiment, token, count FROM {self.tokens} "
            f"WHERE {_MAY_HOLD_EMOJI} ORDER BY ALL"
        )

    def bigrams_frame(self, least: int = 1) -> pd.DataFrame:
        """Return bigrams in a fixed order: columns `sentiment`, `bigram`, `count`.

        Args:
            least: Bigrams seen at least so often in the whole table.
        """
        return self._frame(
            f"""
            SELECT sentiment, bigram, count FROM {self.bigrams}
            WHERE bigram IN (
                SELECT bigram FROM {self.bigrams} GROUP BY bigram HAVING sum(count) >= {least}
            )
            ORDER BY ALL
            """
        )

    def matching_bigrams_frame(self, pattern: str) -> pd.DataFrame:
        """Return the bigrams that a regular expression (RE2) matches as a whole."""
        return self._frame(
            f"""
            SELECT sentiment, bigram, count FROM {self.bigrams}
            WHERE regexp_full_match(bigram, {quoted(pattern)}) ORDER BY ALL
            """
        )

    def running_words(self) -> int:
        """Return how many occurrences the tokens have that are words."""
        query = f"SELECT coalesce(sum(count), 0)::BIGINT FROM {self.tokens} WHERE {_IS_WORD}"
        (total,) = self.connection.execute(query).fetchall()[0]
        return int(total)

    def size_of_tokens(self, pattern: str = "") -> Size:
        """Return how much `tokens_frame` and `marks_frame` hold, of tokens that a pattern is in."""
        return self._size(
            f"""
            SELECT token AS each FROM {self.tokens}
            WHERE ({_IS_WORD} OR {_MAY_HOLD_EMOJI}) AND regexp_matches(token, {quoted(pattern)})
            """
        )

    def size_of_bigrams(self, least: int) -> Size:
        """Return how much `bigrams_frame` holds."""
        return self._size(
            f"SELECT bigram AS each, count FROM {self.bigrams}", f"HAVING sum(count) >= {least}"
        )

    def size_of_matching_bigrams(self, pattern: str) -> Size:
        """Return how much `matching_bigrams_frame` holds."""
        return self._size(
            f"SELECT bigram AS each FROM {self.bigrams} "
            f"WHERE regexp_full_match(bigram, {quoted(pattern)})"
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
        for kind, table in (("tokens", self.tokens), ("bigrams", self.bigrams)):
            target = quoted(str(folder / f"{kind}.parquet"))
            self.connection.execute(
                f"COPY (FROM {table} ORDER BY ALL) TO {target} (FORMAT parquet, COMPRESSION zstd)"
            )

    @classmethod
    def load(cls, connection: duckdb.DuckDBPyConnection, folder: Path) -> Counts:
        """Read what `save` wrote."""
        counts = cls.named(connection)
        for kind, table in (("tokens", counts.tokens), ("bigrams", counts.bigrams)):
            origin = quoted(str(folder / f"{kind}.parquet"))
            connection.execute(f"CREATE TEMP TABLE {table} AS FROM read_parquet({origin})")
        return counts

    @classmethod
    def named(cls, connection: duckdb.DuckDBPyConnection) -> Counts:
        """Return counts under names no other counts of this process have; no tables yet."""
        number = next(_NUMBERS)
        return cls(connection, f"tokens_{number}", f"bigrams_{number}")


def add(parts: Iterable[Counts]) -> Counts:
    """Return the counts of all parts together: exactly those of the whole, in any order.

    Args:
        parts: At least one, all of one connection.
    """
    listed = list(parts)
    total = Counts.named(listed[0].connection)
    for kind, table, tables in (
        ("token", total.tokens, [part.tokens for part in listed]),
        ("bigram", total.bigrams, [part.bigrams for part in listed]),
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
